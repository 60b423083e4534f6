"""The page of a file: what was read from it, rows to mend, titles to decide, columns to name, downloads."""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import reallocate
from reallocate.api.command_line import option_words
from reallocate.api.spelling import in_python
from reallocate.kernel.blocks import Grid, Head
from reallocate.kernel.number import cell
from reallocate.web.link import arguments
from reallocate.web.page import Page, filled

_DOOR = "/firm"
REVIEW, FAULTS, CLEAN = "review.csv", "faults.csv", "clean-copy.csv"
"""Files beside a roster: titles to decide, faulty rows, and the roster written in one form."""
_LISTED = 40
"""Titles that are decided at a time, and faults that are mended."""
MENDED = "mended-"
"""How the name of a file begins in which cells were mended."""
_OPTION = re.compile(r"(?P<name>(?P<code>\d\d-\d{4}) .*?)(?: \((?P<score>[01]\.\d\d)\))?")
_AS_FIRST, _LEFT_OUT = (
    "Without a choice they are planned as the first.",
    "No occupation is likely enough: without a choice these people are left out of the plan.",
)
_NO_RATE = "pay in a currency without a rate"
_REMEDIES_HERE = {
    _NO_RATE: "Fill in the dollars for one unit and the day of the rate below, or leave the pay of these "
    "rows "
    "blank.",
    "hired after the file's day": "Correct the hire date, state the day of the file below, or give unfilled "
    "positions the status open.",
    "unknown status": "Write filled, open or contractor, or another word such as regular, vacant or agency.",
    "unknown worker type": "Write employee or contractor, or another word such as fixed term, intern or "
    "freelancer. These rows count as neither.",
    "repeated header row": "Leave the row out. If it has the right headers, name it below as the row of the "
    "column heads.",
}
"""Remedies of faults that are mended with a field of the page."""
_BY_CURRENCY, _UNUSED_ROWS = "People by the currency", "Rows that are not used: "
_SYSTEM = ("Read as an export", "No personnel system")
"""How lines of the report begin that have a place of their own on the page."""
_COLUMN_WORDS = {
    "id": "Id of the person", "position_id": "Id of the position", "title": "Job title",
    "code": "Occupation's code", "department": "Department", "manager": "Id of the manager",
    "location": "Place", "country": "Country", "job_profile": "Job profile", "job_family": "Job family",
    "pay_period": "Pay period", "hours": "Weekly hours",
    "fte": "Working time [FTE]", "base": "Base pay a year", "bonus": "Bonus a year",
    "equity": "Equity a year", "currency": "Currency", "hire_date": "Date of hire", "level": "Level",
    "status": "Filled, open or contractor", "worker_type": "Employee or contractor",
    "part_time": "Part time", "birth_year": "Year of birth", "age": "Age or age band",
}  # fmt: skip
"""Columns of a roster -> words of the form."""
Given = Mapping[str, Any]


@dataclass(frozen=True)
class Read:
    """What a check of a file found, ready to be shown; never a person.

    record : as one object for machines
    lines : the same in words
    ready : whether it can be planned, without its faulty rows where it has some
    unsure, accepted : titles to decide, and those that need no decision
    faults : by row and column, with remedy
    roles : code and title of the roles that it makes, without its faulty rows; none where it is not ready
    places : groups by department, site and country, with their people
    changed : what its clean copy writes otherwise
    fault_list : the faulty rows as CSV
    """

    record: Mapping[str, Any]
    lines: Sequence[str]
    ready: bool
    unsure: Sequence[Mapping[str, str]]
    accepted: Sequence[Mapping[str, str]]
    faults: Sequence[Mapping[str, Any]]
    roles: Mapping[str, str]
    places: Mapping[str, Mapping[str, int]]
    changed: Sequence[str]
    fault_list: str


def view(
    given: Given,
    read: Read | None = None,
    status: int = 200,
    *,
    problems: Sequence[str] = (),
    typed: Mapping[tuple[int, str], str] | None = None,
    refused: Mapping[str, tuple[str, str]] | None = None,
) -> Page:
    """The page of a file.

    given : arguments of `Roster.read`, files by their names alone
    read : none where it cannot be read
    typed : (row, column) what was just written into a cell: it stands there again where it is at fault
    refused : title -> what was typed as its occupation, and why it is none
    """
    unsure = read.unsure if read else ()
    titles = [_title(number, row, refused or {}) for number, row in enumerate(unsure[:_LISTED])]
    shown = {one["title"] for one in titles}
    elsewhere = [f"{title}: {why}" for title, (_, why) in (refused or {}).items() if title not in shown]
    page = filled(
        "roster.html.jinja", _DOOR, status, file=given["file"], problems=[*problems, *elsewhere],
        tables={FAULTS: read.fault_list} if read and read.faults else {}, is_read=read is not None,
        refused=len(refused or {}), titles=titles, undecided=len(unsure), given=given,
        mended=given["file"] if is_mended(given["file"]) else "",
        columns=_columns(given, read), headers=_headers(read), python=_python(given), command=_command(given),
        clean=CLEAN, review=REVIEW, faults_file=FAULTS, **_read_fields(read, typed or {}),
    )  # fmt: skip
    state = {
        "maker": "from_roster", "given": dict(given), "options": {},
        "roles": dict(read.roles) if read else {},
        "reading": {"without_faulty": True} if read and read.faults else {},
        "places": {name: dict(groups) for name, groups in read.places.items()} if read else {},
        "files": [*([given["file"]] if is_mended(given["file"]) else []), *([CLEAN, REVIEW] if read else [])],
    }  # fmt: skip
    return Page(page.html, page.status, page.tables, state)


def is_mended(file: str) -> bool:
    """Whether a file is one that these pages wrote: its owner needs it to repeat what they show."""
    return file.startswith(MENDED)


def _read_fields(read: Read | None, typed: Mapping[tuple[int, str], str]) -> dict[str, Any]:
    """What the page says of a file that was read; nothing of one that was not."""
    if read is None:
        return {
            "ready": False, "faults": (), "cells": (), "rows_at_fault": 0, "faulty_rows": 0,
            "currencies": (), "rates": (), "counts": (), "facts": (), "overview": (), "accepted": (),
            "paid": None, "paid_words": "", "groups": None, "changed": (),
        }  # fmt: skip
    kinds, currencies = read.record["fault_kinds"], read.record["currencies"]
    paid_words = next((one for one in read.lines if one.startswith(_BY_CURRENCY)), "")
    return {
        "ready": read.ready, "faults": [_fault(one) for one in kinds], "cells": _cells(read.faults, typed),
        "rows_at_fault": len(read.faults), "faulty_rows": len({one["row"] for one in read.faults}),
        "accepted": read.accepted, "changed": read.changed,
        "currencies": sorted({code for one in kinds if one["fault"] == _NO_RATE for code in one["values"]}),
        "rates": [one for one in currencies if one["rate"] not in (None, 1.0)],
        "counts": [in_python(one) for one in read.lines[: len(read.record["warnings"]) + 2]],
        "facts": _facts(read), "overview": _overview(read.lines),
        "paid": _paid(currencies) if paid_words else None, "paid_words": in_python(paid_words),
        "groups": _groups(read.places),
    }  # fmt: skip


def _facts(read: Read) -> list[tuple[str, str]]:
    """What a reader checks first: the system, the row of the heads, and what is not used."""
    record = read.record
    system = next((one for one in read.lines if one.startswith(_SYSTEM)), "")
    facts = [("System", system), ("Column heads", f"Row {record['header_row']} of the file.")]
    for name, start in (("Not used", _UNUSED_ROWS), ("Dropped as personal", "Dropped as personal: ")):
        words = next((one.removeprefix(start) for one in read.lines if one.startswith(start)), "")
        facts.append((name, f"{words[:1].upper()}{words[1:]}"))
    return [(name, in_python(words)) for name, words in facts if words]


def _paid(currencies: Sequence[Mapping[str, Any]]) -> Grid:
    """People by the currency of their pay, with the rate and its day."""
    rows = tuple(
        (
            str(one["currency"]), cell(one["people"], "persons"),
            "—" if one["rate"] is None else f"{one['rate']:g}", str(one["date"] or "—"),
        )
        for one in currencies
    )  # fmt: skip
    heads = (
        Head("Currency"), Head("People", number=True), Head("USD for one unit", number=True), Head("Rate of"),
    )  # fmt: skip
    return Grid("People by the currency of their pay", heads, rows)


