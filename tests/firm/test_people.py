"""Who leaves and who joins: quits, layoffs and what they drive out, hires, people from outside, label order."""

from __future__ import annotations

import itertools
from contextlib import suppress
from dataclasses import replace
from functools import cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests.firm.firms import (
    ACTIVITIES,
    CLERKS,
    DEVELOPERS,
    EVERY_MOVE,
    FAST,
    MANAGERS,
    ROLES,
    inputs,
    inputs_of,
    known_activities,
    make_firm,
    make_moves,
    make_options,
    outcome,
    plan,
    setting_with,
    solution,
    solve_again,
    with_baseline,
)

from reallocate.data.bundle import load_world
from reallocate.firm.model import solve as solve_module
from reallocate.firm.model.broken import conflicting
from reallocate.firm.model.cases import free_options
from reallocate.firm.model.grouping import group_small
from reallocate.firm.model.inputs import Inputs, make_inputs
from reallocate.firm.model.options import Exits, Options
from reallocate.firm.model.people_costs import hiring_cost, ramp_up_pay
from reallocate.firm.model.plan import Outcome, _cash_table, costs_by_period, headcount_table, modes_table
from reallocate.firm.model.programme import Program, build
from reallocate.firm.model.quits import quits_by_role, share_that_quits
from reallocate.firm.model.solve import _without_refilling, baseline, induced_quits_cost, refilled, solve
from reallocate.firm.model.solver import Solution, Solver
from reallocate.firm.plan.roles import role_changes
from reallocate.firm.request.firm import build_firm, leaving_rates
from reallocate.firm.request.keys import Scenario
from reallocate.kernel.errors import InfeasiblePlan
from reallocate.kernel.parameters import Parameters


def layoffs(own: dict[str, float]) -> float:
    return float(plan(make_options(8, **own)).layoffs.sum())


def test_without_quits_layoffs_rise_and_with_a_slow_ramp_they_vanish() -> None:
    no_quits = float(outcome("no quits").layoffs.sum())
    assert no_quits > 20
    assert layoffs(FAST) == 0
    assert layoffs({"quits_per_month": 0.0, "adoption_midpoint": 24.0, "adoption_width": 4.0}) == 0


def test_no_reach_leaves_headcount_to_quits_and_hires() -> None:
    unreached = [replace(role, augmentable=(0.0,) * 4, automatable=(0.0,) * 4) for role in ROLES]
    i = inputs_of(make_options(4), unreached, ())
    found, base = solve(i).outcome, baseline(i)
    assert found.objective == pytest.approx(base.objective, rel=1e-12)
    pd.testing.assert_frame_equal(headcount_table(found), headcount_table(base))
    assert found.layoffs.sum() == found.moves_out.sum() == found.with_ai.size == 0
    # Work grows by 1.6% a year and so do the people; whoever quits is replaced.
    assert found.positions[-1] == pytest.approx(750 * 1.016**0.75, rel=1e-9)
    assert found.hires.sum() == pytest.approx(found.quits.sum() + found.positions[-1] - 750, rel=1e-9)


def permuted() -> Inputs:
    """The plan `plain` with roles, activities, moves and activity table in another order."""
    firm = make_firm([ROLES[2], ROLES[0], ROLES[1]], [ACTIVITIES[place] for place in (2, 0, 3, 1)])
    return make_inputs(firm, make_moves(*EVERY_MOVE[::-1]), known_activities().iloc[::-1], make_options(8))


def test_the_order_of_labels_is_irrelevant() -> None:
    other, one = solve(permuted()).outcome, outcome("plain")
    for table in (headcount_table, modes_table, lambda found: _cash_table(costs_by_period(found))):
        pd.testing.assert_frame_equal(table(other), table(one), rtol=1e-6, atol=1e-6)


@pytest.fixture(scope="module")
def nobody_quits() -> Program:
    """A programme in which layoffs pay as long as they drive nobody out."""
    options = make_options(6, quits_per_month=0.0, induced_quits=0.0, redeployment=False, **FAST)
    return build(inputs_of(options))


