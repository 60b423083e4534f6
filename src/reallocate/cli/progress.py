"""What verbs that plan share: how many processes, what is under way, the command as it was given."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

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


def progress(quiet: bool) -> AbstractContextManager[Any]:
    """Something to tell what is under way, which a terminal shows while it lasts."""
    if quiet or not sys.stderr.isatty():
        return nullcontext(None)
    return _Spinner()


class _Spinner:
    """Says on stderr what is under way, while something is."""

    def __init__(self) -> None:
        from rich.console import Console

        self._status = Console(stderr=True).status("Planning")

    def __enter__(self) -> Any:
        self._status.start()
        return self._status.update

    def __exit__(self, *_: object) -> None:
        self._status.stop()
