"""Faults of a disk: each call that changes anything on it can fail, or something can happen just before it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHANGING = ("mkdir", "open", "write", "fsync", "rename", "replace", "link", "unlink", "rmdir", "chmod")


@contextmanager
def at_call(number: int, happens: Callable[[str], None], names: tuple[str, ...] = CHANGING) -> Iterator[list[str]]:
    """Let something happen just before the n-th of these calls; gives the calls so far."""
    calls: list[str] = []
    before = {name: getattr(os, name) for name in names}

    def counted(name: str) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            calls.append(name)
            if len(calls) == number:
                happens(name)
            return before[name](*given, **named)

        return call

    try:
        for name in names:
            setattr(os, name, counted(name))
        yield calls
    finally:
        for name, call in before.items():
            setattr(os, name, call)


def fails(number: int) -> Callable[[str], None]:
    """The call fails with this error."""

    def raise_it(name: str) -> None:
        raise OSError(number, os.strerror(number))

    return raise_it


full = fails(errno.ENOSPC)


def files_below(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }
