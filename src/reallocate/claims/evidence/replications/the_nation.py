"""The nation's market as several papers need it, made once; not a paper itself."""

from __future__ import annotations

from dataclasses import dataclass

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.kernel.parameters import Parameters
from reallocate.market.nation.assumptions import assumed, market_accounts
from reallocate.market.nation.economy import Fitted, National
from reallocate.market.nation.effects import Effects
from reallocate.market.nation.run import Laws, RunAssumptions
from reallocate.market.nation.trajectory import Trajectory, simulate
from reallocate.market.simulate.runs import exposure, shipped_market
from reallocate.market.state.accounts import Accounts

_HEADLINE = "gpt4"


@dataclass(frozen=True, eq=False)
class _Nation:
    """The nation's market, as fitted, with its accounts."""

    national: National
    fitted: Fitted
    accounts: Accounts


def nation(context: EvidenceContext) -> _Nation:
    """The nation's market.

    context : the world, the parameters in force
    """

    def make() -> _Nation:
        accounts = market_accounts(context.world, context.parameters)
        return _Nation(*shipped_market(context.world), accounts)

    return context.once("nation", make)


def assumed_by(
    context: EvidenceContext, parameters: Parameters, quarters: int, source: str = _HEADLINE
) -> RunAssumptions:
    """What one run assumes.

    context : the world
    parameters : of the run
    quarters : how long
    source : of reach
    """
    here = nation(context)
    return assumed(context.world, parameters, here.accounts, here.fitted.rates, quarters, source, "trend")


def run(context: EvidenceContext, runs: list[RunAssumptions], quarters: int) -> Trajectory:
    """Several runs side by side.

    context : the world
    runs : what each assumes
    quarters : how long
    """
    here = nation(context)
    return simulate(here.national.economy(here.accounts), runs, quarters)


def still(context: EvidenceContext, quarters: int) -> Trajectory:
    """The market without AI.

    context : the world
    quarters : how long
    """
    here = nation(context)
    none = assumed(
        context.world, context.parameters, here.accounts, here.fitted.rates, 1, _HEADLINE, "trend",
        Laws(adoption=False),
    )  # fmt: skip
    return run(context, [none], quarters)


def effects(context: EvidenceContext, quarters: int) -> Effects:
    """The run at the parameters in force, looked at from the side of those who bear it.

    context : the world, the parameters in force
    quarters : how long
    """
    here = nation(context)
    world, parameters = context.world, context.parameters
    assumptions, exposed = assumed_by(context, parameters, quarters), exposure(world)
    market = here.national, here.fitted.rates, here.national.economy(here.accounts)
    return Effects(world, parameters, *market, assumptions, exposed, quarters)
