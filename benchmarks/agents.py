"""In a child: one record per worker, at the size of other systems and of a nation, and the machine's limits.

Occupations and moves are those of the shipped figures. `write` leaves the market for the peers in a file;
`alike` runs that market with our engine; `nation` and `shipped` run 160 million workers through ten years.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path as File

import numpy as np
import numpy.typing as npt

from benchmarks.timing import stage, tell, tell_memory
from reallocate.data.bundle import load_world
from reallocate.market.flow.cell import TOTALS
from reallocate.market.flow.engine import Path
from reallocate.market.laws.compiled import compiled, use_threads
from reallocate.market.published.prepare import occupation_moves
from reallocate.market.state.market import Market, Rates
from reallocate.market.state.network import from_moves
from reallocate.market.whole_people.agents import run_agents
from reallocate.market.whole_people.counts import Cells, Counts
from reallocate.market.whole_people.draws import STREAM_WORDS, Words, begin, below
from reallocate.market.whole_people.records import BEFORE, WORKER, Attributes

Array = npt.NDArray[np.float64]

SEED = 20260101
STAY, EXIT_RATE, TENURE_YEARS, LONG_TERM = 0.55, 0.04, 8.0, 6
STEP_WEEKS, STEPS, PEOPLE, AREAS = 52 / 12, 120, 160e6, 400
SIMPLE = Rates(separation=0.016, opening=0.016, close_surplus=0.0, close_shortage=0.0)
PUBLISHED = Rates(separation=0.0103, opening=0.0077, close_surplus=0.103, close_shortage=0.103)
EVERY_LAW = Rates(
    separation=0.011, opening=0.012, close_surplus=0.1, close_shortage=0.12, effort=0.6, on_the_job=0.04,
    replaced=0.9, leaving=1.0,
)  # fmt: skip
RATES = {"published": PUBLISHED, "every": EVERY_LAW}
GATHERED = 20_000_000


def market() -> Market:
    """The nation's occupations, exits alike."""
    world = load_world()
    codes = world.occupations.index
    network = from_moves(occupation_moves(world, codes), codes, STAY)
    size = world.occupations["employment"].to_numpy(float)
    return Market(codes, size, network, exit_rate=np.full(len(codes), EXIT_RATE))


def still(start: Cells, steps: int) -> Path:
    """Demand that stays what it is; the simple market does not ask."""
    jobs = start.people[0] + start.people[2].astype(float)
    return Path(np.stack([jobs, jobs]), np.zeros((steps, 1)), np.ones((steps, 1)))


def moving(start: Cells, steps: int) -> Path:
    """Demand that moves by up to three tenths either way within ten years, in each occupation alike."""
    jobs = start.people[0] + start.people[2].astype(float)
    shift = np.random.default_rng(SEED).uniform(0.7, 1.3, jobs.shape[1])
    return Path(
        np.stack([jobs, jobs * shift[:, None]]), np.linspace(0, 1, steps)[:, None], np.ones((steps, 1))
    )


def run(of_all: Market, start: Cells, path: Path, rates: Rates) -> Counts:
    """One run, after one of a hundredth that compiles."""
    attributes = Attributes.alike(of_all.size, TENURE_YEARS)
    some = start.people[:, :1] // 100
    few = Cells(some, np.concatenate([some[1:2], np.zeros_like(start.spells[1:, :1])]))
    short = Path(path.demand[:, :1], path.mix[:1], path.scale[:1])
    run_agents(of_all, few, short, rates, STEP_WEEKS, SEED, attributes)
    with stage("run"):
        out = run_agents(of_all, start, path, rates, STEP_WEEKS, SEED, attributes)
    people = out.end.people[[0, 1, 3]].sum()
    assert out.workers is not None
    if people != start.people[[0, 1, 3]].sum() or people != len(out.workers):
        raise RuntimeError(f"{people:,} people are left")
    tell(workers=len(out.workers), steps=len(path.mix), cells=int((start.people[0] > 0).sum()))
    for name in ("unemployed", "vacancies", "hires", "separations"):
        tell(**{name: float(out.totals[-1, TOTALS.index(name)].sum() / people)})
    tell_memory()
    return out


