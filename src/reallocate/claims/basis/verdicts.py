"""How verdicts are drawn from figures: over draws, and over sources that disagree."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.stats import beta

from reallocate.claims.basis.claim import Verdict

Array = npt.NDArray[np.float64]

AGREE = 5 / 8
"""Share of the sources that must agree."""
LOW, HIGH = 0.1, 0.9
LIKELY, UNLIKELY = 0.8, 0.2


def interval(values: Array) -> tuple[float, float, float]:
    """Median, 10% and 90% of draws.

    values : (draw), or any shape
    """
    low, middle, high = np.quantile(np.asarray(values, dtype=float), [LOW, 0.5, HIGH])
    return float(middle), float(low), float(high)


def share_interval(times: int, count: int) -> tuple[float, float]:
    """10% and 90% of a share of draws: what so few of them leave open.

    times, count : draws in which something holds, and all of them
    Quantiles of the beta distribution with times + 1/2 and count − times + 1/2.
    Source: Brown, Cai, DasGupta 2001, Statistical Science 16(2), section 3.1.2 (Jeffreys),
    doi:10.1214/ss/1009213286.
    """
    low, high = beta.ppf([LOW, HIGH], times + 0.5, count - times + 0.5)
    share = times / count
    return min(float(low), share), max(float(high), share)


def by_threshold(
    middle: float, supported: float, not_supported: float, otherwise: Verdict = Verdict.MIXED
) -> Verdict:
    """A verdict from one figure: at or above the first it is supported, below the second it is not.

    middle : the figure
    supported, not_supported : thresholds, the first above the second
    otherwise : in between
    """
    if middle >= supported:
        return Verdict.SUPPORTED
    return Verdict.NOT_SUPPORTED if middle < not_supported else otherwise


def by_share(share: float, otherwise: Verdict = Verdict.MIXED) -> Verdict:
    """A verdict from a share of draws: at least 80% support it, at most 20% do not.

    share : of draws in which it holds
    otherwise : in between
    """
    if share >= LIKELY:
        return Verdict.SUPPORTED
    return Verdict.NOT_SUPPORTED if share <= UNLIKELY else otherwise


def by_sources(values: Array, supports: Callable[[float], bool], denies: Callable[[float], bool]) -> Verdict:
    """A verdict that needs five of eight sources, or as large a share of however many there are.

    values : (source)
    supports, denies : whether one source's figure does
    """
    needed = math.ceil(AGREE * len(values))
    if sum(supports(float(value)) for value in values) >= needed:
        return Verdict.SUPPORTED
    return Verdict.NOT_SUPPORTED if sum(denies(float(value)) for value in values) >= needed else Verdict.MIXED
