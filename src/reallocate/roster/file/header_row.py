"""Which row of a table holds the column heads: under lines of title, above every person, or not certain."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from reallocate.kernel.errors import InputError, Problem
from reallocate.roster.file.headers import plain

LOOKED_AT = 20
"""So many rows that are not blank may stand above the heads, their own included."""
LEAST_KNOWN = 2
"""So many heads must be known before a row is taken for the heads and shown to anybody."""
_CLEAR = 2
"""By so many known heads the row must be ahead of any row above it."""
_DATA = re.compile(r"[\W\d_]*\d[\W\d_]*|.*@.*")
_PAIR = 2
"""Cells of a note such as `Effective date | 2026-06-30`; a person's row has more."""
_SHOWN = 6
_FOOTER_CELLS = 4
_LONGEST = 300
"""[characters] So much of such a row is looked at."""
_TOTAL = re.compile(
    r"\W*(grand total|sub ?total|totals?|sum|summe|gesamt\w*|end of report|report total|count|anzahl)\b",
    re.IGNORECASE,
)
"""How a row of sums begins."""
_ONLY_TOTAL = re.compile(_TOTAL.pattern + r"[\W\d]*", re.IGNORECASE)
_REMARK = re.compile(r"[^\W\d_]+|.*[^\W\d_].*\s.*")
"""A word, or several of which one has letters: no id."""
_NUMBERED = ("fte", "base", "bonus", "equity", "hire_date", "birth_year")
"""Our columns whose cells hold digits."""


@dataclass(frozen=True)
class HeadSearch:
    """By what the heads are known.

    known : our column by each head, as `plain` leaves it
    row : number of their row, as the user states it; none where it is looked for
    named : heads that the user names, as `plain` leaves them; each counts twice
    skip : so many rows at the top of the file are not looked at
    """

    known: Mapping[str, str]
    row: int | None = None
    named: frozenset[str] = frozenset()
    skip: int = 0


def header_place(rows: Sequence[tuple[int, Sequence[str]]], search: HeadSearch, name: str) -> int:
    """The place of the row with the column heads among the rows that are not blank.

    rows : number in the file and cells of each row
    search : by what they are known
    name : of the file, for errors
    It is the row that names most of the known columns, less its numbers, dates and addresses. Where none
    comes to two, it is the first row. Raises `InputError` where the row stated is blank or missing, where
    another row may be meant, or where people stand above it.
    """
    if search.row is not None:
        return _stated(rows, search.row, name)
    first = rows[:LOOKED_AT]
    named = [len(search.named & {plain(cell) for cell in cells}) for _, cells in first]
    scores = [head_score(cells, search.known) + more for (_, cells), more in zip(first, named, strict=True)]
    best = max(range(len(first)), key=lambda place: (scores[place], -place), default=0)
    if (most := scores[best]) < LEAST_KNOWN:
        return 0
    widths = [_width(cells) for _, cells in first]
    if (twin := _of_twins(first, best, search.known)) is not None:
        return twin
    above = [place for place in range(best) if scores[place] >= max(LEAST_KNOWN, most - _CLEAR + 1)]
    below = [place for place in range(best, len(first)) if scores[place] == most]
    below = [place for place in below if widths[place] > widths[best]]
    if above or below:
        raise InputError(_uncertain(first, [*above, best, *below], search.known, name))
    wide = max(_PAIR, widths[best] / 2)
    if any(widths[place] > wide and _count_data(first[place][1]) for place in range(best)):
        number = first[best][0]
        what = f"the headers seem to be in row {number}, but rows above it look like people"
        remedy = f"Move the headers to the top, or write --header-row {number} to skip the rows above it."
        raise InputError(Problem(what, name, remedy, "Otherwise people would be lost unnoticed."))
    return best


def joined_heads(
    rows: Sequence[Sequence[str]], place: int, known: Mapping[str, str]
) -> tuple[list[str], int]:
    """Column heads that are written over two lines, and the place of the lower one.

    rows : cells of each row that is not blank
    place : of the row that names most known columns
    known : our column by each head, as `plain` leaves it
    A head is the group above and the word below (`Job` over `Title`), or whichever of the two is written. The
    lines are joined where that names more columns than the row alone, and two heads need both lines.
    """
    best, found, lower = head_score(rows[place], known), list(rows[place]), place
    for upper in (place - 1, place):
        if upper < 0 or upper + 1 >= min(len(rows), LOOKED_AT) or _count_data(rows[upper + 1]):
            continue
        heads, of_two = _joined(rows[upper], rows[upper + 1], known)
        if of_two >= LEAST_KNOWN and (score := head_score(heads, known)) > best:
            best, found, lower = score, heads, upper + 1
    return found, lower


def _joined(above: Sequence[str], below: Sequence[str], known: Mapping[str, str]) -> tuple[list[str], int]:
    """The heads of two lines, and how many of them only both lines together tell."""
    heads, group, of_two = [], "", 0
    for place in range(max(len(above), len(below))):
        over = above[place].strip() if place < len(above) else ""
        under = below[place].strip() if place < len(below) else ""
        group = over or group
        both = f"{group} {under}".strip()
        options = [text for text in (both, under, over) if plain(text) in known]
        heads.append(options[0] if options else under or over)
        of_two += heads[-1] == both != under or (bool(over) and not under and bool(options))
    return heads, of_two


