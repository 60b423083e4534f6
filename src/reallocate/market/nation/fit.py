"""Which speeds of the market fit what was observed, how sharply, and the pass marks of the fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Condition

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import least_squares

from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import DataError, Problem
from reallocate.kernel.executor import Say
from reallocate.market.flow.engine import survey_series
from reallocate.market.nation.observed import Observed, demand_scale
from reallocate.market.nation.rest import NormalSlack, follow
from reallocate.market.state.market import SERIES, Market, Rates, per_step


def _distances(modelled: Array, observed: Array, spread: Array) -> Array:
    """Distances in standard deviations of each series; (month, series) [standard deviations].

    modelled, observed : (month, series) [share]
    spread : (series) standard deviation of the observed [share]
    (model − observed)/σ
    """
    result: Array = (modelled - observed) / spread
    return result


def _mean_squared(distance: Array) -> float:
    """Mean squared distance, which a fit makes least [variances of each series].

    distance : any shape, as from `_distances`
    Σ_months Σ_series ((model − observed)/σ)²/(months·series)
    """
    return float(np.mean(distance**2))


def root_mean_square_error(modelled: Array, observed: Array) -> float:
    """Root-mean-square error of one series, in its own unit.

    modelled, observed : (month)
    √(Σ_months (model − observed)²/months)
    """
    return float(np.sqrt(np.mean((modelled - observed) ** 2)))


Series = Callable[[Array], Array]

FITTED = ("separation", "opening", "effort", "on_the_job", "replaced", "adjustment", "amplitude")
"""δ_u, δ_v, a, λ, κ, γ = γ_u = γ_v per published step, and how far demand moves with output."""
HELD: Mapping[str, float] = {"adjustment": 0.16}
"""γ as published: slower adjustment with demand that swings further fits nearly as well, so one is held."""
_GUESS = np.array([0.0067, 0.0086, 0.215, 0.07, 0.8, 0.16, 1.0])
LOW = np.array([0.0005, 0.0005, 0.02, 0.005, 0.0, 0.02, 0.0])
HIGH = np.array([0.03, 0.03, 1.0, 0.6, 1.0, 0.98, 8.0])
_NUDGE = 1e-4
"""Of a parameter, to see what it moves."""
_ROOM = 1e-4
"""Of its range, by which a search begins away from either end."""


@dataclass(frozen=True, eq=False)
class Fit:
    """The fitted market and how well it is fitted.

    values : (parameter) as `FITTED`
    standard_errors : (parameter), from the curvature, months taken as independent
    error : mean squared distance from the series, each in its own standard deviations
    modelled, observed : (month, series) [share]
    months : (month)
    """

    values: Array
    standard_errors: Array
    error: float
    modelled: Array
    observed: Array
    months: tuple[str, ...]

    @property
    def rates(self) -> Rates:
        """The same as the engines read them, without the slack outside the labour force."""
        return rates_of(self.values)

    @property
    def amplitude(self) -> float:
        """How far demand moves with output [ratio]."""
        return float(self.values[FITTED.index("amplitude")])

    def summary(self) -> pd.DataFrame:
        """One row a series: means, standard deviations, correlation, root-mean-square error [share]."""
        rows = []
        for place, name in enumerate(SERIES):
            model, data = self.modelled[:, place], self.observed[:, place]
            rows.append(
                {
                    "series": name,
                    "mean_observed": data.mean(),
                    "mean_modelled": model.mean(),
                    "deviation_observed": data.std(),
                    "deviation_modelled": model.std(),
                    "correlation": float(np.corrcoef(model, data)[0, 1]),
                    "error": root_mean_square_error(model, data),
                }
            )
        return pd.DataFrame(rows)


def rates_of(values: Array, outside: float = 0.0) -> Rates:
    """Fitted values as the engines read them.

    values : (parameter) as `FITTED`
    outside : people outside the labour force, for each in it [ratio]
    """
    given = dict(zip(FITTED, (float(value) for value in values), strict=True))
    closed = per_step(given.pop("adjustment"))
    given.pop("amplitude")
    return Rates(close_surplus=closed, close_shortage=closed, leaving=1.0, outside=outside, **given)


def modelled(market: Market, normal: NormalSlack, seen: Observed) -> Series:
    """The series as the market gives them for any fitted values.

    seen : for the cycle of demand
    Returns a function of (run, parameter) to (month, series, run) [share].
    """

    def series(values: Array) -> Array:
        rates = [rates_of(row, normal.outside) for row in values]
        amplitude = values[:, FITTED.index("amplitude")]
        return survey_series(follow(market, normal, rates, demand_scale(amplitude, seen.cycle))[0])

    return series


def fit(
    series: Series,
    seen: Observed,
    held: Mapping[str, float] | None = None,
    guess: Array = _GUESS,
    say: Say | None = None,
    precision: float = 1e-7,
) -> Fit:
    """The values nearest to what was observed, by least squares.

    series : as from `modelled`
    seen : months and values
    held : (parameter) values that are not fitted; γ as published where nothing is said
    guess : (parameter) to begin with
    say : told each step of the search
    precision : change of the error, or of the values, at which the search ends [share]
    min Σ_months Σ_series ((model − observed)/standard deviation)²; trust-region reflective.
    Raises `DataError` where the search ends without a minimum.
    Source: Branch, Coleman, Li 1999, SIAM J. Sci. Comput. 21:1, DOI 10.1137/S1064827595289108.
    """
    search = Search(series, seen, HELD if held is None else held, guess, say)
    start = guess[search.free]
    # A value that stands at an end of its range would leave the search no room on one side.
    inside = np.clip(start, search.low + _ROOM * (search.high - search.low), search.high)
    result = least_squares(
        search.distance,
        np.minimum(inside, search.high - _ROOM * (search.high - search.low)),
        search.slope,
        bounds=(search.low, search.high),
        x_scale=np.maximum(np.abs(start), _NUDGE),
        xtol=precision,
        ftol=precision,
    )
    if not result.success:
        raise DataError(Problem("the fit of the market ended without a minimum", "calibration"))
    errors = np.full(len(FITTED), np.nan)
    errors[search.free] = _standard_errors(result.jac, result.fun, result.active_mask == 0)
    return Fit(
        search.whole(result.x),
        errors,
        _mean_squared(result.fun),
        search.series(result.x),
        seen.values,
        seen.months,
    )


class Search:
    """Distances from what was observed, and how they change, from one batch of runs for each point.

    series, seen, held, guess, say : as for `fit`
    """

    def __init__(
        self, series: Series, seen: Observed, held: Mapping[str, float], guess: Array, say: Say | None = None
    ) -> None:
        self._series, self._seen, self._say = series, seen, say or (lambda _: None)
        self.free = np.array([name not in held for name in FITTED])
        self._whole = np.array([held.get(name, value) for name, value in zip(FITTED, guess, strict=True)])
        self.low, self.high = LOW[self.free], HIGH[self.free]
        self._point, self._batch, self._steps, self._count = np.zeros(0), np.zeros(0), np.zeros(0), 0

    def whole(self, part: Array) -> Array:
        """All values; (parameter).

        part : those that are fitted
        """
        row = self._whole.copy()
        row[self.free] = part
        return row

    def series(self, part: Array) -> Array:
        """The series at a point; (month, series) [share].

        part : values that are fitted
        """
        self._at(part)
        return self._batch[:, :, 0]

    def distance(self, part: Array) -> Array:
        """(month · series) distances in standard deviations of each series.

        part : values that are fitted
        """
        return _distances(self.series(part), self._seen.values, self._seen.spread()).ravel()

    def slope(self, part: Array) -> Array:
        """(month · series, value) how the distances change, by one-sided differences.

        part : values that are fitted
        """
        self._at(part)
        flat = (self._batch / self._seen.spread()[None, :, None]).reshape(-1, len(part) + 1)
        return (flat[:, 1:] - flat[:, :1]) / self._steps[None, :]

    def _at(self, part: Array) -> None:
        """Run the point and its neighbours, once."""
        if np.array_equal(part, self._point):
            return
        steps = np.maximum(np.abs(part), 1e-3) * _NUDGE
        self._steps = np.where(part + steps > self.high, -steps, steps)
        rows = [self.whole(part)] + [self.whole(part + one) for one in np.diag(self._steps)]
        self._point, self._batch = part.copy(), self._series(np.array(rows))
        self._count += 1
        error = _mean_squared(_distances(self._batch[:, :, 0], self._seen.values, self._seen.spread()))
        self._say(f"trial {self._count}, mean squared distance {error:.4f}")


def _standard_errors(slopes: Array, distances: Array, inside: npt.NDArray[np.bool_]) -> Array:
    """From the curvature; missing where a value stands at an end of its range."""
    errors = np.full(len(inside), np.nan)
    slopes = slopes[:, inside]
    spare = max(1, len(distances) - slopes.shape[1])
    covariance = np.linalg.pinv(slopes.T @ slopes) * float(distances @ distances) / spare
    errors[inside] = np.sqrt(np.maximum(np.diag(covariance), 0.0))
    return errors


Task = Callable[[Series], Fit]


def together(series: Series, tasks: Sequence[Task]) -> list[Fit]:
    """What every search finds, in their order; the same as one after another.

    series : as from `modelled`; a run's result does not depend on the runs beside it
    tasks : from the series that they are to ask to a fit
    A market with many runs side by side takes little longer than one with few, so that fourteen searches
    together take a quarter of the time.
    """
    gathered = Gathered(series, len(tasks))

    def search(task: Task) -> Fit:
        try:
            return task(gathered)
        finally:
            gathered.leave()

    if not tasks:
        return []
    with ThreadPoolExecutor(max_workers=len(tasks)) as pool:
        return list(pool.map(search, tasks))


class Gathered:
    """The series, asked by several searches in threads of their own.

    series : as from `modelled`
    searches : how many will ask
    """

    def __init__(self, series: Series, searches: int) -> None:
        self._series, self._searching = series, searches
        self._turn, self._round = Condition(), 0
        self._asked: list[Array] = []
        self._answers: list[Array] = []
        self._failure: BaseException | None = None

    def __call__(self, values: Array) -> Array:
        """The series for some values; (month, series, run) [share].

        values : (run, parameter)
        """
        with self._turn:
            # No later round can begin before this search has read its answer and asked again.
            place, now = len(self._asked), self._round
            self._asked.append(values)
            self._answer_if_all()
            self._turn.wait_for(lambda: self._round != now)
            if self._failure is not None:
                raise self._failure
            return self._answers[place]

    def leave(self) -> None:
        """Ask no more."""
        with self._turn:
            self._searching -= 1
            self._answer_if_all()

    def _answer_if_all(self) -> None:
        if not self._asked or len(self._asked) < self._searching:
            return
        ends = np.cumsum([len(one) for one in self._asked])[:-1]
        try:
            self._answers = np.split(self._series(np.concatenate(self._asked)), ends, axis=2)
        except BaseException as failure:  # every search must hear of it, or the others would wait for ever
            self._failure = failure
        self._asked, self._round = [], self._round + 1
        self._turn.notify_all()


_MEAN = 0.05
"""A mean may be off by so much of itself."""
_CORRELATION = 0.6
"""Least correlation of the monthly paths."""
_MOBILITY = (0.06, 0.19)
"""Published range of people who change occupation in a year [share/year]: BLS EP 2024-34 to CPS."""


@dataclass(frozen=True)
class Check:
    """One thing that has to hold.

    found, low, high : the figure and where it has to lie
    unit : of them
    """

    name: str
    found: float
    low: float
    high: float
    unit: str

    @property
    def holds(self) -> bool:
        """Whether it does."""
        return self.low <= self.found <= self.high


def gate(fit: Fit, mobility: float) -> tuple[Check, ...]:
    """Everything that has to hold before a scenario may be shown.

    fit : the market beside the series, over the months of the gate
    mobility : people who change occupation in a year [share/year]
    Means within 5% of the observed ones, monthly paths correlated at 0.6 or more and nearer to the
    observed than their mean is (error below the standard deviation), mobility within what is published.
    Fixed before the first fit. How long people are unemployed is not available and is not checked.
    """
    checks = []
    for row in fit.summary().to_dict("records"):
        name, mean = str(row["series"]), float(row["mean_observed"])
        checks += [
            Check(
                f"{name}, mean", float(row["mean_modelled"]), mean * (1 - _MEAN), mean * (1 + _MEAN), "share"
            ),
            Check(f"{name}, correlation by month", float(row["correlation"]), _CORRELATION, 1.0, "ratio"),
            Check(f"{name}, error", float(row["error"]), 0.0, float(row["deviation_observed"]), "share"),
        ]
    checks.append(Check("occupation changes", mobility, *_MOBILITY, "share/year"))
    return tuple(checks)
