"""From inputs to one optimal plan: least cost, then fewest layoffs, then least change, then code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from zlib import crc32

import numpy as np

from reallocate.firm.model.induced_quits import SOME, induced_quits, induced_quits_cost, least_induced_quits
from reallocate.firm.model.inputs import STATISTICS, Inputs
from reallocate.firm.model.labelled import Sum, Term, by
from reallocate.firm.model.options import Levers, Limits, Options, Promises
from reallocate.firm.model.people_rules import PAUSE, refilling_limit
from reallocate.firm.model.plan import Outcome, read_outcome
from reallocate.firm.model.programme import Program, build
from reallocate.firm.model.solver import FINISH_LIMIT, Solution, Solver, ready
from reallocate.firm.model.start import Start
from reallocate.firm.model.system_costs import hours_to_cover
from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import InfeasiblePlan
from reallocate.lp.programme import PRIMAL

CODE, _NO_CODE = 1e4, 100.0
"""A code's six digits become a number below 100; positions that direct AI have none and come last."""
_LARGEST = 2**32


def second_choice(solver: Solver, program: Program) -> Solution:
    """Among plans of equal cost: fewest layoffs, least change, the order of codes, then fixed weights.

    solver, program : just solved for least cost
    Change counts thousand hours newly worked with AI, moves and hires alike. The fixed weights mean nothing;
    they settle what is still alike, such as two systems of the same worth, and do not depend on the order of
    roles or on what else there is.
    """
    v, i = program.variables, program.inputs
    stages: tuple[Sum, ...] = (
        [Term(1, v.layoffs)],
        [Term(1, v.pace), Term(1, v.moves), Term(1, v.to_directing), Term(1, v.hires)],
        [Term(by("role", _code_numbers(i)), v.headcount), Term(1e-3, v.automated)],
        _weighed(program),
    )
    solution = None
    for terms in stages:
        solver.fix_optimal_face()
        solver.set_objective(terms)
        solution = solver.minimise(PRIMAL, limit=FINISH_LIMIT)
    assert solution is not None
    return solution


def _weighed(program: Program) -> Sum:
    """Everything that may still be alike, each with a weight of its own."""
    v, i = program.variables, program.inputs
    table, pairs = i.cells.reach.cells, i.move_table
    cells = _fixed_weights(table["family"] + table["serves"] + table["part"])
    roles = _fixed_weights(i.roles)
    quarters = by("period", _fixed_weights(range(len(i.periods))))
    of_roles = by("role", roles) * quarters
    moves = _fixed_weights(pairs["origin"].astype(str) + ">" + pairs["target"].astype(str))
    people = (v.to_directing, v.hires, v.layoffs, v.directing, v.voluntary, v.contractors, v.review)
    compute = (v.api, v.rented, v.ordered)
    return [
        Term(by("cell", cells) * quarters, v.with_ai),
        Term(by("target", cells[i.cells.targets]) * quarters, v.automated),
        Term(by("pair", moves) * quarters, v.moves),
        Term(by("band", [1.0, 2.0, 3.0]) * of_roles, v.dropped),
        *(Term(of_roles, one) for one in people if one is not None),
        *(Term(weight * quarters, one) for weight, one in zip((1.0, 2.0, 3.0), compute, strict=True)),
    ]


def _fixed_weights(names: Iterable[object]) -> Array:
    """A number from 1 to 2 for each name, the same wherever the name comes.

    names : any, told apart by their text
    """
    return np.array([1.0 + crc32(str(name).encode()) / _LARGEST for name in names], dtype=float)


def _code_numbers(i: Inputs) -> Array:
    """The occupation's code as a number, such as 15.1252, whatever other roles there are; (role)."""
    digits = ["".join(sign for sign in str(code) if sign.isdigit()) for code in i.occupation]
    return np.array([float(number) / CODE if number else _NO_CODE for number in digits])


@dataclass(eq=False)
class Solved:
    """A programme with its best plan, ready to be asked further questions.

    program, solver : the programme and where it is held
    outcome : the chosen plan
    solution : the same, of every variable
    basis : of the plan of least cost that was found first, as its solver has it
    """

    program: Program
    solver: Solver
    outcome: Outcome
    solution: Solution
    basis: Any

    @property
    def start(self) -> Start:
        """What the plan of least cost gives others to start from."""
        assert self.outcome.start is not None
        return self.outcome.start


def solve(
    inputs: Inputs,
    start: Start | None = None,
    choose: bool = True,
    systems: Array | None = None,
    solver: Solver | None = None,
    program: Program | None = None,
) -> Solved:
    """The best plan.

    inputs : labels and coefficients
    start : what another plan found, to start from
    choose : apply the second objective among plans of equal cost
    systems : (system) 0 or 1: which are put up, where that is decided beforehand
    solver : of a plan of the same shape that is not needed any more: changed instead of filled anew
    program : of these figures, where it was built before
    Layoffs have a cost that comes with the first of them: people one wanted to keep quit too (P7).
    So the best plan with layoffs is compared with the best without, whose headcount says how many people an
    occupation may have while positions are closed in it (`refilling_waits`).
    """
    program = program or build(inputs)
    if solver is None or not solver.become(program):
        solver = ready(program, start)
    _choose_systems(solver, program, systems)
    induced = np.zeros(len(inputs.periods))
    if inputs.options.exits is not None and inputs.exits_are_forced:
        induced = induced_quits_cost(inputs, inputs.options.exits.quarter)
        charge_induced_quits(solver, program, induced)
    solution = solver.minimise()
    bound = _bound(solution)
    if not inputs.exits_are_forced and solution.of(program.variables.layoffs).sum() > SOME:
        solution, induced, bound = _with_or_without_layoffs(solver, program, solution)
    elif inputs.exits_are_forced:
        bound += least_induced_quits(inputs) - float(induced @ inputs.discount)
        solution, induced = _charge_at_first(solver, program, solution, induced)
    found, basis, objective = solver.start, solver.basis, solution.objective
    if choose:
        solution = second_choice(solver, program)
        solver.release()
        solver.return_to(basis)
    outcome = read_outcome(program, solution, objective, induced)
    outcome = replace(outcome, start=found, bound=min(bound, outcome.bound))
    return Solved(program, solver, outcome, solution, basis)


