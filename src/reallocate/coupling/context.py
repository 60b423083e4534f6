"""A round trip as it was computed: plan, market, their rounds and draws, from which every table is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from reallocate.coupling.draws import draws_over, run_draws, sample_values, sources_of
from reallocate.coupling.interval import draw_frame
from reallocate.coupling.ledger import ledgers
from reallocate.coupling.market import CoupledMarket, ended_jobs
from reallocate.coupling.rounds import Rounds
from reallocate.economy.trajectory import Trajectory
from reallocate.executor import Say
from reallocate.measure.arrays import Array
from reallocate.plan.cases import Setting
from reallocate.result.result import Result
from reallocate.work.world import World


@dataclass(frozen=True, eq=False)
class RoundTrip:
    """One round trip from a firm to the market and back.

    plan : saved
    world : what is known about work
    market : with those who follow the plan
    setting : the firm, grouped
    rounds : of plan and market
    draws : how many; none where it is 0
    say : receives what is under way
    """

    plan: Result
    world: World
    market: CoupledMarket
    setting: Setting
    rounds: Rounds
    draws: int
    say: Say

    @cached_property
    def extended(self) -> Trajectory:
        """The market with adopters, without, and with the change of the first round, side by side."""
        years = self.market.request.years
        self.say(f"The market for {years} years")
        first = self.market.shock.change.to_numpy()
        return self.market.run([self.rounds.last, None, first], 4 * years)

    @property
    def ended(self) -> Array:
        """Jobs that adopters end at unchanged output; (occupation) [persons]."""
        return ended_jobs(self.market, self.rounds.last)

    @cached_property
    def ledgers(self) -> Mapping[str, pd.DataFrame]:
        """The displaced by group of occupations, by age and by state."""
        return ledgers(self.market, self.plan, self.ended, self.extended, self.world)

    @property
    def sampled(self) -> tuple[str, ...]:
        """Parameters that the draws go over; none where there are no draws."""
        if not self.draws:
            return ()
        return draws_over(self.setting.options.parameters, self.market.request.parameters)

    @cached_property
    def draws_made(self) -> pd.DataFrame:
        """Each draw: its assumptions, how its rounds ended, and its outcomes."""
        request, first = self.market.request, self.rounds.first
        sources = sources_of(self.plan, request.sources, self.world)
        values = sample_values(self.sampled, sources, self.draws, request.seed)
        titles = self.world.table("groups").set_index("code")["title"]
        made = run_draws(values, self.market, self.setting, first, self.world, self.say)
        return draw_frame(values, made, self.plan, titles)
