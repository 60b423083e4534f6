"""The verb `open`: the summary of a saved result."""

from __future__ import annotations

from pathlib import Path

from reallocate.api.requests import OpenCommand
from reallocate.cli.results import show, show_files, show_handed
from reallocate.cli.verb import takes


@takes(OpenCommand)
def open(asked: OpenCommand) -> None:
    """Verify a saved result and print its summary again; nothing is computed.

    reallocate open results/ours

    reallocate open results/ours --json

    reallocate open results/ours --table decisions > ours.csv

    reallocate open results/ours --pdf ours.pdf --slides ours.pptx
    """
    import reallocate
    from reallocate.api.out import handed
    from reallocate.api.rerun import again

    files, folder = handed(asked.pdf, asked.slides), Path(asked.folder)
    result = reallocate.open(folder)
    files.write(result)
    if asked.table is not None:
        print(result.table(asked.table).to_csv(index=False, lineterminator="\n"), end="")
        return
    show(result, asked.as_json, folder if folder.is_file() else None)
    if not asked.as_json:
        show_handed(asked.pdf, asked.slides)
    if not asked.as_json and folder.is_dir():
        print()
        show_files(folder)
        print(f"To compute it again: {again(result, folder)}")
