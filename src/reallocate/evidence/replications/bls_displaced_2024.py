"""BLS 2024: how many of the displaced have a job again when they are asked."""

from __future__ import annotations

from reallocate.evidence.context import EvidenceContext
from reallocate.evidence.replications.lost_jobs import ALL, OFF, ON, lost_jobs
from reallocate.evidence.scorecard import Found, Obtained

PERCENT = 100.0
PRIME, OUTSIDE = 74.5, 18.2
"""As published beside it: with a job again at ages 25 to 54, and out of the labour force at all ages [%]."""
CAUSE = (
    "since everybody here leaves the labour force at the rate of their occupation, while of the "
    "displaced who were asked many were near retirement and left for good, and since nobody here searches "
    "longer for having been displaced. Exits several times as frequent, or a search twice as long, would "
    "each bring it near the published share; neither is known from elsewhere, and the share is not fitted"
)


def replicate(context: EvidenceContext) -> Found:
    """The share, in the calm market; beside it that of the slack one.

    context : the world, the parameters in force
    """
    table = lost_jobs(context)["reemployed"]
    calm, slack, staying = (
        PERCENT * float(table[exits, market, ALL])
        for exits, market in ((ON, "calm"), (ON, "slack"), (OFF, "calm"))
    )
    says = (
        f"{slack:.1f}% at 9% unemployment; where nobody leaves the labour force {staying:.1f}%; pay by "
        "tenure does not enter, and nothing was fitted to this share"
    )
    other_figures = {
        "at 9% unemployment": slack,
        "where nobody leaves the labour force": staying,
        "published at ages 25 to 54": PRIME,
        "published as out of the labour force": OUTSIDE,
    }
    return {"reemployed": Obtained(calm, says, CAUSE, other_figures=other_figures)}
