"""IMF 2024: not computed, and what it would take."""

from __future__ import annotations

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.target import Found, Obtained

_MISSING = (
    "missing are the paper's border between high and lower exposure, labour force surveys by ISCO-08 of the "
    "countries that it counts, and, for its complementarity, O*NET's Work Context"
)


def replicate(context: EvidenceContext) -> Found:
    """Nothing but what is missing.

    context : not needed
    """
    return {name: Obtained(None, missing=_MISSING) for name in ("advanced", "emerging")}
