"""How verdicts are drawn from shares: of draws, and of sources that disagree."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from reallocate.claims.basis.verdicts import Verdict

AGREE = 5 / 8
"""Share of the sources that must agree."""
LIKELY, UNLIKELY = 0.8, 0.2


def by_share(share: float, otherwise: Verdict = Verdict.MIXED) -> Verdict:
    """A verdict from a share of draws: at least 80% support it, at most 20% do not.

    share : of draws in which it holds
    otherwise : in between
    """
    return Verdict.of(share >= LIKELY, share <= UNLIKELY, otherwise)


def by_sources(values: npt.NDArray[np.float64], high: float, low: float) -> Verdict:
    """A verdict that needs five of eight sources, or as large a share of however many there are.

    values : (source)
    high, low : figures at or above and at or below which a source supports it and denies it
    """
    return Verdict.of((values >= high).mean() >= AGREE, (values <= low).mean() >= AGREE)
