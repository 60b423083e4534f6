"""A comparison as a folder: its page, each table as CSV, and one JSON object; written whole or not at all."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

import pandas as pd

from reallocate.errors import InputError, Problem
from reallocate.study.compare import Comparison

RECORD = "comparison.json"
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def must_be_free(folder: Path) -> None:
    """Refuse a folder that holds something else than a comparison, before anything is computed for it.

    folder : where to write; raises `InputError`
    """
    taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    if taken and not (folder / RECORD).is_file():
        raise InputError(
            Problem(
                "there is something else than a comparison",
                str(folder),
                "Name another folder with --out; nothing there was touched.",
            )
        )


def save_comparison(found: Comparison, folder: Path, extra: dict[str, bytes] | None = None) -> Path:
    """Write a comparison into a folder that does not exist yet or holds an earlier one.

    found : the comparison
    folder : where to
    extra : further files by name, such as the page
    Returns the folder. Raises `InputError` where the folder holds something else.
    """
    must_be_free(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as name:
        made = Path(name) / "made"
        made.mkdir()
        for table, frame in found.tables.items():
            text = inert(frame).to_csv(index=False, lineterminator="\n")
            (made / f"{table}.csv").write_text(text, encoding="utf-8", newline="\n")
        record = json.dumps(found.json(), indent=1, ensure_ascii=False, allow_nan=False)
        (made / RECORD).write_text(record, encoding="utf-8", newline="\n")
        for file, content in (extra or {}).items():
            (made / file).write_bytes(content)
        if folder.exists():
            shutil.rmtree(folder)
        made.rename(folder)
    return folder


def inert(table: pd.DataFrame) -> pd.DataFrame:
    """The table with texts that a spreadsheet would run as a formula marked as text.

    table : with numbers, which stay as they are, and texts
    """
    return table.map(
        lambda cell: f"'{cell}" if isinstance(cell, str) and cell.startswith(STARTS_A_FORMULA) else cell
    )
