"""World Economic Forum 2025: arithmetic on what employers expect."""

from __future__ import annotations

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.target import Found, Obtained

MADE, ENDED, LOOKED_AT = 170.0, 92.0, 1200.0


def replicate(context: EvidenceContext) -> Found:
    """The two figures.

    context : not needed
    """
    return {"net": Obtained(MADE - ENDED), "churn": Obtained(100 * (MADE + ENDED) / LOOKED_AT)}
