"""The verb `share`: a copy of a result to hand on."""

from __future__ import annotations

from pathlib import Path

import typer

from reallocate.cli.options import AS_JSON, OUT, PDF, RUN, SLIDES, WORKERS, flag, option
from reallocate.cli.results import show, show_handed
from reallocate.kernel.errors import visible


def share(
    result: Path = typer.Argument(..., help="Folder of a plan or a cut that was made from a roster."),
    by: str | None = option(
        "The one dimension that roles stay apart by: department, site, country, or none. Default: the plan's "
        "first."
    ),
    quick: bool = flag("--quick", "Stop after the first answer; the other parts are left out.", RUN),
    out: Path | None = OUT,
    pdf: Path | None = PDF,
    slides: Path | None = SLIDES,
    workers: int | None = WORKERS,
    as_json: bool = AS_JSON,
) -> None:
    """Make a copy of a result to hand on: its figures are about, and no small group is shown.

    The plan is solved again on roles whose sizes a key of this machine moves. The roster is not needed. The
    same result gives the same copy.

    reallocate share results/ours --out results/copy --pdf board.pdf --slides board.pptx
    """
    import reallocate
    from reallocate.api.share import beside

    exact = reallocate.open(result)
    made = reallocate.share(
        exact, by=by, quick=quick or None, out=out, pdf=pdf, slides=slides, workers=workers
    )
    show(made, as_json, out)
    if as_json:
        return
    show_handed(pdf, slides)
    for line in beside(exact, made):
        print(visible(line))
