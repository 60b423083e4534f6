"""How verdicts are drawn from figures: over draws, and over sources that disagree."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from reallocate.claims.basis.claim import Verdict

Array = npt.NDArray[np.float64]

AGREE = 5 / 8
"""Share of the sources that must agree."""
LIKELY, UNLIKELY = 0.8, 0.2


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
