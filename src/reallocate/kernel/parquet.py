"""Tables from the bytes of a Parquet file, read in the thread that asks for them.

A thread of Arrow's own that still holds a Python object when the program ends can abort it, after its work.
These tables are small, so that such threads would not save time either.

Source: Apache Arrow, issues 34314 and 50482.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from reallocate.kernel.errors import Problem

_PLAIN = (
    pa.types.is_null, pa.types.is_boolean, pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal,
    pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view,
    pa.types.is_date, pa.types.is_timestamp, pa.types.is_time, pa.types.is_duration,
)  # fmt: skip
"""What a cell of a table may be."""


def not_plain(fields: pa.Schema, where: str) -> list[Problem]:
    """Columns whose cells are no text, number, day or flag: of such a file a kilobyte may make gigabytes.

    fields : of the file, as Arrow would read them
    where : the file's name, for errors
    """
    found = []
    for number, field in enumerate(fields, start=1):
        kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        if not any(is_kind(kind) for is_kind in _PLAIN):
            held = "nested values" if pa.types.is_nested(kind) else f"values of the type {kind}"
            remedy = "Write columns of text, numbers, days or flags, one value a cell."
            found.append(Problem(f"column {number} holds {held}", where, remedy))
    return found


def refused(content: bytes, where: str) -> list[Problem]:
    """Why a table is not read: its cells are not plain.

    content : of its file
    where : the file's name, for errors
    """
    return not_plain(pq.read_schema(pa.BufferReader(content)), where)


def arrow_table(content: bytes, coded: list[str] | None = None) -> pa.Table:
    """The table as Arrow holds it.

    coded : text columns to read as codes into their distinct values
    """
    source = pq.ParquetFile(pa.BufferReader(content), read_dictionary=coded or [], pre_buffer=False)
    return source.read(use_threads=False)


def row_group(file: Path, head: pq.FileMetaData, number: int, column: str) -> npt.NDArray[np.float64]:
    """The figures of one column in one group of rows, whose cells hold lists; one after another.

    file, head : the file, and its metadata as read before
    number : which group of rows, from 0
    """
    source = pq.ParquetFile(file, metadata=head, pre_buffer=False)
    rows = source.read_row_group(number, columns=[column], use_threads=False)
    source.close()
    flat: npt.NDArray[np.float64] = rows[column].combine_chunks().flatten().to_numpy()
    return flat


def pandas_table(content: bytes, columns: Sequence[str] | None = None) -> pd.DataFrame:
    """The table as pandas holds it.

    columns : those that are read; all where none are given
    """
    wanted = None if columns is None else list(columns)
    return pd.read_parquet(pa.BufferReader(content), columns=wanted, use_threads=False, pre_buffer=False)
