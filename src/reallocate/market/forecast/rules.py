"""Rules of a monthly forecast: no change, the autoregression with its brake, the guarded one; intervals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reallocate.kernel.arrays import Array
from reallocate.market.forecast.methods import LEVELS, carried_on, differences_carried_on, minnesota

FARTHEST = 24
"""Months ahead."""
AUTOREGRESSION, DIFFERENCES = "autoregression", "differences"
NO_CHANGE, BRAKED, GUARDED, UNBRAKED = "no_change", "braked", "guarded", "unbraked"
CHALLENGERS = (BRAKED, GUARDED)
"""Rules that are computed beside no change, and lead a series only by the rule of succession."""
_LAGS_OF_CHANGES = 2
"""Of an autoregression in differences."""
LEARN, _FEWEST = 60, 24
"""Months before the first forecast that errors are learnt from; errors without which there is no interval."""
_SHOCK, _BRAKED_FOR, _USUAL = 5.0, 12, 120
"""Usual monthly changes that make a shock; months for which one brakes; months that say what is usual."""
_HALF_LIFE, _MARGIN = 36.0, 0.97
"""Of past errors [months]; of the error of no change, that a rule must not exceed to be used."""
PANDEMIC = ("2020-03", "2021-06")
"""Months that no rule is learnt from, and no error is counted in: no rule foresaw them.
Source: Schorfheide, Song 2021, NBER working paper 29535, section 4, DOI 10.3386/w29535."""

_Flags = npt.NDArray[np.bool_]


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


def autoregression_path(panel: Panel, origin: int) -> Array:
    """The autoregression carried to the end from one month; (month ahead) [as `values`].

    origin : place of the last month that is known; nothing after it is looked at
    The mean of no change and an autoregression, or the autoregression in differences by itself.
    Source: Bates, Granger 1969, Operational Research Quarterly 20:451, DOI 10.1057/jors.1969.103 (means of
    forecasts).
    """
    known, usable = panel.values[: origin + 1], panel.usable[: origin + 1]
    if panel.method == DIFFERENCES:
        return differences_carried_on(known[:, 0], usable, _LAGS_OF_CHANGES, FARTHEST)
    path: Array = 0.5 * (carried_on(minnesota(known, usable), known, FARTHEST)[:, 0] + known[-1, 0])
    return path


def is_braked(known: Array) -> bool:
    """Whether a shock is so recent that no rule learnt in calm months is used.

    known : (month, series) up to the origin
    True where a series moved in one of the last 12 months by more than 5 times the mean absolute monthly
    change of the 120 months before them.
    """
    moved = np.abs(np.diff(known, axis=0))
    usual = moved[-_BRAKED_FOR - _USUAL : -_BRAKED_FOR]
    largest = moved[-_BRAKED_FOR:].max(axis=0, initial=0.0)
    return len(usual) > 0 and bool((largest > _SHOCK * usual.mean(axis=0)).any())


@dataclass(frozen=True, eq=False)
class History:
    """Forecasts of a series by one rule from every month of its past, each from what was known then.

    paths : (origin, month ahead) central forecasts, rows before the first left at no number
    brakes : (origin) whether a shock braked the rule; all false for no change
    with_pandemic : whether its interval counts the pandemic's errors
    """

    panel: Panel
    paths: Array
    brakes: _Flags
    with_pandemic: bool = False

    def quantiles(self, origin: int, ahead: int) -> Array:
        """The forecast of a month as quantiles; (level) [unit of the figure].

        origin : place of the month that it is made in
        ahead : months, from 1
        The central forecast plus and minus each error that earlier forecasts as far ahead had made by then;
        so its median is the central forecast.
        """
        errors = self._errors(origin, ahead)
        spread = np.concatenate([errors, -errors])
        found: Array = np.quantile(self.panel.level(self.paths[origin, ahead - 1] + spread), LEVELS)
        return found

    def central(self, origin: int, ahead: int) -> float:
        """The central forecast of a month [unit of the figure]; both as `quantiles`."""
        return float(self.panel.level(self.paths[origin, ahead - 1 : ahead])[0])

    def _errors(self, origin: int, ahead: int) -> Array:
        made = np.arange(LEARN, origin - ahead + 1)
        if not self.with_pandemic:
            made = made[_calm(self.panel, made, ahead)]
        errors: Array = self.panel.values[made + ahead, 0] - self.paths[made, ahead - 1]
        return errors


def _calm(panel: Panel, origins: npt.NDArray[np.int64], ahead: int) -> _Flags:
    """Which forecasts no month of the pandemic touches; (origin)."""
    before = np.concatenate([[0.0], np.cumsum(1.0 - panel.usable)])
    calm: _Flags = before[origins + ahead + 1] == before[origins]
    return calm


def has_interval(panel: Panel, origin: int, ahead: int) -> bool:
    """Whether enough errors outside the pandemic are known in a month.

    origin : place of the month
    ahead : months, from 1
    """
    made = np.arange(LEARN, origin - ahead + 1)
    return int(_calm(panel, made, ahead).sum()) >= _FEWEST


def no_change(panel: Panel, ahead: int = FARTHEST) -> History:
    """Forecasts of no change, as far ahead as one likes.

    ahead : months
    """
    still = np.repeat(panel.values[:, :1], ahead, axis=1)
    return History(panel, still, np.zeros(len(still), dtype=np.bool_))


def histories(panel: Panel) -> Mapping[str, History]:
    """Forecasts from every month once five years are known, by rule.

    `NO_CHANGE`; `BRAKED`: the autoregression to `until` months, then no change, and no change while it is
    braked; `UNBRAKED`: the same without a brake; `GUARDED`: the autoregression to the end where its past
    errors were smaller.
    """
    still = no_change(panel)
    carried = np.full_like(still.paths, np.nan)
    brakes = still.brakes.copy()
    for origin in range(LEARN, len(panel.months)):
        carried[origin] = autoregression_path(panel, origin)
        brakes[origin] = is_braked(panel.values[: origin + 1])
    used = np.arange(1, FARTHEST + 1) <= panel.until
    until = np.where(used, carried, np.where(np.isnan(carried), np.nan, still.paths))
    paths, own_brakes = _guarded(panel, carried)
    return {
        NO_CHANGE: still,
        BRAKED: History(panel, np.where(brakes[:, None], still.paths, until), brakes),
        GUARDED: History(panel, paths, own_brakes, with_pandemic=True),
        UNBRAKED: History(panel, until, np.zeros_like(brakes)),
    }


def _guarded(panel: Panel, carried: Array) -> tuple[Array, _Flags]:
    """The autoregression where its discounted past error was 3% below that of no change, else no change.

    carried : (origin, month ahead) the autoregression
    Errors known by then have a half-life of 36 months; fewer than `_FEWEST` leave no change. The brake
    looks at the series alone.
    """
    y = panel.values[:, 0]
    paths = np.repeat(y[:, None], FARTHEST, axis=1)
    paths[:LEARN] = np.nan
    brakes = np.zeros(len(y), dtype=np.bool_)
    for origin in range(LEARN, len(y)):
        brakes[origin] = is_braked(panel.values[: origin + 1, :1])
        if brakes[origin]:
            continue
        for ahead in range(1, FARTHEST + 1):
            made = np.arange(LEARN, origin - ahead + 1)
            if len(made) < _FEWEST:
                break
            weight = 0.5 ** ((origin - ahead - made) / _HALF_LIFE)
            came = y[made + ahead]
            error = weight @ np.abs(came - carried[made, ahead - 1])
            if error <= _MARGIN * (weight @ np.abs(came - y[made])):
                paths[origin, ahead - 1] = carried[origin, ahead - 1]
    return paths, brakes
