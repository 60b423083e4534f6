"""The market that a plan meets: the nation's, in which some of the plan's industries follow it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from reallocate.coupling.shock import Followers
from reallocate.economy.assumptions import assumed
from reallocate.economy.batches import without_ai
from reallocate.economy.market.accounts import Accounts
from reallocate.economy.market.flow_parameters import Rates
from reallocate.economy.nation import National
from reallocate.economy.policy_effect import under
from reallocate.economy.run_assumptions import RunAssumptions
from reallocate.economy.trajectory import Trajectory, simulate
from reallocate.errors import InputError, Problem
from reallocate.measure.arrays import Array
from reallocate.problem.nation.ensemble import must_conserve
from reallocate.scenario.market.request import EconomyRun
from reallocate.work.exchange import DemandShock
from reallocate.work.world import World

WITH, WITHOUT, FIRST = range(3)
"""Runs side by side: with adopters, without, and with the change of the first round."""


@dataclass(frozen=True, eq=False)
class CoupledMarket:
    """The market that a plan meets, and who follows the plan in it.

    national : people, moves, normal slack
    accounts : of its industries
    before : what a run assumes where nobody follows the plan
    shock : of the plan
    follow : the industries that follow it
    share : of these industries' work that adopters do in the end [share]
    request : laws, policy, parameters, years
    """

    national: National
    accounts: Accounts
    before: RunAssumptions
    shock: DemandShock
    follow: Followers
    share: float
    request: EconomyRun

    @property
    def rates(self) -> Rates:
        """Rates of flows, with laws that are off set to nothing."""
        return self.before.laws.of(self.before.rates)

    @property
    def path(self) -> Array:
        """Work done by adopters, along the plan's own path; (quarter, industry) [share]."""
        return self.share * self.shock.path[:, None] * self.follow.within[None, :]

    @property
    def staff(self) -> Array:
        """People of the plan's industries; (occupation) [persons]."""
        a = self.accounts
        return (a.output * self.follow.within) @ a.staff

    def adopters(self, change: Array) -> RunAssumptions:
        """What a run assumes where adopters change labour per unit of work so much.

        change : (occupation) [share]
        """
        compute = np.full((len(change), 1), self.shock.compute)
        return replace(self.before, saved=-change[:, None], compute=compute, path=self.path)

    def run(self, each: list[Array | None], quarters: int) -> Trajectory:
        """Markets side by side: one for each change, or without any where there is none.

        each : (occupation) [share]
        """
        without = without_ai(self.before)
        return self.simulate([without if one is None else self.adopters(one) for one in each], quarters)

    def simulate(self, runs: list[RunAssumptions], quarters: int) -> Trajectory:
        """Runs side by side, under the policy of the request; people and money are checked to add up."""
        under_policy = under(self.request.policy, runs, self.request.parameters)
        extended = simulate(self.national.economy(self.accounts), under_policy, quarters)
        must_conserve(extended)
        return extended


def coupled_market(
    world: World,
    national: National,
    accounts: Accounts,
    rates: Rates,
    shock: DemandShock,
    follow: Followers,
    share: float,
    request: EconomyRun,
) -> CoupledMarket:
    """The market that a plan meets.

    world : what is known about work
    national, accounts, rates : of the nation, as fitted
    shock, follow : of the plan
    share : of the industries' work that adopters do in the end [share]
    request : laws, policy, parameters, years
    Raises `InputError` where the share leaves no room for those who use AI today, or nobody may adopt.
    """
    if not request.laws.adoption:
        remedy = "Leave adoption on: the market without adopters stands beside it in any case."
        raise InputError(Problem("the law of adoption is off, so that nobody follows", "[laws]", remedy))
    source = (request.sources or world.sources)[0]
    before = assumed(
        world, request.parameters, accounts, rates, 4 * request.years, source, request.capability,
        request.laws, closure=request.closure,
    )  # fmt: skip
    used = before.use_now[follow.within > 0].max()
    room = 1.0 - float(used)
    if not 0.0 < share <= room:
        raise InputError(
            Problem(
                f"the share is {share:g}",
                "--share",
                f"Give a share above 0 and at most {np.floor(100 * room) / 100:g}.",
                f"Adopters of today already do {100 * used:.1f}% of the work of one of these industries.",
            )
        )
    return CoupledMarket(national, accounts, before, shock, follow, share, request)


def ended_jobs(market: CoupledMarket, change: Array) -> Array:
    """Jobs that adopters end at unchanged output, at the end of the plan; (occupation) [persons].

    market : the industries' people and the share that adopts
    change : (occupation) [share]
    S·n_o·(−Δ_o), n the people of the plan's industries
    """
    return -market.share * market.staff * change
