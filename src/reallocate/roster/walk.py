"""From the rows of a file to the positions of its plan, and the titles that are still to be decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from reallocate.data.titles.match import CHOSEN, TitleMatch
from reallocate.roster.faults import grouped
from reallocate.roster.file.cells import CONTRACTOR, OPEN
from reallocate.roster.people import HAS_LEFT
from reallocate.roster.roster import Roster

_KINDS = {CONTRACTOR: "contractors", OPEN: "open positions", "": "status not clear"}
"""(status) What its rows are, which are none of the firm's own people."""
_GONE = "no longer here"


@dataclass(frozen=True)
class Walk:
    """Exact counts from the rows of a file to the positions of its plan: as private as the file.

    rows : of the file, without heads
    others : (what they are) rows that are none of the firm's own people
    own : people of the firm's own
    faulty : of these with a fault that keeps them out [people]
    faulty_rows : with such a fault, whosesoever they are
    unrecognised : people whose title is not recognised, or was decided to be none of the occupations
    planned : people in the plan
    part_time : of these below full time [people]
    positions : full-time positions in the plan [FTE]
    unsure : people whose title is still to be decided; those with a likely occupation are planned as that
    harmless : rows whose only fault is in a column that no plan uses
    decided : people whose title was decided
    """

    rows: int
    others: Mapping[str, int]
    own: int
    faulty: int
    faulty_rows: int
    unrecognised: int
    planned: int
    part_time: int
    positions: float
    unsure: int
    harmless: int
    decided: int


@dataclass(frozen=True)
class OpenTitle:
    """A title to decide with all that are spelt like it.

    also : other spellings
    people : who bear one of them
    options : code, official title and probability of what it may be, the likeliest first
    by_department : whether its people are placed by their department meanwhile
    """

    title: str
    also: tuple[str, ...]
    people: int
    options: tuple[tuple[str, str, float], ...]
    by_department: bool


def walk_of(roster: Roster) -> Walk:
    """The counts from the rows of a file to the positions of its plan.

    positions = Σ fte over the firm's own people without a fault
    """
    rows, status = roster.people.rows, roster.people.rows["status"]
    gone = roster.people.not_used.get(HAS_LEFT, 0)
    others = {words: int(status.eq(kind).sum()) for kind, words in _KINDS.items()} | {_GONE: gone}
    faulty = roster.is_faulty
    own = roster.filled & ~faulty
    chosen = rows["title"].isin([title for title, one in roster.matches.items() if one.how == CHOSEN])
    unsure = rows["title"].isin([title for title, one in roster.matches.items() if _is_open(one)])
    harmless = {one.row for one in roster.people.faults} - {one.row for one in roster.people.removing}
    return Walk(
        rows=len(rows) + gone,
        others={words: count for words, count in others.items() if count},
        own=int(roster.filled.sum()),
        faulty=int((roster.filled & faulty).sum()),
        faulty_rows=int(faulty.sum()),
        unrecognised=int((own & roster.occupations.eq("")).sum()),
        planned=int(own.sum()),
        part_time=int((own & rows["fte"].lt(1.0)).sum()),
        positions=roster.positions,
        unsure=int((own & unsure & rows["occupation"].eq("")).sum()),
        harmless=len(harmless),
        decided=int((own & chosen).sum()),
    )


def fault_counts(roster: Roster) -> tuple[tuple[str, str, int, bool], ...]:
    """Kind, header, rows, and whether it keeps them out, of every kind of fault; those that do come first."""
    out = {(one.fault, one.column) for one in roster.people.removing}
    found = [
        (one.fault, one.column, len(one.rows), (one.fault, one.column) in out)
        for one in grouped(roster.people.faults)
    ]
    return tuple(sorted(found, key=lambda one: (not one[3], -one[2])))


def open_titles(roster: Roster) -> tuple[OpenTitle, ...]:
    """The titles to decide, those of most people first; people of the firm's own without a fault count."""
    rows = roster.people.rows[roster.filled & ~roster.is_faulty & roster.people.rows["occupation"].eq("")]
    people = rows["title"].value_counts()
    placed = set(rows.loc[roster.occupations[rows.index].ne(""), "title"])
    families: dict[str, list[TitleMatch]] = {}
    for one in roster.matches.values():
        if _is_open(one):
            families.setdefault(one.family, []).append(one)
    found = [_open_title(family, people, placed, roster.titles) for family in families.values()]
    return tuple(sorted(found, key=lambda one: (-one.people, one.title)))


def _open_title(
    family: list[TitleMatch], people: pd.Series, placed: set[str], titles: Mapping[str, str]
) -> OpenTitle:
    first, *others = sorted(family, key=lambda one: (-int(people.get(one.title, 0)), one.title))
    likeliest = max(family, key=lambda one: one.probability)
    return OpenTitle(
        first.title,
        tuple(one.title for one in others),
        sum(int(people.get(one.title, 0)) for one in family),
        tuple((code, titles[code], chance) for code, chance in likeliest.options),
        not likeliest.occupation and any(one.title in placed for one in family),
    )


def _is_open(match: TitleMatch) -> bool:
    return not match.is_accepted and match.how != CHOSEN
