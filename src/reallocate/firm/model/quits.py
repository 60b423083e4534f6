"""P7: who quits, by role and quarter."""

from __future__ import annotations

import numpy as np

from reallocate.kernel.arrays import Array
from reallocate.kernel.units import MONTHS_A_QUARTER


def quits_by_role(mean: float, leaving: Array, headcount: Array, spread: float) -> Array:
    """Share of each role's people who quit in a month (P7); (role) [share of headcount/month].

    mean : q [share of headcount/month] over all people of the firm
    leaving : (role) ℓ [share of people/year] who leave the role's occupations
    headcount : (role) n [FTE] at the start
    spread : s [ratio] of the differences in ℓ that applies; 0: every role has q
    q[r] = q·(1 + s·(ℓ[r] ÷ (Σ n·ℓ ÷ Σ n) − 1)), at most 1; q in every role where nobody leaves any occupation
    Source: BLS Employment Projections 2024–34, table 1.10: exits from the labour force and transfers to other
    occupations, which set how roles differ; the mean is `quits_per_month` in `kernel/parameters.toml`.
    """
    usual = float(np.average(leaving, weights=headcount)) if headcount.sum() > 0 else float(leaving.mean())
    ratio = leaving / usual if usual > 0 else np.ones_like(leaving)
    result: Array = np.minimum(mean * (1 + spread * (ratio - 1)), 1.0)
    return result


def share_that_quits(rate: Array, times: int = MONTHS_A_QUARTER) -> Array:
    """Share of people who quit within several periods, the same share of those still there in each.

    rate : (role) q [share of headcount/period]
    times : n [periods]; the three months of a quarter, where the rate is a month's
    1 − (1 − q)ⁿ
    Source: P7 of this project's model.
    """
    result: Array = 1 - (1 - rate) ** times
    return result


def quits(share: Array, begin: Array) -> Array:
    """People who quit in a quarter (P7); (role, period) [FTE].

    share : (role) [share of headcount/quarter]
    begin : (role, period) [FTE] at the beginning of the quarter
    quits = share·n_{t−1}
    """
    result: Array = share[:, None] * begin
    return result


def share_that_stays(share: Array) -> Array:
    """What the headcount at the beginning of a quarter is multiplied with in the rules (P7); (role) [share].

    share : (role) [share of headcount/quarter] who quit
    n_{t−1} − quits = (1 − share)·n_{t−1}
    """
    return 1 - share
