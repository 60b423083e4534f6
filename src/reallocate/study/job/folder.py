"""A job's study as a folder: tables, sentences and facts; written whole or not at all."""

from __future__ import annotations

from pathlib import Path

from reallocate.errors import Problem
from reallocate.study.job.study import JobStudy
from reallocate.study.whole_folder import read_kept, whole_folder, write_kept

RECORD, WHAT = "job.json", "a job's results"


def save_job(study: JobStudy, folder: Path, extra: dict[str, bytes] | None = None) -> Path:
    """Write a job's study into a folder that does not exist yet or holds an earlier one.

    study : of one job
    folder : where to
    extra : further files by name, such as the page
    Returns the folder. Raises `InputError` where the folder holds something else.
    """
    with whole_folder(folder, RECORD, WHAT, extra) as made:
        write_kept(study, made, RECORD)
    return folder


def open_job(folder: Path) -> JobStudy:
    """A job's study that was saved.

    folder : as written by `save_job`; raises `InputError` where there is none
    """
    remedy = "Make one with reallocate job … --out."
    missing = Problem("there is no saved job here", str(folder), remedy)
    return read_kept(folder, RECORD, missing, JobStudy)
