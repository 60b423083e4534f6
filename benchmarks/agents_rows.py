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
LARGE, MESA, AGAINST_MESA, NATION_SECONDS = "10⁶", "Mesa ", 600.0, 25.0
"""Thresholds: times as fast as Mesa with so many workers, and seconds for the nation's 160 million."""
STEPS = {
    "ours": {"10⁴": 600, "10⁶": 120},
    "by_hand": {"10⁴": 240, "10⁶": 20},
    "with_frames": {"10⁴": 240, "10⁶": 20},
    "with_mesa": {"10⁴": 60, "10⁶": 5},
}
AREAS = {"nation": "400", "shipped": "the shipped"}
LAWS = {"published": "the published laws", "every": "every law of flows"}


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
            least_ratio=AGAINST_MESA if size == LARGE and str(runs[0]["version"]).startswith(MESA) else None,
            remark=f"{1e3 / processor:.3g} M/s of processor against {1e3 / its_processor:.3g}; unemployed "
            f"{ours[0].facts['unemployed']:.1%} after {ours[0].facts['steps']} steps, "
            f"{runs[0]['unemployed']:.1%} after {runs[0]['steps']}",
        )


def nation() -> Iterator[Row]:
    """160 million workers, 120 months, in equal and in the shipped areas, and what the machine can do."""
    limits = child("agents", "limits").facts
    said = (
        f"; this thread copies {limits['copied']:.1f} GB/s, read and written counted, and makes "
        f"{limits['within']:.0f} M/s random touches of a list and a record in the cache, "
        f"{limits['beyond']:.0f} M/s beyond it"
    )
    for mode, laws in (("nation", "published"), ("shipped", "every")):
        run = child("agents", mode, laws, *(["400"] if mode == "nation" else []))
        facts, processor = run.facts, run.processor("run")
        steps = facts["workers"] * facts["steps"]
        events = (facts["separations"] + facts["hires"]) * steps / (limits["within"] * 1e6)
        streamed = 2 * limits["record"] * steps / (limits["copied"] * 1e9)
        yield Row(
            f"160 million workers, 120 months, {AREAS[mode]} areas, {LAWS[laws]}",
            run.wall("run"),
            processor,
            least=NATION_SECONDS,
            remark=f"{facts['memory']:.2f} GiB in all; {facts['cells']:,} cells; "
            f"{steps / processor / 1e6:.0f} M agent-steps a processor second; separations and hires, as "
            f"random touches in the cache, {events:.0f} s; every record copied once a step, {streamed:.0f} s"
            + said,
        )


def agents() -> Iterator[Row]:
    """Both."""
    yield from peers()
    yield from nation()
