"""Tables whose cells have types, workbooks and Parquet, as rows of text."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path
from typing import Any

from reallocate.errors import InputError, Problem

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
PARQUET = b"PAR1"
SAVE_AS = "Save it as .xlsx, as Parquet, or as 'CSV UTF-8'."
EXACT = 1e15
"""Below it, a number with a point stands for each whole one."""


def is_typed(raw: bytes) -> bool:
    """Whether a file is a workbook or Parquet, which its first bytes say.

    raw : the file
    """
    return raw.startswith((*WORKBOOKS, PARQUET))


def typed_rows(path: Path, raw: bytes) -> list[list[str]]:
    """The rows of a workbook's first sheet, or of a Parquet file, its headers first.

    path : the file
    raw : its bytes
    Raises `InputError` where it is broken; no error quotes what a cell holds.
    """
    parquet = raw.startswith(PARQUET)
    try:
        return _parquet(path) if parquet else _workbook(path)
    except Exception as error:
        # What the libraries raise on a broken file is of many kinds, and its text may quote a cell.
        what = f"the file looks like {'Parquet' if parquet else 'a workbook'} and cannot be read"
        raise InputError(Problem(f"{what} ({type(error).__name__})", path.name, SAVE_AS)) from None


def _workbook(path: Path) -> list[list[str]]:
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
    return [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def _parquet(path: Path) -> list[list[str]]:
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(path)
    columns = [[_text(cell) for cell in column.to_pylist()] for column in table.columns]
    rows = zip(*columns, strict=True) if columns else iter(())
    return [[str(name) for name in table.column_names], *(list(row) for row in rows)]


def _text(cell: Any) -> str:
    """A typed cell as its owner would write it."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, float):
        if math.isnan(cell):
            return ""
        return f"{cell:.0f}" if cell.is_integer() and abs(cell) < EXACT else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)
