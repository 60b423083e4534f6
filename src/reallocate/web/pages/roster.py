"""My firm, from a file: it is read, rows are mended, columns and rates named, and titles decided."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import reallocate
from reallocate.api.spelling import in_python
from reallocate.kernel.disk import replace_file
from reallocate.kernel.errors import ReallocateError
from reallocate.web.guard import refuse_rows
from reallocate.web.page import WRONG_INPUT, Page, field_faults
from reallocate.web.pages.roster_view import (
    CLEAN,
    FAULTS,
    LISTED,
    MENDED,
    REVIEW,
    TITLE,
    UNRECOGNISED,
    Given,
    Read,
    is_mended,
    reading,
    view,
)
from reallocate.web.sessions import SENT

_TEXT_TABLES = (".csv", ".tsv", ".txt")
_NEXT = f"{MENDED}next"
"""The mended table, before it takes the place of the one that it was made from."""
_NONE = "none"
"""A choice: no occupation is right."""
_PLACED = ("file", "review", "rates")
"""Arguments that are files of the session."""
_FIELDS = {"industries": "industry", "today": "date"}
"""How an error calls a value -> its field, where that is called otherwise."""
_Form = Sequence[tuple[str, str]]


def first(folder: str, given: Given) -> Page:
    """The page of a file that was just sent.

    folder, given : as for `check`; a review is that of an earlier file, and left out where it cannot be read
    """
    page = check(folder, given)
    if page.status == WRONG_INPUT and "review" in given:
        return check(folder, {name: value for name, value in given.items() if name != "review"})
    return page


def check(
    folder: str,
    given: Given,
    typed: Mapping[tuple[int, str], str] | None = None,
    refused: Mapping[str, tuple[str, str]] | None = None,
) -> Page:
    """What a roster holds and what is to be mended or decided before it is planned.

    folder : of the session, in which the file lies
    given : arguments of `Roster.read` with the name of the firm, files by their names alone
    typed : (row, column) what was just written into a cell: it stands there again where it is at fault
    refused : title -> what was typed as its occupation, and why it is none
    """
    try:
        read = _read(Path(folder), given)
    except ReallocateError as error:
        return view(given, status=WRONG_INPUT, problems=_problems(error))
    return view(given, read, typed=typed, refused=refused)


def _read(place: Path, given: Given) -> Read:
    """Read a roster and write what may be downloaded of it beside it."""
    _refuse_lines(place / given["file"])
    roster = reallocate.Roster.read(**reading(placed(given, place)))
    found = roster.check()
    record = found.to_dict()
    refuse_rows(int(record["rows"] or 0), given["file"])
    for name in (CLEAN, REVIEW):
        if name != given.get("review"):
            (place / name).unlink(missing_ok=True)
    roster.write_review(place / REVIEW)
    roster.write_faults(place / FAULTS)
    changed = roster.write_clean(place / CLEAN)
    return Read(
        record=record, lines=found.lines, walk=roster.walk, titles=roster.open_titles[:LISTED],
        open_titles=len(roster.open_titles), counts=roster.fault_counts, faults=roster.faults,
        places=roster.places(), roles=roster.role_names, changed=changed,
        fault_list=(place / FAULTS).read_text(encoding="utf-8"),
    )  # fmt: skip


def read_with(folder: str, given: Given, name: str, file: str) -> Page:
    """The same file, read with another one beside it; one that cannot be used is told on the page as it was.

    What was decided in a review that is sent goes before what was decided in the page.

    name : argument of `Roster.read` that it is: rates or review
    file : its name, in the folder of what was sent
    """
    place = Path(folder)
    sent, review = place / SENT / file, place / REVIEW
    before = review.read_bytes() if review.exists() else b""
    try:
        read = _read(place, {**given, name: f"{SENT}/{file}"})
    except ReallocateError as error:
        if before:
            replace_file(review, before)
        return _as_it_was(folder, given, given, _problems(error))
    if name == "review":
        return view({**given, name: REVIEW}, read)
    kept = file if file != given["file"] else f"{name}-{file}"
    sent.replace(place / kept)
    return view({**given, name: kept}, read)


def _as_it_was(
    folder: str,
    given: Given,
    shown: Given,
    problems: Sequence[str] = (),
    faults: Mapping[str, str] | None = None,
) -> Page:
    """The page of the file as it was read before, with what is wrong in what was just sent.

    shown : arguments as they stand in the form again
    faults : (field) what is wrong with it
    """
    try:
        read = _read(Path(folder), given)
    except ReallocateError:
        read = None
    return view(shown, read, WRONG_INPUT, problems=problems, faults=faults)


def template() -> Page:
    """An empty roster with headers that are all known, to fill in."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "people.csv"
        reallocate.Roster.write_template(file)
        return Page("", content=file.read_bytes())


