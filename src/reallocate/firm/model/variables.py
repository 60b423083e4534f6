"""What the plan decides: one function that declares every variable of the programme."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.firm.model.ai_hour import todays_use_is_given
from reallocate.firm.model.inputs import DROP_BANDS, VALUES, Inputs, announced
from reallocate.firm.model.quits import share_that_stays
from reallocate.kernel.arrays import Array
from reallocate.lp.model import Model, Variable
from reallocate.lp.named_axes import Named

_Bound = Array | float

PACES = ("measured", "hasty")
STEPS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0, 1.05, 1.1, 1.2, 1.5)
"""Ends of the steps in which GPUs for products lose value, as shares of what was announced."""
_SPEED_AXIS, _BAND_AXIS = pd.Index(PACES, name="speed"), pd.Index(DROP_BANDS, name="band")
_STEP_AXIS = pd.Index(STEPS[1:], name="step")
CHEAPER = (
    *(1 - 0.01 * step for step in range(31)),
    0.68, 0.65, 0.62, 0.58, 0.54, 0.5, 0.45, 0.4, 0.35, 0.3, 0.2, 0.1,
)  # fmt: skip
DEARER = (1.0, 1.01, 1.02, 1.04, 1.07, 1.1, 1.2, 1.4, 2.0, 5.0)
"""Costs of work, as multiples of its cost today, at which the bands end in which it is added and dropped.

Bands of an eighth of the width move positions by 0.07% on the worked example and by 0.06% on the insurer, and
the response at which AI adds as many positions as it takes from 1.83 to 1.92 and from 2.36 to 2.29."""
_MOST_WORK = 3.0
"""Own work at most, as a multiple of today's."""


_Decided = TypeVar("_Decided", Variable, Named)


@dataclass(frozen=True, eq=False, kw_only=True)
class _Decisions(Generic[_Decided]):
    """What a plan decides, with axes and units: variables of the programme, or figures of a solved plan.

    headcount : (role, date) [FTE]; date −1 is the start
    hires, layoffs : (role, period) [FTE]
    moves : (pair, period) [FTE]
    to_directing : (role, period) [FTE]
    with_ai : (cell, period) [thousand hours] automated or augmented
    automated : (target, period) [thousand hours]; a target is a cell that can be automated
    pace : (served, speed, period) [thousand hours newly worked with AI]
    dropped : (role, band, period) [thousand hours]
    directing : (role, period) [thousand hours]
    api : (period) [billion tokens]
    rented, ordered : (period) [GPUs]
    owned : (date) [GPUs]
    up, down : (good, step, period) [share of the good's own work as it grows by itself] added, and wanted
        no more; none where work is given, and nothing is wanted no more where all work is to be done
    added : (good, period) [share] Σ up − Σ down
    coordination : (family, period) [ratio to the start] size of coordinating work; one copy a
        family, since one column in every row makes the programme slow
    voluntary : (role, period) [FTE]; none where no programme is offered
    products : (step, period) [GPUs] ordered for products; products_had : (period) [GPUs]; none where none
        are wanted
    review : (role, period) [thousand hours] of checking; none where each role checks its own work
    contractors : (role, period) [FTE]; none where there are none at the start
    systems : (system) whether it is put up, 0 or 1; none where putting one up costs nothing
    """

    headcount: _Decided
    hires: _Decided
    layoffs: _Decided
    moves: _Decided
    to_directing: _Decided
    with_ai: _Decided
    automated: _Decided
    pace: _Decided
    dropped: _Decided
    directing: _Decided
    api: _Decided
    rented: _Decided
    ordered: _Decided
    owned: _Decided
    coordination: _Decided
    up: _Decided | None = None
    down: _Decided | None = None
    added: _Decided | None = None
    voluntary: _Decided | None = None
    systems: _Decided | None = None
    contractors: _Decided | None = None
    review: _Decided | None = None
    products: _Decided | None = None
    products_had: _Decided | None = None


