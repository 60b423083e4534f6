"""Small roles are planned together; nobody, no hour and no reach is lost by it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.worlds import small_world

from reallocate.firm.request.firm import build_firm, own_share
from reallocate.firm.request.read import read_scenario, scenario_from_flags, with_flags
from reallocate.firm.request.roles import spread

SMALL = small_world()
SCENARIO = scenario_from_flags(["513200", "524100"], 1_000, open_positions=40.0)
ALONE = build_firm(SMALL, with_flags(SCENARIO).model_copy(update={"group_below": 0.0}))[0]
JOINED = build_firm(SMALL, SCENARIO.model_copy(update={"group_below": 0.05}))[0]


def reached(firm, kind: str) -> np.ndarray:  # type: ignore[no-untyped-def]
    """People's hours that each source reaches, by activity."""
    people = firm.roles["headcount"].to_numpy()
    return np.einsum("r,ra,sra->sa", people, firm.content.values, getattr(firm, kind).values)


def test_small_roles_of_a_major_group_become_one() -> None:
    assert list(JOINED.roles.index) == [
        "11-0000",
        "13-1031",
        "13-2011",
        "13-2053",
        "15-0000",
        "15-1252",
        "43-0000",
        "43-4051",
    ]
    other = JOINED.roles.loc["15-0000"]
    assert other["title"] == "Other Computer and Mathematical Occupations"
    assert other["family"] == "15-0000"
    members = ALONE.roles.loc[["15-1253", "15-2051"]]
    assert other["headcount"] == pytest.approx(members["headcount"].sum())
    pay = (members["headcount"] * members["loaded_cost"]).sum() / members["headcount"].sum()
    assert other["loaded_cost"] == pytest.approx(pay)
    assert 4.0 < other["job_zone"] < 5.0


def test_the_own_pay_of_a_group_is_that_of_its_payroll(tmp_path: Path) -> None:
    """Two small roles are joined: of one the table gives the cost, of the other half of the people's own."""
    rows = "15-1252,900,100000,\n15-1253,10,300000,0.5\n15-2051,10,100000,\n"
    (tmp_path / "roles.csv").write_text(f"code,headcount,loaded cost,own pay\n{rows}", encoding="utf-8")
    text = 'name = "x"\nroles = "roles.csv"\ngroup_below = 0.05\n'
    firm = build_firm(SMALL, read_scenario(text, tmp_path / "scenario.toml"))[0]
    assert firm.roles["own_pay"].to_dict() == pytest.approx({"15-0000": 2.5 / 4, "15-1252": 1.0})
    assert own_share(firm.roles) == pytest.approx((900 + 15 + 10) / (900 + 30 + 10))


def test_no_person_pay_hour_or_reach_is_lost_and_a_lone_role_stays_as_it_is() -> None:
    assert JOINED.headcount == pytest.approx(ALONE.headcount, rel=1e-12)
    assert JOINED.payroll == pytest.approx(ALONE.payroll, rel=1e-12)
    assert JOINED.roles["open_positions"].sum() == pytest.approx(40.0)
    assert JOINED.filled_share == ALONE.filled_share > 0
    hours = [firm.roles["headcount"].to_numpy() @ firm.content.values for firm in (ALONE, JOINED)]
    np.testing.assert_allclose(hours[0], hours[1], rtol=1e-12)
    for kind in ("augmentable", "automatable"):
        np.testing.assert_allclose(reached(ALONE, kind), reached(JOINED, kind), rtol=1e-12)
    firm = build_firm(SMALL, SCENARIO.model_copy(update={"group_below": 0.04}))[0]
    assert "15-2051" in firm.roles.index
    assert "15-0000" not in firm.roles.index
    role = ALONE.content.sel(role="13-1031").values
    np.testing.assert_allclose(role, SMALL.content.sel(occupation="13-1031").values, rtol=1e-12)
    reach = ALONE.automatable.sel(role="13-1031", source="people").values
    np.testing.assert_allclose(
        reach, SMALL.automatable.sel(occupation="13-1031", source="people").values, rtol=1e-12
    )


@given(
    st.floats(min_value=0.5, max_value=2e6),
    st.lists(st.floats(min_value=1e-4, max_value=1.0), min_size=1, max_size=60),
)
def test_a_spread_adds_up_and_leaves_no_part_at_zero(total: float, weights: list[float]) -> None:
    share = np.array(weights) / np.sum(weights)
    total = round(total, 2)
    parts = spread(total, share)
    assert parts.sum() == pytest.approx(total, abs=1e-6)
    assert (parts > 0).all()
    assert np.abs(parts - total * share).max() <= 0.010001
