"""Plans beside the one that was asked for: notes, and rows without a plan that say why."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reallocate.firm.model.words import most_dropped
from reallocate.firm.plan.operating import FundedCut
from reallocate.firm.plan.solved import Cases
from reallocate.firm.report.questions import WholePlan
from reallocate.firm.report.result import open_plan, whole_result
from reallocate.render.result import Result

REASON = "no plan keeps cash of at most USD 205 million a year"
PRO_RATA = "60 exits, pro rata"


def lacking(whole: WholePlan) -> WholePlan:
    """The small study without one case, one source and the last point of the grid."""
    plans = {name: plan for name, plan in whole.cases.plans.items() if name != PRO_RATA}
    points = {speed: row[:-1] for speed, row in whole.grid.plans.items()}
    return replace(
        whole,
        cases=Cases(plans, {PRO_RATA: REASON}),
        sources=replace(whole.sources, others=Cases({}, {"gpt4": REASON})),
        grid=replace(whole.grid, plans=points, impossible={"medium 20%": REASON}),
    )


def test_what_is_impossible_is_a_row_without_figures_and_with_its_reason(
    whole: WholePlan, tmp_path: Path
) -> None:
    full = whole_result(whole)
    study = whole_result(lacking(whole))
    for name, key, row in (("cases", "case", PRO_RATA), ("sources", "source", "gpt4")):
        table = study.table(name).set_index(key)
        assert set(table.index) == set(full.table(name)[key]), name
        assert table.loc[row, "note"] == f"no plan is possible: {REASON}"
        assert table.loc[row].drop("note").isna().all()
        assert table.drop(row)["positions"].notna().all()
    grid = study.table("grid")
    last = grid[grid["exits_share"] == 0.2].iloc[0]
    assert len(grid) == len(full.table("grid"))
    assert last["note"].endswith(REASON) and last.drop(["exits_share", "speed", "note"]).isna().all()
    headline = study.table("headline").set_index("figure")
    assert headline.loc["positions", "low"] == headline.loc["positions", "high"]
    assert open_plan(study.save(tmp_path / "result")).to_dict() == study.to_dict()


def test_a_study_without_any_comparison_still_stands(whole: WholePlan) -> None:
    bare = replace(
        whole,
        cases=Cases(),
        sources=replace(whole.sources, others=Cases()),
        grid=replace(whole.grid, plans={"medium": []}),
        funding=FundedCut(None),
    )
    study = whole_result(bare)
    assert study.table("grid").empty and len(study.table("sources")) == 1
    assert study.explain()["money"] and study.explain()["people"]


def test_notes_say_who_is_hired_back_and_what_is_left_undone(whole: WholePlan, study: Result) -> None:
    cases = study.table("cases").set_index("case")
    back = cases.loc[PRO_RATA, "hires"] - cases.loc["plan without the cut", "hires"]
    forced = whole.cases.plans[PRO_RATA]
    undone = (forced.undone.sum(axis=0) / forced.given_work.sum(axis=0)).max()
    assert back > 1 and undone > most_dropped(whole.first.solved.free)
    assert cases.loc[PRO_RATA, "note"] == (
        f"{back:,.0f} more hires than in the plan without the cut; {undone:.1%} of the work left undone in the worst quarter"
    )
    closed = cases.filter(like="positions stay closed", axis=0).iloc[0]
    assert closed["note"] == f"{closed['work_dropped']:.1%} of the work is left undone in the last quarter"
    assert closed["work_dropped"] > 0
    assert cases.loc["plan without the cut", "note"] == ""
    announced = cases.filter(like="as announced", axis=0).iloc[0]
    assert announced["layoffs"] == pytest.approx(60) and "not computed" in announced["note"]
