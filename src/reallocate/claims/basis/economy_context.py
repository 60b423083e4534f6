"""The extended market as claims need it: its parts made once, and what a run assumes."""

from __future__ import annotations

from dataclasses import dataclass

from reallocate.claims.basis.context import ClaimContext, once
from reallocate.economy.assumptions import assumed, market_accounts
from reallocate.economy.laws.closures import HEADLINE, Closure
from reallocate.economy.market.accounts import Accounts
from reallocate.economy.market.flow_parameters import Rates
from reallocate.economy.nation import National
from reallocate.economy.run_assumptions import Economy, RunAssumptions
from reallocate.problem.nation.market import current_market
from reallocate.work.parameters import Parameters
from reallocate.work.reuse import Reuse

HEADLINE_SOURCE = "gpt4"
"""The source of reach that a single run stands on; intervals take all of them."""


@dataclass(frozen=True, eq=False)
class Nation:
    """The nation's market where it was last observed."""

    national: National
    rates: Rates

    @property
    def unemployment(self) -> float:
        """At the start [share of the labour force]."""
        return self.national.normal.unemployment


@once
def nation(context: ClaimContext) -> Nation:
    """The nation's market."""
    return Nation(*current_market(context.world))


def accounts_of(context: ClaimContext, parameters: Parameters) -> Accounts:
    """The nation's accounts.

    parameters : how a dollar of compute is spent
    """
    return _accounts(context, parameters["industry_compute_capital"], parameters["industry_compute_power"])


@once
def _accounts(context: ClaimContext, capital: float, power: float) -> Accounts:
    spent = Parameters({"industry_compute_capital": capital, "industry_compute_power": power})
    return market_accounts(context.world, spent)


def economy_of(context: ClaimContext, parameters: Parameters) -> Economy:
    """What runs start from, with the market at rest found once.

    parameters : how a dollar of compute is spent
    """
    return _economy(context, parameters["industry_compute_capital"], parameters["industry_compute_power"])


@once
def _economy(context: ClaimContext, capital: float, power: float) -> Economy:
    return nation(context).national.economy(_accounts(context, capital, power))


def assumed_by(
    context: ClaimContext,
    parameters: Parameters,
    quarters: int,
    source: str = HEADLINE_SOURCE,
    closure: Closure = HEADLINE,
) -> RunAssumptions:
    """What one run assumes.

    quarters : how long
    source : of reach
    closure : what closes the accounts
    """
    accounts, rates = accounts_of(context, parameters), nation(context).rates
    return assumed(
        context.world, parameters, accounts, rates, quarters, source, "trend", reuse=_reuse(context),
        closure=closure,
    )  # fmt: skip


@once
def _reuse(context: ClaimContext) -> Reuse:
    """What the run before computed."""
    return Reuse()
