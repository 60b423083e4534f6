"""A planner's own plan: what it decides is held, what it leaves open is completed at least cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from reallocate.firm.model.broken import Breach, Request, breach_of, excesses, requests
from reallocate.firm.model.cases import Setting, free_options
from reallocate.firm.model.inputs import DIRECTING_ROLE, Inputs
from reallocate.firm.model.options import Options
from reallocate.firm.model.plan import Outcome, read_outcome
from reallocate.firm.model.programme import Program, build
from reallocate.firm.model.solve import (
    SOME,
    charge_induced_quits,
    close_refilling,
    induced_quits,
    refilled,
    second_choice,
)
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
    For as many quarters as the pause after layoffs, open hires before exits from an occupation replace quits
    at most, and nobody moves into it.
    Promises and limits are kept where they can be: one that the decisions break is set aside and measured.
    Work is left undone where the cheapest plan may, or where the decisions leave too few people for it.
    Raises `InfeasiblePlan` where more people leave than there are.
    """
    options = free_options(setting.options)
    if rows["offers"].gt(0).any():
        options = replace(options, levers=replace(options.levers, voluntary=True))
    leaves_work = replace(options, levers=replace(options.levers, dropping=True))
    for tried in dict.fromkeys((options.levers.dropping, True)):
        chosen = leaves_work if tried else options
        try:
            completed, flags = _completed(setting, chosen, rows, base, loose=False)
        except InfeasiblePlan:
            continue
        return _measured(completed, flags, rows, requests(setting.options))
    return _with_broken(setting, leaves_work, rows, base)


def _with_broken(setting: Setting, options: Options, rows: pd.DataFrame, base: Outcome) -> OwnPlan:
    """The plan without the requests that it breaks.

    What the plan without any request keeps can be kept; each other request is tried by itself on top.
    """
    wanted = requests(setting.options)
    found = _completed(setting, _without(options, wanted), rows, base, loose=True)
    broken = [one for one in wanted if breach_of(one, found[0])]
    kept_all = len(broken) == len(wanted)
    if not kept_all:
        found = _completed(setting, _without(options, broken), rows, base, loose=True)
    for one in list(broken):
        fewer = [other for other in broken if other is not one]
        try:
            found = _completed(setting, _without(options, fewer), rows, base, loose=True)
        except InfeasiblePlan:
            continue
        broken = fewer
    return _measured(*found, rows, wanted)


def _without(options: Options, given: Sequence[Request]) -> Options:
    for one in given:
        options = one.without(options)
    return options


def _measured(outcome: Outcome, flags: Flags, rows: pd.DataFrame, wanted: Sequence[Request]) -> OwnPlan:
    breaches = tuple(found for one in wanted if (found := breach_of(one, outcome)))
    return OwnPlan(outcome, stated(outcome.inputs, rows), breaches, excesses(outcome, flags))


def _completed(
    setting: Setting, options: Options, rows: pd.DataFrame, base: Outcome, loose: bool
) -> tuple[Outcome, Flags]:
    """The decisions with all else at least cost, and where people come too soon after layoffs.

    loose : let what is decided go beyond what is assumed of moves and offers
    """
    program = build(setting.inputs(options, base))
    own = stated(program.inputs, rows)
    solver = ready(program)
    if loose:
        _loosen(solver, program, own)
    solution, induced = _least(solver, program, own)
    objective, pause = solution.objective, refilled(program, solution)
    chosen = second_choice(solver, program)
    if not (refilled(program, chosen) & ~pause).any():
        solution = chosen
    return read_outcome(program, solution, objective, induced), pause


def _least(solver: Solver, program: Program, own: Stated) -> tuple[Solution, Array]:
    """Least cost with the quits that layoffs induce; what is completed keeps the pause after layoffs.

    Each round closes more quarters, or finds the quarter of the first layoffs that a headcount needs.
    """
    v, i = program.variables, program.inputs
    closed = np.zeros(own.hires.shape, dtype=bool)
    _hold(solver, program, own, closed)
    induced = induced_quits(i, np.nan_to_num(own.exits))
    while True:
        charge_induced_quits(solver, program, induced)
        solver.whole.free()
        solution = solver.minimise()
        again = induced_quits(i, solution.of(v.layoffs))
        more = refilled(program, solution) & _may_come(program, own) & ~closed
        if not more.any() and not _earlier(again, induced):
            return solution, induced
        closed |= more
        induced = again if _earlier(again, induced) else induced
        _hold(solver, program, own, closed)


