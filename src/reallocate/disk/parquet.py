"""Tables from the bytes of a Parquet file, read in the thread that asks for them.

A thread of Arrow's own that still holds a Python object when the program ends can abort it, after its work.
These tables are small, so that such threads would not save time either.

Source: Apache Arrow, issues 34314 and 50482.
"""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq


def arrow_table(content: bytes, coded: list[str] | None = None) -> pa.Table:
    """The table as Arrow holds it.

    coded : text columns to read as codes into their distinct values
    """
    source = pa.BufferReader(content)
    return pq.read_table(source, read_dictionary=coded or [], use_threads=False, pre_buffer=False)


def pandas_table(content: bytes) -> pd.DataFrame:
    """The table as pandas holds it."""
    return pd.read_parquet(pa.BufferReader(content), use_threads=False, pre_buffer=False)
