"""Closure C, pay clears: where AI ends jobs, some stay missing for a while, and pay gives way a little."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reallocate.kernel.arrays import Array
from reallocate.market.laws.compiled import compiled
from reallocate.market.laws.income_on_path import Adjustment

_QUARTER = 0.25
"""[years]"""
_MOST = 0.99
"""Of all jobs, what can be missing at most [share]; no range comes near it."""
DECADE = 10.0
"""Over which areas that lost jobs were observed [years]."""


@dataclass(frozen=True)
class Gap:
    """Jobs that are missing at the end of a quarter.

    missing : G, of the jobs of the start [share]
    ended : jobs that AI ended, net of new tasks, so far [share of jobs]
    """

    missing: float = 0.0
    ended: float = 0.0

    @property
    def jobs(self) -> float:
        """Jobs wanted, 1 − G [ratio to the start]."""
        return 1.0 - self.missing

    def pay(self, wanted: float) -> float:
        """Mean money pay of those in work [ratio to the start]: the pay of all jobs wanted at the start's pay
        goes to the jobs that there are, wanted ÷ (1 − G).

        wanted : jobs that labour's share of the money pays for at the start's pay [ratio to the start]
        """
        return wanted / self.jobs

    def pay_given_up(self, own: Adjustment) -> float:
        """How much of it gives way where jobs are missing, which owners have: ε·G [share of pay].

        own : ε, `pay_of_gap`
        """
        return own.pay_of_gap * self.missing

    def after(self, ended: float, own: Adjustment) -> Gap:
        """The gap a quarter later.

        ended : jobs that AI ended, net of new tasks, by then [share of jobs]
        own : ψ and H
        G(t + ¼) = G(t)·2^(−¼/H) + ψ·Δ(ended − new), within 0 and 0.99. Nobody is hired beyond the start
        because a gap healed: tasks that return first take in those who are missing.
        Off, closure B: pay stays, and jobs are what labour's share of the same money pays for.
        Source: a partial adjustment; ψ and H are estimated, see `nation/jobs_law.py`.
        """
        stays = 2.0 ** (-_QUARTER / own.gap_half_life)
        missing = self.missing * stays + own.displaced_gap * (ended - self.ended)
        return Gap(min(max(0.0, missing), _MOST), ended)


def gaps_at_end(ended: Array, displaced_gap: Array, half_life: Array) -> Array:
    """`Gap.missing` of many paths under many laws after the last quarter; (path, law) [share].

    ended : (path, quarter) jobs that AI ended, net of new tasks [share of jobs]; quarter 0 is the start
    displaced_gap : (law) ψ [ratio]
    half_life : (law) H [years]
    """
    return _followed(np.diff(ended, axis=1), displaced_gap, 2.0 ** (-_QUARTER / half_life))


@compiled
def _followed(changes: Array, displaced_gap: Array, stays: Array) -> Array:
    """The same, a path after the other, so that its gaps stay in the cache through all quarters.

    changes : (path, quarter) of jobs ended [share of jobs]
    stays : (law) of a gap, by the end of a quarter [share]
    """
    missing = np.zeros((len(changes), len(stays)))
    for path in range(len(changes)):
        for change in changes[path]:
            for law in range(len(stays)):
                now = missing[path, law] * stays[law] + displaced_gap[law] * change
                missing[path, law] = min(max(now, 0.0), _MOST)
    return missing


def left_after_decade(half_life: Array) -> Array:
    """a(H), of jobs missing as people are displaced evenly over a decade, what is missing at its end [share].

    half_life : H [years]
    a(H) = H/(10·ln 2)·(1 − 2^(−10/H)); 1 where nothing heals. A gap that was measured at a decade's end has
    healed already: at once, 1 ÷ a(H) times as much was missing.
    """
    grows = DECADE * np.log(2.0) / half_life
    left: Array = -np.expm1(-grows) / grows
    return left


def jobs_to_output(
    displaced_gap: Array, half_life: Array, displacing: Array, rise: float, quarters: int
) -> Array:
    """What the law makes of a decade in which output per job rises evenly [log change ÷ log change].

    displaced_gap, half_life : (law) ψ [ratio] and H [years]
    displacing : (law) s, part of the rise that displaces, net of new tasks [share]
    rise : of output per job over the decade [log change]
    quarters : of the decade
    ln(1 − s·G) ÷ rise, with ended(t) = 1 − e^(−rise·t)
    """
    ended = -np.expm1(-rise * np.linspace(0.0, 1.0, quarters + 1))
    last = gaps_at_end(ended[None], displaced_gap, half_life)[0]
    slope: Array = np.log1p(-displacing * last) / rise
    return slope