@pytest.fixture(scope="module")
def slack_at_first() -> Program:
    """A programme in which leaving is cheap, so that the firm would lay off and soon hire again."""
    own = {"slack_at_start": 0.1, "quits_per_month": 0.02, "severance_share": 0.12, "notice_days": 0.0}
    return build(inputs_of(make_options(6, **own, ramp_up_months=3.0, induced_quits=0.0)))


def test_layoffs_with_what_they_induce_are_weighed_against_none(nobody_quits: Program) -> None:
    variables, i = nobody_quits.variables, nobody_quits.inputs
    solver = Solver(nobody_quits.model.matrices)
    free = solver.minimise()
    first = int(np.flatnonzero(free.of(variables.layoffs).sum(axis=0) > 1e-6)[0])
    solver.bound(variables.layoffs, 0.0, 0.0)
    none = solver.minimise()
    mean_hire = 750 * (i.headcount @ i.hire_cost / i.headcount.sum()) * i.pay_path[first] * i.discount[first]
    even = (none.objective - free.objective) / mean_hire
    assert 0.001 < even < 0.5
    below, above = (solve_again(nobody_quits, induced_quits=even * by).outcome for by in (0.99, 1.01))
    assert below.layoffs.sum() > 1
    assert below.objective == pytest.approx(free.objective + 0.99 * even * mean_hire, rel=1e-9)
    assert below.induced_quits_cost[first] > 0
    assert above.layoffs.sum() == above.induced_quits_cost.sum() == 0
    assert above.objective == pytest.approx(none.objective, rel=1e-9)
    assert solve_again(nobody_quits, induced_quits=0.0).outcome.objective == pytest.approx(free.objective, rel=1e-9)


def test_what_layoffs_induce_is_a_share_of_the_people_once() -> None:
    i = inputs("plain")
    cost = induced_quits_cost(i, 5)
    hires = (400 * 60_000 + 300 * 180_000 + 50 * 250_000) * 0.25 + 750 * 4_700
    assert cost[5] == pytest.approx(0.026 * hires / 1e6 * 1.006)
    assert cost.sum() == cost[5]


def test_layoffs_are_found_where_only_they_keep_the_budget() -> None:
    """Without layoffs this budget cannot be kept at all, which is no reason to give up."""
    found = solution("tight budget")
    assert found.outcome.layoffs.sum() > 100
    assert found.outcome.induced_quits_cost.sum() > 0


def test_the_pause_in_hiring_bites(slack_at_first: Program) -> None:
    free = solve_again(slack_at_first, rehire_pause=0.0).outcome
    places = list(zip(*np.nonzero(free.layoffs > 1e-6), strict=True))
    assert any(free.hires[role, quarter : quarter + 4].sum() > 1 for role, quarter in places)
    held = solve_again(slack_at_first, rehire_pause=4.0).outcome
    for role, quarter in zip(*np.nonzero(held.layoffs > 1e-6), strict=True):
        assert held.hires[role, quarter : quarter + 4].sum() <= 1e-6
    assert held.objective >= free.objective - 1e-9


def test_moves_into_a_role_wait_like_hires() -> None:
    """Else people would be moved into cheaper roles to be laid off from there."""
    free = solve_again(solution("no quits").program, rehire_pause=0.0).outcome
    places = list(zip(*np.nonzero(free.layoffs > 1e-6), strict=True))
    assert any(free.moves_in[role, quarter : quarter + 4].sum() > 1 for role, quarter in places)
    assert outcome("no quits").objective > free.objective + 1e-6