def _of_twins(rows: Sequence[tuple[int, Sequence[str]]], best: int, known: Mapping[str, str]) -> int | None:
    """Of two lines that name the same columns in the same places, the one that names more, else the upper.

    Some systems write technical names over the labels. None where the line above is no such line.
    """

    def meant(cells: Sequence[str]) -> dict[int, str]:
        return {place: known[head] for place, cell in enumerate(cells) if (head := plain(cell)) in known}

    if best == 0:
        return None
    here, above = meant(rows[best][1]), meant(rows[best - 1][1])
    same = sum(here.get(place) == ours for place, ours in above.items())
    if same < LEAST_KNOWN or same < len(above) or 2 * same < len(here):
        return None
    return best if len(here) > len(above) else best - 1


def repeated_heads(cells: pd.DataFrame, places: Mapping[str, int], known: Mapping[str, str]) -> pd.Series:
    """(row) Whether a row holds column heads and no person.

    cells : (row, place) below the heads
    places : of each of our columns
    known : our column by each head, as `plain` leaves it
    Such a row repeats two heads or more under themselves; or it is the first row and two cells or more, of
    columns that hold numbers or days, have no digit and none of them has one.
    """
    same = pd.Series(0, index=cells.index)
    for ours, place in places.items():
        texts = cells[place]
        # Nearly no head ends in a digit, and nearly every id, day and amount does.
        texts_once = (text for text in texts.unique().tolist() if not text[-1:].isdigit())
        heads = [text for text in texts_once if known.get(plain(text)) == ours]
        same += texts.isin(heads)
    repeated = same.ge(LEAST_KNOWN)
    first = [cells[places[ours]].iloc[0] for ours in _NUMBERED if ours in places]
    filled = [text for text in first if text]
    if len(filled) >= LEAST_KNOWN and not any(re.search(r"\d", text) for text in filled):
        repeated.iloc[0] = True
    return repeated


def footer_lines(cells: pd.DataFrame, places: Mapping[str, int]) -> pd.Series:
    """(row) Whether a row is a total or a remark: at most a few cells, at the end or called a total.

    cells : (row, place) below the heads
    places : of each of our columns
    It has no title, no code and no second text; the last rows are remarks where only one cell is filled.
    """
    filled = cells.astype(bool).sum(axis=1)
    few = filled.le(_FOOTER_CELLS)
    for ours in ("title", "code"):
        if ours in places:
            texts = cells[places[ours]]
            once = texts.unique().tolist()
            few &= texts.isin([text for text in once if not text or _ONLY_TOTAL.fullmatch(text)])
    totals, remarks = [False] * len(cells), [False] * len(cells)
    places_of_few = few.to_numpy().nonzero()[0]
    rows = cells.to_numpy(dtype=object)[places_of_few].tolist()
    for place, row, count in zip(places_of_few.tolist(), rows, filled[few].tolist(), strict=True):
        text = " ".join(filter(None, row))[:_LONGEST]
        totals[place] = bool(_TOTAL.match(text))
        remarks[place] = count == 1 and bool(_REMARK.fullmatch(text))
    # Remarks stand below every person.
    last = len(remarks)
    while last and remarks[last - 1]:
        last -= 1
    found = [total or place >= last for place, total in enumerate(totals)]
    return pd.Series(found, index=cells.index, dtype=bool)


def head_score(cells: Sequence[str], known: Mapping[str, str]) -> int:
    """How many of our columns a row names, less its numbers, dates and addresses.

    known : our column by each head, as `plain` leaves it
    """
    named = {known[head] for cell in cells if (head := plain(cell)) in known}
    return len(named) - _count_data(cells)


def _stated(rows: Sequence[tuple[int, Sequence[str]]], row: int, name: str) -> int:
    numbers = [number for number, _ in rows]
    if row in numbers:
        return numbers.index(row)
    what, where = f"row {row} is blank or does not exist", f"{name}, --header-row"
    remedy = "Write the number of the header row, as a spreadsheet counts."
    raise InputError(Problem(what, where, remedy, nearest=tuple(map(str, numbers[:3]))))


def _width(cells: Sequence[str]) -> int:
    """How many different heads a row may hold; a group's head is blank or repeated over its columns."""
    return len({plain(cell) for cell in cells if cell.strip()})


def _count_data(cells: Sequence[str]) -> int:
    return sum(bool(_DATA.fullmatch(cell.strip())) for cell in cells)


def _uncertain(
    rows: Sequence[tuple[int, Sequence[str]]], places: Sequence[int], known: Mapping[str, str], name: str
) -> Problem:
    """The rows that may hold the heads, by those of their heads that are known; no other cell is shown."""

    texts = []
    for number, cells in (rows[place] for place in places):
        heads = [cell.strip() for cell in cells if plain(cell) in known]
        texts.append(f"row {number} ({', '.join(heads[:_SHOWN])}{' …' if len(heads) > _SHOWN else ''})")
    remedy = f"Choose the row, such as --header-row {rows[places[-1]][0]}."
    what = f"the headers may be in {' or '.join(texts)}"
    return Problem(what, name, remedy, "Each of them names known columns.")
