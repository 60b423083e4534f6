"""Occupations whose employment can be compared over the years, and what another survey might have found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.work.ranks import Array

BEFORE = (2017, 2019)
"""The placebo: two years before generative AI."""

AFTER = (2022, 2025)
"""From the last survey before ChatGPT (November 2022) to the latest."""

COUNTED = ("direct", "bridged")
"""How a year's figure may have come about; in the others a joint code was divided, so growth is guessed."""

LEAST = 5_000.0
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
    history: pd.DataFrame, windows: tuple[tuple[int, int], ...] = (BEFORE, AFTER), least: float = LEAST
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
