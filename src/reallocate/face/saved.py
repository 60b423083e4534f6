"""A saved result, opened again: every file is checked against its hash, nothing is computed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from reallocate.claims.folder import KIND as CLAIMS
from reallocate.errors import InputError, Problem
from reallocate.evidence.outline import SCORECARD
from reallocate.face.forecast import forecast_result
from reallocate.face.spelling import python_errors
from reallocate.face.study_result import OPTIONS, Tabular, study_result
from reallocate.result import result as results
from reallocate.result.folder import Kind, Saved, open_result
from reallocate.result.result import OBJECT, PAGE, TEXT, WORKBOOK, Result
from reallocate.result.saving import open_saved
from reallocate.study.calibration.outline import CALIBRATION
from reallocate.study.compare.outline import COMPARISON
from reallocate.study.couple.outline import ADOPTERS
from reallocate.study.economy.outline import KIND as NATION
from reallocate.study.ensemble.outline import ENSEMBLE
from reallocate.study.forecast.outline import FORECAST
from reallocate.study.forecast.record import read_forecast
from reallocate.study.forecast.score import SCORE
from reallocate.study.job.outline import JOB
from reallocate.study.jobs.outline import HISTORY, JOBS
from reallocate.study.layoffs.outline import LAYOFFS
from reallocate.study.market.outline import MARKET
from reallocate.study.plan.kind import PLAN

DECLARED: tuple[results.Kind, ...] = (
    PLAN, COMPARISON, NATION, ADOPTERS, JOB, JOBS, HISTORY, MARKET, LAYOFFS, SCORECARD, CALIBRATION,
    ENSEMBLE, FORECAST, SCORE,
)  # fmt: skip
"""Kinds of results whose tables are declared."""
KINDS: tuple[tuple[Kind, Callable[[Path], Any] | None], ...] = (
    (CLAIMS, None),
)
"""Kinds of results, and how the study of each is read; facts and tables alone where there is none."""


@python_errors
def open(folder: str | Path) -> Result:
    """Open a saved result; every file is verified, nothing is computed.

    folder : of a result, or the file of a forecast
    Raises `InputError` where there is none, `DataError` with every file that was altered or is missing.
    """
    place = Path(folder)
    if place.is_file():
        return forecast_result(read_forecast(place))
    declared = {kind.name: kind for kind in DECLARED}
    found = open_saved(place)
    if found.kind in declared:
        return Result.opened(declared[found.kind], found)
    saved = open_result(place)
    if OBJECT not in saved.files or TEXT not in saved.files:
        remedy = "Save it again with save(folder), or with --out."
        raise InputError(
            Problem(f"the result ({saved.kind}) was saved without its summary", str(place), remedy)
        )
    kind, read = next(
        ((kind, read) for kind, read in KINDS if kind.name == saved.kind),
        (Kind(saved.kind, f"a result of the kind {saved.kind}", "", ""), None),
    )
    study = read(place) if read is not None else _tabular(kind, saved)
    text = saved.files[TEXT].decode("utf-8", errors="replace").rstrip("\n")
    return study_result(
        study,
        kind,
        saved.json(OBJECT),
        lambda console, page: console.out(text, highlight=False),
        lambda: {name: saved.files[name] for name in (PAGE, WORKBOOK) if name in saved.files},
        lambda out, files: _copy(saved, out, kind),
        saved.json(OPTIONS) if OPTIONS in saved.files else {},
    )


def _tabular(kind: Kind, saved: Saved) -> Tabular:
    record = saved.json(kind.record) if kind.record in saved.files else {}
    facts = record.get("meta", {}) if isinstance(record, dict) else {}
    return Tabular({"title": kind.what, **facts}, saved.tables())


def _copy(saved: Saved, out: Path, kind: Kind) -> Path:
    from reallocate.result.folder import save_result

    return save_result(out, kind, saved.files)
