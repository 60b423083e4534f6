"""The cut alone: its figures are those of two plans, its exits add up, waiting nests it, and beliefs turn it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import reallocate
from reallocate.firm.cut import model as cut_solve
from reallocate.firm.cut import result as run
from reallocate.firm.cut.model import BELIEFS, SolvedCut, noncash_cost, solve_cut, worth_threshold
from reallocate.firm.cut.result import figures, shares_of_exits
from reallocate.firm.model.solve import solve
from reallocate.firm.request.firm import build_firm
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.read import load_scenario, scenario_from_flags
from reallocate.kernel.errors import InfeasiblePlan, InputError
from reallocate.render.result import Result
from reallocate.work.world import World

STAFF = {"43-4051": 400, "43-9041": 150, "13-1031": 250, "15-1252": 120, "11-3031": 30}
SCENARIO = """name = "cut"
roles = "roles.csv"
quarters = 8
[exits]
count = 95
"""
KEYS = (
    "exits", "positions_refilled", "would_have_quit", "positions_saved", "laid_off_anyway", "shares_of_exits", "extra_cost",
    "extra_cost_per_exit", "extra_cost_per_exit_bounds", "extra_cost_per_exit_over_beliefs",
    "one_off_share", "paths_meet", "worth_threshold", "best_plan_lays_off", "beliefs", "quarters",
)  # fmt: skip


def written(folder: Path, text: str = SCENARIO) -> Scenario:
    folder.mkdir(exist_ok=True)
    rows = [f"{code},{people}" for code, people in STAFF.items()]
    (folder / "roles.csv").write_text("\n".join(["code,headcount", *rows]) + "\n", encoding="utf-8")
    (folder / "scenario.toml").write_text(text, encoding="utf-8")
    return load_scenario(str(folder / "scenario.toml"))


@pytest.fixture(scope="module")
def both(world: World, tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, SolvedCut]:
    made: list[SolvedCut] = []

    def noted(*given: object) -> SolvedCut:
        made.append(solve_cut(*given))  # type: ignore[arg-type]
        return made[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "solve_cut", noted)
        study = run.cut_study(written(tmp_path_factory.mktemp("firm") / "a"), world)
    return study, made[0]


@pytest.fixture(scope="module")
def study(both: tuple[Result, SolvedCut]) -> Result:
    return both[0]


@pytest.fixture(scope="module")
def solved(both: tuple[Result, SolvedCut]) -> SolvedCut:
    return both[1]


def without_beliefs(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(cut_solve, "BELIEFS", ())


def test_a_cut_that_grouping_outweighs_is_refused_before_it_is_solved(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cut_solve, "_solved", None)
    for exits, said in (("0.1%", "a cut of 0.10% (20 of 20,000 positions)"), (150, "a cut of 0.75% (150 of 20,000 positions)")):
        firm = scenario_from_flags(["524100"], 20_000, exits=exits)
        with pytest.raises(InputError) as caught:
            solve_cut(firm, world, lambda words: None)
        text = str(caught.value)
        assert said in text and "102 roles as 25" in text and "Cut 1% or more, 200 positions" in text


def test_a_firm_has_at_most_the_people_of_its_industry(world: World) -> None:
    firm, notes, _ = build_firm(world, scenario_from_flags(["524100"], 500e6))
    assert 1_100_000 < firm.headcount < 1_300_000
    assert any("500,000,000 people are more than the 1,2" in str(note) for note in notes)


def test_the_object_for_machines_has_its_keys_in_dollars(study: Result, solved: SolvedCut) -> None:
    told = json.loads(json.dumps(study.to_dict(), allow_nan=False))
    assert tuple(told)[: len(KEYS)] == KEYS and {"facts", "tables", "kind"} < set(told)
    pair = solved.compared
    assert told["extra_cost"] == pytest.approx(1e6 * (pair.cut.objective - pair.wait.objective))
    assert told["extra_cost_per_exit"] == pytest.approx(told["extra_cost"] / 95)
    assert told["worth_threshold"] == pytest.approx(worth_threshold(pair.cut, pair.wait))
    assert [tuple(one) for one in told["beliefs"]] == [("belief", "extra_cost")] * len(BELIEFS)
    assert [one["quarter"] for one in told["quarters"]] == list(study.facts["periods"])
    cash = sum(one["cash_cut"] - one["cash_wait"] for one in told["quarters"])
    table = study.table("quarters")
    assert cash == pytest.approx(1e6 * (table["saved_wait"] - table["saved_cut"]).iloc[-1])


def test_the_exits_add_up_and_waiting_is_never_dearer(study: Result) -> None:
    told = figures(study)
    anyway = study.table("cut_or_wait").set_index("figure")["cut"]["laid_off_anyway"]
    parts = told["positions_refilled"] + told["would_have_quit"] + told["positions_saved"] + anyway
    assert parts == pytest.approx(told["exits"], abs=1e-6)
    assert told["extra_cost"] >= 0 and all(one["extra_cost"] >= 0 for one in told["beliefs"])


def test_the_shares_of_exits_add_up_though_the_cut_ends_with_more_positions(study: Result) -> None:
    """Saved positions below 0 are told as they are: clipped, the shares would add to more than 1."""
    table = study.table("cut_or_wait").set_index("figure")
    table.loc[["positions_refilled", "would_have_quit", "positions_saved", "laid_off_anyway"], "cut"] = 79.9, 17.6, -2.5, 0.0
    told = shares_of_exits(replace(study, tables={**study.tables, "cut_or_wait": table.reset_index()}))
    assert sum(told.values()) == pytest.approx(1.0, abs=1e-15)
    assert told["positions_saved"] == pytest.approx(-2.5 / 95) and told["laid_off_anyway"] == 0
    assert sum(shares_of_exits(study).values()) == pytest.approx(1.0, abs=1e-15)


def test_a_cut_whose_roles_the_plan_chooses_says_how_near_a_bound_it_lies(world: World, tmp_path: Path) -> None:
    """Hires after layoffs are closed one after the other there: the least cost is not proven."""
    with pytest.MonkeyPatch.context() as patch:
        without_beliefs(patch)
        chosen = run.cut_study(written(tmp_path / "chosen", SCENARIO + 'from = "plan"\n'), world)
        alike = run.cut_study(written(tmp_path / "alike"), world)
    low, high = figures(chosen)["extra_cost_per_exit_bounds"]
    assert 0 < low < 0.99 * high and high == pytest.approx(figures(chosen)["extra_cost_per_exit"])
    assert chosen.status.code == "bounded" and "of a bound on the least cost" in chosen.status.text
    assert "none in this model costs less" not in chosen.status.text
    assert "The cut is the best plan found, within" in chosen.explain()["cut_or_wait"][2]
    assert "a bound on its cost" in chosen.page()
    told = json.loads(chosen.as_json())
    assert 0 < told["facts"]["unproven"] < 0.05 and told["status"]["code"] == "bounded"
    low, high = figures(alike)["extra_cost_per_exit_bounds"]
    assert low == high and alike.status.code == "optimal" and "bound" not in alike.explain()["cut_or_wait"][2]


def test_waiting_may_leave_work_undone_as_the_cut_may(solved: SolvedCut) -> None:
    options = [plan.inputs.options for plan in (solved.compared.cut, solved.compared.wait)]
    assert all(one.levers.dropping for one in options)
    assert replace(options[0], exits=None) == options[1]


def test_the_paths_meet_where_the_headcounts_do(study: Result) -> None:
    table = study.table("quarters").set_index("period")
    apart = (table["positions_cut"] / table["positions_wait"] - 1).abs() > 5e-3
    meet = figures(study)["paths_meet"]
    if meet is None:
        assert apart.iloc[-1]
    else:
        assert not apart[meet:].any() and (meet == table.index[0] or apart[: table.index.get_loc(meet)].iloc[-1])


def test_a_headcount_path_does_not_hang_on_the_way_it_was_solved(solved: SolvedCut, world: World) -> None:
    """Solved again from another vertex, the positions shown are the same."""
    wait = solved.compared.wait
    again = solve(wait.inputs, solve(replace(wait.inputs)).start).outcome
    np.testing.assert_allclose(again.headcount, wait.headcount, atol=1e-6)


def test_below_the_worth_that_is_named_the_cut_costs_less(solved: SolvedCut) -> None:
    """With every price of undone work at v* both plans, held as they are, cost the same."""
    cut, wait = solved.compared.cut, solved.compared.wait
    v = worth_threshold(cut, wait)
    costs = []
    for plan in (cut, wait):
        i = plan.inputs
        less = plan.dropped.sum(axis=1) + i.work[:, None] * i.growth - plan.own_work
        hours = float((i.hourly_worth @ less * i.pay_path) @ i.present_weights)
        costs.append(plan.objective - noncash_cost(plan) + v * hours)
    assert v > 0 and costs[0] == pytest.approx(costs[1], rel=1e-9)


def test_each_belief_says_what_it_changes_and_the_answer_is_unchanged_by_it(solved: SolvedCut) -> None:
    by_name = {one.belief.name: one for one in solved.beliefs}
    assert list(by_name) == [one.name for one in BELIEFS]
    assumed = solved.compared.figures.extra_cost
    assert by_name["no_pause"].extra_cost < assumed and by_name["undone_half"].extra_cost < assumed
    assert by_name["idle_few_quits"].share < assumed / solved.compared.wait.objective
    p = solved.compared.cut.inputs.options.parameters
    for belief in BELIEFS:
        values = belief.values(p)
        assert values and any(value != p[name] for name, value in values.items())


def test_a_belief_that_makes_the_cut_the_cheapest_plan_is_told(
    solved: SolvedCut, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    believed = [replace(one, extra_cost=0.0, lays_off=95.0) for one in solved.beliefs[:1]]
    near = [replace(one, extra_cost=2e-3 * one.least, lays_off=90.0) for one in solved.beliefs[1:2]]
    monkeypatch.setattr(run, "solve_cut", lambda *_: replace(solved, beliefs=(*believed, *near)))
    made = run.cut_study(solved.problem.scenario, world)
    said = made.explain()["beliefs"]
    assert said[0].startswith("The cut is as cheap as any plan with 10% idle hours at the start")
    assert "The cut is nearly the cheapest plan with 15% idle hours" in said[1] and "lays off 90 then" in said[1]
    assert made.table("beliefs")["effect"].tolist() == ["turns", "nearly"]


def test_where_the_cut_is_the_cheapest_plan_it_is_not_dearer_than_waiting(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_beliefs(monkeypatch)
    idle = SCENARIO.replace("count = 95", "count = 95\nfrom = 'plan'")
    idle += "[parameters]\nslack_at_start = 0.3\nquits_per_month = 0.0\n"
    made = run.cut_study(written(tmp_path / "idle", idle), world)
    told = figures(made)
    assert told["best_plan_lays_off"] > 90
    assert 0 <= told["extra_cost"] < 0.01 * 1e6 * made.table("cut_or_wait").set_index("figure")["wait"]["cost"]


def test_a_dated_cut_changes_nothing_before_and_nobody_is_hired_to_be_laid_off(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_beliefs(monkeypatch)
    text = SCENARIO.replace("count = 95", 'count = 95\ndate = "2027 Q1"')
    made = run.cut_study(written(tmp_path / "dated", text), world)
    table = made.table("quarters")
    assert (table["positions_cut"][:2] <= table["positions_wait"][:2] + 0.01).all()
    assert made.explain()["cut_or_wait"][0].startswith("Cutting 95 positions in 2027 Q1, the same share")
    assert figures(made)["paths_meet"] != "2026 Q3"


def test_a_cut_that_breaks_a_promise_is_refused_with_what_conflicts(world: World, tmp_path: Path) -> None:
    text = SCENARIO + '[promises]\nprotect = ["43-4051"]\n'
    with pytest.raises(InfeasiblePlan, match="no plan keeps 95 exits decided beforehand and no layoffs in 43-4051"):
        run.cut_study(written(tmp_path / "kept", text), world)


def test_a_saved_cut_opens_and_draws_its_charts(study: Result, tmp_path: Path) -> None:
    study.save(tmp_path / "saved")
    opened = reallocate.open(tmp_path / "saved")
    assert opened.to_dict() == study.to_dict()
    assert opened.chart("cash").to_dict() and opened.chart("positions").to_dict()
    page = study.page()
    for words in ("Cut now or wait?", "What one would have to believe", "How to repeat it"):
        assert words in page


def test_a_firm_that_is_too_small_for_a_cut_is_told_the_size_from_which_it_is_not() -> None:
    """A part of a person is no statement; the plan of so small a firm is made all the same."""
    firm = reallocate.Scenario.from_industry("insurance carriers", headcount=3)
    with pytest.raises(reallocate.InputError, match=r"0\.3, less than one person.*10 positions or more"):
        reallocate.cut(firm, exits="10%", progress=False)
    plan = reallocate.plan(firm, quick=True, progress=False)
    (line, *_) = plan.explain()["cut_or_wait"]
    assert line == "The firm is too small for a statement on a cut: a tenth of 3 positions is less than one person."
