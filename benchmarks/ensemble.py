"""A national ensemble through the command line: `python -m benchmarks ensemble`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.table import Row

DRAWS, STEPS = 10_000, 120
WORDS = f"simulate ensemble us-groups --steps {STEPS} --draws {DRAWS} --out".split()


def ensemble() -> Iterator[Row]:
    """Ten thousand draws of the nation through the command line, and the same asked for again."""
    with tempfile.TemporaryDirectory() as folder:
        words = [str(Path(sys.executable).with_name("reallocate")), *WORDS, str(Path(folder) / "draws")]
        (wall, processor), (again, _) = _seconds(words), _seconds(words)
        size = sum(file.stat().st_size for file in Path(folder).rglob("*") if file.is_file())
    yield Row(
        f"ensemble, {DRAWS:,} draws of the nation, {STEPS} steps, through the command line",
        wall,
        processor,
        least=60.0,
        aim=10.0,
        remark=f"one run, {size / 1e6:.0f} MB of shards; asked for again, with all draws made, {again:.1f} s",
    )


def _seconds(words: list[str]) -> tuple[float, float]:
    """Seconds of a command on the clock and of all its threads on processors."""
    start, before = time.perf_counter(), os.times()
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return time.perf_counter() - start, used
