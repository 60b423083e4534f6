"""BLS 2024: how many of the displaced have a job again when they are asked."""

from __future__ import annotations

from reallocate.evidence.ground import Ground
from reallocate.evidence.replications.lost_jobs import ALL, lost_jobs
from reallocate.evidence.scorecard import Found, Obtained

PERCENT = 100.0
PRIME = 74.5
CAUSE = (
    "Missed since everybody here leaves the labour force at the rate of their occupation, while of the "
    "displaced who were asked many were near retirement and left for good, and since nobody here searches "
    "longer for having been displaced. Exits several times as frequent, or a search twice as long, would "
    "each bring it near the published share; neither is known from elsewhere, and the share is not fitted"
)


def replicate(ground: Ground) -> Found:
    """The share, in the calm market; beside it that of the slack one.

    ground : the world, the parameters in force
    """
    table = lost_jobs(ground)["reemployed"]
    calm, slack = (PERCENT * float(table[market, ALL]) for market in ("calm", "slack"))
    says = f"{slack:.1f}% in the slack market; nothing was fitted to this share. {CAUSE}"
    return {"reemployed": Obtained(calm, says, beside={"slack": slack, "published, aged 25 to 54": PRIME})}
