"""Claims on adoption, directing and jobs: each answers to the world, and each verdict can be turned and turned back."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType, SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from reallocate.claims.basis.claim import Claim, Measured, Verdict
from reallocate.claims.basis.context import MARKET_QUARTERS, ClaimContext, accounts_of, assumed_by
from reallocate.claims.ledger import claims, computed
from reallocate.claims.rows import directing_protects, net_jobs
from reallocate.kernel.parameters import Parameters
from reallocate.market.laws.closures import Closure
from reallocate.market.nation.demand import effect_at
from reallocate.work.world import World

DRAWS = 4
STANDARD, DIRECTING, JOBS = (claims([row])[0] for row in ("6", "8", "10"))
FAR: dict[str, tuple[tuple[Verdict, dict[str, float]], ...]] = {
    "6": ((Verdict.NOT_SUPPORTED, {"industry_adoption_ceiling": 0.05, "industry_adoption_imitation": 0.05}),),
    "10": (
        (
            Verdict.SUPPORTED,
            {
                "economy_displaced_gap": 0.6,
                "economy_gap_half_life": 4.0,
                "economy_renewal_lag": 60.0,
                "industry_adoption_ceiling": 1.0,
                "tokens_per_automated_hour": 0.2,
                "api_price": 0.3,
                "api_share": 0.6,
            },
        ),
    ),
}
"""Where a verdict turns, well past the point."""
JUDGED = pytest.mark.parametrize("claim", (STANDARD, JOBS), ids=lambda claim: claim.id)
EACH = pytest.mark.parametrize("claim", (STANDARD, DIRECTING, JOBS), ids=lambda claim: claim.id)


@pytest.fixture(scope="module")
def context(world: World) -> ClaimContext:
    return ClaimContext(world, draws=DRAWS)


@pytest.fixture(scope="module")
def found(context: ClaimContext) -> dict[str, Measured]:
    return {claim.row: claim.measure(context, Parameters()) for claim in (STANDARD, DIRECTING, JOBS)}


def less_reach(world: World) -> World:
    """A world in which AI reaches half as much."""
    return replace(world, automatable=0.5 * world.automatable, augmentable=0.5 * world.augmentable)


CAPTURED = {"capture_augmented": 0.9, "capture_automated": 0.9}


@pytest.mark.long
@JUDGED
def test_a_verdict_turns_far_past_its_point_and_back(
    claim: Claim, context: ClaimContext, found: dict[str, Measured]
) -> None:
    for verdict, values in FAR[claim.row]:
        assert claim.measure(context, Parameters(values)).verdict is verdict is not found[claim.row].verdict
    assert claim.measure(context, Parameters()) == found[claim.row]


@JUDGED
def test_the_rule_turns_at_its_figure(
    claim: Claim, context: ClaimContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    (figure,) = claim.rule.thresholds
    step = {"6": 1.0, "10": -0.01}[claim.row]
    for side, verdict in ((step, Verdict.SUPPORTED), (-step, Verdict.NOT_SUPPORTED)):
        runs = SimpleNamespace(net=np.full(2, figure + side))
        monkeypatch.setattr(net_jobs, "ensemble", lambda *_, runs=runs: runs)
        monkeypatch.setattr(STANDARD.__class__, "_share", lambda *_, value=figure + side: value)
        assert claim.judge(context, Parameters())[1] is verdict


@pytest.mark.parametrize(
    ("values", "first"),
    (
        ({"tokens_per_automated_hour": 2000.0}, Verdict.NOT_SUPPORTED),
        ({"tokens_per_automated_hour": 0.5, "review_hours": 0.1}, Verdict.SUPPORTED),
    ),
)
def test_directing_needs_the_ways_out_as_well_as_the_ratio(
    values: dict[str, float],
    first: Verdict,
    context: ClaimContext,
    found: dict[str, Measured],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """First ways out lead to more directing; where they did not, a high ratio would not be enough."""
    other = DIRECTING.measure(context, Parameters(values))
    assert other.middle != found["8"].middle and other.first_verdict is first
    expected = {Verdict.SUPPORTED: Verdict.SUPPORTED, Verdict.NOT_SUPPORTED: Verdict.MIXED}
    assert other.verdict is expected[first] and "first way out" in other.finding
    level = directing_protects, "_ways_out", lambda *_: (np.zeros(2), 0.9)
    monkeypatch.setattr(*level)
    turned = {Verdict.SUPPORTED: Verdict.MIXED, Verdict.NOT_SUPPORTED: Verdict.NOT_SUPPORTED}
    assert DIRECTING.measure(context, Parameters(values)).verdict is turned[first]


@pytest.mark.long
@pytest.mark.parametrize(
    ("claim", "names"),
    (
        (STANDARD, ("industry_adoption_ceiling", "industry_adoption_imitation")),
        (JOBS, ("economy_hours_renewed",)),
    ),
    ids=lambda one: getattr(one, "id", ""),
)
def test_what_the_ledger_says_of_turning_points_holds(
    claim: Claim, names: tuple[str, ...], context: ClaimContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claim, "drivers", names, raising=False)
    (now,) = computed((claim,), context, Parameters())
    assert {one.parameter for one in now.drivers} == set(names) and all(one.swing > 0 for one in now.drivers)
    for turn in now.tipping_points:
        beyond = claim.measure(context, Parameters({turn.parameter: turn.value}))
        assert beyond.verdict is turn.verdict is not now.measured.verdict


@EACH
def test_the_number_is_in_its_interval_and_in_the_sentence(claim: Claim, found: dict[str, Measured]) -> None:
    one = found[claim.row]
    assert one.low < one.middle < one.high
    digits = 0 if claim.row == "6" else 1
    # Row 8 gives the ends of each definition of directing, and not those of both together.
    for value in (one.middle,) if claim.row == "8" else (one.middle, one.low, one.high):
        assert f"{abs(value):.{digits}f}" in one.finding, one.finding


def test_adoption_follows_how_sectors_compare_in_the_survey(context: ClaimContext, world: World) -> None:
    """As many firms everywhere leave use as it is, since hours set the level; more in tech alone raise it."""
    table = world.table("ai_use").copy()
    own = Parameters({"industry_adoption_ceiling": 1.0})

    def with_more(rows: pd.Series) -> float:
        more = table.assign(share=table["share"].where(~rows, 2.0 * table["share"]))
        other = replace(world, tables=MappingProxyType({**world.tables, "ai_use": more}))
        return float(STANDARD.centre(ClaimContext(other), own))

    usual = STANDARD.centre(context, own)
    assert with_more(table["share"] > 0.0) == pytest.approx(usual, rel=1e-9)
    assert with_more(table["place"].isin(["51", "54"])) > usual + 1.0


def test_jobs_follow_what_ai_reaches(context: ClaimContext, world: World) -> None:
    other = ClaimContext(less_reach(world), draws=DRAWS)
    before, after = (held(one) for one in (context, other))
    assert before < 0.8 * before < after < 0


def test_odds_follow_what_jobs_are_made_of(context: ClaimContext, world: World) -> None:
    turned_over = world.content.copy(data=world.content.to_numpy()[::-1])
    other = ClaimContext(replace(world, content=turned_over), draws=DRAWS)
    assert DIRECTING.centre(other, Parameters()) < DIRECTING.centre(context, Parameters()) - 0.3


@pytest.mark.parametrize(
    "name",
    (
        "economy_price_elasticity",
        "economy_hours_renewed",
        "economy_pay_follows_prices",
        "economy_pass_through",
        "economy_spent_of_profits",
        "economy_demand_made_good",
    ),
)
def test_no_single_answer_of_the_economy_makes_more_jobs_where_money_is_held(
    name: str, context: ClaimContext
) -> None:
    about = Parameters().about(name)
    ends = [held(context, **{name: end}) for end in (about.low, about.high)]
    assert max(ends) < 0 and abs(ends[0] - ends[1]) > 0.05


@pytest.mark.parametrize("name", ("economy_displaced_gap", "economy_gap_half_life", "economy_saving_kept"))
def test_jobs_where_pay_clears_answer_to_the_gap(name: str, context: ClaimContext) -> None:
    """Where most freed hours are captured, and new tasks are late: else there is hardly a gap."""
    about, own = Parameters().about(name), {**CAPTURED, "economy_renewal_lag": 60.0}
    low, high = (JOBS.centre(context, Parameters({**own, name: end})) for end in (about.low, about.high))
    assert high < low - 0.05
    assert held(context, **{name: about.low}) == held(context, **{name: about.high})


def held(context: ClaimContext, **values: float) -> float:
    """Jobs in one run where spending and real pay are held [% of jobs]."""
    own = Parameters(values)
    accounts = accounts_of(context, own)
    run = assumed_by(context, own, MARKET_QUARTERS, closure=Closure.MONEY_HELD)
    return 100.0 * float(effect_at(run, accounts, MARKET_QUARTERS, 0.05).sum() / accounts.jobs.sum())


def test_what_would_have_to_be_true_for_more_jobs_where_money_is_held(context: ClaimContext) -> None:
    def net(**values: float) -> float:
        return held(context, **{**CAPTURED, **values})

    # Where little is captured, what compute costs outweighs what comes back; here most is. Savings all reach prices, pay follows prices, and budgets make good what is no longer spent.
    passed = {
        "economy_pass_through": 1.0,
        "economy_demand_made_good": 1.0,
        "economy_pay_follows_prices": 1.0,
    }
    # Not enough with buyers as elastic as they may be; then half of the saved hours have to return at once.
    assert net(**passed, economy_price_elasticity=2.0) < 0
    assert net(**passed, economy_price_elasticity=2.0, economy_hours_renewed=0.5, economy_renewal_lag=0) > 0
    # Or buyers far more elastic than any source has them.
    assert net(**passed, economy_price_elasticity=5.0) > 0
    # Or nothing of this, and every saved hour returns at once.
    assert net(economy_hours_renewed=1.0, economy_renewal_lag=0) > 0
    assert net(economy_hours_renewed=0.9, economy_renewal_lag=0) < 0
    # Where pay does not follow prices, lower prices alone bring no money to pay more people with.
    still = {**passed, "economy_pay_follows_prices": 0.0}
    assert net(**still, economy_price_elasticity=5.0) < net(**passed, economy_price_elasticity=5.0)
