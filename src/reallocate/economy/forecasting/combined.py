"""National series a few months ahead: no change and an autoregression, with past errors around them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from reallocate.economy.forecasting.minnesota import carried_on, differences_carried_on, minnesota
from reallocate.economy.forecasting.score import LEVELS
from reallocate.measure.arrays import Array

FARTHEST = 12
"""Months ahead."""
AUTOREGRESSION, DIFFERENCES = "autoregression", "differences"
LAGS_OF_CHANGES = 2
"""Of an autoregression in differences."""
LEARN, FEWEST = 60, 24
"""Months before the first forecast that errors are learnt from; errors without which there is no interval."""
PANDEMIC = ("2020-03", "2021-06")
"""Months that no rule is learnt from, and no error is counted in: no rule foresaw them.
Source: Schorfheide, Song 2021, NBER working paper 29535, section 4, DOI 10.3386/w29535."""


@dataclass(frozen=True, eq=False)
class Panel:
    """A series and what was known with it, month by month.

    months : (month) such as 2025-10, of the series
    values : (month, series) the series first [log or share]; the others as known when its month came out
    level : from the first column back to the unit of the figure
    method : `AUTOREGRESSION` or `DIFFERENCES`
    until : months ahead up to which it is used; from then on nothing changes
    """

    months: tuple[str, ...]
    values: Array
    level: Callable[[Array], Array]
    method: str = AUTOREGRESSION
    until: int = FARTHEST

    @property
    def usable(self) -> Array:
        """1 for months that are learnt from; (month)."""
        return np.array([not PANDEMIC[0] <= month <= PANDEMIC[1] for month in self.months], dtype=float)


def combined_path(panel: Panel, origin: int) -> Array:
    """The central forecast from one month; (month ahead) [as `values`].

    origin : place of the last month that is known; nothing after it is looked at
    The mean of no change and an autoregression, or the autoregression in differences by itself.
    Source: Bates, Granger 1969, Operational Research Quarterly 20:451, DOI 10.1057/jors.1969.103 (means of
    forecasts).
    """
    known, usable = panel.values[: origin + 1], panel.usable[: origin + 1]
    last = known[-1, 0]
    if panel.method == DIFFERENCES:
        path = differences_carried_on(known[:, 0], usable, LAGS_OF_CHANGES, FARTHEST)
    else:
        path = 0.5 * (carried_on(minnesota(known, usable), known, FARTHEST)[:, 0] + last)
    middle: Array = np.where(np.arange(1, FARTHEST + 1) <= panel.until, path, last)
    return middle


@dataclass(frozen=True, eq=False)
class History:
    """Forecasts of a series from every month of its past, each made from what was known then.

    paths : (origin, month ahead) central forecasts, rows before the first left at no number
    still : (origin, month ahead) the same of no change
    """

    panel: Panel
    paths: Array
    still: Array

    def quantiles(self, origin: int, ahead: int, of: Array) -> Array:
        """The forecast of a month as quantiles; (level) [unit of the figure].

        origin : place of the month that it is made in
        ahead : months, from 1
        of : `paths` or `still`
        The central forecast plus and minus each error that earlier forecasts as far ahead had made by then,
        those in the pandemic left out; so its median is the central forecast.
        """
        errors = self._errors(origin, ahead, of)
        found: Array = np.quantile(self.panel.level(of[origin, ahead - 1] + errors), LEVELS)
        return found

    def has_interval(self, origin: int, ahead: int) -> bool:
        """Whether enough errors are known in a month.

        origin : place of the month
        ahead : months, from 1
        """
        return self._errors(origin, ahead, self.paths).size >= 2 * FEWEST

    def _errors(self, origin: int, ahead: int, of: Array) -> Array:
        y, usable = self.panel.values[:, 0], self.panel.usable
        made = np.arange(LEARN, origin - ahead + 1)
        made = made[[bool(usable[at : at + ahead + 1].all()) for at in made]] if made.size else made
        errors: Array = y[made + ahead] - of[made, ahead - 1]
        return np.concatenate([errors, -errors])


def history(panel: Panel, until: int | None = None) -> History:
    """Forecasts from every month once five years are known.

    until : place of the last origin; the panel's last month where it is left out
    """
    last = len(panel.months) - 1 if until is None else until
    paths = np.full((len(panel.months), FARTHEST), np.nan)
    for origin in range(LEARN, last + 1):
        paths[origin] = combined_path(panel, origin)
    return History(panel, paths, np.repeat(panel.values[:, :1], FARTHEST, axis=1))
