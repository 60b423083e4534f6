"""Claims on the divide and on exclusivity: each answers to the world, and each verdict has two sides."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest

from reallocate.claims.basis.claim import Claim, Verdict, attainable_ranges, range_ends
from reallocate.claims.basis.context import ClaimContext, ensemble, ensemble_draws, one_run, run_side_by_side
from reallocate.claims.basis.gates import _FAILS
from reallocate.claims.ledger import claims
from reallocate.claims.rows import divide_widens, exclusive_market
from reallocate.claims.rows.divide_readings import _TwoHalves, two_halves
from reallocate.claims.rows.divide_widens import CLAIM as DIVIDE
from reallocate.claims.rows.exclusive_market import CLAIM as EXCLUSIVE
from reallocate.claims.rows.exclusive_market import Halves
from reallocate.claims.rows.net_jobs import _FEWER
from reallocate.kernel.parameters import Parameters
from reallocate.market.laws.closures import Closure
from reallocate.market.nation.assumptions import market_accounts
from reallocate.market.nation.demand import adoption_path
from reallocate.market.simulate.ensemble import EconomyEnsemble
from reallocate.market.simulate.request import EconomyRun
from reallocate.market.simulate.runs import EconomyContext, current_market
from reallocate.market.simulate.tables import _draws, jobs
from reallocate.work.world import World

DRAWS = 4
FAILING = Parameters({"economy_displaced_gap": 1.0, "economy_gap_half_life": 8.0})
"""A closure that fails on past decades."""


@pytest.fixture(scope="module")
def context(world: World) -> ClaimContext:
    return ClaimContext(world, draws=DRAWS)


@pytest.mark.long
def test_both_stand_in_the_ledger_on_one_ensemble(context: ClaimContext) -> None:
    assert claims(["7", "12c"]) == (DIVIDE, EXCLUSIVE)
    made = ensemble(context, Parameters())
    assert made is ensemble(context, Parameters()) and len(made.runs) == DRAWS
    default = Parameters()["capture_automated"]
    held, drawn = (
        ensemble_draws(context, values) for values in (Parameters({"capture_automated": default}), Parameters())
    )
    assert held is not drawn and not np.array_equal(held[0].saved, drawn[0].saved)
    EXCLUSIVE.measure(context, Parameters())
    made = [key for key in context._cache if key[0].__name__ == "_ensemble"]
    assert sorted(key[-1] for key in made) == [Closure.MONEY_HELD, Closure.PAY_CLEARS], "one each, however many ask"


@pytest.mark.long
def test_claims_read_the_draws_that_simulate_shows(context: ClaimContext, world: World) -> None:
    """Row 10's number is the net of the table `jobs` of `reallocate simulate`, but for rounding."""
    asked = EconomyRun(draws=DRAWS)
    nation, rates = current_market(world)
    accounts = market_accounts(world, asked.parameters)
    economy = EconomyContext(asked, world, nation, rates, accounts, lambda _: None)
    table = jobs.compute(economy)
    shown = table[(table["part"] == "net") & (table["year"] == table["year"].max())].iloc[0]
    said = claims(["10"])[0].measure(context, Parameters())
    quantiles = pytest.approx(shown[["share", "share_low", "share_high"]].tolist(), rel=1e-12)
    assert [said.middle, said.low, said.high] == quantiles
    fewer = [value for name, value in said.figures.items() if name.startswith("share of draws")]
    assert fewer == [float((_draws.compute(economy)["net"] < _FEWER / 100.0).mean())]
    made = ensemble(context, Parameters())
    drawn = _draws.compute(economy)
    pd.testing.assert_frame_equal(made.sample, drawn[made.sample.columns], check_exact=True)
    np.testing.assert_array_equal(made.net, 100.0 * drawn["net"])
    adopted = made.extended.adopted[32]
    for place, run in enumerate(ensemble_draws(context, Parameters())):
        np.testing.assert_array_equal(adopted[:, place], adoption_path(run, accounts, 32)[-1])


@pytest.mark.long
@pytest.mark.parametrize("name", ["industry_adoption_ceiling", "economy_gap_half_life"])
def test_what_ensembles_share_changes_no_figure(name: str, context: ClaimContext, world: World) -> None:
    """Hours saved and the market without AI are made once; one of the two assumptions acts without AI as well."""
    ensemble(context, Parameters())
    fixed = Parameters({name: Parameters.default().about(name).high})
    shared, alone = (ensemble(here, fixed) for here in (context, ClaimContext(world, draws=DRAWS)))
    np.testing.assert_array_equal(shared.net, alone.net)
    np.testing.assert_array_equal(shared.without.people, alone.without.people)


