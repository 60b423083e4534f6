"""The way out that gains most direction of others' or of machines' work for the least loss of earnings."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

TOLERATED = 0.05
"""How much of the best way's expected earnings one gives up at most [share]; a judgement (grade J)."""


def direction_gains(moves: pd.DataFrame, direction: pd.Series, now: float, best_value: float) -> pd.DataFrame:
    """How much more each way out directs, what it loses, and which of them no other beats in both.

    moves : (move) occupation, value [USD], odds_by_horizon [probability]
    direction : (occupation) [share of hours] that directs, by one definition
    now : [share of hours] in the job of today
    best_value : [USD] expected earnings of the best way, staying included
    Returns (move) occupation, direction, change, expected_gain [share of hours], loss [USD], efficient,
    chosen (one at most).
    expected_gain = odds_by_horizon·(direction[target] − now); loss = best_value − value; efficient where
    no other way gains at least as much and loses no more; chosen is the largest expected gain above 0 with
    loss ≤ 5% of best_value, of equals the one of less loss, then by code
    """
    names = moves["occupation"].to_numpy()
    after = direction.reindex(names).to_numpy(float)
    change = after - now
    expected = moves["odds_by_horizon"].to_numpy(float) * change
    loss = np.maximum(best_value - moves["value"].to_numpy(float), 0.0)
    chosen = np.zeros(len(names), dtype=bool)
    open_ = np.flatnonzero((expected > 0) & (loss <= TOLERATED * best_value))
    if len(open_):
        chosen[min(open_, key=lambda place: (-expected[place], loss[place], names[place]))] = True
    return pd.DataFrame(
        {
            "occupation": names,
            "direction": after,
            "change": change,
            "expected_gain": expected,
            "loss": loss,
            "efficient": _efficient(expected, loss),
            "chosen": chosen,
        }
    )


def _efficient(gain: Array, loss: Array) -> Mask:
    """(move) whether no other gains at least as much at no more loss, and is better in one of them."""
    as_good = (gain[None, :] >= gain[:, None]) & (loss[None, :] <= loss[:, None])
    better = (gain[None, :] > gain[:, None]) | (loss[None, :] < loss[:, None])
    beaten: Mask = np.any(as_good & better, axis=1)
    return np.logical_not(beaten)
