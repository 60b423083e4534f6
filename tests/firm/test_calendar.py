"""The calendar of a cut and of a plan under the law of a country."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from reallocate.firm.council.page import consultation
from reallocate.firm.cut.result import _page, cut_study
from reallocate.firm.cut.sheet import _calendar
from reallocate.firm.plan.calendar import EXITS, FIRST_STOP, NOTICES, OPENS, START, calendar
from reallocate.firm.report.solve import set_up, solve_plan
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.plan_keys import ExitsSection
from reallocate.firm.request.read import scenario_from_flags
from reallocate.kernel.blocks import Grid
from reallocate.render.result import Result
from reallocate.work.world import World


def a_cut(staff: float = 400.0, **parameters: float) -> Scenario:
    firm = scenario_from_flags(["524100"], staff)
    firm = firm.model_copy(update={"exits": ExitsSection(share=0.1), "parameters": parameters, "group_below": 0.05})
    return firm.model_copy(update={"group_across": True})


@pytest.fixture(scope="module")
def irish(world: World) -> Result:
    return cut_study(a_cut(notice_worked=1.0), replace(world, country="IE"), quick=True)


def steps(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.set_index("step")


def test_irish_notice_follows_the_consultation_and_exits_follow_notice(irish: Result) -> None:
    rows = steps(irish.table("calendar"))
    assert rows.index.to_list() == [START, OPENS, NOTICES, FIRST_STOP, EXITS]
    # 40 of 400 reach 30 of 300 and more: 30 days from the plan's first day, then 25 days of notice, all worked.
    assert rows.loc[OPENS, ["day", "until"]].to_list() == ["2026-07-01", "2026-07-31"]
    assert rows.loc[NOTICES, "day"] == "2026-07-31" and rows.loc[FIRST_STOP, "day"] == "2026-08-25"
    assert rows.loc[EXITS, "period"] == "2026 Q4" and rows.loc[EXITS, "layoffs"] == pytest.approx(40)
    # Whoever stops on the first day of the quarter was told 25 days before.
    assert rows.loc[EXITS, "tell_for_first_day"] == "2026-09-06" and rows.loc[EXITS, "until"] == "2026-12-31"
    assert rows.loc[OPENS, "who"] == "employees' representatives" and "Minister" in rows.loc[OPENS, "office"]
    assert rows["threshold"].dropna().unique().tolist() == [30.0]
    said = " ".join(irish.explain()["calendar"])
    assert "opens on 2026-07-01" in said and "30 days must pass before the notice" in said


def test_the_page_and_the_councils_sheet_show_it(irish: Result, world: World) -> None:
    quarters = next(one for one in _page(irish) if one.name == "quarters")
    grids = [block for block in quarters.blocks if isinstance(block, Grid)]
    assert any("Calendar of the cut" in grid.caption for grid in grids)
    shown = _calendar(irish)
    assert [one.title for one in shown] == ["Calendar"] and isinstance(shown[0].blocks[0], Grid)
    assert "no legal advice" in shown[0].blocks[0].note
    home = cut_study(a_cut(), world, quick=True)
    assert not home.has("calendar") and home.text["calendar"] == {"consulted": []}


def test_a_plan_waits_for_the_consultation_too(world: World) -> None:
    scenario = scenario_from_flags(["524100"], 400.0).model_copy(
        update={
            "group_below": 0.05, "group_across": True, "quarters": 4,
            "parameters": {"slack_at_start": 0.3, "notice_worked": 1.0, "quits_per_month": 0.0},
        }
    )  # fmt: skip
    solved = solve_plan(set_up(scenario, replace(world, country="GB"), 0.02), print)
    # 30 days before the exit from 1 July: nobody is laid off in the first quarter, whatever it would save.
    assert solved.plan.layoffs[:, 0].sum() < 1e-6 < 1 < solved.plan.layoffs.sum()
    rows = calendar(solved)
    # A plan that decides itself is consulted on for a tenth of its people, or the fewest that the law names.
    assert steps(rows).loc[OPENS, "until"] == "2026-07-31"
    told = " ".join(consultation(solved, {"calendar": rows}))
    assert "a recognised union" in told and "US law" not in told
