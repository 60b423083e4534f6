"""What the columns of a role table may be called."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from reallocate.errors import Problem
from reallocate.roster.currency import header_currency

REQUIRED = ("headcount",)
NAMED_BY = ("code", "title")

SYNONYMS: dict[str, tuple[str, ...]] = {
    "code": ("code", "soc", "soc code", "soc 2018", "occupation code", "onet soc code", "o net soc code"),
    "title": (
        "title",
        "job title",
        "role",
        "role title",
        "role name",
        "position",
        "position title",
        "job",
        "job name",
        "occupation",
        "occupation title",
    ),
    "headcount": (
        "headcount",
        "head count",
        "employees",
        "number of employees",
        "people",
        "persons",
        "staff",
        "heads",
        "incumbents",
        "count",
    ),
    "fte": (
        "fte",
        "fte per head",
        "fte per person",
        "full time equivalent",
        "working time",
        "employment level",
    ),
    "open_positions": (
        "open positions",
        "open roles",
        "open",
        "openings",
        "vacancies",
        "requisitions",
        "open requisitions",
        "open reqs",
    ),
    "loaded_cost": (
        "loaded cost",
        "fully loaded cost",
        "loaded cost usd",
        "loaded cost per fte",
        "loaded cost usd per fte per year",
        "cost per fte",
        "cost per head",
        "total cost per head",
        "annual loaded cost",
    ),
    "contractors": ("contractors", "contractor fte", "external staff", "externals", "agency staff", "temps"),
    "location": ("location", "site", "office", "city", "place", "work location"),
    "level": ("level", "job level", "band", "seniority", "pay band"),
    "currency": ("currency", "currency code", "cost currency", "pay currency"),
    "own_pay": ("own pay",),
    "basis": ("basis", "basis of figures"),
}
KNOWN = {synonym: column for column, synonyms in SYNONYMS.items() for synonym in synonyms}
PAY_ONLY = ("salary", "base salary", "wage", "pay", "base pay", "annual salary", "annual pay", "compensation")
MISSPELLED = 84.0


def plain(header: str) -> str:
    """A header without case, underscores and other marks.

    header : as the file writes it
    """
    return re.sub(r"[^0-9a-z]+", " ", header.casefold()).strip()


def letter(place: int) -> str:
    """A column's letters as a spreadsheet writes them.

    place : from 0
    """
    text, rest = "", place + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        text = chr(ord("A") + digit) + text
    return text


def find_columns(headers: Sequence[str], where: str) -> tuple[dict[str, int], tuple[str, ...], list[Problem]]:
    """Which column of the file holds what.

    headers : the first row of the file
    where : the file's name, for errors
    Returns the place of each known column, the headers that are not used, and every problem: a
    column that occurs twice, that looks misspelled, that holds pay instead of cost, or is missing.
    """
    places: dict[str, int] = {}
    unused: list[str] = []
    problems: list[Problem] = []
    for place, header in enumerate(headers):
        column = known_column(header)
        if column is None:
            unused += [header] if plain(header) else []
        elif column in places:
            problems.append(
                Problem(
                    f"columns {letter(places[column])} ({headers[places[column]]}) and {letter(place)} "
                    f"({header}) both mean {column}",
                    where,
                    "Keep one of them.",
                    "Their values may differ.",
                )
            )
        else:
            places[column] = place
    misspelled = [header for header in unused if _looks_like(header, places)]
    problems += [_misspelled(header, headers.index(header), where) for header in misspelled]
    if "loaded_cost" not in places:
        problems += [_pay_only(header, where) for header in unused if plain(header) in PAY_ONLY]
    if not misspelled:
        problems += _missing(headers, places, where)
    return places, tuple(header for header in unused if header not in misspelled), problems


def known_column(header: str) -> str | None:
    """Our column that a header of a role table means, or nothing.

    header : as the file writes it; of costs it may name the currency too
    """
    words = plain(header)
    if words in KNOWN or not (code := header_currency(header)):
        return KNOWN.get(words)
    bare = " ".join(word for word in words.split() if word != code.casefold())
    return "loaded_cost" if KNOWN.get(bare) == "loaded_cost" else None


def _looks_like(header: str, places: dict[str, int]) -> bool:
    found = process.extractOne(plain(header), list(KNOWN), scorer=fuzz.ratio, score_cutoff=MISSPELLED)
    return found is not None and KNOWN[found[0]] not in places


def _misspelled(header: str, place: int, where: str) -> Problem:
    found = process.extractOne(plain(header), list(KNOWN), scorer=fuzz.ratio)
    likely = KNOWN[found[0]]
    return Problem(
        f"the header of column {letter(place)} is unknown and resembles {likely}",
        where,
        "Correct it, or rename the column if it has other data.",
        nearest=(likely,),
    )


def _pay_only(header: str, where: str) -> Problem:
    return Problem(
        f"column {header!r} holds pay; the plan needs the loaded cost of a full-time position",
        where,
        "Write a column loaded_cost [USD/FTE/year] (pay, benefits, taxes, equity), or leave the column out "
        "to use the industry's.",
        "Benefits and equity differ from firm to firm.",
    )


def _missing(headers: Sequence[str], places: dict[str, int], where: str) -> list[Problem]:
    seen = [header for header in headers if header.strip()]
    ours = [repr(header) for header in seen if plain(header) in KNOWN]
    found = f"of the {len(seen)} columns, {len(ours)} are known{': ' if ours else ''}{', '.join(ours)}"
    problems = [
        Problem(f"there is no column {column!r}", where, f"Add it; {found}.")
        for column in REQUIRED
        if column not in places
    ]
    if not any(column in places for column in NAMED_BY):
        problems.append(Problem("there is no column 'title' or 'code'", where, f"Add one of them; {found}."))
    return problems
