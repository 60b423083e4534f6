"""What becomes of the people whose jobs adopters end, and what returns after a reversal."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import InputError, InvariantError, Problem
from reallocate.kernel.table import Column, of_unit
from reallocate.kernel.units import MILLION
from reallocate.loop.shock import MAJOR, CoupledMarket
from reallocate.market.laws.policy import Responses
from reallocate.market.nation.batches import select_runs, without_ai
from reallocate.market.nation.lost_job import Loss, ages_of_runs, loss
from reallocate.market.nation.lost_jobs import (
    AFTERWARDS,
    ALL,
    JOBS_ENDED,
    MONTHS_WITHOUT,
    MORE_UNEMPLOYED,
    OTHER,
    PAY_BEFORE,
    YEARS_LOST,
    Cells,
    area_rows,
    must_add_up,
)
from reallocate.market.nation.outcomes import REVERSAL, counted_at, least_years, missing, returned
from reallocate.market.nation.trajectory import Trajectory
from reallocate.market.simulate.request import EconomyRun
from reallocate.market.state.ages import Ages
from reallocate.render.result import Result
from reallocate.work.time_saved import hours_freed
from reallocate.work.world import World

_PAID_TO_PEOPLE = ("severance", "notice pay")
"""Costs of exits in a plan that those who leave receive."""
_TRAINING = ("training and moving",)
"""Costs of moves within a firm; the firm bears them, and nobody's job is lost."""
_CLOSE = 1e-9
SOME = 0.5
"""Jobs below which there is nothing to show [persons]."""
_BORNE = ("severance", "benefits", "person")
"""Who bears the present value of what is lost; they add up to it."""
_PERSONS = ("jobs_ended", "laid_off", "not_replaced", "more_unemployed", "moved")
_MONEY = ("lost", *_BORNE, "training")
LEDGER = (
    PAY_BEFORE,
    JOBS_ENDED,
    *of_unit("persons", laid_off="Laid off", not_replaced="Left, not replaced"),
    MORE_UNEMPLOYED,
    Column("moved", "Change role", "persons", about="Within the firm; no job is lost."),
    Column("lost", "Lost by all", "USD million", about="By all who are laid off, at present value."),
    Column("severance", "Borne by firm", "USD million", about="Severance, and pay in notice."),
    *of_unit("USD million", benefits="Borne by benefits", person="Borne by person"),
    Column("training", "Training", "USD million", about="Paid by the firm for those who change role."),
    MONTHS_WITHOUT,
    YEARS_LOST,
    *AFTERWARDS,
)
"""Columns of each ledger, after the name of its rows."""


def _people_who(market: CoupledMarket, plan: Result, flow: str) -> Array:
    """People of adopters to whom something happens as often as in the plan; (occupation) [persons].

    market : the industries' people and the share that adopts
    plan : flows by role over the plan, for each position of the baseline at its end
    flow : a column of its roles, such as layoffs
    """
    roles = plan.table("roles")
    table = roles[roles["baseline_end"] > 0].groupby("occupation")[[flow, "baseline_end"]].sum()
    rate = table[flow] / table["baseline_end"]
    codes = market.shock.occupations
    each = pd.Series(codes).map(rate).fillna(pd.Series(codes.str[:2] + MAJOR).map(rate)).fillna(0.0)
    people: Array = market.share * market.staff * each.to_numpy(dtype=float)
    return people


def _half_way(market: CoupledMarket) -> int:
    """The quarter in which half of the plan's change is there: when somebody is laid off.

    market : with the plan's path
    """
    return int(np.argmax(market.shock.path >= 0.5))


