"""Moves as the household survey saw them: people counted between the units that its own codes tell apart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import csr_array

from reallocate.measure.arrays import Array
from reallocate.transition.openings import openings
from reallocate.work.shares import rows_to_one
from reallocate.work.world import World

Mask = npt.NDArray[np.bool_]

YEARS = 8.0
"""Years of the survey that the network pools: 1,176.9 M person weights over 147.1 M employed."""


@dataclass(frozen=True, eq=False)
class SurveyCounts:
    """People whom the survey saw change between its units.

    occupations, units : labels; a unit is what one code of the survey tells apart
    moves : (unit, unit) [people] seen to move; nobody from a unit to itself
    person_years : (unit) [people · years] observed
    belongs : (occupation, unit) [share of the occupation's people]
    people : (unit, occupation) [share of the unit's people]
    newcomers : (unit, occupation) [share of the unit's openings]
    openings : (unit) [persons/year]
    """

    occupations: pd.Index
    units: pd.Index
    moves: Array
    person_years: Array
    belongs: Array
    people: Array
    newcomers: Array
    openings: Array

    @property
    def allowed(self) -> Mask:
        """(unit, unit) whether a move there could be seen: another unit, and one with openings."""
        other = ~np.eye(len(self.units), dtype=bool)
        return np.asarray(other & (self.openings > 0)[None, :])

    @property
    def movers(self) -> Array:
        """(unit) [people] seen to leave for another unit."""
        return np.asarray(self.moves.sum(axis=1))

    def counted_with(self, occupation: str) -> tuple[str, ...]:
        """Other occupations that the survey does not tell from an occupation.

        occupation : a label
        """
        return self._together[int(np.asarray(self.occupations.get_loc(occupation)))]

    @cached_property
    def _together(self) -> tuple[tuple[str, ...], ...]:
        inside = csr_array(self.belongs > 0).astype(int)
        shared = (inside @ csr_array(self.people > 0).astype(int)).toarray() > 0
        np.fill_diagonal(shared, False)
        names = self.occupations.to_numpy(str)
        return tuple(tuple(sorted(map(str, names[row]))) for row in shared)


@lru_cache(maxsize=4)
def survey_counts(world: World, weight_per_person: float) -> SurveyCounts:
    """The survey's moves counted in people.

    world : with the tables mobility, mobility_groups, mobility_bridge and projections
    weight_per_person : [person weights] that stand for one person seen
    n[u,v] = Σ M[g,h]·W[g] / weight_per_person over groups g of the survey's unit u and h of v, with M the
    yearly shares between groups and W the person weights of all pooled years; person-years are W over the
    same weight. Groups that one code of the survey holds together are one unit.
    Source: us-mobility (del Rio-Chanona et al. 2021, J. R. Soc. Interface 18:20200898, from the CPS ASEC).
    """
    labels = pd.Index(world.occupations.index.to_list(), dtype=object, name="occupation")
    table = world.table("mobility_groups").sort_values("group")
    groups = pd.Index(table["group"].to_list(), dtype=object)
    units = pd.Index(sorted(set(table["survey_group"])), dtype=object, name="unit")
    of_unit = units.get_indexer(pd.Index(table["survey_group"].to_list(), dtype=object))
    weight = table["survey_weight"].to_numpy(float)
    edges = world.table("mobility")
    source, target = (
        groups.get_indexer(pd.Index(edges[end].to_list(), dtype=object)) for end in ("source", "target")
    )
    size = len(units)
    people = edges["share"].to_numpy(float) * weight[source] / weight_per_person
    cells = of_unit[source] * size + of_unit[target]
    moves = np.bincount(cells, weights=people, minlength=size * size).reshape(size, size)
    np.fill_diagonal(moves, 0.0)
    members = _members(world, labels, groups, of_unit, table["employment"].to_numpy(float), size)
    share, rate = rows_to_one(members), openings(world, labels)
    newcomers = share * rate[:, None]
    return SurveyCounts(
        occupations=labels,
        units=units,
        moves=np.asarray(moves, dtype=np.float64),
        person_years=np.bincount(of_unit, weights=weight, minlength=size) / weight_per_person,
        belongs=share,
        people=rows_to_one(members.T),
        newcomers=rows_to_one(newcomers.T),
        openings=newcomers.sum(axis=0),
    )


def _members(
    world: World, labels: pd.Index, groups: pd.Index, of_unit: npt.NDArray[np.intp], people: Array, size: int
) -> Array:
    """(occupation, unit) [people] of the occupation counted in the unit."""
    bridge = world.table("mobility_bridge")
    group = groups.get_indexer(pd.Index(bridge["group"].to_list(), dtype=object))
    occupation = labels.get_indexer(pd.Index(bridge["occupation"].to_list(), dtype=object))
    known = (group >= 0) & (occupation >= 0)
    result = np.zeros((len(labels), size))
    parts = bridge["share"].to_numpy(float) * people[group]
    np.add.at(result, (occupation[known], of_unit[group[known]]), parts[known])
    return result
