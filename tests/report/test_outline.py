"""A result follows from what is declared: order, headings, optional tables, what is read later, and names that lead nowhere."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from reallocate.kernel.blocks import Block, Bullets, Grid, Heading, Prose, Section
from reallocate.kernel.chart import Chart
from reallocate.kernel.chart_kinds import Bars
from reallocate.kernel.errors import InvariantError, UnknownName
from reallocate.kernel.table import Column, Tables, computed_on_demand, table
from reallocate.kernel.text import BULLETS, LEAD, Text, explained
from reallocate.render.outline import sections
from reallocate.render.result import Kind, Result

TEXT = Text("answer", "doubt")


@TEXT.sentence("doubt", "end", BULLETS)
def first_doubt(people: int) -> list[str]:
    return ["It is made up."]


@TEXT.sentence("doubt", "end", BULLETS)
def second_doubt(people: int) -> str:
    return "Nobody was asked."


@TEXT.sentence("answer", "start", LEAD)
def answer(people: int) -> str:
    return f"{people} people."


@TEXT.sentence("answer", "start", after="roles")
def behind_roles(people: int) -> str:
    return "As the table says." if people else ""


@TEXT.block("start/more")
def remark(result: Result) -> Block:
    return Prose(("Further.",))


@table(
    "roles", "Roles", Column("title", "Role"), Column("people", "People", "persons"), Column("site", "Site", optional=True),
    section="start", after="answer", show=("title", "people", "site"), note="Made up.", fold="Every role",
    rows=lambda rows, facts: rows[rows["people"] > facts["least"]],
)  # fmt: skip
def roles(people: int) -> pd.DataFrame:
    return pd.DataFrame({"title": ["clerk", "nurse"], "people": [float(people), 0.0]})


@table("asked", "Asked for", Column("what", "What"), optional=True, section="asked")
def asked(people: int) -> None:
    return None


DRAWN = Chart("drawn", "Roles [persons]", "A bar a role.", (roles,), ("title", "people"), Bars("title", ("people",)), section="start")
KIND = Kind("made", "a made-up result", "nothing", (roles, asked), (DRAWN,), lambda result: (), lambda result: ())
TITLES = {"start": "Start", "start/more": "More", "asked": "Asked", "end": "End"}


def made(people: int, kind: Kind = KIND) -> Result:
    facts = {"title": "made up", "least": 1.0}
    return Result(kind, facts, {"roles": roles(people)}, TEXT.said(people))


def words(section: Section) -> list[str]:
    return [type(block).__name__ for block in section.blocks]


def test_things_stand_where_they_are_declared_and_an_empty_section_is_left_out() -> None:
    start, end = sections(made(3), TEXT, TITLES)
    assert [start.name, end.name] == ["start", "end"]
    assert words(start) == ["Prose", "Grid", "Prose", "Picture", "Heading", "Prose"]
    assert start.blocks[0] == Prose(["3 people."], LEAD) and start.blocks[4] == Heading("More")
    assert list(end.blocks) == [Bullets(("It is made up.", "Nobody was asked."))]
    assert "As the table says." not in str(sections(made(0), TEXT, TITLES)[0].blocks), "it does not apply"


def test_a_table_is_read_as_declared_unless_its_columns_are_named() -> None:
    shown = made(3).grid("roles")
    assert isinstance(shown, Grid) and [head.label for head in shown.heads] == ["Role", "People"]
    assert shown.rows == (("clerk", "3"),) and (shown.note, shown.fold) == ("Made up.", "Every role")
    again = made(3).grid("roles", fold="")
    assert isinstance(again, Grid) and again.rows == shown.rows and (again.note, again.fold) == ("Made up.", "")
    other = made(3).grid("roles", "title")
    assert isinstance(other, Grid) and len(other.rows) == 2 and (other.note, other.fold) == ("", "")


def test_sentences_are_picked_by_name_and_explained_by_part_in_the_order_of_the_parts() -> None:
    said = TEXT.said(3)
    assert TEXT.picked(said, "second_doubt", "answer") == ["Nobody was asked.", "3 people."]
    assert explained(said) == {
        "answer": ["3 people.", "As the table says."],
        "doubt": ["It is made up.", "Nobody was asked."],
    }
    assert explained({"plain": ["-0.0% more"]}) == {"plain": ["0.0% more"]}
    with pytest.raises(KeyError, match="nobody"):
        TEXT.picked(said, "nobody")


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


def _of_roles(tables: Tables) -> str:
    return f"{len(tables['roles'])} roles"


def _of_late(tables: Tables) -> list[str]:
    return [f"{tables['late']['figure'][0]:g}"]
