"""Plan and market solved in turn, until neither changes what the other does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.coupling.feedback import Replan, replan
from reallocate.coupling.market import CoupledMarket
from reallocate.coupling.shock import changes, positions_by_occupation
from reallocate.economy.path import Returned, returned
from reallocate.executor import Say
from reallocate.measure.arrays import Array
from reallocate.plan.cases import Setting

RESIDUAL = 1e-3
"""Relative change of the shock below which the rounds end."""
MOST_ROUNDS = 10
FULL_STEPS = 4
"""Rounds after which only half of a change is taken over, so that two plans do not alternate."""


@dataclass(frozen=True, eq=False)
class Round:
    """One round: the market at a change of positions, and the plan at the market's response.

    change : (occupation) positions per unit of work at which the market was run [share]
    back : its response
    plan : solved again at that response
    residual : Σ n·|new − old| / Σ n·|old|, n people of the industries by occupation [share]
    """

    change: Array
    back: Returned
    plan: Replan
    residual: float


@dataclass(frozen=True, eq=False)
class Rounds:
    """All rounds.

    first : the plan on grouped roles at today's market
    each : in turn
    last : (occupation) the change that came out [share]
    """

    first: Replan
    each: list[Round]
    last: Array

    @property
    def converged(self) -> bool:
        """Whether the last round changed the shock by less than the residual."""
        return self.each[-1].residual < RESIDUAL


def iterate(
    market: CoupledMarket, setting: Setting, say: Say, most: int = MOST_ROUNDS, first: Replan | None = None
) -> Rounds:
    """Solve market and plan in turn until the shock stays.

    market : the market that the plan meets
    setting : the firm, with its small roles grouped
    say : receives each round
    first : the plan at today's market, where it was solved already
    The shock is the saved plan's change, plus what the plan on grouped roles changes at the market's pay,
    time to hire and quits: new = saved + (grouped, at the response − grouped, at today's market).
    """
    people = pd.Series(market.staff, index=market.shock.occupations)
    saved = market.shock.change.to_numpy()
    if first is None:
        say("The plan on grouped roles")
        first = replan(setting, None, people)
    start = change_of(first, market)
    change, each = saved, list[Round]()
    quarters = market.shock.quarters
    for number in range(1, most + 1):
        say(f"Round {number}: the market, then the plan at its response")
        back = returned(market.run([change, None], quarters), market.national.market, market.rates, quarters)
        plan = replan(setting, back, people)
        new = np.maximum(saved + change_of(plan, market) - start, -1.0)
        size = float(market.staff @ np.abs(change))
        residual = float(market.staff @ np.abs(new - change)) / size if size > 0 else 0.0
        each.append(Round(change, back, plan, residual))
        if residual < RESIDUAL:
            break
        change = new if number < FULL_STEPS else (change + new) / 2.0
    return Rounds(first, each, change)


def change_of(plan: Replan, market: CoupledMarket) -> Array:
    """Positions per unit of work that a plan changes; (occupation) [share].

    plan : on grouped roles
    market : the market that it meets
    """
    table = positions_by_occupation(plan.positions)
    return changes(table, plan.dropped, market.shock.occupations).to_numpy()
