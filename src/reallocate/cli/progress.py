"""What verbs that plan share: how many processes, what is under way, the command as it was given."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

MOST_WORKERS = 8
FILES = ("--roster", "--review")
"""Options that name a file about people."""


def workers(asked: int) -> int:
    """How many processes to use: as many as asked for, or one a core."""
    return asked if asked > 0 else min(os.cpu_count() or 1, MOST_WORKERS)


def command() -> str:
    """The command as it was given, for the record, without folders that may be telling."""
    return shlex.join(["reallocate", *_without_folders(sys.argv[1:])])


def _without_folders(words: Iterable[str]) -> Iterator[str]:
    """The words of a command; files about people, and whatever is named from the root, by name alone."""
    before = ""
    for word in words:
        option, equals, value = word.partition("=") if word.startswith("--") else ("", "", word)
        is_file = option in FILES or before in FILES or Path(value).is_absolute()
        yield f"{option}{equals}{Path(value).name if is_file and value else value}"
        before = word


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Something to call with what is under way: a terminal shows it, elsewhere it is a line on stderr."""
    if not sys.stderr.isatty():
        yield _Lines().write
        return
    from rich.console import Console

    with Console(stderr=True).status("Starting") as status:
        yield status.update


class _Lines:
    """One line on stderr for each stage, as it begins."""

    def __init__(self) -> None:
        self._last = ""

    def write(self, stage: str) -> None:
        """Write a stage, unless it is the one before.

        stage : what begins, in words
        """
        if stage != self._last:
            print(stage, file=sys.stderr, flush=True)
        self._last = stage
