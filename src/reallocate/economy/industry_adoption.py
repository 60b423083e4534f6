"""How industries adopt AI in a run, and the jobs wanted then, without the flows of people.

The equation of adoption, Bass diffusion, is in `laws/diffusion.py`.
"""

from __future__ import annotations

import numpy as np

from reallocate.economy.laws.closed_demand import Demand, closed_demand
from reallocate.economy.market.accounts import Accounts
from reallocate.economy.run_assumptions import RunAssumptions
from reallocate.measure.arrays import Array


def adoption_path(run: RunAssumptions, accounts: Accounts, quarters: int) -> Array:
    """Work done by adopters; (quarter, industry) [share], quarter 0 is the start.

    run : what it assumes
    accounts : for the industries' jobs
    quarters : how many
    """
    path = [run.use_now]
    for quarter in range(1, quarters + 1):
        path.append(run.adopted_after(accounts, path[-1], quarter))
    return np.array(path)


def demand_at(run: RunAssumptions, accounts: Accounts, quarters: int) -> Demand:
    """Jobs wanted at the end, at the pay of the start: what the flows of people do not change much.

    run : what it assumes
    accounts : of the nation
    quarters : until the end
    """
    use = run.use_at(accounts, adoption_path(run, accounts, quarters), quarters)
    return closed_demand(accounts, use, np.ones(len(run.new_tasks)), run.closure)
