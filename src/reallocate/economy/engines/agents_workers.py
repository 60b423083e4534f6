"""Workers of a run: what they bring along, and what can be read of each afterwards."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reallocate.economy.engines.agents_records import (
    AGE_SHIFT,
    AGES,
    AT_WORK_FIRST,
    CUT,
    STATUS_MASK,
    WAY_SHIFT,
    Records,
)
from reallocate.errors import InvariantError, Problem
from reallocate.measure.arrays import Array, Integers

Bytes = npt.NDArray[np.uint8]

STATUSES = ("employed", "unemployed", "outside the labour force")
WAYS = ("not hired since the start", "from unemployment", "from a job")


@dataclass(frozen=True, eq=False)
class Attributes:
    """What workers bring along that no law of flows reads: it only groups and pays them.

    age_share : (occupation, age group) of its workers at the start [share]; rows add up to 1
    tenure_years : (age group) mean time with the employer at the start [years]
    Raises `InvariantError` where there are more than four groups or shares do not add up to 1.
    Nobody grows out of a group: an age is that of the start.
    """

    age_share: Array
    tenure_years: Array

    def __post_init__(self) -> None:
        groups = len(self.tenure_years)
        fits = self.age_share.ndim == 2 and self.age_share.shape[1] == groups and 1 <= groups <= AGES
        if not fits or np.abs(self.age_share.sum(axis=1) - 1.0).max(initial=0.0) > 1e-9:
            raise InvariantError(
                Problem(
                    f"shares of {groups} age groups, of shape {self.age_share.shape}, do not add up to 1 in "
                    f"each occupation, or there are more than {AGES} groups",
                    "agents, attributes",
                )
            )

    @classmethod
    def alike(cls, occupations: int, tenure_years: float) -> Attributes:
        """One age group.

        occupations : how many
        tenure_years : mean [years]
        """
        return cls(np.ones((occupations, 1)), np.array([tenure_years]))


@dataclass(frozen=True, eq=False)
class Workers:
    """Every worker at the end, with what happened on the way; worker numbers stay the same throughout.

    records : (worker) of type `WORKER`, by area; at the start by occupation and status within it
    before : (worker) of type `BEFORE`, the same workers at the start
    first_worker : (area + 1) where the records of each area begin
    steps : that were run
    step_weeks : [weeks]
    """

    records: Records
    before: Records
    first_worker: Integers
    steps: int
    step_weeks: float

    def __len__(self) -> int:
        return len(self.records)

    def area(self, number: int) -> Workers:
        """The workers of one area.

        number : of the area
        """
        low, high = self.first_worker[number], self.first_worker[number + 1]
        return self.part(int(low), int(high))

    def part(self, low: int, high: int) -> Workers:
        """Some of the workers, as one area.

        low, high : number of the first, and of the first no longer
        """
        records, before = self.records[low:high], self.before[low:high]
        return Workers(records, before, np.array([0, len(records)]), self.steps, self.step_weeks)

    @property
    def areas(self) -> npt.NDArray[np.uint16]:
        """The area of each; (worker)."""
        count = np.arange(len(self.first_worker) - 1, dtype=np.uint16)
        return np.repeat(count, np.diff(self.first_worker))

    @property
    def status(self) -> Bytes:
        """Where each is now, as `STATUSES` counts; (worker)."""
        return self.records["marks"] & np.uint8(STATUS_MASK)

    @property
    def way(self) -> Bytes:
        """How each was last hired, as `WAYS` counts; (worker)."""
        return (self.records["marks"] >> np.uint8(WAY_SHIFT)) & np.uint8(3)

    @property
    def age(self) -> Bytes:
        """Age group at the start; (worker)."""
        return (self.records["marks"] >> np.uint8(AGE_SHIFT)) & np.uint8(3)

    @property
    def cut(self) -> npt.NDArray[np.bool_]:
        """Whether somebody was ever separated because jobs were above what is demanded; (worker)."""
        return (self.records["marks"] & CUT) > 0

    @property
    def at_work_first(self) -> npt.NDArray[np.bool_]:
        """Whether somebody had a job at the start; (worker)."""
        return (self.records["marks"] & AT_WORK_FIRST) > 0

    @property
    def displaced(self) -> npt.NDArray[np.bool_]:
        """Whether somebody was ever separated, whatever the reason; (worker)."""
        return self.records["displacements"] > 0

    def __repr__(self) -> str:
        return f"Workers: {len(self):,} in {len(self.first_worker) - 1} areas after {self.steps} steps"
