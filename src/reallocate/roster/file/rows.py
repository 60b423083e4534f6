"""A user's table as rows of text, from CSV, workbook or Parquet, numbered as its owner sees them."""

from __future__ import annotations

import codecs
import csv
import datetime as dt
import io
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reallocate.kernel.errors import InputError, Problem, visible
from reallocate.kernel.limited import within_limits
from reallocate.kernel.look import file_bytes, file_size
from reallocate.kernel.number import first_of
from reallocate.roster.file.cells import SPREADSHEET_ERROR, is_error
from reallocate.roster.file.header_row import LOOKED_AT, HeadSearch, head_score, header_place
from reallocate.roster.file.headers import KNOWN, letter, plain
from reallocate.roster.file.limits import (
    LONGEST_CELL,
    LONGEST_LINE,
    LONGEST_TITLE,
    MOST_CELL_TEXT,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_UNPACKED,
    checked_workbook,
    too_long_cell,
    too_long_line,
    too_many_cells,
    too_many_columns,
    too_many_rows,
    too_much_text,
    unpacks_too_large,
)

if TYPE_CHECKING:
    import pyarrow
import pandas as pd

from reallocate.roster.file.money import read_number

_DELIMITERS = (",", ";", "\t", "|")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_MOST_LINES = 2 * MOST_ROWS
"""Blank lines count too."""
_OPEN = "open quote"
_LINE_BREAKS = (
    "Close the quote in that line. Replace a line break within a cell by a space (in a spreadsheet: replace "
    "Ctrl+J)."
)
_SAVE_AS = "In a spreadsheet choose 'CSV UTF-8' when you save it."


def _lines_of(raw: bytes, name: str) -> Iterator[str]:
    """The lines of a text one after the other, each with its end.

    raw : the file, in UTF-8 with or without its mark, or in UTF-16 with it
    name : of it, for errors
    Raises `InputError` where it is no such text, or a line is longer than any row of a table. No error quotes
    what a line holds.
    """
    encoding = next((encoding for mark, encoding in _MARKS if raw.startswith(mark)), "utf-8")
    text = io.TextIOWrapper(io.BytesIO(raw), encoding, newline="")
    row = 1
    try:
        while line := text.readline(LONGEST_LINE + 1):
            if len(line) > LONGEST_LINE:
                raise InputError(too_long_line(f"{name} row {row}"))
            if "\x00" in line:
                what = "the file is not text: it contains zero bytes"
                raise InputError(Problem(what, f"{name} row {row}", _SAVE_AS))
            if row > _MOST_LINES:
                raise InputError(too_many_rows(name))
            yield line
            row += 1
    except UnicodeDecodeError:
        why = "In older encodings the same byte means different letters."
        if encoding == "utf-16":
            raise InputError(Problem("the file is not UTF-16, though it begins so", name, _SAVE_AS)) from None
        raise InputError(Problem(*_not_utf8(raw, name), _SAVE_AS, why)) from None


def _not_utf8(raw: bytes, name: str) -> tuple[str, str]:
    """Which byte is no UTF-8, and its row."""
    for row, line in enumerate(io.BytesIO(raw), start=1):
        try:
            line.decode("utf-8")
        except UnicodeDecodeError as error:
            before = line[: error.start].decode("utf-8-sig")
            what = f"the file is not UTF-8: byte 0x{line[error.start]:02x} at character {len(before) + 1}"
            return what, f"{name} row {row}"
    return "the file is not UTF-8", name


def _delimiter_of(raw: bytes, name: str, known: Mapping[str, str], looked_at: int = LOOKED_AT) -> str:
    """What stands between a text's columns: under it a line names most known columns, then has most columns.

    raw, name : as for `_lines_of`
    known : our column by each head, as `plain` leaves it
    looked_at : so many lines that are not blank are compared
    """
    lines = list(islice((line for line in _lines_of(raw, name) if line.strip()), looked_at))

    def fit(delimiter: str) -> tuple[int, int]:
        return max((_fit(line, delimiter, known) for line in lines), default=(0, 0))

    try:
        return max(_DELIMITERS, key=fit)
    except csv.Error:
        return _DELIMITERS[0]


def _fit(line: str, delimiter: str, known: Mapping[str, str]) -> tuple[int, int]:
    if (columns := line.count(delimiter) + 1) > MOST_COLUMNS:
        return 0, columns
    cells = next(csv.reader([line], delimiter=delimiter), [])
    return head_score(cells, known), len(cells)


