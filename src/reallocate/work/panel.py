"""Occupations comparable over years, weighted ranks, and the outcome of the history in words."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reallocate.kernel import number as numbers
from reallocate.kernel.errors import InvariantError, Problem
from reallocate.work.reach import enough_agree

Array: TypeAlias = NDArray[np.float64]

QUINTILES = 5


def middle_ranks(values: Array, weights: Array) -> Array:
    """The rank of each value where each counts as often as its weight says.

    values : (item), or (draw, item) without ties
    weights : (item) or (draw, item), 0 or more
    Returns (draw, item) or (item). Items of equal value share the middle of their places; the rank
    is the weight below them plus half of their own, so whole weights give the usual average rank
    less a half.
    """
    if values.ndim == 1:
        _, place = np.unique(values, return_inverse=True)
        sums = _sums_by_place(weights, place)
        middle = np.cumsum(sums, axis=-1) - sums / 2
        return np.asarray(middle[..., place])
    order = np.argsort(values, axis=1, kind="stable")
    sorted_weights = np.take_along_axis(np.broadcast_to(weights, values.shape), order, axis=1)
    ranks = np.empty_like(values)
    np.put_along_axis(ranks, order, np.cumsum(sorted_weights, axis=1) - sorted_weights / 2, axis=1)
    return ranks


def _sums_by_place(weights: Array, place: NDArray[np.intp]) -> Array:
    order = np.argsort(place, kind="stable")
    starts = np.flatnonzero(np.diff(place[order], prepend=-1))
    return np.asarray(np.add.reduceat(weights[..., order], starts, axis=-1))


def rank_correlation(first: Array, second: Array, weights: Array) -> Array:
    """Spearman's rank correlation, each item counted as often as its weight says.

    first, second : (item) or (draw, item) ranks, as from `middle_ranks` with the same weights
    weights : (item) or (draw, item), 0 or more
    Returns (draw) or one number [−1 to 1]; missing where one of them does not vary.
    ρ = Σ w·(a − ā)(b − b̄) / √(Σ w·(a − ā)² · Σ w·(b − b̄)²)
    Source: Spearman 1904, Am. J. Psychol. 15:72; ranks with ties by Kendall 1945, Biometrika 33:239.
    """
    total = weights.sum(axis=-1)
    a = first - (_sum(weights, first) / total)[..., None]
    b = second - (_sum(weights, second) / total)[..., None]
    spread = np.sqrt(_sum(weights, a, a) * _sum(weights, b, b))
    missing = np.full(spread.shape, np.nan)
    return np.asarray(np.divide(_sum(weights, a, b), spread, out=missing, where=spread > 0))


def _sum(*arrays: Array) -> Array:
    letters = ",".join(["...i"] * len(arrays))
    return np.asarray(np.einsum(f"{letters}->...", *arrays))


def quintile_shares(score: Array, employment: Array) -> Array:
    """How much of each item lies in each fifth of all jobs, the lowest scores first.

    score : (item) what jobs are sorted by
    employment : (item) [persons], above 0
    Returns (item, fifth) [share]; items sum to 1 and fifths hold the same employment. Items of equal
    score are not told apart: where they reach over a boundary, each is divided in the same proportion.
    """
    _, place = np.unique(score, return_inverse=True)
    block = np.bincount(place, employment) / employment.sum()
    end = np.cumsum(block)
    start = end - block
    cuts = np.arange(QUINTILES + 1) / QUINTILES
    inside = np.minimum(end[:, None], cuts[1:]) - np.maximum(start[:, None], cuts[:-1])
    shares = np.clip(inside, 0.0, None)
    return np.asarray((shares / shares.sum(axis=1, keepdims=True))[place])


_ROUNDING = 1e-9
"""[fifths] By which a middle that is a border of fifths may fall short of it."""


def quintiles(score: Array, weight: Array) -> NDArray[np.int64]:
    """Which fifth of the weight each item is in, the lowest scores first; (item) 0 to 4.

    score : (item) such as exposure, before anything happened
    weight : (item) such as people, above 0
    An item is in the fifth that its middle is in, the upper one where that is a border; equal scores stand in
    their order.
    Raises `InvariantError` where a score is missing.
    """
    if not np.isfinite(score).all():
        what = f"{int((~np.isfinite(score)).sum())} occupations have no score"
        remedy = "Leave these occupations out, or fill their scores and say so."
        why = "Missing is not low: their people would stand among the least exposed."
        raise InvariantError(Problem(what, "quintiles", remedy, why))
    order = np.argsort(score, kind="stable")
    middle = np.cumsum(weight[order]) - weight[order] / 2
    fifth = np.empty(len(score), dtype=np.int64)
    # Half a step of rounding on either side would tell which fifth a border is in.
    above = QUINTILES * middle / weight.sum() + _ROUNDING
    fifth[order] = np.minimum(above, QUINTILES - 1).astype(np.int64)
    return fifth


def weighted_quantiles(values: Array, weights: Array, shares: Sequence[float]) -> tuple[float, ...]:
    """The least values with such shares of the weight at or below them.

    values : (item)
    weights : (item), 0 or more, some above 0
    shares : of the weight
    """
    order = np.argsort(values, kind="stable")
    below = np.cumsum(weights[order])
    return tuple(float(values[order][np.searchsorted(below, share * below[-1])]) for share in shares)


BEFORE = (2017, 2019)
"""The placebo: two years before generative AI."""

AFTER = (2022, 2025)
"""From the last survey before ChatGPT (November 2022) to the latest."""

COUNTED = ("direct", "bridged")
"""How a year's figure may have come about; in the others a joint code was divided, so growth is guessed."""

