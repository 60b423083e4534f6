"""Goldman Sachs 2025: workers displaced and unemployment at its peak once AI is adopted throughout."""

from __future__ import annotations

import numpy as np

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.replications.the_nation import assumed_by, run, still
from reallocate.claims.evidence.target import Found, Obtained
from reallocate.kernel.arrays import Array
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.units import PERCENT
from reallocate.market.flow.cell import TOTALS
from reallocate.market.laws.money_held import PARTS
from reallocate.market.nation.trajectory import Trajectory
from reallocate.market.state.market import unemployment_rate

_QUARTERS = 40
_BAND = (6.0, 7.0)
"""As published [% of jobs]."""
_GAP, _HALF_LIFE = "economy_displaced_gap", "economy_gap_half_life"


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
        "unemployment": _over(sources, rise, " points", "", _cause(context, whole)),
    }


def _cause(context: EvidenceContext, whole: Parameters) -> str:
    """What the rise is with both numbers of the law of missing jobs lower, one at a time.

    whole : the parameters in force, every firm adopting
    """
    gap, half_life = (whole.about(name) for name in (_GAP, _HALF_LIFE))
    cases = ({_GAP: gap.low}, {_HALF_LIFE: half_life.low}, {_GAP: 0.0})
    points, sources = [whole.replace(**one) for one in cases], context.world.sources
    runs = [assumed_by(context, point, _QUARTERS, source) for point in points for source in sources]
    each = _unemployment(run(context, runs, _QUARTERS)) - _unemployment(still(context, _QUARTERS))
    fewer, faster, none = np.median(each.max(axis=0).reshape(len(cases), -1), axis=1)
    return (
        f"since of each job displaced {whole[_GAP]:g} are missing at first here, and half of the gap closes "
        f"in {whole[_HALF_LIFE]:g} years. With {gap.low:g} missing the rise is {fewer:.2f} points, with a "
        f"half-life of {half_life.low:g} years {faster:.2f}, with none missing {none:.2f}: the published "
        "rise states what these two numbers hold"
    )


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
