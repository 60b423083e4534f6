"""The verb `compare`: what differs between two plans, in input and result, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reallocate.cli.progress import command, progress, workers
from reallocate.cli.results import PAGE, Answer, give


def compare(
    a: Annotated[
        str,
        typer.Argument(
            help="A saved result (folder of `plan --out`), or a scenario, which is planned first."
        ),
    ],
    b: Annotated[str, typer.Argument(help="The other; what is told as a change is B less A.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the page, the workbook and the tables.")
    ] = None,
    processes: Annotated[int, typer.Option("--workers", help="Processes to use; 0 takes one a core.")] = 0,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object on standard output.")
    ] = False,
) -> None:
    """Compare two plans: what differs in the input, what in the result, and what it comes from.

    reallocate compare results/today results/with-budget

    reallocate compare results/today insurer --out results/today-against-insurer
    """
    from reallocate.report.terminal import summary
    from reallocate.result.saving import must_be_free
    from reallocate.study.compare.outline import COMPARISON
    from reallocate.study.compare.run import compare_studies
    from reallocate.study.compare.sides import read_sides, solved_sides

    if out is not None:
        must_be_free(out, COMPARISON.name, COMPARISON.phrase)
    sides = read_sides((a, b))
    count = workers(processes)
    with progress() as say:
        first, second = solved_sides(sides, workers=count, progress=say)
        found = compare_studies(first, second, (a, b), workers=count, progress=say, command=command())
    answer = Answer(
        found.to_dict(),
        found.facts,
        lambda console, place: console.print(summary(found.title, found.kind.card(found))),
        lambda: {PAGE: b""},
        lambda folder, files: found.save(folder),
        {},
    )
    give(answer, out, as_json)
