"""In a child: whole people in many areas, the same in numpy calls cell by cell, and the draws by themselves.

The network and the sizes of occupations and areas are synthetic, with fixed seed: 91 moves out of an
occupation and sizes as uneven as those of the shipped figures. `shipped` takes the areas and occupations of
the shipped figures instead, on the same kind of network.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchmarks.timing import stage, tell, tell_memory
from reallocate.market.flow.engine import Path
from reallocate.market.laws.compiled import compiled
from reallocate.market.state.market import Market, Rates
from reallocate.market.state.network import Network
from reallocate.market.whole_people import draws
from reallocate.market.whole_people.counts import Cells, Counts, run_counts

Array = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

SEED = 20260101
OCCUPATIONS, AREAS, MOVES, PEOPLE = 870, 400, 91, 160e6
SMALL_AREAS, SMALL_STEPS = 8, 24
STEPS, STEP_WEEKS, LONG_TERM = 120, 52 / 12, 6
RATES = Rates(
    separation=0.011, opening=0.012, close_surplus=0.1, close_shortage=0.12, effort=1.0, on_the_job=0.02,
    replaced=0.9, leaving=1.0, outside=0.6,
)  # fmt: skip
DRAWS = 200_000


def market(employment: Array, random: np.random.Generator) -> Market:
    """Occupations of given size, on a network of random moves towards large ones."""
    count = len(employment)
    likely = employment / employment.sum()
    weights = np.zeros((count, count))
    for origin in range(count):
        aims = np.append(random.choice(count, MOVES, replace=False, p=likely), (origin + 1) % count)
        weights[origin, aims] = random.exponential(size=len(aims)) * employment[aims]
    np.fill_diagonal(weights, 0.0)
    weights *= 0.45 / weights.sum(axis=1, keepdims=True)
    np.fill_diagonal(weights, 0.55)
    rows, targets = np.nonzero(weights)
    start = np.concatenate([[0], np.cumsum(np.bincount(rows))])
    network = Network(start, targets, weights[rows, targets])
    labels = pd.Index([f"{place:03}" for place in range(count)])
    return Market(labels, employment, network, exit_rate=np.full(count, 0.04))


def synthetic(areas: int) -> tuple[Market, Array]:
    """A market and its employment; (area, occupation) [persons]."""
    random = np.random.default_rng(SEED)
    size, place = random.lognormal(0.0, 1.5, OCCUPATIONS), random.lognormal(0.0, 1.3, AREAS)
    of_all = market(size * PEOPLE / size.sum() + 50.0, random)
    return of_all, random.poisson(np.outer(place / place.sum(), of_all.employment))[:areas].astype(float)


def shipped() -> tuple[Market, Array]:
    """A market of the shipped occupations and areas; (area, occupation) [persons]."""
    from reallocate.data.bundle import load_world

    world = load_world()
    # States hold the same people again.
    parts = world.table("areas").query("areatype == 'metropolitan'")["area"]
    table = world.table("area_employment")
    table = table[table["area"].isin(parts)]
    wide = table.pivot(index="area", columns="occupation", values="employment").fillna(0.0)
    wide = wide.loc[:, wide.sum() > 0]
    return market(wide.sum().to_numpy(), np.random.default_rng(SEED)), wide.to_numpy()


def started(of_all: Market, employment: Array, steps: int) -> tuple[Cells, Path]:
    """The start, and demand that moves by up to a tenth either way within ten years."""
    start = Cells.published(of_all, [RATES], LONG_TERM, employment)
    jobs = start.people[0] + start.people[2].astype(float)
    shift = np.random.default_rng(SEED).uniform(0.9, 1.1, of_all.size)
    ones = np.ones((steps, 1))
    mix = np.linspace(0.0, 1.0, STEPS)[:steps, None]
    return start, Path(np.stack([jobs, jobs * shift[:, None]]), mix, ones)


def packaged(of_all: Market, employment: Array, steps: int) -> Counts:
    """All steps of all areas; compiled beforehand, as it is for any user after the first run."""
    start, path = started(of_all, employment, steps)
    first = Path(path.demand, path.mix[:1], path.scale[:1])
    run_counts(of_all, start, first, [RATES], STEP_WEEKS, SEED)
    with stage("run"):
        counts = run_counts(of_all, start, path, [RATES], STEP_WEEKS, SEED)
    people = counts.end.people[[0, 1, 3]].sum()
    if people != start.people[[0, 1, 3]].sum():
        raise RuntimeError(f"{people:,} people are left")
    without, employed = (int(counts.total(name)[-1, 0]) for name in ("unemployed", "employed"))
    tell(
        people=int(people),
        cells=int((start.people[0] > 0).sum()),
        hires=int(counts.total("hires").sum()),
        unemployed=without,
        rate=without / (without + employed),
    )
    tell_memory()
    return counts


def plain(of_all: Market, employment: Array, steps: int) -> None:
    """The same laws by `numpy.random.Generator`, a few calls for each cell and step."""
    start, path = started(of_all, employment, steps)
    random = np.random.default_rng(SEED)
    leave = of_all.exit_rate * STEP_WEEKS / 52
    force, outside = start.people[:2, ..., 0].sum(axis=0), start.people[3, ..., 0]
    entering = leave * np.divide(force, outside, out=np.zeros(force.shape), where=outside > 0)
    weights = of_all.network.dense()
    hires, unemployed = 0, 0
    with stage("run"):
        for area in range(start.people.shape[1]):
            state, spells = start.people[:, area, :, 0].copy(), start.spells[:, area, :, 0].copy()
            before, after = path.demand[:, area, :, 0]
            for step in range(steps):
                wanted = before + (after - before) * path.mix[step, 0]
                hires += plain_step(state, spells, wanted, weights, leave, entering[area], random)
            unemployed += state[1].sum()
    tell(hires=int(hires), unemployed=int(unemployed))
    tell_memory()


def plain_step(
    state: Integers,
    spells: Integers,
    wanted: Array,
    weights: Array,
    leave: Array,
    entering: Array,
    random: np.random.Generator,
) -> int:
    """One step of one area; what can be drawn for all occupations at once is."""
    employed, unemployed, vacant, outside = state.copy()
    gap, some = employed + vacant - wanted, np.maximum(employed, 1)
    left = random.binomial(employed, leave)
    kept = employed - left
    lost = random.binomial(kept, RATES.separation)
    share = np.minimum(1.0, RATES.close_surplus * np.maximum(gap, 0.0) / np.maximum(kept, 1))
    lost += random.binomial(kept - lost, share)
    opened = random.binomial(employed, RATES.opening)
    share = np.minimum(1.0, RATES.close_shortage * np.maximum(-gap, 0.0) / some)
    opened += random.binomial(employed - opened, share)
    seeking = random.binomial(unemployed, RATES.effort)
    at_work = random.binomial(kept - lost, RATES.effort * RATES.on_the_job)
    sent = np.zeros(weights.shape, dtype=np.int64)
    for origin in np.flatnonzero(seeking + at_work):
        reach = weights[origin] * vacant
        if reach.sum() > 0:
            sent[origin] = random.multinomial(seeking[origin] + at_work[origin], reach / reach.sum())
    hired, found = np.zeros_like(employed), np.zeros_like(employed)
    for target in np.flatnonzero(sent.sum(axis=0)):
        fallen = random.integers(vacant[target], size=sent[:, target].sum())
        hired[target] = len(np.unique(fallen))
        found += random.multivariate_hypergeometric(sent[:, target], hired[target], method="marginals")
    freed = random.hypergeometric(seeking, at_work, found)
    tired = random.binomial(unemployed - freed, leave)
    came = random.binomial(outside, entering)
    opened += random.binomial(left + found - freed, RATES.replaced)
    for place in np.flatnonzero(freed + tired):
        spells[:, place] -= random.multivariate_hypergeometric(
            spells[:, place], freed[place] + tired[place], method="marginals"
        )
    spells[-1] += spells[-2]
    spells[1:-1] = spells[:-2]
    spells[0] = lost + came
    state[0] += hired - lost - left - (found - freed)
    state[1] += lost + came - freed - tired
    state[2] += opened - hired
    state[3] += left + tired - came
    return int(hired.sum())


@compiled
def _binomials(stream: draws.Words, many: int, trials: int, chance: float) -> int:
    total = 0
    for _ in range(many):
        total += draws.binomial(stream, trials, chance)
    return total


@compiled
def _hypergeometrics(stream: draws.Words, many: int, good: int, bad: int, sample: int) -> int:
    total = 0
    for _ in range(many):
        total += draws.hypergeometric(stream, good, bad, sample)
    return total


@compiled
def _occupancies(stream: draws.Words, many: int, bins: int, balls: int, marks: draws.Words) -> int:
    total = 0
    for _ in range(many):
        total += draws.occupancy(stream, bins, balls, marks)
    return total


def alone() -> None:
    """Each kind of draw, ours in a compiled loop and numpy's in one call; nanoseconds of processor a draw."""
    random, stream = np.random.default_rng(SEED), np.zeros(draws.STREAM_WORDS, dtype=np.uint64)
    draws.begin(stream, SEED, 0, 0, 0, 0)
    marks = np.zeros(draws.MARK_WORDS, dtype=np.uint64)
    found: dict[str, list[float]] = {}
    for trials, chance in ((1_000, 0.001), (400, 0.012), (400, 0.2), (200_000_000, 0.3)):
        found[f"binomial({trials:,}, {chance:g})"] = [
            nanoseconds(_binomials, stream, DRAWS, trials, chance),
            nanoseconds(lambda many, n=trials, p=chance: random.binomial(n, p, many), DRAWS),
        ]
    for good, bad, sample in ((20, 400, 15), (200, 300, 100), (1_000_000, 9_000_000, 50_000)):
        found[f"hypergeometric({good:,}, {bad:,}, {sample:,})"] = [
            nanoseconds(_hypergeometrics, stream, DRAWS, good, bad, sample),
            nanoseconds(lambda many, x=(good, bad, sample): random.hypergeometric(*x, many), DRAWS),
        ]
    for bins, balls in ((20, 25), (20_000, 25_000)):
        few = DRAWS // balls + 1

        def thrown(many: int, bins: int = bins, balls: int = balls) -> None:
            for _ in range(many):
                len(np.unique(random.integers(bins, size=balls)))

        found[f"openings hit({bins:,}, {balls:,})"] = [
            nanoseconds(_occupancies, stream, few, bins, balls, marks),
            nanoseconds(thrown, few),
        ]
    tell(draws=found)


def nanoseconds(work: Callable[..., Any], *words: Any) -> float:
    """Processor time of a draw, once compiled; `words` hold how many there are."""
    many = next(word for word in words if isinstance(word, int))
    work(*words)
    start = time.process_time()
    work(*words)
    return (time.process_time() - start) / many * 1e9


if __name__ == "__main__":
    {
        "packaged": lambda: packaged(*synthetic(AREAS), STEPS),
        "shipped": lambda: packaged(*shipped(), STEPS),
        "few": lambda: packaged(*synthetic(SMALL_AREAS), SMALL_STEPS),
        "plain": lambda: plain(*synthetic(SMALL_AREAS), SMALL_STEPS),
        "draws": alone,
    }[sys.argv[1]]()