_LEAST = 5_000.0
"""Employment at the start of a window that an occupation must exceed [persons]."""

DRAWS = 1_000
SEED = 2026


@dataclass(frozen=True, eq=False)
class Panel:
    """The occupations whose employment can be compared in every window asked for.

    employment : (occupation, year) [persons]
    error : (occupation, year) standard error [share of employment]
    left_out : (occupation) reason, employment in the last start year [persons]
    employment_share : share of all jobs of that year that is kept
    """

    employment: pd.DataFrame
    error: pd.DataFrame
    left_out: pd.DataFrame
    employment_share: float


@dataclass(frozen=True, eq=False)
class Draws:
    """What the survey might have found, over the same occupations or over others like them.

    employment : (year) → (draw, occupation) [persons], survey error alone
    counts : (draw, occupation) how often an occupation is in the drawn sample
    sampled : (year) → (draw, occupation) [persons], employment × counts
    """

    employment: dict[int, Array]
    counts: Array
    sampled: dict[int, Array]


def comparable(
    history: pd.DataFrame, windows: tuple[tuple[int, int], ...] = (BEFORE, AFTER), least: float = _LEAST
) -> Panel:
    """The occupations to compare: same codes throughout, large enough, released.

    history : (occupation, year) employment [persons], employment_rse [%], status
    windows : first and last year of each
    least : employment at the start of each window that an occupation must exceed [persons]
    """
    years = sorted({year for window in windows for year in window})
    starts = [first for first, _ in windows]
    rows = history[history["year"].isin(years)]
    employment, error, status = (
        rows.pivot(index="occupation", columns="year", values=name).sort_index()[years]
        for name in ("employment", "employment_rse", "status")
    )
    hidden = employment.isna().any(axis=1) | error.isna().any(axis=1) | employment.le(0).any(axis=1)
    reason = pd.Series("", index=employment.index)
    reason = reason.mask((employment[starts] <= least).any(axis=1), f"{least:,.0f} jobs or fewer at a start")
    reason = reason.mask(hidden, "a figure was not released")
    reason = reason.mask(~status.isin(COUNTED).all(axis=1), _divided(status))
    kept = reason.eq("")
    people = employment[starts[-1]]
    left_out = pd.DataFrame({"reason": reason, "employment": people})[~kept]
    share = float(people[kept].sum() / people.sum())
    return Panel(employment[kept].astype(float), error[kept].astype(float) / 100, left_out, share)


def draw_panel(panel: Panel, draws: int = DRAWS, seed: int = SEED) -> Draws:
    """Employment as another survey of the same size might have found it, and resampled occupations.

    panel : the comparable occupations
    draws, seed : how many and from where
    E*[o,y] = E[o,y]·exp(s·z − s²/2), s² = ln(1 + rse²), z standard normal, independent by year;
    counts: the occupations drawn anew with replacement, as many as there are
    Source: Efron 1979, Ann. Statist. 7:1 (bootstrap); relative standard errors as OEWS publishes them.
    """
    random = np.random.default_rng(seed)
    size = len(panel.employment)
    sample = {}
    for year in panel.employment.columns:
        spread = np.sqrt(np.log1p(panel.error[year].to_numpy() ** 2))
        noise = spread * random.standard_normal((draws, size)) - spread**2 / 2
        sample[int(year)] = panel.employment[year].to_numpy() * np.exp(noise)
    chosen = random.integers(0, size, (draws, size)) + size * np.arange(draws)[:, None]
    counts = np.bincount(chosen.ravel(), minlength=draws * size).reshape(draws, size).astype(float)
    return Draws(sample, counts, {year: people * counts for year, people in sample.items()})


