"""Pay that resists falling: part of what a cut would take is not taken."""

from __future__ import annotations

import numpy as np

from reallocate.measure.arrays import Array


def sticky_pay(before: Array, after: Array, prevented: float) -> Array:
    """Pay after a quarter in which part of each fall does not happen; (occupation) [ratio to the start].

    before, after : at the beginning of the quarter, and as slack would have it at the end [ratio]
    prevented : φ, of a fall [share]
    w = after + φ·max(before − after, 0)
    Off (φ = 0), pay falls as easily as it rises. Pay that rises is never held back, so that occupations that
    gain catch up at their own speed. In a slump that lasts, pay still goes all the way, more slowly.
    Source: Holden, Wulfsberg 2008, B.E. Journal of Macroeconomics 8(1), pay by industry in 19 countries;
    Ehrlich, Montes 2024, AEJ: Macroeconomics 16(1), DOI 10.1257/mac.20200125.
    """
    return after + prevented * np.maximum(before - after, 0.0)
