"""The verb `compare`: two plans side by side."""

from __future__ import annotations

from pathlib import Path

import typer

from reallocate.cli.options import AS_JSON, OUT, WORKERS
from reallocate.cli.results import show


def compare(
    a: str = typer.Argument(
        help="Saved plan (folder of `plan --out`), or a scenario, which is planned first."
    ),
    b: str = typer.Argument(help="The other plan; changes are B less A."),
    out: Path | None = OUT,
    workers: int | None = WORKERS,
    as_json: bool = AS_JSON,
) -> None:
    """Compare two plans: which inputs and results differ, and what each difference comes from.

    reallocate compare results/today results/with-budget

    reallocate compare results/today insurer --out results/today-against-insurer
    """
    import reallocate

    show(reallocate.compare(a, b, out=out, workers=workers), as_json, out)
