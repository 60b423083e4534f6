"""Rows 12a, 12b and 14 and the observed lines beside them, on series made by hand and on the shipped ones."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest
from tests.claims.conftest import facts_of, told
from tests.golden_pages import Goldens

from reallocate.claims.basis.claim import (
    SET_AFTER,
    Measured,
    Verdict,
    change_of_a_year,
    change_of_mix,
    noise_of_a_month,
)
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.ledger import entry
from reallocate.claims.rows import leaner_market, young_people
from reallocate.claims.rows.growth_driver import CLAIM as DRIVER
from reallocate.claims.rows.leaner_market import CLAIM as LEANER
from reallocate.claims.rows.leaner_market import MADE
from reallocate.claims.rows.young_people import (
    _GRADUATES,
    _RELEASE,
    _YOUNG,
    ALL,
    beginners_not_hired,
    compute_per_employee,
    whether_peers_follow,
    young_gap,
)
from reallocate.claims.rows.young_people import CLAIM as YOUNG_CLAIM
from reallocate.data.observed import (
    exposed_gap,
    firms_using_ai,
    first_cuts_by_year,
    h100_per_employee,
    naming_ai,
)
from reallocate.kernel.parameters import Parameters
from reallocate.market.forecast.ledger import read_ledger
from reallocate.market.forecast.methods import LEVELS
from reallocate.market.forecast.monthly import TO_COME, Target
from reallocate.work.world import World

NOW = Parameters.default()
MONTHS = [f"{year}-{month:02d}" for year in range(2015, 2025) for month in range(1, 13)][:112]


def series(step: float, slope: float = 2.0) -> pd.DataFrame:
    """Unemployment of all that goes up and down, of the young beside it, and a step after the release."""
    everybody = 0.05 + 0.01 * np.sin(np.arange(len(MONTHS)) / 9.0)
    later = np.array([month > _RELEASE for month in MONTHS])
    noise = 0.002 * np.sin(np.arange(len(MONTHS)) / 5.0)
    young = 0.01 + slope * everybody + noise + step * later
    each = {ALL: everybody, _YOUNG: young, _GRADUATES: young}
    rows = [pd.DataFrame({"series": name, "month": MONTHS, "value": values}) for name, values in each.items()]
    return pd.concat(rows, ignore_index=True)


def test_a_step_after_the_release_is_found_at_like_unemployment_and_gives_each_verdict() -> None:
    still, risen = (young_gap(series(step), _YOUNG) for step in (0.0, 0.03))
    assert risen.change - still.change == pytest.approx(3.0, abs=1e-9)
    assert abs(still.change) < still.detectable < risen.change
    assert still.noise == pytest.approx(risen.noise) and still.last == MONTHS[-1]
    low, high = risen.ends
    assert low < risen.change < high
    at_like, plain = (young_gap(series(0.0), _YOUNG, plain=one) for one in (False, True))
    assert plain.noise > 2.0 * at_like.noise
    assert young_people._judged(risen, risen, 0.0) is Verdict.SUPPORTED
    assert young_people._judged(still, still, 0.01) is Verdict.CANNOT_BE_TOLD, (
        "the model's effect is too small"
    )
    assert young_people._judged(still, still, 5.0) is Verdict.NOT_SUPPORTED
    assert young_people._judged(risen, still, 5.0) is Verdict.MIXED


@pytest.mark.long
def test_row_12b_asks_for_employment_and_keeps_its_first_verdict(context: ClaimContext, golden: Goldens) -> None:
    """The old rule, by unemployment, stands beside the new one, which was set after the result was seen."""
    found, change = YOUNG_CLAIM.measure(context, NOW), YOUNG_CLAIM.rule.change
    assert change is not None and (change.when, change.date) == (SET_AFTER, "2026-11-30")
    today = YOUNG_CLAIM.ruled_out(context, found)
    assert today is not None and today.impossible == (Verdict.SUPPORTED, Verdict.NOT_SUPPORTED)
    golden("claims/row_12b", f"{told(YOUNG_CLAIM, context)}\n{today.why}")


def test_smallest_changes_and_beginners_not_hired_by_hand() -> None:
    assert beginners_not_hired(NOW) == NOW.about("beginners_gap").high == 0.13
    assert beginners_not_hired(Parameters({"beginners_gap": 0.05})) == 0.05
    history = pd.DataFrame(
        {
            "occupation": ["a", "b"] * 3,
            "year": [2017, 2017, 2018, 2018, 2019, 2019],
            "employment": [50.0, 50.0, 60.0, 40.0, 55.0, 45.0],
        }
    )
    assert change_of_mix(history, pd.Series({"a": True, "b": False})) == pytest.approx(0.075)
    values = pd.Series(
        np.exp([0.0, 0.1, 0.0, 5.0, 0.0]), index=["2019-01", "2019-02", "2019-03", "2020-05", "2021-07"]
    )
    assert noise_of_a_month(values.iloc[:3]) == pytest.approx(0.1)
    assert change_of_mix(history, pd.Series({"a": 0.5, "b": 0.25})) == pytest.approx(0.25 * 0.075)
    quarters = [f"{year}-Q{quarter}" for year in (2018, 2019, 2020, 2022, 2023) for quarter in range(1, 5)]
    rising = pd.Series(np.repeat([0.0, 0.1, 9.0, 9.2, 9.5], 4), index=quarters)
    assert change_of_a_year(rising) == pytest.approx((0.1 + 0.3) / 2)


def forecast(name: str, *percent: float) -> Target:
    """A forecast that is even between its ends, about a last figure of 100."""
    quantiles = 100.0 + np.interp(np.linspace(0.05, 0.95, 19), (0.1, 0.9), percent)
    return Target(name, "2026-10", "ours", "leads", "2025-10", 100.0, "", quantiles)


@pytest.mark.parametrize(
    ("openings", "jobs", "verdict"),
    [
        ((-30.0, -10.0), (-20.0, -5.0), Verdict.SUPPORTED),
        ((-30.0, -10.0), (-20.0, -0.5), Verdict.CANNOT_BE_TOLD),
        ((-3.0, 10.0), (-0.5, 9.0), Verdict.NOT_SUPPORTED),
    ],
)
def test_leaner_is_judged_by_the_ends_of_both_forecasts(
    openings: tuple[float, float], jobs: tuple[float, float], verdict: Verdict
) -> None:
    targets = {"openings": forecast("openings", *openings), "5415": forecast("5415", *jobs)}
    assert leaner_market._judged(targets, {"openings": 5.0, "5415": 1.0}) is verdict


def test_row_12a_is_the_forecast_of_the_ledger(context: ClaimContext, root: Path, golden: Goldens) -> None:
    golden("claims/row_12a", f"{told(LEANER, context)}\n{facts_of(entry(LEANER, context, NOW))['Impossible verdicts']}")
    kept = read_ledger(root / "forecasts" / f"labour-market-{MADE}.json").table("forecasts")
    ours = kept[kept["forecaster"].eq("ours") & kept["month"].eq(TO_COME)]
    for name, one in leaner_market._to_come(context, NOW).items():
        (row,) = ours[ours["series"].eq(name)].to_dict("records")
        assert [row[f"q{round(100 * level):02d}"] for level in LEVELS] == pytest.approx(one.quantiles, rel=1e-5)
        assert (row["origin"], row["last"]) == (one.origin, pytest.approx(one.last))


def test_row_12a_goes_by_the_figures_once_both_are_published_and_its_forecast_stays(
    context: ClaimContext,
) -> None:
    world = context.world
    market, months = (world.table(name) for name in ("market_series", "national_months"))
    before = leaner_market._to_come(context, NOW)

    def with_figures(openings: float, jobs: float) -> Measured:
        last = market.iloc[-1]
        later = [last.to_dict() | {"month": month, "openings": openings} for month in ("2026-07", TO_COME)]
        came = {"series": "5415", "month": TO_COME, "value": jobs}
        known = months["month"].eq("2025-09") & months["series"].isin(["initial_claims", "employment", ALL])
        further = months[known].assign(month="2027-08")
        tables = {
            **world.tables,
            "market_series": pd.concat([market, pd.DataFrame(later)], ignore_index=True),
            "national_months": pd.concat([months, pd.DataFrame([came]), further], ignore_index=True),
        }
        fresh = ClaimContext(replace(world, tables=MappingProxyType(tables)))
        for name, one in leaner_market._to_come(fresh, NOW).items():
            assert one.quantiles == pytest.approx(before[name].quantiles), "later figures move no forecast"
        return LEANER.measure(fresh, NOW)

    openings, jobs = before["openings"].last, before["5415"].last
    noise = {"openings": 5.2, "5415": 0.4}
    for changes, verdict in (
        ((-10.0, -1.0), Verdict.SUPPORTED), ((5.0, 1.0), Verdict.NOT_SUPPORTED), ((-10.0, 1.0), Verdict.MIXED)
    ):  # fmt: skip
        assert leaner_market._scored(dict(zip(noise, changes, strict=True)), noise) is verdict
    assert leaner_market._scored({"5415": -9.0}, {"5415": 0.4}) is None
    assert leaner_market._came(context, before) == {}
    found = with_figures(0.9 * openings, 0.99 * jobs)
    assert found.verdict is Verdict.SUPPORTED and LEANER.ruled_out(context, found) is None
    assert "What came: open positions -10%, jobs -1.0%" in found.finding


def test_compute_grows_faster_than_people_at_three_of_four(context: ClaimContext, world: World) -> None:
    found = DRIVER.measure(context, NOW)
    assert found.verdict is Verdict.SUPPORTED and "At 3 of 4 companies" in found.finding
    assert found.figures["Meta: multiple of the first day"] == pytest.approx(102.9, abs=0.1)
    chips = world.table("ai_chips")
    last = chips["date"] > "2024-01"
    for part in (0.1, 1e-3):
        names = ("h100", "h100_low", "h100_high")
        few = chips.assign(**{name: chips[name].where(~last, part * chips[name]) for name in names})
        other = replace(world, tables=MappingProxyType({**world.tables, "ai_chips": few}))
        verdict = DRIVER.measure(ClaimContext(other), NOW).verdict
        assert verdict is Verdict.MIXED if part == 0.1 else verdict is not Verdict.SUPPORTED


def test_chips_per_employee_years_use_and_postings_by_hand() -> None:
    chips = pd.DataFrame(
        {
            "owner": ["Meta", "Meta", "Meta", "Oracle"],
            "maker": ["Nvidia", "AMD", "Nvidia", "Nvidia"],
            "date": ["2025-12-31", "2025-12-31", "2025-09-30", "2025-12-31"],
            "h100": [100.0, 50.0, 90.0, 7.0],
            "h100_low": [80.0, 40.0, 70.0, 5.0],
            "h100_high": [130.0, 65.0, 99.0, 9.0],
        }
    )
    people = pd.DataFrame(
        {
            "company": ["Meta", "Meta", "Oracle"], "date": ["2025-12-31"] * 3, "people": [30.0, 10.0, 1.0],
            "grade": ["C", "A", "A"], "source": ["x", "y", "z"],
        }
    )  # fmt: skip
    table = h100_per_employee(chips, people)
    assert table.index.tolist() == [("Meta", "2025-12-31")], "the other quarter has no headcount"
    assert table.iloc[0].to_dict() == {
        "h100": 150.0, "people": 10.0, "each": 15.0, "each_low": 12.0, "each_high": 19.5,
    }  # fmt: skip
    record = pd.DataFrame(
        {
            "company": ["A", "A", "B", "C", "C"],
            "date": ["2023-05", "2024-01", "2024-02", "2022-11", "2025-03"],
            "ai_attribution": ["funding", "funding", "none", "none", "substitution"],
        }
    )
    assert first_cuts_by_year(record).to_dict() == {2023: 1, 2025: 1}
    rows = [("a", "2023-09", 0.02), ("a", "2025-08", 0.10), ("b", "2023-09", 0.04), ("b", "2025-08", 0.06)]
    rows += [("c", "2025-08", 0.50), ("a", "2024-01", 0.03)]
    table = pd.DataFrame(rows, columns=["place", "date", "share"]).assign(
        segment="states, question of 2023 to 2025", measure="current"
    )
    assert firms_using_ai(table).to_dict() == pytest.approx({"2023-09": 0.03, "2025-08": 0.08})
    rows = [("exposed", "2020-02", 50.0), ("control", "2020-02", 100.0)]
    rows += [("exposed", "2026-08", 40.0), ("control", "2026-08", 160.0)]
    postings = pd.DataFrame(rows, columns=["series", "month", "value"]).assign(place="US")
    assert exposed_gap(postings).tolist() == [0.0, -0.5]


def test_published_chips_per_employee_of_meta_and_the_sentences_about_them(world: World) -> None:
    table = h100_per_employee(world.table("ai_chips"), world.table("headcounts")).loc["Meta"]
    ends = [f"{year}-12-31" for year in range(2022, 2026)]
    assert table.loc[ends, "h100"].tolist() == [33_959, 161_382, 774_426, 2_302_175]
    assert table.loc[ends, "each"].round(1).tolist() == [0.4, 2.4, 10.5, 29.2]
    assert "Meta 29 (22–38, 2025-12)" in compute_per_employee(world)
    assert "They fell before most of these cuts" in whether_peers_follow(world)
    assert naming_ai(world.table("postings"))["2026-06"] == pytest.approx(0.0578, abs=5e-5)
