"""What one record per worker holds, and what can be read of each afterwards."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reallocate.kernel.arrays import Array, Integers
from reallocate.kernel.errors import InvariantError, Problem
from reallocate.market.flow.kernel import OUT, E, U
from reallocate.market.laws.compiled import compiled
from reallocate.market.whole_people.draws import STREAM_WORDS, Words, begin, word_of

Records = npt.NDArray[np.void]

WORKER = np.dtype(
    [
        ("occupation", np.uint16),
        ("spell_start", np.int16),
        ("tenure_start", np.int16),
        ("displaced_at", np.int16),
        ("steps_without", np.uint16),
        ("displacements", np.uint8),
        ("marks", np.uint8),
    ]
)
"""occupation : now, or last worked in; spell_start : step in which the present employment, whatever the
employers, unemployment or absence began; tenure_start : step in which the present job, or the last, began;
displaced_at : step of the first separation, or `_NEVER`; steps_without : completed unemployment;
displacements : separations, 255 and more as 255; marks : in bits status, way of the last hire, age, `_CUT`,
`_AT_WORK_FIRST`."""

BEFORE = np.dtype([("occupation", np.uint16), ("spell_start", np.int16), ("pay_rank", np.uint16)])
"""occupation, spell_start : at the start; pay_rank : place in the pay of an occupation, of 65,536. What never
changes is kept apart, so that it takes no room in a cache."""

_NEVER = -32768
MOST_STEPS = 32_000
RANKS = 65_536
_AGES = 4
STATUS_MASK, _WAY_SHIFT, _AGE_SHIFT, _CUT, _AT_WORK_FIRST = 3, 2, 4, 64, 128
WORKING, WITHOUT, OUTSIDE_FORCE = 0, 1, 2
FROM_UNEMPLOYMENT, FROM_A_JOB = 1, 2
_MOST = 255
_MOST_WITHOUT = 65_535
_ATTRIBUTES = 10


@compiled
def fill_records(
    workers: Records,
    before: Records,
    state: Integers,
    spell: Integers,
    ages: Array,
    tenure: Array,
    key: Integers,
) -> None:
    """Records of one area at the start, by occupation, the employed first, then the unemployed, then others.

    workers, before : (worker) filled in place
    state : (employed–unemployed–vacancies–outside, occupation) [persons]
    spell : (steps unemployed, occupation) [persons]
    ages : (occupation, age group) [share], added up along the groups
    tenure : (age group) mean years with an employer, in steps
    key : (seed–run–step–first cell of the area) of random numbers
    Age, rank in pay and tenure are drawn apart from each other but for tenure by age, which is exponential.
    """
    stream = np.zeros(STREAM_WORDS, dtype=np.uint64)
    worker = 0
    for place in range(state.shape[1]):
        people = state[E, place] + state[U, place] + state[OUT, place]
        if people == 0:
            continue
        begin(stream, key[0], key[1], 0, key[3] + place, _ATTRIBUTES)
        working, seeking, bin_, left = state[E, place], state[U, place], 0, spell[0, place]
        for number in range(people):
            one, first = workers[worker], before[worker]
            worker += 1
            first["pay_rank"] = _attributes(one, place, ages[place], tenure, stream)
            if number < working:
                one["spell_start"] = one["tenure_start"]
                one["marks"] |= np.uint8(_AT_WORK_FIRST)
            elif number < working + seeking:
                while left == 0:
                    bin_ += 1
                    left = spell[bin_, place]
                left -= 1
                one["spell_start"] = -1 - bin_
                one["marks"] |= np.uint8(WITHOUT)
            else:
                one["marks"] |= np.uint8(OUTSIDE_FORCE)
            first["occupation"], first["spell_start"] = place, one["spell_start"]


@compiled
def _attributes(one: np.void, place: int, ages: Array, tenure: Array, stream: Words) -> np.uint16:
    """What a worker brings along: one random word gives rank [16 bits], age [16] and tenure [32]."""
    word = word_of(stream)
    chance = (float((word >> np.uint64(16)) & np.uint64(0xFFFF)) + 0.5) / RANKS
    age = 0
    while age < ages.shape[0] - 1 and chance >= ages[age]:
        age += 1
    waited = -math.log((float(word >> np.uint64(32)) + 0.5) / 4294967296.0) * tenure[age]
    one["occupation"] = place
    one["tenure_start"] = -1 - min(int(waited), MOST_STEPS)
    one["spell_start"] = -1
    one["displaced_at"] = _NEVER
    one["steps_without"] = 0
    one["displacements"] = 0
    one["marks"] = np.uint8(age << _AGE_SHIFT)
    return np.uint16(word & np.uint64(0xFFFF))


@compiled
def end_spell(one: np.void, step: int) -> int:
    """Close the unemployment of a worker who has found a job or left; the step in which it began.

    step : now
    """
    began = int(one["spell_start"])
    one["steps_without"] = min(int(one["steps_without"]) + step - began, _MOST_WITHOUT)
    return began


@compiled
def set_status(one: np.void, status: int, step: int) -> None:
    """Begin a spell.

    status : `WORKING`, `WITHOUT` or `OUTSIDE_FORCE`
    step : now
    """
    one["marks"] = np.uint8((one["marks"] & ~np.uint8(STATUS_MASK)) | np.uint8(status))
    one["spell_start"] = step


@compiled
def displace(one: np.void, step: int, cut: bool) -> None:
    """Separate a worker from their job.

    step : now
    cut : whether jobs were above what is demanded, and not a random separation
    """
    set_status(one, WITHOUT, step)
    if one["displaced_at"] == _NEVER:
        one["displaced_at"] = step
    if one["displacements"] < _MOST:
        one["displacements"] += np.uint8(1)
    if cut:
        one["marks"] |= np.uint8(_CUT)


@compiled
def hire(one: np.void, place: int, step: int, way: int) -> None:
    """Begin a job.

    place : occupation
    step : now
    way : `FROM_UNEMPLOYMENT` or `FROM_A_JOB`, which goes on with the spell at work
    """
    if way == FROM_UNEMPLOYMENT:
        set_status(one, WORKING, step)
    one["marks"] = np.uint8((one["marks"] & ~np.uint8(3 << _WAY_SHIFT)) | np.uint8(way << _WAY_SHIFT))
    one["occupation"] = place
    one["tenure_start"] = step


_Bytes = npt.NDArray[np.uint8]

STATUS_NAMES = ("employed", "unemployed", "outside the labour force")
_WAYS = ("not hired since the start", "from unemployment", "from a job")


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
        fits = self.age_share.ndim == 2 and self.age_share.shape[1] == groups and 1 <= groups <= _AGES
        if not fits or np.abs(self.age_share.sum(axis=1) - 1.0).max(initial=0.0) > 1e-9:
            raise InvariantError(
                Problem(
                    f"shares of {groups} age groups, of shape {self.age_share.shape}, do not add up to 1 in "
                    f"each occupation, or there are more than {_AGES} groups",
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
    def status(self) -> _Bytes:
        """Where each is now, as `STATUSES` counts; (worker)."""
        return self.records["marks"] & np.uint8(STATUS_MASK)

    @property
    def way(self) -> _Bytes:
        """How each was last hired, as `_WAYS` counts; (worker)."""
        return (self.records["marks"] >> np.uint8(_WAY_SHIFT)) & np.uint8(3)

    @property
    def age(self) -> _Bytes:
        """Age group at the start; (worker)."""
        return (self.records["marks"] >> np.uint8(_AGE_SHIFT)) & np.uint8(3)

    @property
    def cut(self) -> npt.NDArray[np.bool_]:
        """Whether somebody was ever separated because jobs were above what is demanded; (worker)."""
        return (self.records["marks"] & _CUT) > 0

    @property
    def at_work_first(self) -> npt.NDArray[np.bool_]:
        """Whether somebody had a job at the start; (worker)."""
        return (self.records["marks"] & _AT_WORK_FIRST) > 0

    @property
    def displaced(self) -> npt.NDArray[np.bool_]:
        """Whether somebody was ever separated, whatever the reason; (worker)."""
        return self.records["displacements"] > 0

    def __repr__(self) -> str:
        return f"Workers: {len(self):,} in {len(self.first_worker) - 1} areas after {self.steps} steps"
