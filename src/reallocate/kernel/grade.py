"""How well a number is evidenced."""

from __future__ import annotations

from enum import StrEnum


class Grade(StrEnum):
    """How well a number is evidenced.

    A : a filing or primary source, read
    B : named press, or a primary source read at second hand
    C : a secondary source
    X : computed from graded numbers
    E : estimated here from public data, with an interval narrower than the range that was judged before
    J : a judgement of this project with no source at hand; always carries a wide range
    own : the user's own figure
    """

    A = "A"
    B = "B"
    C = "C"
    X = "X"
    ESTIMATED = "E"
    J = "J"
    OWN = "own"
