"""What returns in a market where what AI can do falls back: work and people, eight quarters on."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.economy.job_effects import ended_in_quarter
from reallocate.economy.market.accounts import Accounts
from reallocate.economy.market.unemployment_rate import ratio
from reallocate.economy.trajectory import Trajectory
from reallocate.measure.arrays import Array
from reallocate.measure.quantiles import SUFFIXES

Missing = tuple[Array, Array]

REVERSAL = "reversal"
QUARTERS_AFTER = 8
"""Two years: when what has come back is counted."""
WORK, PEOPLE = "jobs that adopters end at unchanged output", "people in work, all industries"


def counted_at(quarter: float) -> tuple[int, int]:
    """The last quarter before a reversal, and the one eight quarters later, from the start.

    quarter : first in which what AI can do has fallen back, as `reversal_quarter`
    """
    before = max(int(np.ceil(quarter)) - 1, 0)
    return before, before + QUARTERS_AFTER


def least_years(quarter: float) -> int:
    """Whole years of a run that sees what returns.

    quarter : as for `counted_at`
    """
    return -(-counted_at(quarter)[1] // 4)


def missing(extended: Trajectory, without: Trajectory, accounts: Accounts) -> Missing:
    """Jobs that AI ends at unchanged output, and people missing from work; (quarter, run) [persons].

    extended : runs
    without : the same runs without further AI
    accounts : for all jobs at the start
    """
    gone = np.stack([ended_in_quarter(parts, accounts).sum(axis=0) for parts in extended.parts])
    here, there = (
        np.stack([people[0].sum(axis=0) for people in made.people]) for made in (extended, without)
    )
    return gone, there - here


def returned(turned: Missing, unbroken: Missing, quarter: float) -> dict[str, dict[str, Array]]:
    """What is missing and what returns, of work and of people; each figure by run.

    turned, unbroken : with a reversal and without it
    quarter : as for `counted_at`
    back = at_reversal − after [persons], share_back its share of at_reversal; share_of_unbroken =
    (unbroken − after) ÷ unbroken: what is there of what would be missing without it.
    """
    before, later = counted_at(quarter)
    figures: dict[str, dict[str, Array]] = {}
    for name, here, there in zip((WORK, PEOPLE), turned, unbroken, strict=True):
        at, after, otherwise = here[before], here[later], there[later]
        figures[name] = {
            "at_reversal": at,
            "after": after,
            "unbroken": otherwise,
            "back": at - after,
            "share_back": ratio(at - after, at, np.nan),
            "share_of_unbroken": ratio(otherwise - after, otherwise, np.nan),
        }
    return figures


def returned_frame(turned: Missing, unbroken: Missing, quarter: float) -> pd.DataFrame:
    """The same over draws, each figure the median of its own.

    turned, unbroken, quarter : as for `returned`
    """
    rows = []
    for name, figures in returned(turned, unbroken, quarter).items():
        row: dict[str, object] = {"jobs": name}
        for figure, values in figures.items():
            row |= {f"{figure}{end}": _quantile(values, at) for end, at in SUFFIXES.items()}
        rows.append({**row, "further": float((figures["back"] < 0).mean())})
    return pd.DataFrame(rows)


def _quantile(values: Array, at: float) -> float:
    known = values[np.isfinite(values)]
    return float(np.quantile(known, at)) if len(known) else float("nan")
