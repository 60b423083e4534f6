"""What those gain who work with AI: the part of their employers' gains that reaches their pay."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reallocate.economy.laws.rent_sharing import shared_rent
from reallocate.economy.market.accounts import Accounts
from reallocate.economy.run_assumptions import RunAssumptions
from reallocate.measure.arrays import Array


def shared_gains(
    accounts: Accounts, runs: Sequence[RunAssumptions], adopted: Array, quarter: int, elasticity: float
) -> Array:
    """Rise of pay by occupation if nothing of the gain reached prices, averaged over adopters and others;
    (run, occupation) [log points].

    accounts : jobs by industry and occupation
    runs : what each assumes
    adopted : (industry, run) work done by adopters in that quarter [share]
    quarter : which
    elasticity : γ, of pay to surplus per worker
    """
    jobs = accounts.jobs_by_industry_and_occupation
    totals = np.maximum(jobs.sum(axis=0), 1.0)
    gains = []
    for place, run in enumerate(runs):
        beyond = np.maximum(adopted[:, place] - run.use_now, 0.0)
        at = min(quarter, run.saved.shape[1] - 1)
        share = beyond @ jobs / totals
        gains.append(shared_rent(elasticity, 1.0, share, run.saved[:, at], run.compute[:, at]))
    return np.array(gains)
