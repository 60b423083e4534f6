"""One job's pay: the area's, else the state's, else the nation's, and never silently another's."""

from __future__ import annotations

import pandas as pd
import pytest
from tests.work.jobs import three_jobs

from reallocate.jobs.pay import job_pay
from reallocate.kernel.errors import UnknownName
from reallocate.work.world import World

SMALL = three_jobs()


def one(code: str) -> pd.Series:
    return pd.Series({code: 1.0})


def test_an_areas_own_pay_is_shown() -> None:
    found = job_pay(SMALL, one("43-4051"), "41")
    row = found.pay.loc["43-4051"]
    assert (row["place"], row["level"], row["wage_p50"], row["employment"]) == (
        "41",
        "metropolitan",
        45_000,
        90,
    )
    assert found.said[0] == (
        "San Jose, CA: 90 people in this occupation, the self-employed not counted (May 2025)."
    )
    assert not any("was not released" in line for line in found.said)


def test_pay_withheld_as_too_high_is_said_and_the_states_shown() -> None:
    found = job_pay(SMALL, one("11-1011"), "41")
    row = found.pay.loc["11-1011"]
    assert (row["place_title"], row["wage_p90"], row["top_coded"]) == ("California", 150_000, True)
    assert found.employment["11-1011"] == 50, "the people asked about are still those of the area"
    assert any(
        "Chiefs was withheld in San Jose, CA because it is at least 239,200 USD a year; that of California"
        in line
        for line in found.said
    )


def test_pay_released_nowhere_near_is_the_nations() -> None:
    found = job_pay(SMALL, one("47-2031"), "41")
    assert found.pay.loc["47-2031", "level"] == "nation"
    assert "How many people hold this job in San Jose, CA was not released." in found.said
    assert any(
        "Carpenters was not released for San Jose, CA and California; that of the nation is shown" in line
        for line in found.said
    )
    assert any("No yearly pay of 47-2031 Carpenters is published" in line for line in found.said)


def test_an_area_whose_state_is_unknown_goes_to_the_nation() -> None:
    found = job_pay(SMALL, one("43-4051"), "99")
    assert found.pay.loc["43-4051", "place"] == "00"
    assert any("was not released for Nowhere, ZZ; that of the nation is shown" in line for line in found.said)


def test_without_an_area_it_is_the_nation() -> None:
    found = job_pay(SMALL, pd.Series({"43-4051": 1.0, "11-1011": 1.0}))
    assert found.area_title == "United States"
    assert found.pay["wage_p25"].tolist() == [30_025, 100_025]
    assert found.said[0].startswith("United States: 4,000 people in these occupations together")
    assert any(
        "Some pay of 11-1011 Chiefs is only known to be at least 239,200" in line for line in found.said
    )


def test_people_leave_and_are_taken_on() -> None:
    found = job_pay(SMALL, pd.Series({"43-4051": 1.0, "11-1011": 1.0}))
    row = found.flows.loc["43-4051"]
    assert row["leaving_work"] == pytest.approx(150) and row["changing_occupation"] == pytest.approx(240)
    assert row["separations"] == pytest.approx(390) and row["openings"] == 360
    assert pd.isna(row["self_employed_share"]), "missing is not zero"
    assert "Openings of 11-1011 Chiefs are fewer than 50 a year and published as 0." in found.said
    alone = job_pay(SMALL, one("11-1011")).said
    assert any(line.startswith("In the nation fewer than 50 openings a year") for line in alone)


def test_an_unknown_area_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="no area with the code '0600'.*Nearest"):
        job_pay(SMALL, one("43-4051"), "0600")


@pytest.mark.parametrize("area", [None, "4800000", "0010180"])
def test_every_shipped_occupation_has_pay_from_somewhere(world: World, area: str | None) -> None:
    mix = pd.Series(1.0, index=world.occupations.index)
    found = job_pay(world, mix, area)
    assert list(found.pay.index) == list(mix.index)
    wages = found.pay[["wage_p10", "wage_p25", "wage_p50", "wage_p75", "wage_p90"]]
    assert wages["wage_p50"].notna().all()
    assert (wages.diff(axis=1).iloc[:, 1:].fillna(0.0) >= 0).all().all()
    assert found.flows["separations"].notna().all()
    if area == "0010180":
        assert set(found.pay["level"]) == {"metropolitan", "state", "nation"}
