"""The page of a file: what was read from it, rows to mend, titles to decide, columns to name, downloads."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

import reallocate
from reallocate.api.command_line import option_words
from reallocate.api.country import HOME, country_money
from reallocate.api.spelling import in_python
from reallocate.web.link import arguments
from reallocate.web.page import Page, filled
from reallocate.web.pages.roster_walk import (
    decided_text,
    dock_text,
    harmless_text,
    left_out_text,
    page_heading,
    walk_finding,
    walk_picture,
)

_DOOR = "/firm"
REVIEW, FAULTS, CLEAN = "review.csv", "faults.csv", "clean-copy.csv"
"""Files beside a roster: titles to decide, faulty rows, and the roster written in one form."""
_MOST = 5
"""Occupations among which a title is decided, by the keys 1 to 5."""
LISTED, _AT_A_TIME, _MENDED_AT_A_TIME, _KINDS = 100, 20, 40, 5
"""Titles and faults on a page, titles in sight at a time, and kinds of faults that are named."""
MENDED = "mended-"
"""How the name of a file begins in which cells were mended."""
TITLE, UNRECOGNISED = "title", "unrecognised"
"""The name of the firm, among the arguments of a file."""
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
_FAULT_WORDS = {
    "missing title": "no title", "duplicate id": "same person twice", "FTE not above 0": "working time 0%",
    "not a number": "{header} is not a number", "unknown manager": "manager is not in the file",
    "missing id": "no id", "personal value": "a name stands in the title",
}  # fmt: skip
"""Kinds of faults -> words beside their number; the others stand as they are."""
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
    walk : from rows to positions, as `Roster.walk`
    titles, open_titles : the first titles to decide, and how many there are
    counts : faults by kind, as `Roster.fault_counts`
    faults : by row and column, with remedy
    roles : code and title of the roles that it makes, without its faulty rows; none where nothing is left
    places : groups by department, site and country, with their people
    changed : what its clean copy writes otherwise
    fault_list : the faulty rows as CSV
    """

    record: Mapping[str, Any]
    lines: Sequence[str]
    walk: Mapping[str, Any]
    titles: Sequence[Mapping[str, Any]]
    open_titles: int
    counts: Sequence[Mapping[str, Any]]
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
    faults: Mapping[str, str] | None = None,
) -> Page:
    """The page of a file.

    given : arguments of `Roster.read` with the name of the firm, files by their names alone
    read : none where it cannot be read
    typed : (row, column) what was just written into a cell: it stands there again where it is at fault
    refused : title -> what was typed as its occupation, and why it is none
    faults : (field) what is wrong with it
    """
    wrong = refused or {}
    titles = [_title(number, one, wrong) for number, one in enumerate(read.titles)] if read else []
    shown = {one["title"] for one in titles}
    elsewhere = [f"{title}: {why}" for title, (_, why) in wrong.items() if title not in shown]
    page = filled(
        "roster.html.jinja", _DOOR, status, file=given["file"], firm=firm_of(given),
        problems=[*problems, *elsewhere], tables={FAULTS: read.fault_list} if read and read.faults else {},
        is_read=read is not None, given=given, faults=faults or {}, batches=_batches(titles),
        mended=given["file"] if is_mended(given["file"]) else "", columns=_columns(given, read),
        headers=_headers(read), python=_python(given), command=_command(given), clean=CLEAN, review=REVIEW,
        faults_file=FAULTS,
        **_read_fields(read, typed or {}, given),
    )  # fmt: skip
    state = {
        "maker": "from_roster", "given": dict(given), "options": {}, "title": firm_of(given),
        "is_wrong": bool(wrong),
        "roles": dict(read.roles) if read else {},
        "positions": read.walk["positions"] if read else 0,
        "reading": {TITLE: firm_of(given), **({"without_faulty": True} if _leaves_out(read) else {})},
        "places": {name: dict(groups) for name, groups in read.places.items()} if read else {},
        "files": [*([given["file"]] if is_mended(given["file"]) else []), *([CLEAN, REVIEW] if read else [])],
    }  # fmt: skip
    return Page(page.html, page.status, page.tables, state)


