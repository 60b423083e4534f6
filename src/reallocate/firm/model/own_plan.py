"""A planner's own plan: what it decides is held, what it leaves open is completed at least cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from reallocate.firm.model.broken import Breach, Request, breach_of, excesses, requests
from reallocate.firm.model.cases import Setting, free_options
from reallocate.firm.model.induced_quits import SOME, induced_quits
from reallocate.firm.model.inputs import DIRECTING_ROLE, Inputs
from reallocate.firm.model.options import Options
from reallocate.firm.model.people_rules import pause_after_layoffs, refilling_limit
from reallocate.firm.model.plan import Outcome, read_outcome
from reallocate.firm.model.programme import Program, build
from reallocate.firm.model.solve import charge_induced_quits, limit_refilling, second_choice, solve
from reallocate.firm.model.solver import Solution, Solver, ready
from reallocate.kernel.arrays import Array, Flags
from reallocate.kernel.errors import InfeasiblePlan

_ASSUMED = ("moves_are_limited", "movers_are_free")
"""Rules of moves that rest on an assumption; an own plan that states moves may go beyond it."""
_UNLIMITED = 1e9
"""Added to the right side of a row that is set aside [FTE, thousand hours]."""


@dataclass(frozen=True, eq=False)
class Stated:
    """What an own plan decides; missing where it is left open.

    hires, exits, offers, headcount : (role, period) [FTE]; the headcount at the end of the quarter
    moves : (pair, period) [FTE]
    to_directing : (role, period) [FTE]
    """

    hires: Array
    exits: Array
    offers: Array
    headcount: Array
    moves: Array
    to_directing: Array

    @property
    def moves_known(self) -> Flags:
        """(role, period) whether moves out of the role are decided."""
        return np.isfinite(self.to_directing)


def stated(i: Inputs, rows: pd.DataFrame) -> Stated:
    """The decisions of an own plan over the axes of a programme.

    rows : role, period, hires, exits, offers, headcount, moves, to; missing where nothing is decided
    Where a row states moves out of a role, no others leave it in that quarter.
    """
    shape = (len(i.roles), len(i.periods))
    place, period = i.roles.get_indexer(pd.Index(rows["role"])), rows["period"].to_numpy(np.int64)
    figures: dict[str, Array] = {}
    for name in ("hires", "exits", "offers", "headcount"):
        values = rows[name].to_numpy(float)
        known = np.isfinite(values)
        figures[name] = np.full(shape, np.nan)
        figures[name][place[known], period[known]] = values[known]
    moved = np.isfinite(rows["moves"].to_numpy(float))
    known = np.zeros(shape, dtype=bool)
    known[place[moved], period[moved]] = True
    moves = np.where(known[i.origins], 0.0, np.nan) if len(i.move_table) else np.zeros((0, shape[1]))
    to_directing = np.where(known, 0.0, np.nan)
    ends = zip(i.move_table["origin"], i.move_table["target"], strict=True)
    pairs = {pair: at for at, pair in enumerate(ends)}
    for _, row in rows[moved & rows["to"].ne("").to_numpy()].iterrows():
        if row["to"] == DIRECTING_ROLE:
            to_directing[i.roles.get_loc(row["role"]), int(row["period"])] = row["moves"]
        else:
            moves[pairs[row["role"], row["to"]], int(row["period"])] = row["moves"]
    return Stated(**figures, moves=moves, to_directing=to_directing)


@dataclass(frozen=True, eq=False)
class OwnPlan:
    """An own plan, completed and priced.

    stated : its decisions
    breaches : promises and limits that it breaks, with how much
    beyond : assumptions about people that it goes beyond, with how much
    """

    outcome: Outcome
    stated: Stated
    breaches: tuple[Breach, ...]
    beyond: tuple[Breach, ...]


def solve_own_plan(setting: Setting, rows: pd.DataFrame, base: Outcome) -> OwnPlan:
    """An own plan with what it leaves open completed at least cost.

    rows : as for `stated`
    base : the baseline
    Nobody is laid off, and nobody is offered pay to leave, but where that is decided or a headcount needs it.
    An occupation that has exits, with those who left it in the pause, is completed to no more people than
    it has at the start or in the best plan without layoffs, besides those who come by decision
    (`refilling_waits`).
    Promises and limits are kept where they can be: one that the decisions break is set aside and measured.
    Work is left undone where the cheapest plan may, or where the decisions leave too few people for it.
    Raises `InfeasiblePlan` where more people leave than there are.
    """
    options = free_options(setting.options)
    if rows["offers"].gt(0).any():
        options = replace(options, levers=replace(options.levers, voluntary=True))
    leaves_work = replace(options, levers=replace(options.levers, dropping=True))
    some_leave = rows["exits"].gt(0).any() or rows["headcount"].notna().any()
    otherwise = _without_layoffs(setting, options, base) if some_leave else base.headcount
    for tried in dict.fromkeys((options.levers.dropping, True)):
        chosen = leaves_work if tried else options
        try:
            completed, refilled = _completed(setting, chosen, rows, base, otherwise, loose=False)
        except InfeasiblePlan:
            continue
        return _measured(completed, refilled, rows, requests(setting.options))
    return _with_broken(setting, leaves_work, rows, base, otherwise)


def _without_layoffs(setting: Setting, options: Options, base: Outcome) -> Array:
    """Headcount of the best plan in which nobody is laid off, of the baseline where there is none.

    (role, period) [FTE]
    """
    nobody = replace(options, levers=replace(options.levers, layoffs=False))
    try:
        return solve(setting.inputs(nobody, base), choose=False).outcome.headcount
    except InfeasiblePlan:
        return base.headcount


def _with_broken(
    setting: Setting, options: Options, rows: pd.DataFrame, base: Outcome, otherwise: Array
) -> OwnPlan:
    """The plan without the requests that it breaks.

    What the plan without any request keeps can be kept; each other request is tried by itself on top.
    """
    wanted = requests(setting.options)
    found = _completed(setting, _without(options, wanted), rows, base, otherwise, loose=True)
    broken = [one for one in wanted if breach_of(one, found[0])]
    kept_all = len(broken) == len(wanted)
    if not kept_all:
        found = _completed(setting, _without(options, broken), rows, base, otherwise, loose=True)
    for one in list(broken):
        fewer = [other for other in broken if other is not one]
        try:
            found = _completed(setting, _without(options, fewer), rows, base, otherwise, loose=True)
        except InfeasiblePlan:
            continue
        broken = fewer
    return _measured(*found, rows, wanted)


def _without(options: Options, given: Sequence[Request]) -> Options:
    for one in given:
        options = one.without(options)
    return options


def _measured(outcome: Outcome, refilled: Array, rows: pd.DataFrame, wanted: Sequence[Request]) -> OwnPlan:
    breaches = tuple(found for one in wanted if (found := breach_of(one, outcome)))
    return OwnPlan(outcome, stated(outcome.inputs, rows), breaches, excesses(outcome, refilled))


def _completed(
    setting: Setting, options: Options, rows: pd.DataFrame, base: Outcome, otherwise: Array, loose: bool
) -> tuple[Outcome, Array]:
    """The decisions with all else at least cost, and how many people come too soon after layoffs.

    otherwise : (role, period) [FTE] headcount of the plan without layoffs
    loose : let what is decided go beyond what is assumed of moves and offers
    """
    program = build(setting.inputs(options, base))
    own = stated(program.inputs, rows)
    solver = ready(program)
    if loose:
        _loosen(solver, program, own)
    _hold(solver, program, own, otherwise)
    solution, induced = _least(solver, program, own)
    objective = solution.objective
    plan = read_outcome(program, second_choice(solver, program), objective, induced)
    return plan, people_refilled(plan, otherwise)


def _least(solver: Solver, program: Program, own: Stated) -> tuple[Solution, Array]:
    """Least cost with the quits that layoffs induce, from the first that are decided or a headcount needs."""
    v, i = program.variables, program.inputs
    induced = induced_quits(i, np.nan_to_num(own.exits))
    while True:
        charge_induced_quits(solver, program, induced)
        solver.whole.free()
        solution = solver.minimise()
        again = induced_quits(i, solution.of(v.layoffs))
        if not _earlier(again, induced):
            return solution, induced
        induced = again


def _earlier(one: Array, other: Array) -> bool:
    """Whether a cost that falls due in one quarter comes before another."""
    return bool(one.any() and (not other.any() or np.argmax(one > 0) < np.argmax(other > 0)))


def _most_refilled(i: Inputs, own: Stated, otherwise: Array) -> Array:
    """What an occupation and those who left it in the pause may be at most; (occupation, period) [FTE].

    `refilling_limit` beside the plan without layoffs, and those who come by decision in the pause. No limit
    where nobody leaves, and none where a headcount is decided: decisions may break the rule, and the result
    says so.
    """
    place, names = pd.factorize(i.occupation)
    pause = pause_after_layoffs(i)
    came = np.nan_to_num(own.hires)
    np.add.at(came, i.targets, np.nan_to_num(own.moves) * _between(i)[:, None])
    leaves = (np.nan_to_num(own.exits) > SOME) | (_most_exits(i, own) > SOME)
    decided, some, known = np.zeros((3, len(names), len(i.periods)))
    np.add.at(decided, place, came)
    np.add.at(some, place, leaves)
    np.add.at(known, place, np.isfinite(own.headcount))
    paused = _over_pause(some, pause) > 0
    limit = refilling_limit(i, otherwise) + _over_pause(decided * paused, pause)
    return np.where(paused & (known == 0), limit, np.inf)


def _over_pause(each: Array, pause: int) -> Array:
    """The sum over a quarter and those before it within the pause; (…, period)."""
    added = np.cumsum(each, axis=-1)
    added[..., pause:] -= added[..., :-pause].copy()
    return added


def people_refilled(plan: Outcome, otherwise: Array) -> Array:
    """People beyond what an occupation may have in the pause after layoffs from it; (period) [FTE].

    otherwise : (role, period) [FTE] headcount of the plan without the layoffs
    """
    i = plan.inputs
    place, names = pd.factorize(i.occupation)
    now, left = np.zeros((2, len(names), len(i.periods)))
    np.add.at(now, place, plan.headcount)
    np.add.at(left, place, plan.layoffs)
    gone = _over_pause(left, pause_after_layoffs(i))
    beyond = now + gone - refilling_limit(i, otherwise)
    result: Array = np.where(gone > SOME, np.maximum(beyond, 0.0), 0.0).sum(axis=0)
    return result


def _between(i: Inputs) -> Flags:
    """(pair) whether a move leads into another occupation."""
    return np.asarray(i.occupation[i.origins] != i.occupation[i.targets], dtype=bool)


def _hold(solver: Solver, program: Program, own: Stated, otherwise: Array) -> None:
    """Hold what is decided; people leave only where that is decided or a headcount may need it."""
    v, i = program.variables, program.inputs
    known = np.isfinite(own.headcount)
    now = v.headcount.isel(date=slice(1, None))
    solver.bound(now, np.where(known, own.headcount, 0.0), np.where(known, own.headcount, np.inf))
    limit_refilling(solver, program, _most_refilled(i, own, otherwise))
    held: tuple[tuple[Any, Array, Array | float], ...] = (
        (v.hires, own.hires, v.hires.upper.values),
        (v.layoffs, own.exits, _most_exits(i, own)),
        (v.moves, own.moves, v.moves.upper.values),
        (v.to_directing, own.to_directing, v.to_directing.upper.values),
        (v.voluntary, own.offers, 0.0),
    )
    for variable, decided, most in held:
        if variable is not None:
            known = np.isfinite(decided)
            solver.bound(variable, np.where(known, decided, 0.0), np.where(known, decided, most))


def quarters_after_exits(i: Inputs, own: Stated) -> Flags:
    """Quarters of an occupation in the pause after exits from it that are decided; (role, period)."""
    place, names = pd.factorize(i.occupation)
    left = np.zeros((len(names), len(i.periods)))
    np.add.at(left, place, np.nan_to_num(own.exits))
    result: Flags = (_over_pause(left, pause_after_layoffs(i)) > SOME)[place]
    return result


def _most_exits(i: Inputs, own: Stated) -> Array:
    """Layoffs that a stated headcount may need beyond quits; (role, period) [FTE]; none elsewhere."""
    before = np.column_stack([i.headcount, own.headcount[:, :-1]])
    arrived = np.zeros_like(before)
    np.add.at(arrived, i.targets, np.nan_to_num(own.moves))
    left = before * (1 - i.quits)[:, None] + arrived - own.headcount
    needed = np.where(np.isnan(left), np.inf, np.maximum(left, 0.0))
    return np.where(np.isfinite(own.headcount) & ~np.isfinite(own.exits), needed, 0.0)


def _loosen(solver: Solver, program: Program, own: Stated) -> None:
    """Take away what is assumed of moves and of offers where they are decided."""
    rows = program.model.constraints
    places: dict[str, Flags] = dict.fromkeys(_ASSUMED, own.moves_known)
    places["offers_are_taken"] = np.asarray(np.isfinite(own.offers).any(axis=1))
    for name, decided in places.items():
        if name in rows and decided.any():
            solver.move_right_side(rows[name].labels.values[decided], _UNLIMITED)
