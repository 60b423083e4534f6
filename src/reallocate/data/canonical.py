"""The canonical text of a table, whose hash is the same on any machine and under any version."""

from __future__ import annotations

import hashlib

import numpy as np
import pandas as pd

from reallocate.data.schema import Column, tables


def content_hash(name: str, frame: pd.DataFrame) -> str:
    """The sha256 over a table's canonical text.

    name : of the table
    frame : as from `schema.conform`
    The text is UTF-8: a line of column names, then one line a row in key order, fields parted by
    a tab. A number of d digits is written as the integer round(x·10^d), missing as nothing; tabs,
    line ends and backslashes in texts are escaped.
    """
    columns = tables()[name].columns
    fields = [_fields(frame[column], kind) for column, kind in columns.items()]
    digest = hashlib.sha256("\t".join(columns).encode() + b"\n")
    for row in zip(*fields, strict=True):
        digest.update("\t".join(row).encode())
        digest.update(b"\n")
    return digest.hexdigest()


def _fields(values: pd.Series, column: Column) -> list[str]:
    if column.kind == "text":
        escaped = values.str.replace("\\", "\\\\", regex=False)
        return escaped.str.replace("\t", "\\t", regex=False).str.replace("\n", "\\n", regex=False).tolist()
    if column.kind == "number":
        missing = values.isna().to_numpy()
        scaled = np.rint(values.fillna(0.0).to_numpy() * 10.0**column.digits).astype(np.int64)
        return ["" if gap else str(number) for gap, number in zip(missing, scaled.tolist(), strict=True)]
    return [str(value) for value in values.tolist()]
