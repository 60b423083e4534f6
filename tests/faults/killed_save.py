"""A program for `test_disk.py`: saves a whole result in children that are killed, and says what it saw.

Usage: python -m tests.faults.killed_save FOLDER SOURCE random|aimed|two COUNT
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from tests.disk.killed_writer import child
from tests.faults.disk_faults import at_call, files_below

from reallocate.render.saving import open_saved, save_result

RENAME = ("rename", "rmdir", "unlink")


def save(folder: Path, contents: Mapping[str, bytes], mark: str) -> None:
    """A whole result with a mark in it."""
    save_result(folder, "plan", "a plan", {**contents, "mark.txt": mark.encode()})


def endless(folder: Path, contents: Mapping[str, bytes], marks: tuple[str, ...]) -> None:
    """One result after the other."""
    while True:
        for mark in marks:
            save(folder, contents, mark)


def report(folder: Path, contents: Mapping[str, bytes]) -> None:
    """What opens after a kill, and what the next run leaves."""
    mark = open_saved(folder).files["mark.txt"].decode()
    save(folder, contents, "old")
    print(json.dumps({"opened": mark, "left": sorted(entry.name for entry in folder.parent.iterdir())}))


def killed(number: int, after: float) -> None:
    """Kill a child after a while."""
    time.sleep(after)
    os.kill(number, signal.SIGKILL)
    os.waitpid(number, 0)


def aimed(folder: Path, contents: Mapping[str, bytes]) -> None:
    """A kill before each call of the swap, until a child ends by itself."""

    def work(step: int) -> None:
        with at_call(step, lambda name: os.kill(os.getpid(), signal.SIGKILL), RENAME):
            save(folder, contents, "new")

    step = 0
    while True:
        save(folder, contents, "old")
        step += 1
        status = os.waitpid(child(partial(work, step)), 0)[1]
        report(folder, contents)
        if not os.WIFSIGNALED(status):
            return


def main(folder: Path, source: Path, how: str, count: int) -> None:
    """Kill children as asked."""
    contents = files_below(source)
    del contents["files.json"]
    os.fsync = lambda handle: None
    save(folder, contents, "old")
    begun = time.monotonic()
    save(folder, contents, "old")
    took = time.monotonic() - begun
    chance = random.Random(count)
    if how == "aimed":
        aimed(folder, contents)
        return
    for _ in range(count):
        save(folder, contents, "old")
        works: list[Callable[[], None]] = [partial(endless, folder, contents, ("new", "old"))]
        works += [partial(endless, folder, contents, ("old", "new"))] * (how == "two")
        numbers = [child(work) for work in works]
        for number in numbers:
            killed(number, chance.uniform(0.0, 2 * took))
        report(folder, contents)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
