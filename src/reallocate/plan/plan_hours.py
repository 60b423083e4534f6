"""Hours of a solved plan, worked and available, by role, quarter and kind; rules are in `workload.py`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reallocate.measure.arrays import Array
from reallocate.plan.inputs import ALL_KINDS, THOUSAND
from reallocate.plan.labelled import evaluate, of_kinds
from reallocate.plan.outcome import KIND_AXIS, Outcome
from reallocate.plan.relief import captured_hours, freed_hours, hour_effects, own_relief
from reallocate.plan.workload import available_hours, required_hours
from reallocate.work.activities import DIRECTING


@dataclass(frozen=True, eq=False)
class Load:
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


def load_of(outcome: Outcome) -> Load:
    """What people of each role work on in each quarter.

    `workload.required_hours`, `workload.available_hours`; spare = freed − captured
    """
    i, v, effects = outcome.inputs, outcome.figures, hour_effects(outcome.inputs)
    axes = (i.roles, i.periods)
    return Load(
        required=evaluate(axes, required_hours(v, i)),
        available=evaluate(axes, available_hours(v, i)),
        delivered=delivered_hours(outcome),
        review=outcome.review,
        redo=outcome.by_role(effects.redo * outcome.automated),
        directing=outcome.directing,
        spare=evaluate(axes, freed_hours(v, i)) - evaluate(axes, captured_hours(v, i)),
    )


def delivered_hours(outcome: Outcome) -> Array:
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
    done = outcome.workload - outcome.dropped.sum(axis=1) if coordination else delivered_hours(outcome)
    return float(THOUSAND * done[:, -1].sum() / outcome.positions[-1])


def kind_shares(outcome: Outcome, period: int = -1) -> Array:
    """How the own work of each role's people divides over kinds; (role, kind) [share of hours].

    period : which quarter
    Work less relief in each kind, as if each role checked its own work; 0 for roles without work.
    """
    i = outcome.inputs
    relieved = evaluate((i.roles, KIND_AXIS, i.periods), own_relief(outcome.figures, i, of_kinds))
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
