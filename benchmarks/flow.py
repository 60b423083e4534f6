"""Expected values by the published laws: ours for many runs and for one, in plain numpy, by the command."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
from tests.market import oracle

from benchmarks.table import Row
from benchmarks.timing import children, median, median_processor, stage, tell, tell_memory
from benchmarks.waits import spent
from reallocate.data.bundle import load_tables
from reallocate.market.flow.engine import Path as Demand
from reallocate.market.flow.engine import State, run_flow
from reallocate.market.laws.demand_shock import cycle
from reallocate.market.published.files import with_market_flags
from reallocate.market.published.prepare import prepare_market
from reallocate.market.state.market import Market, Rates

Array = npt.NDArray[np.float64]

STEPS, WEEKS, LONG_TERM, AMPLITUDE, PERIOD = 120, 6.75, 3, 0.065, 70.0
BATCH, NUMPY_BATCH, SINGLE, PLAIN = 2048, 256, 20, 5


def market() -> Market:
    """The broad groups of the published network that ship."""
    told = with_market_flags(None, {}, market="us-groups", mode="published", steps=STEPS)
    return prepare_market(load_tables(), told).market


def ours(groups: Market, runs: int) -> Array:
    """Unemployment after each step; (step, run) [persons]."""
    rates = [Rates()] * runs
    start = State.published(groups, rates, LONG_TERM)
    wanted = start.people[0] + start.people[1]
    swing = np.repeat(cycle(STEPS, AMPLITUDE, PERIOD)[:, None], runs, axis=1)
    demand = Demand(np.stack([wanted, wanted]), np.zeros((STEPS, runs)), swing)
    return run_flow(groups, start, demand, rates, WEEKS).total("unemployed")


def numpy_batched(groups: Market, runs: int) -> Array:
    """The same with runs as columns of dense matrices; (step, run) [persons]."""
    weight, laws = groups.network.dense(), Rates()
    employed = np.repeat(groups.employment[:, None], runs, axis=1)
    without, vacant = laws.separation * employed, laws.opening * employed
    wanted = employed + without
    spells = [without] + [np.zeros_like(without)] * LONG_TERM
    told = np.zeros((STEPS, runs))
    for step, swing in enumerate(cycle(STEPS, AMPLITUDE, PERIOD)):
        gap = employed + vacant - wanted * swing
        lost = laws.separation * employed + (1 - laws.separation) * np.minimum(
            employed, laws.close_surplus * np.maximum(0, gap)
        )
        opened = laws.opening * employed + (1 - laws.opening) * np.minimum(
            employed, laws.close_shortage * np.maximum(0, -gap)
        )
        sent = without / (weight @ vacant)
        applications = vacant * (weight.T @ sent)
        tightness = vacant / applications
        chance = tightness * (1 - np.exp(-1 / tightness))
        found = sent * (weight @ (vacant * chance))
        hired = applications * chance
        stay = 1 - found / without
        spells = [lost, *(stay * one for one in spells[:-2]), stay * (spells[-2] + spells[-1])]
        employed, without = employed + hired - lost, without + lost - found
        vacant = vacant + opened - hired
        told[step] = without.sum(axis=0)
    return told


def timed_runs(work: Callable[[Market, int], Array], runs: int, at_once: int) -> None:
    """A warm call, then the runs in batches, whose unemployment at the end is told."""
    groups = market()
    with stage("first"):
        work(groups, 1)
    with stage("runs"):
        for _ in range(0, runs, at_once):
            told = work(groups, at_once)
    tell(runs=runs, end=float(told[-1, -1] / groups.employment.sum()), groups=groups.size)
    tell(moves=len(groups.network.weight))
    tell_memory()


def plain(groups: Market, _: int) -> Array:
    """One run of the oracle; (step, 1) [persons]."""
    told = oracle.simulate(
        groups.employment, groups.network.dense(), STEPS, amplitude=AMPLITUDE, period=PERIOD, tau=LONG_TERM
    )
    force = groups.employment.sum() * (1 + Rates().separation)
    return (told.unemployment / 100 * force)[:, None]


ROUNDS = 3
AGAINST_ORACLE = 300.0
"""Threshold: times as fast as the plain oracle, on the clock of two threads."""


def flow() -> Iterator[Row]:
    """A thousand runs of the published laws, ours and in plain numpy, singly and in batches."""
    modes = ["batched", "single", "oracle", "numpy"]
    runs = dict(zip(modes, children("flow", modes, [], ROUNDS), strict=True))
    wall = {mode: median(found, "runs") / found[0].facts["runs"] for mode, found in runs.items()}
    processor = {
        mode: median_processor(found, "runs") / found[0].facts["runs"] for mode, found in runs.items()
    }
    ends = {mode: found[0].facts["end"] for mode, found in runs.items()}
    apart = max(abs(end / ends["oracle"] - 1) for end in ends.values())
    facts = runs["batched"][0].facts
    rates = ", ".join(f"{mode} {1 / wall[mode]:.3g} ({1 / processor[mode]:.3g})" for mode in modes)
    remark = (
        f"{facts['groups']} groups, {facts['moves']:,} moves, {STEPS} steps; runs a second on the clock, "
        f"and of one processor in brackets: {rates}; ends differ by {apart:.1g}; the first "
        f"call, compiled before, takes {median(runs['batched'], 'first'):.2f} s; {facts['memory']:.1f} GiB"
    )
    for mode, other, words in (
        ("batched", "oracle", "plain numpy oracle, one run after another"),
        ("batched", "numpy", "numpy, 256 runs as columns of dense matrices"),
        ("single", "oracle", "plain numpy oracle, one run after another"),
    ):
        yield Row(
            f"flow, 1,000 runs, {'2,048 at once' if mode == 'batched' else 'one after another'}",
            1000 * wall[mode],
            1000 * processor[mode],
            least_ratio=AGAINST_ORACLE if (mode, other) == ("batched", "oracle") else None,
            of_clock=True,
            beside=words,
            beside_seconds=1000 * wall[other],
            beside_processor=1000 * processor[other],
            remark=remark if (mode, other) == ("batched", "oracle") else "",
        )


DRAWS = 10_000
WORDS = f"simulate ensemble us-groups --steps {STEPS} --draws {DRAWS} --out".split()


def ensemble() -> Iterator[Row]:
    """Ten thousand draws of the nation through the command line, and the same asked for again."""
    with tempfile.TemporaryDirectory() as folder:
        words = [*WORDS, str(Path(folder) / "draws")]
        first, again = spent(words), spent(words)
        size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
    yield Row(
        f"ensemble, {DRAWS:,} draws of the nation, {STEPS} steps, through the command line",
        first.wall,
        first.processor,
        least=60.0,
        aim=10.0,
        remark=f"one run, {size / 1e6:.0f} MB of shards; asked for again, {again.wall:.1f} s",
    )


if __name__ == "__main__":
    {
        "batched": lambda: timed_runs(ours, BATCH, BATCH),
        "single": lambda: timed_runs(ours, SINGLE, 1),
        "oracle": lambda: timed_runs(plain, PLAIN, 1),
        "numpy": lambda: timed_runs(numpy_batched, NUMPY_BATCH, NUMPY_BATCH),
    }[sys.argv[1]]()
