"""Regressions with the errors that few groups and slow series need, and the effect that would show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import ndtri

from reallocate.kernel.arrays import Array, Integers

SIGNIFICANT = 1.96
"""|t| from which an estimate differs from 0 at 5%."""
ONE_SIDED_95 = 1.645
"""Errors from an estimate to its one-sided 95% bound, and to either end of its 90% interval."""
_POWER = 2.8
"""1.96 + 0.84: an effect of so many standard errors shows in four of five cases."""


def least_detectable(error: float) -> float:
    """The smallest effect that shows in four of five cases.

    error : standard error of the estimate [any unit]
    (z_0.975 + z_0.8)·s.e. = 2.8·s.e.
    Source: Bloom 1995, Evaluation Review 19:547, DOI 10.1177/0193841X9501900504.
    """
    return _POWER * error


@dataclass(frozen=True)
class Estimate:
    """A coefficient with its error.

    value, error : [unit of the outcome per unit of the regressor]
    p : of the coefficient where exposures are reassigned to groups; not a number where it was not asked for
    """

    value: float
    error: float
    p: float = float("nan")

    @property
    def is_significant(self) -> bool:
        """By the p of reassigned exposures where there is one, else by its t."""
        return self.p < 0.05 if self.p == self.p else abs(self.value) > SIGNIFICANT * self.error


def standardised(values: Array, weights: Array) -> Array:
    """Values less their mean, in standard deviations.

    values : (item) [any unit]
    weights : (item), such as workers
    """
    scaled: Array = (values - np.average(values, weights=weights)) / weighted_spread(values, weights)
    return scaled


def weighted_spread(values: Array, weights: Array) -> float:
    """The standard deviation, such as over workers.

    values, weights : as in `standardised`
    """
    mean = np.average(values, weights=weights)
    return float(np.sqrt(np.average((values - mean) ** 2, weights=weights)))


def least_squares(outcome: Array, columns: Array, weights: Array, clusters: Integers) -> tuple[Array, Array]:
    """Weighted least squares: coefficients and standard errors.

    outcome : (row)
    columns : (row, regressor)
    weights : (row)
    clusters : (row) number of the cluster; each row its own for errors robust to unequal spread
    b = (X'WX)⁻¹X'Wy, errors of `instrumented`
    """
    return instrumented(outcome, columns, columns, weights, clusters)


def instrumented(
    outcome: Array, causes: Array, instruments: Array, weights: Array, clusters: npt.ArrayLike, taken: int = 0
) -> tuple[Array, Array]:
    """Weighted two-stage least squares with as many instruments as causes: coefficients, standard errors.

    outcome : (row)
    causes, instruments : (row, cause); the causes themselves for least squares
    weights : (row)
    clusters : (row) rows of one cluster may depend on each other
    taken : controls that were taken out of all three before
    b = (Z'WD)⁻¹Z'Wy, V of `clustered`·(n − 1)/(n − k)
    Source: Cameron, Miller 2015, Journal of Human Resources 50:317, DOI 10.3368/jhr.50.2.317 (CR1).
    """
    weighted = instruments * weights[:, None]
    bread = np.linalg.inv(weighted.T @ causes).astype(np.float64)
    coefficients: Array = bread @ (weighted.T @ outcome)
    covariance = clustered(bread, weighted * (outcome - causes @ coefficients)[:, None], clusters)
    rows, estimated = len(outcome), taken + causes.shape[1]
    errors: Array = np.sqrt(np.diag(covariance) * (rows - 1) / (rows - estimated))
    return coefficients, errors


def clustered(bread: Array, moments: Array, clusters: npt.ArrayLike) -> Array:
    """Covariance of coefficients whose errors depend on each other within a cluster alone.

    bread : (coefficient, moment) inverse of the slopes of the moments
    moments : (row, moment) each row's share of what the coefficients bring to 0, such as x·e
    clusters : (row)
    V = B(Σ_g s_g s_g')B'·G/(G − 1), s_g = Σ_{i in g} moments_i
    Source: Liang, Zeger 1986, Biometrika 73:13, DOI 10.1093/biomet/73.1.13.
    """
    sums = pd.DataFrame(moments).groupby(np.asarray(clusters)).sum().to_numpy()
    covariance: Array = bread @ (sums.T @ sums) @ bread.T * len(sums) / (len(sums) - 1)
    return covariance


def slope(
    outcome: Array, regressor: Array, weights: Array, clusters: Integers | None = None, *controls: Array
) -> Estimate:
    """How an outcome moves with one regressor, beside a constant.

    outcome, regressor, weights : (row)
    clusters : as in `least_squares`; each row its own where none are given
    controls : (row) each
    """
    columns = np.column_stack([np.ones(len(outcome)), regressor, *controls])
    own = np.arange(len(outcome)) if clusters is None else clusters
    values, errors = least_squares(outcome, columns, weights, own)
    return Estimate(float(values[1]), float(errors[1]))


@dataclass(frozen=True, eq=False)
class GroupPanel:
    """Groups by month, with dummies taken out of outcomes and of each group's own treatment.

    groups : (row) number of the group
    treatment : (row, group) the group's own treatment, without the dummies
    outcomes : (row, outcome) without the dummies
    """

    groups: Integers
    treatment: Array
    outcomes: Array

    def fit(self, place: int, exposure: Array, draws: Integers | None = None) -> Estimate:
        """How an outcome moves with exposure in the treated months.

        place : of the outcome
        exposure : (group) [standard deviations]
        draws : (draw, group) orders in which exposures are reassigned to groups; without them no p
        rate[g,t] = a[g, calendar month] + d[t] + β·z[g]·post[t] + e, errors clustered by group; p is the
        share of reassignments with as large a coefficient.
        Source: Cameron, Miller 2015, Journal of Human Resources 50:317, DOI 10.3368/jhr.50.2.317 (errors);
        Young 2019, Quarterly Journal of Economics 134:557, DOI 10.1093/qje/qjy029 (reassignment).
        """
        outcome = self.outcomes[:, place]
        moved = self.treatment @ exposure
        value = float(moved @ outcome / (moved @ moved))
        left = outcome - value * moved
        bread = np.array([[1.0 / (moved @ moved)]])
        error = float(np.sqrt(clustered(bread, (moved * left)[:, None], self.groups)[0, 0]))
        if draws is None:
            return Estimate(value, error)
        reassigned = np.abs(self.reassigned(place, exposure, draws))
        return Estimate(value, error, float((1 + (reassigned >= abs(value)).sum()) / (len(draws) + 1)))

    def reassigned(self, place: int, exposure: Array, draws: Integers) -> Array:
        """The coefficient under each reassignment; (draw).

        place, exposure, draws : as in `fit`
        """
        products = self.treatment.T @ self.treatment
        against = self.treatment.T @ self.outcomes[:, place]
        each = exposure[draws]
        coefficients: Array = (each @ against) / np.einsum("ij,jk,ik->i", each, products, each)
        return coefficients


def group_panel(
    rows: pd.DataFrame, outcomes: Sequence[str], treated: npt.ArrayLike, by_season: bool
) -> GroupPanel:
    """Take dummies of months, and of groups or of groups by calendar month, out of outcomes and treatment.

    rows : group [number], month, people, outcomes; a group weighs as its mean people
    treated : (row) 1 in treated months, or years
    by_season : whether each group has a level for each calendar month
    """
    weights = np.sqrt(rows.groupby("group")["people"].transform("mean").to_numpy())
    level = rows["group"].astype(str)
    if by_season:
        level = level + "-" + rows["month"].str[5:]
    dummies = pd.concat([pd.get_dummies(level), pd.get_dummies(rows["month"])], axis="columns")
    basis, upper = np.linalg.qr(dummies.to_numpy(float) * weights[:, None])
    basis = basis[:, np.abs(np.diag(upper)) > _INDEPENDENT * weights.max()]

    def without(columns: Array) -> Array:
        return columns - basis @ (basis.T @ columns)

    each = np.asarray(treated, float) * weights
    own = pd.get_dummies(rows["group"]).to_numpy(float) * each[:, None]
    values = rows[list(outcomes)].to_numpy(float) * weights[:, None]
    return GroupPanel(rows["group"].to_numpy(int), without(own), without(values))


_INDEPENDENT = 1e-10
"""Below this, as a share of the largest weight, a dummy adds nothing to those before it."""
_LAGS = 12
"""Months."""


@dataclass(frozen=True)
class Kink:
    """A line with a kink.

    slope : before the kink [unit a year]
    change, change_error : of the slope, after it [unit a year]
    """

    slope: float
    change: float
    change_error: float


def kinked_line(series: Array, place: int) -> Kink:
    """A line through a monthly series whose slope changes at one month.

    series : (month) [any unit]
    place : of the kink
    y[t] = a + b·(t − k)/12 + c·max(t − k, 0)/12 + e, errors by Newey and West with 12 lags.
    Source: Newey, West 1987, Econometrica 55:703, DOI 10.2307/1913610.
    """
    columns = _line(len(series), place)
    inverse = np.linalg.inv(columns.T @ columns)
    fitted = inverse @ columns.T @ series
    scores = columns * (series - columns @ fitted)[:, None]
    spread = scores.T @ scores
    for lag in range(1, _LAGS + 1):
        apart = scores[lag:].T @ scores[:-lag]
        spread += (1.0 - lag / (_LAGS + 1)) * (apart + apart.T)
    errors = np.sqrt(np.diag(inverse @ spread @ inverse))
    return Kink(float(fitted[1]), float(fitted[2]), float(errors[2]))


def best_kink(series: Array, places: range) -> int:
    """The month at which one kink leaves the least sum of squares.

    series : (month)
    places : months that are tried
    """

    def left(place: int) -> float:
        columns = _line(len(series), place)
        fitted = np.linalg.lstsq(columns, series)[0]
        return float(((series - columns @ fitted) ** 2).sum())

    return min(places, key=left)


def _line(count: int, place: int) -> Array:
    years = (np.arange(count) - place) / 12.0
    return np.column_stack([np.ones(count), years, np.maximum(years, 0.0)])


@dataclass(frozen=True)
class Pooled:
    """A mean of estimates that differ by more than their errors.

    mean, error : [unit of the estimates]
    between : standard deviation between studies
    low, high : 10% and 90% of a further study without error of its own
    """

    mean: float
    error: float
    between: float
    low: float
    high: float


def random_effects(values: Array, errors: Array) -> Pooled:
    """The mean of studies, each with a true effect of its own.

    values, errors : (study)
    τ² = max(0, (Q − (n − 1))/(Σw − Σw²/Σw)), w = 1/s.e.², mean = Σv·b/Σv, v = 1/(s.e.² + τ²)
    Source: DerSimonian, Laird 1986, Controlled Clinical Trials 7:177, DOI 10.1016/0197-2456(86)90046-2.
    """
    weights = errors**-2.0
    fixed = weights @ values / weights.sum()
    excess = weights @ (values - fixed) ** 2 - (len(values) - 1)
    between = max(0.0, excess / (weights.sum() - weights @ weights / weights.sum()))
    weights = 1.0 / (errors**2 + between)
    mean, error = float(weights @ values / weights.sum()), float(weights.sum() ** -0.5)
    reach = float(ndtri(0.9)) * (error**2 + between) ** 0.5
    return Pooled(mean, error, float(between**0.5), mean - reach, mean + reach)
