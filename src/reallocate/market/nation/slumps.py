"""Slumps of the past: when unemployment began to rise fast, how often, and how far it rose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array
from reallocate.kernel.number import listed
from reallocate.kernel.table import Tables
from reallocate.kernel.units import PERCENT

NO_SLUMP = "if no slump comes"
"""Beside every level of unemployment without AI: none of these paths foresees a turn."""
_RISE = 0.005
"""[share of the labour force] by which unemployment is above its low where a slump has begun."""
_AVERAGED, _LOOKED_BACK, _FOLLOWED = 3, 12, 48
"""Months of the mean; of the low before; over which a rise is followed."""
AHEAD = (12, 24, 60)
"""Months ahead at which the share of calm months is told."""
_FIRST = "1980-01"
_SHORT_OF = 1e-9


def slump_signal(unemployment: Array) -> Array:
    """How far unemployment stands above its low of the year before; (month) [share].

    unemployment : (month) [share of the labour force]
    r_t = m_t − min(m_{t−12}, …, m_{t−1}), m_t = (u_t + u_{t−1} + u_{t−2})/3; the first 14 months are missing.
    Source: Sahm 2019, in Recession Ready, The Hamilton Project and Washington Center for Equitable Growth,
    chapter 3: a recession has begun where r is 0.5 points or more.
    """
    mean = pd.Series(unemployment).rolling(_AVERAGED).mean()
    return (mean - mean.shift(1).rolling(_LOOKED_BACK).min()).to_numpy(dtype=float)


@dataclass(frozen=True)
class Slumps:
    """Slumps of the record.

    first, last : months of the record
    began : month in which each began
    rises : by how much unemployment rose within four years of it, above the low of the year before [share]
    shares : (months ahead) calm months after which a slump began within so many [share]
    """

    first: str
    last: str
    began: tuple[str, ...]
    rises: tuple[float, ...]
    shares: tuple[tuple[int, float], ...]

    @property
    def rate(self) -> str:
        """How often one came, in a sentence."""
        each = listed([f"{share:.0%} within {ahead} months" for ahead, share in self.shares])
        return f"From {self.first} to {self.last} a slump followed a calm month in {each}."

    @property
    def sentence(self) -> str:
        """The base rate of slumps, how far unemployment rose, and what a slump is."""
        rises = listed(
            [f"{PERCENT * up:.1f} ({month})" for month, up in zip(self.began, self.rises, strict=True)]
        )
        return (
            f"{self.rate} Unemployment then rose within four years by {rises} points. A slump begins where "
            "the mean of three months is half a point above its low of the year before (Sahm 2019), in "
            "unemployment as it ships (BLS CPS)."
        )


def slumps(tables: Tables, before: str = "") -> Slumps:
    """Every slump since 1980, and how often one came.

    tables : that ship
    before : a month from which on nothing is looked at; all where none is named
    A slump ends where unemployment is back at the low of the year before. A calm month counts for so many
    months ahead where the record reaches as far.
    Source: BLS CPS, unemployment by month; a single month without a survey lies between its neighbours.
    """
    rows = tables["national_months"]
    known = rows[rows["series"].eq("unemployment")].set_index("month")["value"].loc[_FIRST:]
    known = known[known.index < before] if before else known
    months = pd.period_range(_FIRST, known.index[-1], freq="M").astype(str)
    values = known.reindex(months).interpolate(limit=1, limit_area="inside").to_numpy(dtype=float)
    signal = slump_signal(values)
    began, inside, now = [], np.zeros(len(values), dtype=bool), False
    for at, above in enumerate(signal):
        if not now and above >= _RISE - _SHORT_OF:
            began.append(at)
        now = above > _SHORT_OF if now else above >= _RISE - _SHORT_OF
        inside[at] = now
    calm = np.flatnonzero(np.isfinite(signal) & ~inside)
    shares = []
    for ahead in AHEAD:
        counted = calm[calm + ahead < len(values)]
        followed = [any(at < one <= at + ahead for one in began) for at in counted]
        shares.append((ahead, float(np.mean(followed))))
    rises = [
        float(values[at : at + _FOLLOWED + 1].max() - values[at - _LOOKED_BACK : at + 1].min())
        for at in began
    ]
    return Slumps(
        str(months[0]), str(months[-1]), tuple(str(months[at]) for at in began), tuple(rises), tuple(shares)
    )