def small(people: float) -> tuple[Market, Cells]:
    """The market that all run, so many people in it."""
    of_all = market()
    employment = np.maximum(1.0, np.rint(of_all.employment / of_all.employment.sum() * people))
    return of_all, Cells.published(of_all, [SIMPLE], LONG_TERM, employment[None, :])


def write(file: File, people: float) -> None:
    """The market for the peers."""
    of_all, start = small(people)
    net, state = of_all.network, start.people[:, 0, :, 0]
    np.savez(
        file,
        start=net.start,
        target=net.target,
        weight=net.weight,
        employed=state[0],
        unemployed=state[1],
        vacant=state[2],
        separation=SIMPLE.separation,
        opening=SIMPLE.opening,
    )


def alike(people: float, steps: int) -> None:
    """Our engine on the market of the peers."""
    of_all, start = small(people)
    run(of_all, start, still(start, steps), SIMPLE)


def nation(laws: str, areas: int, people: float = PEOPLE) -> None:
    """So many workers in areas of one size."""
    of_all = market()
    shares = of_all.employment / of_all.employment.sum()
    employment = np.tile(np.maximum(1.0, np.rint(shares * people / areas)), (areas, 1))
    start = Cells.published(of_all, [RATES[laws]], LONG_TERM, employment)
    run(of_all, start, moving(start, STEPS), RATES[laws])


def shipped(laws: str) -> None:
    """160 million workers in the areas and cells of the shipped figures, as uneven as those are."""
    of_all = market()
    wide = (
        load_world().table("area_employment").pivot(index="area", columns="occupation", values="employment")
    )
    wide = wide.reindex(columns=of_all.occupations).fillna(0.0)
    wide = wide[wide.sum(axis=1) > 0].drop(index="0000000", errors="ignore")
    employment = np.rint(wide.to_numpy() * (PEOPLE / wide.to_numpy().sum()))
    start = Cells.published(of_all, [RATES[laws]], LONG_TERM, employment)
    run(of_all, start, moving(start, STEPS), RATES[laws])


@compiled
def _gather(stream: Words, ids: npt.NDArray[np.uint32], records: npt.NDArray[np.uint64]) -> int:
    """As many events as `ids` has, each a random place, a number found there, and a record written to."""
    total = 0
    for _ in range(len(ids)):
        worker = ids[below(stream, len(ids))]
        records[worker] += np.uint64(1)
        total += worker
    return total


def limits() -> None:
    """What the machine does on one thread: copy, and touch records at random within and beyond its cache."""
    use_threads(1)
    held = np.ones(1 << 27)
    to = np.empty_like(held)
    to[:] = held
    seconds = []
    for _ in range(5):
        began = time.perf_counter()
        to[:] = held
        seconds.append(time.perf_counter() - began)
    tell(copied=2 * held.nbytes / min(seconds) / 1e9)
    stream, random = np.zeros(STREAM_WORDS, dtype=np.uint64), np.random.default_rng(SEED)
    begin(stream, SEED, 0, 0, 0, 0)
    for name, count in (("within", 400_000), ("beyond", GATHERED)):
        ids = random.permutation(count).astype(np.uint32)
        records = np.zeros(count, dtype=np.uint64)
        _gather(stream, ids, records)
        began = time.process_time()
        _gather(stream, ids, records)
        tell(**{name: count / (time.process_time() - began) / 1e6})
    tell(record=WORKER.itemsize + BEFORE.itemsize)


if __name__ == "__main__":
    mode, words = sys.argv[1], sys.argv[2:]
    if mode == "write":
        write(File(words[0]), float(words[1]))
    elif mode == "alike":
        alike(float(words[0]), int(words[1]))
    elif mode == "nation":
        nation(words[0], int(words[1]))
    elif mode == "shipped":
        shipped(words[0])
    else:
        limits()
