"""A page follows from what is declared to stand on it: order, headings, optional tables, and names that lead nowhere."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from reallocate.kernel.blocks import Block, Bullets, Grid, Heading, Prose, Section
from reallocate.kernel.chart import Chart
from reallocate.kernel.chart_kinds import Bars
from reallocate.kernel.errors import InvariantError
from reallocate.kernel.table import Column, table
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
