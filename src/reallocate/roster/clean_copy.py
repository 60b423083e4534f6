"""A roster written again: in one clean form, with mended cells, or empty to fill in."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Mapping
from pathlib import Path

import pandas as pd

from reallocate.kernel.errors import InputError, Problem
from reallocate.roster.file.cells import guarded, is_blank
from reallocate.roster.file.limits import ReadOptions
from reallocate.roster.file.people_columns import find_places, head_search
from reallocate.roster.file.sheet import Sheet, read_sheet
from reallocate.roster.pay import PAY
from reallocate.roster.people import People
from reallocate.roster.reporting import same_id

_HEADS = {
    "id": "Employee ID", "position_id": "Position ID", "title": "Job Title", "job_profile": "Job Profile",
    "job_family": "Job Family", "code": "SOC Code", "department": "Department", "manager": "Manager ID",
    "location": "Location", "country": "Country", "level": "Job Level", "status": "Status",
    "worker_type": "Worker Type", "fte": "FTE", "base": "Base Salary", "bonus": "Annual Bonus",
    "equity": "Annual Equity", "currency": "Currency", "hire_date": "Hire Date", "part_time": "Part Time",
    "birth_year": "Birth Year", "age": "Age Band",
}  # fmt: skip
"""Our columns in the order of a clean file, with their headers."""
_TEMPLATE = (
    "id", "title", "job_profile", "job_family", "department", "manager", "location", "country", "level",
    "status", "fte", "base", "bonus", "equity", "currency", "hire_date",
)  # fmt: skip
_WRITTEN = {
    "fte": "working times as a share of full time", "base": "amounts of pay as plain yearly numbers",
    "bonus": "bonuses as plain yearly numbers", "equity": "equity as plain yearly numbers",
    "currency": "currencies as codes", "hire_date": "dates as 2024-03-31",
    "manager": "managers as the next above of one who has left",
    "status": "states as filled, open or contractor", "department": "departments without names of people",
    "location": "places without names of people", "level": "levels without names of people",
    "country": "countries without names of people", "title": "titles without blanks around them",
    "job_profile": "job profiles without names of people",
    "job_family": "job families without names of people",
}  # fmt: skip
"""Our columns whose cells are written anew, and how."""


_UNREAD = (*PAY, "status", "currency", "hire_date")
"""Our columns whose cells stay as they are where nothing was read in them."""
_NEGATIVE = re.compile(r"-[\d.,]+")


def template() -> str:
    """An empty roster: a line of headers that are all known."""
    return ",".join(_HEADS[column] for column in _TEMPLATE) + "\n"


def clean_copy(
    path: Path, mapping: Mapping[str, str], options: ReadOptions, people: People
) -> tuple[str, tuple[str, ...]]:
    """A roster as CSV in one form, and what was changed, in words.

    path, mapping, options : as the roster was read
    people : as it was read
    Headers, numbers, dates, currencies and states are written as this package reads them best. Personal and
    unused columns, lines that are nobody's and people who have left are not written. A cell at fault stays as
    it is. Raises `InputError` where the file has changed since.
    """
    sheet = read_sheet(path, head_search(mapping, options.header_row, options.skip_rows))
    if sheet.digest != people.digest:
        what = "the file has changed since it was read"
        raise InputError(Problem(what, sheet.name, "Run the command again."))
    places = find_places(sheet.headers, f"{sheet.name} row {sheet.header_row}", mapping).known
    cells = sheet.cells.loc[people.rows.index]
    columns = {ours: cells[places[ours]] for ours in _HEADS if ours in people.columns}
    clean = _clean(people, columns)
    kept: dict[str, pd.Series] = {}
    changed: list[str] = []
    for ours in _HEADS:
        if ours not in clean:
            if ours in columns and ours != "worker_type":
                kept[ours] = columns[ours]
            continue
        before = columns.get(ours, pd.Series("", index=cells.index))
        kept[ours] = _as_it_stands(ours, columns).where(_stays(people, ours, clean[ours]), clean[ours])
        if count := int(kept[ours].ne(before).sum()):
            changed.append(f"{count:,} {_WRITTEN[ours]}")
    heads = [f"{people.columns[ours]} is now {_HEADS[ours]}" for ours in kept if ours in people.columns
             and people.columns[ours] != _HEADS[ours]]  # fmt: skip
    changed += [f"headers: {', '.join(heads)}"] if heads else []
    changed += [f"{rows:,} rows left out ({reason})" for reason, rows in people.not_used.items()]
    left_out = [*(name for name, _ in people.dropped), *people.unused]
    if left_out:
        changed.append(f"columns left out: {', '.join(left_out)}")
    if people.day is not None:
        day = people.day.isoformat()
        changed.append(f"the date of the file, {day}, is not in it: state it when you read it")
    return _csv({ours: kept[ours] for ours in _HEADS if ours in kept}), tuple(changed)


def _stays(people: People, ours: str, clean: pd.Series) -> pd.Series:
    """(row) Whether a cell stays as it is: it is at fault, or nothing was read in it."""
    header = people.columns.get(ours)
    faulty = [fault.row for fault in people.faults if header is not None and fault.column == header]
    unread = clean.eq("") if ours in _UNREAD else False
    return pd.Series(clean.index.isin(faulty), index=clean.index) | unread


def _as_it_stands(ours: str, columns: Mapping[str, pd.Series]) -> pd.Series:
    """(row) The cells of a column; of a state that was not read, the type of worker where there is one."""
    blank = pd.Series("", index=next(iter(columns.values())).index)
    texts = columns.get(ours, blank)
    if ours == "status" and "worker_type" in columns:
        return columns["worker_type"].where(columns["worker_type"].ne(""), texts)
    return texts


def _clean(people: People, columns: Mapping[str, pd.Series]) -> dict[str, pd.Series]:
    """(column) (row) each cell in its one form; pay in the currency in which the file gives it."""
    rows = people.rows
    rate = rows["currency"].map({code: people.rates.rate(code) for code in rows["currency"].unique()})
    clean = {
        ours: rows[ours]
        for ours in ("title", "department", "location", "country", "level")
        if ours in columns
    }
    clean |= {ours: rows[ours] for ours in ("job_profile", "job_family") if ours in columns}
    if {"status", "worker_type"} & columns.keys():
        clean["status"] = rows["status"]
    if "fte" in columns:
        clean["fte"] = rows["fte"].map("{:.4g}".format).mask(is_blank(columns["fte"]), "")
    paid = [ours for ours in PAY if ours in columns]
    for ours in paid:
        clean[ours] = (
            (rows[ours] / rate).round(2).map(lambda amount: "" if amount != amount else f"{amount:.2f}")
        )
    if paid:
        clean["currency"] = rows["currency"]
    if "manager" in columns:
        clean["manager"] = _managers(people, columns)
    if "hire_date" in columns:
        clean["hire_date"] = rows["hire_date"].dt.strftime("%Y-%m-%d").fillna("")
    return clean


def _managers(people: People, columns: Mapping[str, pd.Series]) -> pd.Series:
    """(row) The manager's id; that of the next above where the manager has left and is not written."""
    own = [columns[ours] for ours in ("id", "position_id") if ours in columns]
    written = {text for ids in own for text in same_id(ids).unique().tolist()}
    lost = columns["manager"].ne("") & ~same_id(columns["manager"]).isin(written)
    above = people.rows["manager"].map(own[0].to_dict())
    return columns["manager"].where(~lost | above.isna(), above)


