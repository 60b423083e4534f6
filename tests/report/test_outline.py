"""A result follows from what is declared: what is read later, and names and places that lead nowhere."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from tests.golden_pages import alike

from reallocate.kernel.blocks import Grid
from reallocate.kernel.chart import Chart
from reallocate.kernel.chart_kinds import Bars
from reallocate.kernel.errors import InvariantError, UnknownName
from reallocate.kernel.table import Column, Tables, computed_on_demand, table
from reallocate.kernel.text import BULLETS, LEAD, Text
from reallocate.render.outline import sections
from reallocate.render.result import Kind, Result

TEXT = Text("answer", "doubt")


@TEXT.sentence("doubt", "end", BULLETS)
def doubt(people: int) -> str:
    return "Nobody was asked."


@TEXT.sentence("answer", "start", LEAD)
def answer(people: int) -> str:
    return f"{people} people."


@table(
    "roles", "Roles", Column("title", "Role"), Column("people", "People", "persons"),
    section="start", after="answer", note="Made up.", fold="Every role", rows=lambda rows, facts: rows[rows["people"] > 0],
)  # fmt: skip
def roles(people: int) -> pd.DataFrame:
    return pd.DataFrame({"title": ["clerk", "nurse"], "people": [float(people), 0.0]})


@table("asked", "Asked for", Column("what", "What"), optional=True, section="asked")
def asked(people: int) -> None:
    return None


DRAWN = Chart("drawn", "Roles [persons]", "A bar a role.", (roles,), ("title", "people"), Bars("title", ("people",)), section="start")
KIND = Kind("made", "a made-up result", "nothing", (roles, asked), (DRAWN,), lambda result: (), lambda result: ())
TITLES = {"start": "Start", "asked": "Asked", "end": "End"}


def made(people: int, kind: Kind = KIND) -> Result:
    facts = {"title": "made up"}
    return Result(kind, facts, {"roles": roles(people)}, TEXT.said(people))


def test_a_table_is_read_as_declared_unless_its_columns_are_named() -> None:
    for grid, rows, note, fold in (
        (made(3).grid("roles"), (("clerk", "3"),), "Made up.", "Every role"), (made(3).grid("roles", fold=""), (("clerk", "3"),), "Made up.", ""),
        (made(3).grid("roles", "title"), (("clerk",), ("nurse",)), "", ""),
    ):  # fmt: skip
        assert isinstance(grid, Grid) and (grid.rows, grid.note, grid.fold) == (rows, note, fold)


@pytest.mark.parametrize("lost", [{"section": "nowhere"}, {"section": "end", "after": "answer"}])
def test_a_place_that_is_not_there_is_refused(lost: dict[str, str]) -> None:
    kind = replace(KIND, charts=(replace(DRAWN, **lost),))
    with pytest.raises(InvariantError, match="'drawn' has no place in section"):
        sections(made(3, kind), TEXT, TITLES)


def test_a_column_that_is_not_declared_and_a_name_that_is_not_there_are_refused() -> None:
    with pytest.raises(InvariantError, match="surprise"):
        roles.checked(roles.compute(3).assign(surprise=1))
    with pytest.raises(UnknownName, match="nearest: roles"):
        made(3).table("role")
    with pytest.raises(UnknownName, match="nearest: drawn"):
        made(3).chart("drawns")


def test_what_is_read_later_is_computed_once_when_a_table_or_its_sentence_is_read() -> None:
    computed, text = list[int](), Text("first", "last")

    @table("late", "Late", Column("figure"))
    def late(people: int) -> pd.DataFrame:
        computed.append(people)
        return pd.DataFrame({"figure": [people]})

    text.sentence("first")(_of_roles)
    text.sentence("last")(_of_late)
    tables = computed_on_demand((roles, late, asked), 1, (late,), lambda people: 2)
    result = Result(KIND, {"title": "made up"}, tables, text.sentences_on_demand(tables))
    assert list(result.tables) == ["roles", "late"] and "late" in result.tables and "asked" not in result.tables
    assert text.picked(result.text, "_of_roles") == ["2 roles"] and computed == []
    assert result.explain() == {"first": ["2 roles"], "last": ["2"]} and computed == [2]
    assert result.tables["late"]["figure"].tolist() == [2] and computed == [2]


def test_a_kept_figure_may_differ_by_one_unit_of_its_last_digit_and_nothing_else_may() -> None:
    line = "roles | 3 rows: title 'Clerk' 3 #0206; cost 0.003882 -9.632; people 12"
    assert alike(line, line.replace("0.003882", "0.003881").replace("9.632", "9.633"))
    for kept, found in (("9.632", "9.634"), ("12", "13"), ("Clerk", "Cook"), ("3 rows", "4 rows")):
        assert not alike(line, line.replace(kept, found))
    assert not alike("Cost: 9.632", "Cost: 9.633")


def _of_roles(tables: Tables) -> str:
    return f"{len(tables['roles'])} roles"


def _of_late(tables: Tables) -> list[str]:
    return [f"{tables['late']['figure'][0]:g}"]