def displaced(
    market: CoupledMarket, plan: Result, ended: Array, extended: Trajectory, each: Loss | None = None
) -> Cells:
    """The displaced by occupation and age.

    market : the market that the plan meets
    plan : layoffs and what an exit costs
    ended : (occupation) jobs that adopters end [persons]
    extended : runs with those who follow the plan and without
    each : what one person loses; that of the run where none is given
    People are laid off, and move, as in the plan, of all ages alike; other jobs end as people leave and
    nobody follows, and would have gone to who applies. Each loss is that of somebody laid off when half of
    the plan's change is there; averaged by pay over people laid off, or over jobs ended where nobody is.
    Severance, and the training of those who move, are as many years of pay as in the plan, at every age.
    Benefits: those who draw them, at today's level and length. The person bears the rest.
    """
    nation, p, start = market.national, market.request.parameters, _half_way(market)
    each = each or loss(nation.market, market.rates, p, extended, start)
    exact = market.request.policy.is_nothing
    seen = ages_of_runs(nation, market.rates, p, extended, start, market.request.laws, exact)
    ages, wage = Ages.of(p).share[None, :], nation.market.wage[:, None]
    out = _people_who(market, plan, "layoffs")[:, None] * ages
    moved = _people_who(market, plan, "moves_out")[:, None] * ages
    not_replaced = (ended[:, None] * ages - out).sum(axis=1, keepdims=True) * seen.hires
    responses, totals = Responses.of(p), plan.facts["totals"]["plan"]
    value = out * wage * each.lost
    severance = out * wage * _years_of_pay(plan, _PAID_TO_PEOPLE, totals["layoffs"])
    training = moved * wage * _years_of_pay(plan, _TRAINING, totals["moves"])
    benefits = out * wage * each.benefit_years(responses)[:, None]
    number = out if out.sum() > 0 else np.maximum(out + not_replaced, 0.0)
    persons = (out + not_replaced, out, not_replaced, seen.unemployed, moved)
    money = (value, severance, benefits, value - severance - benefits, training)
    return Cells(
        persons=dict(zip(_PERSONS, persons, strict=True)),
        money={name: values / MILLION for name, values in zip(_MONEY, money, strict=True)},
        means=each.of_one,
        number=number,
        paid=number * wage,
    )


def by_group(cells: Cells, ended: Array, titles: pd.Series, occupations: pd.Index) -> pd.DataFrame:
    """The displaced by major group of occupations, with a row for all; nothing where no jobs end.

    cells : as from `displaced`
    ended : (occupation) jobs that adopters end [persons]
    titles : (major group) in words
    occupations : of the market
    Raises `InvariantError` where the parts do not add up.
    """
    major = occupations.str[:2] + MAJOR
    groups = pd.Index(sorted(set(major)))
    part = (groups.to_numpy()[:, None] == major.to_numpy()[None, :]).astype(float)
    table = cells.over_occupations(part, groups)
    words = {**titles.to_dict(), OTHER: "Others", ALL: "All occupations"}
    table.insert(1, "title", table["group"].map(words))
    _must_reconcile(table)
    must_add_up(table, pd.Series({"jobs_ended": ended.sum()}), ("jobs_ended",), "occupations")
    return _some(table)


def ledgers(
    market: CoupledMarket, plan: Result, ended: Array, extended: Trajectory, world: World
) -> dict[str, pd.DataFrame]:
    """The displaced by major group, by age and by state, each with a row for all.

    market, plan, ended, extended : as `displaced`
    world : titles, and who works where
    Raises `InvariantError` where one of them does not add up.
    """
    national, rates, p = market.national, market.rates, market.request.parameters
    each = loss(national.market, rates, p, extended, _half_way(market))
    cells = displaced(market, plan, ended, extended, each)
    titles = world.table("groups").set_index("code")["title"]
    whole = by_group(cells, ended, titles, market.shock.occupations)
    tables = {
        "by_age": cells.over_ages(pd.Index(Ages.of(p).names)).rename(columns={"group": "age"}),
        "by_area": area_rows(cells, each, world, national, rates, p, extended, _half_way(market)),
    }
    for name, table in tables.items():
        _must_match(table, whole, name)
    return {"ledger": whole, **{f"ledger_{name}": _some(table) for name, table in tables.items()}}


def _must_match(table: pd.DataFrame, whole: pd.DataFrame, what: str) -> None:
    """End where another split of the ledger does not add up to it.

    table : rows, the last of all
    whole : by group, as from `by_group`
    what : the rows are; raises `InvariantError`
    """
    if not whole.empty:
        must_add_up(table, whole.iloc[-1], (*_PERSONS, *_MONEY), what)


def _some(table: pd.DataFrame) -> pd.DataFrame:
    """The table, or nothing of it where no jobs end."""
    return table if abs(float(table["jobs_ended"].iloc[-1])) > SOME else table.iloc[:0]


