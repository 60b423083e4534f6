"""How private a result is, in the line on top of everything that is made from it."""

from __future__ import annotations

EXACT = "Exact: as private as the file."
"""Of a table of people and of what is planned from it."""
TO_HAND_ON = "`reallocate share` makes a copy to hand on."
EXACT_RESULT = f"{EXACT} {TO_HAND_ON}"
ABOUT = (
    "About, not exact: a copy to hand on. Sizes of roles are off by up to about 60 people, and no group of "
    "fewer than 25 is shown."
)
AS_IT_IS = "A copy to hand on, as it is: it was made without a table of people, so nobody's row is in it."
_AGAIN = "Plan the roster again to make a copy to hand on."
EARLIER = f"Made by an earlier version, which rounded figures of a roster by a key. {_AGAIN}"
EARLIER_EXACT = f"{EXACT} Made by an earlier version. {_AGAIN}"
"""Of saved results of a roster that do not say how private they are."""
