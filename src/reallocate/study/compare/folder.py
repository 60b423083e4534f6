"""A comparison as a folder: its page, each table as CSV, and one JSON object; written whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from reallocate.roster.review import guarded
from reallocate.study.compare.study import Comparison
from reallocate.study.whole_folder import whole_folder

RECORD, WHAT = "comparison.json", "a comparison"


def save_comparison(found: Comparison, folder: Path, extra: dict[str, bytes] | None = None) -> Path:
    """Write a comparison into a folder that does not exist yet or holds an earlier one.

    found : the comparison
    folder : where to
    extra : further files by name, such as the page
    Returns the folder. Raises `InputError` where the folder holds something else.
    """
    with whole_folder(folder, RECORD, WHAT, extra) as made:
        for table, frame in found.tables.items():
            text = inert(frame).to_csv(index=False, lineterminator="\n")
            (made / f"{table}.csv").write_text(text, encoding="utf-8", newline="\n")
        record = json.dumps(found.json(), indent=1, ensure_ascii=False, allow_nan=False)
        (made / RECORD).write_text(record, encoding="utf-8", newline="\n")
    return folder


def inert(table: pd.DataFrame) -> pd.DataFrame:
    """The table with texts that a spreadsheet would run as a formula marked as text.

    table : with numbers, which stay as they are, and texts
    """
    return table.map(lambda cell: guarded(cell) if isinstance(cell, str) else cell)
