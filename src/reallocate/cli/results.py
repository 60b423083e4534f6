"""How the command line shows a result: a summary for people, or one object for machines."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reallocate import Result
    from reallocate.kernel.options import File


_REST = "With all parts"
_FILES = {
    "The page": "page.html", "The works council's sheet": "sheet-council.html",
    "The board's sheet": "sheet-board.html", "The workbook": "workbook.xlsx",
}  # fmt: skip


def show(result: Result, as_json: bool, out: File | None = None) -> None:
    """Print a result.

    as_json : one object instead of the summary
    out : folder or file that it was saved in
    """
    if as_json:
        print_object(result.to_dict())
        return
    _print(result.title, result.card())
    show_files(out)


def show_card(title: str, blocks: Sequence[Any]) -> None:
    """Print the summary of a result that ships."""
    _print(title, blocks)


def show_first(result: Result) -> None:
    """Print a first answer while the rest is being computed."""
    _print(result.title, result.first())
    sys.stdout.flush()


def show_rest(result: Result, out: File | None = None) -> None:
    """Print what a whole result adds to its first answer, which is printed already.

    out : as in `show`
    """
    _print(_REST, result.kind.rest(result))
    show_files(out)


def _print(title: str, blocks: Sequence[Any]) -> None:
    from rich.console import Console

    from reallocate.render.terminal import summary

    Console(highlight=False).print(summary(title, blocks))


def show_files(folder: File | None) -> None:
    """Say where page, sheets and workbook of a saved result are."""
    for words, name in _FILES.items():
        if folder is not None and (file := Path(folder, name)).is_file():
            print(f"{words}: {file}")


def show_handed(pdf: File | None, slides: File | None) -> None:
    """Say where the files are that were asked for beside the folder."""
    for words, file in (("The PDF", pdf), ("The slides", slides)):
        if file is not None:
            print(f"{words}: {file}")


def print_object(record: Any) -> None:
    """Print one object for machines, on one line; a sign that the output's encoding lacks is escaped."""
    unicode = (sys.stdout.encoding or "").lower().startswith("utf")
    print(json.dumps(record, ensure_ascii=not unicode, allow_nan=False))