def test_where_nobody_can_wait_the_plan_without_layoffs_is_taken() -> None:
    """Slack makes layoffs cheap at once, but without hires the work of the next quarters cannot be done."""
    own = {"slack_at_start": 0.1, "severance_share": 0.0, "notice_days": 0.0, "induced_quits": 0.0}
    i = inputs_of(make_options(6, demand_growth=0.1, quits_per_month=0.03, hire_cost=0.0, redeployment=False, **own))
    program = build(i)
    solver = Solver(program.model.matrices)
    free = solver.minimise()
    assert free.of(program.variables.layoffs).sum() > 1
    solver.bound(program.variables.layoffs, 0.0, 0.0)
    found = solve(i).outcome
    assert found.layoffs.sum() == 0
    assert found.objective == pytest.approx(solver.minimise().objective, rel=1e-9)


def test_a_second_choice_that_breaks_the_pause_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    program = solution("no quits").program
    free = Solver(program.model.matrices).minimise()
    assert refilled(program, free).any()
    monkeypatch.setattr(solve_module, "second_choice", lambda solver, program: free)
    assert not refilled_in(solve(program.inputs).outcome)


def refilled_in(found: Outcome) -> bool:
    """Whether people came into a role within four quarters of layoffs from it."""
    entered = found.hires + found.moves_in
    places = zip(*np.nonzero(found.layoffs > 1e-6), strict=True)
    return any(entered[role, quarter : quarter + 4].sum() > 1e-6 for role, quarter in places)


class OneRoleAtATime:
    """Instead of a solver: lays off and hires in the first role that is still open, so each is closed in turn."""

    def __init__(self, program: Program) -> None:
        self.program, self.rounds = program, 0
        self.whole = SimpleNamespace(free=lambda: None)
        self.open = np.ones(program.variables.hires.shape, dtype=bool)

    def limit(self, labels: np.ndarray, most: np.ndarray) -> None:
        self.open = np.isinf(most).reshape(labels.shape)

    def minimise(self) -> Solution:
        self.rounds += 1
        values = np.zeros(self.program.model.nvars)
        v = self.program.variables
        still = np.flatnonzero(self.open[:-1, 0])
        for variable in (v.hires, v.layoffs):
            values[variable.labels.values[still[:1], 0]] = 5.0
        return Solution(0.0, values, np.empty(0))


def test_hires_are_closed_until_none_is_too_soon_and_a_role_filled_again_has_no_exits() -> None:
    """However many rounds that takes: here one a role, more than there are quarters."""
    program = build(inputs_of(make_options(2)))
    solver = OneRoleAtATime(program)
    found = _without_refilling(solver, program, solver.minimise())  # type: ignore[arg-type]
    assert not refilled(program, found).any()
    assert solver.rounds == 4 > len(program.inputs.periods)
    # Without the promise some of them are clerks.
    free, held = (solve(exits_of_chosen_roles(kept)).outcome for kept in ((), (CLERKS.code,)))
    clerks = free.inputs.roles.get_loc(CLERKS.code)
    assert free.layoffs[clerks].sum() > 1
    assert held.layoffs[clerks].sum() < 1e-6
    assert held.headcount[clerks].min() >= 0.98 * 400 - 1e-6


FLOORS = {role.code: (role.code, 0.98 * role.headcount) for role in ROLES}


def exits_of_chosen_roles(kept: tuple[str, ...]) -> Inputs:
    """Ten exits, only in the first quarter, where positions are promised in some roles and a fifth quits a year."""
    floors = tuple(FLOORS[code] for code in kept)
    options = make_options(
        4, exits=Exits(10.0, pro_rata=False), layoffs=False, dropping=True, redeployment=False,
        quits_per_month=0.02, keep_positions=floors,
    )  # fmt: skip
    return inputs_of(options)


