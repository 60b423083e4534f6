"""Quits: the share of people who leave of their own accord, by month, quarter and plan (P7)."""

from __future__ import annotations

from reallocate.measure.arrays import Array

MONTHS_A_QUARTER = 3


def share_that_quits(rate: float, times: int = MONTHS_A_QUARTER) -> float:
    """Share of people who quit within several periods, the same share of those still there in each.

    rate : q [share of headcount/period]
    times : n [periods]; the three months of a quarter, where the rate is a month's
    1 − (1 − q)ⁿ
    Source: P7 of this project's model; the monthly rate is `quits_per_month` in `work/parameters.toml`.
    """
    return 1 - (1 - rate) ** times


def quits(share: float, begin: Array) -> Array:
    """People who quit in a quarter (P7); (role, period) [FTE].

    share : [share of headcount/quarter], the same in every role
    begin : (role, period) [FTE] at the beginning of the quarter
    quits = share·n_{t−1}
    """
    return share * begin


def share_that_stays(share: float) -> float:
    """What the headcount at the beginning of a quarter is multiplied with in the rules (P7) [share].

    share : [share of headcount/quarter] who quit
    n_{t−1} − quits = (1 − share)·n_{t−1}
    """
    return 1 - share
