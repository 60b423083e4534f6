"""Answers: the statements of the popular story, each with its verdict, figures and rule."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import reallocate
from reallocate.kernel.blocks import Facts, Grid, Heading
from reallocate.kernel.errors import Problem, UnknownName, nearest
from reallocate.kernel.number import with_minus
from reallocate.render.drawing import both
from reallocate.web.link import Call
from reallocate.web.page import Page, filled

_DOOR = "/answers"
_SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-Z])")
"""Where a sentence ends."""
_VERDICT, _FINDING, _INTERVAL = "Verdict", "Finding", "In figures"


@cache
def recorded() -> Any:
    """The answers as they ship, read once by a process; nobody alters them."""
    return reallocate.shipped("claims")


@cache
def _section() -> Any:
    """The claims as the report has them."""
    return next(one for one in recorded().kind.page(recorded()) if one.name == "claims")


def overview() -> Page:
    """All statements with their verdicts."""
    result = recorded()
    text = result.explain()
    return filled(
        "answers.html.jinja", _DOOR,
        tables={f"{name}.csv": result.table(name).to_csv(index=False) for name in ("claims", "drivers")},
        claims=verdicts(result), headline=text["headline"], brackets=text["brackets"],
        not_computable=text["not_computable"], link="/answers",
        python=Call("shipped", ("claims",)).python(), command=Call("claims").command(),
    )  # fmt: skip


def answer(name: str) -> Page:
    """One statement: finding, rule, tipping points, other readings.

    name : the id of the claim
    """
    result = recorded()
    table = result.table("claims").set_index("id", drop=False)
    if name not in table.index:
        raise UnknownName(Problem(f"there is no claim {name!r}", nearest=nearest(name, table.index)))
    row = table.loc[name]
    facts, grids = _blocks(str(row["row"]))
    call = Call("claims", (str(row["row"]),))
    each = verdicts(result)
    place = next(at for at, one in enumerate(each) if one["id"] == name)
    return filled(
        "answer.html.jinja", _DOOR, claim=each[place], facts=facts, grids=grids,
        drivers=_drivers(result, name),
        before=each[place - 1] if place else None, after=each[place + 1] if place + 1 < len(each) else None,
        brackets=result.explain()["brackets"], link=f"/answers/{name}",
        python=call.python(), command=call.command(),
    )  # fmt: skip


def verdicts(result: Any) -> list[dict[str, str]]:
    """Every statement with verdict and finding, in the order of the argument."""
    rows = result.table("claims").to_dict("records")
    return [
        {**{name: str(row[name]) for name in ("id", "row", "statement", "verdict")},
         "finding": with_minus(row["finding"]),
         "short": with_minus(_SENTENCE.split(row["finding"].strip())[0]),
         "reason": str(row["verdict_reason"] or "")}
        for row in rows
    ]  # fmt: skip


def _drivers(result: Any, name: str) -> dict[str, Any] | None:
    """The assumptions that move a claim most, as a chart; none for a measurement."""
    rows = result.table("drivers")
    rows = rows[(rows["claim"] == name) & (rows["result_low"] != rows["result_high"])]
    if rows.empty:
        return None
    widest = (rows["result_high"] - rows["result_low"]).abs().idxmax()
    declared = result.kind.chart(f"drivers-{name}", result)
    drawing = result.chart(f"drivers-{name}")
    columns = ("assumption", "low", "high", "result_low", "result_high", "verdict_low", "verdict_high")
    return {
        "finding": f"What moves the figure most: {rows.loc[widest, 'assumption']}",
        "unit": declared.title, "reading": declared.reading,
        "picture": both("main", drawing.spoken, drawing.draw),
        "table": result.grid("drivers", *columns, rows=rows),
    }  # fmt: skip


def _blocks(row: str) -> tuple[list[tuple[str, str]], list[Grid]]:
    """Facts and tables of one claim, as the report has them."""
    facts: list[tuple[str, str]] = []
    grids: list[Grid] = []
    inside = False
    for block in _section().blocks:
        if isinstance(block, Heading):
            inside = block.text.startswith(f"{row}. ")
        elif inside and isinstance(block, Facts):
            facts = [pair for pair in block.pairs if pair[0] not in (_VERDICT, _FINDING)]
        elif inside and isinstance(block, Grid):
            grids.append(block)
    return facts, grids
