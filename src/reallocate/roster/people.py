"""A roster, one row a person or a position: read, checked row by row, and stripped of what names a person."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from pathlib import Path

import pandas as pd

from reallocate.data.titles.words import fold_name
from reallocate.kernel.errors import InputError, Problem, visible
from reallocate.kernel.limited import within_limits
from reallocate.kernel.look import file_size
from reallocate.roster.faults import STATUSES, Fault, Repeatable, removes
from reallocate.roster.file.cells import (
    LEFT,
    OPEN,
    FileDay,
    Findings,
    check_days,
    codes,
    dates,
    file_day,
    is_blank,
    part_time,
    readable,
    statuses,
    working_times,
)
from reallocate.roster.file.currency import Rates
from reallocate.roster.file.header_row import footer_lines, repeated_heads
from reallocate.roster.file.headers import KNOWN as ROLE_HEADS
from reallocate.roster.file.headers import Recognised, letter, plain
from reallocate.roster.file.limits import MOST_NAMES, ReadOptions
from reallocate.roster.file.people_columns import AMBIGUOUS_MANAGER, COLUMNS, Places, find_places, head_search
from reallocate.roster.file.sheet import Sheet, read_sheet
from reallocate.roster.names import OrdinaryWords, words_of_titles
from reallocate.roster.pay import PayFile, check_outliers, looks_like_pay, read_pay
from reallocate.roster.personal import OwnTexts, age_bands, looks_like_names, looks_personal, shown_headers
from reallocate.roster.reporting import check_ids, check_tree, manager_rows, names_not_ids, same_id

_IDS = ("id", "position_id", "manager")
_PERSONAL_VALUE = "personal value"
_PERCENT = re.compile(r"%|percent", re.IGNORECASE)
_TEXTS = ("title", "department", "location", "country", "level", "job_profile", "job_family")
_ABOVE, _SECOND_HEADER, _FOOTER, HAS_LEFT = (
    "above the headers", "second line of headers", "total or remark", "no longer works here",
)  # fmt: skip
"""Reasons why a row of the file is nobody's."""


@dataclass(frozen=True, eq=False)
class People:
    """The rows of a roster without names, ids or addresses.

    name : the file's name
    digest : of what the file holds
    rows : (row) by its number in the file, 1 being the headers': title, department, location, level, status
        (filled, open, contractor or ""), fte [share of full time], base, bonus, equity [USD/year], currency
        that the file gives them in, occupation (code that the file gives, or ""), hire_date, manager (row),
        age (band), part_time
    rates : at which pay was converted
    faults : everything that is wrong, by row
    columns : ours, and the header in the file
    dropped : header of each column that is personal, and why
    unused : headers of columns that are not known
    notes : what a reader must know of how the file was read
    warnings : what a reader must know first
    header_row : number of the row with the column heads
    source : the system that wrote the file
    alike : our columns whose header only resembles one that is known
    not_used : (reason) rows of the file that are no row here
    day : as of which dates and ages are read; none where none are
    """

    name: str
    digest: str
    rows: pd.DataFrame
    rates: Rates
    faults: tuple[Fault, ...]
    columns: Mapping[str, str]
    dropped: tuple[tuple[str, str], ...]
    unused: tuple[str, ...]
    notes: tuple[str, ...]
    header_row: int = 1
    source: Recognised = Recognised()
    not_used: Mapping[str, int] = field(default_factory=dict)
    day: dt.date | None = None
    warnings: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()

    @property
    def removing(self) -> tuple[Fault, ...]:
        """The faults that keep their row out of a plan: not those in columns that no plan uses."""
        ours = {header: column for column, header in self.columns.items()}
        return tuple(one for one in self.faults if removes(one.fault, ours.get(one.column, "")))


def read_people(
    path: Path,
    titles: Mapping[str, str],
    mapping: Mapping[str, str],
    options: ReadOptions | None = None,
    ordinary: OrdinaryWords | None = None,
) -> People:
    """The roster in a file, with everything that is wrong in it.

    path : CSV, the first sheet of a workbook, or Parquet
    titles : (occupation) official title
    mapping : the user's header by our column, as given with --map
    options : row of the column heads, day of the file, rates of currencies
    ordinary : words that are nobody's name where they stand alone; those of `titles` where none are given
    Columns that are personal are dropped here; ids become numbers of rows here. Raises `UnknownName` where
    there is no such file, `InputError` where it is no table or its columns cannot be told.
    """
    ordinary = ordinary or words_of_titles(titles.values())
    given = path, mapping, options or ReadOptions(), ordinary, titles
    return within_limits(_people, *given, name=visible(path.name), size=file_size(path))


