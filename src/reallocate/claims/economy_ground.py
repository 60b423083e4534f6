"""The extended market as claims need it: its parts made once, and demand without the flows of people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reallocate.claims.ground import ClaimGround
from reallocate.economy.accounts import Accounts
from reallocate.economy.extended import Assumed
from reallocate.economy.fitted import Fitted
from reallocate.economy.laws.closed_demand import Demand, Use, closed_demand
from reallocate.economy.laws.diffusion import adopt
from reallocate.economy.laws.new_work import renewed_share
from reallocate.study.market_assumed import assumed, market_accounts
from reallocate.study.us_market import National, fitted_national
from reallocate.work.parameters import Parameters

Array = npt.NDArray[np.float64]

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
) -> Assumed:
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


def adoption_path(run: Assumed, accounts: Accounts, quarters: int) -> Array:
    """Work done by adopters; (quarter, industry) [share], quarter 0 is the start.

    run : what it assumes
    accounts : for the industries' work
    quarters : how many
    """
    weights = accounts.output * accounts.staff.sum(axis=1)
    path = [run.use_now]
    for _ in range(quarters):
        path.append(adopt(path[-1], weights, run.diffusion, 0.25))
    return np.array(path)


def demand_at(run: Assumed, accounts: Accounts, quarters: int) -> Demand:
    """Jobs wanted at the end, at the pay of the start: what the flows of people do not change much.

    run : what it assumes
    accounts : of the nation
    quarters : until the end
    """
    path = adoption_path(run, accounts, quarters)
    beyond = np.maximum(path - run.use_now, 0.0)
    weights = accounts.output * accounts.staff.sum(axis=1)
    mean = beyond @ weights / weights.sum()
    renewed = renewed_share(mean, quarters, run.renewed, run.renewal_lag) if run.laws.new_work else 0.0
    at = min(quarters, run.saved.shape[1] - 1)
    use = Use(beyond[-1], run.saved[:, at], run.compute[:, at], renewed, run.new_tasks)
    return closed_demand(accounts, use, np.ones(len(run.new_tasks)), run.closure)
