"""How long people are without work: from the chance to find work, and from how many are without and hired."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reallocate.kernel.arrays import Array
from reallocate.market.state.market import WEEKS, ratio


def survivor_function(finding: Array) -> Array:
    """Survivor function of unemployment: who is still without work after so many months; (month, …) [share].

    finding : (month, …) who find a job in a month, of those who look [probability/month]
    S_m = Π_{k<m} (1 − f_k), S_0 = 1; the sum ΣS_m is the expected duration within these months [months].
    Source: expected duration as the sum of the survivor function, Lancaster 1990, The Econometric Analysis
    of Transition Data, ch. 1.
    """
    first = np.ones((1, *finding.shape[1:]))
    return np.concatenate([first, np.cumprod(1.0 - finding, axis=0)[:-1]])


def expected_months_without(chances: Sequence[Array]) -> Array:
    """Expected months until a job is found, with a chance that changes by quarter and stays after the last.

    chances : (quarter) each of any one shape [probability/month]
    Σ_m S_m + S_M/f_M, S as in `survivor_function`, M the first month of the last quarter; without end
    where f_M is 0.
    """
    still, months = np.ones_like(chances[0]), np.zeros_like(chances[0])
    for chance in chances[:-1]:
        for _ in range(3):
            months += still
            still = still * (1.0 - chance)
    return months + ratio(still, chances[-1], np.inf)


def weeks_without(unemployed: float, hired: float) -> float:
    """Mean weeks without work in a market at rest, from people without work and how many are hired [weeks].

    unemployed : [persons]
    hired : out of unemployment [persons/year]
    D = 52·u/h: at rest, the stock is the flow times the mean duration.
    Source: Little 1961, Operations Research 9:383, DOI 10.1287/opre.9.3.383.
    """
    return unemployed / hired * WEEKS
