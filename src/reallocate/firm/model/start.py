"""Where the first solve of a plan starts: a vertex near the best one, from which the simplex method finishes.

A plan's programme is mostly one for each family of roles: what ties families together, apart from compute and
directing, is total headcount, because coordination follows it. And most of what a plan may do it does not do:
few people move and fewer are laid off. So the programme is solved first with total headcount and its price
given and without the seldom used, which is quick; both are corrected a few times by what comes out, at last
with the seldom used; and the whole programme is finished from there. Whatever the start, only an optimum of
the whole programme leaves the solver: the start decides how long it takes, not what comes out.

Source: Dantzig, Wolfe 1960, Operations Research 8:101, DOI 10.1287/opre.8.1.101 (coupling rows by prices)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import highspy
import numpy as np

from reallocate.firm.model.inputs import Inputs
from reallocate.firm.model.programme import Program
from reallocate.kernel.arrays import Array, Integers
from reallocate.lp.model import Variable
from reallocate.lp.programme import (
    BASIC,
    DEVEX,
    DUAL,
    LOWER,
    PRIMAL,
    LinearProgram,
    Statuses,
    Vertex,
    basis_of,
    numbered,
    vector,
)

_ROUNDS, _ROUNDS_OF_KNOWN, _WIDE_ROUNDS = 3, 1, 2
"""Without the seldom used, from today's headcount or from total headcount and its price as another plan found
them; and then with it, these still given."""
_LARGE = 60_000
"""Rows from which the first round takes the interior point."""
_FIRST_LIMIT = 200_000
_ROUND_LIMIT = 20_000
"""Simplex steps of the first and of a later round before the start is given up."""
_SPARE = 1e-6
"""Of the hours that a role has; where more are left over, people may have to be laid off."""
_MANY_SPARE = 2e-5
"""[share of all hours] Where more are left over, the primal method is far from a plan with layoffs."""
_HUGE = 40_000
"""Rows of several outlooks together from which it is still quicker than to start over, measured on 30,035
(0.8 s slower) and on 51,537 (5 s quicker)."""
_ANEW = 0
"""Instead of a simplex variant: from nothing, by the dual method or the interior point."""
_ROUNDS_OF_QUESTION, _SETTLED_OF_QUESTION = 3, 1e-5
"""The same from the vertex of another question, and the relative change below which none is added."""
_SHARE_OF_QUESTION = 1 / 6
"""Simplex steps of such a round, for each row, before the other question's own vertex is as good a start."""
_SETTLED = 1e-7
"""Relative change of total headcount and of its price in a round below which no other round is made."""

_SELDOM = ("moves", "to_directing")
_SELDOM_ROWS = ("moves_are_limited", "movers_are_free")
_BANDS = ("up", "down")
"""Of own work that responds: while they are closed its reach is a bound instead of a rule. They are as narrow
as they are many, and the dual method fills all that are worth it in one step: so they are opened first, by
themselves."""
_LAYOFFS, _LAYOFF_ROWS = "layoffs", "people_leave_once"
_DROPPED, _DROPPED_ROWS = "dropped", "bands_of_dropped_work"
_FREED = (*_SELDOM_ROWS, _LAYOFF_ROWS, _DROPPED_ROWS)


@dataclass(frozen=True, eq=False)
class Start:
    """What one solved plan gives another to start from.

    vertex : where the plan is, by the names of its variables and rules; none where a plan of other work or
        another reach is too far from it
    total : (period) [FTE] total headcount
    price : (period) [USD million/FTE] what one more head costs in coordination, present value
    may_lay_off : whether layoffs were open from the start, or people had hours to spare
    """

    vertex: Vertex | None
    total: Array
    price: Array
    may_lay_off: bool

    @property
    def without_vertex(self) -> Start:
        """Total headcount and its price alone."""
        return replace(self, vertex=None)

    def later(self, quarters: int) -> Start:
        """The same of the quarters after some, without the vertex.

        quarters : left out, from the start [quarters]
        """
        return Start(None, self.total[quarters:], self.price[quarters:], self.may_lay_off)


@dataclass(frozen=True, eq=False)
class Places:
    """Where a programme has its columns and rows.

    headcount : (role, period)
    total : (period); total_rows : (period)
    columns, rows : (name) all places of a variable and of a rule
    """

    headcount: Integers
    total: Integers
    total_rows: Integers
    columns: dict[str, Integers]
    rows: dict[str, Integers]


