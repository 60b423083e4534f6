"""A solved plan: every decision by role and quarter, and the tables made of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import linopy
import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.plan.inputs import ALL_KINDS, THOUSAND, Inputs
from reallocate.plan.product_rules import products_amount
from reallocate.plan.program import Program
from reallocate.plan.solver import Solution
from reallocate.plan.statistics import CASH_COLUMNS, STATISTICS
from reallocate.plan.system_rules import systems_amount
from reallocate.plan.variables import STEPS
from reallocate.work.activities import DIRECTING

Array = npt.NDArray[np.float64]

ZERO = 1e-7
MODES = ("human", "augmented", "automated", "dropped")


@dataclass(frozen=True, eq=False)
class Outcome:
    """All decisions of one optimal plan; arrays in the order of `Inputs.roles` and `.periods`.

    objective : [USD million] net present cost
    headcount : (role, period) [FTE] at the end of the quarter
    hires, layoffs, moves_in, moves_out : (role, period) [FTE]
    moves : (pair, period) [FTE]
    to_directing : (role, period) [FTE]
    with_ai, automated : (cell, period) [thousand hours]
    dropped : (role, band, period) [thousand hours]
    directing : (role, period) [thousand hours]
    coordination : (period) [ratio] size of coordinating work
    pace : (family, speed, period) [thousand hours newly worked with AI]
    api : (period) [billion tokens]
    rented, ordered, owned : (period) [GPUs]
    induced_quits_cost : (period) [USD million]
    voluntary : (role, period) [FTE]
    systems : (system) 1 where it is put up, 0 where it is not; where that costs nothing, 1 where it is used
    contractors : (role, period) [FTE] people from outside
    review : (role, period) [thousand hours] of checking automated work
    products : (step, period) [GPUs] ordered for products; products_had : (period) [GPUs]
    gap : [share of the objective] by which other systems could lower it at most
    """

    inputs: Inputs
    objective: float
    headcount: Array
    hires: Array
    layoffs: Array
    moves_in: Array
    moves_out: Array
    moves: Array
    to_directing: Array
    with_ai: Array
    automated: Array
    dropped: Array
    directing: Array
    coordination: Array
    pace: Array
    api: Array
    rented: Array
    ordered: Array
    owned: Array
    induced_quits_cost: Array
    voluntary: Array
    systems: Array
    gap: float
    contractors: Array
    review: Array
    products: Array
    products_had: Array

    @property
    def begin(self) -> Array:
        """(role, period) [FTE] at the beginning of the quarter."""
        return np.column_stack([self.inputs.headcount, self.headcount[:, :-1]])

    @property
    def quits(self) -> Array:
        """(role, period) [FTE]."""
        return self.inputs.quits * self.begin

    @property
    def workload(self) -> Array:
        """(role, period) [thousand hours] work there is, before any is dropped."""
        i = self.inputs
        return i.work[:, None] * i.growth[None, :] + i.coordination[:, None] * self.coordination[None, :]

    @property
    def positions(self) -> Array:
        """(period) [FTE] all positions at the end of the quarter."""
        total: Array = self.headcount.sum(axis=0)
        return total

    @property
    def unfixed(self) -> Array:
        """(role, period) [thousand hours] of automated work that is bad and that review does not find."""
        i = self.inputs
        return self.by_role((1 - i.options.parameters["redo_share"]) * (1 - i.cells.good) * self.automated)

    def by_role(self, hours: Array) -> Array:
        """Hours in cells given to the roles they come from; (role, period) [thousand hours].

        hours : (cell, period) [thousand hours]
        """
        cells = self.inputs.cells
        result = np.zeros((len(self.inputs.roles), hours.shape[1]))
        np.add.at(result, cells.entry_role, cells.entry_share[:, None] * hours[cells.entry_cell])
        return result


def read_outcome(program: Program, solution: Solution, objective: float, induced: Array) -> Outcome:
    """The decisions in a solution, with solver noise below 1e-7 set to zero.

    program, solution : solved together
    objective : [USD million] net present cost, with what layoffs induce
    induced : (period) [USD million] cost of replacing induced quits
    """
    v, i = program.variables, program.inputs

    def clean(values: Array) -> Array:
        return np.where(np.abs(values) < ZERO, 0.0, values)

    automated = np.zeros((len(i.cells.table), len(i.periods)))
    automated[i.cells.targets] = clean(solution.of(v.automated))
    with_ai = clean(solution.of(v.with_ai))
    moves, directing_moves = clean(solution.of(v.moves)), clean(solution.of(v.to_directing))
    inward, outward = np.zeros((len(i.roles), len(i.periods))), directing_moves.copy()
    np.add.at(outward, i.roles.get_indexer(pd.Index(i.move_table["origin"])), moves)
    np.add.at(inward, i.roles.get_indexer(pd.Index(i.move_table["target"])), moves)
    inward[-1] += directing_moves.sum(axis=0)
    found = Outcome(
        inputs=i,
        objective=objective,
        headcount=clean(solution.of(v.headcount))[:, 1:],
        hires=clean(solution.of(v.hires)),
        layoffs=clean(solution.of(v.layoffs)),
        moves_in=inward,
        moves_out=outward,
        moves=moves,
        to_directing=directing_moves,
        with_ai=with_ai,
        automated=automated,
        dropped=clean(solution.of(v.dropped)),
        directing=clean(solution.of(v.directing)),
        coordination=solution.of(v.coordination)[0],
        pace=clean(solution.of(v.pace)),
        api=clean(solution.of(v.api)),
        rented=clean(solution.of(v.rented)),
        ordered=clean(solution.of(v.ordered)),
        owned=clean(solution.of(v.owned))[1:],
        induced_quits_cost=induced,
        voluntary=_values(solution, v.voluntary, (len(i.roles), len(i.periods))),
        systems=_used(i, with_ai) if v.systems is None else solution.of(v.systems),
        gap=solution.gap,
        contractors=_values(solution, v.contractors, (len(i.roles), len(i.periods))),
        products=_values(solution, v.products, (len(STEPS) - 1, len(i.periods))),
        products_had=_values(solution, v.products_had, (len(i.periods),)),
        review=_values(solution, v.review, (len(i.roles), len(i.periods))),
    )
    if v.review is not None:
        return found
    return replace(found, review=i.options.parameters["review_hours"] * found.by_role(automated))


def _values(solution: Solution, variable: linopy.Variable | None, shape: tuple[int, ...]) -> Array:
    """A variable's values without solver noise; nothing where there is no such variable."""
    if variable is None:
        return np.zeros(shape)
    values = solution.of(variable)
    return np.where(np.abs(values) < ZERO, 0.0, values)


