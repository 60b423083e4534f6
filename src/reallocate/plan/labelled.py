"""Labelled sums that the rules of a plan are written with."""

from __future__ import annotations

import linopy
import numpy as np
import numpy.typing as npt
import pandas as pd
import xarray as xr

from reallocate.plan.inputs import Inputs

Array = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


def on_period(variable: linopy.Variable, i: Inputs) -> linopy.Variable:
    """A dated variable at the end of each period.

    variable : (…, date)
    i : the inputs, for the names of periods
    """
    dated = variable.isel(date=slice(1, None)).rename(date="period")
    ends: linopy.Variable = dated.assign_coords(period=i.periods)
    return ends


def before_period(variable: linopy.Variable, i: Inputs) -> linopy.Variable:
    """A dated variable at the beginning of each period.

    variable : (…, date)
    i : the inputs, for the names of periods
    """
    dated = variable.isel(date=slice(0, -1)).rename(date="period")
    starts: linopy.Variable = dated.assign_coords(period=i.periods)
    return starts


def by_role(i: Inputs, values: np.ndarray) -> xr.DataArray:
    """Figures by role, labelled.

    i : the inputs, for the names of roles
    values : (role)
    """
    return xr.DataArray(values, coords={"role": i.roles}, dims="role")


def by_period(i: Inputs, values: np.ndarray) -> xr.DataArray:
    """Figures by period, labelled.

    i : the inputs, for the names of periods
    values : (period)
    """
    return xr.DataArray(values, coords={"period": i.periods}, dims="period")


def along(values: pd.Series, axis: str) -> xr.DataArray:
    """Figures along an axis of their own, labelled by their index.

    values : indexed by the axis' labels
    axis : its name
    """
    return xr.DataArray(values.to_numpy(), dims=axis, coords={axis: values.index.to_numpy()})


class Slots:
    """Members of each group, padded to the largest group; padding has weight 0."""

    def __init__(self, group: Integers, groups: int) -> None:
        order = np.argsort(group, kind="stable")
        count = np.bincount(group, minlength=groups) if len(group) else np.zeros(groups, dtype=int)
        width = max(int(count.max(initial=0)), 1)
        place = np.arange(len(group)) - np.repeat(np.cumsum(count) - count, count)
        self.index = np.zeros((groups, width), dtype=np.int64)
        self.used = np.zeros((groups, width))
        self.index[group[order], place] = order
        self.used[group[order], place] = 1.0


def sum_by_role(
    variable: linopy.Variable, i: Inputs, weight: Array, nothing: linopy.Variable
) -> linopy.LinearExpression:
    """Σ over a role's cells of its share × weight × hours; (role, period).

    variable : (cell, period) or (target, period) [thousand hours]
    weight : (cell, period)
    nothing : (role, period) any variable, for a firm in which AI reaches nothing
    """
    cells = i.cells
    entries = np.arange(len(cells.entry_cell))
    axis, place = "cell", np.arange(len(cells.table))
    if "target" in variable.dims:
        axis = "target"
        place = np.full(len(cells.table), -1)
        place[cells.targets] = np.arange(len(cells.targets))
        entries = entries[place[cells.entry_cell] >= 0]
    if len(entries) == 0:
        return 0 * nothing
    cell = cells.entry_cell[entries]
    slots = Slots(cells.entry_role[entries], len(i.roles))
    factor = (cells.entry_share[entries][slots.index] * slots.used)[:, :, None] * weight[cell[slots.index]]
    index = xr.DataArray(place[cell[slots.index]], dims=("role", "slot"), coords={"role": i.roles})
    coefficient = xr.DataArray(
        factor, dims=("role", "slot", "period"), coords={"role": i.roles, "period": i.periods}
    )
    summed: linopy.LinearExpression = (variable.isel({axis: index}) * coefficient).sum("slot")
    return summed
