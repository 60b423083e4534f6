"""Measure what performance promises, each figure beside the same work done otherwise: `make bench`."""

from __future__ import annotations

import sys

from benchmarks.agents import agents
from benchmarks.cut import cut
from benchmarks.flow import ensemble, flow
from benchmarks.plan_rows import large_plan, outlooks, plan
from benchmarks.strip import strips
from benchmarks.table import Row, as_text, machine
from benchmarks.waits import waits

PIECES = {
    "waits": waits, "plan": plan, "large": large_plan, "outlooks": outlooks, "cut": cut,
    "strips": strips, "agents": agents, "flow": flow, "ensemble": ensemble,
}  # fmt: skip


def main() -> None:
    """Measure the pieces named on the command line, or all, and print the table."""
    unknown = [name for name in sys.argv[1:] if name not in PIECES]
    if unknown:
        raise SystemExit(f"no such piece: {', '.join(unknown)}; there are {', '.join(PIECES)}")
    print(machine())
    rows: list[Row] = []
    for name in sys.argv[1:] or PIECES:
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        rows += PIECES[name]()
    print(as_text(rows))


if __name__ == "__main__":
    main()
