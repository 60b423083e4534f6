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
    mean = np.average(values, weights=weights)
    away = values - mean
    scaled: Array = away / np.sqrt(np.average(away**2, weights=weights))
    return scaled


def least_squares(
    outcome: Array, columns: Array, weights: Array, clusters: Integers
) -> tuple[Array, Array]:
    """Weighted least squares: coefficients and standard errors.

    outcome : (row)
    columns : (row, regressor)
    weights : (row)
    clusters : (row) number of the cluster; each row its own for errors robust to unequal spread
    b = (X'WX)⁻¹X'Wy, V = (X'WX)⁻¹(Σ_g s_g s_g')(X'WX)⁻¹·G/(G − 1)·(n − 1)/(n − k), s_g = Σ_{i in g} w·x·e
    Source: Cameron, Miller 2015, Journal of Human Resources 50:317, DOI 10.3368/jhr.50.2.317 (CR1).
    """
    inverse = np.linalg.inv(columns.T @ (columns * weights[:, None]))
    coefficients: Array = inverse @ (columns.T @ (weights * outcome))
    scores = np.zeros((int(clusters.max()) + 1, columns.shape[1]))
    np.add.at(scores, clusters, columns * (weights * (outcome - columns @ coefficients))[:, None])
    count, (rows, regressors) = len(scores), columns.shape
    correction = count / (count - 1) * (rows - 1) / (rows - regressors)
    errors: Array = np.sqrt(np.diag(inverse @ (scores.T @ scores) @ inverse) * correction)
    return coefficients, errors


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
        outcome, count = self.outcomes[:, place], len(exposure)
        moved = self.treatment @ exposure
        value = float(moved @ outcome / (moved @ moved))
        left = outcome - value * moved
        scores = np.bincount(self.groups, weights=moved * left, minlength=count)
        error = float(np.sqrt(scores @ scores * count / (count - 1)) / (moved @ moved))
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

    slope, slope_error : before the kink [unit a year]
    change, change_error : of the slope, after it [unit a year]
    """

    slope: float
    slope_error: float
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
    return Kink(float(fitted[1]), float(errors[1]), float(fitted[2]), float(errors[2]))


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