def _used(i: Inputs, with_ai: Array) -> Array:
    hours = np.zeros(len(i.cells.systems))
    np.add.at(hours, i.cells.table["system"].to_numpy(np.int64), with_ai.sum(axis=1))
    return (hours > 0).astype(float)


def headcount_table(outcome: Outcome) -> pd.DataFrame:
    """The headcount walk: role, period, begin, hires, quits, voluntary, layoffs, moves, end [FTE].

    outcome : a solved plan
    """
    i = outcome.inputs
    walk = {
        "begin": outcome.begin,
        "hires": outcome.hires,
        "quits": outcome.quits,
        "voluntary": outcome.voluntary,
        "layoffs": outcome.layoffs,
        "moves_in": outcome.moves_in,
        "moves_out": outcome.moves_out,
        "end": outcome.headcount,
    }
    columns = {name: values.ravel() for name, values in walk.items()}
    return pd.DataFrame(
        {
            "role": np.repeat(i.roles.to_numpy(), len(i.periods)),
            "period": np.tile(i.periods.to_numpy(), len(i.roles)),
            **columns,
        }
    )


def modes_table(outcome: Outcome) -> pd.DataFrame:
    """Work by kind and mode: kind, mode, period, hours [hours/quarter a person would have needed].

    outcome : a solved plan
    Dropped work is taken from the kinds of a role in proportion to what people still do of them.
    """
    i = outcome.inputs
    automated = _by_role_and_kind(outcome, outcome.automated)
    augmented = _by_role_and_kind(outcome, outcome.with_ai - outcome.automated)
    work = i.work_by_kind[:, :, None] * i.growth + i.coordination_by_kind[:, :, None] * outcome.coordination
    left = np.maximum(work - automated - augmented, 0.0)
    total = left.sum(axis=1, keepdims=True)
    share = np.divide(left, total, out=np.zeros_like(left), where=total > 0)
    dropped = share * outcome.dropped.sum(axis=1)[:, None, :]
    human = left - dropped
    human[:, ALL_KINDS.index(DIRECTING), :] += outcome.directing
    parts = dict(zip(MODES, (human, augmented, automated, dropped), strict=True))
    rows = [
        {"kind": kind, "mode": mode, "period": period, "hours": hours[:, k, period].sum() * THOUSAND}
        for k, kind in enumerate(ALL_KINDS)
        for mode, hours in parts.items()
        for period in range(len(i.periods))
    ]
    return pd.DataFrame(rows)


