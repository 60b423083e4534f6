"""One record per worker: the laws of whole people, and who it was that each thing happened to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from reallocate.economy.engines.agents_kernel import advance_agents
from reallocate.economy.engines.agents_records import (
    AGE_SHIFT,
    AGES,
    AT_WORK_FIRST,
    BEFORE,
    CUT,
    FROM_A_JOB,
    FROM_UNEMPLOYMENT,
    MOST_STEPS,
    NEVER,
    OUTSIDE_FORCE,
    RANKS,
    STATUS_MASK,
    WAY_SHIFT,
    WITHOUT,
    WORKER,
    WORKING,
    Records,
)
from reallocate.economy.engines.agents_search import Net
from reallocate.economy.engines.counts import Cells, spread_tasks
from reallocate.economy.engines.flow import Path, entry_rates, rate_table
from reallocate.economy.engines.flow_kernel import OUT, TOTALS, E, U
from reallocate.economy.market import Market
from reallocate.economy.rates import WEEKS, Rates
from reallocate.errors import InvariantError, Problem

Array = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
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
        found: Bytes = self.records["marks"] & np.uint8(STATUS_MASK)
        return found

    @property
    def way(self) -> Bytes:
        """How each was last hired, as `WAYS` counts; (worker)."""
        found: Bytes = (self.records["marks"] >> np.uint8(WAY_SHIFT)) & np.uint8(3)
        return found

    @property
    def age(self) -> Bytes:
        """Age group at the start; (worker)."""
        found: Bytes = (self.records["marks"] >> np.uint8(AGE_SHIFT)) & np.uint8(3)
        return found

    @property
    def cut(self) -> npt.NDArray[np.bool_]:
        """Whether somebody was ever separated because jobs were above what is demanded; (worker)."""
        found: npt.NDArray[np.bool_] = (self.records["marks"] & CUT) > 0
        return found

    @property
    def at_work_first(self) -> npt.NDArray[np.bool_]:
        """Whether somebody had a job at the start; (worker)."""
        found: npt.NDArray[np.bool_] = (self.records["marks"] & AT_WORK_FIRST) > 0
        return found

    @property
    def displaced(self) -> npt.NDArray[np.bool_]:
        """Whether somebody was ever separated, whatever the reason; (worker)."""
        found: npt.NDArray[np.bool_] = self.records["displacements"] > 0
        return found

    def __repr__(self) -> str:
        return f"Workers: {len(self):,} in {len(self.first_worker) - 1} areas after {self.steps} steps"


@dataclass(frozen=True, eq=False)
class Lives:
    """What a run gave: its end, totals by step and area, every worker, and where wanted each cell by step.

    end : people and openings after the last step, of one run
    totals : (step, total, area) [persons], totals as `TOTALS` names them
    paths : (step, employed–unemployed–vacancies, area, occupation) [persons]; of 0 steps if not wanted
    workers : records
    """

    end: Cells
    totals: Integers
    paths: Integers
    workers: Workers

    def total(self, name: str) -> Integers:
        """One total of all areas; (step) [persons].

        name : as in `TOTALS`
        """
        found: Integers = self.totals[:, TOTALS.index(name)].sum(axis=1)
        return found


def run_agents(
    market: Market,
    start: Cells,
    path: Path,
    rates: Rates,
    step_weeks: float,
    seed: int,
    attributes: Attributes,
    run: int = 0,
    with_paths: bool = False,
) -> Lives:
    """One run of all areas from a start through all steps; people look for jobs within their area.

    market : labels, network and exits; its employment is not read
    start : of one run; left as it is
    path : of demand, as `run_counts` takes it, of one run
    rates : of the run
    step_weeks : [weeks]
    seed : of all random numbers; what comes out does not depend on how many threads there are
    attributes : of workers
    run : number of the run; another number gives other random numbers
    with_paths : keep every cell at every step
    Raises `InvariantError` where the parts do not have the same cells, or there are more steps, occupations
    or people in an area than a record can tell apart.
    Totals have the same distribution as those of the counts engine. Who is separated, hired or leaves is
    drawn evenly from those alike; nobody is touched to whom nothing happens.
    """
    table = rate_table([rates])
    _check(market, start, path, attributes)
    people, spells = start.people[..., 0].copy(), start.spells[..., 0].copy()
    _, areas, occupations = people.shape
    steps = len(path.mix)
    demand = np.ascontiguousarray(path.demand, dtype=float).reshape(2, areas, occupations)
    in_area = people[[E, U, OUT]].sum(axis=(0, 2))
    first_worker = np.concatenate([[0], np.cumsum(in_area)]).astype(np.int64)
    records, before = (np.empty(first_worker[-1], dtype=kind) for kind in (WORKER, BEFORE))
    totals = np.zeros((steps, len(TOTALS), areas), dtype=np.int64)
    paths = np.zeros((steps if with_paths else 0, 3, areas, occupations), dtype=np.int64)
    leaving = market.exit_rate * (step_weeks / WEEKS)
    flat = people.astype(float).reshape(len(people), areas * occupations, 1)
    entering = entry_rates(flat, np.tile(leaving, areas), table).reshape(areas, occupations)
    net = market.network
    advance_agents(
        records,
        before,
        first_worker,
        people,
        spells,
        Net(net.start, net.target, net.weight),
        np.cumsum(attributes.age_share, axis=1),
        attributes.tenure_years * (WEEKS / step_weeks),
        demand,
        np.ascontiguousarray(path.mix[:, 0]),
        np.ascontiguousarray(path.scale[:, 0]),
        np.ascontiguousarray(table[:, 0]),
        leaving,
        entering,
        seed,
        run,
        spread_tasks(in_area[:, None]),
        totals,
        paths,
    )
    end = Cells(people[..., None], spells[..., None])
    return Lives(end, totals, paths, Workers(records, before, first_worker, steps, step_weeks))


def _check(market: Market, start: Cells, path: Path, attributes: Attributes) -> None:
    """Raise for everything that does not fit together or into a record."""
    _, areas, occupations, runs = start.people.shape
    problems = []
    flat = (2, occupations, 1) if areas == 1 else ()
    if not (
        market.size == occupations == len(attributes.age_share)
        and path.demand.shape in {(2, areas, occupations, 1), flat}
        and path.mix.shape == path.scale.shape == (len(path.mix), runs)
        and runs == 1
    ):
        problems.append(
            Problem(
                f"the start has {areas} areas, {occupations} occupations and {runs} runs, of which there "
                f"must be 1; the market has {market.size}, shares of ages {len(attributes.age_share)}; "
                f"demand is of shape {path.demand.shape}, its mix of {path.mix.shape}, its scale of "
                f"{path.scale.shape}",
                "agents",
            )
        )
    for found, most, what in (
        (len(path.mix), MOST_STEPS, "steps"),
        (occupations, RANKS, "occupations"),
        (int(start.people[[E, U, OUT]].sum(axis=(0, 2)).max(initial=0)), 2**32 - 1, "people in an area"),
    ):
        if found > most:
            problems.append(Problem(f"{found:,} {what}, of which a record can tell {most:,} apart", "agents"))
    if problems:
        raise InvariantError(problems)


__all__ = [
    "FROM_A_JOB", "FROM_UNEMPLOYMENT", "NEVER", "OUTSIDE_FORCE", "RANKS", "STATUSES", "TOTALS", "WAYS",
    "WITHOUT", "WORKING", "Attributes", "Lives", "Workers", "run_agents",
]  # fmt: skip
