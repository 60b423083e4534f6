"""World Economic Forum 2025: arithmetic on what employers expect."""

from __future__ import annotations

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.target import Found, Obtained

_MADE, _ENDED, _LOOKED_AT = 170.0, 92.0, 1200.0


def replicate(context: EvidenceContext) -> Found:
    """The two figures.

    context : not needed
    """
    return {"net": Obtained(_MADE - _ENDED), "churn": Obtained(100 * (_MADE + _ENDED) / _LOOKED_AT)}
