"""Jobs ended and made over what is not known of prices and spending, against no further AI."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pandas as pd

from reallocate.economy.batches import simulate_in_batches, simulate_without_ai
from reallocate.economy.laws.closed_demand import PARTS
from reallocate.economy.market.accounts import Accounts
from reallocate.economy.run_assumptions import Economy, RunAssumptions
from reallocate.economy.trajectory import Trajectory
from reallocate.measure.arrays import Array

ELASTICITIES = (0.3, 0.7, 1.0, 1.5, 2.0)
PASSED_THROUGH = (0.2, 0.6, 1.0)
SPENT_OF_PROFITS = (0.1, 0.5, 1.0)

PART_LABELS = {
    "ended": "Work that AI does",
    "renewed": "New tasks",
    "built": "Compute built and run",
    "cheaper": "Lower prices",
    "spent": "Changed incomes and pay",
    "net": "All together",
}
"""The parts of `closed_demand.PARTS` and their sum, in words."""


def job_parts(extended: Trajectory, without: Trajectory) -> Array:
    """The effect of AI by part: jobs against the same quarters without further AI.

    (quarter, part, run) [share of all jobs at the start], parts as `closed_demand.PARTS`
    extended : what the runs gave
    without : the same runs without further AI
    """
    both = zip(extended.parts, without.parts, strict=True)
    return np.stack([(here - there).sum(axis=1) for here, there in both])


def net_jobs(extended: Trajectory, without: Trajectory) -> Array:
    """The effect of AI on all jobs wanted; (quarter, run) [share of all jobs at the start].

    extended : what the runs gave
    without : the same runs without further AI
    """
    net: Array = job_parts(extended, without).sum(axis=1)
    return net


def ended_jobs(extended: Trajectory, accounts: Accounts) -> Array:
    """Jobs whose work AI does at unchanged output; (quarter, occupation, run) [persons].

    extended : what the runs gave
    accounts : for all jobs at the start
    """
    return np.stack([ended_in_quarter(parts, accounts) for parts in extended.parts])


def ended_in_quarter(parts: Array, accounts: Accounts) -> Array:
    """The same by the end of one quarter; (occupation, run) [persons].

    parts : (part, occupation, run) as `Trajectory.parts`
    accounts : for all jobs at the start
    """
    ended: Array = -parts[PARTS.index("ended")] * float(accounts.jobs.sum())
    return ended


def jobs_surface(
    economy: Economy,
    base: RunAssumptions,
    quarters: int,
    elasticities: Sequence[float] = ELASTICITIES,
    passed_through: Sequence[float] = PASSED_THROUGH,
    spent_of_profits: Sequence[float] = SPENT_OF_PROFITS,
) -> pd.DataFrame:
    """Jobs ended, made and net over elasticity, pass-through and spending of profits.

    economy : of the nation
    base : everything else
    quarters : until the end
    elasticities, passed_through, spent_of_profits : the axes [ratio, share, share]
    Returns one row a run: elasticity, pass_through, spent_of_profits, the parts of `closed_demand.PARTS`,
    made [persons] (all but ended that bring jobs), lost [persons] (all that take them), net [persons] and
    net_share of all jobs at the start.
    """
    axes = list(product(elasticities, passed_through, spent_of_profits))
    runs = [closed_by(base, *values) for values in axes]
    result = simulate_in_batches(economy, runs, quarters)
    parts = job_parts(result, simulate_without_ai(economy, runs, quarters))[-1].T
    jobs = float(economy.accounts.jobs.sum())
    table = pd.DataFrame(axes, columns=["elasticity", "pass_through", "spent_of_profits"])
    table[list(PARTS)] = parts * jobs
    table["made"] = np.maximum(parts, 0.0).sum(axis=1) * jobs
    table["lost"] = np.minimum(parts, 0.0).sum(axis=1) * jobs
    table["net"] = parts.sum(axis=1) * jobs
    table["net_share"] = parts.sum(axis=1)
    return table


def closed_by(
    run: RunAssumptions, price_elasticity: float, pass_through: float, spent_of_profits: float
) -> RunAssumptions:
    """The same run with other spending.

    price_elasticity : [ratio]
    pass_through, spent_of_profits : [share]
    """
    own = {"price_elasticity": price_elasticity, "pass_through": pass_through}
    return replace(run, spending=replace(run.spending, spent_of_profits=spent_of_profits, **own))
