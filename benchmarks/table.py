"""The table that is printed: each figure beside its target and beside the same work done otherwise."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.timing import Run, median, median_processor

BYTES_PER_GIBIBYTE = 1024.0**3
HEADINGS = (
    "work", "seconds", "of processor", "at least", "aim", "reached", "beside it", "its seconds",
    "its processor", "ratio",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One measured piece of work.

    seconds : [s] median on the clock; `None` where it did not end within its limit
    processor : [s] median of processor time, which other programs disturb less
    least, aim : [s] thresholds, for `seconds`, or for `processor` where they are `of_processor`
    least_ratio : threshold for the ratio instead; for that of the clock where it is `of_clock`
    beside, beside_seconds, beside_processor : the same work done otherwise, in the same run
    remark : what a reader must know
    """

    work: str
    seconds: float | None
    processor: float | None = None
    least: float | None = None
    aim: float | None = None
    beside: str = ""
    beside_seconds: float | None = None
    beside_processor: float | None = None
    remark: str = ""
    of_processor: bool = False
    least_ratio: float | None = None
    of_clock: bool = False

    @property
    def reached(self) -> str:
        """Which threshold is met; a miss reads as a miss."""
        if self.least_ratio is not None:
            ratio = self.clock_ratio if self.of_clock else self.ratio
            return "missed" if ratio is None or ratio < self.least_ratio else "at least"
        if self.least is None:
            return ""
        took = self.processor if self.of_processor else self.seconds
        if took is None or took > self.least:
            return "missed"
        return "aim" if self.aim is not None and took <= self.aim else "at least"

    @property
    def clock_ratio(self) -> float | None:
        """How many times as long the other way takes on the clock."""
        return self.beside_seconds / self.seconds if self.seconds and self.beside_seconds else None

    @property
    def ratio(self) -> float | None:
        """How many times as long the other way takes; by processor time where both are known."""
        if self.processor and self.beside_processor:
            return self.beside_processor / self.processor
        return self.clock_ratio

    @property
    def cells(self) -> tuple[str, ...]:
        """The row's texts, in the order of `HEADINGS`."""
        return (
            self.work,
            "not finished" if self.seconds is None else _seconds(self.seconds),
            _seconds(self.processor),
            _seconds(self.least) or ("" if self.least_ratio is None else f"{self.least_ratio:g}×"),
            _seconds(self.aim),
            self.reached,
            self.beside,
            _seconds(self.beside_seconds),
            _seconds(self.beside_processor),
            "" if self.ratio is None else f"{self.ratio:.3g}×",
        )


def row(
    work: str,
    runs: Sequence[Run],
    *stages: str,
    beside: str = "",
    others: Sequence[Run] = (),
    times: float = 1.0,
    **facts: Any,
) -> Row:
    """The medians of some stages together, beside those of other runs; none where one was stopped.

    times : how many times the stages hold the work
    facts : of the row
    """
    ours, theirs = (
        (median(found, *stages) / times, median_processor(found, *stages) / times)
        if found and all(run.finished for run in found)
        else (None, None)
        for found in (runs, others)
    )
    return Row(work, *ours, beside=beside, beside_seconds=theirs[0], beside_processor=theirs[1], **facts)


def _seconds(value: float | None) -> str:
    return "" if value is None else f"{value:.3g}"


def as_text(rows: Sequence[Row]) -> str:
    """The table in Markdown, columns aligned, remarks below.

    rows : in order
    """
    lines = [HEADINGS, *(row.cells for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    written = [
        "| " + " | ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)) + " |"
        for line in lines
    ]
    written.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    remarks = [f"- {row.work}: {row.remark}" for row in rows if row.remark]
    return "\n".join([*written, "", *remarks])


def machine() -> str:
    """The machine in a line: cores, memory, Python, and how busy it was when asked."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / BYTES_PER_GIBIBYTE
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, Python {platform.python_version()}; "
        f"programs waiting to run, mean of a minute: {os.getloadavg()[0]:.1f}"
    )


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    if listed.is_file():
        for line in listed.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
