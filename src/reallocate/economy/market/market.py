"""A labour market at its start: occupations, the people in them, and where they can move."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from reallocate.economy.market.network import Network, shown, unreachable
from reallocate.economy.market.time_steps import WEEKS
from reallocate.errors import InvariantError, Problem
from reallocate.measure.arrays import Array


@dataclass(frozen=True, eq=False)
class Market:
    """Occupations and the network that joins them.

    occupations : labels
    employment : (occupation) at the start [persons]
    network : moves between them
    titles : (occupation) in words; the labels where there are none
    wage : (occupation) mean pay [USD/year]; missing where not known
    exit_rate : (occupation) labour-force exits [share/year]; 0 where not known
    place : where it comes from, for messages
    Raises `InvariantError` with everything that does not hold: employment missing, not above 0, labels
    twice, axes of different length, occupations that nobody can move to.
    """

    occupations: pd.Index
    employment: Array
    network: Network
    titles: tuple[str, ...] = ()
    wage: Array = field(default_factory=lambda: np.zeros(0))
    exit_rate: Array = field(default_factory=lambda: np.zeros(0))
    place: str = "market"

    def __post_init__(self) -> None:
        count = len(self.occupations)
        if not self.titles:
            object.__setattr__(self, "titles", tuple(str(code) for code in self.occupations))
        if not len(self.wage):
            object.__setattr__(self, "wage", np.full(count, np.nan))
        if not len(self.exit_rate):
            object.__setattr__(self, "exit_rate", np.zeros(count))
        problems = self._problems()
        if problems:
            raise InvariantError(problems)

    def _problems(self) -> list[Problem]:
        count = len(self.occupations)
        sizes = {len(self.employment), self.network.size, len(self.titles), len(self.wage)}
        if sizes != {count}:
            return [Problem(f"its parts have {sorted(sizes | {count})} occupations", self.place)]
        problems = []
        if self.occupations.has_duplicates:
            twice = sorted({str(code) for code in self.occupations[self.occupations.duplicated()]})
            problems.append(Problem(f"occupations stand more than once: {shown(twice)}", self.place))
        wrong = ~np.isfinite(self.employment) | (self.employment <= 0)
        if wrong.any():
            names = [str(code) for code in self.occupations[wrong]]
            problems.append(
                Problem(
                    f"employment is missing or not above 0 for {shown(names)}",
                    self.place,
                    why="Nobody there could be separated or hired, and missing is not 0.",
                    remedy="Leave such occupations out or give their employment [persons].",
                )
            )
        alone = unreachable(self.network, self.occupations) if count > 1 else ()
        if alone:
            problems.append(
                Problem(
                    f"nobody from another occupation can move to {shown(list(alone))}",
                    f"{self.place}, mobility",
                    why="Their openings could be filled from within only, a sign of a gap in a survey.",
                    remedy="Add moves into them or leave them out.",
                )
            )
        return problems

    @property
    def size(self) -> int:
        """How many occupations it has."""
        return len(self.occupations)

    def exits_per_step(self, step_weeks: float) -> Array:
        """Labour-force exits; (occupation) [share/step].

        step_weeks : [weeks]
        """
        return self.exit_rate * (step_weeks / WEEKS)

    def __repr__(self) -> str:
        return f"Market: {self.size} occupations, {self.employment.sum():,.0f} people employed"