def columns(folder: str, given: Given, form: _Form) -> Page:
    """The same file, read with columns, rates and days as they were named.

    form : `map_title` and the like, `rate_EUR` and the like, `rates_date`, `date`, `industry`,
        `unrecognised`, `header_row`, `skip_rows`
    """
    filled_in = {name: value.strip() for name, value in form if value.strip()}
    now, faults = _named(given, filled_in)
    if faults:
        return _as_it_was(folder, given, now, faults=faults)
    try:
        read = _read(Path(folder), now)
    except ReallocateError as error:
        told = field_faults(error)
        faults = {
            _FIELDS.get(name, name): words
            for name, words in told.items()
            if _FIELDS.get(name, name) in filled_in
        }
        return _as_it_was(folder, given, now, () if len(faults) == len(told) else _problems(error), faults)
    return view(now, read)


def _named(given: Given, filled_in: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The arguments of a file as its form names them, and what is wrong with each field."""
    named = {name[4:]: value for name, value in filled_in.items() if name.startswith("map_")}
    rates = {name[5:]: value for name, value in filled_in.items() if name.startswith("rate_")}
    now: dict[str, Any] = {name: given[name] for name in ("file", TITLE, "country") if given.get(name)}
    faults = dict[str, str]()
    if named:
        now["map"] = named
    for name in ("rates_date", "date", "industry", UNRECOGNISED):
        if name in filled_in:
            now[name] = filled_in[name]
    if rates:
        now["rate"] = {}
    for code, text in rates.items():
        try:
            now["rate"][code] = float(text.replace(",", ""))
        except ValueError:
            faults[f"rate_{code}"] = f"“{text[:60]}” is no number of dollars. Write dollars, such as 1.08."
    for name in ("header_row", "skip_rows"):
        row = filled_in.get(name, "")
        if row.isdecimal():
            now[name] = int(row)
        elif row:
            faults[name] = f"“{row[:60]}” is no number of rows. Write rows, such as 3."
    now |= {name: given[name] for name in ("review", "rates") if given.get(name)}
    if "without_rates" in filled_in:
        now.pop("rates", None)
    return now, faults


def titles(folder: str, given: Given, form: _Form) -> Page:
    """The same file, read with the titles that were decided and the name of the firm.

    form : `title` of the firm; `title_0` and the like with a title, `choice_0` with a code, `other_0` with
        what was typed instead
    """
    filled_in = dict(form)
    if firm := " ".join(filled_in.get(TITLE, "").split()):
        given = {**given, TITLE: firm}
    chosen = {}
    for name, title in filled_in.items():
        if name.startswith("title_"):
            number = name.removeprefix("title_")
            text = filled_in.get(f"other_{number}", "").strip() or filled_in.get(f"choice_{number}", "")
            if text:
                chosen[title] = text
    review = Path(folder) / REVIEW
    if not review.exists() or not chosen:
        return check(folder, given)
    codes, refused = dict[str, str](), dict[str, tuple[str, str]]()
    for title, text in chosen.items():
        code, why = _occupation(text)
        if why:
            refused[title] = text, why
        else:
            codes[title] = code
    before = review.read_bytes()
    _choose(review, codes)
    page = check(folder, {**given, "review": REVIEW} if codes else given, refused=refused)
    if page.status != 200:
        replace_file(review, before)
    return replace(page, status=WRONG_INPUT) if refused and not codes else page


def mend(folder: str, given: Given, form: _Form) -> Page:
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
        roster = reallocate.Roster.read(**reading(placed(given, place)))
        kept = {key: text for key, text in cells.items() if key[0] not in without}
        roster.mend(place / _NEXT, kept, without)
        (place / _NEXT).replace(place / file)
    except ReallocateError as error:
        return _as_it_was(folder, given, given, _problems(error))
    return check(folder, {**given, "file": file}, typed=cells)


def _occupation(text: str) -> tuple[str, str]:
    """The code of the job that was typed or chosen, and why it names none; `none` says that none is right."""
    if text == _NONE:
        return text, ""
    try:
        return reallocate.Roster.occupation(text), ""
    except ReallocateError as error:
        near = [one.partition(" ")[2] or one for one in error.problems[0].nearest]
        meant = f" Near are {', '.join(near)}." if near else ""
        return "", f"No job in the list is called “{text[:60]}”.{meant} Type a few letters and choose one."


def placed(given: Given, folder: Path) -> dict[str, Any]:
    """Arguments with the session's files where they lie."""
    files = {name: str(folder / given[name]) for name in _PLACED if given.get(name)}
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
    if file.suffix.lower() in _TEXT_TABLES:
        with file.open("rb") as opened:
            refuse_rows(
                sum(piece.count(b"\n") for piece in iter(lambda: opened.read(1 << 20), b"")) - 1, file.name
            )


def _problems(error: ReallocateError) -> list[str]:
    return [in_python(str(one)) for one in error.problems]
