"""Parameters of flows, the symbols of the laws: δ_u, δ_v, γ_u, γ_v, a, λ and κ, for a step."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cached_property

import numpy as np

from reallocate.measure.arrays import Array


@dataclass(frozen=True)
class Rates:
    """What the laws of flows read, for one run.

    separation : δ_u, random separations [share of the employed/step]
    opening : δ_v, random openings [share of the employed/step]
    close_surplus : γ_u [share of the gap/step]
    close_shortage : γ_v [share of the gap/step]
    effort : a, of the unemployed, who apply [share/step]
    on_the_job : λ, how likely an employed person applies, beside an unemployed one [ratio]
    replaced : κ, of those who quit or retire [share]
    leaving : factor on labour-force exits; 0 switches them off [ratio]
    outside : people outside the labour force, for each in it at the start [ratio]
    The defaults are the published laws at their published calibration and nothing else.
    Source: del Rio-Chanona et al. 2021, section 3, DOI 10.1098/rsif.2020.0898.
    """

    separation: float = 0.016
    opening: float = 0.012
    close_surplus: float = 0.16
    close_shortage: float = 0.16
    effort: float = 1.0
    on_the_job: float = 0.0
    replaced: float = 0.0
    leaving: float = 0.0
    outside: float = 0.0

    @cached_property
    def array(self) -> Array:
        """The same as the engines read it; (rate)."""
        return np.array([getattr(self, name) for name in NAMES])

    def searchers(self, employed: Array, unemployed: Array) -> Array:
        """a·(u + λ·e): people who apply in a step [persons].

        employed, unemployed : any shape [persons]
        """
        return self.effort * (unemployed + self.on_the_job * employed)

    def with_(self, **values: float) -> Rates:
        """The same with some changed."""
        return replace(self, **values)


NAMES = tuple(one.name for one in fields(Rates))
SEPARATION, OPENING, SURPLUS, SHORTAGE, EFFORT, ON_THE_JOB, REPLACED, LEAVING, OUTSIDE = range(len(NAMES))
