"""My firm, from a file: what was read, rows to mend, columns to name, and titles to decide."""

from __future__ import annotations

import csv
import io
import re
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import reallocate
from reallocate.disk.replace import replace_file
from reallocate.errors import Problem, ReallocateError
from reallocate.face.command_line import option_words
from reallocate.face.spelling import in_python
from reallocate.web.limits import refuse_rows
from reallocate.web.link import arguments
from reallocate.web.page import WRONG_INPUT, Page, filled

DOOR = "/firm"
REVIEW, FAULTS = "review.csv", "faults.csv"
TEXT_TABLES = (".csv", ".tsv", ".txt")
SOURCE = ("Read as", "Rows that are not")
"""How the lines begin that say which system wrote the file and what is not used."""
LISTED = 40
"""Titles that are decided at a time, and faults that are mended."""
MENDED = "mended-"
"""How the name of a file begins in which cells were mended."""
OPTION = re.compile(r"(?P<name>(?P<code>\d\d-\d{4}) .*?)(?: \((?P<score>[01]\.\d\d)\))?")
AS_FIRST, LEFT_OUT = (
    "Without a choice they are planned as the first.",
    "No occupation is likely enough: without a choice these people are left out of the plan.",
)
NONE = "none"
"""A choice: no occupation is right."""
NO_RATE = "pay in a currency without a rate"
RATES = (
    "Fill in the dollars for one unit and the day of the rate below, or leave the pay of these rows blank."
)
COLUMN_WORDS = {
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
Form = Sequence[tuple[str, str]]
Given = Mapping[str, Any]


def check(
    folder: str,
    given: Given,
    typed: Mapping[tuple[int, str], str] | None = None,
    refused: Mapping[str, tuple[str, str]] | None = None,
) -> Page:
    """What a roster holds and what is to be mended or decided before it is planned.

    folder : of the session, in which the file lies
    given : arguments of `Roster.read`, the file by its name alone
    typed : (row, column) what was just written into a cell: it stands there again where it is at fault
    refused : title -> what was typed as its occupation, and why it is none
    """
    place = Path(folder)
    try:
        _refuse_lines(place / given["file"])
        roster = reallocate.Roster.read(**placed(given, place))
        found = roster.check()
        record = found.to_dict()
        refuse_rows(int(record["rows"] or 0), given["file"])
        roster.write_review(place / REVIEW)
        roster.write_faults(place / FAULTS)
    except ReallocateError as error:
        problems = [in_python(str(one)) for one in error.problems]
        return _page(given, WRONG_INPUT, problems=problems)
    files = {FAULTS: (place / FAULTS).read_text(encoding="utf-8")} if record["faults"] else {}
    return _page(
        given, found=record, ready=found.is_ready, unsure=roster.unsure,
        overview=[in_python(line) for line in found.lines], files=files, faults=roster.faults,
        accepted=roster.accepted, roles=roster.scenario().role_names if found.is_ready else {},
        typed=typed or {}, refused=refused or {},
    )  # fmt: skip


def columns(folder: str, given: Given, form: Form) -> Page:
    """The same file, read with columns, rates and days as they were named.

    form : `map_title` and the like, `rate_EUR` and the like, `rates_date`, `date`, `industry`, `header_row`,
        `skip_rows`
    """
    filled_in = {name: value.strip() for name, value in form if value.strip()}
    named = {name[4:]: value for name, value in filled_in.items() if name.startswith("map_")}
    rates = {name[5:]: value for name, value in filled_in.items() if name.startswith("rate_")}
    now: dict[str, Any] = {"file": given["file"]}
    problems = []
    if named:
        now["map"] = named
    for name in ("rates_date", "date", "industry"):
        if name in filled_in:
            now[name] = filled_in[name]
    if rates:
        now["rate"] = {}
    for code, text in rates.items():
        try:
            now["rate"][code] = float(text.replace(",", ""))
        except ValueError:
            what = f"{text!r} is no number of dollars"
            problems.append(Problem(what, f"rate of {code}", "Write digits, such as 1.08."))
    for name, words in (("header_row", "row of the column heads"), ("skip_rows", "rows to skip")):
        row = filled_in.get(name, "")
        if row.isdecimal():
            now[name] = int(row)
        elif row:
            problems.append(Problem(f"{row!r} is no row", words, "Write a number, such as 3."))
    if given.get("review"):
        now["review"] = given["review"]
    if problems:
        return _page(now, WRONG_INPUT, problems=[str(one) for one in problems])
    return check(folder, now)


def titles(folder: str, given: Given, form: Form) -> Page:
    """The same file, read with the titles that were decided.

    form : `title_0` and the like with a title, `choice_0` with a code, `other_0` with what was typed instead
    """
    filled_in = dict(form)
    chosen = {}
    for name, title in filled_in.items():
        if name.startswith("title_"):
            number = name.removeprefix("title_")
            code = filled_in.get(f"other_{number}", "").strip() or filled_in.get(f"choice_{number}", "")
            if code:
                chosen[title] = code
    review = Path(folder) / REVIEW
    if not review.exists():
        return check(folder, given)
    refused = {title: (text, why) for title, text in chosen.items() if (why := _no_occupation(text))}
    if refused:
        kept = {title: text for title, text in chosen.items() if title not in refused}
        _choose(review, kept)
        return check(folder, {**given, "review": REVIEW} if kept else given, refused=refused)
    before = review.read_bytes()
    _choose(review, chosen)
    page = check(folder, {**given, "review": REVIEW})
    if page.status != 200:
        replace_file(review, before)
    return page


def mend(folder: str, given: Given, form: Form) -> Page:
    """The same file with the cells that were mended and without the rows that were left out, read again.

    form : `row_0`, `column_0`, `cell_0` and `out_0` for each fault that the page shows
    """
    filled_in, place = dict(form), Path(folder)
    cells, without = dict[tuple[int, str], str](), set[int]()
    for name, row in filled_in.items():
        number = name.removeprefix("row_")
        if number == name or not row.isdecimal():
            continue
        column, text = filled_in.get(f"column_{number}", ""), filled_in.get(f"cell_{number}", "").strip()
        if filled_in.get(f"out_{number}"):
            without.add(int(row))
        elif text and column:
            cells[int(row), column] = text
    if not cells and not without:
        return check(folder, given)
    file = given["file"] if is_mended(given["file"]) else f"{MENDED}{Path(given['file']).stem}.csv"
    try:
        roster = reallocate.Roster.read(**placed(given, place))
        roster.mend(
            place / file, {key: text for key, text in cells.items() if key[0] not in without}, without
        )
    except ReallocateError as error:
        return _page(given, WRONG_INPUT, problems=[in_python(str(one)) for one in error.problems])
    return check(folder, {**given, "file": file}, typed=cells)


def _no_occupation(text: str) -> str:
    """Why what was typed names no occupation; nothing where it does, or says that none is right."""
    if text == NONE:
        return ""
    try:
        reallocate.Roster.occupation(text)
    except ReallocateError as error:
        return in_python(str(error))
    return ""


def is_mended(file: str) -> bool:
    """Whether a file is one that these pages wrote: its owner needs it to repeat what they show."""
    return file.startswith(MENDED)


def placed(given: Given, folder: Path) -> dict[str, Any]:
    """Arguments with the session's files where they lie."""
    files = {name: str(folder / given[name]) for name in ("file", "review") if given.get(name)}
    return {**given, **files}


def _choose(review: Path, chosen: Mapping[str, str]) -> None:
    """Write choices into the table of titles to decide, as its reader would."""
    rows = list(csv.DictReader(io.StringIO(review.read_text(encoding="utf-8"))))
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    for row in rows:
        title = row["title"] if row["title"] in chosen else row["title"].removeprefix("'")
        writer.writerow(row | {"chosen": chosen.get(title, row["chosen"])})
    replace_file(review, text.getvalue().encode())


def _refuse_lines(file: Path) -> None:
    """Refuse a text with far too many lines before it is read whole."""
    if file.suffix.lower() in TEXT_TABLES:
        with file.open("rb") as opened:
            refuse_rows(
                sum(piece.count(b"\n") for piece in iter(lambda: opened.read(1 << 20), b"")) - 1, file.name
            )


def _page(
    given: Given,
    status: int = 200,
    *,
    problems: Sequence[str] = (),
    found: Mapping[str, Any] | None = None,
    ready: bool = False,
    unsure: Sequence[Mapping[str, str]] = (),
    overview: Sequence[str] = (),
    files: Mapping[str, str] | None = None,
    faults: Sequence[Mapping[str, Any]] = (),
    accepted: Sequence[Mapping[str, str]] = (),
    roles: Mapping[str, str] | None = None,
    typed: Mapping[tuple[int, str], str] | None = None,
    refused: Mapping[str, tuple[str, str]] | None = None,
) -> Page:
    titles = [_title(number, row, refused or {}) for number, row in enumerate(unsure[:LISTED])]
    groups = [] if found is None else found["fault_kinds"]
    asked = {one["title"] for one in titles}
    elsewhere = [f"{title}: {why}" for title, (_, why) in (refused or {}).items() if title not in asked]
    page = filled(
        "roster.html.jinja", DOOR, status, tables=files, file=given["file"],
        problems=[*problems, *elsewhere],
        is_read=found is not None, ready=ready,
        faults=[_fault(one) for one in groups], cells=_cells(faults, typed or {}), rows_at_fault=len(faults),
        currencies=sorted({code for one in groups if one["fault"] == NO_RATE for code in one["values"]}),
        rates=[] if found is None else [one for one in found["currencies"] if one["rate"] not in (None, 1.0)],
        counts=overview[:1], source=" ".join(one for one in overview if one.startswith(SOURCE)),
        overview=_overview(overview), titles=titles, undecided=len(unsure),
        mended=given["file"] if is_mended(given["file"]) else "",
        accepted=accepted, refused=len(refused or {}),
        columns=_columns(given, found), headers=_headers(found), given=given,
        python=_python(given), command=_command(given),
    )  # fmt: skip
    state = {
        "maker": "from_roster", "given": dict(given), "options": {}, "roles": dict(roles or {}),
        "files": [given["file"]] if is_mended(given["file"]) else [],
    }  # fmt: skip
    return Page(page.html, page.status, page.tables, state)


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
        "Counts of people", "Read", "No personnel system", "Rows that are not", "Dropped",
        "Columns that are not", "People by", "Reporting tree", "Titles:",
    )  # fmt: skip
    return [line for line in lines if line.startswith(starts)]


