"""Measure what performance promises, each figure beside the same work done otherwise: `make bench`."""

from __future__ import annotations

import sys

from benchmarks.agents import agents
from benchmarks.cut import cut
from benchmarks.flow import ensemble, flow
from benchmarks.growth import growth
from benchmarks.plan_rows import large_plan, outlooks, plan
from benchmarks.strip import strips
from benchmarks.table import Row, as_text, machine
from benchmarks.visitors import visitors
from benchmarks.waits import keep, waits

PIECES = {
    "waits": waits, "visitors": visitors, "growth": growth, "plan": plan, "large": large_plan,
    "outlooks": outlooks, "cut": cut, "strips": strips, "agents": agents, "flow": flow, "ensemble": ensemble,
}  # fmt: skip


_KEEP = "--keep"
_WAITED = ("waits", "strips", "plan", "large", "outlooks", "visitors")
"""Pieces whose rows stand on the page of what people wait for."""


def main() -> None:
    """Measure the pieces named on the command line, or all, and print the table.

    `--keep` makes the figures of what people wait for those of the last landing. The variable
    `REALLOCATE_BESIDE` names another checkout, whose commands are timed in the same run.
    """
    named = [word for word in sys.argv[1:] if word != _KEEP]
    unknown = [name for name in named if name not in PIECES]
    if unknown:
        raise SystemExit(f"no such piece: {', '.join(unknown)}; there are {', '.join(PIECES)}")
    of = machine()
    print(of)
    rows: dict[str, list[Row]] = {}
    for name in named or PIECES:
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        rows[name] = []
        for one in PIECES[name]():
            rows[name].append(one)
            print(f"{one.work}: {one.seconds} s, of processor {one.processor}", file=sys.stderr, flush=True)
            if _KEEP in sys.argv[1:]:
                waited = [each for piece in _WAITED for each in rows.get(piece, [])]
                keep(waited, rows.get("growth", []), of)
    print(as_text([one for found in rows.values() for one in found]))


if __name__ == "__main__":
    main()