def _csv(columns: Mapping[str, pd.Series]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_HEADS[ours] for ours in columns)
    table = pd.DataFrame(columns).to_numpy().tolist()
    writer.writerows([_cell(str(cell)) for cell in row] for row in table)
    return text.getvalue()


def _cell(text: str) -> str:
    """A cell in one line that no spreadsheet takes for a formula; a negative number stays one."""
    line = " ".join(text.split())
    return line if _NEGATIVE.fullmatch(line) else guarded(line)


Cells = Mapping[tuple[int, str], str]
"""(row of the file, our column) -> what the cell is to hold."""


def mended_table(
    path: Path,
    mapping: Mapping[str, str],
    header_row: int | None,
    cells: Cells,
    without: Collection[int] = (),
    skip_rows: int = 0,
) -> str:
    """The same table as CSV; each row keeps its number, a row that is left out becomes a blank line.

    path, mapping, header_row, skip_rows : as the roster was read
    without : numbers of rows that are left out
    Semicolons stay where they separated the columns, since a comma may then be decimal. Rows above the column
    heads were not read and stay blank. Raises `InputError` with every row or column that the file lacks.
    """
    sheet = read_sheet(path, head_search(mapping, header_row, skip_rows))
    known = find_places(sheet.headers, f"{sheet.name} row {sheet.header_row}", mapping).known
    problems = [*_no_rows(sheet, {*(row for row, _ in cells), *without}), *_no_columns(sheet, known, cells)]
    if problems:
        raise InputError(problems)
    table = sheet.cells.copy()
    for (row, column), text in cells.items():
        table.loc[row, known[column]] = text.strip()
    lines = {sheet.header_row: list(sheet.headers)}
    lines |= {int(row): kept for row, kept in zip(table.index, table.to_numpy().tolist(), strict=True)}
    return _written(lines, without, ";" if sheet.comma_is_decimal else ",")


def _no_rows(sheet: Sheet, rows: Collection[int]) -> list[Problem]:
    remedy = f"Rows {sheet.cells.index[0]} to {sheet.cells.index[-1]} can be mended."
    return [
        Problem("the file has no such row", f"{sheet.name} row {row}", remedy)
        for row in sorted(set(rows) - set(map(int, sheet.cells.index)))
    ]


def _no_columns(sheet: Sheet, known: Mapping[str, int], cells: Cells) -> list[Problem]:
    remedy = f"It has {', '.join(sorted(known))}."
    return [
        Problem(f"the file has no column {column!r}", sheet.name, remedy)
        for column in sorted({column for _, column in cells} - set(known))
    ]


def _written(lines: Mapping[int, list[str]], without: Collection[int], delimiter: str) -> str:
    """Lines of CSV by their numbers, blank where there is none; a cell of several lines becomes one."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", delimiter=delimiter)
    for row in range(1, max(lines) + 1):
        if row in lines and row not in without:
            writer.writerow(" ".join(cell.splitlines()) for cell in lines[row])
        else:
            text.write("\n")
    return text.getvalue()
