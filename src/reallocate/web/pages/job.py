"""My job: the card of one job in the order in which somebody who worries reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from reallocate.api.spelling import in_python
from reallocate.kernel.blocks import Grid, Heading
from reallocate.kernel.errors import ReallocateError
from reallocate.kernel.number import cell, rounded, sentence, short_count
from reallocate.web.draw import Part, Series, both, dots, lines, reached_parts
from reallocate.web.link import LONGEST, Call, Field, from_link
from reallocate.web.page import Page, field_faults, filled, refused

_DOOR = "/job"
_FIELDS: Mapping[str, Field] = {"area": str, "age": float, "pay": float, "education": str}
"""What a link may say of the person, beside the job."""
_KNOWN = ("direct", "bridged")
"""Status of a year whose figure was published."""
CODE = re.compile(r"\d\d-\d{4}")
"""An occupation's code."""
_CHOSEN_BY_LINK = ("job", "--area", "--education")
"""Where a problem is whose nearest names are links that set one of them."""
_SHADED = (2022, 2025)
_OPTION = re.compile(
    r" \(--\w+(?:, --\w+)*\)|; --\w+ says (?:yours|otherwise)(?=\.)"
    r"|(?<=\.) (?:Write a code|For the others:)[^.]*\."
)
"""What the text says of options and commands, for which the page has fields and links."""
_WAYS = ("stay", "sideways", "study", "usual")
"""Parts of the text on moves, in the order of the report."""
_FACTS = (
    "Pay: first → later",
    "Automatable, before → after",
    "What it asks",
    "Of 100 who left",
    "Hired if trying",
)
"""Of each move, in the order in which they are read."""
_TABLES = (
    "sources",
    "kinds",
    "activities",
    "history",
    "pay",
    "flows",
    "options",
    "every_move",
    "gaps",
    "assumptions",
)
"""Tables that the page offers as CSV."""


def card(name: str, query: tuple[tuple[str, str], ...]) -> Page:
    """The page of one job; the same form again, with what was filled in, where there is no answer.

    name : a title or an occupation's code
    query : further names and values of the link
    """
    try:
        from_link({"job": name}, {"job": str})
        call = Call("job", (name,), from_link(dict(query), _FIELDS))
        result: Any = call.result()
    except ReallocateError as error:
        return _refused_question(error, name, dict(query))
    return _answered(result, call, name)


def _refused_question(error: ReallocateError, name: str, query: Mapping[str, str]) -> Page:
    """What is wrong, the form as it was filled in, and a link for each job that may be meant."""
    given = {field: text for field, text in query.items() if field in _FIELDS and text.strip()}
    linked = [replace(one, nearest=()) if one.where in _CHOSEN_BY_LINK else one for one in error.problems]
    return refused(
        error, _DOOR, template="job_refused.html.jinja", asked=name[:LONGEST], options=given,
        problems=[in_python(str(one)) for one in linked], faults=field_faults(error, {"job": "title"}),
        choices=[*_choices(error, name, given)], assumed={},
    )  # fmt: skip


