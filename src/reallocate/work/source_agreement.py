"""How many sources that disagree must agree for a statement to hold: five of eight."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

AGREE = 5 / 8
"""Share of the sources that must agree."""


def enough_agree(votes: npt.NDArray[np.bool_]) -> bool:
    """Whether at least five of eight sources agree, or as large a share of however many there are.

    votes : (source) whether it agrees; some source
    mean of the votes ≥ 5/8
    """
    return bool(votes.mean() >= AGREE)