def _fault(one: Mapping[str, Any]) -> dict[str, str]:
    rows, shown = int(one["rows"]), ", ".join(map(str, one["first_rows"]))
    more = rows - len(one["first_rows"])
    values = ", ".join(f"{value} ({count})" for value, count in one["values"].items())
    return {
        "what": f"{one['fault'][:1].upper()}{one['fault'][1:]}",
        "column": one["column"] or "whole row",
        "rows": f"{'row' if rows == 1 else 'rows'} {shown}{f' and {more:,} more' if more > 0 else ''}",
        "found": values, "remedy": RATES if one["fault"] == NO_RATE else in_python(one["remedy"]),
    }  # fmt: skip


def _cells(
    faults: Sequence[Mapping[str, Any]], typed: Mapping[tuple[int, str], str]
) -> list[dict[str, Any]]:
    """The first faults, each with a field for its cell; a whole row can only be left out."""
    return [
        {
            "number": number, "row": one["row"], "column": one["column"],
            "header": one["header"] or "whole row", "typed": typed.get((one["row"], one["column"]), ""),
            "what": f"{one['fault'][:1].upper()}{one['fault'][1:]}", "found": one["value"],
            "remedy": RATES if one["fault"] == NO_RATE else in_python(one["remedy"]),
        }
        for number, one in enumerate(faults[:LISTED])
    ]  # fmt: skip


