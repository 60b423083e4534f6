"""Small tables as a user's file holds them, and what is said where they are refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.worlds import small_world

from reallocate.kernel.errors import InputError
from reallocate.roster.file.limits import ReadOptions
from reallocate.roster.people import People, read_people

SMALL = small_world()
TITLES = {str(code): str(title) for code, title in SMALL.occupations["title"].items()}


def written(folder: Path, *lines: str, name: str = "a.csv") -> Path:
    """A file of these lines."""
    (folder / name).write_text("\n".join([*lines, ""]), encoding="utf-8")
    return folder / name


def people(folder: Path, *lines: str, **options: object) -> People:
    """The people of a table.

    options : of `ReadOptions`
    """
    return read_people(written(folder, *lines), TITLES, {}, ReadOptions(**options))  # type: ignore[arg-type]


def faults(found: People) -> list[tuple[int, str]]:
    """Row and kind of each fault."""
    return [(fault.row, fault.fault) for fault in found.faults]


def refusal(read: Callable[..., object], *given: object) -> list[str]:
    """The problems for which something is refused."""
    with pytest.raises(InputError) as caught:
        read(*given)
    return [str(problem) for problem in caught.value.problems]
