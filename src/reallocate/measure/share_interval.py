"""How sure a share of a few cases is."""

from __future__ import annotations

import numpy as np
from scipy.special import betaincinv

from reallocate.measure.arrays import Array
from reallocate.measure.quantiles import HIGH, LOW


def share_interval(times: float | Array, count: float) -> tuple[Array, Array]:
    """10% and 90% of a share of cases: what so few of them leave open.

    times, count : cases in which something holds, and all of them
    Quantiles of the beta distribution with times + 1/2 and count − times + 1/2, the share itself within.
    Source: Brown, Cai, DasGupta 2001, Statistical Science 16(2), section 3.1.2 (Jeffreys),
    doi:10.1214/ss/1009213286.
    """
    low, high = (np.asarray(betaincinv(times + 0.5, count - times + 0.5, end)) for end in (LOW, HIGH))
    share = times / count
    return np.minimum(low, share), np.maximum(high, share)
