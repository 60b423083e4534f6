"""The live pages' rows of the table: first page, first paint and weight."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.table import Row
from benchmarks.timing import child

RUNS, MOST_KILOBYTES, KILOBYTE = 3, 150, 1000


def web() -> Iterator[Row]:
    """From the start of `reallocate serve` to the first page with results; its first paint; its weight."""
    runs = [child("web") for _ in range(RUNS)]
    firsts = sorted(float(run.facts["first"]) for run in runs)
    weights = {page: size / KILOBYTE for page, size in runs[0].facts["weights"].items()}
    heaviest = max(weights, key=weights.__getitem__)
    listed = ", ".join(f"{page} {size:.0f}" for page, size in weights.items())
    kept = "at most" if weights[heaviest] <= MOST_KILOBYTES else "more than"
    yield Row(
        "`reallocate serve`: start to the first page with results",
        firsts[len(firsts) // 2],
        least=3.0,
        aim=1.5,
        remark=f"kB compressed without the library of charts: {listed}; {kept} the {MOST_KILOBYTES} wanted",
    )
    paints = sorted(float(run.facts["paint"]) for run in runs if run.facts["paint"] is not None)
    if paints:
        yield Row(
            "live pages: first paint of Start in Chromium",
            paints[len(paints) // 2] / 1000,
            least=0.3,
            aim=0.15,
            remark="a fresh visit, nothing kept by the browser, the server warm",
        )
