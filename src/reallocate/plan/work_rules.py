"""What every plan must keep about work: it is done, within reach, at a pace, by somebody (P1–P4, P6)."""

from __future__ import annotations

import linopy
import numpy as np
import pandas as pd
import xarray as xr

from reallocate.plan.inputs import DROP_WIDTHS, Inputs
from reallocate.plan.labelled import Slots, along, by_period, by_role, on_period, sum_by_role
from reallocate.plan.variables import PACES, Variables


def work_is_done_or_dropped(m: linopy.Model, v: Variables, i: Inputs) -> None:
    """P1: Σ_m y[r,t] + drop[r,t] = D[r,t]; hours left to people alone cannot be negative.

    Work that nobody and nothing does is dropped at a price that rises by band.
    """
    with_ai = sum_by_role(v.with_ai, i, np.ones(i.cells.good.shape), v.hires)
    left = workload(v, i) - v.dropped.sum("band") - with_ai
    m.add_constraints(left >= 0, name="work_is_done_or_dropped")
    width = xr.DataArray(np.array(DROP_WIDTHS), coords={"band": v.dropped.coords["band"].values}, dims="band")
    start = by_role(i, i.work + i.coordination) * by_period(i, i.growth)
    m.add_constraints(v.dropped <= start * width, name="bands_of_dropped_work")


def coordination_follows_people(m: linopy.Model, v: Variables, i: Inputs) -> None:
    """P2: size of coordinating work = η·N_t/N₀ + (1 − η)·g(t), in every family of roles.

    η = 1: it follows headcount; η = 0: it follows the work.
    """
    eta = i.options.parameters["coordination_elasticity"]
    ones = xr.DataArray(np.ones(len(i.families)), coords={"family": i.families}, dims="family")
    follows = v.total * (ones * (eta / i.headcount.sum()))
    fixed = ones * by_period(i, i.growth) * (1 - eta)
    m.add_constraints(v.coordination - follows == fixed, name="coordination_follows_people")


def workload(v: Variables, i: Inputs) -> linopy.LinearExpression:
    """D[r,t] = D₀[r]·g(t) + c₀[r]·size of coordinating work; (role, period) [thousand hours/quarter]."""
    family = xr.DataArray(i.families.get_indexer(i.family), dims="role", coords={"role": i.roles})
    size = v.coordination.isel(family=family)
    work: linopy.LinearExpression = size * by_role(i, i.coordination) + by_role(i, i.work) * by_period(
        i, i.growth
    )
    return work


def reach_limits_modes(m: linopy.Model, v: Variables, i: Inputs) -> None:
    """P3: automated ≤ x_A·rollout·D and automated + augmented ≤ x_ζ·rollout·D.

    Where the work grows by itself the limit is a bound of the variable; where it follows
    headcount it is a rule. A cell's automatable part holds what x_A and x_ζ both reach.
    """
    if len(i.cells.targets) == 0:
        return
    target = xr.DataArray(i.cells.targets, dims="target", coords={"target": i.cells.targets})
    m.add_constraints(v.automated - v.with_ai.isel(cell=target) <= 0, name="reach_of_automation")
    table = i.cells.table
    part = table[table["coordination"]]
    if not i.follows_headcount or part.empty or not i.options.levers.ai:
        return
    index = part.index.to_numpy()
    cell = xr.DataArray(index, dims="part", coords={"part": index})
    family = xr.DataArray(
        i.families.get_indexer(pd.Index(part["family"])), dims="part", coords={"part": index}
    )
    hours = along(part["hours"], "part") * by_period(i, i.rollout)
    reached = v.coordination.isel(family=family) * hours
    m.add_constraints(v.with_ai.isel(cell=cell) - reached <= 0, name="reach_in_coordination")


