"""What a program says when it is told to stop: how far the work is, and what is kept of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

_message = [""]
_stopped = Event()


def reset() -> None:
    """Forget an earlier command: nothing is known of the new one yet, and nobody stopped it."""
    _message[0] = ""
    _stopped.clear()


def set_stop_message(words: str) -> None:
    """Set what is said if the work is stopped from now on.

    words : a sentence or two; none where nothing is to be said
    """
    _message[0] = words


@contextmanager
def kept_in(folder: Path | None) -> Iterator[None]:
    """While shards are made, say where they are kept if the work is stopped.

    folder : of the shards; none where they are not kept
    """
    if folder is not None:
        set_stop_message(
            f"Stopped before the end. Finished shards are kept in {folder}; the same command continues."
        )
    yield
    set_stop_message("")


def stop() -> str:
    """Note that the program was told to stop, and give the message."""
    _stopped.set()
    return _message[0]


def is_stopped() -> bool:
    """Whether the program was told to stop, so that what is finished meanwhile is no news."""
    return _stopped.is_set()