def _earlier(one: Array, other: Array) -> bool:
    """Whether a cost that falls due in one quarter comes before another."""
    return bool(one.any() and (not other.any() or np.argmax(one > 0) < np.argmax(other > 0)))


def _may_come(program: Program, own: Stated) -> Flags:
    """Where it is left open whether people come into a role from outside or another occupation."""
    result = np.isnan(own.hires)
    np.logical_or.at(result, program.inputs.targets, np.isnan(own.moves) & _between(program)[:, None])
    return result


def _headcount_needs(i: Inputs, own: Stated) -> Flags:
    """Where a stated headcount is more than the quits before it leave, so that people must come."""
    before = np.column_stack([i.headcount, own.headcount[:, :-1]])
    result: Flags = own.headcount > before * (1 - i.quits)[:, None] + SOME
    return result


def _decided_to_come(program: Program, own: Stated) -> Flags:
    """Quarters of an occupation into which people come by decision, or for a headcount; (role, period).

    There the rule of the pause is lifted: decisions may break it, and the result says so.
    """
    i = program.inputs
    came = np.nan_to_num(own.hires)
    np.add.at(came, i.targets, np.nan_to_num(own.moves) * _between(program)[:, None])
    place, names = pd.factorize(i.occupation)
    some = np.zeros((len(names), came.shape[1]), dtype=bool)
    np.logical_or.at(some, place, (came > 0) | _headcount_needs(i, own))
    result: Flags = some[place]
    return result


def _between(program: Program) -> Flags:
    """(pair) whether a move leads into another occupation."""
    i = program.inputs
    return np.asarray(i.occupation[i.origins] != i.occupation[i.targets], dtype=bool)


def _hold(solver: Solver, program: Program, own: Stated, closed: Flags) -> None:
    """Hold what is decided; people leave only where that is decided or a headcount may need it.

    closed : (role, period) where what is left open may replace quits at most (`refilling_waits`), and where
        people come by decision, nobody else comes from outside or from another occupation
    """
    v, i = program.variables, program.inputs
    known = np.isfinite(own.headcount)
    now = v.headcount.isel(date=slice(1, None))
    solver.bound(now, np.where(known, own.headcount, 0.0), np.where(known, own.headcount, np.inf))
    # There the cheapest completion would hire people in advance, only to make up for the exits decided.
    before = quarters_near_exits(i, own, before=round(i.options.parameters["rehire_pause"]))
    come = _decided_to_come(program, own)
    close_refilling(solver, program, closed & ~come)
    shut = closed & come & ~_headcount_needs(i, own)
    closed_moves = (shut | before)[i.targets] & _between(program)[:, None]
    most_hires = np.where(before, np.minimum(v.hires.upper.values, _backfill(i)), v.hires.upper.values)
    held: tuple[tuple[Any, Array, Array | float], ...] = (
        (v.hires, own.hires, np.where(shut, 0.0, most_hires)),
        (v.layoffs, own.exits, _most_exits(i, own)),
        (v.moves, own.moves, np.where(closed_moves, 0.0, v.moves.upper.values)),
        (v.to_directing, own.to_directing, v.to_directing.upper.values),
        (v.voluntary, own.offers, 0.0),
    )
    for variable, decided, most in held:
        if variable is not None:
            known = np.isfinite(decided)
            solver.bound(variable, np.where(known, decided, 0.0), np.where(known, decided, most))


def quarters_near_exits(i: Inputs, own: Stated, before: int = 0, after: int = 0) -> Flags:
    """Quarters of an occupation that lie near exits from it that are decided; (role, period).

    before, after : how many count, before the quarter of the exits, and from it on
    """
    result = np.zeros(own.exits.shape, dtype=bool)
    for place, period in zip(*np.nonzero(np.nan_to_num(own.exits) > SOME), strict=True):
        result[i.occupation == i.occupation[place], max(period - before, 0) : period + after] = True
    return result


def _backfill(i: Inputs) -> Array:
    """Hires that replace the people of the start who quit in a quarter; (role, 1) [FTE]."""
    result: Array = (i.quits * i.headcount)[:, None]
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
