"""A first answer and the whole plan: what the first has is final, and it says what it does not have yet."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pandas as pd
import pytest
from tests.fewer_questions import fewer_questions

from reallocate.firm.model.options import Options
from reallocate.firm.report import questions, solve, tasks
from reallocate.firm.report.page import page
from reallocate.firm.report.questions import FirstAnswer, WholePlan, asked
from reallocate.firm.report.result import WITHIN, first_result, whole_result
from reallocate.firm.report.solve import set_up, solve_first, solve_whole
from reallocate.firm.report.tables import LATER, TABLES, compared_tables
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.saved import ROLE_TABLE
from reallocate.kernel.errors import InfeasiblePlan, NotComputed
from reallocate.kernel.executor import SERIAL
from reallocate.render.result import Result
from reallocate.render.saving import table_files
from reallocate.work.world import World

ANSWER = {"assumptions", "cut_or_wait", "headline", "operating_models", "roles", "headcount", "kinds", "cash", "families"}
"""Tables that the first answer has, among others."""


@pytest.fixture(scope="module")
def stages(world: World, scenario: Scenario) -> tuple[FirstAnswer, WholePlan]:
    """The small study's first answer, and the whole plan that comes of it."""
    told: list[str] = []
    with fewer_questions(outlooks=True):
        first = solve_first(set_up(scenario, world, WITHIN), told.append)
        total = len(asked(first.setup)) + 2
        assert told[-1] == f"2 of {total} parts"
        whole = solve_whole(first, SERIAL, told.append)
    assert told[-total + 1 :] == [f"{done} of {total} parts" for done in range(2, total + 1)]
    return first, whole


@pytest.fixture(scope="module")
def first(stages: tuple[FirstAnswer, WholePlan]) -> Result:
    return first_result(stages[0])


def test_every_table_is_in_the_first_answer_or_waits(first: Result, study: Result) -> None:
    assert set(first.tables) > ANSWER
    assert {"sources", "groups", "limits", "cases", "tipping_points", "grid", "finance"} < set(first.waiting)
    assert not set(first.tables) & set(first.waiting)
    assert {*first.tables, *first.waiting} == set(study.tables), "neither more nor less than the whole has"
    assert "low" not in first.tables["headline"] and "delta_low" not in first.tables["roles"]


def test_tables_of_the_first_answer_are_those_of_the_whole(first: Result, study: Result) -> None:
    for name, table in first.tables.items():
        whole = study.table(name)
        assert set(table) <= set(whole), name
        columns = [column for column in whole if column in table]
        if name == "assumptions":
            table, whole = (one.sort_values("parameter", ignore_index=True) for one in (table, whole))
        pd.testing.assert_frame_equal(table[columns], whole[columns], obj=name, check_dtype=False)


def test_sentences_of_the_first_answer_are_those_of_the_whole(first: Result, study: Result) -> None:
    assert {"cut_or_wait", "headline", "work"} <= set(first.text)
    assert all(lines == study.text[name] for name, lines in first.text.items())
    assert list(first.text) == [name for name in study.text if name in first.text], "in the same order"


def test_one_after_the_other_gives_the_bytes_of_one_go(stages: tuple[FirstAnswer, WholePlan], study: Result) -> None:
    made = whole_result(stages[1])
    assert table_files(made.tables) == table_files(study.tables)
    assert dict(made.text) == dict(study.text) and made.status == study.status
    assert made.page() == study.page()


def test_the_page_of_a_first_answer_leaves_out_what_is_not_there_and_says_so(first: Result, study: Result) -> None:
    sections = [section.name for section in page(first)]
    whole = [section.name for section in page(study)]
    assert sections == [name for name in whole if name in sections], "in the same order"
    assert sections[:5] == ["headline", "cut-or-wait", "rests-on", "money", "people"] and "limits" not in sections
    text = first.page()
    assert "Not computed yet: several outlooks, ranges over plans" in text and "plan.more()" in text
    assert "Not computed yet" not in study.page()


def test_a_table_that_waits_is_one_typed_error(first: Result) -> None:
    for name in first.waiting:
        with pytest.raises(NotComputed, match=name):
            first.table(name)


def test_the_cut_that_is_impossible_pro_rata_is_sought_where_the_plan_chooses(
    stages: tuple[FirstAnswer, WholePlan], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The comparison of the first answer is that of the whole study, whichever cut it is."""
    sought: list[str] = []

    def plan_case(setting: Any, options: Options, base: Any, start: Any) -> str:
        assert options.exits is not None
        sought.append("pro rata" if options.exits.pro_rata else "chosen")
        if options.exits.pro_rata:
            raise InfeasiblePlan("too dear")
        return "the chosen cut"

    setup, solved = stages[0].setup, stages[0].solved
    monkeypatch.setattr(tasks, "plan_case", plan_case)
    monkeypatch.setattr(questions.Setup, "is_forced", False)
    found = solve._compared(setup, solved)
    assert sought == ["pro rata", "chosen"]
    assert list(found.plans.values())[1] == "the chosen cut"
    assert list(found.impossible) == [setup.pro_rata]


def test_a_side_of_a_comparison_has_what_it_shows_and_what_it_is_planned_again_from(
    stages: tuple[FirstAnswer, WholePlan], study: Result
) -> None:
    first, whole = stages
    side = compared_tables(first, whole.spread, whole.limits)
    assert {"headline", "roles", "groups", "kinds", "limits", "assumptions", ROLE_TABLE} < set(side)
    for name in set(side) - {"assumptions"}:
        pd.testing.assert_frame_equal(side[name], study.tables[name], obj=name)


def test_every_question_has_tables_of_its_own_and_a_field_of_the_whole() -> None:
    tables = [table.name for several in LATER.values() for table in several]
    assert len(set(tables)) == len(tables) and set(tables) <= {one.name for one in TABLES}
    names = {one.name for one in questions.QUESTIONS}
    assert names == set(LATER) == {one.name for one in fields(WholePlan)} - {"first"}
