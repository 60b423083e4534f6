"""Draws of a round trip and the interval of its outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from reallocate.firm.model.cases import Setting
from reallocate.kernel.arrays import QUANTILES, Array
from reallocate.kernel.errors import InfeasiblePlan
from reallocate.kernel.executor import Say
from reallocate.kernel.parameters import Parameters, draw
from reallocate.kernel.table import Column
from reallocate.loop.ledger import by_group, displaced
from reallocate.loop.rounds import Replan, Rounds, change_of, iterate, replan
from reallocate.loop.shock import WITH, WITHOUT, CoupledMarket, ended_jobs
from reallocate.market.nation.assumptions import DRAWN, assumed
from reallocate.market.nation.demand import ended_jobs as market_ended_jobs
from reallocate.market.nation.trajectory import Trajectory
from reallocate.market.state.market import unemployment_rate
from reallocate.render.result import Result
from reallocate.work.exchange import DemandShock
from reallocate.work.world import World

_DIFFUSION = ("industry_adoption_", "assisted_today")
"""How parameters of diffusion and of its start begin; here adopters follow the plan's path, and no other
industry adopts."""
_OF_THE_PLAN = (
    "demand_growth", "work_elasticity", "adoption_width", "adoption_ceiling", "good_deliverable",
    "capture_augmented", "capture_automated", "quits_per_month", "hire_cost",
)  # fmt: skip
_OF_PAY = ("economy_wage_speed",)
_OF_THE_LOSS = ("tenure_premium", "tenure_years", "tenure_before", "worker_discount_rate")
SAMPLED = (
    *(name for name in DRAWN if not name.startswith(_DIFFUSION)),
    *_OF_THE_PLAN,
    *_OF_PAY,
    *_OF_THE_LOSS,
)
"""Parameters that draws of a round trip sample: what decides plan, market's response and loss."""


@dataclass(frozen=True, eq=False)
class _Draw:
    """One draw of a round trip.

    market : at the draw's assumptions
    rounds : of plan and market; nothing where no plan is possible
    extended : two runs, with those who follow the plan and without
    """

    market: CoupledMarket
    rounds: Rounds | None
    extended: Trajectory | None


def draws_over(plan: Parameters, market: Parameters) -> tuple[str, ...]:
    """Parameters that are drawn: those that neither the plan's scenario nor the run names."""
    return tuple(name for name in SAMPLED if not (plan.about(name).is_own or market.about(name).is_own))


def sample_values(names: Sequence[str], sources: Sequence[str], count: int, seed: int) -> pd.DataFrame:
    """The assumptions of each draw; (draw) each parameter's value [its own unit] and the source of reach.

    names : that are drawn
    sources : of reach, in turn
    count : of draws; the first of the next power of 2, which fills the ranges evenly
    """
    if names:
        whole = 2 ** max(count - 1, 1).bit_length()
        values = draw(Parameters.default(), list(names), whole, seed).head(count)
    else:
        values = pd.DataFrame(index=range(count))
    return values.assign(source=[sources[place % len(sources)] for place in range(count)])


def sources_of(plan: Result, wanted: Sequence[str], world: World) -> tuple[str, ...]:
    """Sources of reach that the draws take in turn: one that was named, or all that ship.

    plan : whose scenario may name one
    wanted : by the run
    """
    if wanted:
        return tuple(wanted)
    named = str(plan.facts["scenario"]["reach"])
    return tuple(world.sources) if named == "all" else (named,)


def run_draws(
    values: pd.DataFrame,
    one: CoupledMarket,
    setting: Setting,
    first: Replan,
    world: World,
    say: Say,
) -> Iterator[_Draw]:
    """Every draw in turn, each made when it is needed.

    values : (draw) as from `sample_values`
    one : the market of the central run
    setting : the firm, grouped
    first : its plan at the values in force and today's market
    world : what is known about work
    say : receives each draw
    """
    for place, row in enumerate(values.to_dict("records")):
        say(f"Draw {place + 1} of {len(values)}: the plan, the market, their rounds")
        source = str(row.pop("source"))
        own = {str(name): float(value) for name, value in row.items()}
        yield _run_draw(own, source, one, setting, first, world)


