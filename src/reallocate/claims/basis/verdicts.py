"""Verdicts, and the rules that draw them: from a figure, from draws, sources and families of sources."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import numpy as np

from reallocate.claims.basis.raters import family_values
from reallocate.measure.arrays import Array
from reallocate.work.source_agreement import enough_agree

LIKELY, UNLIKELY = 0.8, 0.2
"""Shares of draws from which a statement is supported, and up to which it is not."""
FEW_BACK, MOST_BACK = 0.2, 0.6
"""Shares of the cut jobs that are back: below the first a cut is permanent, above the second it is not."""


class Verdict(StrEnum):
    """What the computation makes of a claim."""

    SUPPORTED = "supported"
    NOT_SUPPORTED = "not supported"
    MIXED = "mixed"
    CANNOT_BE_TOLD = "cannot be told"
    BY_DEFINITION = "by definition"

    @classmethod
    def of(cls, supported: bool, not_supported: bool, otherwise: str = "mixed") -> Verdict:
        """The verdict by which of a rule's two conditions holds.

        otherwise : where neither does
        """
        return cls.SUPPORTED if supported else cls.NOT_SUPPORTED if not_supported else cls(otherwise)


def by_thresholds(figure: float, thresholds: Sequence[float], otherwise: Verdict) -> Verdict:
    """A verdict on a single figure, as if nothing were uncertain.

    figure, thresholds : [unit of the claim], the threshold for supported first
    otherwise : in between, and where there are no thresholds
    supported where figure ≥ the first threshold, not supported where figure < the last
    """
    if not thresholds:
        return otherwise
    return Verdict.of(figure >= thresholds[0], figure < thresholds[-1], otherwise)


def by_share(share: float, otherwise: Verdict = Verdict.MIXED) -> Verdict:
    """A verdict from a share of draws: at least 80% support it, at most 20% do not.

    share : of draws in which it holds
    otherwise : in between
    supported where share ≥ 0.8, not supported where share ≤ 0.2
    """
    return Verdict.of(share >= LIKELY, share <= UNLIKELY, otherwise)


def by_sources(values: Array, high: float, low: float) -> Verdict:
    """A verdict that needs five of eight sources, or as large a share of however many there are.

    values : (source)
    high, low : figures at or above and at or below which a source supports it and denies it
    supported where enough sources agree that value ≥ high, not supported where that value ≤ low
    """
    return Verdict.of(enough_agree(values >= high), enough_agree(values <= low))


def by_families(values: Array, sources: Sequence[str], high: float, low: float) -> Verdict:
    """A verdict by one vote a family of sources; more than half of the families must agree.

    values : (source)
    sources : their names, as for `raters.family_values`
    high, low : figures at or above and at or below which a family's median supports it and denies it
    """
    each = np.array(list(family_values(values, sources).values()))
    return Verdict.of((each >= high).mean() > 0.5, (each <= low).mean() > 0.5)


def by_share_back(share: float) -> Verdict:
    """The verdict on whether cuts are permanent, by the share of the cut jobs that are back.

    share : [share of the cut jobs]
    supported where share < 0.2, not supported where share > 0.6, else it cannot be told
    """
    return Verdict.of(share < FEW_BACK, share > MOST_BACK, Verdict.CANNOT_BE_TOLD)


def by_draws_back(shares: Array) -> Verdict:
    """The same over draws: four fifths of them must agree.

    shares : (draw) [share of the cut jobs]
    supported where share < 0.2 in at least 80% of the draws, not supported where share > 0.6 in as many, else
    it cannot be told
    """
    few, most = float(np.mean(shares < FEW_BACK)), float(np.mean(shares > MOST_BACK))
    return Verdict.of(few >= LIKELY, most >= LIKELY, Verdict.CANNOT_BE_TOLD)
