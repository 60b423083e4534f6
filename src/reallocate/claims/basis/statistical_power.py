"""What a test of exposure against growth could show: its smallest detectable effect, and the model's own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri

from reallocate.claims.basis.context import ClaimContext, once
from reallocate.claims.basis.economy_context import accounts_of, assumed_by, nation
from reallocate.economy.industry_adoption import demand_at
from reallocate.work.history import correlation
from reallocate.work.panel import AFTER, comparable
from reallocate.work.parameters import Parameters

QUARTERS = 12
"""Three years, as many as the test looks at."""
TEST, POWER = 0.9, 0.8
"""The interval that must exclude 0 has a tenth on either side; it should show in four of five cases."""


@dataclass(frozen=True)
class Power:
    """What the test can show beside what the model expects [difference of rank correlations].

    detectable : smallest effect that shows in four of five cases
    own : what the model's own change of jobs over three years does to the rank correlation, middle source
    least, most : the same over the sources
    occupations : that are compared
    """

    detectable: float
    own: float
    least: float
    most: float
    occupations: int

    @property
    def is_enough(self) -> bool:
        """Whether the model's own effect would show."""
        return abs(self.own) >= self.detectable


def detectable(occupations: int) -> float:
    """Smallest difference of two rank correlations that shows in four of five cases.

    occupations : as many in both windows
    (z_0.9 + z_0.8)·√(2 ÷ (n − 1)): each rank correlation has the standard error 1 ÷ √(n − 1) where nothing
    links the two orders, and the windows are taken as independent.
    Source: Kendall, Gibbons 1990, Rank Correlation Methods, 5th ed., ch. 4.
    """
    return float((ndtri(TEST) + ndtri(POWER)) * np.sqrt(2.0 / (occupations - 1)))


@once
def power(context: ClaimContext, parameters: Parameters) -> Power:
    """The power of the test of exposure against growth.

    context : history, scores and the nation's accounts
    """
    world = context.world
    people = comparable(world.table("history")).employment
    growth = (people[AFTER[1]] / people[AFTER[0]]).to_numpy()
    wide = world.table("scores").pivot(index="occupation", columns="source", values="score")
    accounts = accounts_of(context, parameters)
    jobs = np.where(accounts.jobs > 0.0, accounts.jobs, np.nan)
    own = []
    for source in world.sources:
        run = assumed_by(context, parameters, QUARTERS, source)
        demand = demand_at(run, accounts, QUARTERS, nation(context).unemployment)
        change = pd.Series(demand.parts.sum(axis=0) / jobs, index=world.occupations.index)
        moved = growth * (1.0 + change.reindex(people.index).fillna(0.0).to_numpy())
        score = wide.loc[people.index, source].to_numpy(dtype=float)
        before, after = (float(correlation(score, one, np.ones(len(growth)))) for one in (growth, moved))
        own.append(after - before)
    return Power(detectable(len(growth)), float(np.median(own)), min(own), max(own), len(growth))
