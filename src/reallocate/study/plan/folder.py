"""A study as a folder: inputs, results and what is needed to repeat it; written whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from reallocate.errors import DataError, Problem
from reallocate.result.folder import Kind, open_result, save_result, table_files
from reallocate.result.manifest import AGAIN, json_bytes
from reallocate.study.plan.result import PlanStudy, Status

RECORD = "study.json"
KIND = Kind("plan", "a study", RECORD, "reallocate plan … --out")


class _Meta(BaseModel):
    """The facts that a page, a summary or a comparison reads."""

    model_config = ConfigDict(extra="allow", strict=True)

    name: str
    title: str
    version: str
    command: str
    start: str
    objective: float
    own_share: float
    filled_share: float
    headline_source: str
    industry_text: str
    hashes: dict[str, str]
    periods: list[str]
    notes: list[str]


class _Record(BaseModel):
    """What the record of a study holds."""

    model_config = ConfigDict(extra="forbid", strict=True)

    meta: _Meta
    status: dict[str, str]
    said: dict[str, list[str]]
    totals: dict[str, dict[str, float | None]]
    scenario: dict[str, Any]


def save(study: PlanStudy, folder: Path, extra: Mapping[str, bytes] | None = None) -> Path:
    """Write a study into a folder that does not exist yet or holds an earlier study.

    study : solved
    folder : where to
    extra : further files by name, such as the page
    Returns the folder. Raises `InputError` where the folder holds something else.
    """
    record = {
        "meta": dict(study.meta),
        "status": vars(study.status),
        "said": dict(study.said),
        "totals": {case: dict(values) for case, values in study.totals.items()},
        "scenario": dict(study.scenario),
    }
    contents = {RECORD: json_bytes(record), **table_files(study.tables), **(extra or {})}
    return save_result(folder, KIND, contents)


def open_study(folder: Path) -> PlanStudy:
    """A study that was saved.

    folder : as written by `save`; raises `InputError` where there is none or one of a newer format,
        `DataError` where it was altered or is damaged
    """
    saved = open_result(folder, KIND)
    record = saved.json(RECORD)
    try:
        _Record.model_validate(record)
        status = Status(**record["status"])
    except ValidationError as error:
        raise DataError([_problem(folder, one["loc"], one["msg"]) for one in error.errors()]) from None
    except TypeError:
        raise DataError(_problem(folder, ("status",), "it has other keys than a status")) from None
    return PlanStudy(
        meta=MappingProxyType(record["meta"]),
        status=status,
        tables=saved.tables(),
        said=MappingProxyType(record["said"]),
        totals=MappingProxyType(record["totals"]),
        scenario=MappingProxyType(record["scenario"]),
    )


def _problem(folder: Path, place: tuple[int | str, ...], why: str) -> Problem:
    where = f"{folder / RECORD}: {'.'.join(str(part) for part in place)}".removesuffix(": ")
    return Problem("the record of the study cannot be read", where, AGAIN, f"{why[:1].upper()}{why[1:]}.")
