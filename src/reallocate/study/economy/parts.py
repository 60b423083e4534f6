"""The parts of one run of the extended market: draws, the market at rest, corners, and their tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.economy.effects import Effects
from reallocate.economy.fitted import Fitted
from reallocate.economy.market.accounts import Accounts
from reallocate.economy.nation import National
from reallocate.economy.run_assumptions import RunAssumptions
from reallocate.economy.trajectory import Trajectory
from reallocate.scenario.market.request import EconomyRun
from reallocate.study.economy.demand import Corners
from reallocate.study.economy.ensemble import EconomyEnsemble, economy_ensemble, run_checked
from reallocate.study.economy.lost_jobs import lost_tables
from reallocate.study.economy.money_tables import industry_table, money_table, pay_table
from reallocate.study.economy.path import PATH_TABLE, worker_path
from reallocate.study.economy.policy import policy_table
from reallocate.study.economy.reversal import REVERSAL, least_years, missing, returned_table
from reallocate.study.economy.tables import (
    fifth_table,
    jobs_table,
    occupation_table,
    path_table,
    with_ends,
)
from reallocate.work.hours_saved import automatable_hours
from reallocate.work.parameters import parameter_table
from reallocate.work.world import World

Array = npt.NDArray[np.float64]
Say = Callable[[str], None]

START = 2026.25
"""Use of AI by sector was asked in March 2026."""


@dataclass(frozen=True, eq=False)
class EconomyParts:
    """The parts of one run of the extended market.

    asked : what of it
    world : tables that ship
    nation, values : the market and what was fitted
    accounts : of the nation
    say : is told what is under way
    """

    asked: EconomyRun
    world: World
    nation: National
    values: Fitted
    accounts: Accounts
    say: Say

    def tables(self) -> dict[str, pd.DataFrame]:
        """Every table but the gate."""
        asked, market = self.asked, self.nation.market
        made = economy_ensemble(self.world, self.nation, self.accounts, self.values.rates, asked, self.say)
        extended, without = made.extended, made.without
        seen = exposure(self.world)
        people = occupation_table(extended, without, market, seen)
        fifth = people["fifth"].to_numpy()
        titles = self.world.table("industries_io").set_index("industry")["title"].to_dict()
        tables = {
            "path": path_table(extended, without, START),
            "jobs": jobs_table(extended, without, self.accounts, START),
            "occupations": people,
            "fifths": fifth_table(extended, without, fifth),
            "industries": industry_table(
                extended, without, self.accounts, {str(key): str(x) for key, x in titles.items()}
            ),
            "money": money_table(extended, without, START),
            "pay": pay_table(extended, market, START),
            "drawn": with_ends(made.drawn, extended, without),
            PATH_TABLE: worker_path(extended, market, asked.laws.of(self.values.rates)),
            "assumptions": assumption_table(asked),
        }
        if not asked.policy.is_nothing:
            self.say("The same draws without the policy")
            tables["policy"] = policy_table(extended, self._run(list(made.plain)))
        least = least_years(asked.parameters["reversal_quarter"])
        if asked.capability == REVERSAL and asked.laws.adoption and asked.years >= least:
            tables[REVERSAL] = self._returned(made, least)
        return tables | self._sensitivity(made.plain[nearest_middle(extended, fifth)], seen)

    def _sensitivity(self, middle: RunAssumptions, seen: Array) -> dict[str, pd.DataFrame]:
        """Jobs at the corners of what is not known, and the draw nearest the middle, without a policy."""
        asked = self.asked
        if not asked.laws.adoption:
            return {}
        self.say("Jobs at the corners of what is not known")
        sources = asked.sources or self.world.sources
        corners = Corners(
            self.world, asked.parameters, self.accounts, self.values.rates, self._quarters, sources,
            asked.capability, asked.laws,
        )  # fmt: skip
        found = {"swings": corners.swings(asked.drawn)}
        if asked.laws.demand:
            found["surface"] = corners.surface()
        self.say("Ages, and people followed by how exposed their work was")
        effects = Effects(
            self.world, asked.parameters, self.nation, self.values.rates, self.accounts,
            middle, seen,
            self._quarters,
        )  # fmt: skip
        found |= {"ages": effects.ages(), "divide": effects.pay()[0]}
        self.say("What a lost job costs, by age and by state")
        return found | lost_tables(effects)

    def _returned(self, made: EconomyEnsemble, years: int) -> pd.DataFrame:
        """What is back two years after capability fell, beside the same draws in which it did not."""
        self.say("The same draws without the reversal")
        asked = replace(self.asked, capability="trend", years=years)
        usual = economy_ensemble(self.world, self.nation, self.accounts, self.values.rates, asked, self.say)
        turned = missing(made.extended, made.without, self.accounts)
        went_on = missing(usual.extended, usual.without, self.accounts)
        return returned_table(turned, went_on, asked.parameters["reversal_quarter"])

    @property
    def _quarters(self) -> int:
        return 4 * self.asked.years

    def _run(self, runs: list[RunAssumptions]) -> Trajectory:
        return run_checked(self.nation, self.accounts, runs, self._quarters, self.say)


def exposure(world: World) -> Array:
    """Automatable share of hours, the middle of the sources; (occupation) [share of hours].

    world : content and reach
    """
    content = world.content.transpose("occupation", "activity").to_numpy()
    each = [(content * automatable_hours(world, source)).sum(axis=1) for source in world.sources]
    found: Array = np.median(np.stack(each), axis=0)
    return found


def nearest_middle(extended: Trajectory, fifth: npt.NDArray[np.int64]) -> int:
    """The draw whose employment by fifth of exposure lies nearest the middle of all draws.

    extended : runs
    fifth : (occupation) 1 to 5
    """
    people = np.stack([extended.people[-1, 0, fifth == place].sum(axis=0) for place in range(1, 6)])
    return int(((people - np.median(people, axis=1)[:, None]) ** 2).sum(axis=0).argmin())


def assumption_table(asked: EconomyRun) -> pd.DataFrame:
    """Every parameter, and whether the draws go over its range.

    asked : of the market
    """
    table = parameter_table(asked.parameters)
    return table.assign(drawn=table["name"].isin(asked.drawn))
