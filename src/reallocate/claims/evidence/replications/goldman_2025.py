"""Goldman Sachs 2025: workers displaced and unemployment at its peak once AI is adopted throughout."""

from __future__ import annotations

import numpy as np

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.replications.the_nation import assumed_by, run, still
from reallocate.claims.evidence.target import Found, Obtained
from reallocate.kernel.arrays import Array
from reallocate.kernel.units import PERCENT
from reallocate.market.flow.cell import TOTALS
from reallocate.market.laws.money_held import PARTS
from reallocate.market.nation.trajectory import Trajectory
from reallocate.market.state.market import unemployment_rate

_QUARTERS = 40
_BAND = (6.0, 7.0)
"""As published [% of jobs]."""
_CAUSE = (
    "since pay clears here within a few years: of each job displaced 0.3 are missing at first, and half of "
    "the gap closes in two years. With 0.6 missing the rise is 0.55 points, with a half-life of 4.2 years "
    "0.46, with none missing 0.08: the published rise states what this parameter holds"
)


def replicate(context: EvidenceContext) -> Found:
    """Both figures, from one run for each source of reach.

    context : the world, the parameters in force; only the ceiling of adoption is moved, to 1
    """
    context.say("Ten years of the nation's market with full adoption, once for each source of reach")
    whole = context.parameters.replace(industry_adoption_ceiling=1.0)
    sources = context.world.sources
    found = run(context, [assumed_by(context, whole, _QUARTERS, source) for source in sources], _QUARTERS)
    ended = -PERCENT * found.parts[-1, PARTS.index("ended")].sum(axis=0)
    rise = (_unemployment(found) - _unemployment(still(context, _QUARTERS))).max(axis=0)
    adopted = PERCENT * float(found.adopted[-1].mean())
    low, high = _BAND
    made = (
        f"; at the end {adopted:.0f}% of an industry's work is at adopters, "
        "and jobs made by lower prices and new tasks are not taken off"
    )
    differ = (
        f"since the sources differ more than the band is wide: {(ended < low).sum()} of {len(ended)} lie "
        f"below the published {low:g} to {high:g}%, {(ended > high).sum()} above"
    )
    return {
        "displaced": _over(sources, ended, "%", made, differ),
        "unemployment": _over(sources, rise, " points", "", _CAUSE),
    }


def _over(sources: tuple[str, ...], values: Array, unit: str, more: str, cause: str) -> Obtained:
    """The median over the sources, and the range that they span."""
    low, high = int(values.argmin()), int(values.argmax())
    says = (
        f"from {values[low]:.1f}{unit} ({sources[low]}) to {values[high]:.1f}{unit} ({sources[high]}) "
        f"over the sources of what AI can do{more}"
    )
    other_figures = dict(zip(sources, map(float, values), strict=True))
    return Obtained(float(np.median(values)), says, cause, other_figures=other_figures)


def _unemployment(found: Trajectory) -> Array:
    """(step, run) [% of the labour force]"""
    employed, without = (found.totals[:, TOTALS.index(name)] for name in ("employed", "unemployed"))
    return np.asarray(PERCENT * unemployment_rate(employed, without))
