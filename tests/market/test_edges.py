"""Rules of the market at the edges where they turn, each on a case small enough to count."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.market.nation import NORMAL, accounts, assumed, market

from reallocate.kernel.table import Tables
from reallocate.market.calibration import model as calibration
from reallocate.market.laws.closures import Closure
from reallocate.market.nation.batches import simulate_without_ai
from reallocate.market.nation.run import LAWS, Economy, Laws
from reallocate.market.nation.trajectory import Trajectory, simulate
from reallocate.market.simulate.charts import CHARTS
from reallocate.market.simulate.ensemble import EconomyEnsemble, under_closure
from reallocate.market.simulate.jobs_drawn import share_fewer, with_supply
from reallocate.market.simulate.people_text import LARGE, SIZABLE
from reallocate.work.world import World

HERE, QUARTERS = Economy(market(), accounts(), NORMAL), 4


def quiet(words: str) -> None:
    """Nobody listens."""


def same(one: Trajectory, other: Trajectory) -> bool:
    return np.array_equal(one.totals[:], other.totals[:])


@pytest.mark.parametrize("adoption", [True, False])
def test_the_same_draws_under_another_closure_keep_their_sides(adoption: bool) -> None:
    """With further AI and without: where nobody adopts, both are one."""
    run = assumed(laws=Laws(**{law.key: law.is_on and (adoption or law.key != "adoption") for law in LAWS}))
    given = EconomyEnsemble((run,), (run,), pd.DataFrame(), *[simulate(HERE, [run], QUARTERS)] * 2)
    made = under_closure(HERE, given, Closure.PAY_CLEARS, QUARTERS, quiet)
    other = replace(run, closure=Closure.PAY_CLEARS)
    assert [one.closure for one in (*made.plain, *made.runs)] == [Closure.PAY_CLEARS] * 2
    assert same(made.extended, simulate(HERE, [other], QUARTERS))
    assert same(
        made.without, simulate_without_ai(HERE, [other], QUARTERS, quiet) if adoption else made.extended
    )
    assert same(made.extended, made.without) is not adoption


def test_more_pay_brings_more_people_to_work_and_few_jobs_less_are_not_fewer() -> None:
    """Pay 10% higher at an elasticity of 0.25: 1.1^0.25 = 1.02411 times the jobs."""
    change = np.array([[0.0, -2.0], [0.0, -2.0]])
    found = with_supply(change, np.array([10.0, 0.0]))
    assert found == pytest.approx(np.array([[2.41137, 0.36314], [0.0, -2.0]]), abs=1e-4)
    assert share_fewer(np.array([[-0.51, -0.5, 0.0, -3.0]])) == 0.5


@pytest.mark.parametrize(
    ("name", "size", "least"),
    [("economy_occupations", "employment_start", LARGE), ("economy_industries", "jobs_start", SIZABLE)],
)
def test_a_chart_shows_what_is_large_enough_and_both_ends(name: str, size: str, least: int) -> None:
    (chart,) = (one for one in CHARTS if one.name == name)
    assert chart.rows is not None
    rows = pd.DataFrame({size: least, "change": np.arange(20.0) % 7 + np.arange(20.0) / 100}).assign(
        place=range(20)
    )
    rows.loc[[3, 9], size] = least - 1
    shown = chart.rows(rows)
    order = rows.drop([3, 9]).sort_values("change", ascending=False)["place"].tolist()
    assert shown["place"].tolist() == order[:8] + order[-8:]


def test_a_hindcast_starts_from_a_market_of_months_before_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Figures of later months, doubled, change neither what is fitted nor the market that it is fitted on."""
    starts: list[tuple[float, ...]] = []

    def noted(
        nation: object, normal: object, best: object, whole: object, *rest: object
    ) -> tuple[pd.DataFrame, dict[str, object]]:
        starts.append((normal.unemployment, normal.openings, normal.outside, float(nation.employment.sum())))  # type: ignore[attr-defined]
        return pd.DataFrame({"window": []}), {}

    def fitted(series: object, seen: object, say: object) -> None:
        starts.append((seen.months[-1], float(seen.values.sum())))  # type: ignore[attr-defined]

    monkeypatch.setattr(calibration, "hindcast", noted)
    monkeypatch.setattr(calibration, "fit", fitted)
    monkeypatch.setattr(calibration, "_paths_by_month", lambda *given: pd.DataFrame())
    calibration.hindcasts(world, {}, quiet)
    series = world.tables["market_series"]
    later = series["month"].gt(calibration.KNOWN)
    figures = [name for name in series.columns if name != "month"]
    doubled = series.assign(**{name: series[name].where(~later, 2 * series[name]) for name in figures})
    tables: Tables = {**world.tables, "market_series": doubled}
    calibration.hindcasts(replace(world, tables=tables), {}, quiet)
    assert len(starts) == 6 and starts[:3] == starts[3:] and starts[0][0] == calibration.KNOWN
