"""A program for `test_killed.py`: replaces small results in children that are killed, and says what it saw.

It prints one line a kill: what was written last, what opened, and what lay there after the next run.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reallocate.render.saving import open_saved, save_result

FILES = ("result.json", "tables/one.csv", "tables/two.csv")
PATCHED = ("mkdir", "open", "write", "fsync", "rename", "unlink", "rmdir")
AIMED = 60


def write(folder: Path, number: int) -> None:
    """A result whose every file says the same number."""
    save_result(folder, "test", "a test", {name: json.dumps(number).encode() for name in FILES})


def child(work: Callable[[], None]) -> int:
    """A process of its own that does some work; its number."""
    number = os.fork()
    if number == 0:
        work()
        os._exit(0)
    return number


def killed_at(step: int, work: Callable[[], None]) -> Callable[[], None]:
    """Work that is killed at the n-th of the calls that change anything on the disk."""

    def run() -> None:
        left = [step]
        for name in PATCHED:
            call = getattr(os, name)

            def counted(*given: Any, call: Callable[..., Any] = call, **named: Any) -> Any:
                left[0] -= 1
                if left[0] == 0:
                    os.kill(os.getpid(), signal.SIGKILL)
                return call(*given, **named)

            setattr(os, name, counted)
        work()

    return run


def report(folder: Path, how: str, number: int) -> None:
    """What opens after a kill, and what the next run leaves."""
    saved = open_saved(folder)
    found = {json.loads(saved.files[name]) for name in FILES}
    write(folder, number + 1000)
    left = sorted(entry.name for entry in folder.parent.iterdir())
    print(json.dumps({"how": how, "number": number, "opened": sorted(found), "left": left}))


def endless(folder: Path) -> None:
    """Results 0, 1, 0, 1, … one after the other."""
    number = 0
    while True:
        write(folder, number := 1 - number)


def main(folder: Path, kills: int) -> None:
    """Random kills, then one at every step of a replacement."""
    chance = random.Random(7)
    write(folder, 0)
    for _ in range(kills):
        write(folder, 0)
        number = child(lambda: endless(folder))
        time.sleep(chance.uniform(0.0, 0.03))
        os.kill(number, signal.SIGKILL)
        os.waitpid(number, 0)
        report(folder, "random", 1)
    for step in range(1, AIMED + 1):
        write(folder, 0)
        number = child(killed_at(step, lambda: write(folder, 1)))
        status = os.waitpid(number, 0)[1]
        report(folder, "aimed" if os.WIFSIGNALED(status) else "ended", 1)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
