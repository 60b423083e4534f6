"""The plan written plainly: one variable for each role, activity, mode and quarter, the human mode explicit.

It states P1–P4, P6, P7, P11 and the cost of P15 for a firm whose roles have systems of their own and whose
people do not move between roles. With the same coefficients its least cost is that of `reallocate.plan`.
"""

from __future__ import annotations

from dataclasses import dataclass

import linopy
import numpy as np
import pandas as pd
import xarray as xr
from scipy.sparse import csr_array

from reallocate.firm.model.ai_hour import capital_charge
from reallocate.firm.model.gpu_stock import value_at_end
from reallocate.firm.model.inputs import DROP_BANDS, DROP_WIDTHS, Inputs
from reallocate.firm.model.reach import COORDINATING, PARTS
from reallocate.lp.model import Matrices
from reallocate.work.firm import Firm

THOUSAND, MILLION = 1e3, 1e6
SPEEDS = ("measured", "hasty")
Cost = linopy.LinearExpression


@dataclass(frozen=True, eq=False)
class Work:
    """Hours and reach by role and the activities that AI serves alike [thousand hours/quarter, shares].

    others, coordinating : (role, activity) at the start; whole : their sum
    reach, automatable : (role, activity); saving : (activity); good : (role, activity, period)
    """

    others: xr.DataArray
    coordinating: xr.DataArray
    whole: xr.DataArray
    reach: xr.DataArray
    automatable: xr.DataArray
    saving: xr.DataArray
    good: xr.DataArray


def plain_plan(firm: Firm, activities: pd.DataFrame, i: Inputs) -> Matrices:
    """The programme.

    firm : content and reach; sorted by role, each its own family
    activities : (activity) kind, family (of augmentation), coordination
    i : prices, paths and parameters
    """
    xr.set_options(arithmetic_join="exact")  # type: ignore[no-untyped-call]
    m = linopy.Model()
    work = _work(firm, activities, i)
    role, activity = firm.roles.index.rename("role"), work.whole.get_index("activity")
    cell = [role, activity, i.periods]

    def add(name: str, *axes: pd.Index, upper: object = np.inf) -> linopy.Variable:
        return m.add_variables(lower=0.0, upper=upper, coords=list(axes), name=name)

    human, augmented, automated = (add(mode, *cell) for mode in ("human", "augmented", "automated"))
    drop = add("drop", *cell)
    workload = _workload(m, i, work, total=add("total", i.periods))
    m.add_constraints(human + augmented + automated + drop - workload == 0, name="P1")
    installed = workload * _by(i, i.rollout)
    m.add_constraints(automated - installed * work.automatable <= 0, name="P3 automated")
    m.add_constraints(automated + augmented - installed * work.reach <= 0, name="P3 with AI")
    cost = _people(m, i, work, (human, augmented, automated))
    cost += _dropping(m, i, work, drop)
    cost += _change(m, i, work, augmented + automated)
    cost += _compute(m, i, augmented, automated)
    m.add_objective(cost)
    return _matrices(m)


def _matrices(model: linopy.Model) -> Matrices:
    """A programme of linopy as the solver takes it."""
    one = model.matrices
    names = ("A", "b", "sense", "c", "lb", "ub", "vlabels", "clabels", "vtypes")
    parts = {name: np.asarray(getattr(one, name)) for name in names[1:]}
    columns, rows = (int(parts[name].max()) + 1 for name in ("vlabels", "clabels"))
    return Matrices(A=csr_array(one.A), **parts, given=np.full(columns, np.nan), rules=rows)


def _work(firm: Firm, activities: pd.DataFrame, i: Inputs) -> Work:
    p = i.options.parameters
    one = p["hours_per_fte"] / 4 / THOUSAND
    role = {"role": firm.roles.index}
    people = xr.DataArray(firm.roles["headcount"].to_numpy(float), dims="role", coords=role)
    known = activities.loc[firm.content.columns]
    name = {"activity": known.index}
    inside = xr.DataArray(known["coordination"].to_numpy(float), dims="activity", coords=name)
    saving = [p[f"saving_{family}"] for family in known["family"]]
    content, reach, done = (
        xr.DataArray(one)
        for one in (firm.content, *(x[i.options.reach_source] for x in (firm.augmentable, firm.automatable)))
    )
    saved = xr.DataArray(saving, dims="activity", coords=name) * p["capture_augmented"] * i.in_use
    alone = 1 - (content * reach * saved).sum("activity")
    whole = content * people * (one * (1 - p["slack_at_start"])) / alone
    automatable = np.minimum(reach, done)
    served = np.where(known["coordination"], known["family"] + COORDINATING, known["family"])
    alike = pd.get_dummies(pd.Series(served, known.index), dtype=float).rename_axis("activity")
    to_served = xr.DataArray(alike.rename_axis(columns="served"))

    def together(hours: xr.DataArray) -> xr.DataArray:
        return (hours * to_served).sum("activity").rename(served="activity")

    hours, inside = together(whole), together(whole * inside)
    good = np.zeros((*hours.shape, len(i.periods)))
    table = i.cells.table
    of = table["part"].eq(PARTS[0]).to_numpy()
    at_role = firm.roles.index.get_indexer(pd.Index(table["family"][of]))
    good[at_role, alike.columns.get_indexer(pd.Index(table["serves"][of]))] = i.cells.good[of]
    some = hours.where(hours > 0, 1.0)
    family = [served.removesuffix(COORDINATING) for served in alike.columns]
    return Work(
        others=hours - inside,
        coordinating=inside,
        whole=hours,
        reach=together(whole * reach) / some,
        automatable=together(whole * automatable) / some,
        saving=hours["activity"].copy(data=[p[f"saving_{one}"] for one in family]),
        good=xr.DataArray(
            good, dims=("role", "activity", "period"), coords={**hours.coords, "period": i.periods}
        ),
    )


