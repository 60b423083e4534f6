"""Rounds of plan and market on a small nation, and draws of a round trip."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.market.nation import CODES, NORMAL, RATES, accounts, assumed, market

from reallocate.kernel.errors import InfeasiblePlan, InvariantError
from reallocate.kernel.parameters import Parameters
from reallocate.loop import draws as couple_draws
from reallocate.loop import draws as couple_interval
from reallocate.loop import rounds as couple_rounds
from reallocate.loop.draws import (
    _NAMES,
    _shock_of_draw,
    draw_frame,
    draws_over,
    interval_frame,
    run_draws,
    sample_values,
)
from reallocate.loop.rounds import RESIDUAL, Replan, _by_role, iterate
from reallocate.loop.shock import CoupledMarket, _Followers, changes, ended_jobs, positions_by_occupation
from reallocate.loop.text import interval
from reallocate.market.laws.policy import Policy
from reallocate.market.nation.batches import Returned, market_path, returned, worker_path
from reallocate.market.nation.economy import National
from reallocate.market.simulate.request import EconomyRun
from reallocate.work.exchange import DemandShock

CHANGE = np.array([-0.3, -0.2, -0.1, 0.0, 0.05, -0.4])
QUARTERS = 6


def met(share: float = 0.5) -> CoupledMarket:
    change = pd.Series(CHANGE, pd.Index(CODES, name="occupation"))
    shock = DemandShock(change, 0.02, np.linspace(0.0, 1.0, QUARTERS + 1), ("goods",))
    nation = National(market(), NORMAL, 0.09, 0.036)
    within = np.array([0.8, 0.0])
    follow = _Followers(
        within, float(within @ (accounts().output * accounts().staff.sum(axis=1))), ("goods",)
    )
    return CoupledMarket(nation, accounts(), assumed(), shock, follow, share, EconomyRun())


def test_adopters_end_the_plans_share_of_their_industrys_jobs_and_nobody_is_lost() -> None:
    found = met().run([CHANGE, None], QUARTERS)
    ended = -found.parts[-1, 0, :, 0] * accounts().jobs.sum()
    np.testing.assert_allclose(ended, -0.5 * 0.8 * np.array([300, 200, 100, 150, 50, 50]) * CHANGE, atol=1e-9)
    np.testing.assert_allclose(ended, ended_jobs(met(), CHANGE))
    assert bool(np.abs(found.parts[:, :2, :, 1]).max() == 0.0)
    half = -found.parts[QUARTERS // 2, 0, :, 0] * accounts().jobs.sum()
    np.testing.assert_allclose(half, ended / 2)
    people = found.people[:, [0, 1, 3]].sum(axis=(1, 2))
    np.testing.assert_allclose(people, people[0, 0])
    np.testing.assert_allclose(found.adopted[:, 1, 0], found.adopted[0, 1, 0])
    np.testing.assert_allclose(found.adopted[-1, 0, 0], found.adopted[0, 0, 0] + 0.5 * 0.8)
    with pytest.raises(InvariantError, match="path of adoption"):
        assumed(path=np.array([[0.0, -0.1]]))


def test_a_plan_that_changes_nothing_leaves_the_market_as_it_was_under_any_policy() -> None:
    """Bit for bit: with adopters whose AI saves and costs nothing, beside without, under a costly policy."""
    one = met()
    policy = Policy(hiring_subsidy=0.9, subsidised_months=24.0, benefit_level=0.3, retraining=1.0)
    idle = replace(one, shock=replace(one.shock, compute=0.0), request=EconomyRun(policy=policy))
    found = idle.run([np.zeros(len(CHANGE)), None], QUARTERS)
    for name in ("people", "wanted", "parts", "wages", "money", "prices", "totals"):
        both = getattr(found, name)
        np.testing.assert_array_equal(both[..., 0], both[..., 1], err_msg=name)
    assert found.policy[-1].min(axis=1).max() > 0.0
    back = returned(found, market(), idle.rates, QUARTERS)
    assert all((getattr(back, name) == 1.0).all() for name in ("pay", "hiring", "quits"))


def plan_of(factor: float) -> Replan:
    table = pd.DataFrame({"occupation": CODES, "baseline": 100.0, "plan": 100.0 * (1.0 + factor * CHANGE)})
    return Replan(table, 0.0, 0.0, 0.0, 0.0, 0.0, np.linspace(0.0, 1.0, QUARTERS + 1), 0.02)


def test_rounds_settle_where_plan_and_market_agree_and_say_so_where_they_do_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """With a plan that cuts less the lower pay is."""

    def plan(setting: object, back: Returned | None, people: pd.Series) -> Replan:
        return plan_of(1.0 - 20.0 * (0.0 if back is None else 1.0 - float(back.pay.min())))

    monkeypatch.setattr(couple_rounds, "replan", plan)
    trip = met()
    found = iterate(trip, None, lambda _: None)  # type: ignore[arg-type]
    assert found.converged and 1 < len(found.each) < 10
    assert found.each[-1].residual < RESIDUAL < found.each[0].residual
    # The last shock, told to the market once more, gives the plan that it came from.
    back = returned(trip.run([found.last, None], QUARTERS), market(), trip.rates, QUARTERS)
    factor = 1.0 - 20.0 * (1.0 - float(back.pay.min()))
    np.testing.assert_allclose(found.last, factor * CHANGE, rtol=2 * RESIDUAL, atol=1e-12)
    assert np.abs(found.last).sum() < np.abs(CHANGE).sum()
    flips = iter([1.0, *([0.5, 1.5] * 10)])
    monkeypatch.setattr(couple_rounds, "replan", lambda *_: plan_of(next(flips)))
    found = iterate(met(), None, lambda _: None, most=4)  # type: ignore[arg-type]
    assert not found.converged and len(found.each) == 4


def test_the_path_starts_at_one_and_positions_by_role_and_occupation_by_hand() -> None:
    path = market_path(worker_path(met().run([CHANGE], 8), market(), RATES))
    assert path.years == 3 and (path.pay[0] == 1).all() and (path.job_finding[0] == 1).all()
    assert path.job_finding.loc["f", 1] < 1 and path.pay.loc["f", 2] < 1
    roles = pd.DataFrame(
        [("15-1252", 60.0, 40.0), ("15-1252", 40.0, 30.0), ("15-0000", 10.0, 11.0), ("43-4051", 50.0, 25.0)],
        columns=["occupation", "baseline", "plan"],
    )
    codes = pd.Index(["15-1252", "15-1211", "43-4051", "43-3031"])
    found = changes(positions_by_occupation(roles), 0.0, codes)
    np.testing.assert_allclose(found, [-0.3, 0.1, -0.5, 0.0])
    less = changes(positions_by_occupation(roles), 0.2, codes)
    np.testing.assert_allclose(less.iloc[0], 0.7 / 0.8 - 1)
    rows = [
        ("15-1252", 75.0, 60.0),
        ("15-1211", 25.0, 25.0),
        ("43-4051", 50.0, 40.0),
        ("ai-directing", 0.0, 8.0),
    ]
    roles = pd.DataFrame(rows, columns=roles.columns)
    found = positions_by_occupation(roles)
    assert found.loc["15-1252", "plan"] == 66 and found.loc["15-1211", "plan"] == 27
    assert found["plan"].sum() == roles["plan"].sum()
    values = pd.Series([0.9, 1.0, 0.8], index=["15-1211", "15-1252", "43-4051"])
    people = pd.Series([100.0, 300.0, 50.0], index=values.index)
    found = _by_role(values, pd.Series(["15-0000", "43-4051", "51-0000"]), people)
    np.testing.assert_allclose(found, [0.975, 0.8, 1.0])


@dataclass(frozen=True)
class Options:
    parameters: Parameters
    reach_source: str


@dataclass(frozen=True)
class Firm:
    """As much of a setting as a draw changes."""

    options: Options


def test_draws_depend_on_the_seed_alone_and_more_of_them_begin_alike() -> None:
    names = draws_over(Parameters(), Parameters())
    three, four = (sample_values(names, ("a", "b"), count, 3) for count in (3, 4))
    pd.testing.assert_frame_equal(three, four.head(3))
    assert list(three["source"]) == ["a", "b", "a"]
    assert not np.allclose(
        sample_values(names, ("a",), 3, 4)["capture_augmented"], three["capture_augmented"]
    )
    for name in names:
        about = Parameters().about(name)
        assert three[name].between(about.low, about.high).all(), name


def test_a_draw_tells_the_saved_plan_plus_what_its_own_changes() -> None:
    one, first = met(), plan_of(0.8)
    same = _shock_of_draw(one, first, first)
    np.testing.assert_allclose(same.change, one.shock.change)
    np.testing.assert_allclose(same.path, one.shock.path)
    assert same.compute == pytest.approx(one.shock.compute)
    slow = replace(plan_of(1.0), path=np.linspace(0.0, 1.0, QUARTERS + 1) ** 2, compute=0.03)
    other = _shock_of_draw(one, first, slow)
    np.testing.assert_allclose(other.change, np.maximum(1.2 * CHANGE, -1.0))
    assert (other.path[1:-1] < one.shock.path[1:-1]).all() and other.compute == pytest.approx(0.03)
    assert _shock_of_draw(one, first, plan_of(6.0)).change.min() == -1.0


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> pd.DataFrame:
    """Four draws: the deeper the more is captured, the second impossible, the third without an end."""
    turns = iter([0.5, 1.5] * 20)

    def plan(setting: Any, back: object, people: pd.Series) -> Replan:
        capture = setting.options.parameters["capture_augmented"]
        if setting.options.reach_source == "impossible":
            raise InfeasiblePlan("no plan")
        if setting.options.reach_source == "endless":
            return plan_of(next(turns))
        return plan_of(capture)

    for module in (couple_draws, couple_rounds):
        monkeypatch.setattr(module, "replan", plan)
    monkeypatch.setattr(couple_draws, "assumed", lambda *_, **__: assumed())
    loss = pd.DataFrame({"group": ["all"], "lost_years": [1.5]})
    monkeypatch.setattr(couple_interval, "displaced", lambda *_: None)
    monkeypatch.setattr(couple_interval, "by_group", lambda *_: loss)
    one: Any = met()
    values = pd.DataFrame(
        {"capture_augmented": [0.5, 0.6, 0.7, 0.9], "source": ["a", "impossible", "endless", "a"]}
    )
    firm: Any = Firm(Options(Parameters(), "a"))
    world: Any = None
    short = replace(one, request=replace(one.request, years=2))
    made = run_draws(values, short, firm, plan_of(0.6), world, lambda _: None)
    return draw_frame(values, made, None, pd.Series(dtype=object))  # type: ignore[arg-type]


def test_draws_without_a_plan_are_counted_and_the_interval_is_of_the_others(drawn: pd.DataFrame) -> None:
    assert drawn["possible"].tolist() == [True, False, True, True]
    assert drawn["settled"].tolist() == [True, False, False, True]
    assert drawn.loc[1, list(_NAMES)].isna().all() and drawn.drop(index=1)[list(_NAMES)].notna().all(
        axis=None
    )
    assert drawn.loc[3, "jobs_ended"] > drawn.loc[0, "jobs_ended"] > 0, "more captured, more jobs ended"
    lines = " ".join(
        interval({"draws_made": drawn}, {"draws": 4, "sampled": ["capture_augmented"], "fixed": []})
    )
    assert "In 1 of them no plan is possible" in lines and "In 1 of 3 the rounds do not converge" in lines
    table = interval_frame(dict.fromkeys(_NAMES, 7.0), drawn).set_index("outcome")
    seen = drawn.loc[drawn["possible"], "jobs_ended"].astype(float)
    assert table.at["jobs_ended", "p50"] == pytest.approx(seen.median())
    assert (table["p10"] <= table["p50"]).all() and (table["p50"] <= table["p90"]).all()
    assert (table["one_run"] == 7.0).all() and table.at["lost_years", "p90"] == 1.5
