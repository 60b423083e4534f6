"""The extended market: jobs and pay under each closure by hand, nobody is lost, and each law off does what it says."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.golden_pages import Goldens, tables_text
from tests.market.nation import (
    NORMAL,
    PEOPLE,
    SAVED,
    TRUE,
    WAGE,
    accounts,
    assumed,
    closed_demand,
    market,
    runs,
    two_industries,
)

from reallocate.kernel.errors import InvariantError
from reallocate.kernel.parameters import Parameters
from reallocate.market.calibration import model as calibration
from reallocate.market.flow.cell import TOTALS
from reallocate.market.flow.engine import Path, run_flow
from reallocate.market.laws.closures import Closure, labour_identity, must_hold
from reallocate.market.laws.diffusion import Diffusion
from reallocate.market.laws.income_on_path import Adjustment, at_pay, incomes_on_path
from reallocate.market.laws.missing_jobs import Gap
from reallocate.market.laws.money_held import _CENT, Demand, Spending, Use
from reallocate.market.laws.policy import Policy, Responses
from reallocate.market.nation.batches import select_runs, simulate_in_batches, simulate_without_ai, without_ai
from reallocate.market.nation.demand import net_jobs
from reallocate.market.nation.fit import rates_of
from reallocate.market.nation.rest import follow, steady_state
from reallocate.market.nation.run import LAWS, Economy, Laws, RunAssumptions
from reallocate.market.nation.trajectory import Trajectory, simulate
from reallocate.market.simulate.charts import CHARTS
from reallocate.market.simulate.ensemble import EconomyEnsemble, under_closure
from reallocate.market.simulate.jobs_drawn import share_fewer, with_supply
from reallocate.market.simulate.people_text import LARGE, SIZABLE
from reallocate.market.state.market import STEP_WEEKS
from reallocate.work.world import World

NONE_KEPT = Adjustment(saving_kept=0.0, gap_half_life=2.0)
SHIPPED = tuple(law.key for law in LAWS if law.is_on)


def use(**changes: object) -> Use:
    base = Use(np.array([0.2, 0.4]), SAVED, 0.2 * SAVED, 0.0, np.full(6, 1 / 6))
    return replace(base, **changes)  # type: ignore[arg-type]


def demand(spending: Spending | None = None, moved: np.ndarray | None = None, **changes: object) -> Demand:
    return closed_demand(accounts(), use(**changes), np.ones(6), spending or Spending(), moved)


def test_two_industries_by_hand() -> None:
    """Half of the goods industry saves 0.4 of its hours, all of it passed on and all money spent again.

    Unit cost of goods falls by .5·.4·.5 = .1: g = (.1, .02)/.98. Households go on to spend 80 and 90, so that
    they buy 80/p and 90/p; output meets these and the inputs that they need.
    """
    found = closed_demand(
        two_industries(),
        Use(np.array([0.5, 0.0]), np.array([0.4, 0.0]), np.zeros(2), 0.0, np.array([0.5, 0.5])),
        np.ones(2),
        Spending(1.0, 1.0, 0.5, 0.5, 0.0),
    )
    prices = np.array([1 - 0.1 / 0.98, 1 - 0.02 / 0.98])
    bought = np.array([80.0, 90.0]) / prices
    goods = (bought[0] + 0.2 * bought[1]) / 0.98
    services = bought[1] + 0.1 * goods
    np.testing.assert_allclose(found.prices, prices, rtol=1e-12)
    np.testing.assert_allclose(found.output, [goods, services], rtol=1e-12)
    np.testing.assert_allclose(found.jobs, [0.8 * goods, services], rtol=1e-12)
    np.testing.assert_allclose(found.jobs, [87.727_272_727, 102.840_909_091], rtol=1e-10)
    assert found.spending == pytest.approx(170.0, rel=1e-12)
    assert found.pay + found.profits == pytest.approx(170.0, rel=1e-12)
    np.testing.assert_allclose(found.parts.sum(axis=1), [-20.0, 0.0, 0.0, 10.568_181_818, 0.0], atol=1e-8)


def test_parts_are_the_change_of_jobs_and_money_is_neither_lost_nor_made() -> None:
    found = demand(renewed=0.3)
    np.testing.assert_allclose(found.parts.sum(axis=0), found.jobs - accounts().jobs, atol=1e-9)
    assert (found.parts[0] <= 0).all()
    assert (found.parts[1] >= 0).all()
    # What is earned beyond the base year is spent at home or saved.
    found, a = demand(), accounts()
    before = float((a.labour + a.profits + a.taxes) @ a.output)
    spent = a.household.sum() + a.household_imports.sum() + a.other_domestic.sum() + a.other_imports.sum()
    more = found.pay + found.profits + found.taxes - before
    assert more == pytest.approx(found.spending - spent + found.saved, abs=_CENT * before)


def test_policy_moves_money_and_makes_none() -> None:
    none, moved = demand(), demand(moved=np.array([-5.0, 0.0, 5.0]))
    assert moved.jobs.sum() > none.jobs.sum(), "budgets spend all of it, people only a part"
    assert demand(moved=np.array([-5.0, 5.0, 0.0])).jobs.sum() < none.jobs.sum(), "of profits less is spent"
    for more in (1.0, -1.0):
        with pytest.raises(InvariantError, match=f"policy gives {more:.3f} .* more than it takes"):
            demand(moved=np.array([more, 0.0, 0.0]))


def test_accounts_that_do_not_close_are_refused() -> None:
    with pytest.raises(InvariantError, match="do not add up"):
        replace(accounts(), profits=accounts().profits + 0.01)
    with pytest.raises(InvariantError, match="compute adds up to"):
        replace(accounts(), build_imports=0.5)


def on_path(own: Adjustment = NONE_KEPT, elasticity: float = 1.0, **changes: object) -> Demand:
    """The small nation with money income on its path."""
    return incomes_on_path(accounts(), [use(**changes)], np.ones((1, 6)), [Spending(elasticity)], [own])


def uniform(saved: float = 0.12) -> dict[str, object]:
    return {"adopted": np.ones(2), "saved": np.full(6, saved), "compute": np.zeros(6)}


def test_two_industries_with_capital_by_hand() -> None:
    """Goods saves 0.2 of its hours, all of it in prices; at σ = 1 labour keeps its share of its own cost.

    Labour and capital of a unit cost .9·.8^(5/9)·P^(4/9) in goods and .8·P^(1/4) in services; money spent
    stays 80 and 90.
    """
    use = Use(np.array([1.0, 0.0]), np.array([0.2, 0.0]), np.zeros(2), 0.0, np.array([0.5, 0.5]))
    own = Adjustment(saving_kept=0.0, substitution=1.0)
    found = incomes_on_path(two_industries(), [use], np.ones((1, 2)), [Spending()], [own])
    level = float(found.price_level[0])
    cost = np.array([0.9 * 0.8 ** (5 / 9) * level ** (4 / 9), 0.8 * level**0.25])
    prices = np.linalg.solve(np.array([[1.0, -0.1], [-0.2, 1.0]]), cost)
    assert level == pytest.approx(float(np.array([80.0, 90.0]) @ prices) / 170.0, rel=1e-12)
    np.testing.assert_allclose(found.prices[0], prices, rtol=1e-12)
    bought = np.array([80.0, 90.0]) / prices
    output = np.linalg.solve(np.array([[1.0, -0.2], [-0.1, 1.0]]), bought)
    np.testing.assert_allclose(found.output[0], output, rtol=1e-12)
    per_unit = cost * np.array([5 / 9, 0.75])
    assert found.pay[0] == pytest.approx(float(per_unit @ output), rel=1e-12)
    hours = per_unit / np.array([0.8, 1.0]) / np.array([0.5, 0.6])
    np.testing.assert_allclose(found.jobs[0], np.array([0.8, 1.0]) * hours * output, rtol=1e-12)


def test_nothing_saved_reproduces_the_accounts_and_no_shock_changes_nothing() -> None:
    a = accounts()
    for found in (demand(adopted=np.zeros(2)), on_path(adopted=np.zeros(2))):
        np.testing.assert_allclose(np.ravel(found.output), a.output, rtol=1e-12)
        np.testing.assert_allclose(np.ravel(found.jobs), a.jobs, rtol=1e-12)
        np.testing.assert_allclose(np.ravel(found.prices), 1.0, rtol=1e-12)
        assert abs(found.parts).max() < 1e-9 and abs(found.saved).max() < 1e-9
        income = np.ravel([found.pay, found.profits, found.taxes])
        np.testing.assert_allclose(income, a.income, rtol=1e-12)
    each = [assumed(closure=one, path=np.zeros((2, 2))) for one in Closure]
    found = runs(*each, *(without_ai(one) for one in each))
    for name in ("wanted", "wages", "prices", "pay_level", "people", "labour_share"):
        values = np.asarray(getattr(found, name))
        np.testing.assert_allclose(values[..., :3], values[..., 3:], rtol=1e-9, atol=1e-12)


def test_a_uniform_saving_leaves_jobs_and_raises_pay_by_as_much() -> None:
    found, held = on_path(**uniform()), closed_demand(
        accounts(), Use(np.ones(2), np.full(6, 0.12), np.zeros(6), 0.0, np.full(6, 1 / 6)), np.ones(6),
        Spending(pay_follows_prices=1.0),
    )  # fmt: skip
    assert found.jobs.sum() == pytest.approx(accounts().jobs.sum(), rel=1e-12)
    assert -100.0 * np.log(found.price_level[0]) == pytest.approx(12.78, abs=0.05)
    assert held.jobs.sum() / accounts().jobs.sum() - 1.0 < -0.08


@pytest.mark.parametrize("broken", ["labour", "income", "share", "pay"])
def test_a_broken_identity_ends_the_run(broken: str) -> None:
    parts = dict.fromkeys(("labour", "income", "share", "pay"), np.ones(2))
    must_hold(labour_identity(**parts))
    with pytest.raises(InvariantError, match="log points"):
        must_hold(labour_identity(**{**parts, broken: np.array([1.0, 1.0 + 1e-8])}))
    with pytest.raises(InvariantError):
        must_hold(labour_identity(**{**parts, broken: np.array([1.0, np.nan])}))


def test_half_of_a_gap_is_left_after_its_half_life_and_none_is_below_nothing() -> None:
    half = Adjustment(gap_half_life=2.0, displaced_gap=0.5)
    gap = Gap().after(0.02, half)
    assert gap.missing == pytest.approx(0.01)
    for _ in range(8):
        gap = gap.after(0.02, half)
    assert gap.missing == pytest.approx(0.005) and gap.jobs == 1.0 - gap.missing
    assert gap.after(-0.02, half).missing == 0.0


def test_pay_that_is_given_up_goes_to_owners_and_moves_neither_prices_nor_jobs() -> None:
    none = on_path(**uniform())
    other = at_pay(none, np.ones(1), np.array([0.01]))
    for name in ("jobs", "prices", "output", "price_level"):
        np.testing.assert_array_equal(getattr(other, name), getattr(none, name))
    assert other.pay[0] == pytest.approx(0.99 * none.pay[0])
    assert other.pay[0] + other.profits[0] == pytest.approx(none.pay[0] + none.profits[0])
    assert other.pay_level[0] == pytest.approx(0.99 * none.pay_level[0])


def test_at_rest_pay_that_clears_brings_all_jobs_back() -> None:
    """A uniform saving at once, then forty years: no gap is left, and pay has all of it."""
    saved = np.full((6, 1), 0.12)
    own = {
        "saved": saved,
        "compute": 0.0 * saved,
        "path": np.ones((2, 2)),
        "use_now": np.zeros(2),
        "renewed": 0.0,
    }
    each = [
        assumed(closure=one, adjustment=NONE_KEPT, spending=Spending(pay_follows_prices=1.0), **own)
        for one in Closure
    ]
    found = simulate(Economy(market(), accounts(), NORMAL), [*each, *map(without_ai, each)], 160)
    jobs = 100.0 * (found.parts[-1, :, :, :3] - found.parts[-1, :, :, 3:]).sum(axis=(0, 1))
    assert jobs[0] < -8.0
    np.testing.assert_allclose(jobs[1:], 0.0, atol=0.01)
    pay = (found.real_pay(160) * PEOPLE[:, None]).sum(axis=0)
    np.testing.assert_allclose(100.0 * np.log(pay[1:3] / pay[4:6]), 12.78, atol=0.05)


@pytest.fixture(scope="module")
def found() -> Trajectory:
    """All laws on, then each off in turn."""
    slow = {"renewal_lag": 8}
    return runs(assumed(**slow), *(assumed(laws=Laws(**{name: False}), **slow) for name in SHIPPED))


def without(law: str) -> int:
    return 1 + SHIPPED.index(law)


def test_nobody_is_lost_and_without_adoption_all_stays_at_rest(found: Trajectory) -> None:
    people = found.people[:, [0, 1, 3]].sum(axis=(1, 2))
    np.testing.assert_allclose(people, np.broadcast_to(people[0], people.shape), rtol=1e-9)
    assert (found.people >= 0).all()
    change = found.parts.sum(axis=1) * PEOPLE.sum() / PEOPLE[None, :, None]
    np.testing.assert_allclose(found.wanted, 1.0 + change, atol=1e-9)
    at_rest = steady_state(market(), NORMAL, [assumed().rates], np.ones(1))
    np.testing.assert_array_equal(found.people[0, ..., 0], at_rest.state.people[..., 0])
    still = without("adoption")
    np.testing.assert_allclose(found.wanted[:, :, still], 1.0, atol=1e-4)
    np.testing.assert_allclose(found.people[-1, ..., still], found.people[0, ..., still], rtol=5e-3)
    np.testing.assert_allclose(found.prices[:, still], 1.0, atol=1e-4)
    idle = found.totals[-1, 0] / (found.totals[-1, 0] + found.totals[-1, 2])
    assert idle[0] > idle[still]


def test_without_prices_new_work_or_the_wage_curve_fewer_jobs_are_left(found: Trajectory) -> None:
    assert (found.parts[:, 2:, :, without("demand")] == 0).all()
    assert (found.parts[-1, 1:, :, 0].sum(axis=1) != 0).all()
    jobs = found.parts[-1].sum(axis=(0, 1))
    assert jobs[without("new_work")] < jobs[0]
    assert (found.parts[:, 1, :, without("new_work")] == 0).all()
    assert (found.parts[:8, 1, :, 0] == 0).all(), "new tasks came before their time"
    assert jobs[without("wages")] < jobs[0]
    assert (found.wages[:, :, without("wages")] == 1).all()
    assert (found.wages[-1, 3:, 0] < 1).all()


def test_from_a_slump_the_market_recovers_to_rest() -> None:
    still = [replace(assumed(), laws=Laws(adoption=False, wages=False))]
    low = 0.95
    slump = Economy(market(), accounts(), NORMAL, demand=(low, *np.linspace(low, 1.0, 9)))
    found = simulate(slump, still, 60)
    idle = found.people[:, 1].sum(axis=(1, 2))
    at_rest = steady_state(market(), NORMAL, [still[0].flow_rates], np.ones(1)).state.people[1].sum()
    assert idle[0] > 1.2 * at_rest, "the start is at rest at less demand"
    np.testing.assert_allclose(idle[1], idle[0], rtol=1e-2, err_msg="which holds for the first quarter")
    np.testing.assert_allclose(idle[-1], at_rest, rtol=2e-2)


STEPS = 240
ON = rates_of(TRUE, NORMAL.outside)
LAWS_OF_FLOWS = ("on_the_job", "leaving", "replaced", "close_surplus", "close_shortage")


def test_each_law_of_flows_off_does_what_it_says() -> None:
    """Ten calm years with all laws and without each; then demand that shifts between occupations."""
    rates, names = [ON, *(ON.with_(**{name: 0.0}) for name in LAWS_OF_FLOWS)], ("on", *LAWS_OF_FLOWS)
    calm, _ = follow(market(5), NORMAL, rates, np.ones((STEPS, len(rates))))
    mean = pd.DataFrame({name: calm.total(name).mean(axis=0) for name in TOTALS}, index=names)
    on, off_ = mean.loc["on"], mean.loc["on_the_job"]
    assert off_["quits"] < 1e-9 < on["quits"] and off_["hires"] < 0.8 * on["hires"]
    assert off_["vacancies"] / off_["hires"] > on["vacancies"] / on["hires"], "openings wait longer"
    off_, left = mean.loc["leaving"], ["separations", "quits", "exits"]
    assert off_["exits"] == 0.0 < on["exits"] and off_["hires"] < on["hires"]
    assert off_[left].sum() < on[left].sum()
    off_ = mean.loc["replaced"]
    assert off_["openings"] < 0.9 * on["openings"] and off_["quits"] < 0.9 * on["quits"]
    assert off_["unemployed"] / off_["employed"] > on["unemployed"] / on["employed"]
    # Three years in which the first occupation loses a quarter of its jobs and the last gains as many.
    at_rest = steady_state(market(5), NORMAL, rates, np.ones(len(rates)))
    after = at_rest.wanted.copy()
    moved = 0.25 * after[0]
    after[0] -= moved
    after[-1] += moved
    nothing = np.ones((72, len(rates)))
    path = Path(np.stack([at_rest.wanted, after]), nothing, nothing)
    found = run_flow(market(5), at_rest.state, path, rates, STEP_WEEKS, True, at_rest.entering)
    idle = found.total("unemployed") / (found.total("unemployed") + found.total("employed"))
    surplus, shortage = names.index("close_surplus"), names.index("close_shortage")
    shrinking, growing = found.paths[:, 0, 0], found.paths[:, 0, -1]
    assert (shrinking[1:, surplus] > shrinking[1:, 0]).all(), "too many stay where too few are wanted"
    assert (idle[1:24, surplus] < idle[1:24, 0]).all()
    assert growing[-1, shortage] < growing[-1, 0] and (idle[:, shortage] > idle[:, 0]).all()


def test_without_entries_the_labour_force_shrinks_and_with_them_nobody_is_lost() -> None:
    scale = np.linspace(1.0, 0.85, STEPS)[:, None]
    ends = [
        follow(market(5), normal, [ON], scale)[0].end.people[..., 0].sum(axis=1)
        for normal in (NORMAL, replace(NORMAL, outside=0.0))
    ]
    force = [one[:2].sum() for one in ends]
    assert force[0] == pytest.approx(market(5).employment.sum() / (1.0 - NORMAL.unemployment), rel=0.02)
    assert force[1] < 0.7 * force[0]
    at_rest = steady_state(market(5), NORMAL, [ON], np.ones(1)).state.people[..., 0].sum(axis=1)
    assert ends[0][[0, 1, 3]].sum() == pytest.approx(at_rest[[0, 1, 3]].sum(), rel=1e-12)


HERE = Economy(market(), accounts(), NORMAL)
RESPONSES = Responses.of(Parameters.default())
POLICIES = {
    "none": Policy(),
    "benefits": Policy(benefit_level=0.3, benefit_weeks=26.0),
    "retraining": Policy(retraining=1.0),
    "insurance": Policy(wage_insurance=0.8, insured_years=4.0),
    "subsidy": Policy(hiring_subsidy=0.9, subsidised_months=24.0),
}
NO_AI = {
    "nobody may adopt": {"diffusion": Diffusion(0.0, 0.02, 0.5)},
    "nobody adopts more": {"diffusion": Diffusion(0.6, 0.0, 0.0)},
    "nothing is saved": {"saved": np.zeros((6, 41)), "compute": np.zeros((6, 41))},
}


def drawn(policy: Policy, **changes: object) -> list[RunAssumptions]:
    """Draws that differ in everything a run without AI reads, under a policy."""
    base = replace(assumed(**changes), policy=policy, responses=RESPONSES)
    spendings = (Spending(), Spending(0.4, 0.9, 0.75, 0.9, 0.1, 1.0), Spending(1.8, 0.3, 1.0, 0.2, 0.9, 0.5))
    return [
        replace(base, spending=one, wage_speed=speed)
        for one, speed in zip(spendings, (0.1, 0.2, 0.3), strict=True)
    ]


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("nothing", NO_AI)
def test_without_ai_the_effect_of_ai_is_exactly_zero(policy: str, nothing: str) -> None:
    """Bit for bit, in every quarter of every draw."""
    here = (HERE, drawn(POLICIES[policy], **NO_AI[nothing]), 6)
    found, without = simulate_in_batches(*here), simulate_without_ai(*here)
    for name in set(Trajectory.__dataclass_fields__) - {"adopted"}:
        np.testing.assert_array_equal(getattr(found, name), getattr(without, name), err_msg=name)
    assert (net_jobs(found, without)[-1] == 0).all()


@pytest.mark.parametrize("closure", Closure)
def test_draws_that_differ_in_ai_alone_share_the_run_without_it(
    closure: Closure, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other, third = drawn(Policy(), closure=closure)
    own = replace(one.adjustment, saving_kept=0.4, displaced_gap=-0.3)
    use = {"diffusion": Diffusion(0.9, 0.05, 0.6), "use_now": one.use_now / 2.0}
    more = replace(one, renewed=0.9, adjustment=own, **use)
    made: list[int] = []

    def counted(*given: object) -> Trajectory:
        made.append(len(given[1]))  # type: ignore[arg-type]
        return simulate_in_batches(*given)  # type: ignore[arg-type]

    monkeypatch.setattr("reallocate.market.nation.batches.simulate_in_batches", counted)
    shared = simulate_without_ai(HERE, [one, other, more, third], 4)
    assert made == [3]
    each = simulate_in_batches(HERE, [without_ai(run) for run in (one, other, more, third)], 4)
    for name in Trajectory.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(shared, name), getattr(each, name), err_msg=name)


def test_runs_do_not_depend_on_how_many_are_made_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    here = (HERE, drawn(Policy()), 4)
    together = simulate_in_batches(*here)
    monkeypatch.setattr("reallocate.market.nation.batches.BATCH", 2)
    told: list[str] = []
    apart = simulate_in_batches(*here, told.append)
    for name in Trajectory.__dataclass_fields__:
        np.testing.assert_array_equal(getattr(together, name), getattr(apart, name), err_msg=name)
    assert told == [f"Runs {which} of 3, 4 quarters each" for which in ("1 to 2", "3 to 3")]
    assert select_runs(together, [2, 0]).prices.tolist() == together.prices[:, [2, 0]].tolist()


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