def _run_draw(
    own: dict[str, float], source: str, one: CoupledMarket, setting: Setting, first: Replan, world: World
) -> _Draw:
    """One draw: the market's assumptions, the plan on grouped roles, the rounds, the whole run."""
    request = replace(one.request, parameters=one.request.parameters.replace(**own))
    before = assumed(
        world, request.parameters, one.accounts, one.before.rates, 4 * request.years, source,
        request.capability, request.laws, closure=request.closure,
    )  # fmt: skip
    market = replace(one, before=before, request=request)
    options = replace(
        setting.options, parameters=setting.options.parameters.replace(**own), reach_source=source
    )
    sampled = replace(setting, options=options)
    people = pd.Series(one.staff, index=one.shock.occupations)
    try:
        plan = replan(sampled, None, people)
        market = replace(market, shock=_shock_of_draw(one, first, plan))
        rounds = iterate(market, sampled, lambda _: None, first=plan)
    except InfeasiblePlan:
        return _Draw(market, None, None)
    return _Draw(market, rounds, market.run([rounds.last, None], 4 * request.years))


def _shock_of_draw(one: CoupledMarket, first: Replan, plan: Replan) -> DemandShock:
    """The shock of a draw's plan.

    one : the market of the central run, with the saved plan's shock
    first : the plan on grouped roles at the values in force
    plan : the same in the draw
    As in the rounds, the saved plan's figures plus what the grouped plan changes against its own at the
    values in force: drawn = saved + (grouped, drawn − grouped, in force), for the change and the path;
    compute in proportion.
    """
    saved = one.shock
    change = saved.change.to_numpy() + change_of(plan, one) - change_of(first, one)
    path = np.maximum.accumulate(np.clip(saved.path + plan.path - first.path, 0.0, 1.0))
    path[0], path[-1] = 0.0, 1.0
    compute = saved.compute * plan.compute / first.compute if first.compute > 0 else plan.compute
    changed = pd.Series(np.maximum(change, -1.0), saved.change.index)
    return replace(saved, change=changed, path=path, compute=compute)


def _change(name: str, label: str, unit: str, about: str) -> Column:
    return Column(name, label, unit, signed=True, about=about)


OUTCOMES = (
    Column("jobs_ended", "Jobs ended", "persons", about="jobs ended at unchanged output, end of the plan"),
    _change("jobs_wanted", "Jobs wanted", "persons", "jobs wanted in all, end of the run"),
    _change("employed", "In work", "persons", "people in work, end of the run"),
    _change("unemployed", "Without work", "persons", "people without work, end of the run"),
    _change("unemployed_most", "Without work, peak", "persons", "people without work, at the peak"),
    _change("unemployment", "Unemployment rate", "percentage points", "unemployment rate, end of the run"),
    _change("idle", "Time without work", "person-years", "time without work, whole market, over the run"),
    _change("pay", "Real pay", "share", "real pay in the industries' occupations, over the plan"),
    _change("hiring", "Time to hire", "share", "time to fill an opening there, over the plan"),
    _change("quits", "Job finding", "share", "chance to find another job there, over the plan"),
    Column("positions_before", "Positions, today's market", "FTE",
           about="positions at the end of the plan, at today's market"),
    Column("positions_after", "Positions, at response", "FTE",
           about="positions at the end of the plan, at the market's response"),
    _change("positions_moved", "Change of positions", "FTE", "positions changed by the market's response"),
    Column("lost_years", "Pay lost", "years of pay", about="loss of somebody laid off, at present value"),
)  # fmt: skip
"""Outcomes of each draw. All but positions and the loss are against the market without adopters."""
_NAMES = tuple(column.name for column in OUTCOMES)
_CHANGES = tuple(column.name for column in OUTCOMES if column.signed)
"""Outcomes that are changes, written with their sign."""


