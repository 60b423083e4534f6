"""The verb `open`: the summary of a saved result."""

from __future__ import annotations

from pathlib import Path

import typer

from reallocate.cli.options import AS_JSON, PDF, SLIDES, option
from reallocate.cli.results import show, show_files, show_handed


def open(
    folder: Path = typer.Argument(help="Folder of a result, or the file of a saved forecast."),
    table: str | None = option("Print only this table, as CSV; `decisions` is a plan to edit.", None),
    pdf: Path | None = PDF,
    slides: Path | None = SLIDES,
    as_json: bool = AS_JSON,
) -> None:
    """Verify a saved result and print its summary again; nothing is computed.

    reallocate open results/ours

    reallocate open results/ours --json

    reallocate open results/ours --table decisions > ours.csv

    reallocate open results/ours --pdf ours.pdf --slides ours.pptx
    """
    import reallocate
    from reallocate.api.handed import handed
    from reallocate.api.rerun import again

    files = handed(pdf, slides)
    result = reallocate.open(folder)
    files.write(result)
    if table is not None:
        print(result.table(table).to_csv(index=False, lineterminator="\n"), end="")
        return
    show(result, as_json, folder if folder.is_file() else None)
    if not as_json:
        show_handed(pdf, slides)
    if not as_json and folder.is_dir():
        print()
        show_files(folder)
        print(f"To compute it again: {again(result, folder)}")