def start_for_others(inputs: Inputs, start: Start | None = None) -> Start:
    """What a plan gives others to start from: that of least cost, without what its layoffs bring besides.

    start : what another plan found, to start from
    """
    program = build(inputs)
    solver = ready(program, start)
    _choose_systems(solver, program, None)
    solver.minimise()
    found = solver.start
    assert found is not None
    return found


def _choose_systems(solver: Solver, program: Program, systems: Array | None) -> None:
    """Hold which systems are put up, where that is decided, or begin at those that people's work covers.

    systems : as for `solve`
    """
    inputs = program.inputs
    if program.variables.systems is None:
        return
    if systems is not None:
        solver.whole.keep(systems)
    else:
        covered = inputs.cells.systems["hours"].to_numpy(float) > hours_to_cover(inputs)
        solver.whole.guess(covered.astype(float))


def _bound(solution: Solution) -> float:
    """What no plan of a programme costs less than [USD million]."""
    return solution.objective - solution.gap * abs(solution.objective)


def charge_induced_quits(solver: Solver, program: Program, amount: Array) -> None:
    """Fix what replacing people who quit because of layoffs costs.

    amount : (period) [USD million]
    """
    cost = program.variables.cost.isel(statistic=STATISTICS.index("replacing induced quits"))
    solver.bound(cost, amount, amount)


def _charge_at_first(
    solver: Solver, program: Program, solution: Solution, charged: Array
) -> tuple[Solution, Array]:
    """The same plan with induced quits charged in the quarter of the first layoffs, wherever these came.

    charged : (period) [USD million] as charged before layoffs were known
    """
    induced = induced_quits(program.inputs, solution.of(program.variables.layoffs))
    if np.array_equal(induced, charged):
        return solution, charged
    charge_induced_quits(solver, program, induced)
    return solver.minimise(), induced


def _with_or_without_layoffs(
    solver: Solver, program: Program, free: Solution
) -> tuple[Solution, Array, float]:
    """The cheaper of the best plan without layoffs and the best with them, all that they bring counted.

    Returns the plan, what its layoffs induce, and a bound of what any plan costs [USD million].
    """
    v, i = program.variables, program.inputs
    nothing, induced = np.zeros(len(i.periods)), induced_quits(i, free.of(v.layoffs))
    basis, bound = solver.basis, _bound(free) + least_induced_quits(i)
    none = _without_layoffs(solver, program)
    if none is not None:
        bound = min(bound, _bound(none))
        if none.objective <= free.objective + float(induced @ i.discount):
            return none, nothing, bound
    solver.bound(v.layoffs, 0.0, v.layoffs.upper.values)
    charge_induced_quits(solver, program, induced)
    otherwise = (free if none is None else none).of(v.headcount)[:, 1:]
    limit_refilling(solver, program, refilling_limit(i, otherwise))
    solver.return_to(basis)
    solver.whole.free()
    try:
        some = solver.minimise()
    except InfeasiblePlan:
        if none is None:
            raise
    else:
        if none is None or some.objective < none.objective:
            return some, induced, bound
    charge_induced_quits(solver, program, nothing)
    limit_refilling(solver, program, np.inf)
    again = _without_layoffs(solver, program)
    assert again is not None
    return again, nothing, bound


def _without_layoffs(solver: Solver, program: Program) -> Solution | None:
    solver.bound(program.variables.layoffs, 0.0, 0.0)
    solver.whole.free()
    try:
        return solver.minimise()
    except InfeasiblePlan:
        return None


def limit_refilling(solver: Solver, program: Program, limit: Array | float) -> None:
    """Let an occupation and those laid off from it in the pause be so many at most (`refilling_waits`).

    limit : (occupation, period) [FTE]
    """
    rule = program.model.constraints.get(PAUSE)
    if rule is not None:
        solver.limit(rule.labels.values, np.broadcast_to(limit, rule.labels.values.shape).ravel())


def baseline(inputs: Inputs, start: Start | None = None) -> Outcome:
    """What happens without further AI and without exits beyond quits: work grows, people are hired for it.

    inputs : of the plan; its levers and exits are set aside
    start : what the baseline of a firm like it found, to start from
    AI is used as today: with_ai = r₀·x·D(t), and nothing is automated. Its tokens come by the cheapest route.
    """
    return solve(baseline_inputs(inputs), start).outcome


def baseline_inputs(inputs: Inputs) -> Inputs:
    """The figures of a plan's baseline, from those of the plan."""
    none = Levers(
        ai=False,
        layoffs=False,
        redeployment=False,
        directing_hires=False,
        dropping=False,
        end_contractors=False,
        own=inputs.options.levers.own and uses_ai_today(inputs.options),
    )
    options = replace(inputs.options, levers=none, exits=None, limits=Limits(), promises=Promises())
    return replace(inputs, options=options)


def uses_ai_today(options: Options) -> bool:
    """Whether AI of today is in the baseline, whose tokens may then come from own GPUs as well."""
    return options.parameters["assisted_today"] > 0
