"""Faults of a disk: each call that changes it may fail, or something may happen just before it; and a process is killed.

As a program it saves a result in children that are killed and prints one line a kill, what opened and what lay there
after the next run: python -m tests.disk.disturbed FOLDER SOURCE random|aimed|two COUNT
"""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from reallocate.render.saving import open_saved, save_result

CHANGING = ("mkdir", "open", "write", "fsync", "rename", "replace", "link", "unlink", "rmdir", "chmod")


@contextmanager
def at_call(
    number: int, happens: Callable[[str], None], names: tuple[str, ...] = CHANGING
) -> Iterator[list[str]]:
    """Let something happen just before the n-th of these calls; gives the calls so far."""
    calls: list[str] = []
    before = {name: getattr(os, name) for name in names}

    def counted(name: str) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            calls.append(name)
            if len(calls) == number:
                happens(name)
            return before[name](*given, **named)

        return call

    try:
        for name in names:
            setattr(os, name, counted(name))
        yield calls
    finally:
        for name, call in before.items():
            setattr(os, name, call)


def fails(number: int) -> Callable[[str], None]:
    def raise_it(name: str) -> None:
        raise OSError(number, os.strerror(number))

    return raise_it


full = fails(errno.ENOSPC)


def files_below(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()
    }


def save(folder: Path, contents: Mapping[str, bytes], mark: str) -> None:
    save_result(folder, "plan", "a plan", {**contents, "mark.txt": mark.encode()})


def endless(folder: Path, contents: Mapping[str, bytes], marks: tuple[str, ...]) -> None:
    while True:
        for mark in marks:
            save(folder, contents, mark)


def child(work: Callable[[], None]) -> int:
    number = os.fork()
    if number == 0:
        work()
        os._exit(0)
    return number


def report(folder: Path, contents: Mapping[str, bytes]) -> None:
    mark = open_saved(folder).files["mark.txt"].decode()
    save(folder, contents, "old")
    print(json.dumps({"opened": mark, "left": sorted(entry.name for entry in folder.parent.iterdir())}))


def aimed(folder: Path, contents: Mapping[str, bytes]) -> None:
    """A kill before each call that changes the disk, until a child ends by itself."""

    def work(step: int) -> None:
        with at_call(step, lambda name: os.kill(os.getpid(), signal.SIGKILL)):
            save(folder, contents, "new")

    step, killed = 0, True
    while killed:
        save(folder, contents, "old")
        step += 1
        killed = os.WIFSIGNALED(os.waitpid(child(partial(work, step)), 0)[1])
        report(folder, contents)


def main(folder: Path, source: Path, how: str, count: int) -> None:
    """Kill children as asked."""
    contents = files_below(source)
    del contents["files.json"]
    os.fsync = lambda handle: None
    begun = time.monotonic()
    save(folder, contents, "old")
    took = time.monotonic() - begun
    chance = random.Random(count)
    if how == "aimed":
        aimed(folder, contents)
        return
    for _ in range(count):
        save(folder, contents, "old")
        works = [("new", "old"), ("old", "new")][: 1 + (how == "two")]
        for number in [child(partial(endless, folder, contents, marks)) for marks in works]:
            time.sleep(chance.uniform(0.0, 2 * took))
            os.kill(number, signal.SIGKILL)
            os.waitpid(number, 0)
        report(folder, contents)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
