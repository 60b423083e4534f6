"""The extended market as claims need it: its parts made once, and what a run assumes."""

from __future__ import annotations

from dataclasses import dataclass

from reallocate.claims.basis.context import ClaimGround
from reallocate.economy.assumptions import assumed, market_accounts
from reallocate.economy.fitted import Fitted
from reallocate.economy.market.accounts import Accounts
from reallocate.economy.nation import National, fitted_national
from reallocate.economy.run_assumptions import RunAssumptions
from reallocate.work.parameters import Parameters

HEADLINE_SOURCE = "gpt4"
"""The source of reach that a single run stands on; intervals take all of them."""


@dataclass(frozen=True, eq=False)
class Nation:
    """The nation's market, as fitted."""

    national: National
    fitted: Fitted


def nation(ground: ClaimGround) -> Nation:
    """The nation's market, made once.

    ground : what claims are computed on
    """
    found: Nation = ground.once(("nation",), lambda: Nation(*fitted_national(ground.world.tables)))
    return found


def accounts_of(ground: ClaimGround, parameters: Parameters) -> Accounts:
    """The nation's accounts.

    ground : what claims are computed on
    parameters : how a dollar of compute is spent
    """
    key = tuple(parameters[name] for name in ("industry_compute_capital", "industry_compute_power"))
    found: Accounts = ground.once(("accounts", key), lambda: market_accounts(ground.world, parameters))
    return found


def assumed_by(
    ground: ClaimGround, parameters: Parameters, quarters: int, source: str = HEADLINE_SOURCE
) -> RunAssumptions:
    """What one run assumes.

    ground : what claims are computed on
    parameters : in force
    quarters : how long
    source : of reach
    """
    return assumed(
        ground.world,
        parameters,
        accounts_of(ground, parameters),
        nation(ground).fitted.rates,
        quarters,
        source,
        "trend",
    )
