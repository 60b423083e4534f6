"""The rows of a Parquet file, after a look at how large they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from reallocate.errors import InputError, Problem
from reallocate.roster.limits import (
    LONGEST_CELL,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_TEXT,
    MOST_UNPACKED,
    too_long_cell,
    too_many_cells,
    too_many_columns,
    too_many_rows,
    too_much_text,
    unpacks_too_large,
)

if TYPE_CHECKING:
    import pyarrow

FOOTER = 8
MOST_FOOTER = 16 * 1024**2
"""[bytes] A thousand columns in a hundred groups of rows take about 10 MB."""


def parquet_rows(raw: bytes, name: str) -> Iterator[list[Any]]:
    """The cells of a Parquet file by row, its headers first.

    raw : the file
    name : of it, for errors
    Raises `InputError` where there are too many columns, cells or bytes, or a cell is too long; and the
    errors of pyarrow where the file is broken.
    """
    import pyarrow
    import pyarrow.parquet
    import pyarrow.types

    from reallocate.disk.parquet import arrow_table, not_plain

    if MOST_FOOTER < int.from_bytes(raw[-FOOTER : -FOOTER + 4], "little") < len(raw):
        what = f"the list of columns takes more than {MOST_FOOTER / 1024**2:,.0f} MB"
        raise InputError(Problem(what, name, "Remove columns that the plan does not need."))
    file = pyarrow.parquet.ParquetFile(pyarrow.BufferReader(raw))
    facts = file.metadata
    if facts.num_columns > MOST_COLUMNS:
        raise InputError(too_many_columns(facts.num_columns, name))
    if problems := not_plain(file.schema_arrow, name):
        raise InputError(problems)
    if facts.num_rows > MOST_ROWS:
        raise InputError(too_many_rows(name))
    if facts.num_columns * facts.num_rows > MOST_CELLS:
        raise InputError(too_many_cells(name))
    groups = [facts.row_group(number) for number in range(facts.num_row_groups)]
    chunks = [group.column(place) for group in groups for place in range(group.num_columns)]
    if sum(chunk.total_uncompressed_size for chunk in chunks) > MOST_UNPACKED:
        raise InputError(unpacks_too_large(name))
    texts = [field.name for field in file.schema_arrow if _is_text(field.type)]
    # One text may stand in every row, so texts are numbered until their lengths are known.
    table = arrow_table(raw, texts)
    _check_texts(table, name)
    yield [str(column) for column in table.column_names]
    columns = [
        column.cast(column.type.value_type) if pyarrow.types.is_dictionary(column.type) else column
        for column in table.columns
    ]
    yield from map(list, zip(*(column.to_pylist() for column in columns), strict=True))


def _is_text(kind: pyarrow.DataType) -> bool:
    import pyarrow.types

    return bool(pyarrow.types.is_string(kind) or pyarrow.types.is_large_string(kind))


def _check_texts(table: pyarrow.Table, name: str) -> None:
    import pyarrow
    import pyarrow.compute

    total = 0
    for column in table.columns:
        for chunk in column.chunks:
            if not isinstance(chunk, pyarrow.DictionaryArray):
                continue
            lengths = pyarrow.compute.binary_length(chunk.dictionary)
            if (pyarrow.compute.max(lengths).as_py() or 0) > 4 * LONGEST_CELL:
                raise InputError(too_long_cell(name))
            total += pyarrow.compute.sum(lengths.take(chunk.indices)).as_py() or 0
    if total > MOST_TEXT:
        raise InputError(too_much_text(name))
