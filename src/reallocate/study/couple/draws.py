"""Draws of a round trip: plan, market and rounds, each time with numbers of its own for what is not known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.economy.assumptions import DRAWN, assumed
from reallocate.economy.trajectory import Trajectory
from reallocate.errors import InfeasiblePlan
from reallocate.plan.cases import Setting
from reallocate.result.result import Result
from reallocate.study.couple.feedback import Again, plan_again
from reallocate.study.couple.rounds import Meeting, Rounds, Say, change_of, go_round
from reallocate.work.draws import draw
from reallocate.work.exchange import DemandShock
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

Array = npt.NDArray[np.float64]

DIFFUSION = ("industry_adoption_", "industry_depth_")
"""How parameters of diffusion begin; here adopters follow the plan's path, and no other industry adopts."""
OF_THE_PLAN = (
    "demand_growth",
    "adoption_midpoint",
    "adoption_ceiling",
    "good_deliverable",
    "quits_per_month",
    "hire_cost",
)
OF_PAY = ("economy_wage_elasticity", "economy_wage_speed")
OF_THE_LOSS = ("tenure_premium", "tenure_years", "tenure_before", "worker_discount_rate")
DRAWN_HERE = (
    *(name for name in DRAWN if not name.startswith(DIFFUSION)),
    *OF_THE_PLAN,
    *OF_PAY,
    *OF_THE_LOSS,
)
"""Parameters that draws of a round trip go over: what decides the plan, the market's answer, and the loss."""


@dataclass(frozen=True, eq=False)
class Drawn:
    """One draw of a round trip.

    met : the market that the draw's plan meets, at the draw's assumptions
    rounds : of plan and market; nothing where no plan is possible
    extended : two runs, with those who follow the plan and without
    """

    met: Meeting
    rounds: Rounds | None
    extended: Trajectory | None


def draws_over(plan: Parameters, market: Parameters) -> tuple[str, ...]:
    """Parameters that are drawn: those that neither the plan's scenario nor the run names.

    plan, market : in force
    """
    return tuple(name for name in DRAWN_HERE if not (plan.about(name).is_own or market.about(name).is_own))


def drawn_values(names: Sequence[str], sources: Sequence[str], count: int, seed: int) -> pd.DataFrame:
    """What each draw assumes; (draw) each parameter's value [its own unit] and the source of reach.

    names : that are drawn
    sources : of reach, in turn
    count : of draws; the first of the next power of 2, which fills the ranges evenly
    seed : of the draws
    """
    if names:
        whole = 2 ** max(count - 1, 1).bit_length()
        values = draw(Parameters.default(), list(names), whole, seed).head(count)
    else:
        values = pd.DataFrame(index=range(count))
    return values.assign(source=[sources[place % len(sources)] for place in range(count)])


def sources_of(plan: Result, asked: Sequence[str], world: World) -> tuple[str, ...]:
    """Sources of reach that the draws take in turn: one that was named, or all that ship.

    plan : whose scenario may name one
    asked : of the run
    world : all
    """
    if asked:
        return tuple(asked)
    named = str(plan.facts["scenario"]["reach"])
    return tuple(world.sources) if named == "all" else (named,)


def go_drawn(
    values: pd.DataFrame,
    one: Meeting,
    setting: Setting,
    first: Again,
    world: World,
    say: Say,
) -> Iterator[Drawn]:
    """Every draw in turn, made as it is asked for.

    values : (draw) as from `drawn_values`
    one : the market of the one run at the values in force
    setting : the firm, grouped
    first : its plan at the values in force, before anything comes back
    world : what is known about work
    say : told each draw
    """
    for place, row in enumerate(values.to_dict("records")):
        say(f"Draw {place + 1} of {len(values)}: the plan, the market, their rounds")
        source = str(row.pop("source"))
        own = {str(name): float(value) for name, value in row.items()}
        yield _drawn(own, source, one, setting, first, world)


def _drawn(
    own: dict[str, float], source: str, one: Meeting, setting: Setting, first: Again, world: World
) -> Drawn:
    """One draw: the market's assumptions, the plan on grouped roles, the rounds, the whole run."""
    asked = replace(one.asked, parameters=one.asked.parameters.replace(**own))
    before = assumed(
        world, asked.parameters, one.accounts, one.before.rates, 4 * asked.years, source, asked.capability,
        asked.laws,
    )  # fmt: skip
    met = replace(one, before=before, asked=asked)
    options = replace(
        setting.options, parameters=setting.options.parameters.replace(**own), reach_source=source
    )
    drawn = replace(setting, options=options)
    people = pd.Series(one.staff, index=one.shock.occupations)
    try:
        again = plan_again(drawn, None, people)
        met = replace(met, shock=shock_drawn(one, first, again))
        rounds = go_round(met, drawn, lambda _: None, first=again)
    except InfeasiblePlan:
        return Drawn(met, None, None)
    return Drawn(met, rounds, met.run([rounds.last, None], 4 * asked.years))


def shock_drawn(one: Meeting, first: Again, again: Again) -> DemandShock:
    """What a draw's plan tells the market.

    one : the market of the one run, with the saved plan's shock
    first : the plan on grouped roles at the values in force
    again : the same in the draw
    As in the rounds, the saved plan's figures plus what the grouped plan changes against its own at the
    values in force: drawn = saved + (grouped, drawn − grouped, in force), for the change and the path;
    compute in proportion.
    """
    saved = one.shock
    change = saved.change.to_numpy() + change_of(again, one) - change_of(first, one)
    path = np.maximum.accumulate(np.clip(saved.path + again.path - first.path, 0.0, 1.0))
    path[0], path[-1] = 0.0, 1.0
    compute = saved.compute * again.compute / first.compute if first.compute > 0 else again.compute
    return replace(saved, change=saved.change.copy(data=np.maximum(change, -1.0)), path=path, compute=compute)
