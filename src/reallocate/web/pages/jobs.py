"""All jobs of the nation: a map by people and reach, and the same as a table."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

import reallocate
from reallocate.kernel.errors import Problem, UnknownName
from reallocate.kernel.number import cell, rounded, short_count
from reallocate.render.treemap import Cell, squarified
from reallocate.web.link import Call
from reallocate.web.page import Page, filled

_DOOR = "/job"
_WIDTH, _HEIGHT, HEAD = 1160.0, 760.0, 20.0
"""Of the map, and of the strip with the name of a group [pixels]."""
_STEPS = (0.0, 0.2, 0.4, 0.6, 0.8)
"""Lower ends of the classes of colour [share of hours]."""
_LISTED = 25
_WORD = " Occupations"


def overview() -> Page:
    """The map of every job."""
    call, table, result = national_jobs()
    groups = _groups(result)
    total, largest = result.table("total").iloc[-1], table.head(_LISTED)
    return filled(
        "jobs.html.jinja", _DOOR, tables={"jobs.csv": _csv(table), **_names(table)},
        picture=_map(table, groups), groups=groups,
        legend=_legend(), count=len(table), people=short_count(total["employment"], "million"), group="",
        reach=cell(float(total["automatable"]), "share"), largest=_grid(result, largest),
        addresses=_addresses(largest), files="/job/files/", notes=result.explain()["headline"][:1],
        python=call.python(), command=str(result.facts["command"]), link="/job",
    )  # fmt: skip


def group(code: str) -> Page:
    """The jobs of one of the 22 major groups.

    code : its first two digits
    """
    call, table, result = national_jobs()
    rows = table[table["group"] == code]
    if rows.empty:
        known = ", ".join(sorted(set(table["group"])))
        raise UnknownName(Problem(f"there is no major group {code!r}", "group", f"Known are {known}."))
    (one,) = _groups(result, code)
    return filled(
        "jobs.html.jinja", _DOOR, tables={"jobs.csv": _csv(rows)}, picture=_map(rows, [one]), groups=[],
        legend=_legend(), count=len(rows), people=cell(rounded(one["employment"]), "people"),
        group=one["title"], reach=one["reach_text"], largest=_grid(result, rows), addresses=_addresses(rows),
        files=f"/job/group/{code}/files/", notes=result.explain()["headline"][:1], python=call.python(),
        command=str(result.facts["command"]), link=f"/job/group/{code}",
    )  # fmt: skip


def _names(table: pd.DataFrame) -> dict[str, str]:
    """Names that the fields for a job and a place offer."""
    areas = reallocate.World.load().table("areas")["title"]
    lists = {"titles.json": sorted(table["title"]), "areas.json": sorted(set(areas))}
    return {name: json.dumps(names, ensure_ascii=False) for name, names in lists.items()}


def _csv(table: pd.DataFrame) -> str:
    return table.drop(columns="group").to_csv(index=False)


def national_jobs() -> tuple[Call, pd.DataFrame, Any]:
    """The call for all jobs, those with people in them with their major group, and the result."""
    call = Call("jobs", options={"nation": True, "top": 0})
    result: Any = call.result()
    table = result.table("occupations")
    table = table[table["employment"] > 0].assign(group=table["occupation"].str[:2])
    return call, table.sort_values("employment", ascending=False), result


def _groups(result: Any, *codes: str) -> list[dict[str, Any]]:
    """The major groups, or some of them, the largest first."""
    rows = result.table("groups").to_dict("records")
    return [
        {
            "code": row["group"][:2], "title": row["title"].removesuffix(_WORD),
            "employment": row["employment"], "reach": row["automatable"],
            "reach_text": cell(row["automatable"], "share"),
        }
        for row in rows
        if not codes or row["group"][:2] in codes
    ]  # fmt: skip


def _grid(result: Any, rows: pd.DataFrame) -> Any:
    columns = ("title", "automatable", "augmentable", "employment", "wage_mean")
    return result.grid("occupations", *columns, rows=rows, most=len(rows))


def _addresses(rows: pd.DataFrame) -> list[str]:
    """Where the card of each job is."""
    return [f"{_DOOR}/{code}" for code in rows["occupation"]]


def _legend() -> list[tuple[int, str]]:
    return [(place, f"{low:.0%}–{low + 0.2:.0%}") for place, low in enumerate(_STEPS)]


def _step(share: float) -> int:
    return sum(share >= low for low in _STEPS) - 1


def _map(table: pd.DataFrame, groups: list[dict[str, Any]]) -> Markup:
    """Every job as a cell that leads to it: area by people, colour by the hours that AI could do alone."""
    boxes = squarified([one["employment"] for one in groups], Cell(0, 0, _WIDTH, _HEIGHT))
    parts, labels = list[str](), list[str]()
    for one, outer in zip(groups, boxes, strict=True):
        head = HEAD if outer.height > 60 and outer.width > 90 else 0.0
        if head:
            parts.append(
                f'<svg x="{outer.x + 3:.1f}" y="{outer.y:.1f}" '
                f'width="{outer.width - 6:.1f}" height="{HEAD}"><a href="{_DOOR}/group/{one["code"]}">'
                f'<text class="group" x="0" y="14">{escape(one["title"])}</text></a></svg>'
            )
        inner = Cell(outer.x + 1, outer.y + head, outer.width - 2, max(outer.height - head - 2, 1))
        rows = table[table["group"] == one["code"]]
        cells = squarified(rows["employment"].to_list(), inner)
        drawn = [*zip(rows.to_dict("records"), cells, strict=True)]
        parts += [_link(row, at) for row, at in drawn]
        labels += [_label(row, at) for row, at in drawn]
    return Markup(
        f'<svg class="map" viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" role="group" '
        f'aria-label="Jobs by people, coloured by the share of hours AI could do alone">{"".join(parts)}'
        f'<g aria-hidden="true">{"".join(labels)}</g></svg>'
    )


def _link(row: dict[Any, Any], at: Cell) -> str:
    """The cell of a job, with its figures in words; its label lies over it."""
    by_source = (
        f"{cell(row['automatable_low'], 'share')} to {cell(row['automatable_high'], 'share')} by source"
    )
    spoken = escape(
        f"{row['title']}: {cell(row['employment'], 'people')} people; AI could do "
        f"{cell(row['automatable'], 'share')} ({by_source}) of the hours alone"
    )
    return (
        f'<a href="{_DOOR}/{row["occupation"]}" aria-label="{spoken}"><rect x="{at.x:.1f}" y="{at.y:.1f}" '
        f'width="{at.width:.1f}" height="{at.height:.1f}" class="r{_step(row["automatable"])}">'
        f"<title>{spoken}</title></rect></a>"
    )


def _label(row: dict[Any, Any], at: Cell) -> str:
    """Name and share of a job, cut off where its cell ends; none in a small cell."""
    if at.width <= 44 or at.height <= 20:
        return ""
    look = f"on{_step(row['automatable'])}"
    share = (
        f'<text x="5" y="31" class="{look}">{cell(row["automatable"], "share")}</text>'
        if at.height > 38
        else ""
    )
    return (
        f'<svg x="{at.x:.1f}" y="{at.y:.1f}" width="{at.width - 4:.1f}" height="{at.height:.1f}">'
        f'<text x="5" y="15" class="{look}">{escape(row["title"])}</text>{share}</svg>'
    )
