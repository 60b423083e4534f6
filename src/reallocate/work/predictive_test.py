"""The outcome of the history in words: one finding a source, one verdict and one sentence for all."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from reallocate.measure import number as numbers
from reallocate.work.source_agreement import enough_agree

OPENINGS = {
    "supported": "Exposure predicted decline",
    "not supported": "Exposure has not predicted decline so far",
    "mixed": "Whether exposure predicted decline depends on the source",
}


def predicts_decline(row: Mapping[Hashable, Any]) -> bool:
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
    declines = np.array([predicts_decline(row) for row in measured.to_dict("records")])
    if enough_agree(declines):
        return "supported"
    return "not supported" if enough_agree(~declines) else "mixed"


def finding(row: Mapping[Hashable, Any]) -> str:
    """One source's outcome in a sentence.

    row : its rank correlations, their difference and interval; its gaps [share/year]
    """
    if predicts_decline(row):
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
    steeper = sum(predicts_decline(row) for row in measured.to_dict("records"))
    flatter = int((measured["low"] > 0).sum())
    heavy = int((measured["difference_weighted"] < 0).sum())
    wider = int((measured["gap_change"] < 0).sum())
    surely = int((measured["gap_high"] < 0).sum())
    occupations = int(measured["occupations"].iloc[0])
    return (
        f"{OPENINGS[verdict(measured)]}. Test: does growth over {occupations} occupations fall with "
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
