"""Rows on expected values: runs beside plain numpy, singly and in batches."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.flow import STEPS
from benchmarks.table import Row
from benchmarks.timing import children, median, median_processor

ROUNDS = 3
AGAINST_ORACLE = 300.0
"""Threshold: times as fast as the plain oracle, on the clock of two threads."""


def flow() -> Iterator[Row]:
    """A thousand runs of the published laws, ours and in plain numpy, singly and in batches."""
    modes = ["batched", "single", "oracle", "numpy"]
    runs = dict(zip(modes, children("flow", modes, [], ROUNDS), strict=True))
    wall = {mode: median(found, "runs") / found[0].facts["runs"] for mode, found in runs.items()}
    processor = {
        mode: median_processor(found, "runs") / found[0].facts["runs"] for mode, found in runs.items()
    }
    ends = {mode: found[0].facts["end"] for mode, found in runs.items()}
    apart = max(abs(end / ends["oracle"] - 1) for end in ends.values())
    facts = runs["batched"][0].facts
    rates = ", ".join(f"{mode} {1 / wall[mode]:.3g} ({1 / processor[mode]:.3g})" for mode in modes)
    remark = (
        f"{facts['groups']} groups, {facts['moves']:,} moves, {STEPS} steps; runs a second on the clock, "
        f"and of one processor in brackets: {rates}; ends differ by {apart:.1g}; the first "
        f"call, compiled before, takes {median(runs['batched'], 'first'):.2f} s; {facts['memory']:.1f} GiB"
    )
    for mode, other, words in (
        ("batched", "oracle", "plain numpy oracle, one run after another"),
        ("batched", "numpy", "numpy, 256 runs as columns of dense matrices"),
        ("single", "oracle", "plain numpy oracle, one run after another"),
    ):
        yield Row(
            f"flow, 1,000 runs, {'2,048 at once' if mode == 'batched' else 'one after another'}",
            1000 * wall[mode],
            1000 * processor[mode],
            least_ratio=AGAINST_ORACLE if (mode, other) == ("batched", "oracle") else None,
            of_clock=True,
            beside=words,
            beside_seconds=1000 * wall[other],
            beside_processor=1000 * processor[other],
            remark=remark if (mode, other) == ("batched", "oracle") else "",
        )
