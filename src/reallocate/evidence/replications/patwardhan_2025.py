"""GDPval: what a task costs where a model tries it first, by the project's own price of a finished hour."""

from __future__ import annotations

from reallocate.evidence.ground import Ground
from reallocate.evidence.scorecard import Found, Obtained
from reallocate.work.finished_hour import advantage

HUMAN, REVIEW, GOOD, MODEL = 361.0, 86.0, 0.39, 0.0
OTHERS = (0.71, 0.83)


def replicate(ground: Ground) -> Found:
    """The paper's figure.

    ground : not needed: the inputs are the paper's
    """
    beside = {f"at w = {good:g}": advantage(HUMAN, good, REVIEW / HUMAN, MODEL) for good in OTHERS}
    says = "; ".join(f"{value:.1f}× {name} (win rates that vendors report)" for name, value in beside.items())
    return {"advantage": Obtained(advantage(HUMAN, GOOD, REVIEW / HUMAN, MODEL), says, beside=beside)}