def _by(i: Inputs, values: np.ndarray) -> xr.DataArray:
    return xr.DataArray(values, dims="period", coords={"period": i.periods})


def _weight(i: Inputs, runs: bool) -> xr.DataArray:
    """Present value of a dollar by quarter; what runs also stands for the years after the plan."""
    weight = i.discount.copy()
    if runs:
        weight[-1] += i.end_discount * i.annuity * 4
    return _by(i, weight)


def _workload(m: linopy.Model, i: Inputs, work: Work, total: linopy.Variable) -> Cost:
    """D, where coordinating work is η·N_t/N₀ + (1 − η)·g(t) of what it was (P2)."""
    eta = i.options.parameters["coordination_elasticity"]
    fixed = _by(i, i.growth) * (work.others + (1 - eta) * work.coordinating)
    workload: Cost = total * (work.coordinating * (eta / i.headcount.sum())) + fixed
    return workload


def _people(m: linopy.Model, i: Inputs, work: Work, modes: tuple[linopy.Variable, ...]) -> Cost:
    """P6 and P7: hours people must work ≤ hours they have; people come and go."""
    p, path = i.options.parameters, _by(i, i.pay_path)
    everybody = i.roles
    date = pd.RangeIndex(-1, len(i.periods), name="date")
    n = m.add_variables(lower=0.0, coords=[everybody, date], name="headcount")
    no_layoffs = np.where(np.arange(len(everybody)) < len(everybody) - 1, np.inf, 0.0)
    hires = m.add_variables(lower=0.0, coords=[everybody, i.periods], name="hires")
    layoffs = m.add_variables(
        lower=0.0, upper=_each(i, no_layoffs) + 0 * path, coords=[everybody, i.periods], name="layoffs"
    )
    m.add_constraints(n.isel(date=0, drop=True) == _each(i, i.headcount), name="start")
    now = n.isel(date=slice(1, None)).rename(date="period").assign_coords(period=i.periods)
    before = n.isel(date=slice(0, -1)).rename(date="period").assign_coords(period=i.periods)
    stay = _each(i, 1 - i.quits)
    m.add_constraints(now - stay * before - hires + layoffs == 0, name="P7")
    m.add_constraints(layoffs - stay * before <= 0, name="P7 people leave once")
    m.add_constraints(m.variables["total"] - now.sum("role") == 0, name="total headcount")
    human, augmented, automated = modes
    beside, alone, redo = p["capture_augmented"], p["capture_automated"], p["redo_share"]
    needed = (
        human
        + augmented * (1 - beside * work.saving)
        + automated * (1 - alone * (1 - redo * (1 - work.good)) + p["review_hours"])
    ).sum("activity")
    most = np.where(i.directs, np.inf, 0.0)
    directing = m.add_variables(
        lower=0.0, upper=_each(i, most) + 0 * path, coords=[everybody, i.periods], name="directing"
    )
    own = slice(0, -1)
    m.add_constraints(needed + directing.isel(role=own) - i.hours * now.isel(role=own) <= 0, name="P6")
    last = {"role": -1, "drop": True}
    m.add_constraints(directing.isel(**last) - i.hours * now.isel(**last) <= 0, name="P6 directing")
    demand = p["directing_hours"] * automated.sum(["role", "activity"])
    m.add_constraints(directing.sum("role") - demand >= 0, name="P6 systems are directed")
    share = p["directing_by_existing"] * i.hours
    m.add_constraints(directing.isel(role=own) - share * now.isel(role=own) <= 0, name="P6 existing roles")
    once = path * _weight(i, runs=False)
    pay = (now * (_each(i, i.loaded_cost) * (path * _weight(i, runs=True)))).sum()
    gone = (layoffs * (_each(i, i.severance + i.notice) * once)).sum()
    left = (1 - redo) * p["unfixed_error_cost"] * (1 - work.good) * (path * _weight(i, runs=True))
    hour = _each(i, i.loaded_cost / i.hours).isel(role=own)
    gone = gone + (automated * (left * hour)).sum()
    cost: Cost = pay + gone + (hires * (_each(i, i.hire_cost) * once)).sum()
    return cost


