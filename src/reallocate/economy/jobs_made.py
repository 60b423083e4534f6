"""Jobs ended and made over what is not known of prices and spending, against no further AI."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.economy.at_rest import Normal
from reallocate.economy.batches import run_batches, run_without_ai
from reallocate.economy.extended import Assumed, Extended
from reallocate.economy.laws.closed_demand import PARTS
from reallocate.economy.market.accounts import Accounts
from reallocate.economy.market.market import Market

Array = npt.NDArray[np.float64]
Say = Callable[[str], None]

ELASTICITIES = (0.3, 0.7, 1.0, 1.5, 2.0)
PASSED_THROUGH = (0.2, 0.6, 1.0)
SPENT_OF_PROFITS = (0.1, 0.5, 1.0)


def jobs_table(extended: Extended, without: Extended, jobs: float) -> pd.DataFrame:
    """Jobs ended and made at the end of every run, against the same run without further AI.

    extended : what the runs gave
    without : the same runs without further AI
    jobs : of the accounts at the start [persons]
    Returns one row a run: the parts of closed_demand.PARTS, made [persons] (all but ended that bring jobs),
    lost [persons] (all that take them), net [persons] and net_share of all jobs at the start.
    """
    parts = (extended.parts[-1] - without.parts[-1]).sum(axis=1).T
    table = pd.DataFrame(parts * jobs, columns=list(PARTS))
    table["made"] = np.maximum(parts, 0.0).sum(axis=1) * jobs
    table["lost"] = np.minimum(parts, 0.0).sum(axis=1) * jobs
    table["net"] = parts.sum(axis=1) * jobs
    table["net_share"] = parts.sum(axis=1)
    return table


def jobs_surface(
    market: Market,
    accounts: Accounts,
    normal: Normal,
    base: Assumed,
    quarters: int,
    elasticities: Sequence[float] = ELASTICITIES,
    passed_through: Sequence[float] = PASSED_THROUGH,
    spent_of_profits: Sequence[float] = SPENT_OF_PROFITS,
    say: Say | None = None,
) -> pd.DataFrame:
    """Jobs ended, made and net over elasticity, pass-through and spending of profits.

    market, accounts, normal : of the nation
    base : everything else
    quarters : until the end
    elasticities, passed_through, spent_of_profits : the axes [ratio, share, share]
    say : told as it goes
    Returns elasticity, pass_through, spent_of_profits and what `jobs_table` gives.
    """
    axes = list(product(elasticities, passed_through, spent_of_profits))
    runs = [
        replace(
            base,
            closure=replace(
                base.closure, price_elasticity=first, pass_through=second, spent_of_profits=third
            ),
        )
        for first, second, third in axes
    ]
    names = ["elasticity", "pass_through", "spent_of_profits"]
    return pd.concat(
        [pd.DataFrame(axes, columns=names), jobs_of(market, accounts, normal, runs, quarters, say)], axis=1
    )


def jobs_of(
    market: Market,
    accounts: Accounts,
    normal: Normal,
    runs: Sequence[Assumed],
    quarters: int,
    say: Say | None = None,
) -> pd.DataFrame:
    """Jobs ended, made and net of many runs, as `jobs_table`.

    market, accounts, normal : of the nation
    runs : what each assumes
    quarters : until the end
    say : told as it goes
    """
    found = run_batches(market, accounts, normal, runs, quarters, say)
    without = run_without_ai(market, accounts, normal, runs, quarters, say)
    return jobs_table(found, without, float(accounts.jobs.sum()))
