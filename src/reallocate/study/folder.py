"""A study as a folder: inputs, results and what is needed to repeat it; written whole or not at all."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from reallocate.errors import InputError, Problem
from reallocate.study.result import PlanStudy, Status

RECORD = "study.json"
TABLES = "tables"


def must_be_free(folder: Path) -> None:
    """Refuse a folder that holds something else than a study, before anything is computed for it.

    folder : where to write; raises `InputError`
    """
    taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    if taken and not (folder / RECORD).is_file():
        raise InputError(
            Problem(
                "there is something else than a study",
                str(folder),
                "Name another folder with --out; nothing there was touched.",
            )
        )


def save(study: PlanStudy, folder: Path, extra: dict[str, bytes] | None = None) -> Path:
    """Write a study into a folder that does not exist yet or holds an earlier study.

    study : solved
    folder : where to
    extra : further files by name, such as the page
    Returns the folder. Raises `InputError` where the folder holds something else.
    """
    must_be_free(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as name:
        made = Path(name) / "made"
        (made / TABLES).mkdir(parents=True)
        for table, frame in study.tables.items():
            frame.to_parquet(made / TABLES / f"{table}.parquet", index=False)
        record = {
            "meta": dict(study.meta),
            "status": vars(study.status),
            "said": dict(study.said),
            "totals": {case: dict(values) for case, values in study.totals.items()},
            "scenario": dict(study.scenario),
        }
        (made / RECORD).write_text(json.dumps(record, indent=1, sort_keys=True), encoding="utf-8")
        for file, content in (extra or {}).items():
            (made / file).write_bytes(content)
        if folder.exists():
            shutil.rmtree(folder)
        made.rename(folder)
    return folder


def open_study(folder: Path) -> PlanStudy:
    """A study that was saved.

    folder : as written by `save`; raises `InputError` where there is none
    """
    record_file = folder / RECORD
    if not record_file.is_file():
        raise InputError(
            Problem("there is no saved study here", str(folder), "Make one with reallocate plan … --out.")
        )
    record = json.loads(record_file.read_text(encoding="utf-8"))
    tables = {file.stem: pd.read_parquet(file) for file in sorted((folder / TABLES).glob("*.parquet"))}
    return PlanStudy(
        meta=MappingProxyType(record["meta"]),
        status=Status(**record["status"]),
        tables=MappingProxyType(tables),
        said=MappingProxyType(record["said"]),
        totals=MappingProxyType(record["totals"]),
        scenario=MappingProxyType(record["scenario"]),
    )
