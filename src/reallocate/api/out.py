"""The folder that a result is saved in: checked before the work, written after it."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from pathlib import Path

from reallocate.kernel.marker import must_be_free
from reallocate.render.result import NOTHING_ELSEWHERE, Kind, Result


def free_folder(out: str | Path | None, kind: Kind) -> Path | None:
    """The folder for a result, or nothing; `InputError` where it cannot hold one."""
    if out is None:
        return None
    place = Path(out)
    must_be_free(place, kind.name, kind.phrase)
    return place


def finished(
    result: Result, out: Path | None, elsewhere: Mapping[str, Future[bytes]] = NOTHING_ELSEWHERE
) -> Result:
    """A result, saved where a folder is named.

    elsewhere : (path) files that another process makes meanwhile
    """
    if out is not None:
        result.save(out, elsewhere)
    return result