@pytest.mark.parametrize("kept", [kept for size in range(4) for kept in itertools.combinations(FLOORS, size)])
def test_exits_are_possible_where_any_choice_of_roles_for_them_is(kept: tuple[str, ...]) -> None:
    """Each role is either closed for the pause or has no exits; all choices are tried here, one by one."""
    i = exits_of_chosen_roles(kept)
    program = build(i)
    solver, v = Solver(program.model.matrices), program.variables
    costs = []
    for closed in itertools.product((False, True), repeat=len(ROLES)):
        shut = np.array([*closed, False])[:, None]
        solver.bound(v.hires, 0.0, np.where(shut, 0.0, v.hires.upper.values))
        solver.bound(v.layoffs, 0.0, np.where(shut, v.layoffs.upper.values, 0.0))
        with suppress(InfeasiblePlan):
            costs.append(solver.minimise().objective)
    if not costs:
        with pytest.raises(InfeasiblePlan, match="the pause after layoffs"):
            solve(i)
        return
    found = solve(i).outcome
    assert found.layoffs.sum() == pytest.approx(10.0)
    assert not refilled_in(found)
    paid = float(found.induced_quits_cost @ i.discount)
    assert found.objective - paid >= min(costs) - 1e-6


def test_a_plan_with_layoffs_is_never_dearer_than_the_best_without(slack_at_first: Program) -> None:
    found = solve_again(slack_at_first, rehire_pause=4.0)
    variables, solver = found.program.variables, Solver(slack_at_first.model.matrices)
    solver.bound(variables.layoffs, 0.0, 0.0)
    assert found.outcome.objective <= solver.minimise().objective + 1e-9


def test_moves_are_paid_for_and_nobody_directs_without_training() -> None:
    i = inputs("plain")
    pair = i.move_table.set_index(["origin", "target"])["cost"]
    expected = 3_000 + 4 / 52 * 60_000 + 10 / 52 * 0.5 * 180_000
    assert pair[CLERKS.code, "15-1252"] == pytest.approx(expected / 1e6)
    place = i.roles.get_loc(MANAGERS.code)
    training = 8 / 52 * 250_000 + 0.5 * 0.25 * 180_000
    assert i.directing_move_cost[place] == pytest.approx(training / 1e6)
    assert list(i.may_direct_after_move) == [True, True, False, False]


@pytest.mark.parametrize(
    ("asked", "lacks"),
    [({"cancel_open": True}, "whose hires are not given"), ({"exits": Exits(7.0, closed=True)}, "whose headcount")],
)
def test_what_is_told_against_the_baseline_needs_it(asked: dict[str, Any], lacks: str) -> None:
    i = inputs_of(make_options(2, **asked))
    with pytest.raises(ValueError, match=lacks):
        build(i)
    build(with_baseline(i))


def grows(most: float | None, **given: Any) -> Options:
    """Work grows by 8% a year, which takes 20 to 35 hires a quarter."""
    return make_options(4, **{"dropping": True, "demand_growth": 0.08, "max_hires_per_quarter": most, **given})


def test_hires_stay_within_their_limit_and_a_looser_limit_never_costs_more() -> None:
    found = {most: plan(grows(most)) for most in (0.0, 10.0, 30.0, 40.0, None)}
    for most, outcome_of in found.items():
        assert most is None or outcome_of.hires.sum(axis=0).max() <= most + 1e-6
    costs = [one.objective for one in found.values()]
    assert costs == sorted(costs, reverse=True) and costs[2] > costs[3] + 1e-3
    assert costs[3] == pytest.approx(costs[4], rel=1e-9), "a limit that is never reached changes nothing"


def test_work_is_dropped_rather_than_no_plan_made_and_without_that_the_limit_conflicts() -> None:
    assert free_options(grows(0.0)).levers.dropping and not free_options(grows(None)).levers.dropping
    options = grows(0.0, dropping=False)
    setting = setting_with(options)
    named = conflicting(setting, options, setting.baseline())
    assert [one.where for one in named] == ["[levers] max_hires_per_quarter", "[levers] dropping"]
    assert named[0].text == "at most 0 hires a quarter"


