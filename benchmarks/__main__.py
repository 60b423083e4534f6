"""Measure what performance promises, each figure beside the same work done otherwise: `make bench`."""

from __future__ import annotations

import sys

from benchmarks.agents import agents
from benchmarks.cut import cut
from benchmarks.flow import ensemble, flow
from benchmarks.plan_rows import large_plan, outlooks, plan
from benchmarks.strip import strips
from benchmarks.table import Row, as_text, machine
from benchmarks.visitors import visitors
from benchmarks.waits import keep, waits

PIECES = {
    "waits": waits, "visitors": visitors, "plan": plan, "large": large_plan, "outlooks": outlooks, "cut": cut,
    "strips": strips, "agents": agents, "flow": flow, "ensemble": ensemble,
}  # fmt: skip


_KEEP = "--keep"


def main() -> None:
    """Measure the pieces named on the command line, or all, and print the table.

    `--keep` makes the figures of what people wait for those of the last landing.
    """
    named = [word for word in sys.argv[1:] if word != _KEEP]
    unknown = [name for name in named if name not in PIECES]
    if unknown:
        raise SystemExit(f"no such piece: {', '.join(unknown)}; there are {', '.join(PIECES)}")
    of = machine()
    print(of)
    rows: list[Row] = []
    waited: list[Row] = []
    for name in named or PIECES:
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        found = [*PIECES[name]()]
        rows += found
        waited += found if name in ("waits", "visitors") else []
    print(as_text(rows))
    if _KEEP in sys.argv[1:]:
        keep(waited, of)


if __name__ == "__main__":
    main()
