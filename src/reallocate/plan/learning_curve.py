"""The learning curve of people hired or moved: pay for what they do not yet produce (P7)."""

from __future__ import annotations

from typing import TypeVar

from reallocate.measure.arrays import Array

Pay = TypeVar("Pay", float, Array)

LOST_WHILE_LEARNING = 0.5
"""Of the pay over a ramp-up: the area between full productivity and a straight line that rises to it."""


def ramp_up_pay(pay: Pay) -> Pay:
    """Pay for what new people do not yet produce, by a straight learning curve (P7); in the unit of pay.

    pay : over the whole ramp-up, until they are fully productive
    Productivity rises in a straight line, from 0 at the start of the ramp-up to 1 at its end:
    productivity(s) = s, s the part of the ramp-up that is over, so that ∫₀¹ (1 − s) ds = ½ of the pay
    brings nothing: ½·pay
    Source: P7 of this project's model.
    """
    lost: Pay = LOST_WHILE_LEARNING * pay
    return lost
