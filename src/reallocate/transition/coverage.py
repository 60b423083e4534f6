"""Coverage: how much of the skills and knowledge that an occupation needs somebody brings, and lacks."""

from __future__ import annotations

import numpy as np

from reallocate.measure.arrays import Array


def lacking(importance: Array, level: Array, own: Array) -> Array:
    """What somebody lacks of an occupation's needs; (…, element) [share of all that it needs].

    importance : I, (…, element) [0–1] of the occupation
    level : L, (…, element) [0–7] that the occupation needs
    own : (…, element) [0–7] that somebody brings
    lacking[e] = I[e]·max(0, L[e] − own[e]) / Σ_e I[e]·L[e];  coverage = 1 − Σ_e lacking[e]
    Source: O*NET 30.1, Skills and Knowledge (levels and importance); the weighting is this project's.
    """
    needed = np.vecdot(importance, level)[..., None]
    return np.asarray(importance * np.maximum(level - own, 0.0) / needed)
