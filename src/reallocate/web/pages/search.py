"""Search: jobs, industries, answers, sources and assumptions that hold the words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote

import reallocate
from reallocate.kernel.number import cell
from reallocate.web.link import from_link
from reallocate.web.page import DOORS, Page, filled
from reallocate.web.pages.answers import recorded

_MOST = 12
"""Of each kind that are listed."""
_PLACES = (
    *DOORS, ("/firm/plan", "Plan a firm"), ("/firm/compare", "Compare two plans"),
    ("/jobs", "Queue of plans"),
)  # fmt: skip
_PEOPLE = "2,000"
"""Of a firm of an industry that is found, until its reader says how many."""
_Hit = tuple[str, str, str]
"""Address, or "" where there is none; words, and what else is known."""


def page(query: tuple[tuple[str, str], ...] = ()) -> Page:
    """What was found by kind, or the field alone.

    query : `q`, the words
    """
    words = str(from_link(dict(query), {"q": str}).get("q", "")).strip()
    groups = _results(words) if words else []
    return filled(
        "find.html.jinja", "/search", words=words, groups=[one for one in groups if one["hits"]],
        job=f"/job?title={quote(words)}", people=_PEOPLE,
    )  # fmt: skip


def _results(words: str) -> list[dict[str, Any]]:
    says = _says(words)
    world = reallocate.World.load()
    return [
        _group("Jobs", _jobs(says), "/job"),
        _group("Industries", _industries(world, says), "/firm/plan", is_industry=True),
        _group("Answers", _answers(says), "/answers"),
        _group("Assumptions", _assumptions(world, says, words), f"/sources?find={quote(words)}#assumptions"),
        _group("Data", _data(world, says), "/sources"),
        _group("Pages", [(address, name, "") for address, name in _PLACES if says(name)], "/"),
    ]


def _says(words: str) -> Callable[[str], bool]:
    """Whether a text holds every word."""
    wanted = words.casefold().split()
    return lambda text: all(word in text.casefold() for word in wanted)


def _group(name: str, hits: Iterable[_Hit], every: str, is_industry: bool = False) -> dict[str, Any]:
    found = list(hits)
    return {
        "name": name, "hits": found[:_MOST], "count": len(found), "every": every, "is_industry": is_industry,
    }  # fmt: skip


def _jobs(says: Callable[[str], bool]) -> list[_Hit]:
    """Occupations, those of most people first."""
    table = reallocate.jobs(nation=True, top=0).table("occupations")
    table = table[table["title"].map(says) & (table["employment"] > 0)]
    rows = table.sort_values("employment", ascending=False)[
        ["occupation", "title", "employment", "automatable"]
    ]
    return [
        (
            f"/job/{code}",
            str(title),
            f"{cell(people, 'people')} people; AI could do {cell(reach, 'share')} alone",
        )
        for code, title, people, reach in rows.itertuples(index=False)
    ]


def _industries(world: Any, says: Callable[[str], bool]) -> list[_Hit]:
    table = world.table("industries")
    table = table[(table["employment"] > 0) & table["title"].map(says)].drop_duplicates("title")
    rows = table.sort_values("employment", ascending=False)[["title", "employment"]]
    return [
        ("", str(title), f"{cell(people, 'people')} people") for title, people in rows.itertuples(index=False)
    ]


def _answers(says: Callable[[str], bool]) -> list[_Hit]:
    rows = recorded().table("claims").to_dict("records")
    return [
        (f"/answers/{row['id']}", str(row["statement"]), str(row["verdict"]))
        for row in rows
        if says(f"{row['statement']} {row['finding']}")
    ]


def _assumptions(world: Any, says: Callable[[str], bool], words: str) -> list[_Hit]:
    rows = world.parameters.to_dict("records")
    place = f"/sources?find={quote(words)}#assumptions"
    return [
        (place, str(row["says"]), f"{cell(row['value'])} {row['unit']}, grade {row['grade']}")
        for row in rows
        if says(f"{row['name']} {row['says']} {row['source']}")
    ]


def _data(world: Any, says: Callable[[str], bool]) -> list[_Hit]:
    rows = world.origins.drop_duplicates(["title", "vintage"]).to_dict("records")
    return [
        ("/sources", str(row["title"]), f"{row['vintage']}, {row['licence']}")
        for row in rows
        if says(f"{row['title']} {row['citation']}")
    ]
