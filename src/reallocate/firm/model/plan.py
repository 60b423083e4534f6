"""A solved plan: every decision by role and quarter, hours, and the tables made of them."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from reallocate.firm.model.costs import cost_terms
from reallocate.firm.model.demand import added_work
from reallocate.firm.model.inputs import ALL_KINDS, CASH_COLUMNS, Inputs
from reallocate.firm.model.labelled import by, evaluate, of_kinds, of_roles
from reallocate.firm.model.people_rules import moves_in, moves_out
from reallocate.firm.model.programme import Program
from reallocate.firm.model.quits import quits
from reallocate.firm.model.relief import captured_hours, freed_hours, hour_effects, own_relief
from reallocate.firm.model.solver import Solution
from reallocate.firm.model.start import Start
from reallocate.firm.model.variables import CHEAPER, DEARER, STEPS, Figures
from reallocate.firm.model.work_rules import available_hours, required_hours, workload
from reallocate.kernel.arrays import Array
from reallocate.kernel.units import THOUSAND
from reallocate.work.hours import DIRECTING

_ZERO = 1e-7
MODES = ("human", "augmented", "automated", "dropped")
_BY_ROLE = ("role", "period")
_DECIDED: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("hires", "layoffs", "to_directing", "directing", "voluntary", "contractors"), _BY_ROLE),
    "moves": ("pair", "period"),
    "with_ai": ("cell", "period"),
    "pace": ("served", "speed", "period"),
    "dropped": ("role", "band", "period"),
    **dict.fromkeys(("api", "rented", "ordered"), ("period",)),
}
"""Decisions that a plan keeps over the axes of the programme's variable -> the axes."""
PROVEN = 1e-6
"""[share of the cost] To which the least cost is known where it is proven: a solver's tolerance."""
HEADCOUNT_FLOWS = ("begin", "hires", "quits", "voluntary", "layoffs", "moves_in", "moves_out")
_KIND_AXIS = pd.Index(ALL_KINDS, name="kind")


