"""A comparison as a folder: its page, each table as CSV, and one JSON object; written whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from reallocate.result.folder import Kind, save_result
from reallocate.result.manifest import json_bytes
from reallocate.roster.review import guarded
from reallocate.study.compare.run import Comparison

KIND = Kind("comparison", "a comparison", "comparison.json", "reallocate compare … --out")


def save_comparison(found: Comparison, folder: Path, extra: Mapping[str, bytes] | None = None) -> Path:
    """Write a comparison into a folder that does not exist yet or holds an earlier one.

    found : the comparison
    folder : where to
    extra : further files by name, such as the page
    Returns the folder. Raises `InputError` where the folder holds something else.
    """
    tables = {
        f"{name}.csv": inert(frame).to_csv(index=False, lineterminator="\n").encode()
        for name, frame in found.tables.items()
    }
    return save_result(folder, KIND, {KIND.record: json_bytes(found.json()), **tables, **(extra or {})})


def inert(table: pd.DataFrame) -> pd.DataFrame:
    """The table with texts that a spreadsheet would run as a formula marked as text.

    table : with numbers, which stay as they are, and texts
    """
    return table.map(lambda cell: guarded(cell) if isinstance(cell, str) else cell)
