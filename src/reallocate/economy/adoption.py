"""How industries adopt AI in a run, and what they do with it in a quarter."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from reallocate.economy.laws.closed_demand import Demand, Use, closed_demand
from reallocate.economy.laws.diffusion import adopt
from reallocate.economy.laws.new_work import renewed_share
from reallocate.economy.market.accounts import Accounts
from reallocate.economy.run_assumptions import RunAssumptions

Array = npt.NDArray[np.float64]

QUARTER = 0.25
"""[years]"""


def adopted_after(run: RunAssumptions, accounts: Accounts, before: Array, quarter: int) -> Array:
    """Work done by adopters at the end of a quarter; (industry) [share].

    run : what it assumes
    accounts : for the industries' jobs
    before : at the end of the quarter before
    quarter : which
    The run's own path, or else diffusion; as before where adoption is off.
    """
    if not run.laws.adoption:
        return before
    if run.path is not None:
        on_path: Array = run.use_now + run.path[min(quarter, len(run.path) - 1)]
        return on_path
    return adopt(before, accounts.jobs_by_industry, run.diffusion, QUARTER)


def adoption_path(run: RunAssumptions, accounts: Accounts, quarters: int) -> Array:
    """Work done by adopters; (quarter, industry) [share], quarter 0 is the start.

    run : what it assumes
    accounts : for the industries' jobs
    quarters : how many
    """
    path = [run.use_now]
    for quarter in range(1, quarters + 1):
        path.append(adopted_after(run, accounts, path[-1], quarter))
    return np.array(path)


def use_at(run: RunAssumptions, accounts: Accounts, path: Array, quarter: int) -> Use:
    """What is done with AI in a quarter.

    run : what it assumes
    accounts : for the industries' jobs
    path : (quarter, industry) work done by adopters, up to this quarter [share]
    quarter : which
    Beyond the start's use, a = max(path − use_now, 0); new tasks come of its mean over jobs, after a lag.
    """
    beyond = np.maximum(path - run.use_now, 0.0)
    renewed = 0.0
    if run.laws.new_work:
        weights = accounts.jobs_by_industry
        renewed = renewed_share(beyond @ weights / weights.sum(), quarter, run.renewed, run.renewal_lag)
    at = min(quarter, run.saved.shape[1] - 1)
    return Use(beyond[-1], run.saved[:, at], run.compute[:, at], renewed, run.new_tasks)


def counted_parts(run: RunAssumptions) -> slice:
    """Of `closed_demand.PARTS`, those that count: without the law of demand only what AI does and new tasks.

    run : what it assumes
    """
    return slice(None) if run.laws.demand else slice(0, 2)


def demand_at(run: RunAssumptions, accounts: Accounts, quarters: int) -> Demand:
    """Jobs wanted at the end, at the pay of the start: what the flows of people do not change much.

    run : what it assumes
    accounts : of the nation
    quarters : until the end
    """
    use = use_at(run, accounts, adoption_path(run, accounts, quarters), quarters)
    return closed_demand(accounts, use, np.ones(len(run.new_tasks)), run.closure)