@dataclass(frozen=True, eq=False)
class Outcome:
    """All decisions of one optimal plan; arrays in the order of `Inputs.roles` and `.periods`.

    objective : [USD million] net present cost
    up, down : (good, step, period) [share of the good's own work] added, and wanted no more
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
    systems : (system) 1 where it is put up, 0 where it is not; where that costs nothing, 1 where AI is used
        more than today
    contractors : (role, period) [FTE] people from outside
    review : (role, period) [thousand hours] of checking automated work
    products : (step, period) [GPUs] ordered for products; products_had : (period) [GPUs]
    gap : [share of the objective] by which other systems could lower it at most
    bound : [USD million] that no plan costs less than; the objective where it is proven to be the least cost
    start : what the plan gives another to start from; none where it was not solved by itself
    """

    inputs: Inputs
    objective: float
    up: Array
    down: Array
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
    bound: float
    contractors: Array
    review: Array
    products: Array
    products_had: Array
    start: Start | None = None

    @property
    def unproven(self) -> float:
        """By which share of its cost a cheaper plan could lie below this one at most; 0 where none does."""
        apart = self.objective - self.bound
        return apart / abs(self.objective) if apart > PROVEN * abs(self.objective) else 0.0

    @property
    def without_start(self) -> Outcome:
        """The same for a plan that no other starts from; what it would give is slow to hand on."""
        return replace(self, start=None)

    @cached_property
    def costs(self) -> pd.DataFrame:
        """Every kind of cost; (period, statistic) [USD million].

        The equations of the programme's own cost rows, at the figures of the plan.
        """
        i = self.inputs
        costs = {name: evaluate((i.periods,), terms) for name, terms in cost_terms(self.figures, i).items()}
        costs["replacing induced quits"] = self.induced_quits_cost
        return pd.DataFrame({name: costs[name] for name in i.cost_kinds}, index=i.periods)

    @cached_property
    def cash(self) -> pd.DataFrame:
        """Cash by quarter, as `_cash_table` gives it."""
        return _cash_table(self.costs)

    @property
    def begin(self) -> Array:
        """(role, period) [FTE] at the beginning of the quarter."""
        return np.column_stack([self.inputs.headcount, self.headcount[:, :-1]])

    @cached_property
    def quits(self) -> Array:
        """(role, period) [FTE]."""
        return quits(self.inputs.quits, self.begin)

    @cached_property
    def moves_in(self) -> Array:
        """(role, period) [FTE] who come from another role, or from all others to direct AI."""
        i = self.inputs
        return evaluate((i.roles, i.periods), moves_in(self.figures, i))

    @cached_property
    def moves_out(self) -> Array:
        """(role, period) [FTE] who leave for another role, or to direct AI."""
        i = self.inputs
        return evaluate((i.roles, i.periods), moves_out(self.figures, i))

    @cached_property
    def workload(self) -> Array:
        """(role, period) [thousand hours] work there is, before any is dropped."""
        i = self.inputs
        return evaluate((i.roles, i.periods), workload(self.figures, i))

    @property
    def added(self) -> Array:
        """(good, period) [share of the good's own work] added, less what is wanted no more."""
        less = self.down.sum(axis=1) if len(self.down) else 0.0
        result: Array = self.up.sum(axis=1) - less
        return result

    @cached_property
    def forgone(self) -> Array:
        """(role, period) [thousand hours] own work that is wanted no more."""
        return self._moved(self.down)

    @cached_property
    def undone(self) -> Array:
        """(role, period) [thousand hours] work that is not done: dropped, or wanted no more."""
        result: Array = self.dropped.sum(axis=1) + self.forgone
        return result

    def _moved(self, bands: Array) -> Array:
        """Own work in some bands; (role, period) [thousand hours]."""
        i = self.inputs
        if not len(bands):
            return np.zeros((len(i.roles), len(i.periods)))
        shares = np.where(i.good[:, None] >= 0, bands.sum(axis=1)[i.good], 0.0)
        result: Array = i.work[:, None] * i.growth * shares
        return result

    @cached_property
    def given_work(self) -> Array:
        """(role, period) [thousand hours] work there would be if none were added or wanted no more."""
        return self.workload - self._moved(self.up) + self.forgone

    @cached_property
    def own_work(self) -> Array:
        """(role, period) [thousand hours] work besides coordinating, that which was added included."""
        i = self.inputs
        return i.work[:, None] * i.growth + evaluate((i.roles, i.periods), added_work(self.figures, i))

    @property
    def positions(self) -> Array:
        """(period) [FTE] all positions at the end of the quarter."""
        result: Array = self.headcount.sum(axis=0)
        return result

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
        return evaluate((i.roles, _KIND_AXIS, i.periods), [of_kinds(i, 1.0, by(("cell", "period"), hours))])

    @cached_property
    def work_by_kind(self) -> Array:
        """(role, kind, period) [thousand hours] work there is, before any is dropped."""
        i = self.inputs
        coordination = i.coordination_by_kind[:, :, None] * self.coordination
        if not len(i.goods):
            return i.work_by_kind[:, :, None] * i.growth + coordination
        share = np.divide(
            i.work_by_kind, i.work[:, None], out=np.zeros_like(i.work_by_kind), where=i.work[:, None] > 0
        )
        return share[:, :, None] * self.own_work[:, None, :] + coordination

    def __getstate__(self) -> dict[str, object]:
        """What goes to another process: the decisions, not what was worked out from them."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @cached_property
    def figures(self) -> Figures:
        """The decisions over the axes of the programme's variables, for its equations."""
        i = self.inputs
        coordination = np.broadcast_to(self.coordination, (len(i.families), len(i.periods)))
        return Figures(
            **{name: by(axes, getattr(self, name)) for name, axes in _DECIDED.items()},
            headcount=by(("role", "date"), np.column_stack([i.headcount, self.headcount])),
            automated=by(("target", "period"), self.automated[i.cells.targets]),
            owned=by("date", np.append(0.0, self.owned)),
            coordination=by(("family", "period"), coordination),
            up=by(("good", "step_up", "period"), self.up) if len(self.up) else None,
            down=by(("good", "step_down", "period"), self.down) if len(self.down) else None,
            added=by(("good", "period"), self.added) if len(i.goods) else None,
            systems=by("system", self.systems) if i.systems_are_chosen else None,
            review=by(_BY_ROLE, self.review) if i.review_is_shared else None,
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
    quarters = len(i.periods)

    def clean(name: str, *absent: int) -> Array:
        """A variable's values; nothing, in so many places a quarter, where there is no such variable."""
        variable = getattr(v, name)
        values = np.zeros((*absent, quarters)) if variable is None else solution.of(variable)
        return np.where(np.abs(values) < _ZERO, 0.0, values)

    decided: dict[str, Any] = {name: clean(name, len(i.roles)) for name in _DECIDED}
    automated = np.zeros((len(i.cells.hours), quarters))
    automated[i.cells.targets] = clean("automated")
    outcome = Outcome(
        **decided,
        inputs=i,
        objective=objective,
        up=clean("up", 0, len(CHEAPER) - 1),
        down=clean("down", 0, len(DEARER)),
        headcount=clean("headcount")[:, 1:],
        automated=automated,
        coordination=solution.of(v.coordination)[0],
        owned=clean("owned")[1:],
        induced_quits_cost=induced,
        systems=_used(i, decided["with_ai"]) if v.systems is None else solution.of(v.systems),
        gap=solution.gap,
        bound=objective - solution.gap * abs(objective),
        products=clean("products", len(STEPS) - 1),
        products_had=clean("products_had"),
        review=clean("review", len(i.roles)),
    )
    if v.review is not None:
        return outcome
    return replace(outcome, review=hour_effects(i).review * outcome.by_role(automated))


def _used(i: Inputs, with_ai: Array) -> Array:
    more = np.zeros((len(i.cells.system_hours), len(i.periods)))
    np.add.at(more, i.cells.reach.system, with_ai - i.used_hours)
    used: Array = (more.max(axis=1) > _ZERO).astype(float)
    return used


def headcount_table(outcome: Outcome) -> pd.DataFrame:
    """The headcount walk: role, period, begin, hires, quits, voluntary, layoffs, moves, end [FTE]."""
    i = outcome.inputs
    return pd.DataFrame(
        {
            "role": np.repeat(i.roles.to_numpy(), len(i.periods)),
            "period": np.tile(i.periods.to_numpy(), len(i.roles)),
            **{name: getattr(outcome, name).ravel() for name in HEADCOUNT_FLOWS},
            "end": outcome.headcount.ravel(),
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


def _cash_table(costs: pd.DataFrame) -> pd.DataFrame:
    """Cash by quarter: period, payroll, compute, capex, exits, training, change, total [USD million].

    costs : (period, statistic) [USD million], as `costs_by_period` gives it
    """
    columns = {name: costs[list(parts)].sum(axis=1) for name, parts in CASH_COLUMNS.items()}
    cash = pd.DataFrame(columns)
    cash["total"] = cash.sum(axis=1)
    return cash.rename_axis("period").reset_index()


def costs_by_period(outcome: Outcome) -> pd.DataFrame:
    """Every kind of cost; (period, statistic) [USD million]."""
    return outcome.costs.copy()


@dataclass(frozen=True, eq=False)
class _Load:
    """Hours of people in one plan; every array is (role, period) [thousand hours].

    required : all hours that people must work, as `people_have_hours` counts them
    available : hours of the positions and of people from outside
    delivered : work done by people, with AI or by AI, coordination left out
    review, redo : checking automated work, of the own role or of others, and doing again what is bad
    directing : specifying and steering systems
    spare : time that AI frees and that does not become capacity
    """

    required: Array
    available: Array
    delivered: Array
    review: Array
    redo: Array
    directing: Array
    spare: Array


def load_of(outcome: Outcome) -> _Load:
    """What people of each role work on in each quarter.

    `work_rules.required_hours`, `work_rules.available_hours`; spare = freed − captured
    """
    i, v, effects = outcome.inputs, outcome.figures, hour_effects(outcome.inputs)
    axes = (i.roles, i.periods)
    return _Load(
        required=evaluate(axes, required_hours(v, i)),
        available=evaluate(axes, available_hours(v, i)),
        delivered=_delivered_hours(outcome),
        review=outcome.review,
        redo=outcome.by_role(effects.redo * outcome.automated),
        directing=outcome.directing,
        spare=evaluate(axes, freed_hours(v, i)) - evaluate(axes, captured_hours(v, i)),
    )


def _delivered_hours(outcome: Outcome) -> Array:
    """Own work that is done, by people and systems; (role, period) [thousand hours].

    What is dropped of a role's work counts against its own and its coordinating work alike.
    """
    work, dropped = outcome.workload, outcome.dropped.sum(axis=1)
    result: Array = outcome.own_work * (
        1 - np.divide(dropped, work, out=np.zeros_like(work), where=work > 0)
    )
    return result


def delivered_each(outcome: Outcome, coordination: bool = False) -> float:
    """Work delivered per position of the whole firm in the last quarter [hours].

    coordination : whether coordinating work counts
    """
    done = outcome.workload - outcome.dropped.sum(axis=1) if coordination else _delivered_hours(outcome)
    return float(THOUSAND * done[:, -1].sum() / outcome.positions[-1])


def kind_shares(outcome: Outcome, period: int = -1) -> Array:
    """How the own work of each role's people divides over kinds; (role, kind) [share of hours].

    period : which quarter
    Work less relief in each kind, as if each role checked its own work; 0 for roles without work.
    """
    i = outcome.inputs
    relieved = evaluate((i.roles, _KIND_AXIS, i.periods), own_relief(outcome.figures, i, of_kinds))
    left = np.maximum(outcome.work_by_kind - relieved, 0.0)[:, :, period]
    total = left.sum(axis=1, keepdims=True)
    result: Array = np.divide(left, total, out=np.zeros_like(left), where=total > 0)
    return result


def hours_people_work(outcome: Outcome, period: int = -1) -> Array:
    """Hours people spend by role and kind of work, review and redoing included.

    period : which quarter
    (role, kind) [thousand hours]; what is asked of a role's people, directing apart, over the kinds of
    their own work: who checks the work of others does it in the kinds that fill the own time.
    """
    load = load_of(outcome)
    own = (load.required - load.directing)[:, period]
    worked = kind_shares(outcome, period) * own[:, None]
    worked[:, ALL_KINDS.index(DIRECTING)] += load.directing[:, period]
    return worked


def undone_hours(outcome: Outcome) -> Array:
    """Work that is left undone, or wanted no more because it is dear; (period) [thousand hours]."""
    hours: Array = outcome.undone.sum(axis=0)
    return hours


def undone_share(outcome: Outcome) -> Array:
    """Work that is left undone, of all work as it grows by itself; (period) [share]."""
    work = outcome.given_work.sum(axis=0)
    share: Array = undone_hours(outcome) / np.where(work > 0, work, 1.0)
    return share
