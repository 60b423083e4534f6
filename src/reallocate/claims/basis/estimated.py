"""The estimates that rows rest on, made once for all of them."""

from __future__ import annotations

from reallocate.claims.basis.context import ClaimContext, once
from reallocate.claims.estimates.findings import Estimates


@once
def estimates_of(context: ClaimContext) -> Estimates:
    """What the shipped tables say of hires, separations, unemployment and pay.

    context : the world
    """
    return Estimates(context.world)