def test_a_ramp_up_costs_as_much_after_a_move_as_after_a_hire() -> None:
    """26 weeks until fully productive are six months; what a move's own ramp-up is was settled with the move."""
    options = make_options(2, move_ramp_up_share=1.0, hire_cost=0.0)
    moves = make_moves(*EVERY_MOVE, weeks=0.0, cost=0.0, ramp_up=26.0)
    i = make_inputs(make_firm(), moves, known_activities(), options)
    assert i.move_table["cost"].to_numpy() == pytest.approx(i.hire_cost[i.targets])
    directing = i.directing_move_cost - 8 / 52 * i.loaded_cost * 4
    assert directing[:-1] == pytest.approx(i.hire_cost[-1])


QUARTERLY = np.array([0.02, 0.05])


def test_a_hire_costs_finding_somebody_and_half_the_pay_of_the_ramp_up() -> None:
    assert ramp_up_pay(0.5 * 80_000.0) == pytest.approx(20_000.0)
    p = Parameters({"hire_cost": 6_000, "ramp_up_months": 6})
    assert hiring_cost(p, QUARTERLY) == pytest.approx([0.006 + 0.02, 0.006 + 0.05])
    assert not hiring_cost(Parameters({"hire_cost": 0, "ramp_up_months": 0}), QUARTERLY).any()


UNLIKE = tuple(replace(role, leaving=rate) for role, rate in zip(ROLES, (0.16, 0.06, 0.09), strict=True))


def test_the_mean_over_people_is_the_firms() -> None:
    found = quits_by_role(0.01, np.array([0.05, 0.15]), np.array([300.0, 100.0]), 1.0)
    # The mean over 400 people is 0.075, so that roles have 2/3 of the mean and twice the mean.
    assert found == pytest.approx([0.01 * 2 / 3, 0.02], rel=1e-12)
    assert found @ [300, 100] / 400 == pytest.approx(0.01, rel=1e-12)
    assert quits_by_role(0.01, np.zeros(2), np.ones(2), 1.0) == pytest.approx([0.01, 0.01])
    assert quits_by_role(0.9, np.array([0.05, 0.15]), np.ones(2), 1.0).max() == 1.0
    half, none = (quits_by_role(0.01, np.array([0.05, 0.15]), np.array([300.0, 100.0]), s) for s in (0.5, 0.0))
    assert half == pytest.approx([0.01 * 5 / 6, 0.015], rel=1e-12) and none.tolist() == [0.01, 0.01]
    assert share_that_quits(np.array([0.1]))[0] == pytest.approx(0.271)


def test_roles_that_are_alike_quit_as_the_firm_does() -> None:
    spread = {"quits_by_occupation": 1.0}
    for options in (make_options(6), make_options(6, **spread), make_options(6, quits_per_month=0.004, **spread)):
        alike = inputs_of(options)
        share = 1 - (1 - options.parameters["quits_per_month"]) ** 3
        assert np.abs(alike.quits - share).max() < 1e-12
        same = [replace(role, leaving=0.23) for role in ROLES]
        assert plan(options).objective == pytest.approx(plan(options, same).objective, rel=1e-9)


def test_roles_that_quit_more_shrink_more() -> None:
    alike = plan(make_options(6, redeployment=False), UNLIKE)
    found = plan(make_options(6, redeployment=False, quits_by_occupation=1.0), UNLIKE)
    assert np.ptp(alike.inputs.quits) == 0
    order = list(found.inputs.roles)
    clerks, developers = order.index(ROLES[0].code), order.index(ROLES[1].code)
    assert (found.quits[clerks] > found.begin[clerks] * alike.inputs.quits[clerks]).all()
    assert (found.quits[developers] < found.begin[developers] * alike.inputs.quits[developers]).all()
    assert np.allclose(found.quits, found.inputs.quits[:, None] * found.begin, rtol=1e-12)
    # Positions that direct AI leave as those of the nearest people do: computer occupations.
    assert found.inputs.quits[-1] == pytest.approx(found.inputs.quits[developers])