def _people(
    path: Path,
    mapping: Mapping[str, str],
    options: ReadOptions,
    ordinary: OrdinaryWords,
    titles: Mapping[str, str],
) -> People:
    search = head_search(mapping, options.header_row, options.skip_rows)
    sheet = read_sheet(path, search)
    places = find_places(sheet.headers, f"{sheet.name} row {sheet.header_row}", mapping)
    if problems := _counts_people(sheet, places):
        raise InputError(problems)
    found = Findings()
    if sheet.above:
        found.notes.append(f"The headers are in row {sheet.header_row}; the rows above it are not read.")
    sheet, not_used = _without_lines(sheet, places, search.known, found)
    texts = readable({ours: sheet.cells[place] for ours, place in places.known.items()}, found)
    if problems := _too_many_names(texts, sheet, places):
        raise InputError(problems)
    dropped = dict.fromkeys(places.personal, "its header means personal data")
    for place in places.unused:
        if plain(sheet.headers[place]) in COLUMNS["id"]:
            dropped[place] = "another column has the ids"
        elif looks_personal(sheet.cells[place]):
            dropped[place] = "its cells look like addresses or numbers of persons"
        elif looks_like_names(sheet.cells[place], ordinary):
            dropped[place] = "its cells look like names of people"
    managers, ids = _people_and_managers(texts, places, dropped, found)
    own = OwnTexts(
        {f"{fold_name(sheet.headers[place])} {place}": sheet.cells[place] for place in dropped},
        [texts[name] for name in _IDS if name in texts],
        ordinary,
    )
    places = replace(places, named=shown_headers(sheet.headers, places, own, ordinary))
    _blank_what_is_personal(texts, own, found)
    in_percent = "fte" in texts and bool(_PERCENT.search(sheet.headers[places.known["fte"]]))
    heads_shown = {ours: places.named[place] for ours, place in places.known.items()}
    day_first = places.source.system is not None and places.source.system.day_first
    form = _Form(heads_shown, in_percent, day_first or sheet.comma_is_decimal)
    rows = _values(sheet, texts, form, titles, options, found)
    found.excuse(rows.index[rows["status"].eq(OPEN)], "missing id")
    circles = check_tree(managers, ids, rows["status"], found) if "manager" in texts else {}
    rows["manager"] = ids if "manager" in texts else float("nan")
    rows, not_used = _without_leavers(rows, not_used, found)
    faults = _faults(sheet, places, dropped, found, circles)
    unused = tuple(places.named[place] for place in places.unused if place not in dropped)
    columns = {ours: places.named[places.known[ours]] for ours in texts}
    reasons = tuple((places.named[place], why) for place, why in sorted(dropped.items()))
    notes = tuple(found.notes)
    return People(
        sheet.name, sheet.digest, rows, options.rates, faults, columns, reasons, unused, notes,
        sheet.header_row, places.source, not_used, found.day, _ignored_pay(sheet, places, dropped),
        places.alike,
    )  # fmt: skip


def _ignored_pay(sheet: Sheet, places: Places, dropped: Mapping[int, str]) -> tuple[str, ...]:
    """That a file has pay under a head that is not known, and none under one that is."""
    if "base" in places.known:
        return ()
    heads = [
        places.named[place]
        for place in places.unused
        if place not in dropped and looks_like_pay(sheet.headers[place], sheet.cells[place])
    ]
    if not heads:
        return ()
    what = f"Pay is not used: {', '.join(heads)} {'looks' if len(heads) == 1 else 'look'} like pay"
    return (f"{what}, and no plan knows which pay it is. Name it with --map base=HEADER.",)


def _counts_people(sheet: Sheet, places: Places) -> list[Problem]:
    """That a table has roles and how many people hold each, where a roster has one row a person."""
    for place in places.unused if "id" not in places.known else ():
        numbers = pd.to_numeric(sheet.cells[place], errors="coerce")
        if ROLE_HEADS.get(plain(sheet.headers[place])) == "headcount" and numbers.gt(1).any():
            what = f"column {letter(place)} counts people: a role table; a roster has a row a person"
            remedy = 'Name it in a scenario (roles = "FILE"), or with Scenario.from_roles in Python.'
            return [Problem(what, sheet.name, remedy, "Each row would be read as one person.")]
    return []


