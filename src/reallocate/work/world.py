"""Everything known about work before any firm or scenario: one frozen object, checked whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import InvariantError, Problem, UnknownName, nearest
from reallocate.kernel.number import first_of

_SUM_TOLERANCE = 1e-5

ReachBySource = Mapping[str, pd.DataFrame]
"""What AI reaches by source, in their fixed order: (occupation or role, activity) [share of its hours]."""


def by_source(reach: ReachBySource) -> Array:
    """The same in one piece; (source, occupation or role, activity) [share of the activity's hours]."""
    return np.stack([one.to_numpy() for one in reach.values()])


def reach_of(cells: Array, sources: Iterable[str], rows: pd.Index, activities: pd.Index) -> ReachBySource:
    """The same by source, each a part of what is given.

    cells : (source, occupation or role, activity) [share of the activity's hours]
    rows : labels of occupations or roles
    """
    names = zip(sources, cells, strict=True)
    return {name: pd.DataFrame(one, rows, activities, copy=False) for name, one in names}


def _world_problems(
    occupations: pd.DataFrame,
    content: pd.DataFrame,
    augmentable: ReachBySource,
    automatable: ReachBySource,
) -> list[Problem]:
    """Every violated invariant, each naming the labels concerned.

    occupations : (occupation) wages [USD/year], employment [persons]
    content : (occupation, activity) [share of hours]
    augmentable, automatable : by source, (occupation, activity) [share]
    """
    labels, wages = content.index.to_numpy(), occupations["wage_mean"]
    same = np.array_equal(labels, occupations.index.to_numpy())
    apart = np.abs(np.nansum(content.to_numpy(), axis=1) - 1.0) > _SUM_TOLERANCE
    bad = {
        "hours shares do not sum to 1": labels[apart],
        "occupations and content carry different labels": labels[: 0 if same else 3],
    }
    for name, reach in (("augmentable", augmentable), ("automatable", automatable)):
        cells = by_source(reach)
        outside = ~((cells >= 0) & (cells <= 1)).all(axis=(0, 2))
        bad[f"{name} share is missing or outside 0 to 1"] = labels[outside]
    bad["mean wage is missing or not above 0"] = occupations.index[~(wages > 0)].to_numpy()
    return [_problem(what, list(found)) for what, found in bad.items() if len(found)]


def _problem(what: str, labels: Sequence[object]) -> Problem:
    where = f"occupations {first_of(labels, 5)}"
    return Problem(what, where=where, remedy="Rebuild the figures from their sources.")


@dataclass(frozen=True)
class Measured:
    """A measurement of AI's reach that stands beside the sources and counts in no median.

    name : under which it is chosen
    words : what results call it
    unmeasured : codes of occupations that it lacks in whole or in part
    gaps : source that fills them; "" where none does
    said : what a reader must know of how it was read
    """

    name: str
    words: str
    unmeasured: frozenset[str] = frozenset()
    gaps: str = ""
    said: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class World:
    """Occupations, the activities in them, the reach of AI over them, and pay, in one frame.

    occupations : (occupation) one row an occupation: title, groups, job zone, employment
        [persons], wages [USD/year], and what was filled and from where
    activities : (activity) title, kind of work, augmentation family, coordination set
    content : (occupation, activity) [share of hours]; rows sum to 1
    augmentable, automatable : by source, (occupation, activity) [share of the activity's hours]
    tables : the other shipped tables by name (staffing, industries, areas, history, …)
    country : two letters, ISO 3166-1, such as US
    measured : what stands beside the sources of reach, if anything
    """

    occupations: pd.DataFrame
    activities: pd.DataFrame
    content: pd.DataFrame
    augmentable: ReachBySource
    automatable: ReachBySource
    tables: Mapping[str, pd.DataFrame]
    country: str = "US"
    measured: Measured | None = None

    def __post_init__(self) -> None:
        problems = _world_problems(self.occupations, self.content, self.augmentable, self.automatable)
        if problems:
            raise InvariantError(problems)

    @property
    def sources(self) -> tuple[str, ...]:
        """The names of the reach sources that medians and ranges are of, in their fixed order."""
        beside = None if self.measured is None else self.measured.name
        return tuple(name for name in self.augmentable if name != beside)

    def table(self, name: str) -> pd.DataFrame:
        """One shipped table.

        name : a table's name, such as `staffing`
        Raises `UnknownName` where there is no such table.
        """
        if name not in self.tables:
            close = nearest(name, self.tables)
            raise UnknownName(f"there is no table {name!r}; nearest: {', '.join(close) or 'none'}")
        return self.tables[name]

    def __repr__(self) -> str:
        filled = self.occupations["content_status"].eq("filled")
        share = self.occupations.loc[filled, "employment"].sum() / self.occupations["employment"].sum()
        return (
            f"World: {len(self.occupations)} occupations, {len(self.activities)} activities, "
            f"{len(self.sources)} reach sources; content filled for {share:.1%} of employment"
        )
