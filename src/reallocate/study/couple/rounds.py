"""A plan and the market told to each other in rounds, until neither changes what the other does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.economy.assumptions import assumed
from reallocate.economy.batches import without_ai
from reallocate.economy.market.accounts import Accounts
from reallocate.economy.market.rates import Rates
from reallocate.economy.nation import National
from reallocate.economy.run_assumptions import RunAssumptions
from reallocate.economy.trajectory import Trajectory, simulate
from reallocate.errors import InputError, Problem
from reallocate.plan.cases import Setting
from reallocate.scenario.market.request import EconomyRun
from reallocate.study.couple.feedback import Again, plan_again
from reallocate.study.couple.shock import Followers, changes, positions_by_occupation
from reallocate.study.economy.ensemble import must_conserve
from reallocate.study.economy.path import Returned, returned
from reallocate.study.economy.policy import under
from reallocate.work.exchange import DemandShock
from reallocate.work.world import World

Array = npt.NDArray[np.float64]
Say = Callable[[str], None]

RESIDUAL = 1e-3
"""Relative change of the shock below which the rounds end."""
MOST_ROUNDS = 10
FULL_STEPS = 4
"""Rounds after which only half of a change is taken over, so that two plans do not alternate."""


@dataclass(frozen=True, eq=False)
class Meeting:
    """The market that a plan meets, and who follows the plan in it.

    national : people, moves, normal slack
    accounts : of its industries
    before : what a run assumes where nobody follows the plan
    shock : of the plan
    follow : the industries that follow it
    share : of these industries' work that adopters do in the end [share]
    asked : laws, policy, parameters, years
    """

    national: National
    accounts: Accounts
    before: RunAssumptions
    shock: DemandShock
    follow: Followers
    share: float
    asked: EconomyRun

    @property
    def rates(self) -> Rates:
        """Rates of flows, with laws that are off set to nothing."""
        return self.before.laws.of(self.before.rates)

    @property
    def path(self) -> Array:
        """Work done by adopters, along the plan's own path; (quarter, industry) [share]."""
        found: Array = self.share * self.shock.path[:, None] * self.follow.within[None, :]
        return found

    @property
    def staff(self) -> Array:
        """People of the plan's industries; (occupation) [persons]."""
        a = self.accounts
        found: Array = (a.output * self.follow.within) @ a.staff
        return found

    def adopters(self, change: Array) -> RunAssumptions:
        """What a run assumes where adopters change labour per unit of work so much.

        change : (occupation) [share]
        """
        compute = np.full((len(change), 1), self.shock.compute)
        return replace(self.before, saved=-change[:, None], compute=compute, path=self.path)

    def run(self, each: list[Array | None], quarters: int) -> Trajectory:
        """Markets side by side: one for each change, or without any where there is none.

        each : (occupation) [share]
        quarters : how many
        People and money are checked to add up.
        """
        still = without_ai(self.before)
        runs = [still if change is None else self.adopters(change) for change in each]
        under_policy = under(self.asked.policy, runs, self.asked.parameters)
        found = simulate(self.national.economy(self.accounts), under_policy, quarters)
        must_conserve(found)
        return found


def meeting(
    world: World,
    national: National,
    accounts: Accounts,
    rates: Rates,
    shock: DemandShock,
    follow: Followers,
    share: float,
    asked: EconomyRun,
) -> Meeting:
    """The market that a plan meets.

    world : what is known about work
    national, accounts, rates : of the nation, as fitted
    shock, follow : of the plan
    share : of the industries' work that adopters do in the end [share]
    asked : laws, policy, parameters, years
    Raises `InputError` where the share leaves no room for those who use AI today, or nobody may adopt.
    """
    if not asked.laws.adoption:
        remedy = "Leave adoption on: the market without adopters stands beside it in any case."
        raise InputError(Problem("the law of adoption is off, so that nobody follows", "[laws]", remedy))
    source = (asked.sources or world.sources)[0]
    before = assumed(
        world, asked.parameters, accounts, rates, 4 * asked.years, source, asked.capability, asked.laws
    )
    held = before.use_now[follow.within > 0].max()
    room = 1.0 - float(held)
    if not 0.0 < share <= room:
        raise InputError(
            Problem(
                f"the share is {share:g}",
                "--share",
                f"Give a share above 0 and at most {np.floor(100 * room) / 100:g}.",
                f"Adopters of today already do {100 * held:.1f}% of the work of one of these industries.",
            )
        )
    return Meeting(national, accounts, before, shock, follow, share, asked)


@dataclass(frozen=True, eq=False)
class Round:
    """One round: what the market was told, what it gave back, what the plan was then.

    change : (occupation) positions per unit of work that the market was told [share]
    back : what it gave back
    again : the plan at that
    residual : Σ n·|new − old| / Σ n·|old|, n people of the industries by occupation [share]
    """

    change: Array
    back: Returned
    again: Again
    residual: float


@dataclass(frozen=True, eq=False)
class Rounds:
    """All rounds.

    first : the plan on grouped roles before anything came back
    each : in turn
    last : (occupation) the change that came out [share]
    """

    first: Again
    each: list[Round]
    last: Array

    @property
    def converged(self) -> bool:
        """Whether the residual was reached."""
        return self.each[-1].residual < RESIDUAL


def go_round(
    met: Meeting, setting: Setting, say: Say, most: int = MOST_ROUNDS, first: Again | None = None
) -> Rounds:
    """Tell plan and market to each other until the shock stays.

    met : the market that the plan meets
    setting : the firm, with its small roles grouped
    say : told each round
    most : rounds
    first : the plan before anything came back, where it was made already
    The market is told the saved plan's change, plus what the plan on grouped roles changes when the market's
    pay, time to hire and quits come back: new = saved + (grouped, at what came back − grouped, at nothing).
    """
    people = pd.Series(met.staff, index=met.shock.occupations)
    saved = met.shock.change.to_numpy()
    if first is None:
        say("The plan on grouped roles")
        first = plan_again(setting, None, people)
    start = change_of(first, met)
    told, each = saved, list[Round]()
    quarters = met.shock.quarters
    for number in range(1, most + 1):
        say(f"Round {number}: the market, then the plan at what it gives back")
        back = returned(met.run([told, None], quarters), met.national.market, met.rates, quarters)
        again = plan_again(setting, back, people)
        new = np.maximum(saved + change_of(again, met) - start, -1.0)
        size = float(met.staff @ np.abs(told))
        residual = float(met.staff @ np.abs(new - told)) / size if size > 0 else 0.0
        each.append(Round(told, back, again, residual))
        if residual < RESIDUAL:
            break
        told = new if number < FULL_STEPS else (told + new) / 2.0
    return Rounds(first, each, told)


def change_of(again: Again, met: Meeting) -> Array:
    """Positions per unit of work that a plan changes; (occupation) [share].

    again : the plan on grouped roles
    met : the market that it meets
    """
    table = positions_by_occupation(again.positions)
    found: Array = changes(table, again.dropped, met.shock.occupations).to_numpy()
    return found