def _divided(status: pd.DataFrame) -> pd.Series:
    """Which years' figures are parts of a joint code: `split in 2017, hybrid in 2019`."""
    lines = pd.Series("", index=status.index)
    for year in status.columns:
        here = ~status[year].isin(COUNTED)
        lines = lines.mask(here, lines + ", " + status[year].fillna("unknown") + f" in {year}")
    return lines.str.removeprefix(", ")


_OPENINGS = {
    "supported": "Exposure predicted decline",
    "not supported": "Exposure has not predicted decline so far",
    "mixed": "Whether exposure predicted decline depends on the source",
}


def _predicts_decline(row: Mapping[Hashable, Any]) -> bool:
    """Whether growth falls with exposure more than it did before, by more than chance explains.

    row : difference and its interval low, high [rank correlation]
    """
    return bool(row["difference"] < 0 and row["high"] < 0)


def verdict(measured: pd.DataFrame) -> str:
    """Claim 3d, exposure foretells decline: supported, not supported or mixed.

    measured : (source) difference and its interval low, high [rank correlation]
    Supported where the difference is negative and its interval excludes 0 under at least 5 sources of 8;
    not supported where the interval contains or exceeds 0 under at least 5; else mixed.
    """
    declines = np.array([_predicts_decline(row) for row in measured.to_dict("records")])
    if enough_agree(declines):
        return "supported"
    return "not supported" if enough_agree(~declines) else "mixed"


def finding(row: Mapping[Hashable, Any]) -> str:
    """One source's outcome in a sentence.

    row : its rank correlations, their difference and interval; its gaps [share/year]
    """
    if _predicts_decline(row):
        end = "growth falls with exposure more steeply than before"
    elif row["low"] > 0:
        falls = float(row["rank_correlation_after"]) < 0
        how = "falls with exposure less steeply than before" if falls else "no longer falls with exposure"
        end = f"growth {how}"
    else:
        end = "no change that could not be chance"
    before, after = (_against_all(row[name]) for name in ("gap_before", "gap_after"))
    return (
        f"{row['source']}: the most exposed fifth of jobs grew {before} than all jobs from 2017 to 2019, and "
        f"{after} from 2022 to 2025. The rank correlation of exposure with growth went from "
        f"{signed(row['rank_correlation_before'])} to {signed(row['rank_correlation_after'])}, by "
        f"{signed(row['difference'])} ({signed(row['low'])} to {signed(row['high'])}): {end}."
    )


def overall(measured: pd.DataFrame) -> str:
    """The sentence about the most exposed that carries the outcome over all sources, whatever it is.

    measured : (source) difference, low, high, difference_weighted [rank correlation]; gap_before,
        gap_after, gap_change, gap_low, gap_high [share/year]; occupations
    """
    sources = len(measured)
    steeper = sum(_predicts_decline(row) for row in measured.to_dict("records"))
    flatter = int((measured["low"] > 0).sum())
    heavy = int((measured["difference_weighted"] < 0).sum())
    wider = int((measured["gap_change"] < 0).sum())
    surely = int((measured["gap_high"] < 0).sum())
    occupations = int(measured["occupations"].iloc[0])
    return (
        f"{_OPENINGS[verdict(measured)]}. Test: does growth over {occupations} occupations fall with "
        "exposure more steeply from 2022 to 2025 than from 2017 to 2019, before the AI? Under "
        f"{steeper or 'none'} of the {sources} sources is the fall steeper by more than chance; under "
        f"{flatter or 'none'} it is flatter. From "
        f"2017 to 2019 the most exposed fifth of US jobs grew {_span(measured['gap_before'], ' points')} a "
        "year than all jobs, depending on the source. From 2022 to 2025 it grew "
        f"{_span(measured['gap_after'], ' points')}. It fell further behind under {wider} sources, by more "
        f"than chance under {surely}. If occupations are weighted by their number of jobs, the fall "
        f"is steeper under {heavy} sources."
    )


def signed(number: float, digits: int = 2) -> str:
    """A number with its sign, and none where it is rounded to 0.

    number : such as a rank correlation
    digits : after the point
    """
    return numbers.signed(number, digits)


def _against_all(gap: float) -> str:
    """How much less or more [share/year] in words."""
    return f"{abs(100 * gap):.1f} points a year {_side(gap)}"


def _span(gaps: pd.Series, unit: str = "") -> str:
    low, high = float(gaps.min()), float(gaps.max())
    if low * high > 0:
        small, large = sorted((abs(low), abs(high)))
        return f"{100 * small:.1f} to {100 * large:.1f}{unit} {_side(low)}"
    return f"between {abs(100 * low):.1f}{unit} less and {100 * high:.1f} more"


def _side(gap: float) -> str:
    return "less" if gap < 0 else "more"