def _choices(error: ReallocateError, name: str, given: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Links that set the job, the place or the education that may be meant, and their words."""
    for problem in error.problems:
        for near in problem.nearest if problem.where in _CHOSEN_BY_LINK else ():
            code, _, title = near.partition(" ")
            if problem.where == "job":
                yield _address(code, given), title
            elif problem.where == "--area":
                yield _address(name, {**given, "area": code}), title
            else:
                yield _address(name, {**given, "education": near}), near


def _address(name: str, given: Mapping[str, Any]) -> str:
    """The page of a job: a code stands in the address, a title in the query."""
    if CODE.fullmatch(name):
        return Call("job", options=given).link(f"{_DOOR}/{name}")
    return Call("job", options={"title": name, **given}).link(_DOOR)


def _answered(result: Any, call: Call, name: str) -> Page:
    text = {part: [_OPTION.sub("", line) for line in lines] for part, lines in result.explain().items()}
    codes = result.table("occupations")
    return filled(
        "job.html.jinja", _DOOR, tables=_files(result),
        title=result.title, asked=result.title if name in set(codes["occupation"]) else name, text=text,
        reach=_reach(result), sources=_sources(result), kinds=_kinds(result), history=_history(result),
        facts=_facts(result), moves=_moves(result),
        pay=result.grid("pay", "title", "place_title", *(f"wage_p{at}" for at in (10, 25, 50, 75, 90))),
        options=call.options, faults={}, assumed=_assumed(result.facts["worker"]),
        occupations=_occupations_meant(codes),
        **_addresses(call, name, codes), python=call.python(), command=str(result.facts["command"]),
    )  # fmt: skip


def _assumed(worker: Mapping[str, Any]) -> dict[str, str]:
    """What is taken for a person who leaves a field empty, by field."""
    school = worker["schooling"]
    return {
        "pay": f"Not said: {cell(rounded(worker['pay']), 'persons')} USD is assumed, the middle of the job.",
        "education": f"Not said: {school} is assumed, the usual of the job.",
    }  # fmt: skip


def _addresses(call: Call, name: str, codes: Any) -> dict[str, Any]:
    """Where the page and its files are; the link to pass on has a job's code, and never pay."""
    address, mark, query = _address(name, call.options).partition("?")
    shared = {field: value for field, value in call.options.items() if field != "pay"}
    link = _address(str(codes["occupation"].iloc[0]) if len(codes) == 1 else name, shared)
    return {
        "address": address, "files": f"{address}/files/", "link": link, "query": f"{mark}{query}",
        "titled": "" if CODE.fullmatch(name) else name,
    }  # fmt: skip


def _occupations_meant(codes: Any) -> list[tuple[str, str]]:
    """The occupations that a title may mean, where it may mean several."""
    rows = zip(codes["occupation"], codes["title"], strict=True)
    return [(str(code), str(title)) for code, title in rows] if len(codes) > 1 else []


def _files(result: Any) -> dict[str, str]:
    """CSV of the tables, and the whole report."""
    tables = {f"{name}.csv": result.table(name).to_csv(index=False) for name in _TABLES}
    return {**tables, "report.html": result.page()}


def _reach(result: Any) -> dict[str, str]:
    total = result.table("hours_total").iloc[0]
    return {name: cell(float(total[name]), "share") for name in ("automatable", "augmentable")}


def _sources(result: Any) -> dict[str, Any]:
    table = result.table("sources").sort_values("automatable")
    shares = table["automatable"].to_list()
    low, high = cell(shares[0], "share"), cell(shares[-1], "share")
    middle = _reach(result)["automatable"]
    words = f"{len(shares)} sources"
    finding = f"The {words} disagree: from {low} to {high} of the hours"
    if low == high:
        finding = f"All {words} say {low} of the hours"
    draw = dots(shares, float(result.table("hours_total")["automatable"].iloc[0]), f"middle {middle}", words)
    each = ", ".join(cell(one, "share") for one in shares)
    spoken = f"Share of hours that AI could do alone, by source: {each}."
    grid = result.grid("sources", "source", "automatable", "augmentable", rows=table)
    return {"finding": finding, "picture": both("full", spoken, draw), "table": grid}


def _kinds(result: Any) -> dict[str, Any]:
    table = result.table("kinds")
    table = table[table["share"] > 0].sort_values("share", ascending=False)
    parts = [
        Part(sentence(kind), size, cell(size, "share"), reached, cell(reached, "share"))
        for kind, size, reached in table[["kind", "share", "automatable"]].itertuples(index=False)
    ]
    most, least = max(parts, key=lambda one: one.reached), min(parts, key=lambda one: one.reached)
    finding = f"AI reaches most into {most.label.lower()}, least into {least.label.lower()}"
    if len(parts) == 1 or most.reached_text == least.reached_text:
        finding = f"AI reaches {most.reached_text} of the hours of every kind of work"
    spoken = "; ".join(
        f"{one.label}: {one.size_text} of the hours, AI could do {one.reached_text} of them" for one in parts
    )
    grid = result.grid("kinds", "kind", "share", "automatable", "augmentable", rows=table)
    return {"finding": finding, "picture": both("full", f"{spoken}.", reached_parts(parts)), "table": grid}


def _history(result: Any) -> dict[str, Any] | None:
    table = result.table("history")
    table = table[table["employment"].notna()]
    if len(table) < 2:
        return None
    years = table["year"].astype(int).to_list()
    people = table["employment"].to_list()
    begin, end = short_count(people[0]), short_count(people[-1])
    first, last = (years.index(one) if one in years else -1 for one in _SHADED)
    shade = (first, last, f"{_SHADED[0]}–{_SHADED[1]}") if min(first, last) >= 0 else None
    draw = lines(
        [str(one) for one in years], [Series(people, "lp", "dotp", end, "kp f")], short_count,
        shown_labels=(0, len(years) // 2, len(years) - 1), from_zero=True,
        estimated=[status not in _KNOWN for status in table["status"]], shade=shade,
    )  # fmt: skip
    spoken = f"People in the job: {begin} in {years[0]}, {end} in {years[-1]}."
    grid = result.grid("history", "year", "employment", "wage_mean", "wage_real", "status_words", rows=table)
    estimated = not set(table["status"]) <= set(_KNOWN)
    finding = f"{end} people in {years[-1]}, {begin} in {years[0]}"
    return {"finding": finding, "picture": both("half", spoken, draw), "table": grid, "estimated": estimated}


def _facts(result: Any) -> list[tuple[str, str]]:
    """Openings and departures a year of the likeliest occupation."""
    grid = result.grid("flows", "title", "openings", "leaving_work", "changing_occupation")
    if not isinstance(grid, Grid) or not grid.rows:
        return []
    return [(head.label, value) for head, value in zip(grid.heads[1:], grid.rows[0][1:], strict=True)]


def _moves(result: Any) -> list[dict[str, Any]]:
    """The three options and the commonest moves: sentences, and five facts of each move."""
    sections = {one.name: one.blocks for one in result.kind.page(result)}
    titles = [block.text for block in sections["sheet"] if isinstance(block, Heading)]
    grids = [block for block in sections["ways"] if isinstance(block, Grid)]
    stands = result.table("options")["option"].to_list()[1:]
    text = result.explain()
    groups = []
    for part, title in zip(_WAYS, titles, strict=False):
        group = {"title": title, "lines": text[part], "moves": [], "note": ""}
        if part in stands:
            shown = grids[0]
            rows = [row for row, option in zip(shown.rows, stands, strict=True) if option == part]
            group |= {"moves": [(row[0], _five(shown, row)) for row in rows], "note": shown.note}
        groups.append(group)
    return groups


def _five(grid: Grid, row: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """Five facts of a move: heading, figure, and unit with what is said of the figure."""
    facts = {}
    for head, written in zip(grid.heads, row, strict=True):
        value, _, more = written.partition(". ")
        facts[head.label] = (head.label, value, ". ".join(filter(None, (head.unit, more))))
    return [facts[name] for name in _FACTS]
