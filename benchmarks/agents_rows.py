"""One record per worker beside other systems and the machine's limits: `python -m benchmarks agents`."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.table import Row
from benchmarks.timing import ROOT, Run, child

PEERS = "REALLOCATE_PEERS"
"""Names the Python of an environment with `benchmarks/peers/requirements.txt`."""

FOLDER = ROOT / "benchmarks" / "peers"
SIZES = {"10⁴": 1e4, "10⁶": 1e6}
REPEATS = 3
STEPS = {
    "ours": {"10⁴": 600, "10⁶": 120},
    "by_hand": {"10⁴": 240, "10⁶": 20},
    "with_frames": {"10⁴": 240, "10⁶": 20},
    "with_mesa": {"10⁴": 60, "10⁶": 5},
}
EVENTS = {"separations": 1, "hires": 2}
"""Random places in memory that an event needs: who, and for a hire which opening."""


def peers() -> Iterator[Row]:
    """The simple market at two sizes in each system, in turn; where there is none, ours alone."""
    python = os.environ.get(PEERS)
    with tempfile.TemporaryDirectory() as folder:
        for size, people in SIZES.items():
            file = Path(folder) / "market.npz"
            child("agents", "write", str(file), str(people))
            ours: list[Run] = []
            theirs: dict[str, list[dict[str, Any]]] = {name: [] for name in STEPS if name != "ours"}
            for _ in range(REPEATS):
                ours.append(child("agents", "alike", str(people), str(STEPS["ours"][size])))
                for name, found in theirs.items():
                    if python:
                        found.append(_peer(python, name, file, STEPS[name][size]))
            yield from _beside(size, ours, {name: runs for name, runs in theirs.items() if runs})


def _peer(python: str, name: str, file: Path, steps: int) -> dict[str, Any]:
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
            remark=f"{1e3 / processor:.3g} M/s of processor against {1e3 / its_processor:.3g}; unemployed "
            f"{ours[0].facts['unemployed']:.1%} after {ours[0].facts['steps']} steps, "
            f"{runs[0]['unemployed']:.1%} after {runs[0]['steps']}",
        )


def nation() -> Iterator[Row]:
    """160 million workers, 120 months, in equal and in the shipped areas, and what the machine can do."""
    limits = child("agents", "limits").facts
    yield Row(
        "the machine, one thread: copied",
        None,
        remark=f"{limits['copied']:.1f} GB/s; random touches {limits['within']:.0f} M/s within the cache, "
        f"{limits['beyond']:.0f} M/s beyond it",
    )
    for words, laws in (("published", "the published laws"), ("every", "every law of flows")):
        for mode, areas in (("nation", ("400",)), ("shipped", ())):
            run = child("agents", mode, words, *areas)
            facts, steps = run.facts, run.facts["workers"] * run.facts["steps"]
            touched = sum(facts[name] * times for name, times in EVENTS.items())
            least = touched * steps / (limits["within"] * 1e6)
            yield Row(
                f"160 million workers, 120 steps, {'400 areas' if areas else 'the shipped areas'}, {laws}",
                run.wall("run"),
                run.processor("run"),
                least=60.0,
                aim=20.0,
                remark=f"{facts['memory']:.2f} GiB in all; {facts['cells']:,} cells; "
                f"{steps / run.processor('run') / 1e6:.0f} M agent-steps a processor second; "
                f"as many random touches within the cache take {least / run.processor('run'):.0%} of it",
            )


def agents() -> Iterator[Row]:
    """Both."""
    yield from peers()
    yield from nation()