def _by_role_and_kind(outcome: Outcome, hours: Array) -> Array:
    cells = outcome.inputs.cells
    kind = cells.table["kind"].map(ALL_KINDS.index).to_numpy()[cells.entry_cell]
    result = np.zeros((len(outcome.inputs.roles), len(ALL_KINDS), hours.shape[1]))
    np.add.at(result, (cells.entry_role, kind), cells.entry_share[:, None] * hours[cells.entry_cell])
    return result


def cash_table(costs: pd.DataFrame) -> pd.DataFrame:
    """Cash by quarter: period, payroll, compute, capex, exits, training, change, total [USD million].

    costs : (period, statistic) [USD million], as `costs_by_period` gives it
    """
    columns = {name: costs[list(parts)].sum(axis=1) for name, parts in CASH_COLUMNS.items()}
    cash = pd.DataFrame(columns)
    cash["total"] = cash.sum(axis=1)
    return cash.rename_axis("period").reset_index()


def costs_by_period(outcome: Outcome) -> pd.DataFrame:
    """Every kind of cost recomputed from the decisions and the prices; (period, statistic) [USD million].

    outcome : a solved plan
    Independent of the programme's own cost rows, so that a term dropped there shows.
    """
    i, p = outcome.inputs, outcome.inputs.options.parameters
    path = i.pay_path
    tokens = (outcome.with_ai - outcome.automated).sum(axis=0) * p[
        "tokens_per_augmented_hour"
    ] + outcome.automated.sum(axis=0) * p["tokens_per_automated_hour"]
    multiples = np.array([p["drop_price"], p["drop_price_steep"], p["drop_price_last"]])
    costs = {
        "payroll": path * (i.loaded_cost @ outcome.headcount),
        "contractors": path * (i.loaded_cost @ outcome.contractors) * p["contractor_rate"],
        "api": outcome.api * i.prices.api / THOUSAND,
        "rent": outcome.rented * i.prices.rent / 1e6,
        "power and upkeep": outcome.owned * i.prices.running / 1e6,
        "software": tokens * i.prices.software / THOUSAND,
        **systems_amount(i, outcome.systems),
        **products_amount(i, outcome.products, outcome.products_had),
        "GPU purchases": outcome.ordered * i.prices.capex / 1e6,
        "severance": path * (i.severance @ outcome.layoffs + i.voluntary_pay @ outcome.voluntary),
        "notice pay": path * (i.notice @ outcome.layoffs),
        "replacing induced quits": outcome.induced_quits_cost,
        "hiring": path * (i.hire_cost @ outcome.hires),
        "training and moving": path
        * (
            i.move_table["cost"].to_numpy(float) @ outcome.moves
            + i.directing_move_cost @ outcome.to_directing
        ),
        "change": path * np.einsum("fs,fst->t", i.change_rate, outcome.pace),
        "work dropped": path * np.einsum("r,b,rbt->t", i.hourly_worth, multiples, outcome.dropped),
        "unfixed errors": path * (i.loaded_cost / i.hours @ outcome.unfixed) * p["unfixed_error_cost"],
    }
    return pd.DataFrame({name: costs[name] for name in STATISTICS}, index=i.periods)
