"""The verb `compare`: two plans side by side."""

from __future__ import annotations

from reallocate.api.requests import CompareCommand
from reallocate.cli.results import show
from reallocate.cli.verb import takes


@takes(CompareCommand)
def compare(asked: CompareCommand) -> None:
    """Compare two plans: which inputs and results differ, and what each difference comes from.

    reallocate compare results/today results/with-budget

    reallocate compare results/today insurer --out results/today-against-insurer
    """
    import reallocate

    made = reallocate.compare(asked.a, asked.b, out=asked.out, workers=asked.workers)
    show(made, asked.as_json, asked.out)
