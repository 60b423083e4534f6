"""Tables from the bytes of a Parquet file, read in the thread that asks for them.

A thread of Arrow's own that still holds a Python object when the program ends can abort it, after its work.
These tables are small, so that such threads would not save time either.

Source: Apache Arrow, issues 34314 and 50482.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq


def arrow_table(content: bytes, coded: list[str] | None = None) -> pa.Table:
    """The table as Arrow holds it.

    coded : text columns to read as codes into their distinct values
    """
    source = pa.BufferReader(content)
    return pq.read_table(source, read_dictionary=coded or [], use_threads=False, pre_buffer=False)


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


def pandas_table(content: bytes) -> pd.DataFrame:
    """The table as pandas holds it."""
    return pd.read_parquet(pa.BufferReader(content), use_threads=False, pre_buffer=False)
