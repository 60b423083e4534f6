"""What returns in a market where what AI can do falls back: work and people, eight quarters on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.economy.job_effects import ended_jobs
from reallocate.economy.market.accounts import Accounts
from reallocate.economy.trajectory import Trajectory
from reallocate.measure.quantiles import SUFFIXES
from reallocate.study.economy.figures import row_of

Array = npt.NDArray[np.float64]
Missing = tuple[Array, Array]

REVERSAL = "reversal"
QUARTERS_AFTER = 8
"""Two years: when what has come back is counted."""
WORK, PEOPLE = "jobs that adopters end at unchanged output", "people in work, all industries"

REVERSAL_UNITS: Mapping[tuple[str, str], str] = {
    **{
        (REVERSAL, f"{name}{end}"): "persons"
        for name in ("at_reversal", "after", "unbroken", "back")
        for end in SUFFIXES
    },
    **{
        (REVERSAL, f"{name}{end}"): "share"
        for name in ("share_back", "share_of_unbroken")
        for end in SUFFIXES
    },
    (REVERSAL, "further"): "share of draws",
}


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
    ended = ended_jobs(extended, accounts).sum(axis=1)
    return ended, without.people[:, 0].sum(axis=1) - extended.people[:, 0].sum(axis=1)


def returned(turned: Missing, unbroken: Missing, quarter: float) -> dict[str, dict[str, Array]]:
    """What is missing and what returns, of work and of people; each figure by run.

    turned, unbroken : with a reversal and without it
    quarter : as for `counted_at`
    back = at_reversal − after [persons], share_back its share of at_reversal; share_of_unbroken =
    (unbroken − after) ÷ unbroken: what is there of what would be missing without it.
    """
    before, later = counted_at(quarter)
    found = {}
    for name, here, there in zip((WORK, PEOPLE), turned, unbroken, strict=True):
        at, after, otherwise = here[before], here[later], there[later]
        found[name] = {
            "at_reversal": at,
            "after": after,
            "unbroken": otherwise,
            "back": at - after,
            "share_back": _share(at - after, at),
            "share_of_unbroken": _share(otherwise - after, otherwise),
        }
    return found


def _share(part: Array, whole: Array) -> Array:
    return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)


def returned_table(turned: Missing, unbroken: Missing, quarter: float) -> pd.DataFrame:
    """The same over draws, each figure the middle of its own.

    turned, unbroken, quarter : as for `returned`
    Returns jobs; at_reversal, after, unbroken, back [persons], share_back, share_of_unbroken [share], each
    with _low and _high, beyond which one draw in ten lies; further, draws in which more are missing than when
    it came [share of draws].
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


def reversal_said(tables: Mapping[str, pd.DataFrame], meta: Mapping[str, Any]) -> list[str]:
    """What returns after a reversal, in sentences; none where there is none.

    tables : of the nation's run
    meta : its facts
    """
    if meta["capability"] != REVERSAL or not meta["laws"]["adoption"]:
        return []
    assumed = tables["assumptions"].set_index("name")["value"]
    if REVERSAL not in tables:
        return [
            "The run ends before two years after the reversal, so that what returns is not counted; "
            f"--years {least_years(float(assumed['reversal_quarter']))} would do."
        ]
    table = tables[REVERSAL]
    return [
        *(_row_said(row_of(table, place)) for place in range(len(table))),
        "Whatever returns does so at once, in the quarter of the reversal, as work; people are found for it "
        "later. Then firms that had not adopted go on doing so, at what AI still saves, and more jobs end.",
    ]


def _row_said(row: Mapping[str, Any]) -> str:
    gone = f"{row['share_back']:.0%} are back" if row["share_back"] > 0 else "none is back on balance"
    low, middle, high = (f"{row[f'share_of_unbroken{end}']:.0%}" for end in ("_low", "", "_high"))
    return (
        f"{str(row['jobs']).capitalize()}: {row['at_reversal']:,.0f} are missing when what AI can do falls "
        f"back, and {row['after']:,.0f} eight quarters later, against {row['unbroken']:,.0f} had it not "
        f"fallen back: {middle} of these are there ({low} to {high}). Of those "
        f"missing when it came {gone}; in {row['further']:.0%} of the draws more are missing than then."
    )
