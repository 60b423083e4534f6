"""Tables whose cells have types, workbooks and Parquet, as rows of text."""

from __future__ import annotations

import datetime as dt
import io
import math
from typing import Any

from reallocate.errors import InputError, Problem
from reallocate.roster.parquet_rows import parquet_rows
from reallocate.roster.workbook_limits import checked_workbook

WORKBOOK = b"PK\x03\x04"
OLDER_WORKBOOK = b"\xd0\xcf\x11\xe0"
PARQUET = b"PAR1"
SAVE_AS = "Save it as .xlsx, as Parquet, or as 'CSV UTF-8'."
EXACT = 1e15
"""Below it, a number with a point stands for each whole one."""


def is_typed(raw: bytes) -> bool:
    """Whether a file is a workbook or Parquet, which its first bytes say.

    raw : the file
    """
    return raw.startswith((WORKBOOK, OLDER_WORKBOOK, PARQUET))


def typed_rows(raw: bytes, name: str) -> list[list[str]]:
    """The rows of a workbook's first sheet, or of a Parquet file, its headers first.

    raw : the file
    name : of it, for errors
    Raises `InputError` where it is broken or too large; no error quotes what a cell holds.
    """
    if raw.startswith(OLDER_WORKBOOK):
        what = "the file is a workbook in the old format .xls, or has a password"
        raise InputError(Problem(what, name, SAVE_AS))
    parquet = raw.startswith(PARQUET)
    raw = raw if parquet else checked_workbook(raw, name)
    try:
        return [list(map(_text, row)) for row in (parquet_rows(raw, name) if parquet else _workbook(raw))]
    except InputError:
        raise
    except BaseException as error:
        # What the libraries raise on a broken file is of many kinds, and its text may quote a cell.
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        what = f"the file looks like {'Parquet' if parquet else 'a workbook'} and cannot be read"
        raise InputError(Problem(f"{what} ({type(error).__name__})", name, SAVE_AS)) from None


def _workbook(raw: bytes) -> list[list[Any]]:
    from python_calamine import CalamineWorkbook

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0)
    return sheet.to_python(skip_empty_area=False)


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
