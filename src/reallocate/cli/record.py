"""The command as it was given, for the record of a result."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

FILES = ("--roster", "--review")
"""Options that name a file about people."""


def command() -> str:
    """The command as it was given, without folders whose names may be confidential."""
    return shlex.join(["reallocate", *_without_folders(sys.argv[1:])])


def _without_folders(words: Iterable[str]) -> Iterator[str]:
    """The words of a command; files about people, and absolute paths, by name alone."""
    before = ""
    for word in words:
        option, equals, value = word.partition("=") if word.startswith("--") else ("", "", word)
        is_file = option in FILES or before in FILES or Path(value).is_absolute()
        yield f"{option}{equals}{Path(value).name if is_file and value else value}"
        before = word