def outcomes(
    market: CoupledMarket, rounds: Rounds, extended: Trajectory, loss: pd.DataFrame
) -> dict[str, float]:
    """The outcomes of one trip, by name.

    market, rounds : of the trip
    extended : with those who follow the plan and without, first and second
    loss : its ledger
    """
    jobs = float(market.accounts.jobs.sum())
    at = min(market.shock.quarters, len(extended.parts) - 1)
    pair = extended.people[..., [WITH, WITHOUT]].sum(axis=2)
    more = pair[..., WITH] - pair[..., WITHOUT]
    rate = 100.0 * unemployment_rate(pair[-1, 0], pair[-1, 1])
    last, weight = rounds.each[-1], market.staff / market.staff.sum()
    before, after = (float(one.positions["plan"].sum()) for one in (rounds.first, last.plan))
    wanted = extended.parts[-1, ..., WITH] - extended.parts[-1, ..., WITHOUT]
    total = loss.loc[loss["group"] == "all", "lost_years"]
    return {
        "jobs_ended": float(market_ended_jobs(extended, market.accounts)[at, :, WITH].sum()),
        "jobs_wanted": float(wanted.sum()) * jobs,
        "employed": float(more[-1, 0]),
        "unemployed": float(more[-1, 1]),
        "unemployed_most": float(more[:, 1].max()),
        "unemployment": float(rate[WITH] - rate[WITHOUT]),
        "idle": float(more[1:, 1].sum()) / 4.0,
        **{
            name: float(weight @ getattr(last.back, name).to_numpy()) - 1.0
            for name in ("pay", "hiring", "quits")
        },
        "positions_before": before,
        "positions_after": after,
        "positions_moved": after - before,
        "lost_years": float(total.iloc[0]) if len(total) else np.nan,
    }


def draw_frame(values: pd.DataFrame, made: Iterable[_Draw], plan: Result, titles: pd.Series) -> pd.DataFrame:
    """Each draw: its assumptions, how its rounds ended, and its outcomes; (draw).

    values : (draw) parameters and source of reach
    made : the draws, in turn
    plan : saved
    titles : (major group) in words
    Outcomes are missing where no plan is possible.
    """
    rows = []
    for number, one in enumerate(made, start=1):
        row: dict[str, object] = {"draw": number, "possible": one.rounds is not None}
        if one.rounds is None or one.extended is None:
            rows.append(row)
            continue
        ended = ended_jobs(one.market, one.rounds.last)
        cells = displaced(one.market, plan, ended, one.extended)
        lost = by_group(cells, ended, titles, one.market.shock.occupations)
        last = one.rounds.each[-1]
        row |= {"rounds": len(one.rounds.each), "settled": one.rounds.converged, "residual": last.residual}
        rows.append(row | outcomes(one.market, one.rounds, one.extended, lost))
    frame = pd.DataFrame(rows, columns=["draw", "possible", "rounds", "settled", "residual", *_NAMES])
    frame["settled"] = frame["settled"].eq(True)
    return pd.concat([values.reset_index(drop=True), frame], axis=1)


def interval_frame(central: Mapping[str, float], draws: pd.DataFrame) -> pd.DataFrame:
    """Each outcome: the central run, and 10th percentile, median and 90th percentile of the draws.

    central : outcomes of the run at the values in force
    draws : as from `draw_frame`; draws without a plan are left out
    """
    rows = []
    for column in OUTCOMES:
        values = draws.loc[draws["possible"], column.name].dropna().to_numpy(dtype=float)
        ends = {end: _quantile(values, at) for end, at in QUANTILES.items()}
        row = {"outcome": column.name, "says": column.about, "unit": column.unit}
        rows.append({**row, "one_run": central[column.name], **ends})
    return pd.DataFrame(rows)


def _quantile(values: Array, at: float) -> float:
    return float(np.quantile(values, at)) if len(values) else float("nan")
