"""A study as a folder: inputs, results and what is needed to repeat it; written whole or not at all."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pandas as pd

from reallocate.errors import DataError, InputError, Problem
from reallocate.study.plan.result import PlanStudy, Status
from reallocate.study.whole_folder import whole_folder

RECORD, WHAT = "study.json", "a study"
TABLES = "tables"

FORMAT = 1
"""Of the folder; a change that earlier versions cannot read makes it one more."""

KEYS = ("meta", "status", "said", "totals", "scenario")
AGAIN = "Plan the scenario again with reallocate plan … --out."


def save(study: PlanStudy, folder: Path, extra: dict[str, bytes] | None = None) -> Path:
    """Write a study into a folder that does not exist yet or holds an earlier study.

    study : solved
    folder : where to
    extra : further files by name, such as the page
    Returns the folder. Raises `InputError` where the folder holds something else.
    """
    with whole_folder(folder, RECORD, WHAT, extra) as made:
        (made / TABLES).mkdir()
        for table, frame in study.tables.items():
            frame.to_parquet(made / TABLES / f"{table}.parquet", index=False)
        record = {
            "meta": dict(study.meta),
            "status": vars(study.status),
            "said": dict(study.said),
            "totals": {case: dict(values) for case, values in study.totals.items()},
            "scenario": dict(study.scenario),
            "format": FORMAT,
            "files": {file.stem: _hash(file.read_bytes()) for file in (made / TABLES).iterdir()},
        }
        (made / RECORD).write_text(json.dumps(record, indent=1, sort_keys=True), encoding="utf-8")
    return folder


def open_study(folder: Path) -> PlanStudy:
    """A study that was saved.

    folder : as written by `save`; raises `InputError` where there is none or one of a newer format,
        `DataError` where it was altered
    """
    record_file = folder / RECORD
    if not record_file.is_file():
        raise InputError(
            Problem("there is no saved study here", str(folder), "Make one with reallocate plan … --out.")
        )
    record = _read_record(record_file)
    if altered := _altered(record, folder):
        raise DataError(altered)
    tables = {file.stem: pd.read_parquet(file) for file in sorted((folder / TABLES).glob("*.parquet"))}
    return PlanStudy(
        meta=MappingProxyType(record["meta"]),
        status=Status(**record["status"]),
        tables=MappingProxyType(tables),
        said=MappingProxyType(record["said"]),
        totals=MappingProxyType(record["totals"]),
        scenario=MappingProxyType(record["scenario"]),
    )


def _read_record(file: Path) -> dict[str, Any]:
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        record = None
    if not isinstance(record, dict) or any(not isinstance(record.get(key), dict) for key in KEYS):
        raise InputError(Problem("the record of the study cannot be read", str(file), AGAIN))
    if record.get("format", FORMAT) > FORMAT:
        raise InputError(
            Problem(
                f"the study was saved in format {record['format']} by reallocate "
                f"{record['meta'].get('version', 'of a later version')}; reallocate {version('reallocate')} "
                f"reads formats up to {FORMAT}",
                str(file.parent),
                f"Install that version or a later one. Or: {AGAIN[0].lower()}{AGAIN[1:]}",
                "What a newer format means is not guessed.",
            )
        )
    return record


def _altered(record: Mapping[str, Any], folder: Path) -> list[Problem]:
    """Parts of a saved study that are no longer what they were when it was made."""
    text = json.dumps(record["scenario"], sort_keys=True).encode()
    pairs = [(RECORD, "its scenario", record["meta"].get("hashes", {}).get("scenario"), _hash(text))]
    for name, expected in sorted(record.get("files", {}).items()):
        file = folder / TABLES / f"{name}.parquet"
        found = _hash(file.read_bytes()) if file.is_file() else "no file"
        pairs.append((f"{TABLES}/{file.name}", "it", expected, found))
    return [
        Problem(
            f"{what} was altered after the study was made: expected {expected}, found {found}",
            str(folder / place),
            AGAIN,
            "Which of the two was meant is not guessed.",
        )
        for place, what, expected, found in pairs
        if expected is not None and expected != found
    ]


def _hash(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()
