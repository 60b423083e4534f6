"""The same figures where a browser's Python would stop: without compiler, processes, threads and their kin.

`make limits` answers a job, a cut, a quick plan and a roster twice, in a fresh Python each: as it is, and
with numba, llvmlite, the writers of PDF and slides, `resource` and `pwd` blocked and threads and processes
refused. Every table must be the same to the digit. Nothing was tried in a browser itself; docs/browser.md
says what that needs.
"""

from __future__ import annotations

import hashlib
import importlib.abc
import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

BLOCKED = ("numba", "llvmlite", "weasyprint", "pptx", "_multiprocessing", "resource", "pwd")
"""Modules that a browser's Python has not, or that no wheel for it holds."""
_CALLS = ("fork", "forkpty", "posix_spawn")
"""Of `os`: ways to another process."""
_LIMITED = "limited"


class _Blocked(importlib.abc.MetaPathFinder):
    """Finds none of the modules that are blocked."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: Any = None) -> None:
        """Refuse a blocked module as Python does where there is none."""
        if fullname.partition(".")[0] in BLOCKED:
            raise ModuleNotFoundError(f"No module named {fullname!r}", name=fullname)


def _refuse(*_: object, **__: object) -> NoReturn:
    raise RuntimeError("can't start new thread or process")


def block() -> None:
    """Make this Python as limited as a browser's."""
    import os

    sys.meta_path.insert(0, _Blocked())
    for name in BLOCKED:
        sys.modules.pop(name, None)
    threading.Thread.start = _refuse  # type: ignore[method-assign]
    for call in _CALLS:
        if hasattr(os, call):
            setattr(os, call, _refuse)


def answers() -> dict[str, dict[str, str]]:
    """(question) (table) the digest of every figure."""
    import reallocate as ra

    with tempfile.TemporaryDirectory() as folder:
        staff = Path(folder, "staff.csv")
        rows = "".join(
            f"{title},{pay}\n" for title, pay in [("Underwriter", 90_000), ("Claims Adjuster", 70_000)] * 60
        )
        staff.write_text(f"title,salary\n{rows}", encoding="utf-8")
        insurer = ra.Scenario.from_industry("insurance carriers", headcount=500)
        people = ra.Scenario.from_roster(staff, industry="insurance carriers", date="2026-06-30")
        asked = {
            "job": ra.job("bookkeeper", age=45),
            "cut": ra.cut(insurer, exits="10%", quick=True, progress=False),
            "plan": ra.plan(insurer, quick=True, progress=False),
            "roster": ra.cut(people, exits="10%", quick=True, progress=False),
        }
    return {
        question: {
            name: hashlib.sha256(table.to_csv(float_format="%.17g").encode()).hexdigest()
            for name, table in result.tables.items()
        }
        for question, result in asked.items()
    }


def _in_a_fresh_python(*words: str) -> dict[str, dict[str, str]]:
    run = [sys.executable, "-m", "scripts.limits", *words]
    done = subprocess.run(run, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, dict[str, str]] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> int:
    """Compare both, and print a line for each question."""
    if sys.argv[1:]:
        if sys.argv[1:] == [_LIMITED]:
            block()
        print(json.dumps(answers()))
        return 0
    plain, limited = _in_a_fresh_python("plain"), _in_a_fresh_python(_LIMITED)
    failed = 0
    for question, tables in plain.items():
        other = limited[question]
        differ = [name for name in {**tables, **other} if tables.get(name) != other.get(name)]
        failed += bool(differ)
        found = f"not the same: {', '.join(differ)}" if differ else "the same to the digit"
        print(f"{question}: {len(tables)} tables, {found}")
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
