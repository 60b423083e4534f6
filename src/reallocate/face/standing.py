"""What a program that is told to stop says of the work under way: how far it is, and what is kept."""

from __future__ import annotations

_said = [""]


def stands(words: str) -> None:
    """Say what holds if the work is stopped from now on.

    words : a sentence or two; none where nothing is to be said
    """
    _said[0] = words


def stopped_words() -> str:
    """What was said last."""
    return _said[0]
