"""The verb `open`: the summary of a saved result."""

from __future__ import annotations

from pathlib import Path

import typer

from reallocate.cli.options import AS_JSON, option
from reallocate.cli.results import show, show_files


def open(
    folder: Path = typer.Argument(help="Folder of a result, or the file of a saved forecast."),
    table: str | None = option("Print only this table, as CSV; `decisions` is a plan to edit.", None),
    as_json: bool = AS_JSON,
) -> None:
    """Verify a saved result and print its summary again; nothing is computed.

    reallocate open results/ours

    reallocate open results/ours --json

    reallocate open results/ours --table decisions > ours.csv
    """
    import reallocate
    from reallocate.face.rerun import again

    result = reallocate.open(folder)
    if table is not None:
        print(result.table(table).to_csv(index=False, lineterminator="\n"), end="")
        return
    show(result, as_json, folder if folder.is_file() else None)
    if not as_json and folder.is_dir():
        print()
        show_files(folder)
        print(f"To compute it again: {again(result, folder)}")
