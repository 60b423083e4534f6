"""What to do in the first year when several outlooks are possible, and what knowing or waiting is worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np

from reallocate.firm.model.cases import Setting
from reallocate.firm.model.grouping import are_many, at_once, in_groups
from reallocate.firm.model.induced_quits import SOME, induced_quits
from reallocate.firm.model.inputs import Inputs, mean_inputs
from reallocate.firm.model.joint import (
    FIRST_STAGE,
    FirstStage,
    Joint,
    conditional_value_at_risk,
    first_stage,
    independent_cells,
)
from reallocate.firm.model.options import Options, Outlook
from reallocate.firm.model.plan import Outcome, read_outcome
from reallocate.firm.model.programme import Program, build
from reallocate.firm.model.solver import Solution, Solver, ready
from reallocate.firm.model.start import Start
from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import InfeasiblePlan


@dataclass(eq=False)
class Recourse:
    """An outlook's programme in its solver, in which the first year can be fixed.

    quarters : decided before it shows which outlook comes
    """

    program: Program
    solver: Solver
    quarters: int

    def follow(self, decisions: FirstStage) -> Outcome | None:
        """The best that can follow a first year; none where it cannot be followed.

        decisions : (name) of the first quarters
        Solved from nothing: with its first year given a programme is small, and another first year's vertex
        is further away.
        """
        before = first_stage(self.program, self.quarters)
        for name, variable in before.items():
            value = np.clip(decisions[name], variable.lower.values, variable.upper.values)
            if name == "with_ai":
                value = hours_put_up(self.program.inputs, value)
            self.solver.bound(variable, value, value)
        self.solver.start_over()
        layoffs = decisions["layoffs"].sum() > SOME
        try:
            return self.least(may_close=not layoffs)
        except InfeasiblePlan:
            self.solver.start_over()
            return None
        finally:
            for variable in before.values():
                self.solver.bound(variable, variable.lower.values, variable.upper.values)

    def least(self, may_close: bool = True) -> Outcome:
        """The best plan, with what layoffs induce; without any where that is cheaper.

        may_close : whether the first quarters leave it open to lay nobody off
        """
        result = _with_induced_quits(self.program, self.solver.minimise())
        if not (may_close and result.induced_quits_cost.any()) or self.program.inputs.exits_are_forced:
            return result
        layoffs = self.program.variables.layoffs.isel(period=slice(self.quarters, None))
        every = self.program.variables.layoffs if self.quarters == 0 else layoffs
        self.solver.bound(every, 0.0, 0.0)
        try:
            none = _with_induced_quits(self.program, self.solver.minimise())
        except InfeasiblePlan:
            self.solver.start_over()
            return result
        finally:
            self.solver.bound(every, every.lower.values, every.upper.values)
        return none if none.objective < result.objective else result


def hours_put_up(i: Inputs, decided: Array) -> Array:
    """Hours with AI that were decided, where no system may grow faster than it can (P5).

    decided : (cell of own work, first quarters) [thousand hours]
    Where an outlook has less work than was planned for, less was put up before, and the rest takes its time.
    """
    own = independent_cells(i)
    system = i.cells.table["system"].to_numpy(np.int64)[own]
    most = i.cells.systems["hours"].to_numpy(float) * i.pace
    before, result = i.used_hours[own, 0] / i.growth[0], decided.copy()
    for quarter in range(decided.shape[1]):
        rise = result[:, quarter] - before
        wanted = np.bincount(system, rise, minlength=len(most))
        share = np.divide(most, wanted, out=np.ones_like(most), where=wanted > most)
        result[:, quarter] = before + rise * share[system]
        before = result[:, quarter]
    return result


def _with_induced_quits(program: Program, solution: Solution) -> Outcome:
    """A solution with the cost of the quits that its layoffs induce.

    program, solution : solved together
    """
    induced = induced_quits(program.inputs, solution.of(program.variables.layoffs))
    objective = solution.objective + float(induced @ program.inputs.discount)
    return read_outcome(program, solution, objective, induced)


AS_PLANNED, MEAN, JOINT, LEAST_REGRET, WAIT = (
    "the original plan",
    "planned for the mean outlook",
    "planned for all outlooks",
    "least regret",
    "wait and see",
)
_BINDING = ("layoffs", "voluntary", "moves", "to_directing", "ordered", "with_ai")
"""What waiting leaves undecided; people are hired as before."""


@dataclass(frozen=True, eq=False)
class Strategy:
    """A first year, and the best that follows it in each outlook.

    costs : (outlook) [USD million] net present cost; not a number where it cannot be followed
    plans : (outlook) decisions; none where it cannot be followed
    caution : [share] for which it was made, where for one
    gap : [USD million] by which another first year could bring less of what was asked at most
    """

    name: str
    costs: Array
    plans: tuple[Outcome | None, ...]
    caution: float | None = None
    gap: float = 0.0

    @property
    def lays_off(self) -> bool:
        """Whether people are laid off in any outlook."""
        return any(plan is not None and plan.induced_quits_cost.any() for plan in self.plans)


@dataclass(frozen=True, eq=False)
class Uncertain:
    """The strategies and what each costs in each outlook.

    outlooks : with weights adding up to 1
    quarters : decided before it shows which outlook comes
    tail : [share] of the outlooks' weight that counts as the worst
    alone : (outlook) [USD million] what the work would cost with people alone
    known : (outlook) the best plan of one who knows the outlook
    strategies : others
    """

    outlooks: tuple[Outlook, ...]
    quarters: int
    tail: float
    alone: Array
    known: tuple[Outcome, ...]
    strategies: tuple[Strategy, ...]

    @property
    def weights(self) -> Array:
        """(outlook) [share]."""
        return np.array([outlook.weight for outlook in self.outlooks])

    @property
    def least(self) -> Array:
        """(outlook) [USD million] least cost of one who knows the outlook."""
        return np.array([plan.objective for plan in self.known])

    @property
    def starts(self) -> list[Start]:
        """(outlook) what the plan of one who knows it found, to start from."""
        return [plan.start for plan in self.known if plan.start is not None]

    def expected(self, costs: Array) -> float:
        """The mean over outlooks [USD million].

        costs : (outlook) [USD million]
        """
        return float(self.weights @ costs)

    def worst(self, costs: Array) -> float:
        """Conditional value at risk (CVaR) of the cost above that with people alone [USD million].

        costs : (outlook) [USD million]
        """
        return conditional_value_at_risk(costs - self.alone, self.weights, self.tail)

    def strategy(self, name: str) -> Strategy | None:
        """A strategy by name, where it was worked out."""
        return next((one for one in self.strategies if one.name == name), None)


def _first_stage(plan: Outcome, quarters: int) -> FirstStage:
    values = {name: getattr(plan, name)[..., :quarters] for name in FIRST_STAGE}
    return {**values, "with_ai": values["with_ai"][independent_cells(plan.inputs)]}


def under_uncertainty(
    setting: Setting, outlooks: Sequence[Outlook], quarters: int, tail: float, cautions: Sequence[float]
) -> Uncertain:
    """Every strategy in every outlook.

    setting : the plan; small roles may be grouped
    outlooks : with weights adding up to 1
    quarters : decided before it shows which outlook comes
    tail : [share] of the outlooks' weight that counts as the worst
    cautions : [share] between expected cost (0) and the worst share of outlooks (1); the first is 0
    Work may be left undone at its price in all of them, since a first year made for one outlook must
    be possible in another. Raises `InfeasiblePlan` where an outlook has no plan at all.
    Source: Birge, Louveaux 2011, Introduction to Stochastic Programming, ch. 4,
    DOI 10.1007/978-1-4614-0237-4.
    """
    result, held = known_outlooks(setting, outlooks, quarters, tail)
    programs = [one.program for one in held]
    own = [
        (f"planned for {outlook.name}", _first_stage(plan, quarters))
        for outlook, plan in zip(result.outlooks, result.known, strict=True)
    ]
    program = build(setting.inputs(_recourse_options(setting.options)))
    as_made = Recourse(program, ready(program), 0)
    program = build(mean_inputs([one.inputs for one in programs], result.weights))
    mean = Recourse(program, ready(program), 0)
    followed = [
        (AS_PLANNED, _first_stage(as_made.least(), quarters)),
        (MEAN, _first_stage(mean.least(), quarters)),
        *own,
    ]
    strategies = [_followed(name, held, decisions) for name, decisions in followed]
    if are_many(programs):
        strategies += [made_in_groups(result, held, caution) for caution in cautions]
    else:
        strategies += _jointly(result, programs, cautions)
    return replace(
        result, known=tuple(one.without_start for one in result.known), strategies=tuple(strategies)
    )


def known_outlooks(
    setting: Setting, outlooks: Sequence[Outlook], quarters: int, tail: float
) -> tuple[Uncertain, list[Recourse]]:
    """What one who knows the outlook would do in each, no other strategy yet, and the outlooks' programmes.

    setting, outlooks, quarters, tail : as for `under_uncertainty`
    Many outlooks start from where the first of the same capability ended; few do not, since least regret
    among plans that tie hangs on the last digits of what the best costs.
    """
    made = tuple(replace(one, options=_recourse_options(one.options)) for one in outlooks)
    programs = [build(setting.inputs(outlook.options)) for outlook in made]
    solvers = [ready(program) for program in programs]
    alike: dict[str, list[int]] = {}
    for place, outlook in enumerate(made):
        capability = outlook.options.capability if are_many(programs) else outlook.name
        alike.setdefault(capability, []).append(place)

    def least(places: list[int]) -> list[Outcome]:
        result: list[Outcome] = []
        for place in places:
            if result:
                solvers[place].return_to(solvers[places[0]].basis)
            plan = Recourse(programs[place], solvers[place], 0).least()
            result.append(replace(plan, start=solvers[place].start))
        return result

    chains = list(alike.values())
    best = at_once(least, chains) if are_many(programs) else [least(one) for one in chains]
    at = dict(zip(chain.from_iterable(chains), chain.from_iterable(best), strict=True))
    known = [at[place] for place in range(len(made))]
    held = [Recourse(program, solver, quarters) for program, solver in zip(programs, solvers, strict=True)]
    alone = np.array([setting.baseline(outlook.options).objective for outlook in made])
    return Uncertain(made, quarters, tail, alone, tuple(known), ()), held


def made_in_groups(found: Uncertain, held: Sequence[Recourse], caution: float) -> Strategy:
    """The plan made for all outlooks in groups of them, and how far from the best it may be.

    found, held : as from `known_outlooks`
    caution : [share] between expected cost (0) and the worst share of outlooks (1)
    """
    programs = [one.program for one in held]
    decisions, bound = in_groups(
        programs, found.weights, found.least, found.alone, found.quarters, found.tail, caution, found.starts
    )
    plans = tuple(at_once(lambda one: one.follow(decisions), held))
    costs = np.array([np.nan if plan is None else plan.objective for plan in plans])
    followed = Strategy(JOINT, costs, plans, caution=caution)
    return replace(followed, gap=_measure(found, followed) - bound)


def _recourse_options(options: Options) -> Options:
    """Work may be left undone, and its amount is given; the fixed cost of a system is set aside.

    Several outlooks whose work answers to its cost take ten times as long as one programme.
    """
    levers = replace(options.levers, dropping=True)
    parameters = options.parameters.replace(system_cost=0.0, work_elasticity=0.0)
    return replace(options, levers=levers, parameters=parameters)


def _followed(name: str, held: Sequence[Recourse], decisions: FirstStage) -> Strategy:
    plans = tuple(one.follow(decisions) for one in held)
    costs = np.array([np.nan if plan is None else plan.objective for plan in plans])
    return Strategy(name, costs, plans)


def _jointly(found: Uncertain, programs: Sequence[Program], cautions: Sequence[float]) -> list[Strategy]:
    """The plans made for all outlooks at once, and the one that waits."""
    joint = Joint(programs, found.weights, found.least, found.alone, found.quarters, found.tail, found.starts)
    questions: list[tuple[str, float | None]] = [(JOINT, caution) for caution in cautions]
    questions.append((LEAST_REGRET, None))

    made = [_answer(joint, name, caution) for name, caution in questions]
    if programs[0].inputs.exits_are_forced:
        return made
    if any(one.lays_off for one in made):
        joint.close(("layoffs",))
        made = [_without_layoffs(joint, found, one) if one.lays_off else one for one in made]
        joint.open(("layoffs",))
    joint.close(_BINDING, found.quarters)
    try:
        waiting = _answer(joint, WAIT, 0.0)
    except InfeasiblePlan:
        return made
    if waiting.lays_off:
        joint.close(("layoffs",))
        waiting = _without_layoffs(joint, found, waiting)
    return [*made, replace(waiting, caution=None)]


def _without_layoffs(joint: Joint, found: Uncertain, made: Strategy) -> Strategy:
    """The better of an answer and of that without layoffs, which the joint programme has closed."""
    try:
        without = _answer(joint, made.name, made.caution)
    except InfeasiblePlan:
        return made
    return made if _measure(found, made) < _measure(found, without) else without


def _answer(joint: Joint, name: str, caution: float | None) -> Strategy:
    solutions = joint.least_regret() if caution is None else joint.expected(caution)
    plans = tuple(
        _with_induced_quits(program, solution)
        for program, solution in zip(joint.programs, solutions, strict=True)
    )
    return Strategy(name, np.array([plan.objective for plan in plans]), plans, caution)


def _measure(found: Uncertain, strategy: Strategy) -> float:
    """What was asked for, which is to be small [USD million]."""
    if strategy.caution is None:
        return float((strategy.costs - found.least).max())
    mean, worst = found.expected(strategy.costs - found.alone), found.worst(strategy.costs)
    return (1 - strategy.caution) * mean + strategy.caution * worst
