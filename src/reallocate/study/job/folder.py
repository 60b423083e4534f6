"""A job's study as a folder: tables, sentences and facts; written whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from reallocate.errors import InputError, Problem
from reallocate.study.job.study import JobStudy
from reallocate.study.whole_folder import whole_folder

RECORD, WHAT = "job.json", "a job's results"
TABLES = "tables"


def save_job(study: JobStudy, folder: Path, extra: dict[str, bytes] | None = None) -> Path:
    """Write a job's study into a folder that does not exist yet or holds an earlier one.

    study : of one job
    folder : where to
    extra : further files by name, such as the page
    Returns the folder. Raises `InputError` where the folder holds something else.
    """
    with whole_folder(folder, RECORD, WHAT, extra) as made:
        (made / TABLES).mkdir()
        for table, frame in study.tables.items():
            frame.to_parquet(made / TABLES / f"{table}.parquet", index=False)
        record = {"meta": dict(study.meta), "said": dict(study.said)}
        (made / RECORD).write_text(json.dumps(record, indent=1, sort_keys=True), encoding="utf-8")
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
