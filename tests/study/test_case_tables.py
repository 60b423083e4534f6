"""Plans beside the one that was asked for: notes, and rows without a plan that say why."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reallocate.firm.model.words import most_dropped
from reallocate.firm.plan.solved import SolvedCases
from reallocate.firm.report.result import open_plan, plan_result
from reallocate.render.result import Result

REASON = "no plan keeps cash of at most USD 205 million a year"
PRO_RATA = "60 exits, pro rata"


def lacking(solved: SolvedCases) -> SolvedCases:
    """The small study without one case, one source and the last point of the grid."""
    return replace(
        solved,
        cases={name: plan for name, plan in solved.cases.items() if name != PRO_RATA},
        by_source={},
        grid={speed: plans[:-1] for speed, plans in solved.grid.items()},
        impossible={("case", PRO_RATA): REASON, ("source", "gpt4"): REASON, ("grid", "medium 20%"): REASON},
    )


def test_what_is_impossible_is_a_row_without_figures_and_with_its_reason(
    solved: SolvedCases, tmp_path: Path
) -> None:
    whole = plan_result(solved)
    study = plan_result(lacking(solved))
    for name, key, row in (("cases", "case", PRO_RATA), ("sources", "source", "gpt4")):
        table = study.table(name).set_index(key)
        assert set(table.index) == set(whole.table(name)[key]), name
        assert table.loc[row, "note"] == f"no plan is possible: {REASON}"
        assert table.loc[row].drop("note").isna().all()
        assert table.drop(row)["positions"].notna().all()
    grid = study.table("grid")
    last = grid[grid["exits_share"] == 0.2].iloc[0]
    assert len(grid) == len(whole.table("grid"))
    assert last["note"].endswith(REASON) and last.drop(["exits_share", "speed", "note"]).isna().all()
    headline = study.table("headline").set_index("figure")
    assert headline.loc["positions", "low"] == headline.loc["positions", "high"]
    assert open_plan(study.save(tmp_path / "result")).to_dict() == study.to_dict()


def test_a_study_without_any_comparison_still_stands(solved: SolvedCases) -> None:
    bare = replace(solved, cases={}, by_source={}, grid={"medium": []}, funding=[], impossible={})
    study = plan_result(bare)
    assert study.table("grid").empty and len(study.table("sources")) == 1
    assert study.explain()["money"] and study.explain()["people"]


def test_notes_say_who_is_hired_back_and_what_is_left_undone(solved: SolvedCases, study: Result) -> None:
    cases = study.table("cases").set_index("case")
    back = cases.loc[PRO_RATA, "hires"] - cases.loc["plan without the cut", "hires"]
    forced = solved.cases[PRO_RATA]
    undone = (forced.undone.sum(axis=0) / forced.given_work.sum(axis=0)).max()
    assert back > 1 and undone > most_dropped(solved.free)
    assert cases.loc[PRO_RATA, "note"] == (
        f"{back:,.0f} more hires than in the plan without the cut; {undone:.1%} of the work left undone in the worst quarter"
    )
    closed = cases.filter(like="positions stay closed", axis=0).iloc[0]
    assert closed["note"] == f"{closed['work_dropped']:.1%} of the work is left undone in the last quarter"
    assert closed["work_dropped"] > 0
    assert cases.loc["plan without the cut", "note"] == ""
    announced = cases.filter(like="as announced", axis=0).iloc[0]
    assert announced["layoffs"] == pytest.approx(60) and "not computed" in announced["note"]