def _groups(places: Mapping[str, Mapping[str, int]]) -> Grid | None:
    """Departments, sites and countries with their people; none where the file has none."""
    rows = tuple(
        (group, name, cell(people, "persons"))
        for name, groups in places.items()
        for group, people in groups.items()
    )
    heads = (Head("Group"), Head("By"), Head("People", number=True))
    return Grid("People by department, site and country", heads, rows) if rows else None


def _python(given: Given) -> str:
    """The same check in Python."""
    options = {name: value for name, value in given.items() if name != "file"}
    return f"import reallocate as ra\n\nra.Roster.read({arguments((given['file'],), options)}).check()"


def _command(given: Given) -> str:
    """The same check on the command line."""
    options = option_words({name: value for name, value in given.items() if name != "file"})
    return shlex.join(["reallocate", "roster", given["file"], *options])


def _overview(lines: Sequence[str]) -> list[str]:
    """What was read and dropped, without faults and titles, which have a place of their own."""
    starts = (
        "Read:", "Columns that are not", "People by level", "People by age",
        "Reporting tree", "Worker types", "Dates", "Titles:",
    )  # fmt: skip
    return [in_python(line) for line in lines if line.startswith(starts)]


def _fault(one: Mapping[str, Any]) -> dict[str, str]:
    rows, shown = int(one["rows"]), ", ".join(map(str, one["first_rows"]))
    more = rows - len(one["first_rows"])
    values = ", ".join(f"{value} ({count})" for value, count in one["values"].items())
    return {
        "what": f"{one['fault'][:1].upper()}{one['fault'][1:]}",
        "column": one["column"] or "whole row",
        "rows": f"{'row' if rows == 1 else 'rows'} {shown}{f' and {more:,} more' if more > 0 else ''}",
        "found": values, "remedy": _remedy(one),
    }  # fmt: skip


def _remedy(one: Mapping[str, Any]) -> str:
    return _REMEDIES_HERE.get(str(one["fault"]), in_python(str(one["remedy"])))


def _cells(
    faults: Sequence[Mapping[str, Any]], typed: Mapping[tuple[int, str], str]
) -> list[dict[str, Any]]:
    """The first faults, each with a field for its cell; a whole row can only be left out."""
    return [
        {
            "number": number, "row": one["row"], "column": one["column"],
            "header": one["header"] or "whole row", "typed": typed.get((one["row"], one["column"]), ""),
            "what": f"{one['fault'][:1].upper()}{one['fault'][1:]}", "found": one["value"],
            "remedy": _remedy(one),
        }
        for number, one in enumerate(faults[:_LISTED])
    ]  # fmt: skip


def _title(number: int, row: Mapping[str, str], refused: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """One title to decide, with the occupations that it may be."""
    typed, why = refused.get(row["title"], ("", ""))
    texts = [f"{row['proposed']} ({row['score']})" if row["proposed"] else "", *row["runners-up"].split("; ")]
    options = []
    for text in texts:
        match = _OPTION.fullmatch(text)
        if match is not None:
            score = "" if match["score"] is None else f"{float(match['score']):.0%}"
            options.append({"code": match["code"], "name": match["name"][8:], "score": score})
    return {
        "number": number,
        "title": row["title"],
        "rows": row["count"],
        "also": row["also"],
        "typed": typed,
        "why": why,
        "open": _AS_FIRST if float(row["score"] or 0) >= reallocate.Roster.USED_FROM else _LEFT_OUT,
        "options": options,
    }


def _columns(given: Given, read: Read | None) -> list[dict[str, str]]:
    """Each column of ours with the header that holds it."""
    found = {} if read is None else read.record["columns"]
    named = {**found, **given.get("map", {})}
    return [
        {"name": name, "words": _COLUMN_WORDS.get(name, name), "header": str(named.get(name, ""))}
        for name in reallocate.Roster.KNOWN_COLUMNS
    ]


def _headers(read: Read | None) -> list[str]:
    """Headers of the file that a column may be read from."""
    if read is None:
        return []
    return sorted({*read.record["columns"].values(), *read.record["unused"]}, key=str.casefold)
