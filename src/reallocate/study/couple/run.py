"""The round trip: a saved plan becomes its industry's, the market responds, and the plan is solved again."""

from __future__ import annotations

from typing import Any

from reallocate.coupling.context import RoundTrip
from reallocate.coupling.draws import SAMPLED
from reallocate.coupling.feedback import grouped_setting
from reallocate.coupling.market import coupled_market
from reallocate.coupling.reversal import must_reach_past_reversal
from reallocate.coupling.rounds import RESIDUAL, iterate
from reallocate.coupling.shock import followers, shock_of
from reallocate.data.bundle import bundle_folder, load_world, read_manifest
from reallocate.economy.assumptions import market_accounts
from reallocate.errors import InputError, Problem
from reallocate.executor import Say
from reallocate.output.table import computed
from reallocate.problem.nation.market import current_market
from reallocate.result.provenance import provenance
from reallocate.result.result import Result
from reallocate.scenario.market.request import EconomyRun
from reallocate.study.couple.outline import ADOPTERS
from reallocate.study.couple.tables import TABLES
from reallocate.study.couple.text import share_text, text
from reallocate.study.economy.assumptions import written_request
from reallocate.study.economy.run import DECIDING
from reallocate.study.plan import run as plans

LIBRARIES = tuple(dict.fromkeys((*DECIDING, *plans.DECIDING)))
"""Libraries whose version may move a digit."""
TOTALS = (
    "positions", "work_dropped", "automated", "augmented", "layoffs", "voluntary", "quits", "moves", "hires"
)  # fmt: skip
"""Figures of the saved plan and of its baseline that are facts of the trip."""


def coupled_study(
    plan: Result,
    share: float,
    request: EconomyRun,
    progress: Say | None = None,
    command: str = "",
    draws: int = 0,
) -> Result:
    """The round trip of one plan.

    plan : saved
    share : of the work of the plan's industries that adopters do in the end [share]
    request : years, laws, policy, parameters of the market
    progress : receives what is under way
    draws : with sampled assumptions, for an interval beside the central run; none where it is 0
    Raises `InputError` where the plan names no industry, or the share or the years do not fit.
    """
    say = progress or (lambda _: None)
    say("Reading the plan and the market")
    world = load_world()
    shock = shock_of(plan, world)
    if 4 * request.years < shock.quarters:
        least = -(-shock.quarters // 4)
        what = f"the market is run for {4 * request.years} quarters and the plan for {shock.quarters}"
        raise InputError(Problem(what, "--years", f"Give at least {least} years."))
    must_reach_past_reversal(request)
    national, rates = current_market(world)
    accounts = market_accounts(world, request.parameters)
    follow = followers(shock, accounts, world)
    market = coupled_market(world, national, accounts, rates, shock, follow, share, request)
    setting = grouped_setting(plan, world)
    rounds = iterate(market, setting, say)
    trip = RoundTrip(plan, world, market, setting, rounds, draws, say)
    tables = computed(TABLES, trip)
    facts = _facts(trip, command or "reallocate simulate adopters")
    return Result(ADOPTERS, facts, tables, text(tables, facts))


def _facts(trip: RoundTrip, command: str) -> dict[str, Any]:
    plan, market, request = trip.plan, trip.market, trip.market.request
    named, share, totals = request.parameters, share_text(trip.market.share), plan.facts["totals"]
    written = written_request(request) | {
        "plan": plan.facts["hashes"]["request"],
        "share": market.share,
        "draws": trip.draws,
    }
    return {
        "title": f"{plan.facts['title'] or plan.facts['name']}: {share} of its industry follows",
        "plan_name": plan.facts["name"],
        **({"privacy": plan.privacy} if plan.privacy else {}),
        **written,
        "firm": {case: {name: totals[case][name] for name in TOTALS} for case in ("plan", "baseline")},
        "industries": list(market.shock.industries),
        "industry_titles": list(market.follow.titles),
        "industry_people": market.follow.people,
        "plan_quarters": market.shock.quarters,
        "compute_per_payroll": market.shock.compute,
        "wage_elasticity": market.before.wage_elasticity,
        "residual": trip.rounds.each[-1].residual,
        "residual_wanted": RESIDUAL,
        "rounds_made": len(trip.rounds.each),
        "converged": trip.rounds.converged,
        "sampled": {name: named.about(name).unit for name in trip.sampled},
        "fixed": [name for name in SAMPLED if name not in trip.sampled] if trip.draws else [],
        **provenance(written, read_manifest(bundle_folder()), LIBRARIES, command, request.seed),
    }