def test_single_runs_side_by_side_are_the_same_as_alone(context: ClaimContext) -> None:
    points = [Parameters({"industry_adoption_ceiling": one}) for one in (0.3, 0.9)]
    run_side_by_side(here := context.fresh(), points)
    for point in points:
        together, alone = one_run(here, point), one_run(context.fresh(), point)
        np.testing.assert_allclose(together.net, alone.net, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(together.extended.people, alone.extended.people, rtol=1e-9)


def halves(apart: np.ndarray) -> _TwoHalves:
    """Two halves that lie so far apart."""
    ones = np.ones(len(apart))
    return _TwoHalves(ones, 5.0 * (apart - 0.5), ones, 0.5 * ones, ones)


@pytest.mark.long
def test_the_divide_is_judged_by_the_ends_of_its_interval(
    context: ClaimContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    (figure,) = DIVIDE.rule.thresholds
    first = DIVIDE.measure(context, Parameters()).first_verdict
    for low, high, verdict in (
        (figure + 0.1, figure + 3.0, Verdict.SUPPORTED),
        (figure - 3.0, figure - 0.1, Verdict.NOT_SUPPORTED),
        (figure - 1.0, figure + 1.0, Verdict.MIXED),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(divide_widens, "halves_of_draws", lambda *_, ends=(low, high): halves(np.linspace(*ends, 11)))
            found = DIVIDE.measure(context, Parameters())
            assert found.low == pytest.approx(low + 0.1 * (high - low))
            assert (found.first_verdict, found.verdict, found.reason) == (first, verdict, "")
            assert DIVIDE.judge(context, Parameters())[1] is verdict
            failing = DIVIDE.measure(context, FAILING)
            assert (failing.verdict, failing.reason) == (Verdict.CANNOT_BE_TOLD, _FAILS)


@pytest.mark.long
def test_both_halves_of_the_divide_are_measured(context: ClaimContext) -> None:
    """Who is displaced and what one loses; who gains and how much: each moved by its own assumptions."""

    def of(**values: float) -> _TwoHalves:
        parameters = Parameters(values)
        return two_halves(context, parameters, one_run(context, parameters))

    now = of()
    assert now.apart == pytest.approx(now.displaced * now.years_lost / 5.0 + now.gained)
    assert 1.0 < now.years_lost[0] < 2.5 and 2.0 < now.months[0] < 6.0 and now.gained[0] > 0.0
    more = of(economy_rent_shared=0.15)
    assert more.gained == pytest.approx(1.5 * now.gained) and more.lost == pytest.approx(now.lost)
    flat = of(tenure_premium=0.0)
    assert flat.years_lost[0] < now.years_lost[0] and flat.displaced == pytest.approx(now.displaced)
    none = of(industry_adoption_ceiling=0.0, industry_adoption_innovation=0.0)
    assert abs(none.displaced[0]) < 0.01 < now.displaced[0] and abs(none.gained[0]) < 1e-6


@pytest.mark.parametrize("claim", [pytest.param(DIVIDE, marks=pytest.mark.long), EXCLUSIVE], ids=lambda claim: claim.row)
def test_rules_on_people_can_give_both_verdicts(claim: Claim, context: ClaimContext) -> None:
    (one,) = attainable_ranges(claim, context, Parameters(), range_ends(claim, context, Parameters()))
    assert one.impossible == () and one.low < one.high


def test_the_divide_follows_what_ai_reaches(context: ClaimContext, world: World) -> None:
    less = replace(world, automatable=0.5 * world.automatable, augmentable=0.5 * world.augmentable)
    other = DIVIDE.centre(ClaimContext(less, draws=DRAWS), Parameters())
    assert 0.0 < other < 0.8 * DIVIDE.centre(context, Parameters())


def test_exclusivity_is_judged_by_the_draws_in_which_both_hold(
    context: ClaimContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = EXCLUSIVE.measure(context, Parameters())
    for falls, short, verdict in ((10, 10, Verdict.SUPPORTED), (8, 8, Verdict.SUPPORTED), (7, 10, Verdict.MIXED),
                                  (2, 2, Verdict.NOT_SUPPORTED), (0, 10, Verdict.MIXED)):  # fmt: skip
        entry = np.where(np.arange(10) < falls, 0.79, 0.81)
        reach = np.where(np.arange(10) < short, 0.9, 1.1)
        before = (np.full(10, 0.8), np.full(10, 1.2))
        with monkeypatch.context() as patch:
            patch.setattr(EXCLUSIVE, "_figures", lambda *_, e=(entry, reach, *before): e, raising=False)
            found = EXCLUSIVE.measure(context, Parameters())
        assert (found.first_verdict, found.verdict, found.reason) == (verdict, verdict, "")
        assert found.low < found.middle == 10.0 * min(falls, short) < found.high or found.middle in (
            0.0,
            100.0,
        )
    assert EXCLUSIVE.measure(context, Parameters()) == now


def test_a_change_of_nearly_nothing_does_not_count() -> None:
    """From 83.7 to 83.69% is no fall, and 0.99 within reach is none where there was 1 without AI."""

    def judged(entry: float, reach: float, before: float = 1.0) -> Halves:
        return Halves(*(np.full(5, one) for one in (entry, reach, 0.837, before)), 0.003, 0.06)

    still = judged(0.8369, 0.99)
    assert not still.falls.any() and not still.short.any() and still.verdict is Verdict.NOT_SUPPORTED
    both = judged(0.834 - 1e-9, 0.939)
    assert both.both.all() and both.verdict is Verdict.SUPPORTED
    assert judged(0.834 - 1e-9, 1.02, 1.2).verdict is Verdict.MIXED, "more than one for each is enough"


def test_the_smallest_changes_come_from_published_series(context: ClaimContext) -> None:
    mix, openings = exclusive_market._least(context)
    assert mix == pytest.approx(0.0034, abs=5e-5) and openings == pytest.approx(0.063, abs=5e-4)


def exclusive_figures(context: ClaimContext, made: EconomyEnsemble) -> tuple[np.ndarray, ...]:
    """Openings without experience and within reach, by run; both without AI."""
    return EXCLUSIVE._figures(context, made.extended, made.without)


@pytest.mark.long
def test_draws_that_decide_are_judged_as_with_all_the_others(context: ClaimContext) -> None:
    """Some draws by themselves, with what is kept of other values, give what the whole ensemble gives."""
    for value in (0.4, 0.9):
        point = Parameters({"capture_automated": value})
        draws, every = EXCLUSIVE.draws(context, point), EXCLUSIVE.figures(context, point)
        places = [3, 1, 2]
        assert EXCLUSIVE.some_figures(context, [draws[place] for place in places]) == [*every[places]]
        assert EXCLUSIVE.figure(context, *draws[0]) == every[0]
        assert EXCLUSIVE.judge(context, point) == EXCLUSIVE.judged(every)


@pytest.mark.long
def test_new_tasks_decide_whether_beginners_find_fewer_doors(context: ClaimContext) -> None:
    def figures(**values: float) -> tuple[float, float, float, float]:
        entry, reach, *before = exclusive_figures(context, one_run(context, Parameters(values)))
        return float(entry[0]), float(reach[0]), float(before[0][0]), float(before[1][0])

    entry, reach, entry_before, reach_before = figures(economy_hours_renewed=0.0)
    least, _ = exclusive_market._least(context)
    assert abs(entry - entry_before) < least and reach < reach_before
    renewed, more, *_ = figures(economy_hours_renewed=1.0, economy_renewal_lag=8.0)
    assert renewed < entry_before and more > reach_before
    # The market starts with about one opening for each who looks, so that the level is near its threshold.
    assert abs(reach_before - 1.0) < 0.05


def test_the_share_follows_what_occupations_ask_for(context: ClaimContext, world: World) -> None:
    table = world.table("projections").copy()
    table["experience"] = table["experience"].where(table["occupation"] != "15-1252", "5 years or more")
    changed = replace(world, tables=MappingProxyType({**world.tables, "projections": table}))
    made = ensemble(context, Parameters())
    one, other = (exclusive_figures(here, made) for here in (context, replace(context, world=changed)))
    assert (other[2] < one[2] - 0.005).all() and (other[0] < one[0]).all()
    np.testing.assert_allclose(other[1], one[1])
