"""Where an answer turns between two values, by halving."""

from __future__ import annotations

from collections.abc import Callable


def bisect(
    start: float, end: float, like_end: Callable[[float], bool], halvings: int
) -> tuple[float, float]:
    """Two neighbouring values, one with the answer of the start and one with that of the end.

    start, end : values with different answers
    like_end : whether the answer at a value is that of the end
    halvings : how often the span between them is halved
    """
    for _ in range(halvings):
        middle = (start + end) / 2
        start, end = (start, middle) if like_end(middle) else (middle, end)
    return start, end
