"""A job's study as a folder: tables, sentences and facts; written whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reallocate.result.folder import Kind, contents_of, open_kept, save_result
from reallocate.study.job.run import JobStudy

KIND = Kind("job", "a job's results", "job.json", "reallocate job … --out")


def save_job(study: JobStudy, folder: Path, extra: Mapping[str, bytes] | None = None) -> Path:
    """Write a job's study into a folder that does not exist yet or holds an earlier one.

    study : of one job
    folder : where to
    extra : further files by name, such as the page
    Returns the folder. Raises `InputError` where the folder holds something else.
    """
    return save_result(folder, KIND, {**contents_of(study, KIND.record), **(extra or {})})


def open_job(folder: Path) -> JobStudy:
    """A job's study that was saved.

    folder : as written by `save_job`; raises as `open_result`
    """
    return open_kept(folder, KIND, JobStudy)
