"""A study part by part: each table is there as soon as its parts are, and never with other figures later."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from tests.fewer_questions import fewer_questions

from reallocate.firm.model.options import Options
from reallocate.firm.plan.solved import CASES, SolvedCases
from reallocate.firm.report import parts, tasks
from reallocate.firm.report.page import page
from reallocate.firm.report.parts import CUT, QUICK, missing
from reallocate.firm.report.result import TABLES, WITHIN, plan_result
from reallocate.firm.report.solve import solve_parts, solve_plan
from reallocate.firm.request.keys import Scenario
from reallocate.kernel.errors import InfeasiblePlan, NotComputed
from reallocate.kernel.executor import SERIAL, Inline
from reallocate.kernel.table import computed
from reallocate.render.result import Result
from reallocate.render.saving import table_files
from reallocate.work.world import World

ANSWER = {"assumptions", "cut_or_wait", "headline", "operating_models", "roles", "headcount", "kinds", "cash", "families"}
"""Tables that the first answer has, among others."""


@pytest.fixture(scope="module")
def stages(world: World, scenario: Scenario) -> list[SolvedCases]:
    """The small study after each of its parts, the first answer first."""
    told: list[str] = []
    with fewer_questions(outlooks=True):
        solved = [solve_parts(solve_plan(scenario, world, told.append, WITHIN), SERIAL, told.append, QUICK)]
        total = len(missing(solved[0])) + 2
        assert told[-1] == f"2 of {total} parts"
        for part in missing(solved[0]):
            solved.append(solve_parts(solved[-1], SERIAL, told.append, [part.name]))
    assert told[-1] == f"{total} of {total} parts" and not missing(solved[-1])
    return solved


def test_the_first_answer_has_the_cut_and_no_table_of_another_part(stages: list[SolvedCases]) -> None:
    tables = computed(TABLES, stages[0])
    assert set(tables) > ANSWER
    assert {"sources", "groups", "limits", "cases", "tipping_points", "grid", "finance"} < set(tables.waiting)
    assert not set(tables) & set(tables.waiting)
    assert "low" not in tables["headline"] and "delta_low" not in tables["roles"]


@pytest.mark.long
def test_what_is_shown_of_a_part_never_changes_when_others_follow(stages: list[SolvedCases], study: Result) -> None:
    before: set[str] = set()
    for solved in stages:
        tables = computed(TABLES, solved)
        assert before <= set(tables)
        before = set(tables)
        for name, table in tables.items():
            whole = study.table(name)
            assert set(table) <= set(whole), name
            columns = [column for column in whole if column in table]
            if name == "assumptions":
                table, whole = (one.sort_values("parameter", ignore_index=True) for one in (table, whole))
            pd.testing.assert_frame_equal(table[columns], whole[columns], obj=f"{name} after {solved.parts}")


def test_part_by_part_gives_the_bytes_of_one_go(stages: list[SolvedCases], study: Result) -> None:
    made = plan_result(stages[-1])
    assert table_files(made.tables) == table_files(study.tables)
    assert dict(made.text) == dict(study.text) and made.status == study.status
    assert made.page() == study.page()


def test_sentences_of_a_part_never_change_when_others_follow(stages: list[SolvedCases], study: Result) -> None:
    for solved in stages:
        text = plan_result(solved).text
        assert {"cut_or_wait", "headline", "work"} <= set(text)
        assert all(lines == study.text[name] for name, lines in text.items())


def test_a_page_leaves_out_what_is_not_there_and_says_so(stages: list[SolvedCases], study: Result) -> None:
    first = plan_result(stages[0])
    sections = [section.name for section in page(first)]
    whole = [section.name for section in page(study)]
    assert sections == [name for name in whole if name in sections], "in the same order"
    assert sections[:5] == ["headline", "cut-or-wait", "rests-on", "money", "people"] and "limits" not in sections
    text = first.page()
    assert "Not computed yet: several outlooks, ranges over plans" in text and "plan.more()" in text
    assert "Not computed yet" not in study.page()


def test_an_absent_part_is_one_typed_error_and_no_other_attribute_is(stages: list[SolvedCases]) -> None:
    first = stages[0]
    for name in ("by_source", "ranges", "grid", "tipping_points", "every_case"):
        with pytest.raises(NotComputed):
            getattr(first, name)
    unknown: Any = "nothing_of_that_name"
    with pytest.raises(AttributeError, match="has no nothing"):
        getattr(first, unknown)


def test_the_cut_that_is_impossible_pro_rata_is_sought_where_the_plan_chooses(
    stages: list[SolvedCases], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The comparison of the first answer is that of the whole study, whichever cut it is."""
    asked: list[str] = []

    def plan_case(setting: Any, options: Options, base: Any, start: Any) -> str:
        assert options.exits is not None
        asked.append("pro rata" if options.exits.pro_rata else "chosen")
        if options.exits.pro_rata:
            raise InfeasiblePlan("too dear")
        return "the chosen cut"

    monkeypatch.setattr(tasks, "plan_case", plan_case)
    problem = parts.PartProblem(stages[0], parts.Settings(stages[0].problem))
    monkeypatch.setattr(parts.PartProblem, "is_forced", False)
    impossible: parts.Impossible = {}
    values = CUT.submit(problem, Inline())(impossible)
    assert asked == ["pro rata", "chosen"]
    assert list(values["cases"].values())[1] == "the chosen cut"
    assert list(impossible) == [("case", problem.pro_rata)]


def test_every_part_has_a_name_of_its_own() -> None:
    names = [part.name for part in parts.PARTS]
    assert len(set(names)) == len(names) and names[0] == CUT.name and CASES in names