def _each(i: Inputs, values: np.ndarray) -> xr.DataArray:
    return xr.DataArray(values, dims="role", coords={"role": i.roles})


def _dropping(m: linopy.Model, i: Inputs, work: Work, drop: linopy.Variable) -> Cost:
    """P1: work may be left undone, first the least valuable."""
    p = i.options.parameters
    bands = pd.Index(DROP_BANDS, name="band")
    width = xr.DataArray(np.array(DROP_WIDTHS), dims="band", coords={"band": bands})
    start = work.whole.sum("activity") * _by(i, i.growth)
    in_band = m.add_variables(
        lower=0.0, upper=start * width, coords=[start.get_index("role"), i.periods, bands], name="dropped"
    )
    m.add_constraints(drop.sum("activity") - in_band.sum("band") == 0, name="P1 bands")
    multiple = np.array([p["drop_price"], p["drop_price_steep"], p["drop_price_last"]])
    price = xr.DataArray(multiple, dims="band", coords={"band": bands})
    hourly = _each(i, i.hourly_worth).isel(role=slice(0, -1))
    return (in_band * (hourly * (_by(i, i.pay_path) * _weight(i, runs=True)) * price)).sum()


def _change(m: linopy.Model, i: Inputs, work: Work, with_ai: Cost) -> Cost:
    """P4: hours with AI of a role and activity rise by no more than the steepest step, at a cost."""
    speeds = pd.Index(SPEEDS, name="speed")
    reached = work.whole * work.reach
    role = reached.get_index("role")
    hours = reached.sum("activity")
    upper = xr.concat([hours * i.pace / 2, hours * np.inf], speeds).fillna(np.inf)
    pace = m.add_variables(
        lower=0.0, upper=upper + 0 * _by(i, i.growth), coords=[speeds, role, i.periods], name="pace"
    )
    first, later = {"period": slice(0, 1)}, {"period": slice(1, None)}
    before = with_ai.isel(period=slice(0, -1)).assign_coords(period=i.periods[1:])
    rises = {"first": (with_ai.isel(**first), first), "later": (with_ai.isel(**later) - before, later)}
    for name, (rise, when) in rises.items():
        today = reached * (i.in_use if name == "first" else 0.0)
        m.add_constraints(rise <= reached * i.pace + today, name=f"P4 {name}")
        m.add_constraints(
            rise.sum("activity") - pace.isel(**when).sum("speed") <= today.sum("activity"),
            name=f"P4 role {name}",
        )
    table = i.cells.systems["family"].unique()
    rate = xr.DataArray(i.change_rate, dims=("role", "speed"), coords={"role": table, "speed": speeds})
    rate = rate.reindex(role=role, fill_value=0.0)
    return (pace * (rate * (_by(i, i.pay_path) * _weight(i, runs=False)))).sum()


def _compute(m: linopy.Model, i: Inputs, augmented: linopy.Variable, automated: linopy.Variable) -> Cost:
    """P11: tokens come by API, from rented or owned GPUs, which come after the lead time and wear out."""
    p, prices = i.options.parameters, i.prices
    api, rented, ordered, owned = (
        m.add_variables(lower=0.0, coords=[i.periods], name=name)
        for name in ("api", "rented", "ordered", "owned")
    )
    axes = ["role", "activity"]
    tokens = p["tokens_per_augmented_hour"] * augmented.sum(axes) + p[
        "tokens_per_automated_hour"
    ] * automated.sum(axes)
    software = p["software_per_augmented_hour"] * augmented.sum(axes) + p[
        "software_per_automated_hour"
    ] * automated.sum(axes)
    per_gpu = prices.tokens_per_gpu / THOUSAND
    m.add_constraints(api + per_gpu * rented + per_gpu * owned - tokens >= 0, name="P11")
    for quarter in range(len(i.periods)):
        at, arrived = {"period": quarter, "drop": True}, quarter - prices.lead_time
        oldest = max(arrived + 1 - round(prices.life), 0)
        had = ordered.isel(period=slice(oldest, arrived + 1)).sum() if arrived >= 0 else 0.0
        m.add_constraints(owned.isel(**at) - had == 0, name=f"P11 owned {quarter}")
    once, runs = _weight(i, runs=False), _weight(i, runs=True)
    left = i.end_discount * value_at_end(i) * (MILLION / prices.capex)
    wear = np.zeros(len(i.periods))
    wear[-1] = i.end_discount * i.annuity * 4 * capital_charge(i) * MILLION
    late = slice(max(len(i.periods) - prices.lead_time, 0), None)
    m.add_constraints(ordered.isel(period=late) <= 0, name="P11 no late order")
    return (
        (api * (_by(i, prices.api) * runs * (THOUSAND / MILLION))).sum()
        + (rented * (_by(i, prices.rent) * runs / MILLION)).sum()
        + (owned * ((prices.running * runs + _by(i, wear)) / MILLION)).sum()
        + (software * (THOUSAND / MILLION * runs)).sum()
        + (ordered * ((once - _by(i, left)) * (prices.capex / MILLION))).sum()
    )