Figures: TypeAlias = _Decisions[Named]
"""The decisions of a solved plan, over the axes of the programme's variables."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Variables(_Decisions[Variable]):
    """The programme's variables: its decisions and what its rules keep account of.

    moved : (role, period) [FTE] who have moved out of the role to others, less the share that would have quit
    total : (period) [FTE]
    cost : (statistic, period) [USD million]
    """

    moved: Variable
    total: Variable
    cost: Variable


def declare(model: Model, i: Inputs) -> Variables:
    """All variables with their bounds; a lever that is closed is an upper bound of 0.

    model : an empty programme
    i : labels, levers
    """
    period, roles = i.periods, i.roles
    date = pd.RangeIndex(-1, len(period), name="date")
    levers, products = i.options.levers, i.options.products
    served = i.cells.reach.families
    targets = pd.Index(i.cells.targets, name="target")
    cells = pd.RangeIndex(len(i.cells.hours), name="cell")
    pairs = pd.RangeIndex(len(i.move_table), name="pair")
    outside = i.contractors[:, None]

    def add(name: str, *axes: pd.Index, lower: _Bound = 0.0, upper: _Bound = np.inf) -> Variable:
        return model.add_variables(name, axes, lower, upper)

    return Variables(
        headcount=add("headcount", roles, date, lower=_at_start(i, 0.0), upper=_most_people(i)),
        hires=add("hires", roles, period, upper=_hires_allowed(i)),
        layoffs=add("layoffs", roles, period, upper=_layoffs_allowed(i)),
        moves=add("moves", pairs, period, upper=_when(levers.redeployment)),
        moved=add("moved", roles, period),
        to_directing=add("to_directing", roles, period, upper=_directing_moves_allowed(i)),
        with_ai=add("with_ai", cells, period, **_within_reach(i)),
        automated=add("automated", targets, period, upper=_when(levers.ai)),
        pace=add("pace", served, _SPEED_AXIS, period),
        dropped=add("dropped", roles, _BAND_AXIS, period, upper=_when(levers.dropping)),
        directing=add("directing", roles, period, upper=_when(i.directs)[:, None]),
        api=add("api", period, upper=_when(levers.api)),
        rented=add("rented", period, upper=_when(levers.rent)),
        ordered=add("ordered", period, upper=_when(levers.own)),
        owned=add("owned", date),
        total=add("total", period),
        coordination=add("coordination", i.families, period),
        cost=add("cost", pd.Index(i.cost_kinds, name="statistic"), period, **_cost_bounds(i)),
        **_bands(add, i),
        voluntary=add("voluntary", roles, period) if levers.voluntary else None,
        systems=model.add_variables("systems", [i.cells.reach.systems.index], upper=1.0, whole=True)
        if i.systems_are_chosen
        else None,
        contractors=add(
            "contractors", roles, period, lower=0.0 if levers.end_contractors else outside, upper=outside
        )
        if i.contractors.any()
        else None,
        # Everybody but those who direct AI checks work.
        review=add("review", roles, period, upper=_when(i.zone > 0)[:, None]) if i.review_is_shared else None,
        products=add("products", _STEP_AXIS, period, upper=(np.diff(STEPS) * announced(i))[:, None])
        if products
        else None,
        products_had=add("products_had", period) if products else None,
    )


def _when(allowed: bool | npt.NDArray[np.bool_]) -> Array:
    """No bound where something is allowed, else 0."""
    return np.where(allowed, np.inf, 0.0)


def _at_start(i: Inputs, later: float) -> Array:
    """A bound of headcount, which is given at the start; (role, date) [FTE]."""
    return np.column_stack([i.headcount, np.full((len(i.roles), len(i.periods)), later)])


def _bands(add: Callable[..., Variable], i: Inputs) -> dict[str, Variable]:
    """P1: bands in which own work is added and wanted no more; nothing where it is given."""
    if not len(i.goods):
        return {}
    more = pd.RangeIndex(len(CHEAPER) - 1, name="step_up")
    less = pd.RangeIndex(len(DEARER), name="step_down")
    result = {
        "up": add("up", i.goods, more, i.periods, upper=_grows(i)),
        "added": add("added", i.goods, i.periods, lower=-1.0),
    }
    if i.options.levers.dropping:
        widths = -np.diff(_down_edges(i.options.parameters["work_elasticity"]))[None, :, None]
        result["down"] = add("down", i.goods, less, i.periods, upper=widths)
    return result


def _grows(i: Inputs) -> Array:
    """Width of the bands of added work, none where people would be idle; (good, step, period) [share]."""
    widths = np.diff(up_edges(i.options.parameters["work_elasticity"]))[None, :, None]
    return np.where(i.may_grow[:, None, None], widths, 0.0)


def up_edges(elasticity: float) -> Array:
    """Amounts of own work at which the bands of added work end; (band and 1) [multiple of today's amount].

    elasticity : ε
    r^(−ε) where work costs r of what it costs today, at most 3: a smaller response makes narrower bands
    """
    result: Array = np.minimum(np.array(CHEAPER) ** -elasticity, _MOST_WORK)
    return result


def _down_edges(elasticity: float) -> Array:
    """The same of work that is wanted no more; the last band ends at none.

    elasticity : ε
    """
    return np.append(np.array(DEARER) ** -elasticity, 0.0)


def _follows(i: Inputs) -> npt.NDArray[np.bool_]:
    """Cells whose reach is a rule: coordinating work that follows people, own work that responds."""
    coordinating = i.cells.reach.coordination
    return (coordinating & i.follows_headcount) | (~coordinating & (len(i.goods) > 0))


def _within_reach(i: Inputs) -> dict[str, Array]:
    """P3 where the work is given: hours with AI ≤ x·rollout(t)·D(t), as a bound.

    Without further AI they are what they are today, r₀·x·D(t), or at most that (`todays_use_is_given`).
    """
    if not i.options.levers.ai and i.in_use == 0:
        return {"upper": np.zeros_like(i.reached_hours)}
    follows = _follows(i)[:, None]
    if i.options.levers.ai:
        return {"upper": np.where(follows, np.inf, i.reached_hours)}
    least = np.where(follows | (not todays_use_is_given(i)), 0.0, i.used_hours)
    return {"lower": least, "upper": np.where(follows, np.inf, i.used_hours)}


def _most_people(i: Inputs) -> Array:
    """No limit, but until exits in a later quarter; (role, date) [FTE]."""
    most, exits = _at_start(i, np.inf), i.options.exits
    if exits is not None and i.most_before_exits is not None:
        quarters = np.arange(1, 1 + exits.quarter)
        by_quits = i.headcount[:, None] * share_that_stays(i.quits)[:, None] ** quarters
        most[:, quarters] = np.maximum(i.most_before_exits, by_quits if exits.by_quits else 0.0)
    return most


def _cost_bounds(i: Inputs) -> dict[str, Array]:
    """No limit, but that replacing induced quits costs nothing until layoffs are known to be made.

    Only the value of GPUs for products and of added work are costs below 0.
    """
    names = np.array(i.cost_kinds)[:, None]
    return {
        "lower": np.where(np.isin(names, VALUES), -np.inf, 0.0),
        "upper": np.where(names == "replacing induced quits", 0.0, np.inf),
    }


def _hires_allowed(i: Inputs) -> Array:
    allowed = np.full((len(i.roles), len(i.periods)), np.inf)
    allowed[:, : i.options.levers.hiring_freeze_quarters] = 0.0
    if not (i.options.levers.directing_hires and i.options.levers.ai):
        allowed[-1, :] = 0.0
    return allowed


def _layoffs_allowed(i: Inputs) -> Array:
    exits = i.options.exits
    closed = exits is not None and (exits.alone or exits.by_quits)
    allowed = np.full((len(i.roles), len(i.periods)), _when(i.options.levers.layoffs and not closed))
    if exits is not None and i.exits_are_forced:
        allowed[:, exits.quarter] = np.inf
    allowed[-1, :] = 0.0
    return allowed


def _directing_moves_allowed(i: Inputs) -> Array:
    levers = i.options.levers
    open_to = levers.redeployment and levers.directing_hires and levers.ai
    return _when(i.may_direct_after_move & open_to)[:, None]
