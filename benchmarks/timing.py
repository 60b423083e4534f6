"""Seconds of a piece of work, each time in a fresh process: what a reader waits for, no warm caches."""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
KIBIBYTES_PER_GIBIBYTE = 1024.0**2


@dataclass(frozen=True)
class Stage:
    """One timed stage of a child process.

    wall : [s] on the clock; processor : [s] of this process on any core
    """

    name: str
    wall: float
    processor: float


@dataclass(frozen=True)
class Run:
    """What one child process reported before it ended or was stopped.

    stages : in order; facts : anything else it measured; finished : whether it ended by itself
    """

    stages: tuple[Stage, ...]
    facts: dict[str, Any]
    finished: bool

    @property
    def to_least_cost(self) -> tuple[float, float] | None:
        """Seconds, and of processor, to the end of the first solve; `None` if it was not reached."""
        for place, done in enumerate(self.stages):
            if done.name == "solve":
                until = [one for one in self.stages[: place + 1] if one.name in ("build", "pass", "solve")]
                return sum(one.wall for one in until), sum(one.processor for one in until)
        return None

    def wall(self, *names: str) -> float:
        """Seconds of all stages of these names together."""
        return sum(stage.wall for stage in self.stages if stage.name in names)

    def processor(self, *names: str) -> float:
        """Processor seconds of all stages of these names together."""
        return sum(stage.processor for stage in self.stages if stage.name in names)


def tell(**facts: Any) -> None:
    """In a child: one line for the parent, at once, so that a stopped run leaves what it had."""
    print(json.dumps(facts), flush=True)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """In a child: time a block and tell it."""
    wall, processor = time.perf_counter(), time.process_time()
    yield
    tell(stage=name, wall=time.perf_counter() - wall, processor=time.process_time() - processor)


def timed(name: str, work: Callable[..., Any]) -> Callable[..., Any]:
    """In a child: the same function, which tells how long each call took."""

    def telling(*arguments: Any, **options: Any) -> Any:
        with stage(name):
            return work(*arguments, **options)

    return telling


def tell_memory() -> None:
    """In a child: the most memory this process held [GiB]."""
    tell(memory=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIBIBYTES_PER_GIBIBYTE)


def tell_size(variables: int, rows: int) -> None:
    """In a child: how large a programme was, and the most memory this process held."""
    tell(variables=int(variables), rows=int(rows))
    tell_memory()


def child(module: str, *words: str, limit: float = 600.0) -> Run:
    """Run a module of this folder in a fresh Python and read what it tells.

    limit : [s] after which it is stopped
    Raises `RuntimeError` where it fails by itself.
    """
    command = [sys.executable, "-m", f"benchmarks.{module}", *words]
    finished = True
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=limit)
        said = done.stdout
        if done.returncode:
            raise RuntimeError(f"{' '.join(command[1:])} failed:\n{done.stderr[-2000:]}")
    except subprocess.TimeoutExpired as stopped:
        finished = False
        # A stopped child's output comes as bytes whatever was asked for.
        said = stopped.stdout.decode() if isinstance(stopped.stdout, bytes) else ""
    lines = [json.loads(line) for line in said.splitlines() if line.endswith("}")]
    stages = tuple(Stage(x["stage"], x["wall"], x["processor"]) for x in lines if "stage" in x)
    facts = {key: value for line in lines if "stage" not in line for key, value in line.items()}
    return Run(stages, facts, finished)


def children(module: str, modes: Sequence[str], words: Sequence[str], runs: int) -> list[list[Run]]:
    """Runs of a module in several modes, in turn, so that a busy minute falls on all of them.

    modes : first word of each; words : the words that follow; runs : of each mode
    Returns the runs of each mode.
    """
    rounds = [[child(module, mode, *words) for mode in modes] for _ in range(runs)]
    return [list(of_a_mode) for of_a_mode in zip(*rounds, strict=True)]


def median(runs: Sequence[Run], *names: str) -> float:
    """Median over runs of the seconds of some stages together."""
    return statistics.median(run.wall(*names) for run in runs)


def median_processor(runs: Sequence[Run], *names: str) -> float:
    """Median over runs of the processor seconds of some stages together."""
    return statistics.median(run.processor(*names) for run in runs)
