"""The cut alone: its figures, its tables, and the sweep over industries."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import reallocate
from reallocate.data.bundle import ShippedTables, shipped_world
from reallocate.firm.cut import beforehand
from reallocate.firm.cut import model as cut_solve
from reallocate.firm.cut import result as run
from reallocate.firm.cut.beforehand import (
    _BEFOREHAND,
    _SENTENCE,
    _TABLES,
    answer_at_hand,
    basis,
    packed,
    question,
    unpacked,
)
from reallocate.firm.cut.model import BELIEFS, SolvedCut, noncash_cost, solve_cut, worth_threshold
from reallocate.firm.cut.result import _figures, shares_of_exits
from reallocate.firm.cut.sweep import _NOT_POSSIBLE, _Answer, _row, answered, finest_industries
from reallocate.firm.cut.tables import compared, cut_figures_of_plan
from reallocate.firm.cut.text import cut_sentences
from reallocate.firm.model.plan import costs_by_period
from reallocate.firm.model.solve import solve
from reallocate.firm.model.totals import totals
from reallocate.firm.model.words import money
from reallocate.firm.plan.solved import FREE, Cases, SolvedPlan
from reallocate.firm.report.questions import WholePlan
from reallocate.firm.request.firm import build_firm
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.read import load_scenario, scenario_from_flags
from reallocate.kernel.errors import InfeasiblePlan, InputError
from reallocate.render.result import Result, as_shipped
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
def cut_and_programme(world: World, tmp_path_factory: pytest.TempPathFactory) -> tuple[Result, SolvedCut]:
    made: list[SolvedCut] = []

    def noted(*given: object) -> SolvedCut:
        made.append(solve_cut(*given))  # type: ignore[arg-type]
        return made[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(run, "solve_cut", noted)
        answer = run.cut_study(written(tmp_path_factory.mktemp("firm") / "a"), world)
    return answer, made[0]


@pytest.fixture(scope="module")
def answer(cut_and_programme: tuple[Result, SolvedCut]) -> Result:
    return cut_and_programme[0]


@pytest.fixture(scope="module")
def solved_cut(cut_and_programme: tuple[Result, SolvedCut]) -> SolvedCut:
    return cut_and_programme[1]


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


def test_the_object_for_machines_has_its_keys_in_dollars(answer: Result, solved_cut: SolvedCut) -> None:
    told = json.loads(json.dumps(answer.to_dict(), allow_nan=False))
    assert tuple(told)[: len(KEYS)] == KEYS and {"facts", "tables", "kind"} < set(told)
    pair = solved_cut.compared
    assert told["extra_cost"] == pytest.approx(1e6 * (pair.cut.objective - pair.wait.objective))
    assert told["extra_cost_per_exit"] == pytest.approx(told["extra_cost"] / 95)
    assert told["worth_threshold"] == pytest.approx(worth_threshold(pair.cut, pair.wait))
    assert [tuple(one) for one in told["beliefs"]] == [("belief", "extra_cost")] * len(BELIEFS)
    assert [one["quarter"] for one in told["quarters"]] == list(answer.facts["periods"])
    cash = sum(one["cash_cut"] - one["cash_wait"] for one in told["quarters"])
    table = answer.table("quarters")
    assert cash == pytest.approx(1e6 * (table["saved_wait"] - table["saved_cut"]).iloc[-1])


def test_the_exits_add_up_and_waiting_is_never_dearer(answer: Result) -> None:
    told = _figures(answer)
    anyway = answer.table("cut_or_wait").set_index("figure")["cut"]["laid_off_anyway"]
    parts = told["positions_refilled"] + told["would_have_quit"] + told["positions_saved"] + anyway
    assert parts == pytest.approx(told["exits"], abs=1e-6)
    assert told["extra_cost"] >= 0 and all(one["extra_cost"] >= 0 for one in told["beliefs"])


def test_the_shares_of_exits_add_up_though_the_cut_ends_with_more_positions(answer: Result) -> None:
    """Saved positions below 0 are told as they are: clipped, the shares would add to more than 1."""
    table = answer.table("cut_or_wait").set_index("figure")
    table.loc[["positions_refilled", "would_have_quit", "positions_saved", "laid_off_anyway"], "cut"] = 79.9, 17.6, -2.5, 0.0
    told = shares_of_exits(replace(answer, tables={**answer.tables, "cut_or_wait": table.reset_index()}))
    assert sum(told.values()) == pytest.approx(1.0, abs=1e-15)
    assert told["positions_saved"] == pytest.approx(-2.5 / 95) and told["laid_off_anyway"] == 0
    assert sum(shares_of_exits(answer).values()) == pytest.approx(1.0, abs=1e-15)


def test_a_cut_whose_roles_the_plan_chooses_says_how_near_a_bound_it_lies(world: World, tmp_path: Path) -> None:
    """Hires after layoffs are closed one after the other there: the least cost is not proven."""
    with pytest.MonkeyPatch.context() as patch:
        without_beliefs(patch)
        chosen = run.cut_study(written(tmp_path / "chosen", SCENARIO + 'from = "plan"\n'), world)
        alike = run.cut_study(written(tmp_path / "alike"), world)
    low, high = _figures(chosen)["extra_cost_per_exit_bounds"]
    assert 0 < low < 0.99 * high and high == pytest.approx(_figures(chosen)["extra_cost_per_exit"])
    assert chosen.status.code == "bounded" and "of a bound on the least cost" in chosen.status.text
    assert "none in this model costs less" not in chosen.status.text
    assert "The cut is the best plan found, within" in chosen.explain()["cut_or_wait"][2]
    assert "a bound on its cost" in chosen.page()
    told = json.loads(chosen.as_json())
    assert 0 < told["facts"]["unproven"] < 0.05 and told["status"]["code"] == "bounded"
    low, high = _figures(alike)["extra_cost_per_exit_bounds"]
    assert low == high and alike.status.code == "optimal" and "bound" not in alike.explain()["cut_or_wait"][2]


def test_waiting_may_leave_work_undone_as_the_cut_may(solved_cut: SolvedCut) -> None:
    options = [plan.inputs.options for plan in (solved_cut.compared.cut, solved_cut.compared.wait)]
    assert all(one.levers.dropping for one in options)
    assert replace(options[0], exits=None) == options[1]


def test_the_paths_meet_where_the_headcounts_do(answer: Result) -> None:
    table = answer.table("quarters").set_index("period")
    apart = (table["positions_cut"] / table["positions_wait"] - 1).abs() > 5e-3
    meet = _figures(answer)["paths_meet"]
    if meet is None:
        assert apart.iloc[-1]
    else:
        assert not apart[meet:].any() and (meet == table.index[0] or apart[: table.index.get_loc(meet)].iloc[-1])


def test_a_headcount_path_does_not_hang_on_the_way_it_was_solved(solved_cut: SolvedCut, world: World) -> None:
    """Solved again from another vertex, the positions shown are the same."""
    wait = solved_cut.compared.wait
    again = solve(wait.inputs, solve(replace(wait.inputs)).start).outcome
    np.testing.assert_allclose(again.headcount, wait.headcount, atol=1e-6)


def test_below_the_worth_that_is_named_the_cut_costs_less(solved_cut: SolvedCut) -> None:
    """With every price of undone work at v* both plans, held as they are, cost the same."""
    cut, wait = solved_cut.compared.cut, solved_cut.compared.wait
    v = worth_threshold(cut, wait)
    costs = []
    for plan in (cut, wait):
        i = plan.inputs
        less = plan.dropped.sum(axis=1) + i.work[:, None] * i.growth - plan.own_work
        hours = float((i.hourly_worth @ less * i.pay_path) @ i.present_weights)
        costs.append(plan.objective - noncash_cost(plan) + v * hours)
    assert v > 0 and costs[0] == pytest.approx(costs[1], rel=1e-9)


def test_each_belief_says_what_it_changes_and_the_answer_is_unchanged_by_it(solved_cut: SolvedCut) -> None:
    by_name = {one.belief.name: one for one in solved_cut.beliefs}
    assert list(by_name) == [one.name for one in BELIEFS]
    assumed = solved_cut.compared.figures.extra_cost
    assert by_name["no_pause"].extra_cost < assumed and by_name["undone_half"].extra_cost < assumed
    assert by_name["idle_few_quits"].share < assumed / solved_cut.compared.wait.objective
    p = solved_cut.compared.cut.inputs.options.parameters
    for belief in BELIEFS:
        values = belief.values(p)
        assert values and any(value != p[name] for name, value in values.items())


def test_a_belief_that_makes_the_cut_the_cheapest_plan_is_told(
    solved_cut: SolvedCut, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    believed = [replace(one, extra_cost=0.0, lays_off=95.0) for one in solved_cut.beliefs[:1]]
    near = [replace(one, extra_cost=2e-3 * one.least, lays_off=90.0) for one in solved_cut.beliefs[1:2]]
    monkeypatch.setattr(run, "solve_cut", lambda *_: replace(solved_cut, beliefs=(*believed, *near)))
    made = run.cut_study(solved_cut.problem.scenario, world)
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
    told = _figures(made)
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
    assert _figures(made)["paths_meet"] != "2026 Q3"


def test_a_cut_that_breaks_a_promise_is_refused_with_what_conflicts(world: World, tmp_path: Path) -> None:
    text = SCENARIO + '[promises]\nprotect = ["43-4051"]\n'
    with pytest.raises(InfeasiblePlan, match="no plan keeps 95 exits decided beforehand and no layoffs in 43-4051"):
        run.cut_study(written(tmp_path / "kept", text), world)


def test_a_saved_cut_opens_and_draws_its_charts(answer: Result, tmp_path: Path) -> None:
    answer.save(tmp_path / "saved")
    opened = reallocate.open(tmp_path / "saved")
    assert opened.to_dict() == answer.to_dict()
    assert opened.chart("cash").to_dict() and opened.chart("positions").to_dict()
    page = answer.page()
    for words in ("Cut now or wait?", "What one would have to believe", "How to repeat it"):
        assert words in page
    # Format 4 kept the sentences of a part in one list.
    replace(answer, text=answer.explain()).save(tmp_path / "earlier")
    assert reallocate.open(tmp_path / "earlier").page() == page


def test_a_firm_that_is_too_small_for_a_cut_is_told_the_size_from_which_it_is_not() -> None:
    """A part of a person is no statement; the plan of so small a firm is made all the same."""
    firm = reallocate.Scenario.from_industry("insurance carriers", headcount=3)
    with pytest.raises(reallocate.InputError, match=r"0\.3, less than one person.*10 positions or more"):
        reallocate.cut(firm, exits="10%", progress=False)
    plan = reallocate.plan(firm, quick=True, progress=False)
    (line, *_) = plan.explain()["cut_or_wait"]
    assert line == "The firm is too small for a statement on a cut: a tenth of 3 positions is less than one person."


KINDS_OF_EXITS = ("positions_refilled", "would_have_quit", "positions_saved", "laid_off_anyway")


@pytest.fixture
def without_exits(whole: WholePlan) -> SolvedPlan:
    """The same plan, had no cut been asked for: the free plan is the plan."""
    solved = whole.first.solved
    setting = solved.problem.setting
    free = replace(setting.options, exits=None)
    problem = replace(solved.problem, setting=replace(setting, options=free))
    return replace(solved, problem=problem, plan=solved.free, cases=whole.cases)


def test_it_leads_in_the_sentences_and_its_figures_are_those_of_the_plans(
    study: Result, solved: SolvedPlan
) -> None:
    said = study.explain()["cut_or_wait"]
    assert next(iter(study.explain())) == "cut_or_wait"
    cut, wait = solved.plan, solved.free
    extra = cut.objective - wait.objective
    assert extra > 5
    undone = noncash_cost(cut) - noncash_cost(wait)
    cash = extra - undone
    paid = f"costs {money(cash)} more in cash, and" if cash > 0 else f"saves {money(-cash)} in cash, but"
    each = float(f"{extra * 1e6 / 60:.1e}")
    start = "Cutting 60 positions now, the same share of every role, with none of them refilled for 2 quarters,"
    assert said[0].startswith(f"{start} costs about USD {each:,.0f} more per exit than attrition in present value: USD")
    below = worth_threshold(cut, wait)
    assert (f"worth less than about {100 * below:.0f} cents for each dollar that its hours cost in pay" in said[0]) == (below > 0)
    assert said[1].startswith(f"In all that is {money(extra)} more in present value, ")
    assert f"The cut {paid} leaves work undone that is priced at {money(undone)}." in said[1]
    assert "Both have the same headcount from" in said[1]
    assert "1.5 times the cost of its hours for the first 5%" in said[3]
    assert "may be replaced for 2 quarters: an assumption" in said[3]
    assert "no idle hours, and 2.3% of people quit a month" in said[3]
    spent = costs_by_period(cut).sum()
    each = 1e6 * (spent["severance"] + spent["notice pay"]) / cut.layoffs.sum()
    assert f"Severance and notice cost USD {float(f'{each:.1e}'):,.0f} per exit, a hire USD" in said[3]
    back = totals(cut).hires - totals(wait).hires
    assert said[4].startswith(f"Of the 60 exits {back:,.0f} ({back / 60:.0%}) are refilled; ")
    assert "may choose any measure, layoffs too" in said[2] and "Here it lays nobody off" in said[2]


def test_the_exits_and_the_costs_of_the_table_add_up(study: Result, solved: SolvedPlan) -> None:
    table = study.table("cut_or_wait").set_index("figure")
    cut, extra = table["cut"], table["extra"]
    assert cut[list(KINDS_OF_EXITS)].sum() == pytest.approx(60, abs=1e-6) and cut["exits"] == 60
    cost = extra["cost"]
    assert extra["cash"] + extra["work_undone"] == pytest.approx(cost)
    assert extra["extra_cost_per_exit"] == pytest.approx(1e6 * cost / 60)
    assert table.loc["positions", "wait"] == pytest.approx(solved.free.positions[-1])
    ends = table[["cut", "wait", "extra"]].dropna()
    np.testing.assert_allclose(ends["cut"] - ends["wait"], ends["extra"], atol=1e-9)


def test_the_headline_s_cash_figures_are_those_of_the_printed_cash(study: Result) -> None:
    """The largest outlay and its quarter, the month and the value, from the two columns of totals alone."""
    found = study.table("headline").set_index("figure")["plan"]
    cash = study.table("cash").pivot(index="period", columns="case", values="total")
    behind = (cash["plan"] - cash["baseline"]).cumsum()
    assert found["largest outlay"] == pytest.approx(max(behind.max(), 0.0), abs=1e-9)
    assert study.facts["largest_outlay_quarter"] == (behind.idxmax() if behind.max() > 0 else None)
    late = np.flatnonzero(behind > 0)
    month = 0.0
    if len(late):
        last = int(late[-1])
        month = 3 * (last + 1 + behind.iloc[last] / (behind.iloc[last] - behind.iloc[last + 1]))
    assert found["break-even month"] == pytest.approx(month, abs=0.05)
    discount = study.table("statistics").query("statistic == 'payroll'")["discount"].to_numpy()
    assert found["net present value"] == pytest.approx(float(discount @ -(cash["plan"] - cash["baseline"])))
    assert json.dumps(study.to_dict(), allow_nan=False)


def test_without_a_cut_asked_for_a_case_is_compared_and_it_is_said(without_exits: SolvedPlan) -> None:
    both = compared(without_exits)
    assert both is not None and both.cut is without_exits.cases.plans["60 exits, pro rata"]
    assert cut_sentences(without_exits)["requested"] == ["The cut compared here was announced on 2026-05-20."]
    problem = without_exits.problem
    scenario = problem.scenario.model_copy(update={"announced": None})
    unannounced = replace(without_exits, problem=replace(problem, scenario=scenario))
    (line,) = cut_sentences(unannounced)["requested"]
    assert line.startswith("No cut was requested. For comparison")


def test_a_study_without_a_cut_says_so_and_why(solved: SolvedPlan, without_exits: SolvedPlan) -> None:
    name, free = "60 exits, pro rata", {FREE: solved.free}
    bare = replace(without_exits, cases=Cases(free, {name: "no money"}))
    assert cut_sentences(bare) == {
        "answer": [f"There is no cut to compare with attrition. {name}: no plan is possible: no money"]
    }
    assert cut_figures_of_plan(bare).empty
    lone = replace(solved, cases=Cases({}, {FREE: "too few people"}))
    assert cut_sentences(lone) == {"answer": ["There is no plan without the cut to compare it with. too few people"]}
    assert compared(replace(bare, cases=Cases(free))) is None


def test_a_cut_that_costs_less_or_ends_elsewhere_is_not_said_to_be_dearer(solved: SolvedPlan) -> None:
    cheap = replace(solved.plan, objective=solved.free.objective - 20)
    said = {name: " ".join(lines) for name, lines in cut_sentences(replace(solved, plan=cheap)).items()}
    assert "less per exit than attrition" in said["answer"] and "pays only if" not in said["answer"]
    assert "In all that is USD 20 million less" in said["amounts"] and "It is dearer here because" in said["method"]
    apart = replace(solved.plan, headcount=solved.plan.headcount * 0.97)
    said = {name: " ".join(lines) for name, lines in cut_sentences(replace(solved, plan=apart)).items()}
    assert "than the plan without the cut" in said["answer"] and "positions fewer: " in said["amounts"]


def test_a_cut_that_costs_the_same_is_the_cheapest_plan(solved: SolvedPlan) -> None:
    same = replace(solved.plan, objective=solved.free.objective)
    said = cut_sentences(replace(solved, plan=same))
    assert said["answer"][0].endswith("costs as much as attrition: the cut is the cheapest plan.")


PEOPLE, CUT, CODE = 400, "10%", "524100"


@pytest.fixture(scope="module")
def read() -> set[str]:
    """Shipped tables that were opened while the cut was solved."""
    return set()


@pytest.fixture(scope="module")
def swept(read: set[str]) -> reallocate.Result:
    firm = reallocate.Scenario.from_industry(CODE, headcount=PEOPLE)
    table = ShippedTables.read

    def noted(self: ShippedTables, name: str, coded: list[str] | None = None) -> Any:
        read.add(name)
        return table(self, name, coded)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ShippedTables, "read", noted)
        shipped_world.cache_clear()
        return reallocate.cut(firm, exits=CUT, progress=False)


def test_an_answer_rests_on_the_tables_that_a_cut_reads(swept: reallocate.Result, read: set[str]) -> None:
    assert read == set(_TABLES)


def test_a_row_is_that_industrys_cut(swept: reallocate.Result) -> None:
    found = reallocate.sweep(headcount=PEOPLE, cut=CUT, industry=CODE, executor="serial", progress=False)
    (row,) = found.table("industries").to_dict("records")
    figures = swept.table("cut_or_wait").set_index("figure")
    assert row["extra_cost"] == pytest.approx(figures.loc["cost", "extra"], rel=1e-6)
    assert row["positions_refilled"] == pytest.approx(figures.loc["positions_refilled", "cut"], rel=1e-6)
    assert row["title"] == "Insurance Carriers" and row["reason"] == ""
    assert found.facts["command"] == "reallocate sweep --headcount 400 --industry 524100"
    assert "1 of 1 industries" in found.explain()["headline"][0]


@pytest.mark.long
def test_two_processes_give_the_same() -> None:
    here, there = (
        reallocate.sweep(headcount=PEOPLE, cut=CUT, industry=[CODE], executor=where, progress=False)
        for where in ("serial", "processes:2")
    )
    assert here.to_dict()["tables"] == there.to_dict()["tables"]


def test_an_answer_that_ships_is_that_of_the_program_word_for_word() -> None:
    """A law or a sentence that changed asks for `make sweep`."""
    kept = unpacked().set_index("industry").loc[CODE, "answer"]
    parts = answered(CODE, 20_000.0, CUT, True).parts
    assert parts is not None and json.loads(json.dumps(parts["text"])) == json.loads(kept)["text"]


def test_an_industry_without_an_answer_says_why() -> None:
    answer = answered(CODE, 3.0, "10%")
    assert answer.parts is None and answer.reason
    row = _row(answer)
    assert row["status"] == _NOT_POSSIBLE and row["reason"] == answer.reason
    assert _row(_Answer("1", None, "why"))["reason"] == "why"


def test_a_cut_that_no_firm_can_have_is_refused_before_any_is_solved() -> None:
    with pytest.raises(InputError, match="leave none of 400"):
        reallocate.sweep(headcount=PEOPLE, cut=4000, progress=False)


def test_every_industry_of_four_digits_is_swept(world: World) -> None:
    rows = finest_industries(world.table("industries"))
    assert 240 < len(rows) < 300 and rows["employment"].gt(0).all()
    codes = rows["naics"].astype(str).to_list()
    assert not any(other != code and other.startswith(code) for code in codes for other in codes)


def test_the_same_question_is_answered_at_once_and_says_so(
    swept: reallocate.Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = reallocate.Scenario.from_industry("insurance carriers", headcount=PEOPLE)
    asked = asked.model_copy(update={"exits": _exits(CUT)})
    assert answer_at_hand(asked) is None
    monkeypatch.setattr(beforehand, "_answers", lambda: {question(asked): _text(swept)})
    found = answer_at_hand(asked, "reallocate cut insurance")
    assert found is not None and found.facts[_BEFOREHAND] and found.facts["command"] == "reallocate cut insurance"
    assert found.explain()["limits"][-1] == _SENTENCE
    assert as_shipped(found)["tables"] == as_shipped(swept)["tables"]
    other = asked.model_copy(update={"headcount": PEOPLE + 1.0})
    assert question(other) != question(asked) and answer_at_hand(other) is None


def test_answers_that_ship_are_on_the_figures_in_force(world: World) -> None:
    rows = unpacked()
    assert list(rows) == list(beforehand.COLUMNS) and rows["industry"].is_unique and len(rows) > 0
    assert set(rows["industry"]) <= set(finest_industries(world.table("industries")).index)
    if not rows["basis"].eq(basis()).all():
        pytest.skip("figures or assumptions moved since: make sweep solves the answers again")
    row = rows.iloc[0]
    firm = reallocate.Scenario.from_industry(str(row["industry"]), headcount=20_000)
    assert reallocate.cut(firm, exits="10%", progress=False).facts[_BEFOREHAND]
    assert packed(rows.to_dict("records")) == packed(rows.iloc[::-1].to_dict("records"))


def _exits(cut: str) -> object:
    from reallocate.firm.request.read import firm_scenario

    return firm_scenario(reallocate.Scenario.from_industry(CODE, headcount=PEOPLE), exits=cut).exits


def _text(result: reallocate.Result) -> str:
    import json

    return json.dumps(as_shipped(result))