def _too_many_names(texts: Mapping[str, pd.Series], sheet: Sheet, places: Places) -> list[Problem]:
    """Columns that name groups of people and hold more names than there can be groups."""
    sizes = {ours: texts[ours].nunique() for ours in _TEXTS if ours in texts}
    return [
        Problem(
            f"there are {size:,} different texts for {ours.replace('_', ' ')}; the limit is {MOST_NAMES:,}",
            f"{sheet.name}, column {letter(places.known[ours])}",
            f"Check what the column holds; --map {ours}=HEADER chooses another.",
        )
        for ours, size in sizes.items()
        if size > MOST_NAMES
    ]


def _without_lines(
    sheet: Sheet, places: Places, known: Mapping[str, str], found: Findings
) -> tuple[Sheet, dict[str, int]]:
    """The table without lines that are nobody's row, and how many there are by reason.

    A second line of heads right below the first, and totals and remarks at the end, are left out and counted.
    Heads that stand again further down are a fault: somebody may have put two tables together.
    """
    repeated = repeated_heads(sheet.cells, places.known, known)
    below = repeated.cumprod().astype(bool)
    found.add("", "repeated header row", repeated & ~below)
    foot = footer_lines(sheet.cells, places.known)
    counts = {
        _ABOVE: sheet.rows_above,
        _SECOND_HEADER: int(below.sum()),
        _FOOTER: int((foot & ~repeated).sum()),
    }
    kept = replace(sheet, cells=sheet.cells[~(repeated | foot)])
    if kept.cells.empty:
        remedy = "Write one row per person or position."
        raise InputError(Problem("the file has no row of a person", sheet.name, remedy))
    return kept, {reason: count for reason, count in counts.items() if count}


def _without_leavers(
    rows: pd.DataFrame, not_used: dict[str, int], found: Findings
) -> tuple[pd.DataFrame, dict[str, int]]:
    """The rows of those who still work here; who reported to a leaver reports to the next above."""
    left = rows["status"].eq(LEFT)
    if not left.any():
        return rows, not_used
    gone = rows.index[left]
    found.excuse(gone)
    kept = rows[~left].copy()
    above = dict(zip(rows.index[left].tolist(), rows.loc[left, "manager"].tolist(), strict=True))
    staying = {row: _next_above(row, above) for row in list(above)}
    managers = kept["manager"].map(lambda row: staying.get(row, row))
    kept["manager"] = managers.where(~managers.isin(gone))
    return kept, {**not_used, HAS_LEFT: int(left.sum())}


def _next_above(row: float, above: dict[float, float]) -> float:
    """Who stands above somebody who has left and has not left; the ways that were gone are cut short."""
    way = [row]
    while (up := above.get(way[-1])) is not None and up != way[-1] and len(way) <= len(above):
        way.append(up)
    above.update(dict.fromkeys(way, way[-1]))
    return way[-1]


def _people_and_managers(
    texts: dict[str, pd.Series], places: Places, dropped: dict[int, str], found: Findings
) -> tuple[pd.Series, pd.Series]:
    """Each row's manager as written and as a row; a column that holds managers' names is dropped."""
    index = next(iter(texts.values())).index
    none = pd.Series("", index=index)
    ids, positions, managers = (same_id(texts[name]) if name in texts else none for name in _IDS)
    check_ids(ids, positions, tuple(name for name in _IDS[:2] if name in texts), found)
    rows = manager_rows(ids, positions, managers)
    if "manager" in texts:
        place = places.known["manager"]
        named = plain(places.named[place]) in AMBIGUOUS_MANAGER and names_not_ids(managers, rows)
        if named or not ({"id", "position_id"} & texts.keys()):
            why = "it seems to hold names of managers, not ids" if named else "the file has no id column"
            found.notes.append(f"The reporting tree is not read. Column {places.named[place]!r}: {why}.")
            dropped[place] = why
            del texts["manager"]
    return managers, rows