def test_a_firms_rates_are_those_of_its_occupations_and_small_roles_leave_at_their_mean() -> None:
    """Published: software developers 1.7% exits and 3.2% transfers a year, cashiers 9.8% and 9.4%."""
    world = load_world()
    rates = leaving_rates(world)
    assert rates[["15-1252", "41-2011"]].to_list() == pytest.approx([0.049, 0.192])
    firm, *_ = build_firm(world, Scenario(name="x", industries=("513200",), headcount=5_000.0, group_below=0.0))
    assert np.allclose(firm.roles["leaving"], rates.loc[firm.roles["occupation"]])
    world = load_world()
    firm, *_ = build_firm(world, Scenario(name="x", industries=("513200",), headcount=5_000.0, group_below=0.0))
    grouped, _ = group_small(firm.roles, world, 0.02)
    assert len(grouped) < len(firm.roles)
    before, after = (float(one["headcount"] @ one["leaving"]) for one in (firm.roles, grouped))
    assert after == pytest.approx(before, rel=1e-12)


OUTSIDE = (CLERKS, replace(DEVELOPERS, contractors=15.0), MANAGERS)
THERE = 1
"""Place of the developers among the sorted roles."""


@cache
def with_contractors(**given: float) -> Outcome:
    """The plan of a firm with 15 developers from outside, where nobody quits."""
    return solve(inputs_of(make_options(8, quits_per_month=0.0, **{**FAST, **given}), OUTSIDE, EVERY_MOVE)).outcome


def test_their_work_is_part_of_the_work_and_without_ai_they_stay_at_their_rate() -> None:
    few, many = inputs_of(make_options(4)), inputs_of(make_options(4), OUTSIDE)
    assert many.work[THERE] + many.coordination[THERE] == pytest.approx(315 / 300 * (few.work + few.coordination)[THERE])
    assert many.headcount == pytest.approx(few.headcount)
    base = baseline(inputs_of(make_options(4, contractor_rate=1.3), OUTSIDE))
    assert base.contractors[THERE] == pytest.approx(np.full(4, 15.0))
    assert costs_by_period(base)["contractors"].to_numpy() == pytest.approx(np.full(4, 1.3 * 15 * 180_000 / 4e6))
    assert base.layoffs.sum() == 0


def test_they_end_before_anybody_is_laid_off_and_save_layoffs() -> None:
    plan = with_contractors(induced_quits=0.0)
    left = plan.contractors[THERE]
    assert (np.diff(left) <= 1e-9).all()
    assert left[-1] < 1e-6
    laid_off = plan.layoffs[THERE] > 1e-6
    assert laid_off.any()
    assert (left[laid_off] < 1e-6).all()
    own = replace(DEVELOPERS, headcount=DEVELOPERS.headcount + 15.0)
    options = make_options(8, quits_per_month=0.0, induced_quits=0.0, **FAST)
    all_own = solve(inputs_of(options, (CLERKS, own, MANAGERS), EVERY_MOVE)).outcome
    fewer, more = (float(one.layoffs.sum()) for one in (with_contractors(induced_quits=0.0), all_own))
    assert fewer < more - 5


def test_dear_ones_are_replaced_by_people_of_the_firm() -> None:
    cheap, dear = (
        solve(inputs_of(make_options(4, contractor_rate=rate, adoption_midpoint=12.0), OUTSIDE)).outcome
        for rate in (0.9, 1.8)
    )
    assert dear.hires[THERE].sum() > cheap.hires[THERE].sum() + 1
    assert dear.contractors[THERE, 0] < 1e-6 < cheap.contractors[THERE, 0]


def test_the_table_of_roles_tells_how_many_there_are() -> None:
    plan = with_contractors(induced_quits=0.0)
    base = baseline(plan.inputs)
    names = inputs_of(make_options(4)).roles[:-1]
    titles = {"title": [f"role {name}" for name in names], "occupation": names}
    table = role_changes(plan, base, pd.DataFrame(titles, index=names)).set_index("role")
    assert table.loc[DEVELOPERS.code, "contractors"] == 15.0
    assert table.loc[DEVELOPERS.code, "contractors_end"] == pytest.approx(plan.contractors[THERE, -1])
