"""One programme for several outlooks that share the first year."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_array, hstack, vstack

from reallocate.firm.model.inputs import Inputs
from reallocate.firm.model.programme import Program
from reallocate.firm.model.solver import Solution, Solver
from reallocate.firm.model.start import Places, Start, joint_start, places_of, together
from reallocate.kernel.arrays import Array, Integers
from reallocate.lp.model import Matrices, Variable
from reallocate.lp.programme import DUAL, PRIMAL

FirstStage = dict[str, Array]
_Closed = tuple[str | int | None, ...]

FIRST_STAGE = ("hires", "layoffs", "ordered", "with_ai")
"""Decisions that bind: people hired and laid off, orders, systems put up. What adapts: tokens, rent, review,
work left undone, moves inside the firm, how many take an offer to leave, and systems for coordinating work,
which there is only as much of as there are people."""

_ITERATION_LIMIT = 50_000
"""Simplex steps: ten times as many take no longer than the interior point does on all outlooks at once."""

_COST, _REGRET = "cost", "regret"
"""Names of the questions for the least expected cost and the least regret."""
_TIE = 1e-6
"""Weight of the expected cost where only the worst share counts, so that it only breaks ties."""
_SAME = 1e-9
"""[share] By which the largest regret may rise where the cheapest plan of least regret is looked for."""


def first_stage(program: Program, quarters: int) -> dict[str, Variable]:
    """The variables of a programme that are decided beforehand, by name.

    program : of one outlook
    quarters : before it shows which outlook comes
    """
    result = {name: getattr(program.variables, name).isel(period=slice(0, quarters)) for name in FIRST_STAGE}
    return {**result, "with_ai": result["with_ai"].isel(cell=independent_cells(program.inputs))}


def independent_cells(i: Inputs) -> Integers:
    """Places of the cells whose work does not follow headcount.

    i : the figures of a plan
    """
    coordinating = i.cells.reach.coordination
    return np.flatnonzero(~coordinating | (not i.follows_headcount))


class Joint:
    """The outlooks' programmes beside each other; what is decided beforehand is one column for all.

    programs : (outlook), of the same roles, systems and length
    weights : (outlook) adding up to 1
    best : (outlook) [USD million] least cost b_s of one who knows the outlook
    alone : (outlook) [USD million] cost a_s of the same work with people alone
    quarters : decided before it shows which outlook comes
    tail : [share] of the outlooks' weight that counts as the worst
    starts : (outlook) what the plan of one who knows it found, to start from
    With cost c_s, weight π_s and caution λ:
    min (1 − λ)·Σ π_s·c_s + λ·(η + Σ π_s·u_s/tail),  u_s ≥ c_s − a_s − η, u_s ≥ 0,
    whose second part is the conditional value at risk that `conditional_value_at_risk` takes of given costs;
    largest regret: min M, M ≥ c_s − b_s. An outlook is bad by what is spent above the work with people
    alone, since little work costs little and is no comfort.
    Raises `ValueError` where the outlooks' programmes are not of one shape.
    Source: Rockafellar, Uryasev 2000, Journal of Risk 2:21, DOI 10.21314/JOR.2000.038; Birge,
    Louveaux 2011, Introduction to Stochastic Programming, ch. 4, DOI 10.1007/978-1-4614-0237-4.
    """

    def __init__(
        self,
        programs: Sequence[Program],
        weights: Array,
        best: Array,
        alone: Array,
        quarters: int,
        tail: float,
        starts: Sequence[Start] = (),
    ) -> None:
        self.programs, self.weights, self.quarters, self.tail = programs, weights, quarters, tail
        self._labels = [np.asarray(program.model.matrices.vlabels) for program in programs]
        self._columns, self._used = self._places()
        matrices = self._stacked(best, alone)
        self._size, self._low, self._high = len(matrices.c), matrices.lb.copy(), matrices.ub.copy()
        self._solver = Solver(matrices)
        start = joint_start(starts, weights) if starts else None
        self._solver.start_at(together(self._places_of_each()), programs[0].inputs, start)
        self._vertices: dict[tuple[str, _Closed], tuple[Any, Start]] = {}
        self._closed: _Closed = ()

    def _places(self) -> tuple[list[Integers], int]:
        """Where each outlook's columns are in the programme of all, and how many there are."""
        result, used = [], 0
        for program, labels in zip(self.programs, self._labels, strict=True):
            shared = first_stage(program, self.quarters).values()
            first = np.searchsorted(labels, np.concatenate([one.labels.values.ravel() for one in shared]))
            place = np.full(len(labels), -1, dtype=np.int64)
            place[first] = np.arange(len(first))
            rest = np.flatnonzero(place < 0)
            used = used or len(first)
            place[rest] = used + np.arange(len(rest))
            used += len(rest)
            result.append(place)
        if len({len(labels) for labels in self._labels}) > 1:
            raise ValueError("the outlooks' programmes are not of one shape")
        return result, used

    def _places_of_each(self) -> list[Places]:
        """Where each outlook has what the start needs."""
        result, above = [], 0
        for program, labels, place in zip(self.programs, self._labels, self._columns, strict=True):
            column_of = np.full(int(labels.max()) + 1, -1, dtype=np.int64)
            column_of[labels] = place
            rows = np.asarray(program.model.matrices.clabels)
            row_of = np.full(int(rows.max()) + 1, -1, dtype=np.int64)
            row_of[rows] = above + np.arange(len(rows))
            above += len(rows)
            result.append(places_of(program, column_of, row_of))
        return result

    def _stacked(self, best: Array, alone: Array) -> Matrices:
        """The programme of all outlooks, under the names by which the solver reads one."""
        count, used = len(self.programs), self._used
        parts = [program.model.matrices for program in self.programs]
        low, high = np.full(used, -np.inf), np.full(used, np.inf)
        for part, place in zip(parts, self._columns, strict=True):
            np.maximum.at(low, place, np.asarray(part.lb, dtype=float))
            np.minimum.at(high, place, np.asarray(part.ub, dtype=float))
        rows = [_spread(part.A, place, used) for part, place in zip(parts, self._columns, strict=True)]
        costs = [
            _spread(np.asarray(part.c, dtype=float)[None, :], place, used)
            for part, place in zip(parts, self._columns, strict=True)
        ]
        one = csr_array(np.eye(count))
        top = hstack([vstack(rows), csr_array((sum(row.shape[0] for row in rows), 2 * count + 2))])
        # Behind the outlooks' columns: cost of each, worst-share threshold, excess over it, largest regret.
        column = csr_array(np.ones((count, 1)))
        none = csr_array((count, 1))
        empty, blank = csr_array((count, count)), csr_array((count, used))
        cost = hstack([vstack(costs), -one, none, empty, none])
        excess = hstack([blank, -one, column, one, none])
        regret = hstack([blank, one, none, empty, -column])
        free, above = np.full(count + 1, -np.inf), np.zeros(count + 1)
        matrix = vstack([top, cost, excess, regret]).tocsc()
        right = [np.asarray(part.b, dtype=float) for part in parts]
        size = used + 2 * count + 2
        return Matrices(
            vlabels=np.arange(size),
            clabels=np.arange(matrix.shape[0]),
            sense=np.concatenate([*(part.sense for part in parts), np.repeat(["=", ">", "<"], count)]),
            b=np.concatenate([*right, np.zeros(count), -alone, best]),
            lb=np.concatenate([low, free, above]),
            ub=np.concatenate([high, np.full(2 * count + 2, np.inf)]),
            c=self._expected_cost(size, 0.0),
            A=matrix,
            vtypes=np.full(size, "C"),
            given=np.full(size, np.nan),
            rules=matrix.shape[0],
        )

    def expected(self, caution: float) -> list[Solution]:
        """The plan of least expected cost, or that which leans to the worst share of outlooks.

        caution : [share] λ, 0 for expected cost alone, 1 for the worst share alone
        Returns a solution for each outlook, whose objective is its cost.
        """
        cost = self._expected_cost(self._size, caution) if caution else None
        question = f"{_COST}, caution {caution}" if caution else _COST
        return self._each(self._solved_question(cost, question))

    def _expected_cost(self, size: int, caution: float) -> Array:
        """(column) weights of expected cost and of the worst share."""
        count = len(self.programs)
        cost = np.zeros(size)
        cost[self._used : self._used + count] = max(1 - caution, _TIE) * self.weights
        cost[self._used + count] = caution
        cost[self._used + count + 1 : size - 1] = caution * self.weights / self.tail
        return cost

    def least_regret(self) -> list[Solution]:
        """Of the plans whose largest regret over the outlooks is least, the cheapest; as from `expected`."""
        largest = self._size - 1
        cost = np.zeros(self._size)
        cost[largest] = 1.0
        found = self._solved_question(cost, _REGRET)
        self._solver.bound_columns(np.array([largest]), -np.inf, found.values[largest] * (1 + _SAME))
        try:
            self._solver.set_objective(None)
            return self._each(self._solver.minimise(PRIMAL, limit=_ITERATION_LIMIT))
        finally:
            self._solver.bound_columns(np.array([largest]), -np.inf, np.inf)

    def close(self, names: Sequence[str], quarters: int | None = None) -> None:
        """Let nothing be decided of some kinds from now on; AI may be used as today.

        names : of the variables
        quarters : at the start, or the whole plan where none is given
        """
        places = self._places_of(names, quarters)
        self._solver.bound_columns(places, 0.0, self._undecided()[places])
        self._closed = (*self._closed, *names, quarters)

    def _undecided(self) -> Array:
        """What each column may be where nothing is decided: today's hours with AI, else nothing."""
        most = np.full(self._size, np.inf)
        for program, labels, place in zip(self.programs, self._labels, self._columns, strict=True):
            columns = place[np.searchsorted(labels, program.variables.with_ai.labels.values.ravel())]
            np.minimum.at(most, columns, program.inputs.used_hours.ravel())
        return np.where(np.isfinite(most), most, 0.0)

    def open(self, names: Sequence[str]) -> None:
        """Let these be decided as the outlooks' programmes have it.

        names : of the variables
        """
        places = self._places_of(names, None)
        self._solver.bound_columns(places, self._low[places], self._high[places])
        self._closed = ()

    def _places_of(self, names: Sequence[str], quarters: int | None) -> Integers:
        """The columns of variables in every outlook, each once."""
        result = []
        for program, labels, place in zip(self.programs, self._labels, self._columns, strict=True):
            for variable in (getattr(program.variables, name) for name in names):
                if variable is not None:
                    part = variable.isel(period=slice(0, quarters))
                    result.append(place[np.searchsorted(labels, part.labels.values.ravel())])
        return np.unique(np.concatenate(result))

    def _solved_question(self, cost: Array | None, question: str) -> Solution:
        """What costs least, from the vertex of the same question, or else from near the best.

        That is looked for from the vertex of the expected cost, total headcount and its price held. Where
        something was closed since then, the vertex is as good as before but no longer possible: it is made
        possible again by the dual simplex method.
        """
        if cost is None:
            self._solver.set_objective(None)
        else:
            self._solver.set_costs(cost)
        strategy = PRIMAL
        if (question, self._closed) in self._vertices:
            self._solver.return_to(self._vertices[question, self._closed][0])
        elif question != _REGRET and (_COST, self._closed) in self._vertices:
            self._solver.start_from(*self._vertices[_COST, self._closed], PRIMAL)
        elif self._closed and (question, ()) in self._vertices:
            is_near = self._solver.start_from(*self._vertices[question, ()], DUAL)
            strategy = PRIMAL if is_near else DUAL
        elif (_COST, ()) in self._vertices:
            self._solver.start_from(*self._vertices[_COST, ()], PRIMAL)
        result = self._solver.minimise(strategy, limit=_ITERATION_LIMIT)
        self._vertices[question, self._closed] = self._solver.basis, self._solver.total
        return result

    def _each(self, result: Solution) -> list[Solution]:
        """The solution of each outlook, whose objective is its cost."""
        count = len(self.programs)
        costs = result.values[self._used : self._used + count]
        solutions = []
        for labels, place, least in zip(self._labels, self._columns, costs, strict=True):
            values = np.full(int(labels.max()) + 1, np.nan)
            values[labels] = result.values[place]
            solutions.append(Solution(float(least), values))
        return solutions