class NearVertex:
    """Finds a vertex near the best plan.

    program : held by the solver
    places : of its columns and rows
    inputs : the figures of the plan
    start : what another plan found
    Where first quarters are decided, people hired and systems put up in them may leave some with hours to
    spare, so that layoffs are open from the start.
    """

    def __init__(
        self,
        program: LinearProgram,
        places: Places,
        inputs: Inputs,
        start: Start | None,
    ) -> None:
        self._program, self._places = program, places
        self._heads = heads = float(inputs.headcount.sum())
        self._spare = _SPARE * heads * inputs.hours
        quarters = len(inputs.periods)
        several, decided = len(places.total) > quarters, len(places.total) < quarters
        self._many = _MANY_SPARE * heads * inputs.hours * len(places.total)
        if several and len(program.row_low) >= _HUGE:
            self._many = np.inf
        self._forced = inputs.options.exits is not None
        self._may_lay_off = self._forced or decided or (start is not None and start.may_lay_off)
        self._known = start is not None and len(start.total) == len(places.total)
        self._total = start.total if self._known and start else np.full(len(places.total), heads)
        self._price = start.price if self._known and start else np.zeros(len(places.total))

    def forget(self) -> None:
        """Begin at today's headcount: the other plan, from whose vertex the best was not reached, is far."""
        self._known = False
        self._total = np.full_like(self._total, self._heads)
        self._price = np.zeros_like(self._price)

    def find(self) -> bool:
        """Put the solver at a vertex near the best; whether one was found.

        The programme is left as it was.
        """
        open_ = {_DROPPED} if self._forced else set()
        open_ |= {_LAYOFFS} if self._may_lay_off else set()
        never = [name for name in (*_SELDOM, *_BANDS) if name in self._places.columns]
        closed = [*never, *(name for name in (_LAYOFFS, _DROPPED) if name not in open_)]
        return self._solve_near(closed) or (_DROPPED in closed and self._solve_near(never))

    def find_from(self, basis: Any, start: Start, strategy: int) -> bool:
        """The same for what is minimised now, from the vertex of another question to the same programme.

        basis : as the solver had it when the other question was solved
        start : total headcount and its price there
        strategy : simplex variant that suits the vertex
        """
        p, places = self._program, self._places
        costs, self._total, self._price = p.costs, start.total, start.price
        limit = round(_SHARE_OF_QUESTION * len(p.row_low))
        self._free_total()
        p.highs.clearSolver()
        p.highs.setBasis(_with_total(numbered(basis), places, LOWER, BASIC))
        try:
            for place in range(_ROUNDS_OF_QUESTION):
                change = self._round(costs, strategy if place == 0 else PRIMAL, limit)
                if change is None:
                    return False
                if change < _SETTLED_OF_QUESTION:
                    break
                p.forget()
            found = p.statuses()
        finally:
            p.set_costs(costs)
            p.release(places.total, places.total_rows)
        self._finish_from(found)
        return True

    def start(self, vertex: Vertex | None) -> Start:
        """What the solution that the solver has now gives another plan to start from.

        vertex : of the solution
        """
        places, solution = self._places, self._program.highs.getSolution()
        values, prices = vector(solution.col_value), vector(solution.row_dual)
        return Start(vertex, values[places.total], prices[places.total_rows], self._may_lay_off)

    def _solve_near(self, closed: list[str]) -> bool:
        """Solve with total headcount and its price given, first without what is closed, and correct these."""
        p, places = self._program, self._places
        costs = p.costs
        columns, rows = self._close(closed)
        self._free_total()
        rounds = _ROUNDS_OF_KNOWN if self._known else _ROUNDS
        bands = [places.columns[name] for name in _BANDS if name in places.columns]
        wide = rounds + 1 if bands else rounds
        may_lay_off, strategy = _LAYOFFS not in closed, _ANEW
        try:
            for place in range(rounds + _WIDE_ROUNDS):
                if place == rounds and bands:
                    p.release(np.concatenate(bands), rows[:0])
                    strategy = DUAL if strategy == PRIMAL else strategy
                elif place == wide:
                    p.release(columns, rows)
                    self._free_total()
                if place == 1 and strategy != _ANEW:
                    p.forget()
                change = self._round(costs, strategy)
                strategy = PRIMAL
                if change is None:
                    return False
                spare = np.zeros(1) if may_lay_off else self._spare_hours()
                if (spare > self._spare).any():
                    may_lay_off = self._may_lay_off = True
                    p.release(places.columns[_LAYOFFS], places.rows[_LAYOFF_ROWS])
                    strategy = _ANEW if spare.sum() > self._many else PRIMAL
                elif change < _SETTLED and place >= wide:
                    break
            found = p.statuses()
        finally:
            p.set_costs(costs)
            p.release(np.concatenate([columns, places.total]), np.concatenate([rows, places.total_rows]))
        self._finish_from(found)
        self._known = True
        return True

    def _round(self, costs: Array, strategy: int, limit: int = _ROUND_LIMIT) -> float | None:
        """By how much total headcount or its price changed [share]; none where no optimum was found.

        strategy : simplex variant from the last vertex, or `_ANEW`
        limit : [steps] from the last vertex
        """
        p = self._program
        p.set_costs(self._priced(costs))
        p.hold_columns(self._places.total, self._total, self._total)
        return self._correct() if self._solved(strategy, limit) else None

    def _free_total(self) -> None:
        """Let total headcount be what is given instead of what adds up."""
        rows = self._places.total_rows
        self._program.hold_rows(rows, np.full(len(rows), -np.inf), np.full(len(rows), np.inf))

    def _close(self, closed: list[str]) -> tuple[Integers, Integers]:
        """Close columns and free the rows that only limit them; their places, for `release`."""
        p, places = self._program, self._places
        named = [*_SELDOM_ROWS]
        named += [_LAYOFF_ROWS] if _LAYOFFS in closed else []
        named += [_DROPPED_ROWS] if _DROPPED in closed else []
        columns = np.concatenate([places.columns[name] for name in closed])
        some = [places.rows[name] for name in named if name in places.rows]
        rows = np.concatenate(some) if some else np.array([], dtype=np.int64)
        p.hold_columns(columns, p.low[columns], np.maximum(p.low[columns], 0.0))
        p.hold_rows(rows, np.full(len(rows), -np.inf), np.full(len(rows), np.inf))
        return columns, rows

    def _priced(self, costs: Array) -> Array:
        priced = costs.copy()
        priced[self._places.headcount] += self._price
        return priced

    def _solved(self, strategy: int, limit: int) -> bool:
        """Solve from the last round's vertex, or from nothing; whether an optimum was found."""
        p = self._program
        if strategy != _ANEW:
            status = p.run("simplex", strategy, limit, weights=DEVEX)
        elif len(p.row_low) >= _LARGE:
            status = p.run("ipm")
        else:
            p.highs.clearSolver()
            status = p.run("simplex", DUAL, _FIRST_LIMIT)
        return bool(status == highspy.HighsModelStatus.kOptimal)

    def _spare_hours(self) -> Array:
        """Hours of people beyond what their work needs; (role and period) [thousand hours]."""
        rows = self._places.rows["people_have_hours"]
        done = vector(self._program.highs.getSolution().row_value)[rows]
        result: Array = self._program.row_high[rows] - done
        return result

    def _correct(self) -> float:
        """Take total headcount and its price from the solution; by how much either changed [share]."""
        solution = self._program.highs.getSolution()
        total = vector(solution.col_value)[self._places.headcount].sum(axis=0)
        price = vector(solution.col_dual)[self._places.total]
        change = max(_change(total, self._total), _change(price, self._price))
        self._total, self._price = total, price
        return change

    def _finish_from(self, found: tuple[Statuses, Statuses]) -> None:
        """The vertex in the whole programme: total headcount is what adds up again."""
        self._program.highs.setBasis(_with_total(found, self._places, BASIC, LOWER))


