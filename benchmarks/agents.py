"""One record per worker, at the size of other systems, beside them, and of a nation.

Occupations and moves are those of the shipped figures. `write` leaves the market for the peers in a file;
`alike` runs that market with our engine; `nation` and `shipped` run 160 million workers through ten years.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path as File
from typing import Any

import numpy as np
import numpy.typing as npt

from benchmarks.table import Row, row
from benchmarks.timing import ROOT, Run, child, stage, tell, tell_memory
from reallocate.data.bundle import load_world
from reallocate.market.flow.cell import TOTALS
from reallocate.market.flow.engine import Path
from reallocate.market.published.prepare import occupation_moves
from reallocate.market.state.market import Market, Rates
from reallocate.market.state.network import from_moves
from reallocate.market.whole_people.agents import run_agents
from reallocate.market.whole_people.counts import Cells, Counts
from reallocate.market.whole_people.records import Attributes

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
PEERS = "REALLOCATE_PEERS"
"""Names the Python of an environment with `benchmarks/peers/requirements.txt`."""

FOLDER = ROOT / "benchmarks" / "peers"
SIZES = {"10⁴": 1e4, "10⁶": 1e6}
REPEATS = 3
LARGE, MESA, AGAINST_MESA, NATION_SECONDS = "10⁶", "Mesa ", 600.0, 25.0
"""Thresholds: times as fast as Mesa with so many workers, and seconds for the nation's 160 million."""
PEER_STEPS = {
    "ours": {"10⁴": 600, "10⁶": 120},
    "by_hand": {"10⁴": 240, "10⁶": 20},
    "with_frames": {"10⁴": 240, "10⁶": 20},
    "with_mesa": {"10⁴": 60, "10⁶": 5},
}
AREAS_OF = {"nation": "400", "shipped": "the shipped"}
LAWS = {"published": "the published laws", "every": "every law of flows"}


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


def nation(laws: str) -> None:
    """So many workers in areas of one size."""
    of_all = market()
    shares = of_all.employment / of_all.employment.sum()
    employment = np.tile(np.maximum(1.0, np.rint(shares * PEOPLE / AREAS)), (AREAS, 1))
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


def peers() -> Iterator[Row]:
    """The simple market at two sizes in each system, in turn; where there is none, ours alone."""
    python = os.environ.get(PEERS)
    with tempfile.TemporaryDirectory() as folder:
        for size, people in SIZES.items():
            file = File(folder) / "market.npz"
            child("agents", "write", str(file), str(people))
            ours: list[Run] = []
            theirs: dict[str, list[dict[str, Any]]] = {name: [] for name in PEER_STEPS if name != "ours"}
            for _ in range(REPEATS):
                ours.append(child("agents", "alike", str(people), str(PEER_STEPS["ours"][size])))
                for name, found in theirs.items():
                    if python:
                        found.append(_peer(python, name, file, PEER_STEPS[name][size]))
            yield from _beside(size, ours, {name: runs for name, runs in theirs.items() if runs})


def _peer(python: str, name: str, file: File, steps: int) -> dict[str, Any]:
    """What one run of a peer told."""
    command = [python, f"{name}.py", str(file), str(steps)]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def _beside(size: str, ours: list[Run], theirs: dict[str, list[dict[str, Any]]]) -> Iterator[Row]:
    """A row for each peer: seconds for a thousand million agent-steps."""
    done = ours[0].facts["workers"] * ours[0].facts["steps"] / 1e9
    wall = statistics.median(run.wall("run") for run in ours) / done
    processor = statistics.median(run.processor("run") for run in ours) / done
    work = f"{size} workers, a thousand million agent-steps"
    if not theirs:
        yield Row(work, wall, processor, remark=f"{1e3 / processor:.3g} M/s; no peers: set {PEERS}")
    for runs in theirs.values():
        amount = runs[0]["workers"] * runs[0]["steps"] / 1e9
        its_processor = statistics.median(run["processor"] for run in runs) / amount
        yield Row(
            work,
            wall,
            processor,
            beside=runs[0]["version"],
            beside_seconds=statistics.median(run["wall"] for run in runs) / amount,
            beside_processor=its_processor,
            least_ratio=AGAINST_MESA if size == LARGE and str(runs[0]["version"]).startswith(MESA) else None,
            remark=f"{1e3 / processor:.3g} M/s of processor against {1e3 / its_processor:.3g}; unemployed "
            f"{ours[0].facts['unemployed']:.1%} after {ours[0].facts['steps']} steps, "
            f"{runs[0]['unemployed']:.1%} after {runs[0]['steps']}",
        )


def nations() -> Iterator[Row]:
    """160 million workers, 120 months, in equal and in the shipped areas."""
    for mode, laws in (("nation", "published"), ("shipped", "every")):
        run = child("agents", mode, laws)
        facts = run.facts
        steps = facts["workers"] * facts["steps"]
        yield row(
            f"160 million workers, 120 months, {AREAS_OF[mode]} areas, {LAWS[laws]}",
            [run],
            "run",
            least=NATION_SECONDS,
            remark=f"{facts['memory']:.2f} GiB in all; {facts['cells']:,} cells; "
            f"{steps / run.processor('run') / 1e6:.0f} M agent-steps a processor second",
        )


def agents() -> Iterator[Row]:
    """Both."""
    yield from peers()
    yield from nations()


if __name__ == "__main__":
    mode, words = sys.argv[1], sys.argv[2:]
    if mode == "write":
        write(File(words[0]), float(words[1]))
    elif mode == "alike":
        alike(float(words[0]), int(words[1]))
    elif mode == "nation":
        nation(words[0])
    else:
        shipped(words[0])
