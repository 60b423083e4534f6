"""Brynjolfsson, Chandar, Chen 2025: the young where AI reaches most, from the law of age."""

from __future__ import annotations

import math

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.replications.the_nation import effects
from reallocate.claims.evidence.target import Found, Obtained

_QUARTERS, _LATER = 11, 40
"""From late 2022 to July 2025, as published; and ten years."""
_YOUNG, _OLD = "22–25", "55+"
_LEAST, _MOST = 1, 5
_CAUSE = (
    "since the run starts from the use of AI in 2026 and holds what is adopted beyond it. In eleven quarters "
    "that moves few jobs, and firms here hire fewer only where hours are saved. A gap as large as the "
    "published one, with less AI in use, takes hiring that reacts to what is expected of AI. No law here has "
    "that; it may also be something that is not AI"
)


def replicate(context: EvidenceContext) -> Found:
    """The gap and its sign; beside it the gap after ten years, and the old.

    context : the world, the parameters in force
    """
    context.say("Employment by age, eleven quarters and ten years")
    changes = {length: _changes(context, length) for length in (_QUARTERS, _LATER)}
    gap, later = (change[_YOUNG, _MOST] - change[_YOUNG, _LEAST] for change in changes.values())
    soon = changes[_QUARTERS]
    says = (
        f"ages 22 to 25: {math.expm1(soon[_YOUNG, _MOST]):+.1%} in the most exposed quintile and "
        f"{math.expm1(soon[_YOUNG, _LEAST]):+.1%} in the least; 55 and over, most exposed: "
        f"{math.expm1(soon[_OLD, _MOST]):+.1%}; the gap is {later:+.2f} after ten years"
    )
    other_figures = {"gap after ten years": later}
    return {
        "young_gap": Obtained(gap, says, _CAUSE, other_figures=other_figures),
        "young_gap_sign": Obtained(gap, says, other_figures=other_figures),
    }


def _changes(context: EvidenceContext, quarters: int) -> dict[tuple[str, int], float]:
    """(age, quintile) change of employment against no AI [log points]."""
    table = effects(context, quarters).ages()
    return {
        (str(row["age"]), int(row["quintile"])): math.log1p(float(row["change"]))
        for row in table.to_dict("records")
    }