def _blank_what_is_personal(texts: dict[str, pd.Series], own: OwnTexts, found: Findings) -> None:
    for column in _TEXTS:
        if column in texts and (personal := own.inside(texts[column], titles=column == "title")).any():
            if column == "title":
                texts[column] = texts[column].mask(personal, "")
                found.add(column, _PERSONAL_VALUE, personal)
                continue
            kept = {text: own.without(text) for text in texts[column][personal].unique().tolist()}
            texts[column] = texts[column].mask(personal, texts[column].map(kept))
            how = "without it" if any(kept.values()) else "as blank"
            found.notes.append(f"Cells of {column} with a name, an id or an address are read {how}.")


@dataclass(frozen=True)
class _Form:
    """How a file writes what may be written in several ways.

    heads : its header by our column
    in_percent : whether the header of working time says that it is in per cent
    day_first : whether 03/04/2020 is in April where its dates do not tell
    """

    heads: Mapping[str, str]
    in_percent: bool
    day_first: bool


def _values(
    sheet: Sheet,
    texts: dict[str, pd.Series],
    form: _Form,
    titles: Mapping[str, str],
    options: ReadOptions,
    found: Findings,
) -> pd.DataFrame:
    index = sheet.cells.index
    blank = pd.Series("", index=index)
    rows = pd.DataFrame(index=index)
    for column in _TEXTS:
        text = texts.get(column, blank)
        rows[column] = text.mask(is_blank(text), "")
    code = texts.get("code", blank)
    rows["occupation"] = codes(code, titles, found)
    personal = index.isin([row for _, kind, at, _ in found.rows if kind == _PERSONAL_VALUE for row in at])
    without = rows["title"].eq("") & is_blank(code) & ~personal
    found.add("title" if "title" in texts else "code", "missing title", without)
    given = {column: texts[column] for column in STATUSES if column in texts}
    rows["status"] = statuses(given, index, found)
    shares = working_times(texts.get("fte", blank), form.in_percent, sheet.comma_is_decimal, found)
    rows["part_time"] = part_time(texts.get("part_time", blank), found)
    if (rows["part_time"] & shares.isna()).any():
        found.notes.append("Part-time people without a share count as full time.")
    rows["fte"] = shares.fillna(1.0)
    file = PayFile(form.heads, rows["status"], rows["fte"], options.rates, sheet.comma_is_decimal)
    pay = read_pay(texts, file, found)
    rows[pay.columns] = pay
    check_outliers(rows, found)
    rows["hire_date"] = dates(texts.get("hire_date", blank), found, form.day_first)
    day = file_day(options.date, sheet.above, options.read_on, form.day_first)
    _check_days(rows, texts, day, found)
    rows["age"] = age_bands(texts.get("birth_year"), texts.get("age"), index, day.day, found)
    return rows


def _check_days(rows: pd.DataFrame, texts: Mapping[str, pd.Series], day: FileDay, found: Findings) -> None:
    """Days of hire against the day of the file, and the note that says which day that is."""
    if day.day is None or not {"hire_date", "birth_year"} & texts.keys():
        return
    found.day = day.day
    found.notes.append(f"Dates and ages are read as of {day.day.isoformat()} ({day.origin}).")
    if "hire_date" in texts:
        check_days(rows["hire_date"], rows["status"], day.day, found)


def _faults(
    sheet: Sheet, places: Places, dropped: Mapping[int, str], found: Findings, circles: dict[int, list[int]]
) -> tuple[Fault, ...]:
    faults = [Fault(row, "", "too many cells") for row in sheet.too_long]
    if not found.rows:
        return tuple(faults)
    private = [*dropped, *(places.known[name] for name in _IDS if name in places.known)]
    repeatable = Repeatable([sheet.cells[place] for place in private])
    for column, kind, wrong, same in found.rows:
        place = places.known.get(column)
        header = "" if place is None else places.named[place]
        if kind == "cycle in the reporting tree":
            values = [f"rows {', '.join(map(str, circles[int(row)]))}" for row in wrong]
        elif same or place is None or column in _IDS:
            values = [same] * len(wrong)
        else:
            values = repeatable.shown(column, sheet.cells[place].loc[wrong], sheet.cells[place])
        faults += [Fault(int(row), header, kind, value) for row, value in zip(wrong, values, strict=True)]
    return tuple(sorted(faults, key=attrgetter("row", "column", "fault", "value")))