def _records(raw: bytes, delimiter: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a text that hold anything, with their numbers, the file's first line being 1.

    raw, name : as for `_lines_of`
    delimiter : what stands between columns
    A row is a line. A quote that is still open at the end of its line may be one that nobody closed, which
    would swallow the rows after it, or a cell of several lines: nothing tells them apart. Raises `InputError`
    there, and where there are too many rows, columns or cells, or a cell is too long. No error quotes what a
    cell holds.
    """
    reader = csv.reader(_lines_of(raw, name), delimiter=delimiter, strict=True)
    cells = rows = 0
    while True:
        row = reader.line_num + 1
        try:
            record = next(reader, None)
        except csv.Error as error:
            kind = _OPEN if reader.line_num > row else str(error)
            raise InputError(_quote_problem(kind, f"{name} row {row}")) from None
        if record is None:
            return
        if reader.line_num > row:
            raise InputError(_quote_problem(_OPEN, f"{name} row {row}"))
        if len(record) > MOST_COLUMNS:
            raise InputError(too_many_columns(len(record), f"{name} row {row}"))
        cells += len(record)
        if cells > MOST_CELLS:
            raise InputError(too_many_cells(name))
        if any(map(str.strip, record)):
            rows += 1
            # One of them is the heads.
            if rows > MOST_ROWS + 1:
                raise InputError(too_many_rows(name))
            if max(map(len, record)) > LONGEST_CELL:
                raise InputError(too_long_cell(f"{name} row {row}"))
            yield row, record


def _quote_problem(error: str, where: str) -> Problem:
    """What the reader of the standard library met, without what stands in the row."""
    if "limit" in error:
        return too_long_cell(where)
    if "expected after" in error:
        what, remedy = "text follows a closing quote", "Double each quote within a quoted cell, or remove it."
        return Problem(what, where, remedy, "The end of the cell is unclear.")
    what = "a quote that opens here is not closed in the same line"
    why = "A wrong guess would merge the following rows into one cell."
    return Problem(what, where, _LINE_BREAKS, why)


_FOOTER = 8
_MOST_FOOTER = 16 * 1024**2
"""[bytes] A thousand columns in a hundred groups of rows take about 10 MB."""


def _parquet_rows(raw: bytes, name: str) -> Iterator[list[Any]]:
    """The cells of a Parquet file by row, its headers first.

    name : of it, for errors
    Raises `InputError` where there are too many columns, cells or bytes, or a cell is too long; and the
    errors of pyarrow where the file is broken.
    """
    import pyarrow
    import pyarrow.parquet
    import pyarrow.types

    from reallocate.kernel.parquet import arrow_table, not_plain

    if _MOST_FOOTER < int.from_bytes(raw[-_FOOTER : -_FOOTER + 4], "little") < len(raw):
        what = f"the list of columns takes more than {_MOST_FOOTER / 1024**2:,.0f} MB"
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
    if total > MOST_CELL_TEXT:
        raise InputError(too_much_text(name))


_WORKBOOK = b"PK\x03\x04"
_OLDER_WORKBOOK = b"\xd0\xcf\x11\xe0"
_PARQUET = b"PAR1"
_SAVE_TABLE_AS = "Save it as .xlsx, as Parquet, or as 'CSV UTF-8'."
_EXACT = 1e15
"""Below it, a number with a point stands for each whole one."""


def is_typed(raw: bytes) -> bool:
    """Whether a file is a workbook or Parquet, which its first bytes say."""
    return raw.startswith((_WORKBOOK, _OLDER_WORKBOOK, _PARQUET))


def _typed_rows(raw: bytes, name: str) -> list[list[str]]:
    """The rows of a workbook's first sheet, or of a Parquet file, its headers first.

    name : of it, for errors
    Raises `InputError` where it is broken or too large; no error quotes what a cell holds.
    """
    if raw.startswith(_OLDER_WORKBOOK):
        what = "the file is a workbook in the old format .xls, or has a password"
        raise InputError(Problem(what, name, _SAVE_TABLE_AS))
    parquet = raw.startswith(_PARQUET)
    raw = raw if parquet else checked_workbook(raw, name)
    try:
        return [list(map(_text, row)) for row in (_parquet_rows(raw, name) if parquet else _workbook(raw))]
    except InputError:
        raise
    except BaseException as error:
        # What the libraries raise on a broken file is of many kinds, and its text may quote a cell.
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        what = f"the file looks like {'Parquet' if parquet else 'a workbook'} and cannot be read"
        raise InputError(Problem(f"{what} ({type(error).__name__})", name, _SAVE_TABLE_AS)) from None


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
        return f"{cell:.0f}" if cell.is_integer() and abs(cell) < _EXACT else repr(cell)
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)


_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_MOST_ZEROS = 20
"""[bytes of the first 200] UTF-16 has one for every letter of English."""
_MOST_TEXT = 1024**2
"""[bytes] Of a scenario, a claim or a list of tasks."""
_SHOWN = 5
_NAMES = ("title", "role", "to", "department", "location", "country", "level", "code", "currency")
"""Columns, in any table, whose cells name something."""


@dataclass(frozen=True)
class TextTable:
    """A file as text.

    name : the file's name
    delimiter : what stands between its columns
    headers : the cells of the row with the column heads
    header_row : number of that row
    rows : the rows below it with their numbers as a spreadsheet counts them; blank rows are left out
    """

    name: str
    delimiter: str
    headers: tuple[str, ...]
    header_row: int
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_text_table(
    path: Path,
    search: HeadSearch | None = None,
    known: Mapping[str, str] = KNOWN,
    of: str = "role",
    remedy: str = "Write a header row and one row per role; `reallocate new` writes an example.",
) -> TextTable:
    """The rows of a table: CSV in UTF-8, the first sheet of a workbook, or Parquet; read within limits.

    search : by what the column heads are known; none where they are in the first row
    known : our column by each head, where they are
    of : what a row is, for errors
    remedy : what to do where the file is empty
    Raises `UnknownName` where there is no such file, `InputError` where it is empty, not text, not
    UTF-8, too large, or holds rows that are longer than its header or an error of a spreadsheet.
    """
    size = file_size(path)
    return within_limits(_text_table, path, search, known, of, remedy, name=visible(path.name), size=size)


def _text_table(
    path: Path, search: HeadSearch | None, known: Mapping[str, str], of: str, remedy: str
) -> TextTable:
    raw, name = file_bytes(path), visible(path.name)
    looked_at = LOOKED_AT if search else 1
    numbered, delimiter = numbered_rows(raw, name, search.known if search else known, looked_at)
    filled = [(row, tuple(map(str.strip, cells))) for row, cells in numbered]
    if not filled:
        raise InputError(Problem("the file is empty", name, remedy))
    if search is not None:
        filled = filled[header_place(filled, search, name) :]
    (header_row, headers), rows = filled[0], tuple(filled[1:])
    if not rows:
        what, remedy = f"the file has a header row and no {of}s", f"Write one row per {of}."
        raise InputError(Problem(what, name, remedy))
    remedy = f"Put quotes around text that contains {delimiter!r}."
    too_long = [(row, len(cells)) for row, cells in rows if any(cells[len(headers) :])]
    if too_long:
        raise InputError(
            Problem(f"the row has {cells} cells and the header {len(headers)}", f"{name} row {row}", remedy)
            for row, cells in too_long
        )
    used = search.known if search else known
    if problems := [*_error_cells(headers, rows, used, name), *_too_long(headers, rows, used, name)]:
        raise InputError(problems)
    return TextTable(name, delimiter, headers, header_row, rows)


def _error_cells(
    headers: Sequence[str],
    rows: Sequence[tuple[int, Sequence[str]]],
    known: Mapping[str, str],
    name: str,
) -> list[Problem]:
    """Cells of known columns that hold an error of a spreadsheet, by column and kind."""
    used = [place for place, head in enumerate(headers) if plain(head) in known]
    problems = []
    for place in used or range(len(headers)):
        found = [(row, cells[place]) for row, cells in rows if place < len(cells) and is_error(cells[place])]
        if found:
            kinds = ", ".join(f"{kind} {often}" for kind, often in Counter(kind for _, kind in found).items())
            first = first_of([row for row, _ in found], _SHOWN)
            where = f"{name}, {headers[place] or f'column {letter(place)}'}, row {first}"
            problems.append(Problem(f"an error of the spreadsheet ({kinds})", where, SPREADSHEET_ERROR))
    return problems


def _too_long(
    headers: Sequence[str],
    rows: Sequence[tuple[int, Sequence[str]]],
    known: Mapping[str, str],
    name: str,
) -> list[Problem]:
    """Cells that name something and are longer than any name."""
    places = [place for place, head in enumerate(headers) if known.get(plain(head)) in _NAMES]
    named = ((row, [len(cells[one]) for one in places if one < len(cells)]) for row, cells in rows)
    found = [row for row, lengths in named if max(lengths, default=0) > LONGEST_TITLE]
    remedy = "Shorten it, or check that the columns are what their headers say."
    what = f"a title or name has more than {LONGEST_TITLE} characters"
    return [Problem(what, f"{name} row {row}", remedy) for row in found]


def by_column(cells: Sequence[str], places: Mapping[str, int]) -> dict[str, str]:
    """A row's cells by our column, "" where the row ends before it.

    places : our column -> its place in the row
    """
    return {column: cells[place] if place < len(cells) else "" for column, place in places.items()}


def numbered_rows(
    raw: bytes, name: str, known: Mapping[str, str], looked_at: int
) -> tuple[list[tuple[int, list[str]]], str]:
    """The rows of a table that hold anything with their numbers, and what stands between its columns.

    name : of it, for errors
    known, looked_at : as in `_delimiter_of`
    """
    if is_typed(raw):
        rows = enumerate(_typed_rows(raw, name), start=1)
        return [(row, cells) for row, cells in rows if any(map(str.strip, cells))], ","
    if name.lower().endswith(".xlsx"):
        what = "this is no Excel workbook, though its name ends in .xlsx"
        remedy = "Save it as a workbook, or let its name end in .csv if it is text."
        raise InputError(Problem(what, name, remedy))
    delimiter = _delimiter_of(raw, name, known, looked_at)
    return list(_records(raw, delimiter, name)), delimiter


def file_rows(path: Path, known: Mapping[str, str]) -> list[tuple[int, list[str]]]:
    """The rows of a table that hold anything with their numbers, read within limits; its heads are the first.

    known : our column by each head
    """
    return within_limits(_file_rows, path, known, name=visible(path.name), size=file_size(path))


def _file_rows(path: Path, known: Mapping[str, str]) -> list[tuple[int, list[str]]]:
    return numbered_rows(file_bytes(path), visible(path.name), known, 1)[0]


def read_text(path: Path, remedy: str = _SAVE_AS) -> str:
    """The text of a file in UTF-8, with or without a byte order mark.

    remedy : how to save it as UTF-8
    Raises `UnknownName` where there is no such file, `InputError` where it is no text in UTF-8.
    """
    raw, name = file_bytes(path, _MOST_TEXT), visible(path.name)
    if raw[:2] in _UTF16 or (raw[:200].count(b"\x00") > _MOST_ZEROS and not raw.startswith(b"PK")):
        raise InputError(Problem("the file is UTF-16 ('Unicode text'), not UTF-8", name, remedy))
    if raw.startswith(b"PK\x03\x04"):
        raise InputError(Problem("this is an Excel workbook, not a text file", name, _SAVE_AS))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = raw[: error.start].count(b"\n") + 1
        before = raw[raw.rfind(b"\n", 0, error.start) + 1 : error.start].decode("utf-8", errors="replace")
        what = f"the file is not UTF-8: byte 0x{raw[error.start]:02x} at character {len(before) + 1}"
        why = "In older encodings the same byte means different letters."
        raise InputError(Problem(what, f"{name} row {row}", remedy, why)) from None


def read_figures_file(path: Path, names: Sequence[str], numbers: Sequence[str], remedy: str) -> pd.DataFrame:
    """The figures of a table: CSV, workbook or Parquet.

    names, numbers : its columns of text and of numbers; all of them are needed, others are not read
    Raises `InputError` with every column that is missing and every cell that is no number.
    """
    columns = (*names, *numbers)
    table = read_text_table(path, known={name: name for name in columns}, of="figure", remedy=remedy)
    places = {head.strip().casefold(): place for place, head in enumerate(table.headers)}
    if missing := [name for name in columns if name not in places]:
        raise InputError(Problem(f"the column {', '.join(missing)} is missing", table.name, remedy))
    problems, rows = [], []
    for row, cells in table.rows:
        given = by_column(cells, {name: places[name] for name in columns})
        values = {name: read_number(given[name], table.delimiter == ";") for name in numbers}
        wrong = {name: value for name, value in values.items() if isinstance(value, str)}
        problems += [Problem(why, f"{table.name}, row {row}, {name}", remedy) for name, why in wrong.items()]
        rows.append({**{name: given[name] for name in names}, **values})
    if problems:
        raise InputError(problems)
    return pd.DataFrame(rows, columns=list(columns)).astype(dict.fromkeys(numbers, float))
