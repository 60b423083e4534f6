"""The page and the summary of a comparison: which table and sentence stands where."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from reallocate.measure.number import NOT_AVAILABLE, NOTHING, say, sentence
from reallocate.output.blocks import Block, Bullets, Card, Cards, Facts, Grid, Prose, Section
from reallocate.output.glossary import terms
from reallocate.output.table import Column, Range
from reallocate.problem.firm.why import FIGURES
from reallocate.result.result import Kind, Result
from reallocate.study.compare.tables import TABLES

CARDS = ("cost, present value", "positions at the end", "layoffs", "run-rate saving against the baseline")
MAY_CHANGE = "Inputs that may change the plan"
MOST_INPUTS, MOST_ROLES = 20, 8
"""Rows of the summary."""
OPEN_ROWS = 15
"""Rows of a table that stands open; a longer one opens on demand."""
UNSEEN = 5e-4
"""A change below this share of a figure cannot be told from none [share]."""
WORDS = (
    "Scenario", "Baseline", "Position", "FTE", "Open position", "Layoff", "Quit", "Redeployment",
    "Run-rate saving", "One-off cost", "Break-even month", "Cost, present value", "Binding limit",
    "Near-optimal plans", "Source of reach",
)  # fmt: skip


def page(result: Result) -> list[Section]:
    """Every part of the page, in its order."""
    text = result.explain()
    first, *others = text["headline"]
    waiting = [Prose((result.status.text,), "note")] if result.waiting else []
    roles, limits = text["results"][:1], text["results"][1:]
    ranges = (Range("A over sources", "a_low", "a_high"), Range("B over sources", "b_low", "b_high"))
    results = result.grid("results", "figure", "a", "b", "change", *ranges, rows=_figures(result))
    return [
        Section("headline", "In short", (*waiting, Prose((first,), "lead"), cards(result), Prose(others))),
        Section("inputs", "Differences in the input", (Prose(text["inputs"]), *_inputs(result))),
        Section("results", "Differences in the result", (results,)),
        Section("why", "Causes of the difference", (Prose(text["why"]), *_table(_why(result)))),
        Section("roles", "Who is affected", (Prose(roles), *_roles(result))),
        Section("limits", "Limits", (Prose(limits), *_table(_limits(result)))),
        Section("reading", "How to read it", (Bullets(text["notes"]),) if text["notes"] else ()),
        Section("repeat", "How to repeat it", (_repeat(result),)),
        Section("words", "Words used here", (terms(*WORDS),)),
    ]


def card(result: Result) -> list[Block]:
    """The summary for a terminal of 80 columns."""
    text = result.explain()
    blocks: list[Block] = [Prose(_names(result)), Prose(text["headline"])]
    blocks += [Prose((result.status.text,), "note")] if result.waiting else []
    if nothing_differs(result):
        return blocks
    roles, limits = text["results"][:1], text["results"][1:]
    return [
        *blocks,
        *_table(_inputs_with(result, ("input", "follows"), MAY_CHANGE, most=MOST_INPUTS)),
        Prose(text["inputs"], "note"),
        *_table(_results_on_card(result)),
        *_table(_why(result)),
        Prose(text["why"], "note"),
        *_table(_changes(result, "roles", "Roles that change most", most=MOST_ROLES)),
        Prose(roles, "note"),
        *_table(_changes(result, "kinds", "Positions at the end by kind of work")),
        *_table(_limits(result)),
        *([Prose(limits, "note")] if limits else []),
        *([Prose(text["notes"], "note")] if text["notes"] else []),
    ]


def nothing_differs(result: Result) -> bool:
    """Whether both plans have the same input and the same main figures."""
    changes = result.tables["results"]["change"].dropna()
    return bool(result.tables["inputs"].empty and not changes.any())


def cards(result: Result) -> Cards:
    """The main changes that a reader takes away."""
    rows = {str(row["figure"]): row for row in result.table("results").to_dict("records")}
    return Cards(tuple(_card(name, rows[name]) for name in CARDS if name in rows))


def _card(name: str, row: Mapping[Hashable, Any]) -> Card:
    unit, change = str(row["unit"]), _change(row)
    first, second = say(row["a"], unit), say(row["b"], unit)
    value = "no change" if first == second else say(change, unit, signed=True)
    return Card(sentence(name), value, f"{first} in A, {second} in B")


def _change(row: Mapping[Hashable, Any]) -> float | str:
    """The change of a figure; one too small to be seen is about 0."""
    change = float(row["change"])
    if change and abs(change) < UNSEEN * max(abs(row["a"]), abs(row["b"])):
        return "about 0"
    return round(change, 1) if row["unit"] == "months" else change


def _table(block: Grid | Prose) -> list[Block]:
    """A table that has rows."""
    return [block] if isinstance(block, Grid) else []


def _names(result: Result) -> list[str]:
    lines = []
    for letter in "AB":
        side = result.facts[letter.lower()]
        named = "" if side["named"] in (letter, side["title"]) else f" ({side['named']})"
        lines.append(f"{letter}: {sentence(side['title'])}{named}")
    return lines


def _inputs(result: Result) -> list[Block]:
    folded = {
        "follows": "Dependent assumptions",
        "aside": "Inputs without effect on the plan",
        "made": "Version of data and program",
    }
    grids = [_inputs_with(result, ("input",), MAY_CHANGE)]
    grids += [_inputs_with(result, (effect,), caption, caption) for effect, caption in folded.items()]
    return [block for grid in grids for block in _table(grid)]


def _inputs_with(
    result: Result, effects: tuple[str, ...], caption: str, fold: str = "", **options: Any
) -> Grid | Prose:
    """Inputs that differ, by their effect, with both values."""
    rows = result.table("inputs")
    rows = rows[rows["effect"].isin(effects)]
    named = rows.assign(says=rows["says"].map(sentence), key=rows["key"].str.removeprefix("parameters."))
    return result.grid("inputs", "says", "key", "a", "b", rows=named, caption=caption, fold=fold, **options)


def _figures(result: Result) -> pd.DataFrame:
    rows = result.table("results")
    changes = pd.Series([_change(row) for row in rows.to_dict("records")], index=rows.index, dtype=object)
    return rows.assign(figure=rows["figure"].map(sentence), change=changes)


def _results_on_card(result: Result) -> Grid | Prose:
    """Figures that are not zero in both plans."""
    rows = _figures(result)
    rows = rows[(rows[["a", "b"]].abs() > NOTHING).any(axis=1)]
    return result.grid("results", "figure", "a", "b", "change", rows=rows)


def _why(result: Result) -> Grid | Prose:
    """The contribution of each input, and the sum."""
    rows = result.table("why")
    names = rows["input"].str.removeprefix("parameters.")
    words = rows["says"].map(sentence) + " (" + names + ")"
    rows["input"] = words.where(rows["says"] != "", names.map(sentence))
    if len(rows) > 1:
        total = pd.DataFrame([{"input": "B less A", **rows[list(FIGURES)].sum().to_dict()}])
        rows = pd.concat([rows, total], ignore_index=True)
    return result.grid("why", "input", *FIGURES, rows=rows)


def _changes(result: Result, name: str, caption: str, **options: Any) -> Grid | Prose:
    """Positions at the end by role or by kind of work, with the range over equally good plans."""
    first = "title" if name == "roles" else "kind"
    rows = result.table(name)
    ranges = (Range("Equally good, A", "a_low", "a_high"), Range("Equally good, B", "b_low", "b_high"))
    rows[first] = rows[first].map(sentence)
    return result.grid(name, first, "a", "b", "change", *ranges, rows=rows, caption=caption, **options)


def _roles(result: Result) -> list[Block]:
    kinds = _table(_changes(result, "kinds", "Positions at the end by kind of work"))
    if not result.has("roles"):
        return kinds
    every = "Every role that changes"
    folded = [_changes(result, "roles", every, fold=every)]
    more = folded if len(result.tables["roles"]) > OPEN_ROWS else []
    return [_changes(result, "roles", "Roles that change most", most=OPEN_ROWS), *more, *kinds]


def _limits(result: Result) -> Grid | Prose:
    if "limits" in result.waiting:
        return Prose((result.status.text,), "absent")
    rows = result.table("limits")
    binding = [
        " and ".join(side.upper() for side in "ab" if row[f"decides_{side}"])
        for row in rows.to_dict("records")
    ]
    rows = rows.assign(limit=rows["limit"].map(sentence), binding=binding)
    columns = ("limit", "a", "b", Column("binding", "Binding in"), "up_a", "up_b")
    note = "One more: change of the cost, in present value, if the limit is one unit higher."
    return result.grid("limits", *columns, rows=rows, caption="Binding limits", note=note)


def _repeat(result: Result) -> Facts:
    pairs = []
    for letter in "AB":
        side = result.facts[letter.lower()]
        pairs += [
            (f"{letter} is", f"{side['title']} ({side['named']})"),
            (f"{letter} was made by", f"reallocate {side['version']}"),
            (f"{letter} by the command", str(side["command"])),
            (f"{letter} has the hash", str(side["hashes"].get("request", NOT_AVAILABLE))),
        ]
    return Facts((*pairs, ("This page by the command", str(result.facts["command"]))))


COMPARISON = Kind("comparison", "a comparison", "reallocate compare … --out", TABLES, (), page, card)
