"""What the series tell of each fitted value, and what they leave free."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from reallocate.economy.calibrate import FITTED, HELD, HIGH, LOW, Fit, Series, fit
from reallocate.economy.calibrate_together import Task, together
from reallocate.economy.observed import Observed
from reallocate.executor import Say
from reallocate.measure.arrays import Array

PROFILE = (0.8, 1.25)
"""Values at which a parameter is held while all others are fitted anew, of its best."""
FREE = 0.01
"""A fit that is worse by less than this, of its own error, cannot tell two values apart."""
MOVED = 0.1
"""A value held nearer to its best, since its range ends there, says nothing."""
ROUGH = 1e-4
"""Precision of a fit that is only compared: a hundredth of what counts as worse."""
SPEEDS = (0.02, 0.04, 0.08, 0.16, 0.32, 0.64)
"""γ at which all else is fitted anew [share of the gap/6.75 weeks]."""


def profiles(
    series: Series,
    seen: Observed,
    best: Fit,
    names: Sequence[str] = FITTED,
    say: Say | None = None,
) -> pd.DataFrame:
    """How much worse the fit becomes when one parameter is held beside its best value.

    series, seen, best : of the fit
    names : parameters to hold, one at a time
    say : told each value
    Returns parameter, ratio, value, error [mean squared distance], worse [share of the best error]; without
    what lies outside a parameter's range.
    """
    asked = []
    for name in names:
        place = FITTED.index(name)
        for ratio in PROFILE:
            value = float(np.clip(best.values[place] * ratio, LOW[place], HIGH[place]))
            moved = value / best.values[place] if best.values[place] else np.nan
            if abs(moved - 1.0) >= MOVED:
                asked.append((name, float(moved), value))
    tasks = [_search(seen, {**HELD, name: value}, best.values, say) for name, _, value in asked]
    rows = [
        (*one, other.error, other.error / best.error - 1.0)
        for one, other in zip(asked, together(series, tasks), strict=True)
    ]
    return pd.DataFrame(rows, columns=["parameter", "ratio", "value", "error", "worse"])


def _search(seen: Observed, fixed: dict[str, float], guess: Array, say: Say | None) -> Task:
    """A search with some values held."""
    words = ", ".join(f"{name} at {value:.4g}" for name, value in fixed.items()) or "nothing"

    def tell(said: str) -> None:
        if say is not None:
            say(f"{words} held, {said}")

    return lambda series: fit(series, seen, fixed, guess, tell, ROUGH)


def speeds(
    series: Series, seen: Observed, best: Fit, at: Sequence[float] = SPEEDS, say: Say | None = None
) -> tuple[pd.DataFrame, Fit]:
    """The fit at other speeds of adjustment γ, and with γ fitted too.

    series, seen, best : of the fit, γ held
    at : γ [share of the gap/6.75 weeks]
    say : told each value
    Returns one row a speed, with every parameter, error and worse; and the fit with γ free.
    Demand that swings further and is followed more slowly gives nearly the same cycle.
    """
    tasks = [_search(seen, {"adjustment": one}, best.values, say) for one in at]
    *result, free = together(series, [*tasks, _search(seen, {}, best.values, say)])
    rows = [
        {
            **dict(zip(FITTED, one.values, strict=True)),
            "error": one.error,
            "worse": one.error / best.error - 1.0,
        }
        for one in result
    ]
    return pd.DataFrame(rows), free


def stays_free(profile: pd.DataFrame) -> tuple[str, ...]:
    """Parameters that the series do not tell: moved by a fifth or more, the fit is as good.

    profile : as from `profiles`
    """
    far = profile[(profile["ratio"] - 1.0).abs() >= 0.2 - 1e-9]
    least = far.groupby("parameter", sort=False)["worse"].min()
    return tuple(str(name) for name in least.index[least < FREE])
