"""What a program that is told to stop says of the work under way: how far it is, and what is kept."""

from __future__ import annotations

from threading import Event

_said = [""]
_stopped = Event()


def stands(words: str) -> None:
    """Say what holds if the work is stopped from now on.

    words : a sentence or two; none where nothing is to be said
    """
    _said[0] = words


def stopped_words() -> str:
    """What was said last; whatever is under way says nothing from now on."""
    _stopped.set()
    return _said[0]


def is_stopped() -> bool:
    """Whether the program was told to stop, so that what is finished meanwhile is no news."""
    return _stopped.is_set()
