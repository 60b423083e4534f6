"""Hours that people of a solved plan must work, and those they have, by role, quarter and kind of work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from reallocate.plan.inputs import ALL_KINDS, Inputs
from reallocate.plan.outcome import Outcome
from reallocate.plan.relief import hour_effects, relief
from reallocate.work.activities import DIRECTING

Array = npt.NDArray[np.float64]
Hours = TypeVar("Hours")
Part = TypeVar("Part")


@dataclass(frozen=True, eq=False)
class Load:
    """Hours of people in one plan; every array is (role, period) [thousand hours].

    asked : all hours that people must work, as `people_have_hours` counts them
    has : hours of the positions and of people from outside
    delivered : work done by people, with AI or by AI, coordination left out
    review, redo : checking automated work, of the own role or of others, and doing again what is bad
    directing : specifying and steering systems
    spare : time that AI frees and that does not become capacity
    """

    asked: Array
    has: Array
    delivered: Array
    review: Array
    redo: Array
    directing: Array
    spare: Array


def load_of(outcome: Outcome) -> Load:
    """What people of each role work on in each quarter.

    outcome : a solved plan
    asked = D − dropped − relief + directing, relief as from `relief.relief`; spare = (1 − χ)·freed
    """
    i, effects = outcome.inputs, hour_effects(outcome.inputs)
    work, dropped = outcome.workload, outcome.dropped.sum(axis=1)
    done = 1 - np.divide(dropped, work, out=np.zeros_like(work), where=work > 0)
    augmented = outcome.with_ai - outcome.automated
    freed = outcome.by_role(effects.saved * augmented + effects.freed * outcome.automated)
    return Load(
        asked=work - dropped - relief_by_role(outcome) + outcome.directing,
        has=i.hours * (outcome.headcount + outcome.contractors),
        delivered=i.work[:, None] * i.growth[None, :] * done,
        review=outcome.review,
        redo=outcome.by_role(effects.redo * outcome.automated),
        directing=outcome.directing,
        spare=(1 - effects.capture) * freed,
    )


def relief_by_role(outcome: Outcome) -> Array:
    """Net relief from AI, review by whoever does it; (role, period) [thousand hours].

    outcome : a solved plan
    """

    def weigh(weight: Array, hours: Array) -> Array:
        return outcome.by_role(weight * hours)

    parts = relief(outcome.inputs, weigh, outcome.with_ai, outcome.automated, -outcome.review)
    found: Array = np.add.reduce(parts)
    return found


def kind_shares(outcome: Outcome, period: int = -1) -> Array:
    """How the own work of each role's people divides over kinds; (role, kind) [share of hours].

    outcome : a solved plan
    period : which quarter
    Work less relief in each kind, as if each role checked its own work; 0 for roles without work.
    """
    i = outcome.inputs
    kind = i.cells.table["kind"].map(ALL_KINDS.index).to_numpy(np.int64)[i.cells.entry_cell]

    def weigh(weight: Array, hours: Array) -> Array:
        found = np.zeros((len(i.roles), len(ALL_KINDS)))
        each = (weight * hours)[:, period]
        np.add.at(found, (i.cells.entry_role, kind), i.cells.entry_share * each[i.cells.entry_cell])
        return found

    relieved = np.add.reduce(relief(i, weigh, outcome.with_ai, outcome.automated))
    work = i.work_by_kind * i.growth[period] + i.coordination_by_kind * outcome.coordination[period]
    left = np.maximum(work - relieved, 0.0)
    total = left.sum(axis=1, keepdims=True)
    shares: Array = np.divide(left, total, out=np.zeros_like(left), where=total > 0)
    return shares


def hours_people_work(outcome: Outcome, period: int = -1) -> Array:
    """Hours people spend by role and kind of work, review and redoing included.

    outcome : a solved plan
    period : which quarter
    (role, kind) [thousand hours]; what is asked of a role's people, directing apart, over the kinds of
    their own work: who checks the work of others does it in the kinds that fill the own time.
    """
    load = load_of(outcome)
    own = (load.asked - load.directing)[:, period]
    worked = kind_shares(outcome, period) * own[:, None]
    worked[:, ALL_KINDS.index(DIRECTING)] += load.directing[:, period]
    return worked


def relief_in_kind(
    i: Inputs,
    kind: str,
    share: Array,
    weigh: Callable[[Array, Hours], Part],
    with_ai: Hours,
    automated: Hours,
    review: Part | None = None,
) -> list[Part]:
    """Net relief from AI in one kind of work, as parts to be added up [thousand hours].

    i : parameters, cells
    kind : of work
    share : (role) [share of own hours] in this kind, as from `kind_shares`
    weigh, with_ai, automated : as for `relief.relief`
    review : −Σ_r share·review, below 0; none where each role checks its own work
    Review by others leaves the kind whose work is checked for the kinds that fill the checkers' time.
    """
    cells = i.cells
    chosen = (cells.table["kind"] == kind).to_numpy()[:, None]
    own = relief(i, lambda weight, hours: weigh(weight * chosen, hours), with_ai, automated)
    if review is None:
        return own
    checked = np.zeros((len(cells.table), 1))
    np.add.at(checked[:, 0], cells.entry_cell, cells.entry_share * share[cells.entry_role])
    return [*own, weigh(hour_effects(i).review * checked, automated), review]
