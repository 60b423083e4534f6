"""Draws of the law of missing jobs: how many at first, how long, weighed by what past decades did to jobs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.special import ndtri

from reallocate.kernel.arrays import HIGH, Array
from reallocate.kernel.parameters import Parameter, Parameters, points
from reallocate.market.laws.income_on_path import Adjustment
from reallocate.market.laws.missing_jobs import gaps_at_end, jobs_to_output, left_after_decade
from reallocate.market.nation.observed import QUARTERS, decades

AREA_GAP, NATION_SHARE, HALF_LIFE, DISPLACING, PAY_OF_GAP, GAP = (
    "economy_area_gap",
    "economy_nation_share",
    "economy_gap_half_life",
    "economy_displacing_share",
    "economy_pay_of_gap",
    "economy_displaced_gap",
)
DRAWN_JOINTLY = (AREA_GAP, NATION_SHARE, HALF_LIFE, DISPLACING, PAY_OF_GAP)
"""Parameters from which the law of missing jobs is drawn; `economy_displaced_gap` follows from them."""
OF_LAW = (*DRAWN_JOINTLY, GAP)
"""All parameters of the law."""
LAW_DRAWS = 1024
"""Draws of the law."""
_PROPOSED = 4 * LAW_DRAWS
"""Draws before they are weighed."""
RECORD = (-0.07, 0.06)
"""Jobs to output per job over 122 decades of 21 countries to 2019, and its standard error [log change ÷ log
change].
Source: Penn World Table 10.01; Feenstra, Inklaar, Timmer 2015, American Economic Review 105:3150, DOI
10.1257/aer.20130954."""


@dataclass(frozen=True, eq=False)
class JobsLaw:
    """Draws of the law, each as likely as another.

    gap : (law) ψ, jobs missing for each that is displaced, when it is displaced [ratio]
    half_life : (law) H [years]
    displacing : (law) s, part of the rise of output per job that displaces, net of new tasks [share]
    pay_of_gap : (law) ε, fall of pay for each percent of jobs missing [elasticity, without its sign]
    slope : (law) what it makes of a normal decade [log change ÷ log change]
    area, nation : (law) φ and λ, of which ψ was made [ratio]
    """

    gap: Array
    half_life: Array
    displacing: Array
    pay_of_gap: Array
    slope: Array
    area: Array
    nation: Array

    @classmethod
    def known(cls, gap: float, half_life: float) -> JobsLaw:
        """A law whose two numbers are known.

        gap, half_life : ψ [ratio] and H [years]
        """
        return cls(np.array([gap]), np.array([half_life]), *(np.array([np.nan]) for _ in range(5)))

    def adjustment(self, at: int, own: Adjustment) -> Adjustment:
        """The law of one draw beside everything else that adjusts.

        at : its place
        """
        return replace(
            own,
            displaced_gap=float(self.gap[at]),
            gap_half_life=float(self.half_life[at]),
            pay_of_gap=float(self.pay_of_gap[at]),
        )

    def values(self) -> pd.DataFrame:
        """What was drawn, and what follows from it; (law, parameter)."""
        each = {GAP: self.gap, HALF_LIFE: self.half_life, PAY_OF_GAP: self.pay_of_gap}
        return pd.DataFrame(
            each | {AREA_GAP: self.area, NATION_SHARE: self.nation, DISPLACING: self.displacing}
        )

    def missing(self, ended: Array, quarter: int) -> Array:
        """Jobs missing under every law at the end of a quarter; (path, law) [share of jobs at the start].

        ended : (path, quarter) jobs that AI ended, net of new tasks [share of jobs]
        quarter : counted from 0
        """
        return gaps_at_end(ended[:, : quarter + 1], self.gap, self.half_life)


def jobs_law(
    series: pd.DataFrame,
    parameters: Parameters,
    seed: int = 0,
    weighed: bool = True,
    ends: Mapping[str, tuple[float, float]] | None = None,
    healed: float | None = None,
    years_later: float = 0.0,
) -> JobsLaw:
    """Draws of the law, jointly, each weighed by the record of countries.

    series : the shipped table output_series, for the rise of output per job in a normal decade
    parameters : those of `DRAWN_JOINTLY`; one that the user gave is the same in every draw, and so is
        `economy_displaced_gap`
    seed : of the draws
    weighed : by the record; else all alike
    ends : (name) [the parameter's own unit] that take the place of a parameter's range
    healed : a, in place of a(H) [share]; 1 where φ is read as measured at once
    years_later : since the decade's end, when φ was measured; a(H)·2^(−years/H) is then left of it [years]
    φ normal with its range as 10th and 90th percentile; λ and H even in logarithms over their ranges; s and ε
    even; ψ = λ·φ ÷ a(H), a of `left_after_decade`: λ·φ is the nation's gap at a decade's end, which has
    healed by then. A draw weighs N(slope(ψ, H, s); −0.07, 0.06), `RECORD`; 4,096 scrambled Sobol points
    become 1,024 draws of equal weight by systematic resampling.
    Source: Kitagawa 1996, J. Comput. Graph. Stat. 5:1, DOI 10.1080/10618600.1996.10474692 (resampling).
    """
    ranges = {name: _range(parameters.about(name), ends or {}) for name in DRAWN_JOINTLY}
    chances = points(len(DRAWN_JOINTLY), _PROPOSED, seed).T
    area, nation, half, displacing, pay = (
        law(chance, *ranges[name])
        for law, chance, name in zip(
            (_normal, _even_ratio, _even_ratio, _even, _even), chances, DRAWN_JOINTLY, strict=True
        )
    )
    left = left_after_decade(half) * 2.0 ** (-years_later / half) if healed is None else healed
    gap = nation * area / left
    if parameters.about(GAP).is_own:
        gap = np.full_like(gap, parameters[GAP])
    rise = float(np.median(decades(series).output_per_job))
    slope = jobs_to_output(gap, half, displacing, rise, QUARTERS)
    far = 0.5 * ((slope - RECORD[0]) / RECORD[1]) ** 2
    # The nearest weighs 1, so that some do where all are far.
    chosen = _resampled(np.exp(far.min() - far) if weighed else np.ones_like(gap))
    return JobsLaw(*(values[chosen] for values in (gap, half, displacing, pay, slope, area, nation)))


def _range(about: Parameter, ends: Mapping[str, tuple[float, float]]) -> tuple[float, float]:
    if about.is_own:
        return about.value, about.value
    return ends.get(about.name, (about.low, about.high))


def _normal(chance: Array, low: float, high: float) -> Array:
    """Normal, cut at 0, with its 10th and 90th percentile."""
    middle, spread = (low + high) / 2.0, (high - low) / (2.0 * ndtri(HIGH))
    drawn: Array = np.maximum(0.0, middle + spread * ndtri(chance))
    return drawn


def _even(chance: Array, low: float, high: float) -> Array:
    return low + chance * (high - low)


def _even_ratio(chance: Array, low: float, high: float) -> Array:
    drawn: Array = np.full_like(chance, low) if low == high else low * (high / low) ** chance
    return drawn


def _resampled(weights: Array) -> Array:
    """Places of `LAW_DRAWS` draws of equal weight; systematic, from the middle of each step.

    weights : (draw)
    """
    upto = np.cumsum(weights) / weights.sum()
    steps = (np.arange(LAW_DRAWS) + 0.5) / LAW_DRAWS
    return np.minimum(np.searchsorted(upto, steps), len(weights) - 1)
