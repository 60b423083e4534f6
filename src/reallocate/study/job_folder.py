"""A job's study as a folder: tables, sentences and facts; written whole or not at all."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from reallocate.errors import InputError, Problem
from reallocate.study.job import JobStudy

RECORD = "job.json"
TABLES = "tables"


def must_be_free(folder: Path) -> None:
    """Refuse a folder that holds something else than a job's study, before anything is computed for it.

    folder : where to write; raises `InputError`
    """
    taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    if taken and not (folder / RECORD).is_file():
        raise InputError(
            Problem(
                "there is something else than a job's results",
                str(folder),
                "Name another folder with --out; nothing there was touched.",
            )
        )


def save_job(study: JobStudy, folder: Path, extra: dict[str, bytes] | None = None) -> Path:
    """Write a job's study into a folder that does not exist yet or holds an earlier one.

    study : of one job
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
        record = {"meta": dict(study.meta), "said": dict(study.said)}
        (made / RECORD).write_text(json.dumps(record, indent=1, sort_keys=True), encoding="utf-8")
        for file, content in (extra or {}).items():
            (made / file).write_bytes(content)
        if folder.exists():
            shutil.rmtree(folder)
        made.rename(folder)
    return folder


def open_job(folder: Path) -> JobStudy:
    """A job's study that was saved.

    folder : as written by `save_job`; raises `InputError` where there is none
    """
    file = folder / RECORD
    if not file.is_file():
        remedy = "Make one with reallocate job … --out."
        raise InputError(Problem("there is no saved job here", str(folder), remedy))
    record = json.loads(file.read_text(encoding="utf-8"))
    tables = {one.stem: pd.read_parquet(one) for one in sorted((folder / TABLES).glob("*.parquet"))}
    return JobStudy(
        MappingProxyType(record["meta"]), MappingProxyType(tables), MappingProxyType(record["said"])
    )
