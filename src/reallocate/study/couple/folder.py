"""A round trip as a folder: tables, sentences and facts; written whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reallocate.result.folder import Kind, contents_of, open_kept, save_result
from reallocate.study.couple.run import CoupledStudy

KIND = Kind("adopters", "a round trip", "adopters.json", "reallocate simulate adopters … --out")


def save_coupled(study: CoupledStudy, folder: Path, extra: Mapping[str, bytes] | None = None) -> Path:
    """Write a round trip into a folder that does not exist yet or holds an earlier one.

    study : run
    folder : where to
    extra : further files by name
    Returns the folder. Raises `InputError` where the folder holds something else.
    """
    return save_result(folder, KIND, {**contents_of(study, KIND.record), **(extra or {})})


def open_coupled(folder: Path) -> CoupledStudy:
    """A round trip that was saved.

    folder : as written by `save_coupled`; raises as `open_result`
    """
    return open_kept(folder, KIND, CoupledStudy)