def reading(given: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of `Roster.read` alone: without those that only a plan takes."""
    return {name: value for name, value in given.items() if name not in (TITLE, UNRECOGNISED)}


def firm_of(given: Given) -> str:
    """The name of the firm, or of its file where none was typed."""
    return str(given.get(TITLE) or PurePath(str(given["file"])).stem)


def _leaves_out(read: Read | None) -> bool:
    return read is not None and any(one["leaves_out"] for one in read.counts)


def is_mended(file: str) -> bool:
    """Whether a file is one that these pages wrote: its owner needs it to repeat what they show."""
    return file.startswith(MENDED)


def _read_fields(
    read: Read | None, typed: Mapping[tuple[int, str], str], given: Given
) -> dict[str, Any]:
    """What the page says of a file that was read; nothing of one that was not."""
    if read is None:
        return {
            "ready": False, "heading": "The file cannot be read.", "lead": "", "picture": "", "found": "",
            "counts": (), "cells": (), "left_out": "", "harmless": "", "fault_rows": 0, "more_kinds": 0,
            "currencies": (), "rates": (), "paid": False, "read_as": "", "open_titles": 0, "dock": "",
            "changed": (), "warnings": (), "decided": "", "all_cells": 0, "by_department": False,
            "unrecognised": 0,
        }  # fmt: skip
    walk, kinds, currencies = read.walk, read.record["fault_kinds"], read.record["currencies"]
    own_money = country_money(given.get("country") or HOME).code
    rates = [
        one for one in currencies if one["rate"] not in (None, 1.0) and one["currency"] != own_money
    ]
    heading, lead = page_heading(walk, read.titles, _AT_A_TIME, UNRECOGNISED in given)
    out = [one for one in read.counts if one["leaves_out"]]
    return {
        "ready": bool(read.roles), "heading": heading, "lead": lead,
        "picture": walk_picture(walk), "found": walk_finding(walk),
        "counts": [(f"{one['rows']:,}", _fault_words(one)) for one in out[:_KINDS]],
        "more_kinds": max(len(out) - _KINDS, 0), "fault_rows": walk["faulty_rows"],
        "left_out": left_out_text(walk, out), "harmless": harmless_text(walk, read.counts),
        "cells": _cells(read.faults, typed), "all_cells": len(read.faults),
        "by_department": any(one["by_department"] for one in read.titles),
        "currencies": sorted({code for one in kinds if one["fault"] == _NO_RATE for code in one["values"]}),
        "rates": rates, "paid": bool(currencies), "read_as": _read_as(read.record, rates),
        "open_titles": read.open_titles,
        "dock": dock_text(walk, read.open_titles),
        "changed": read.changed, "warnings": [in_python(one) for one in read.record["warnings"]],
        "decided": decided_text(walk), "unrecognised": walk["unrecognised"],
    }  # fmt: skip


def _read_as(record: Mapping[str, Any], rates: Sequence[Mapping[str, Any]]) -> str:
    """How the file was read, in a sentence; `rates` are those that were used."""
    system = record["profile"]
    codes = [str(one["currency"]) for one in record["currencies"]]
    dates = {str(one["date"]) for one in rates if one["date"]}
    paid = f"; pay in {_listed(codes)}" if codes else "; no pay is used"
    at = f" at the rates of {_day(max(dates))}" if dates else ""
    how = f"Read as an export of {system}" if system else "Read by its column heads"
    return f"{how}{paid}{at}."


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else "".join(words)


def _day(text: str) -> str:
    try:
        return f"{date.fromisoformat(text):%-d %b %Y}"
    except ValueError:
        return text


def _batches(titles: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The titles to decide, so many at a time, with how many people each of the later groups has."""
    groups = [titles[at : at + _AT_A_TIME] for at in range(0, len(titles), _AT_A_TIME)]
    return [
        {
            "titles": group, "first": group[0]["number"] + 1, "last": group[-1]["number"] + 1,
            "people": f"{sum(one['people'] for one in group):,}", "wrong": any(one["why"] for one in group),
        }
        for group in groups
    ]  # fmt: skip


def _python(given: Given) -> str:
    """The same check in Python."""
    options = {name: value for name, value in reading(given).items() if name != "file"}
    return f"import reallocate as ra\n\nra.Roster.read({arguments((given['file'],), options)}).check()"


def _command(given: Given) -> str:
    """The same check on the command line."""
    options = option_words({name: value for name, value in reading(given).items() if name != "file"})
    return shlex.join(["reallocate", "roster", given["file"], *options])


def _fault_words(one: Mapping[str, Any]) -> str:
    words = _FAULT_WORDS.get(str(one["fault"]))
    if words is None:
        return f"{one['header']}: {one['fault']}" if one["header"] else str(one["fault"])
    return words.format(header=one["header"] or "a cell")


def _remedy(one: Mapping[str, Any]) -> str:
    return _REMEDIES_HERE.get(str(one["fault"]), in_python(str(one["remedy"])))


def _cells(faults: Sequence[Mapping[str, Any]], typed: Mapping[tuple[int, str], str]) -> list[dict[str, Any]]:
    """The first faults, each with a field for its cell; a whole row can only be left out."""
    return [
        {
            "number": number, "row": one["row"], "column": one["column"],
            "header": one["header"] or "whole row", "typed": typed.get((one["row"], one["column"]), ""),
            "what": f"{one['fault'][:1].upper()}{one['fault'][1:]}", "found": one["value"],
            "remedy": _remedy(one),
        }
        for number, one in enumerate(faults[:_MENDED_AT_A_TIME])
    ]  # fmt: skip


def _title(number: int, one: Mapping[str, Any], refused: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """One title to decide, with the occupations that it may be."""
    typed, why = refused.get(str(one["title"]), ("", ""))
    options = [
        {"code": code, "name": name, "likely": f"{chance:.0%}"}
        for code, name, chance in one["options"][:_MOST]
    ]
    is_unused = bool(options) and one["options"][0][2] < reallocate.Roster.USED_FROM
    return {
        "number": number, "title": one["title"], "also": one["also"], "people": one["people"],
        "options": options, "typed": typed, "why": why,
        "read_as": options[0]["name"] if options else "no match: type a job",
        "likely": options[0]["likely"] if options else "–",
        "meanwhile": "by department" if one["by_department"] else "not used" if is_unused else "",
    }  # fmt: skip


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
