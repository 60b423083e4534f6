"""Simple statistical forecasts of the labour market, to stand beside the market's own.

The rule was fixed before any was made: each series by itself, an autoregression with a constant, fitted by
least squares to 2001 to 2014, of 1 to 12 lags as the Bayesian information criterion chooses. The one told
output has the cycle of the same month as a regressor beside its lags, chosen likewise.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from statsmodels.tsa.ar_model import AutoReg, ar_select_order

from reallocate.market.nation.observed import Observed
from reallocate.market.state.market import SERIES, STEPS_PER_MONTH

Array = npt.NDArray[np.float64]

MOST_LAGS = 12
KNOWN = "2014-12"


def statistical(seen: Observed, begin: int, end: int) -> Array:
    """Each series from its own past; (month, series) [share].

    seen : months
    begin, end : the months forecast, counted from 0
    """
    return _all(lambda series: _forecast(series, None, seen.until(KNOWN), begin, end), seen)


def statistical_told(seen: Observed, begin: int, end: int) -> Array:
    """The same, told what output did; (month, series) [share].

    seen : months
    begin, end : the months forecast, counted from 0
    """
    cycle = seen.cycle.reshape(-1, STEPS_PER_MONTH).mean(axis=1)
    return _all(lambda series: _forecast(series, cycle, seen.until(KNOWN), begin, end), seen)


FORECASTS: dict[str, Callable[[Observed, int, int], Array]] = {
    "statistical": statistical,
    "statistical, told output": statistical_told,
}


def lags_chosen(seen: Observed, told: bool) -> dict[str, int]:
    """How many lags each series has.

    seen : months
    told : whether output is told
    """
    cycle = seen.cycle.reshape(-1, STEPS_PER_MONTH).mean(axis=1)[:, None] if told else None
    known = seen.until(KNOWN)
    return {
        name: len(_lags(seen.values[:known, place], cycle[:known] if cycle is not None else None))
        for place, name in enumerate(SERIES)
    }


def _all(forecast: Callable[[Array], Array], seen: Observed) -> Array:
    return np.stack([forecast(seen.values[:, place]) for place in range(len(SERIES))], axis=1)


def _lags(series: Array, cycle: Array | None) -> list[int]:
    chosen = ar_select_order(series, MOST_LAGS, ic="bic", trend="c", exog=cycle).ar_lags
    return list(chosen or [])


def _forecast(series: Array, cycle: Array | None, known: int, begin: int, end: int) -> Array:
    told = cycle[:, None] if cycle is not None else None
    lags = _lags(series[:known], told[:known] if told is not None else None)
    model = AutoReg(series[:known], lags, trend="c", exog=told[:known] if told is not None else None).fit()
    now = model.apply(series[:begin], exog=told[:begin] if told is not None else None)
    ahead = told[begin:end] if told is not None else None
    return np.asarray(now.forecast(end - begin, exog=ahead), dtype=float)
