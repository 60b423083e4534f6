"""Answers: the story's four questions, its twelve claims, and each claim with verdict, figures and rule."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Any

from markupsafe import Markup, escape

import reallocate
from reallocate.api import story
from reallocate.kernel.blocks import Facts, Grid, Heading
from reallocate.kernel.errors import Problem, ReallocateError, UnknownName, nearest
from reallocate.kernel.glossary import GRADES
from reallocate.kernel.number import with_minus
from reallocate.render.drawing import both
from reallocate.web.link import Call, from_link
from reallocate.web.page import Page, filled, refused
from reallocate.web.pages.cut_charts import dollar_signs

_DOOR = "/answers"
_VERDICT, _FINDING, _INTERVAL = "Verdict", "Finding", "In figures"
_ESTIMATES = ("`reallocate estimates`", '<a href="/estimates">What public data say</a>')
"""A command that a finding names, and the page that shows the same."""


@cache
def recorded() -> Any:
    """The answers as they ship, read once by a process; nobody alters them."""
    return reallocate.shipped("claims")


@cache
def _section() -> Any:
    """The claims as the report has them."""
    return next(one for one in recorded().kind.page(recorded()) if one.name == "claims")


@cache
def four_questions() -> tuple[Any, ...]:
    """The story's four questions with their answers, in dollars as a page has them."""
    return tuple(
        replace(one, short=short, says=says, limit=limit)
        for one in story.four_questions()
        for short, says, limit in (dollar_signs([one.short, one.says, one.limit]),)
    )


def twelve_claims() -> list[dict[str, Any]]:
    """The story's claims, one a line, each with its verdict in words and the parts that it is made of."""
    return [
        {
            "number": one.number, "says": one.says, "verdict": one.verdict,
            "words": story.verdict_words(one.verdict), "figure": one.figure, "first": one.parts[0][0],
            "parts": [
                {"id": name, "row": row, "says": statement, "verdict": code,
                 "words": story.verdict_words(code)}
                for name, row, statement, code in one.parts
            ],
        }
        for one in story.twelve_claims()
    ]  # fmt: skip


def overview(query: tuple[tuple[str, str], ...] = ()) -> Page:
    """The four questions and the twelve claims.

    query : `question`, the name of the one that stands first
    """
    try:
        asked = str(from_link(dict(query), {"question": str}).get("question", ""))
        each = _with_first(asked)
    except ReallocateError as error:
        return refused(error, _DOOR)
    result = recorded()
    return filled(
        "answers.html.jinja", _DOOR,
        tables={f"{name}.csv": result.table(name).to_csv(index=False) for name in ("claims", "drivers")},
        questions=each, asked=asked, rules=_late_rules(result), claims=twelve_claims(),
        not_false=result.text["headline"]["not_false"], not_computable=result.explain()["not_computable"],
        link=f"/answers?question={asked}" if asked else "/answers",
        python=Call("shipped", ("claims",)).python(), command=Call("claims").command(),
    )  # fmt: skip


def _late_rules(result: Any) -> dict[str, str]:
    """Claims whose rule followed its result, and how; by id."""
    rows = result.table("claims").set_index("id")["change_when"]
    return {str(name): str(when) for name, when in rows.items() if "after" in str(when)}


def _with_first(name: str) -> list[Any]:
    """The questions, that of a name first."""
    found = {one.name: one for one in four_questions()}
    if name and name not in found:
        remedy = f"The questions are {', '.join(found)}."
        what = f"there is no question {name!r}"
        raise UnknownName(Problem(what, "question", remedy, nearest=nearest(name, found)))
    return sorted(found.values(), key=lambda one: one.name != name)


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
        brackets=[_runs(line) for line in result.explain()["brackets"]], grades=GRADES,
        link=f"/answers/{name}",
        python=call.python(), command=call.command(),
    )  # fmt: skip


def verdicts(result: Any) -> list[dict[str, str]]:
    """Every statement with verdict and finding, in the order of the argument."""
    rows = result.table("claims").to_dict("records")
    return [
        {**{name: str(row[name]) for name in ("id", "row", "statement", "verdict")},
         "words": story.verdict_words(row["verdict"]),
         "finding": _runs(story.finding_words(with_minus(row["finding"]))),
         "reason": _runs(str(row["verdict_reason"] or ""))}
        for row in rows
    ]  # fmt: skip


def _runs(text: str) -> str:
    """A text for any reader: a draw of the assumptions is a run under other assumptions."""
    return re.sub(r"\bdraw(s?)\b", r"run\1", text)


def _linked(text: str) -> Markup:
    """The same with the pages that it names as links."""
    named, link = _ESTIMATES
    return Markup(str(escape(_runs(text))).replace(named, link))


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
        "unit": _runs(declared.title), "reading": declared.reading,
        "picture": both("main", drawing.spoken, drawing.draw),
        "table": result.grid("drivers", *columns, rows=rows),
    }  # fmt: skip


def _blocks(row: str) -> tuple[list[tuple[str, Markup]], list[Grid]]:
    """Facts and tables of one claim, as the report has them."""
    facts: list[tuple[str, Markup]] = []
    grids: list[Grid] = []
    inside = False
    for block in _section().blocks:
        if isinstance(block, Heading):
            inside = block.text.startswith(f"{row}. ")
        elif inside and isinstance(block, Facts):
            facts = [
                (name, _linked(words)) for name, words in block.pairs if name not in (_VERDICT, _FINDING)
            ]
        elif inside and isinstance(block, Grid):
            grids.append(replace(block, rows=tuple(tuple(map(_runs, cells)) for cells in block.rows)))
    return facts, grids
