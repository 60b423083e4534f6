"""What the plan decides: one function that declares every variable of the programme."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

import linopy
import numpy as np
import numpy.typing as npt
import pandas as pd
import xarray as xr

from reallocate.plan.gpu_stock import announced
from reallocate.plan.inputs import DROP_BANDS, Inputs
from reallocate.plan.statistics import STATISTICS

Array = npt.NDArray[np.float64]

PACES = ("measured", "hasty")
STEPS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0, 1.05, 1.1, 1.2, 1.5)
"""Ends of the steps in which GPUs for products lose value, as shares of what was announced."""


Decided = TypeVar("Decided", linopy.Variable, xr.Variable)


@dataclass(frozen=True, eq=False, kw_only=True)
class Decisions(Generic[Decided]):
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
    coordination : (family, period) [ratio to the start] size of coordinating work; one copy a
        family, since one column in every row makes the programme slow
    voluntary : (role, period) [FTE]; none where no programme is offered
    products : (step, period) [GPUs] ordered for products; products_had : (period) [GPUs]; none where none
        are wanted
    review : (role, period) [thousand hours] of checking; none where each role checks its own work
    contractors : (role, period) [FTE]; none where there are none at the start
    systems : (system) whether it is put up, 0 or 1; none where putting one up costs nothing
    """

    headcount: Decided
    hires: Decided
    layoffs: Decided
    moves: Decided
    to_directing: Decided
    with_ai: Decided
    automated: Decided
    pace: Decided
    dropped: Decided
    directing: Decided
    api: Decided
    rented: Decided
    ordered: Decided
    owned: Decided
    coordination: Decided
    voluntary: Decided | None = None
    systems: Decided | None = None
    contractors: Decided | None = None
    review: Decided | None = None
    products: Decided | None = None
    products_had: Decided | None = None


