"""Draws of a round trip: plan, market and rounds, each time with its own value of every assumption."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from reallocate.coupling.feedback import Replan, replan
from reallocate.coupling.market import CoupledMarket
from reallocate.coupling.rounds import Rounds, change_of, iterate
from reallocate.economy.assumptions import DRAWN, assumed
from reallocate.economy.trajectory import Trajectory
from reallocate.errors import InfeasiblePlan
from reallocate.executor import Say
from reallocate.plan.cases import Setting
from reallocate.result.result import Result
from reallocate.work.draws import draw
from reallocate.work.exchange import DemandShock
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

DIFFUSION = ("industry_adoption_", "assisted_today")
"""How parameters of diffusion and of its start begin; here adopters follow the plan's path, and no other
industry adopts."""
OF_THE_PLAN = (
    "demand_growth", "work_elasticity", "adoption_width", "adoption_ceiling", "good_deliverable",
    "capture_augmented", "capture_automated", "quits_per_month", "hire_cost",
)  # fmt: skip
OF_PAY = ("economy_wage_speed",)
OF_THE_LOSS = ("tenure_premium", "tenure_years", "tenure_before", "worker_discount_rate")
SAMPLED = (*(name for name in DRAWN if not name.startswith(DIFFUSION)), *OF_THE_PLAN, *OF_PAY, *OF_THE_LOSS)
"""Parameters that draws of a round trip sample: what decides plan, market's response and loss."""


@dataclass(frozen=True, eq=False)
class Draw:
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
) -> Iterator[Draw]:
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
) -> Draw:
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
        market = replace(market, shock=shock_of_draw(one, first, plan))
        rounds = iterate(market, sampled, lambda _: None, first=plan)
    except InfeasiblePlan:
        return Draw(market, None, None)
    return Draw(market, rounds, market.run([rounds.last, None], 4 * request.years))


def shock_of_draw(one: CoupledMarket, first: Replan, plan: Replan) -> DemandShock:
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
    return replace(saved, change=saved.change.copy(data=np.maximum(change, -1.0)), path=path, compute=compute)
