"""Moves that people were seen to make: how many the survey saw, and what share of those who moved."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.measure.arrays import Array
from reallocate.measure.share_interval import share_interval
from reallocate.transition.choice import openings
from reallocate.transition.survey import survey
from reallocate.work.shares import rows_to_one
from reallocate.work.world import World

Mask = npt.NDArray[np.bool_]


NO_TARGETS = ("11-1011", "11-1031")
"""Chief executives and legislators: nobody applies for these as for other work."""

REMAINDER = "All Other"
"""How the title of an occupation ends that gathers what fits nowhere else: no job to aim at."""

LEAST_SEEN = 2.0
"""Fewer people than this behind a move may be chance or a slip in coding: it has no row [people]."""

MOST = 0.5
MOVE_COLUMNS = ("occupation", "counted_with", "people_seen", "share_of_movers", "share_low", "share_high")


@dataclass(frozen=True, eq=False)
class ObservedMoves:
    """Moves between the occupations of the survey's own code, which is coarser than ours.

    occupations : labels
    seen : (occupation, unit) [people] who were seen to go from the occupation's unit to another
    members : (unit) the occupations that the survey counts together
    named : (unit) the occupation that stands for it as a target; empty where it may not be one
    belongs : (occupation, unit) [share of the occupation's people]
    """

    occupations: pd.Index
    seen: Array
    members: tuple[tuple[str, ...], ...]
    named: tuple[str, ...]
    belongs: Array

    def people(self, occupation: str) -> float:
        """How many were seen to change from an occupation to another [people].

        occupation : a label
        """
        return float(self.seen[self._place(occupation)].sum())

    def counted_with(self, occupation: str) -> tuple[str, ...]:
        """Other occupations that the survey does not tell from an occupation.

        occupation : a label
        """
        own = np.flatnonzero(self.belongs[self._place(occupation)])
        together = {code for unit in own for code in self.members[unit]}
        return tuple(sorted(together - {occupation}))

    def out_of(self, occupation: str) -> pd.DataFrame:
        """Moves out of an occupation that were seen, by the low end of their share, the highest first.

        occupation : a label
        Returns occupation (the target), counted_with (other codes that the survey counts with it, in one
        text), people_seen [people], share_of_movers, share_low, share_high [share of those seen to change
        occupation]. Moves that fewer than two people were seen to make, and those to what may be no target,
        have no row, but count among those who moved.
        share = n[j]/n; low and high by `share_interval`
        """
        row = self.seen[self._place(occupation)]
        total = float(row.sum())
        counts: dict[str, float] = {}
        together: dict[str, set[str]] = {}
        for unit in np.flatnonzero(row > 0):
            if name := self.named[unit]:
                counts[name] = counts.get(name, 0.0) + float(row[unit])
                together.setdefault(name, set()).update(self.members[unit])
        counts = {name: people for name, people in counts.items() if people >= LEAST_SEEN}
        if not counts:
            return pd.DataFrame(columns=list(MOVE_COLUMNS))
        people = np.array(list(counts.values()))
        low, high = share_interval(people, total)
        others = [" ".join(sorted(together[name] - {name})) for name in counts]
        figures = (list(counts), others, people, people / total, low, high)
        table = pd.DataFrame(dict(zip(MOVE_COLUMNS, figures, strict=True)))
        return table.sort_values(["share_low", "occupation"], ascending=[False, True], ignore_index=True)

    def _place(self, occupation: str) -> int:
        return int(np.asarray(self.occupations.get_loc(occupation)))


def no_targets(occupations: pd.DataFrame) -> Mask:
    """Which occupations are never shown or used as a target; (occupation).

    occupations : (occupation) title
    """
    remainder = occupations["title"].str.contains(REMAINDER).to_numpy()
    return occupations.index.isin(NO_TARGETS) | remainder


@lru_cache(maxsize=4)
def observed_moves(world: World, weight_per_person: float) -> ObservedMoves:
    """The moves that the survey saw, counted in people.

    world : with the tables mobility, mobility_groups, mobility_bridge and projections
    weight_per_person : [person weights] that stand for one person seen
    n[u,v] = Σ M[g,h]·W[g] / weight_per_person over groups g of the survey's unit u and h of v, with M the
    yearly shares between groups and W the person weights; an occupation counted in several units takes
    their mean, weighted by its people. A unit is named after the occupation that most of its newcomers
    take up (people times openings), and not at all where most newcomers go to what may be no target.
    Source: us-mobility (del Rio-Chanona et al. 2021, from the CPS ASEC); see `survey`.
    """
    labels = pd.Index(world.occupations.index.to_list(), dtype=object, name="occupation")
    result = survey(world, labels)
    table = world.table("mobility_groups").sort_values("group")
    units = np.array(sorted(table["survey_group"].unique()))
    of_unit = (table["survey_group"].to_numpy(str)[:, None] == units[None, :]).astype(float)
    flows = result.moves * (result.leaving * table["survey_weight"].to_numpy(float))[:, None]
    between = of_unit.T @ flows @ of_unit / weight_per_person
    people = of_unit.T @ (result.members * result.employment[:, None])
    belongs = rows_to_one(people.T)
    # A move between two units that both became part of the occupation is no move of it.
    seen = np.where(belongs > 0, 0.0, belongs @ between)
    newcomers = belongs.T * openings(world, labels)[None, :]
    members = tuple(tuple(map(str, labels[row > 0])) for row in people)
    names = _names(newcomers, labels, no_targets(world.occupations))
    return ObservedMoves(labels, seen, members, names, belongs)


def _names(newcomers: Array, labels: pd.Index, excluded: Mask) -> tuple[str, ...]:
    """The occupation that stands for each unit, or nothing."""
    allowed = np.where(excluded[None, :], 0.0, newcomers)
    left = allowed.sum(axis=1)
    usable = (left > 0) & (left >= MOST * newcomers.sum(axis=1))
    return tuple(str(labels[row.argmax()]) if fine else "" for row, fine in zip(allowed, usable, strict=True))
