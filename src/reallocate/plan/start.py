"""Where the first solve of a plan starts: a vertex near the best one, from which the simplex method finishes.

A plan's programme is mostly one for each family of roles: what ties families together, apart from compute and
directing, is total headcount, because coordination follows it. And most of what a plan may do it does not do:
few people move and fewer are laid off. So the programme is solved first with total headcount and its price
given and without the seldom used, which is quick; both are corrected a few times by what comes out; and the
whole programme is finished from there. Whatever the start, only an optimum of the whole programme leaves the
solver: the start decides how long it takes, not what comes out.

Source: Dantzig, Wolfe 1960, Operations Research 8:101, DOI 10.1287/opre.8.1.101 (coupling rows by prices).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from reallocate.measure.arrays import Array, Integers
from reallocate.plan.inputs import Inputs
from reallocate.plan.linear_program import DUAL, PRIMAL, LinearProgram
from reallocate.plan.model import Variable
from reallocate.plan.program import Program
from reallocate.plan.vertex import Vertex

ROUNDS = 6
LARGE = 60_000
"""Rows from which the first round takes the interior point."""
FIRST_LIMIT = 200_000
ROUND_LIMIT = 20_000
"""Simplex steps of the first and of a later round before the start is given up."""
SPARE = 1e-6
"""Of the hours that a role has; where more are left over, people may have to be laid off."""
SETTLED = 1e-7
"""Relative change of total headcount and of its price in a round below which no other round is made."""

BANDS_FROM = 3
"""Rounds with the amount of work given, before it responds."""

SELDOM = ("moves", "to_directing")
SELDOM_ROWS = ("moves_are_limited", "movers_are_free")
BANDS = ("up", "down")
"""Of own work that responds: while they are closed its reach is a bound instead of a rule."""
LAYOFFS, LAYOFF_ROWS = "layoffs", "people_leave_once"
DROPPED, DROPPED_ROWS = "dropped", "bands_of_dropped_work"
FREED = (*SELDOM_ROWS, LAYOFF_ROWS, DROPPED_ROWS)


@dataclass(frozen=True, eq=False)
class Start:
    """What one solved plan gives another to start from.

    vertex : where the plan is, by the names of its variables and rules
    total : (period) [FTE] total headcount
    price : (period) [USD million/FTE] what one more head costs in coordination, present value
    may_lay_off : whether layoffs were open from the start, or people had hours to spare
    """

    vertex: Vertex
    total: Array
    price: Array
    may_lay_off: bool


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
    """

    def __init__(
        self, program: LinearProgram, places: Places, inputs: Inputs, start: Start | None
    ) -> None:
        self._program, self._places = program, places
        heads = float(inputs.headcount.sum())
        self._spare = SPARE * heads * inputs.hours
        self._forced = inputs.options.exits is not None
        self._may_lay_off = self._forced or (start is not None and start.may_lay_off)
        known = start is not None and len(start.total) == len(places.total)
        self._total = start.total if known and start else np.full(len(places.total), heads)
        self._price = start.price if known and start else np.zeros(len(places.total))

    def find(self) -> bool:
        """Put the solver at a vertex near the best; whether one was found.

        The programme is left as it was.
        """
        open_ = {DROPPED} if self._forced else set()
        open_ |= {LAYOFFS} if self._may_lay_off else set()
        never = [name for name in (*SELDOM, *BANDS) if name in self._places.columns]
        closed = [*never, *(name for name in (LAYOFFS, DROPPED) if name not in open_)]
        found = self._rounds(closed)
        if found is None and DROPPED in closed:
            found = self._rounds(never)
        return found is not None

    def start(self, vertex: Vertex) -> Start:
        """What the solution that the solver has now gives another plan to start from.

        vertex : of the solution
        """
        places, solution = self._places, self._program.highs.getSolution()
        values, prices = np.asarray(solution.col_value), np.asarray(solution.row_dual)
        return Start(vertex, values[places.total], prices[places.total_rows], self._may_lay_off)

    def _rounds(self, closed: list[str]) -> bool | None:
        """Solve without what is closed, total headcount and its price given, and correct these."""
        p, places = self._program, self._places
        costs = p.costs
        columns, rows = self._close(closed)
        may_lay_off = LAYOFFS not in closed
        bands = np.array([place for name in BANDS if name in closed for place in places.columns[name]])
        try:
            for place in range(ROUNDS):
                p.set_costs(self._priced(costs))
                p.hold_columns(places.total, self._total, self._total)
                if not self._solved(anew=place == 0):
                    return None
                opened = not may_lay_off and self._people_are_spare()
                if opened:
                    may_lay_off = self._may_lay_off = True
                    p.release(places.columns[LAYOFFS], places.rows[LAYOFF_ROWS])
                change = self._correct()
                if place + 1 == BANDS_FROM and len(bands):
                    p.release(bands, np.array([], dtype=np.int64))
                elif change < SETTLED and not opened:
                    break
            basis = p.highs.getBasis()
        finally:
            p.set_costs(costs)
            p.release(columns, rows)
        self._finish_from(basis)
        return True

    def _close(self, closed: list[str]) -> tuple[Integers, Integers]:
        """Close columns and free the rows that only limit them; their places, for `release`."""
        p, places = self._program, self._places
        named = [*SELDOM_ROWS]
        named += [LAYOFF_ROWS] if LAYOFFS in closed else []
        named += [DROPPED_ROWS] if DROPPED in closed else []
        columns = np.concatenate([places.columns[name] for name in closed])
        free = np.concatenate(
            [places.total_rows, *(places.rows[name] for name in named if name in places.rows)]
        )
        p.hold_columns(columns, p.low[columns], np.maximum(p.low[columns], 0.0))
        p.hold_rows(free, np.full(len(free), -np.inf), np.full(len(free), np.inf))
        return np.concatenate([columns, places.total]), free

    def _priced(self, costs: Array) -> Array:
        priced = costs.copy()
        priced[self._places.headcount] += self._price
        return priced

    def _solved(self, anew: bool) -> bool:
        """Solve from the last round's vertex, or from nothing; whether an optimum was found."""
        p = self._program
        if not anew:
            status = p.run("simplex", PRIMAL, ROUND_LIMIT)
        elif len(p.row_low) >= LARGE:
            status = p.run("ipm")
        else:
            p.highs.clearSolver()
            status = p.run("simplex", DUAL, FIRST_LIMIT)
        return bool(status == highspy.HighsModelStatus.kOptimal)

    def _people_are_spare(self) -> bool:
        """Whether a role has more hours than its work needs."""
        rows = self._places.rows["people_have_hours"]
        spare = self._program.row_high[rows] - np.asarray(self._program.highs.getSolution().row_value)[rows]
        return bool((spare > self._spare).any())

    def _correct(self) -> float:
        """Take total headcount and its price from the solution; by how much either changed [share]."""
        solution = self._program.highs.getSolution()
        total = np.asarray(solution.col_value)[self._places.headcount].sum(axis=0)
        price = np.asarray(solution.col_dual)[self._places.total]
        change = max(_change(total, self._total), _change(price, self._price))
        self._total, self._price = total, price
        return change

    def _finish_from(self, basis: Any) -> None:
        """The vertex in the whole programme: total headcount is what adds up again."""
        columns, rows = list(basis.col_status), list(basis.row_status)
        for column in self._places.total:
            columns[column] = highspy.HighsBasisStatus.kBasic
        for row in self._places.total_rows:
            rows[row] = highspy.HighsBasisStatus.kLower
        basis.col_status, basis.row_status = columns, rows
        self._program.highs.setBasis(basis)


def places_of(program: Program, column_of: Integers, row_of: Integers) -> Places:
    """Where a plan's programme has what the start needs.

    column_of, row_of : (label) place
    """
    v, rules = program.variables, program.model.constraints

    def columns(variable: Variable) -> Integers:
        result: Integers = column_of[variable.labels.values]
        return result

    def rows(name: str) -> Integers:
        result: Integers = row_of[rules[name].labels.values.ravel()]
        return result

    return Places(
        headcount=columns(v.headcount)[:, 1:],
        total=columns(v.total),
        total_rows=rows("total_headcount"),
        columns={
            name: columns(variable).ravel()
            for name in (*SELDOM, *BANDS, LAYOFFS, DROPPED)
            if (variable := getattr(v, name)) is not None
        },
        rows={name: rows(name) for name in (*FREED, "people_have_hours") if name in rules},
    )


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


def _change(now: Array, before: Array) -> float:
    return float(np.abs(now - before).max() / max(float(np.abs(now).max()), 1e-12))
