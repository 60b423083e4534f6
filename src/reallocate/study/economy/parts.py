"""The parts of one run of the extended market: draws, the market at rest, corners, and their tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.economy.accounts import Accounts
from reallocate.economy.extended import Assumed, Extended, Laws, run_extended
from reallocate.economy.fitted import Fitted
from reallocate.errors import InvariantError, Problem
from reallocate.study.couple.path import PATH_TABLE, worker_path
from reallocate.study.economy.asked import EconomyRun
from reallocate.study.economy.demand import Corners
from reallocate.study.economy.lost import lost_tables
from reallocate.study.economy.policy import policy_table, under
from reallocate.study.economy.tables import (
    fifth_table,
    industry_table,
    jobs_table,
    money_table,
    occupation_table,
    path_table,
    pay_table,
    with_ends,
)
from reallocate.study.market.assumed import assumed, assumed_draws
from reallocate.study.market.effects import Effects
from reallocate.study.market.nation import National
from reallocate.study.market.reversal import REVERSAL, least_years, missing, returned_table
from reallocate.work.hours_saved import automatable_hours
from reallocate.work.parameters import parameter_table
from reallocate.work.world import World

Array = npt.NDArray[np.float64]
Say = Callable[[str], None]

START = 2026.25
"""Use of AI by sector was asked in March 2026."""
SEVERAL = 32
"""Runs that are made side by side."""
PEOPLE = 1e-9
"""Of all people: how far their number may move before the run is wrong."""


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
        self.say(f"Drawing {asked.draws} times")
        drawn_runs, drawn = self._drawn()
        runs = under(asked.policy, drawn_runs, asked.parameters)
        extended = self._several(runs)
        without = self._run([self._still()])
        seen = exposure(self.world)
        people = occupation_table(extended, without, market, seen)
        titles = self.world.table("industries_io").set_index("industry")["title"].to_dict()
        tables = {
            "path": path_table(extended, without, START),
            "jobs": jobs_table(extended, without, self.accounts, START),
            "occupations": people,
            "fifths": fifth_table(extended, without, people["fifth"].to_numpy()),
            "industries": industry_table(
                extended, self.accounts, {str(key): str(x) for key, x in titles.items()}
            ),
            "money": money_table(extended, START),
            "pay": pay_table(extended, market, START),
            "drawn": with_ends(drawn, extended, without),
            PATH_TABLE: worker_path(extended, market, asked.laws.of(self.values.rates)),
            "assumptions": assumption_table(asked),
        }
        if not asked.policy.is_nothing:
            self.say("The same draws without the policy")
            tables["policy"] = policy_table(extended, self._several(drawn_runs))
        least = least_years(asked.parameters["reversal_quarter"])
        if asked.capability == REVERSAL and asked.laws.adoption and asked.years >= least:
            tables[REVERSAL] = self._returned(extended, without, least)
        middle = drawn_runs[nearest_middle(extended, people["fifth"].to_numpy())]
        return tables | self._beside(middle, seen)

    def _beside(self, middle: Assumed, seen: Array) -> dict[str, pd.DataFrame]:
        """What the corners of what is not known give, and the draw nearest the middle, without a policy."""
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

    def _returned(self, extended: Extended, without: Extended, years: int) -> pd.DataFrame:
        """What is back two years after capability fell, beside the same draws in which it did not."""
        self.say("The same draws without the reversal")
        asked = replace(self.asked, capability="trend", years=years)
        usual = replace(self, asked=asked)
        unbroken = usual._several(under(asked.policy, usual._drawn()[0], asked.parameters))
        rest = without.people[:, 0].sum(axis=1)[:, 0]
        turned, went_on = (missing(one, rest, self.accounts) for one in (extended, unbroken))
        return returned_table(turned, went_on, asked.parameters["reversal_quarter"])

    @property
    def _quarters(self) -> int:
        return 4 * self.asked.years

    def _assumed(self, source: str, laws: Laws) -> Assumed:
        return assumed(
            self.world, self.asked.parameters, self.accounts, self.values.rates, self._quarters, source,
            self.asked.capability, laws,
        )  # fmt: skip

    def _still(self) -> Assumed:
        """The same market, under the same policy, without further AI."""
        still = self._assumed(self.world.sources[0], replace(self.asked.laws, adoption=False))
        return under(self.asked.policy, [still], self.asked.parameters)[0]

    def _drawn(self) -> tuple[list[Assumed], pd.DataFrame]:
        asked = self.asked
        return assumed_draws(
            self.world,
            asked.parameters,
            self.accounts,
            self.values.rates,
            self._quarters,
            asked.draws,
            asked.drawn,
            asked.sources,
            asked.capability,
            asked.seed,
            asked.laws,
        )

    def _run(self, runs: list[Assumed]) -> Extended:
        return run_extended(self.nation.market, self.accounts, self.nation.normal, runs, self._quarters)

    def _several(self, runs: list[Assumed]) -> Extended:
        """All runs, some at a time, side by side."""
        made = []
        for first in range(0, len(runs), SEVERAL):
            some = runs[first : first + SEVERAL]
            self.say(
                f"Runs {first + 1} to {first + len(some)} of {len(runs)}, {self._quarters} quarters each"
            )
            made.append(self._run(some))
        names = Extended.__dataclass_fields__
        joined = {name: np.concatenate([getattr(part, name) for part in made], axis=-1) for name in names}
        must_conserve(found := Extended(**joined))
        return found


def exposure(world: World) -> Array:
    """Automatable share of hours, the middle of the sources; (occupation) [share of hours].

    world : content and reach
    """
    content = world.content.transpose("occupation", "activity").to_numpy()
    each = [(content * automatable_hours(world, source)).sum(axis=1) for source in world.sources]
    found: Array = np.median(np.stack(each), axis=0)
    return found


def nearest_middle(extended: Extended, fifth: npt.NDArray[np.int64]) -> int:
    """The draw whose employment by fifth of exposure lies nearest the middle of all draws.

    extended : runs
    fifth : (occupation) 1 to 5
    """
    people = np.stack([extended.people[-1, 0, fifth == place].sum(axis=0) for place in range(1, 6)])
    return int(((people - np.median(people, axis=1)[:, None]) ** 2).sum(axis=0).argmin())


def must_conserve(extended: Extended) -> None:
    """End where people appear or are lost.

    extended : runs; raises `InvariantError` where people in work, without work and outside do not add up to
        those of the start, to 1e-9 of them, in any quarter of any run
    """
    people = extended.people[:, [0, 1, 3]].sum(axis=(1, 2))
    if np.abs(people / people[0] - 1.0).max() > PEOPLE:
        raise InvariantError(Problem("people do not add up from quarter to quarter", "the extended market"))


def assumption_table(asked: EconomyRun) -> pd.DataFrame:
    """Every parameter, and whether the draws go over its range.

    asked : of the market
    """
    table = parameter_table(asked.parameters)
    return table.assign(drawn=table["name"].isin(asked.drawn))
