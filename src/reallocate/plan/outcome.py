"""A solved plan: every decision by role and quarter, and the tables made of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import linopy
import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.plan.costs import cost_terms
from reallocate.plan.hours import workload
from reallocate.plan.inputs import ALL_KINDS, THOUSAND, Inputs
from reallocate.plan.labelled import by, evaluate, of_kinds, of_roles
from reallocate.plan.people_rules import moves_in, moves_out
from reallocate.plan.program import Program
from reallocate.plan.quality_rules import unfixed_share
from reallocate.plan.relief import hour_effects
from reallocate.plan.solver import Solution
from reallocate.plan.statistics import CASH_COLUMNS, STATISTICS
from reallocate.plan.variables import STEPS, Figures
from reallocate.work.activities import DIRECTING

Array = npt.NDArray[np.float64]

ZERO = 1e-7
MODES = ("human", "augmented", "automated", "dropped")
KIND_AXIS = pd.Index(ALL_KINDS, name="kind")


@dataclass(frozen=True, eq=False)
class Outcome:
    """All decisions of one optimal plan; arrays in the order of `Inputs.roles` and `.periods`.

    objective : [USD million] net present cost
    headcount : (role, period) [FTE] at the end of the quarter
    hires, layoffs : (role, period) [FTE]
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
    def moves_in(self) -> Array:
        """(role, period) [FTE] who come from another role, or from all others to direct AI."""
        i = self.inputs
        return evaluate((i.roles, i.periods), moves_in(self.figures, i))

    @property
    def moves_out(self) -> Array:
        """(role, period) [FTE] who leave for another role, or to direct AI."""
        i = self.inputs
        return evaluate((i.roles, i.periods), moves_out(self.figures, i))

    @property
    def workload(self) -> Array:
        """(role, period) [thousand hours] work there is, before any is dropped."""
        i = self.inputs
        return evaluate((i.roles, i.periods), workload(self.figures, i))

    @property
    def positions(self) -> Array:
        """(period) [FTE] all positions at the end of the quarter."""
        total: Array = self.headcount.sum(axis=0)
        return total

    @property
    def unfixed(self) -> Array:
        """(role, period) [thousand hours] of automated work that is bad and that review does not find."""
        return self.by_role(unfixed_share(self.inputs) * self.automated)

    def by_role(self, hours: Array) -> Array:
        """Hours in cells given to the roles they come from; (role, period) [thousand hours].

        hours : (cell, period) [thousand hours]
        """
        i = self.inputs
        return evaluate((i.roles, i.periods), [of_roles(i, 1.0, by(("cell", "period"), hours))])

    def by_kind(self, hours: Array) -> Array:
        """Hours in cells given to the roles and kinds of work they come from; (role, kind, period).

        hours : (cell, period) [thousand hours]
        """
        i = self.inputs
        return evaluate((i.roles, KIND_AXIS, i.periods), [of_kinds(i, 1.0, by(("cell", "period"), hours))])

    @property
    def work_by_kind(self) -> Array:
        """(role, kind, period) [thousand hours] work there is, before any is dropped."""
        i = self.inputs
        coordination = i.coordination_by_kind[:, :, None] * self.coordination
        work: Array = i.work_by_kind[:, :, None] * i.growth + coordination
        return work

    @property
    def figures(self) -> Figures:
        """The decisions over the axes of the programme's variables, for its equations."""
        i = self.inputs
        by_role = ("role", "period")
        coordination = np.broadcast_to(self.coordination, (len(i.families), len(i.periods)))
        return Figures(
            headcount=by(("role", "date"), np.column_stack([i.headcount, self.headcount])),
            hires=by(by_role, self.hires),
            layoffs=by(by_role, self.layoffs),
            moves=by(("pair", "period"), self.moves),
            to_directing=by(by_role, self.to_directing),
            with_ai=by(("cell", "period"), self.with_ai),
            automated=by(("target", "period"), self.automated[i.cells.targets]),
            pace=by(("served", "speed", "period"), self.pace),
            dropped=by(("role", "band", "period"), self.dropped),
            directing=by(by_role, self.directing),
            api=by("period", self.api),
            rented=by("period", self.rented),
            ordered=by("period", self.ordered),
            owned=by("date", np.append(0.0, self.owned)),
            coordination=by(("family", "period"), coordination),
            voluntary=by(by_role, self.voluntary),
            systems=by("system", self.systems) if i.systems_are_chosen else None,
            contractors=by(by_role, self.contractors),
            review=by(by_role, self.review) if i.review_is_shared else None,
            products=by(("step", "period"), self.products) if i.options.products else None,
            products_had=by("period", self.products_had) if i.options.products else None,
        )


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
    outcome = Outcome(
        inputs=i,
        objective=objective,
        headcount=clean(solution.of(v.headcount))[:, 1:],
        hires=clean(solution.of(v.hires)),
        layoffs=clean(solution.of(v.layoffs)),
        moves=clean(solution.of(v.moves)),
        to_directing=clean(solution.of(v.to_directing)),
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
        return outcome
    return replace(outcome, review=hour_effects(i).review * outcome.by_role(automated))


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
    """The headcount walk: role, period, begin, hires, quits, voluntary, layoffs, moves, end [FTE]."""
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

    Dropped work is taken from the kinds of a role in proportion to what people still do of them.
    """
    i = outcome.inputs
    automated = outcome.by_kind(outcome.automated)
    augmented = outcome.by_kind(outcome.with_ai - outcome.automated)
    left = np.maximum(outcome.work_by_kind - automated - augmented, 0.0)
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


def cash_table(costs: pd.DataFrame) -> pd.DataFrame:
    """Cash by quarter: period, payroll, compute, capex, exits, training, change, total [USD million].

    costs : (period, statistic) [USD million], as `costs_by_period` gives it
    """
    columns = {name: costs[list(parts)].sum(axis=1) for name, parts in CASH_COLUMNS.items()}
    cash = pd.DataFrame(columns)
    cash["total"] = cash.sum(axis=1)
    return cash.rename_axis("period").reset_index()


def costs_by_period(outcome: Outcome) -> pd.DataFrame:
    """Every kind of cost; (period, statistic) [USD million].

    The equations of the programme's own cost rows, at the figures of the plan.
    """
    i = outcome.inputs
    costs = {name: evaluate((i.periods,), terms) for name, terms in cost_terms(outcome.figures, i).items()}
    costs["replacing induced quits"] = outcome.induced_quits_cost
    return pd.DataFrame({name: costs[name] for name in STATISTICS}, index=i.periods)
