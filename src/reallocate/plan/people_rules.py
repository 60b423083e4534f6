"""What every plan must keep about people: they are conserved, and move and leave by rule (P7, P9)."""

from __future__ import annotations

import linopy
import numpy as np
import pandas as pd
import xarray as xr

from reallocate.plan.inputs import Inputs
from reallocate.plan.labelled import Slots, before_period, by_period, by_role, on_period
from reallocate.plan.variables import Variables
from reallocate.plan.work_rules import relief

OPEN_POSITION_QUARTERS = 4


def headcount_walks(m: linopy.Model, v: Variables, i: Inputs) -> None:
    """P7: n_t = n_{t−1} − quits + hires − layoffs + moves in − moves out.

    layoffs ≤ n_{t−1} − quits; quits are the same share of every role's headcount.
    """
    before = before_period(v.headcount, i)
    stay = 1 - i.quits
    flow = v.hires - v.layoffs + _moves_in(v, i) - _moves_out(v, i)
    m.add_constraints(on_period(v.headcount, i) - stay * before - flow == 0, name="headcount_walks")
    m.add_constraints(v.layoffs + _moves_out(v, i) - stay * before <= 0, name="people_leave_once")
    m.add_constraints(v.total - on_period(v.headcount, i).sum("role") == 0, name="total_headcount")


def _moves_out(v: Variables, i: Inputs) -> linopy.LinearExpression:
    return _pairs(v, i, "origin") + v.to_directing


def _moves_in(v: Variables, i: Inputs) -> linopy.LinearExpression:
    last = xr.DataArray(
        (np.arange(len(i.roles)) == len(i.roles) - 1).astype(float), coords={"role": i.roles}, dims="role"
    )
    return _pairs(v, i, "target") + v.to_directing.sum("role") * last


def _pairs(v: Variables, i: Inputs, end: str) -> linopy.LinearExpression:
    slots = Slots(i.roles.get_indexer(pd.Index(i.move_table[end])), len(i.roles))
    if i.move_table.empty:
        return 0 * v.hires
    index = xr.DataArray(slots.index, dims=("role", "slot"), coords={"role": i.roles})
    used = xr.DataArray(slots.used, dims=("role", "slot"), coords={"role": i.roles})
    summed: linopy.LinearExpression = (v.moves.isel(pair=index) * used).sum("slot")
    return summed


def moves_are_limited(m: linopy.Model, v: Variables, i: Inputs) -> None:
    """P9: people moved out of a role in a quarter ≤ a share of its headcount."""
    most = i.options.parameters["moves_per_quarter"]
    m.add_constraints(_moves_out(v, i) - most * before_period(v.headcount, i) <= 0, name="moves_are_limited")


def movers_are_free(m: linopy.Model, v: Variables, i: Inputs) -> None:
    """P9: only people whose work has gone move to other roles; nobody is moved up to be replaced by a hire.

    moved_t = (1 − quits)·moved_{t−1} + moves out to roles;
    hours·moved ≤ relief from AI + dropped work + hours without work at the start
    """
    if i.move_table.empty:
        return
    stay = 1 - i.quits
    earlier = np.arange(len(i.periods)) - 1
    before = v.moved.isel(period=np.maximum(earlier, 0)).assign_coords(period=i.periods)
    before = before * by_period(i, stay * (earlier >= 0))
    m.add_constraints(v.moved - before - _pairs(v, i, "origin") == 0, name="movers_so_far")
    asked = (i.work + i.coordination)[:, None] * i.growth[None, :]
    idle = np.maximum(i.hours * i.headcount[:, None] - asked, 0.0)
    free = relief(v, i) + v.dropped.sum("band")
    most = xr.DataArray(idle, coords={"role": i.roles, "period": i.periods}, dims=("role", "period"))
    m.add_constraints(v.moved * i.hours - free <= most, name="movers_are_free")


def open_positions_are_cancelled(m: linopy.Model, v: Variables, i: Inputs) -> None:
    """P7: where open positions are cancelled, the first year's hires fall short by as many.

    Raises `ValueError` where the hires of the baseline are not given.
    """
    if not i.options.levers.cancel_open:
        return
    if i.baseline_hires is None:
        raise ValueError("cancelled positions are told against the baseline, whose hires are not given")
    quarters = slice(0, OPEN_POSITION_QUARTERS)
    planned = i.baseline_hires[:, quarters].sum(axis=1)
    most = np.maximum(planned - i.open_positions, 0.0)[:-1]
    hired = v.hires.isel(period=quarters, role=slice(0, -1)).sum("period")
    m.add_constraints(
        hired <= by_role(i, np.append(most, 0.0)).isel(role=slice(0, -1)), name="open_positions"
    )


def exits_are_made(m: linopy.Model, v: Variables, i: Inputs) -> None:
    """Forced exits in the first quarter: pro rata over roles, or as many where the plan wants.

    Raises `ValueError` where positions stay closed and the headcount of the baseline is not given.
    """
    exits = i.options.exits
    if exits is None:
        return
    first = v.layoffs.isel(period=0, drop=True)
    if exits.pro_rata:
        share = i.headcount / i.headcount.sum()
        m.add_constraints(first == by_role(i, exits.count * share), name="exits_pro_rata")
    else:
        m.add_constraints(first.sum("role") >= exits.count, name="exits_in_all")
    if exits.closed:
        if i.baseline_headcount is None:
            raise ValueError("closed positions are told against the baseline, whose headcount is not given")
        left = i.baseline_headcount - (exits.count * i.headcount / i.headcount.sum())[:, None]
        path = xr.DataArray(left, coords={"role": i.roles, "period": i.periods}, dims=("role", "period"))
        m.add_constraints(on_period(v.headcount, i) == path, name="positions_stay_closed")
