"""Rules of the market at the edges where they turn, each on a case small enough to count."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.golden_pages import Goldens, tables_text
from tests.market.nation import NORMAL, SAVED, WAGE, accounts, assumed, closed_demand, market
from tests.market.test_closures import RESPONSES

from reallocate.market.calibration import model as calibration
from reallocate.market.laws.closures import Closure
from reallocate.market.laws.diffusion import Diffusion
from reallocate.market.laws.money_held import Spending, Use
from reallocate.market.laws.policy import Policy
from reallocate.market.nation.run import LAWS, Economy, Laws
from reallocate.market.nation.trajectory import simulate
from reallocate.market.simulate.charts import CHARTS
from reallocate.market.simulate.ensemble import EconomyEnsemble, under_closure
from reallocate.market.simulate.jobs_drawn import share_fewer, with_supply
from reallocate.market.simulate.people_text import LARGE, SIZABLE
from reallocate.work.world import World


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
    place = np.arange(20)
    rows = pd.DataFrame({size: least, "change": place % 7 + place / 100, "place": place})
    rows.loc[[3, 9], size] = least - 1
    shown = chart.rows(rows)
    order = rows.drop([3, 9]).sort_values("change", ascending=False)["place"].tolist()
    assert shown["place"].tolist() == order[:8] + order[-8:]


def test_a_hindcast_starts_from_a_market_of_months_before_it(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its slack is the mean of the months until then, whatever came later: here ten times as much."""
    given: list[tuple[Any, ...]] = []
    monkeypatch.setattr(calibration, "fit", lambda *arguments, **say: None)
    monkeypatch.setattr(calibration, "_paths_by_month", lambda *arguments: pd.DataFrame())
    monkeypatch.setattr(calibration, "hindcast", lambda *arguments: given.append(arguments) or (pd.DataFrame({"window": []}), {}))
    series = world.tables["market_series"].copy()
    series.loc[series["month"].gt(calibration.KNOWN), "unemployment"] *= 10.0
    calibration.hindcasts(replace(world, tables={**world.tables, "market_series": series}), {}, print)
    seen = series.set_index("month").loc[calibration.FIRST : calibration.KNOWN, "unemployment"]
    assert [one[1].unemployment for one in given] == [pytest.approx(seen.mean())] * len(calibration.WINDOWS)


def test_every_figure_of_the_small_nation_is_the_kept_one(golden: Goldens) -> None:
    """What each closure, law and lever changes of a run, field by field, and the demand under each spending."""
    clears = assumed(closure=Closure.PAY_CLEARS)
    cases = {"closure C": clears} | {f"closure {one}": replace(clears, closure=one) for one in Closure if one != "C"}
    cases |= {f"without {law.key}" if law.is_on else f"with {law.key}": replace(clears, laws=replace(Laws(), **{law.key: not law.is_on})) for law in LAWS}
    cases["policy"] = replace(clears, policy=Policy(0.1, 13.0, 0.5, 0.5, hiring_subsidy=0.3), responses=RESPONSES)
    cases["policy, closure A"] = replace(cases["policy"], closure=Closure.MONEY_HELD)
    made = simulate(Economy(market(), accounts(), NORMAL), list(cases.values()), 24)
    tables = {}
    for field in fields(made):
        values = getattr(made, field.name)[:]
        values[..., 1:] -= values[..., :1]
        tables[field.name] = pd.DataFrame(values.reshape(-1, len(cases)).round(4), columns=list(cases))
    use = Use(np.array([0.2, 0.4]), SAVED, 0.2 * SAVED, 0.3, np.full(6, 1 / 6))
    for name in [field.name for field in fields(Spending)]:
        for value in (0.25, 0.75):
            demand = closed_demand(accounts(), use, WAGE / WAGE.mean(), replace(Spending(), **{name: value}))
            tables[f"{name} {value}"] = pd.DataFrame({field.name: [np.sum(getattr(demand, field.name) * 1.0)] for field in fields(demand)})
    golden("market/small_nation", tables_text(tables))


@pytest.mark.parametrize("speed", [0.0, 0.02])
def test_the_same_draws_under_another_closure_keep_their_sides(speed: float) -> None:
    """With further AI and without; where nobody adopts more, one is as the other."""
    here, run = Economy(market(), accounts(), NORMAL), assumed(diffusion=Diffusion(0.6, speed, 10 * speed, 0.5))
    before = simulate(here, [run], 4)
    made = under_closure(here, EconomyEnsemble((run,), (run,), pd.DataFrame(), before, before), Closure.PAY_CLEARS, 4, print)
    extended, without = (float(one.adopted[-1].max()) for one in (made.extended, made.without))
    assert {one.closure for one in (*made.plain, *made.runs)} == {Closure.PAY_CLEARS}
    assert without == made.without.adopted[0].max() and (extended > without) is (speed > 0)
    assert np.allclose(made.extended.totals, made.without.totals, rtol=1e-12) is (speed == 0)
