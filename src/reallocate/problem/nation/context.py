"""What one run of the nation's market computes: draws, and the runs that stand beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.economy.batches import Simulate, simulate_in_batches
from reallocate.economy.demand_corners import Corners
from reallocate.economy.effects import Effects
from reallocate.economy.laws.closures import Closure
from reallocate.economy.lost_jobs.costs import lost_tables
from reallocate.economy.market.accounts import Accounts
from reallocate.economy.market.flow_parameters import Rates
from reallocate.economy.market.unemployment_rate import unemployment_rate
from reallocate.economy.nation import National
from reallocate.economy.trajectory import Trajectory
from reallocate.executor import Say
from reallocate.measure.arrays import Array
from reallocate.problem.nation.ensemble import (
    EconomyEnsemble,
    economy_ensemble,
    run_checked,
    under_closure,
)
from reallocate.scenario.market.request import EconomyRun
from reallocate.work.hours_saved import automatable_hours
from reallocate.work.ranks import quintiles
from reallocate.work.world import World

START = 2026.25
"""Use of AI by sector was asked in March 2026."""


@dataclass(frozen=True, eq=False)
class EconomyContext:
    """One run of the nation's market, from which every table of the study is computed.

    world : tables that ship
    nation, rates : the market where it was last observed, and its speeds of flows
    accounts : input-output accounts of the nation
    say : called with each stage
    simulated : makes the runs of the draws
    """

    request: EconomyRun
    world: World
    nation: National
    rates: Rates
    accounts: Accounts
    say: Say
    simulated: Simulate = simulate_in_batches

    @cached_property
    def ensemble(self) -> EconomyEnsemble:
        """The draws, each beside itself without further AI."""
        return self._ensemble(self.request)

    @property
    def extended(self) -> Trajectory:
        """The draws with adoption."""
        return self.ensemble.extended

    @property
    def without(self) -> Trajectory:
        """The same draws without further AI."""
        return self.ensemble.without

    @property
    def adopted(self) -> bool:
        """Whether firms adopt AI in this run."""
        return self.request.laws.adoption

    @cached_property
    def without_policy(self) -> Trajectory:
        """The same draws without the policy."""
        self.say("The same draws without the policy")
        runs = list(self.ensemble.plain)
        economy, quarters = self.nation.economy(self.accounts), 4 * self.request.years
        return run_checked(economy, runs, quarters, self.say, self.simulated)

    def without_reversal(self, years: int) -> EconomyEnsemble:
        """The same draws where what AI can do goes on growing.

        years : of the run
        """
        self.say("The same draws without the reversal")
        return self._ensemble(replace(self.request, capability="trend", years=years))

    @property
    def unemployment(self) -> float:
        """At the start, the mean of the draws [share of the labour force]."""
        employed, seeking = self.extended.people[0, :2].sum(axis=1).mean(axis=1)
        return float(unemployment_rate(employed, seeking))

    @cached_property
    def outcomes(self) -> Mapping[Closure, Mapping[str, Array]]:
        """Each of `outcomes.MEASURES` under every closure, the same draws."""
        self.say("The same draws under the other closures")
        economy, quarters = self.nation.economy(self.accounts), 4 * self.request.years
        found = {self.request.closure: self.ensemble.outcomes(economy.market.employment)}
        for other in (one for one in reversed(Closure) if one not in found):
            made = under_closure(economy, self.ensemble, other, quarters, self.say, self.simulated)
            found[other] = made.outcomes(economy.market.employment)
        return found

    @cached_property
    def exposure(self) -> Array:
        """Automatable share of hours before anything happens; (occupation) [share of hours]."""
        return exposure(self.world)

    @cached_property
    def quintile(self) -> npt.NDArray[np.int64]:
        """The quintile of exposure; (occupation), 5 the most exposed fifth of employment."""
        return quintiles(self.exposure, self.extended.people[0, 0].mean(axis=1)) + 1

    @cached_property
    def corners(self) -> Corners:
        """Jobs at the corners of what is not known."""
        self.say("Jobs at the corners of what is not known")
        request = self.request
        sources = request.sources or self.world.sources
        return Corners(
            self.world, request.parameters, self.accounts, self.rates, 4 * request.years, sources,
            self.unemployment, request.closure, request.capability, request.laws,
        )  # fmt: skip

    @cached_property
    def effects(self) -> Effects:
        """The draw nearest the median, without a policy, from the side of those who bear it."""
        self.say("Ages, and people followed by how exposed their work was")
        middle = self.ensemble.plain[nearest_middle(self.extended, self.quintile)]
        return Effects(
            self.world, self.request.parameters, self.nation, self.rates, self.accounts, middle,
            self.exposure, 4 * self.request.years,
        )  # fmt: skip

    @cached_property
    def lost_jobs(self) -> dict[str, pd.DataFrame]:
        """What a lost job costs, by age and by state."""
        self.say("What a lost job costs, by age and by state")
        return lost_tables(self.effects)

    def _ensemble(self, request: EconomyRun) -> EconomyEnsemble:
        economy = self.nation.economy(self.accounts)
        return economy_ensemble(self.world, economy, self.rates, request, self.say, self.simulated)


def exposure(world: World) -> Array:
    """Automatable share of hours, the median of the sources; (occupation) [share of hours].

    world : content and reach
    """
    content = world.content.transpose("occupation", "activity").to_numpy()
    each = [(content * automatable_hours(world, source)).sum(axis=1) for source in world.sources]
    middle: Array = np.median(np.stack(each), axis=0)
    return middle


def nearest_middle(extended: Trajectory, quintile: npt.NDArray[np.int64]) -> int:
    """The draw whose employment by quintile of exposure lies nearest the median of all draws.

    extended : runs
    quintile : (occupation) 1 to 5
    """
    employed = extended.people[-1, 0]
    people = np.stack([employed[quintile == place].sum(axis=0) for place in range(1, 6)])
    return int(((people - np.median(people, axis=1)[:, None]) ** 2).sum(axis=0).argmin())