def adoption_takes_time(m: linopy.Model, v: Variables, i: Inputs) -> None:
    """P4: hours with AI rise at most by the steepest step of the whole S-curve, at a convex cost.

    per system: Δ with_ai ≤ pace·X;  per family: Σ_a Δ with_ai ≤ Σ_s pace[f,s,t], the hasty part dearer
    """
    systems = i.cells.systems
    if systems.empty or not i.options.levers.ai:
        return
    by_system = _summed(v.with_ai, i.cells.table["system"].to_numpy(), systems.index, "system")
    rise = _rise(by_system, i)
    fastest = along(systems["hours"], "system") * i.pace
    m.add_constraints(rise <= fastest * by_period(i, np.ones(len(i.periods))), name="fastest_change")
    families = pd.Index(systems["family"].unique(), name="served")
    member = families.get_indexer(pd.Index(i.cells.table["family"]))
    changed = _rise(_summed(v.with_ai, member, families, "served"), i)
    m.add_constraints(changed - v.pace.sum("speed") <= 0, name="pace_of_change")
    hours = systems.groupby("family", sort=False)["hours"].sum().reindex(families)
    half = along(hours, "served") * (i.pace / 2) * by_period(i, np.ones(len(i.periods)))
    m.add_constraints(v.pace.sel(speed=PACES[0], drop=True) <= half, name="measured_pace")


def _summed(
    variable: linopy.Variable, group: np.ndarray, groups: pd.Index, axis: str
) -> linopy.LinearExpression:
    slots = Slots(group, len(groups))
    index = xr.DataArray(slots.index, dims=(axis, "slot"), coords={axis: groups.to_numpy()})
    used = xr.DataArray(slots.used, dims=(axis, "slot"), coords={axis: groups.to_numpy()})
    summed: linopy.LinearExpression = (variable.isel(cell=index) * used).sum("slot")
    return summed


def _rise(hours: linopy.LinearExpression, i: Inputs) -> linopy.LinearExpression:
    """Hours with AI less those of the quarter before; none before the first."""
    earlier = np.arange(len(i.periods)) - 1
    before = hours.isel(period=np.maximum(earlier, 0)).assign_coords(period=i.periods)
    rise: linopy.LinearExpression = hours - before * by_period(i, (earlier >= 0).astype(float))
    return rise


def people_have_hours(m: linopy.Model, v: Variables, i: Inputs) -> None:
    """P6: hours people must work ≤ hours they have.

    D − drop − χ·(σ·augmented + (1 − d·(1 − w))·automated) + ρ·automated + directing
    ≤ φ·n·(1 − slack): review stays with the role whose work it is.
    """
    p = i.options.parameters
    needed = workload(v, i) - v.dropped.sum("band") + v.directing - relief(v, i)
    m.add_constraints(needed - i.hours * on_period(v.headcount, i) <= 0, name="people_have_hours")
    if i.cells.systems.empty:
        return
    demand = v.automated.sum("target") * p["directing_hours"]
    lent = i.options.limits.directing_lent * i.hours
    m.add_constraints(v.directing.sum("role") - demand >= -lent, name="directing_is_done")
    limited = np.flatnonzero(i.directs[:-1])
    if len(limited):
        share = i.hours * p["directing_by_existing"]
        own = on_period(v.headcount, i).isel(role=limited)
        m.add_constraints(
            v.directing.isel(role=limited) - share * own <= 0, name="directing_by_existing_roles"
        )


def relief(v: Variables, i: Inputs) -> linopy.LinearExpression:
    """Captured hours less review, by role: the net relief from AI [thousand hours].

    χ·σ for every hour with AI, and χ·(1 − d·(1 − w) − σ) − ρ more where it is automated.
    """
    p = i.options.parameters
    saving = np.broadcast_to(i.cells.table["saving"].to_numpy(float)[:, None], i.cells.good.shape)
    automated = 1 - p["redo_share"] * (1 - i.cells.good)
    more = p["capture"] * (automated - saving) - p["review_hours"]
    saved = sum_by_role(v.with_ai, i, p["capture"] * saving, v.hires)
    return saved + sum_by_role(v.automated, i, more, v.hires)