def _title(number: int, row: Mapping[str, str], refused: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """One title to decide, with the occupations that it may be."""
    typed, why = refused.get(row["title"], ("", ""))
    texts = [f"{row['proposed']} ({row['score']})" if row["proposed"] else "", *row["runners-up"].split("; ")]
    options = []
    for text in texts:
        match = OPTION.fullmatch(text)
        if match is not None:
            score = "" if match["score"] is None else f"{float(match['score']):.0%}"
            options.append({"code": match["code"], "name": match["name"][8:], "score": score})
    return {
        "number": number,
        "title": row["title"],
        "people": row["count"],
        "also": row["also"],
        "typed": typed,
        "why": why,
        "open": AS_FIRST if float(row["score"] or 0) >= reallocate.Roster.USED_FROM else LEFT_OUT,
        "options": options,
    }


def _columns(given: Given, found: Mapping[str, Any] | None) -> list[dict[str, str]]:
    """Each column of ours with the header that holds it."""
    read = {} if found is None else found["columns"]
    named = {**read, **given.get("map", {})}
    return [
        {"name": name, "words": COLUMN_WORDS.get(name, name), "header": str(named.get(name, ""))}
        for name in reallocate.Roster.KNOWN_COLUMNS
    ]


def _headers(found: Mapping[str, Any] | None) -> list[str]:
    """Headers of the file that a column may be read from."""
    return [] if found is None else sorted({*found["columns"].values(), *found["unused"]}, key=str.casefold)
