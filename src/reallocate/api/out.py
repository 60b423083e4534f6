"""Where a result is saved and what is handed on of it: looked at before the work, written after it."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from reallocate.kernel.disk import replace_file
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.marker import must_be_free, must_be_ours_or_new
from reallocate.render.page import weasyprint
from reallocate.render.result import NOTHING_ELSEWHERE, Kind, Result
from reallocate.render.slides import pptx


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


_ENDINGS = {"pdf": ".pdf", "slides": ".pptx"}
_MADE_BY = {"pdf": "weasyprint", "slides": "pptx"}
"""What is made -> the package that makes it."""


@dataclass(frozen=True)
class _Handed:
    """Where a PDF and slides are written; none where they are not asked for."""

    pdf: Path | None = None
    slides: Path | None = None

    def write(self, result: Result) -> None:
        """Make and write them; `UnknownName` where such a result has no slides."""
        made = {
            file: make()
            for file, make in ((self.pdf, result.pdf), (self.slides, result.slides))
            if file is not None
        }
        for file, content in made.items():
            replace_file(file, content)


def handed(pdf: str | Path | None, slides: str | Path | None) -> _Handed:
    """The files, looked at before the work.

    Raises `InputError` where one cannot be written, or where nothing is installed that makes it.
    """
    files = {name: Path(file) for name, file in (("pdf", pdf), ("slides", slides)) if file is not None}
    problems: list[Problem] = []
    for name, file in files.items():
        try:
            if file.suffix.lower() != _ENDINGS[name]:
                what = f"{file.name} does not end with {_ENDINGS[name]}"
                raise InputError(Problem(what, f"--{name}", remedy=f"Write {file.stem}{_ENDINGS[name]}."))
            must_be_ours_or_new(file)
            weasyprint() if name == "pdf" else pptx()
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return _Handed(**files)


def installed() -> tuple[str, ...]:
    """What can be made: a PDF, slides, both or nothing."""
    return tuple(name for name, package in _MADE_BY.items() if find_spec(package) is not None)
