"""The tables of a comparison written for people: each value with its unit, each change with its sign."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

from reallocate.measure.number import ABSENT, bare_span, cell, is_number, say, sentence, span
from reallocate.output.blocks import Card, Cards, Grid, Head
from reallocate.study.compare.run import Comparison
from reallocate.study.compare.why import FIGURES

NOT_GIVEN = "not given"
CARDS = ("net present cost", "positions at the end", "layoffs", "run-rate saving against the baseline")
MOST_ROLES = 400
UNSEEN = 5e-4
"""A change below this share of a figure is not told from none [share]."""


def cards(found: Comparison) -> Cards:
    """The main changes that a reader takes away."""
    rows = {str(row["figure"]): row for row in found.table("results").to_dict("records")}
    return Cards(tuple(_card(name, *_words(rows[name])) for name in CARDS if name in rows))


def _card(name: str, first: str, second: str, change: str) -> Card:
    value = "no change" if first == second else change
    return Card(sentence(name), value, f"{first} in A, {second} in B")


def _words(row: Mapping[Hashable, Any]) -> tuple[str, str, str]:
    """A figure of A, of B and its change, with its unit; a change too small to be seen is about 0."""
    unit, change = str(row["unit"]), row["change"]
    first, second = say(row["a"], unit), say(row["b"], unit)
    if change and abs(change) < UNSEEN * max(abs(row["a"]), abs(row["b"])):
        return first, second, "about 0"
    return first, second, say(round(change, 1) if unit == "months" else change, unit, signed=True)


def input_grid(found: Comparison, effects: tuple[str, ...], caption: str, fold: str = "") -> Grid:
    """Inputs that differ, with both values.

    effects : which of them
    """
    table = found.table("inputs")
    rows = []
    for row in table[table["effect"].isin(effects)].to_dict("records"):
        first, second = values(row["a"], row["b"], str(row["unit"]))
        rows.append((sentence(row["says"]), str(row["key"]).removeprefix("parameters."), first, second))
    heads = (Head("Input"), Head("Key"), Head("A"), Head("B"))
    return Grid(caption, heads, tuple(rows), fold=fold)


def values(first: object, second: object, unit: str) -> tuple[str, str]:
    """Two values in words; with every digit where fewer would make them look the same."""
    words = _value(first, unit), _value(second, unit)
    if words[0] == words[1] and is_number(first) and is_number(second):
        return f"{first:.10g} {unit}".strip(), f"{second:.10g} {unit}".strip()
    return words


def _value(value: object, unit: str) -> str:
    if value is None or (isinstance(value, float) and value != value):
        return NOT_GIVEN
    if isinstance(value, Mapping):
        return "; ".join(f"{name} {cell(one)}" for name, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(say(one, unit) if is_number(one) else str(one) for one in value)
    return say(value, unit) if is_number(value) else cell(value)


def result_grid(found: Comparison, ranges: bool = True) -> Grid:
    """The main figures of both plans.

    ranges : whether ranges over sources of reach are shown
    """
    heads = [Head("Figure"), Head("A", number=True), Head("B", number=True), Head("B less A", number=True)]
    heads += [Head("A over sources", number=True), Head("B over sources", number=True)] if ranges else []
    rows = []
    for row in found.table("results").to_dict("records"):
        unit = str(row["unit"])
        texts = [sentence(row["figure"]), *_words(row)]
        if ranges:
            texts += [span(row[f"{side}_low"], row[f"{side}_high"], unit) or ABSENT for side in "ab"]
        rows.append(tuple(texts))
    return Grid("Main figures", tuple(heads), tuple(rows))


def why_grid(found: Comparison) -> Grid:
    """What each input contributes to the difference, and the sum."""
    table = found.table("why")
    heads = (
        Head("Input"),
        Head("Net present cost", "USD million", True),
        Head("Positions at the end", "FTE", True),
        Head("Layoffs", "FTE", True),
    )
    rows = [_why_row(_input_words(row), row) for row in table.to_dict("records")]
    if len(rows) > 1:
        rows.append(_why_row("B less A", dict(table[list(FIGURES)].sum())))
    return Grid("What the difference comes from", heads, tuple(rows))


def _input_words(row: Mapping[Hashable, object]) -> str:
    name, says = str(row["input"]).removeprefix("parameters."), str(row["says"])
    return f"{sentence(says)} ({name})" if says else sentence(name)


def _why_row(words: str, row: Mapping[Hashable, object]) -> tuple[str, ...]:
    cost = cell(row["net_present_cost"], "USD million", signed=True)
    return (words, cost, *(cell(row[name], "FTE", signed=True) for name in ("positions", "layoffs")))


def change_grid(found: Comparison, name: str, caption: str, most: int = MOST_ROLES, fold: str = "") -> Grid:
    """Positions at the end by role or by kind of work, with the range over equally good plans.

    name : roles or kinds
    most : rows to show
    """
    table = found.table(name)
    first = "title" if name == "roles" else "kind"
    heads = (
        Head("Role" if name == "roles" else "Kind of work"),
        Head("A", "FTE", True),
        Head("B", "FTE", True),
        Head("B less A", "FTE", True),
        Head("Equally good, A", "FTE", True),
        Head("Equally good, B", "FTE", True),
    )
    rows = tuple(
        (
            sentence(row[first]),
            cell(row["a"], "FTE"),
            cell(row["b"], "FTE"),
            cell(row["change"], "FTE", signed=True),
            *(bare_span(row[f"{side}_low"], row[f"{side}_high"], "FTE", 0) for side in "ab"),
        )
        for row in table.head(most).to_dict("records")
    )
    left = len(table) - len(rows)
    note = f"{left} more roles change by less; --out and --json hold all of them." if left > 0 else ""
    return Grid(caption, heads, rows, note, fold)


def limit_grid(found: Comparison) -> Grid:
    """The limits that decide in either plan."""
    heads = (
        Head("Limit"),
        Head("Stands at, A", number=True),
        Head("Stands at, B", number=True),
        Head("Decides in"),
        Head("One more changes the cost, A", "USD million", True),
        Head("One more changes the cost, B", "USD million", True),
    )
    rows = []
    for row in found.table("limits").to_dict("records"):
        where = [side.upper() for side in "ab" if row[f"decides_{side}"]]
        levels = (
            say(row[side], str(row["unit"])) if is_number(row[side]) else "no limit" for side in ("a", "b")
        )
        worth = (cell(row[f"up_{side}"], "USD million", signed=True) for side in "ab")
        rows.append((sentence(row["limit"]), *levels, " and ".join(where), *worth))
    return Grid("The limits that decide", heads, tuple(rows), "", "")
