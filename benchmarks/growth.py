"""How work grows with its size: plans, draws and rows of a roster, each with its exponent."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.start import NEAR
from benchmarks.table import Row
from benchmarks.timing import child
from benchmarks.waits import Spent, roster_file, spent

PLANS = ((50, 12), (100, 12), (200, 20), (400, 20), (800, 20), (800, 40))
"""Roles and quarters: as many roles as there are occupations at most."""
PLAN_LIMIT = 580.0
"""[s] until a plan is stopped."""
DRAWS = (256, 1024, 4096)
NATIONS = (16, 32, 64)
"""Draws of the published laws, and of the nation's market over ten years."""
ROWS = (10_000, 100_000, 1_000_000)


def growth() -> Iterator[Row]:
    """A row for each size, with the exponent from the smallest to it."""
    yield from _curve("plan, roles × quarters", [roles * quarters for roles, quarters in PLANS], _plan)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)

        def published(count: int) -> Spent:
            words = f"simulate ensemble us-groups --steps 120 --draws {count} --out {place}/{count}"
            return spent(words.split())

        def roster(count: int) -> Spent:
            file = str(roster_file(place, count))
            return spent(["roster", file, "--review", f"{place}/review-{count}.csv"])

        yield from _curve("draws of the published laws, 120 steps", DRAWS, published)
        yield from _curve("draws of the nation's market, ten years", NATIONS, _nation)
        yield from _curve("rows of a roster", ROWS, roster)


def _nation(count: int) -> Spent:
    return spent(["simulate", "nation", "--draws", str(count), "--seed", "1"])


def _curve(what: str, sizes: Sequence[int], measured: Callable[[int], Spent | None]) -> Iterator[Row]:
    """Seconds of processor ~ size^exponent, fitted to all sizes so far.

    measured : (size) what it took; none where it did not end
    """
    known: list[tuple[int, float]] = []
    for size in sizes:
        found = measured(size)
        if found is None:
            yield Row(f"{what}: {size:,}", None, remark="not finished")
            continue
        known.append((size, found.processor))
        told = f"; grows as its power {exponent(known):.2f}" if len(known) > 1 else ""
        yield Row(f"{what}: {size:,}", found.wall, found.processor, remark=f"{found.memory:.2f} GiB{told}")


def exponent(known: Sequence[tuple[float, float]]) -> float:
    """The power of their size that seconds grow with, fitted to all of them.

    known : size, and seconds
    """
    return float(np.polyfit(*np.log(np.array(known).T), 1)[0])


def _plan(size: int) -> Spent | None:
    """A synthetic firm's plan, to its end."""
    roles, quarters = next(one for one in PLANS if one[0] * one[1] == size)
    run = child("start", NEAR, str(roles), str(quarters), limit=PLAN_LIMIT)
    if not run.finished:
        return None
    whole = "build and solve"
    return Spent(run.wall(whole), run.processor(whole), run.facts["memory"])