def _must_reconcile(table: pd.DataFrame) -> None:
    """End where the parts of what is lost do not add up to it, or the groups not to all.

    table : as from `by_group`, all groups and their total; raises `InvariantError`
    """
    total = table.iloc[-1]
    pairs = {
        "who bears it": (sum(total[name] for name in _BORNE), total["lost"]),
        "jobs ended": (total["laid_off"] + total["not_replaced"], total["jobs_ended"]),
    }
    for what, (value, expected) in pairs.items():
        if abs(value - expected) > _CLOSE * max(1.0, abs(expected)):
            raise InvariantError(Problem(f"{what}: {value:,.6f} instead of {expected:,.6f}", "worker ledger"))
    must_add_up(table, total, (*_PERSONS, *_MONEY), "groups")


def _years_of_pay(plan: Result, paid: tuple[str, ...], people: float) -> float:
    """What the plan pays for each of some people [years of pay]; 0 where there are none.

    plan : saved
    paid : statistics of the plan [USD million]
    people : whom it is paid for [FTE]
    Over what one position costs in a year, by the mean of its roles.
    """
    if people <= 0:
        return 0.0
    table = plan.table("statistics")
    money = float(table.loc[table["statistic"].isin(paid), "value"].sum())
    payroll = float(plan.table("cash").query("case == 'baseline'")["payroll"].iloc[0])
    yearly = 4.0 * payroll / float(plan.table("roles")["headcount"].sum())
    return money / people / yearly


def must_reach_past_reversal(request: EconomyRun) -> None:
    """End where a run ends before what returns can be counted.

    request : years, capability, parameters; raises `InputError`
    """
    least = least_years(request.parameters["reversal_quarter"])
    if request.capability == REVERSAL and request.years < least:
        what = f"the run ends {4 * request.years} quarters on, before two years after the reversal"
        raise InputError(Problem(what, "--years", f"Give at least {least} years."))


def _remaining(market: CoupledMarket, world: World, source: str, quarters: int) -> Array:
    """Of the hours that AI saves, those that it still saves; (occupation, quarter) [share].

    market : parameters in force
    world : content and reach
    source : of reach
    What full use saves in a quarter over what it saved in the last before the reversal; 1 until then.
    """
    p = market.request.parameters
    wage = world.occupations["wage_mean"].to_numpy(dtype=float)
    hourly = wage * p["loaded_multiplier"] / p["hours_per_fte"]
    after = hours_freed(world, p, source, REVERSAL, quarters, hourly).saved(p)
    last, _ = counted_at(p["reversal_quarter"])
    before = np.broadcast_to(after[:, [last]], after.shape)
    left: Array = np.divide(after, before, out=np.ones_like(after), where=before > 0)
    left[:, : last + 1] = 1.0
    return left


def reversal_frame(market: CoupledMarket, world: World, change: Array, plan: Result) -> pd.DataFrame:
    """Jobs missing when capability falls back, and how many of them are back two years later.

    market : the market that the plan meets
    world : content and reach
    change : (occupation) that adopters made [share]
    plan : whose source of reach counts
    Adoption stays as it was at the reversal: nobody gives AI up, but each use saves less. Jobs missing are
    those of a market without adopters less those of this one; `unbroken` are those missing by then where
    nothing falls back and adopters go on along the plan's path.
    Returns jobs, at_reversal, after, back, unbroken [persons], share_back [share of at_reversal],
    share_of_unbroken [share of unbroken that is there].
    """
    quarter = market.request.parameters["reversal_quarter"]
    last, end = counted_at(quarter)
    left = _remaining(market, world, str(plan.facts["headline_source"]), end + 1)
    one = market.adopters(change)
    path = market.path[np.minimum(np.arange(end + 1), len(market.path) - 1)]
    path[last + 1 :] = path[last]
    saved = np.where(change[:, None] < 0, -change[:, None] * left, -change[:, None])
    gone = replace(one, saved=saved, compute=np.repeat(one.compute, end + 1, axis=1), path=path)
    runs = market.simulate([gone, one, without_ai(market.before)], end)
    rest = select_runs(runs, [2])
    fallen, unbroken = (missing(select_runs(runs, [place]), rest, market.accounts) for place in (0, 1))
    rows = [
        {"jobs": name, **{key: float(value[0]) for key, value in figures.items()}}
        for name, figures in returned(fallen, unbroken, quarter).items()
    ]
    return pd.DataFrame(rows)
