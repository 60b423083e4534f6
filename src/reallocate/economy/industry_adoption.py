"""How industries adopt AI in a run, and the jobs wanted then, without the flows of people.

The equation of adoption, Bass diffusion, is in `laws/diffusion.py`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reallocate.economy.closed import ClosedDemand
from reallocate.economy.laws.closed_demand import Demand, alone
from reallocate.economy.laws.closures import Closure
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


def demand_at(run: RunAssumptions, accounts: Accounts, quarters: int, unemployment: float) -> Demand:
    """Jobs wanted at the end, at the pay of the start: what the flows of people do not change much.

    run : what it assumes
    accounts : of the nation
    quarters : until the end
    unemployment : at the start [share of the labour force]
    """
    return alone(demands_at([run], accounts, quarters, unemployment))


def demands_at(
    runs: Sequence[RunAssumptions], accounts: Accounts, quarters: int, unemployment: float
) -> Demand:
    """`demand_at` of several runs side by side; (run, …).

    runs, accounts, quarters, unemployment : as there
    """
    paths = [adoption_path(run, accounts, quarters) for run in runs]
    closed = ClosedDemand(accounts, runs, np.full(len(runs), unemployment))
    first = 0 if any(run.closure is Closure.PAY_CLEARS for run in runs) else quarters
    for quarter in range(first, quarters + 1):
        each = zip(runs, paths, strict=True)
        uses = [run.use_at(accounts, path[: quarter + 1], quarter) for run, path in each]
        found = closed.at(uses, np.ones((len(runs), len(runs[0].new_tasks))))
    return found
