"""A copy for sharing: the figures of the exact result, rounded, without what tells of single people."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reallocate.api.out import finished, free_folder, handed
from reallocate.api.saved import open as open_result
from reallocate.api.spelling import python_errors
from reallocate.firm.cut.result import CUT
from reallocate.firm.report.result import PLAN
from reallocate.firm.report.shared import SHARED, shared_copy
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.manifest import LIST
from reallocate.render.result import AS_IT_IS, Result


@python_errors
def share(
    result: Result | str | Path,
    *,
    out: str | Path | None = None,
    pdf: str | Path | None = None,
    slides: str | Path | None = None,
) -> Result:
    """A copy for sharing of a plan or a cut: its figures, rounded, by groups of ten people and more.

    result : as made, or the folder of a saved one; the roster itself is not needed
    out : folder to save the copy in; checked before the work
    pdf, slides : files for the report as a PDF, and for the slides; checked before the work
    Nothing is solved. A result without a roster is shared as it is. Raises `InputError` for other results.
    """
    given = open_result(result) if isinstance(result, str | Path) else result
    if given.kind not in (PLAN, CUT, SHARED):
        what = f"{given.kind.phrase} has no copy for sharing"
        remedy = "Give a plan or a cut. To share a comparison, compare two copies."
        raise InputError(Problem(what, given.title, remedy))
    made = for_sharing(given)
    folder, files = free_folder(out, made.kind), handed(pdf, slides)
    if folder is not None:
        _must_hold_no_original(folder)
    files.write(finished(made, folder))
    return made


def for_sharing(given: Result) -> Result:
    """A plan or a cut as it may be shared."""
    if given.is_exact:
        return shared_copy(given)
    if given.privacy:
        return given
    return replace(given, facts={**given.facts, "privacy": AS_IT_IS}, memory=None)


def _must_hold_no_original(folder: Path) -> None:
    """Refuse a folder whose result is exact: a copy would take the place of exact figures."""
    if (folder / LIST).is_file() and open_result(folder).is_exact:
        what = "the folder holds an exact result"
        raise InputError(Problem(what, str(folder), "Name another folder. Nothing was changed."))
