"""Closure C, pay clears: gaps of jobs close, and pay gives way to unemployment."""

from __future__ import annotations

import math
from dataclasses import dataclass

from reallocate.market.laws.compiled import compiled
from reallocate.market.laws.income_on_path import Adjustment

_QUARTER = 0.25
"""[years]"""


@dataclass(frozen=True)
class Gap:
    """What keeps jobs from those of the start, at the end of a quarter.

    displaced : jobs missing since people were displaced and are not yet placed [share of jobs]
    unadjusted : δ, of the fall of labour's share, what pay has not yet given way to [log points]
    ended : jobs that AI ended, net of new tasks, so far [share of jobs]
    share_lost : fall of labour's share so far [log points]
    """

    displaced: float = 0.0
    unadjusted: float = 0.0
    ended: float = 0.0
    share_lost: float = 0.0

    def after(self, ended: float, share_lost: float, own: Adjustment) -> Gap:
        """The gap a quarter later.

        ended : jobs that AI ended, net of new tasks, by then [share of jobs]
        share_lost : fall of labour's share by then, at unchanged jobs [log points]
        own : half-life, and what is missing for each displaced
        G(t + ¼) = G(t)·2^(−¼/H) + ψ·Δ(ended − new); δ likewise, of what labour's share lost.
        Source: a partial adjustment, as assumed.
        """
        stays = 2.0 ** (-_QUARTER / own.gap_half_life)
        return Gap(
            self.displaced * stays + own.displaced_gap * (ended - self.ended),
            self.unadjusted * stays + share_lost - self.share_lost,
            ended,
            share_lost,
        )


def jobs_at(gap: Gap, own: Adjustment, wage_curve: float, unemployment: float) -> float:
    """Jobs wanted where pay has cleared but for the gap [ratio to the start].

    gap : at the end of the quarter
    own : η, of jobs to pay that does not give way
    wage_curve : of pay to unemployment [elasticity], about −0.1
    unemployment : u*, of the start [share of the labour force]
    ln N = ln(1 − G) + n, n = −η·(δ + wage curve·ln(u/u*)), u = 1 − (1 − u*)·e^n: pay that has not given way
    costs jobs, and unemployment from them makes it give way. Unemployment from G is of people on their way
    to a job and presses on nobody's pay.
    Off, closure B: pay stays, and jobs are what labour's share of the same money pays for.
    Source: Blanchflower, Oswald 1994, The Wage Curve; Popp 2023, Journal for Labour Market Research, DOI
    10.1186/s12651-023-00337-8 (η).
    """
    n = _of_pay(gap.unadjusted, own.own_pay_elasticity, wage_curve, unemployment)
    return (1.0 - gap.displaced) * math.exp(n)


@compiled
def _of_pay(unadjusted: float, elasticity: float, wage_curve: float, unemployment: float) -> float:
    """n, by halving: what is missing of the equation rises in n.

    unadjusted : δ [log points]
    elasticity : η
    wage_curve, unemployment : as for `jobs_at`
    """
    least = -elasticity * unadjusted
    if least == 0.0 or wage_curve == 0.0:
        return least
    most = -math.log1p(-unemployment) * (1.0 - 1e-12)
    low, high = (least, 0.0) if least < 0.0 else (0.0, min(least, most))
    for _ in range(60):
        middle = 0.5 * (low + high)
        now = 1.0 - (1.0 - unemployment) * math.exp(middle)
        if middle - least + elasticity * wage_curve * math.log(now / unemployment) < 0.0:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)