def _spread(matrix: Any, place: Integers, width: int) -> csr_array:
    """A matrix whose columns are put at their places among so many."""
    entries = csr_array(matrix).tocoo()
    return csr_array((entries.data, (entries.row, place[entries.col])), shape=(entries.shape[0], width))


def conditional_value_at_risk(costs: Array, weights: Array, tail: float) -> float:
    """Conditional value at risk (CVaR): mean cost over the worst share of the outlooks [USD million].

    costs : c, (outlook) [USD million]
    weights : π, (outlook) adding up to 1
    tail : α, [share] of the weight that counts as the worst
    CVaR_α = Σ_s ρ_s·c_s = min_η η + Σ_s π_s·max(c_s − η, 0)/α, ρ as from `worst_weights`
    Source: Rockafellar, Uryasev 2000, Journal of Risk 2:21, DOI 10.21314/JOR.2000.038.
    """
    return float(worst_weights(costs, weights, tail) @ costs)


def worst_weights(costs: Array, weights: Array, tail: float) -> Array:
    """How much each outlook counts in the mean of the worst, adding up to 1.

    costs : (outlook) [USD million]
    weights : (outlook) adding up to 1
    tail : α, [share] of the weight that counts as the worst
    ρ_s = min(π_s, what is left of α)/α, from the dearest outlook on
    """
    order = np.argsort(-costs, kind="stable")
    before = np.concatenate([[0.0], np.cumsum(weights[order])[:-1]])
    result = np.zeros(len(costs))
    result[order] = np.clip(tail - before, 0.0, np.minimum(weights[order], tail)) / tail
    return result