def _with_total(found: tuple[Statuses, Statuses], places: Places, column: int, row: int) -> Any:
    """A vertex with total headcount and what adds it up at these statuses, as the solver takes it."""
    columns, rows = found
    columns[places.total], rows[places.total_rows] = column, row
    return basis_of(columns, rows)


def places_of(program: Program, column_of: Integers, row_of: Integers) -> Places:
    """Where a plan's programme has what the start needs.

    column_of, row_of : (label) place; below 0 of what is not in it
    """
    v, rules = program.variables, program.model.constraints

    def columns(variable: Variable) -> Integers:
        return _present(column_of[variable.labels.values])

    def rows(name: str) -> Integers:
        return _present(row_of[rules[name].labels.values])

    total = columns(v.total)
    return Places(
        headcount=column_of[v.headcount.labels.values][:, -len(total) :],
        total=total,
        total_rows=rows("total_headcount"),
        columns={
            name: columns(variable)
            for name in (*_SELDOM, *_BANDS, _LAYOFFS, _DROPPED)
            if (variable := getattr(v, name)) is not None
        },
        rows={name: rows(name) for name in (*_FREED, "people_have_hours") if name in rules},
    )


def _present(places: Integers) -> Integers:
    return places[places >= 0]


def together(places: Sequence[Places]) -> Places:
    """The places of several programmes that stand beside each other in one."""
    first = places[0]
    return Places(
        headcount=np.hstack([one.headcount for one in places]),
        total=np.concatenate([one.total for one in places]),
        total_rows=np.concatenate([one.total_rows for one in places]),
        columns={
            name: np.unique(np.concatenate([one.columns[name] for one in places])) for name in first.columns
        },
        rows={name: np.concatenate([one.rows[name] for one in places]) for name in first.rows},
    )


def joint_start(starts: Sequence[Start], weights: Array) -> Start:
    """What the plans of several outlooks give one programme of all to start from.

    weights : (outlook) of its cost among all costs
    """
    total = np.concatenate([one.total for one in starts])
    price = np.concatenate([weight * one.price for weight, one in zip(weights, starts, strict=True)])
    return Start(None, total, price, any(one.may_lay_off for one in starts))


def _change(now: Array, before: Array) -> float:
    return float(np.abs(now - before).max() / max(float(np.abs(now).max()), 1e-12))
