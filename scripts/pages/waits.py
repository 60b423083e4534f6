"""The page of what people wait for, and of how work grows, from the figures that `benchmarks` keeps."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from benchmarks.waits import KEPT
from scripts.pages.code import GENERATED

_INTRODUCTION = (
    "From the shell, start to end of the process: imports, loading and the processes that work for it are "
    "included. Processor seconds of user and system, the least of five runs (of fewer where one is long), "
    "caches of bytecode in place. *At least* and *aim* are thresholds, of processor, or on the clock where "
    "no processor time stands; a figure above *at least* is missed. *Before* is the same command of an "
    "earlier commit, timed in the same run."
)
_GROWTH = "The power is fitted to all sizes up to the one beside it."


def page() -> str:
    """The whole page."""
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    pieces = [
        "# What people wait for", GENERATED, _INTRODUCTION, f"Commit {kept['commit']}; {kept['machine']}.",
        _waits(kept["rows"]), "## How work grows", _GROWTH, _growth(kept["growth"]),
    ]  # fmt: skip
    return "\n\n".join(pieces) + "\n"


def _waits(rows: Mapping[str, Mapping[str, Any]]) -> str:
    lines = [
        "| what one waits for | of processor | on the clock | at least | aim | | of processor, before |",
        "|---|---|---|---|---|---|---|",
    ]
    for work, one in rows.items():
        cells = (_figure(one[name]) for name in ("processor", "seconds", "least", "aim"))
        before = f"{_figure(one['before'])} {one['beside']}" if one.get("before") else ""
        lines.append(f"| {work} | {' | '.join(cells)} | {one['reached']} | {before} |")
    notes = [f"- {work}: {one['remark']}." for work, one in rows.items() if one["remark"]]
    return "\n".join([*lines, "", *notes])


def _growth(rows: Mapping[str, Mapping[str, Any]]) -> str:
    lines = ["| what, and how much of it | of processor | on the clock | memory, and how it grows |"]
    lines.append("|---|---|---|---|")
    for work, one in rows.items():
        cells = (work, _figure(one["processor"]), _figure(one["seconds"]), one["remark"])
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}"
