"""What replications stand on: the world, the user's copies of what may not ship, and each lens's run once."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from reallocate.errors import InputError, Problem
from reallocate.executor import Say
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

Made = TypeVar("Made")

SETTING = "REALLOCATE_SOURCE_DATA"
"""The one setting that names the folder of source files, here and in the tests."""


@dataclass(frozen=True, eq=False)
class EvidenceContext:
    """What replications stand on.

    world : the shipped figures
    sources : the folder of source files, laid out as `reallocate data build --from` reads it; without it,
        what needs them is not available
    say : is given the progress report
    """

    world: World
    parameters: Parameters
    sources: Path | None = None
    say: Say = lambda text: None
    _cache: dict[str, Any] = field(default_factory=dict)

    def file(self, name: str) -> Path | None:
        """A source file, or nothing where it is not available.

        name : its place under the sources' folder, such as open/gpts-are-gpts/full_labelset.tsv
        """
        path = self.sources / name if self.sources is not None else None
        return path if path is not None and path.exists() else None

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """Something that several replications need, made by the first of them."""
        if name not in self._cache:
            self._cache[name] = make()
        made: Made = self._cache[name]
        return made


def sources_folder(given: Path | None) -> Path | None:
    """The folder of source files as the user named it, or as the setting does.

    given : the folder, or nothing
    Raises `InputError` where it is not a folder.
    """
    setting = os.environ.get(SETTING)
    named, where = given or (Path(setting) if setting else None), "--sources" if given else SETTING
    if named is not None and not named.is_dir():
        remedy = (
            "Name the folder that holds open/ and validation-only/, or leave it out: figures that need "
            "a file that does not ship are then listed as not available, with what to provide."
        )
        raise InputError(Problem(f"there is no folder {str(named)!r}", where, remedy))
    return named
