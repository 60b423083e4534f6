"""What became of people in a run that keeps a record of each: by how exposed their work was before."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.economy.engines.agents_workers import Workers
from reallocate.economy.laws.pay_by_tenure import Tenure
from reallocate.economy.ledger import COLUMNS, PayTable, ledger
from reallocate.economy.market.market import Market
from reallocate.measure.arrays import Array
from reallocate.work.parameters import Parameters
from reallocate.work.ranks import quintiles

PAY = ("pay_before", "pay_after", "pay_loss", "earnings_loss", "pay_change_others")
"""Columns that rest on pay, left out where the pay of an occupation is not known."""
EVERYBODY = "everybody"
FIFTHS = ("the least exposed fifth", "second", "third", "fourth", "the most exposed fifth")


def people_table(
    workers: Workers, market: Market, falls_away: Array | None, parameters: Parameters
) -> pd.DataFrame:
    """What became of those who had a job at the start, by fifth of exposure before anything happened.

    workers : records at the end
    market : labels and pay
    falls_away : (occupation) work that falls away [share of hours]; without it all stand together
    parameters : tenure_premium [log points], tenure_years [years]
    Returns group and the columns of `ledger.COLUMNS`; those of pay only where all pay is known. What is done
    with AI is not told by the published laws, so that nobody counts as augmented.
    """
    known = bool(np.isfinite(market.wage).all() and (market.wage > 0).all())
    pay = market.wage if known else np.ones(market.size)
    if falls_away is None or not falls_away.any():
        group, labels = np.zeros(market.size, dtype=np.int64), pd.Index([EVERYBODY])
    else:
        group, labels = quintiles(falls_away, market.employment), pd.Index(FIFTHS)
    found = ledger(
        workers,
        group[workers.before["occupation"]],
        labels,
        PayTable(np.array([0.5]), pay[:, None]),
        Tenure(parameters["tenure_premium"], parameters["tenure_years"]),
        np.zeros(market.size, dtype=bool),
    )
    left_out = {"augmented", "untouched"} | (set() if known else set(PAY))
    kept = [name for name in COLUMNS if name not in left_out]
    return found[kept].rename_axis("group").reset_index()