Figures: TypeAlias = Decisions[xr.Variable]
"""The decisions of a solved plan, over the axes of the programme's variables."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Variables(Decisions[linopy.Variable]):
    """The programme's variables: its decisions and what its rules keep account of.

    moved : (role, period) [FTE] who have moved out of the role to others, less the share that would have quit
    total : (period) [FTE]
    cost : (statistic, period) [USD million]
    """

    moved: linopy.Variable
    total: linopy.Variable
    cost: linopy.Variable


def declare(model: linopy.Model, i: Inputs) -> Variables:
    """All variables with their bounds; a lever that is closed is an upper bound of 0.

    model : an empty programme
    i : labels, levers
    """
    period, roles = i.periods, i.roles
    date = pd.RangeIndex(-1, len(period), name="date")
    levers = i.options.levers
    served = pd.Index(i.cells.systems["family"].unique(), name="served")
    targets = pd.Index(i.cells.targets, name="target")
    cells = pd.RangeIndex(len(i.cells.table), name="cell")
    pairs = pd.RangeIndex(len(i.move_table), name="pair")
    start = np.full((len(roles), len(date)), np.inf)
    start[:, 0] = i.headcount
    floor = np.zeros_like(start)
    floor[:, 0] = i.headcount
    at = {"role": roles, "date": date}

    def add(name: str, *axes: pd.Index, upper: object = np.inf) -> linopy.Variable:
        return model.add_variables(lower=0.0, upper=upper, coords=list(axes), name=name)

    def when(allowed: bool) -> float:
        return np.inf if allowed else 0.0

    return Variables(
        headcount=model.add_variables(
            lower=xr.DataArray(floor, at), upper=xr.DataArray(start, at), name="headcount"
        ),
        hires=add("hires", roles, period, upper=_hires_allowed(i)),
        layoffs=add("layoffs", roles, period, upper=_layoffs_allowed(i)),
        moves=add("moves", pairs, period, upper=_moves_allowed(i)),
        moved=add("moved", roles, period),
        to_directing=add("to_directing", roles, period, upper=_directing_moves_allowed(i)),
        with_ai=add("with_ai", cells, period, upper=_within_reach(i)),
        automated=add("automated", targets, period, upper=when(levers.ai)),
        pace=add("pace", served, pd.Index(PACES, name="speed"), period),
        dropped=add("dropped", roles, pd.Index(DROP_BANDS, name="band"), period, upper=when(levers.dropping)),
        directing=add("directing", roles, period, upper=_directing_allowed(i)),
        api=add("api", period, upper=when(levers.api)),
        rented=add("rented", period, upper=when(levers.rent)),
        ordered=add("ordered", period, upper=when(levers.own)),
        owned=add("owned", date),
        total=add("total", period),
        coordination=add("coordination", i.families, period),
        cost=_costs(model, i),
        voluntary=add("voluntary", roles, period) if levers.voluntary else None,
        systems=_systems(model, i),
        contractors=_contractors(model, i),
        review=add("review", roles, period, upper=_qualified(i)) if i.review_is_shared else None,
        products=_products(model, i),
        products_had=None if i.options.products is None else add("products_had", period),
    )


def _qualified(i: Inputs) -> xr.DataArray:
    """Everybody but those who direct AI checks work."""
    return _grid(i, np.outer(np.where(i.zone > 0, np.inf, 0.0), np.ones(len(i.periods))))


def _contractors(model: linopy.Model, i: Inputs) -> linopy.Variable | None:
    if not i.contractors.any():
        return None
    most = np.outer(i.contractors, np.ones(len(i.periods)))
    least = np.zeros_like(most) if i.options.levers.end_contractors else most
    return _between(model, "contractors", least, most, i.roles, i.periods)


def _products(model: linopy.Model, i: Inputs) -> linopy.Variable | None:
    if i.options.products is None:
        return None
    most = np.outer(np.diff(STEPS) * announced(i), np.ones(len(i.periods)))
    steps = pd.Index(STEPS[1:], name="step")
    return _between(model, "products", np.zeros_like(most), most, steps, i.periods)


def _systems(model: linopy.Model, i: Inputs) -> linopy.Variable | None:
    if not i.systems_are_chosen:
        return None
    return model.add_variables(binary=True, coords=[i.cells.systems.index], name="systems")


def _within_reach(i: Inputs) -> xr.DataArray:
    """P3 where the work does not follow headcount: hours with AI ≤ x·rollout(t)·D(t), as a bound."""
    table, reached = i.cells.table, i.reached_hours
    if not i.options.levers.ai:
        reached = np.zeros_like(reached)
    elif i.follows_headcount:
        reached = np.where(table["coordination"].to_numpy(bool)[:, None], np.inf, reached)
    return xr.DataArray(reached, coords={"cell": table.index, "period": i.periods}, dims=("cell", "period"))


def _costs(model: linopy.Model, i: Inputs) -> linopy.Variable:
    """No limit, but that replacing induced quits costs nothing until layoffs are known to be made.

    Only the value of GPUs for products is a cost below 0.
    """
    most = np.full((len(STATISTICS), len(i.periods)), np.inf)
    most[STATISTICS.index("replacing induced quits"), :] = 0.0
    least = np.zeros_like(most)
    least[STATISTICS.index("value of GPUs for products"), :] = -np.inf
    return _between(model, "cost", least, most, pd.Index(STATISTICS, name="statistic"), i.periods)


def _between(model: linopy.Model, name: str, least: Array, most: Array, *axes: pd.Index) -> linopy.Variable:
    """A variable with bounds of its own in every place; its axes are named, since two may be as long."""
    at = {str(axis.name): axis for axis in axes}
    low, high = (xr.DataArray(bound, coords=at, dims=list(at)) for bound in (least, most))
    return model.add_variables(lower=low, upper=high, name=name)


def _grid(i: Inputs, values: np.ndarray) -> xr.DataArray:
    return xr.DataArray(values, coords={"role": i.roles, "period": i.periods}, dims=("role", "period"))


def _hires_allowed(i: Inputs) -> xr.DataArray:
    allowed = np.full((len(i.roles), len(i.periods)), np.inf)
    allowed[:, : i.options.levers.hiring_freeze_quarters] = 0.0
    allowed[_not_refilled(i)] = 0.0
    if not (i.options.levers.directing_hires and i.options.levers.ai):
        allowed[-1, :] = 0.0
    return _grid(i, allowed)


def _moves_allowed(i: Inputs) -> xr.DataArray:
    allowed = np.full((len(i.move_table), len(i.periods)), np.inf if i.options.levers.redeployment else 0.0)
    allowed[_not_refilled(i)[i.targets]] = 0.0
    at = {"pair": pd.RangeIndex(len(i.move_table)), "period": i.periods}
    return xr.DataArray(allowed, coords=at, dims=("pair", "period"))


def _not_refilled(i: Inputs) -> npt.NDArray[np.bool_]:
    """Where the pause after layoffs is known beforehand: in occupations that share in forced exits."""
    paused = np.zeros((len(i.roles), len(i.periods)), dtype=bool)
    exits = i.options.exits
    if exits is not None and exits.pro_rata and not exits.closed and exits.count > 0:
        staffed = i.occupation.isin(i.occupation[i.headcount > 0])
        paused[staffed, : round(i.options.parameters["rehire_pause"])] = True
    return paused


def _layoffs_allowed(i: Inputs) -> xr.DataArray:
    exits = i.options.exits
    allowed = np.full((len(i.roles), len(i.periods)), np.inf if i.options.levers.layoffs else 0.0)
    if exits is not None and exits.closed:
        allowed[:, :] = 0.0
    if exits is not None and exits.count > 0:
        allowed[:, 0] = np.inf
    allowed[-1, :] = 0.0
    return _grid(i, allowed)


def _directing_moves_allowed(i: Inputs) -> xr.DataArray:
    levers = i.options.levers
    open_to = levers.redeployment and levers.directing_hires and levers.ai
    allowed = np.zeros((len(i.roles), len(i.periods)))
    if open_to:
        allowed[i.may_direct_after_move, :] = np.inf
    return _grid(i, allowed)


def _directing_allowed(i: Inputs) -> xr.DataArray:
    allowed = np.where(i.directs[:, None], np.inf, 0.0)
    return _grid(i, np.broadcast_to(allowed, (len(i.roles), len(i.periods))).copy())
