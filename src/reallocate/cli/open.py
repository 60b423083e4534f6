"""The verb `open`: what a saved result says, as its command printed it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reallocate.cli.results import OBJECT, PAGE, TEXT, WORKBOOK, print_object


def open(
    folder: Annotated[Path, typer.Argument(help="A folder of results, or the file of a saved forecast.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the object that the command's own --json prints.")
    ] = False,
) -> None:
    """Verify a saved result and print its summary again, with where its page and workbook are.

    Every file is held against the list that was saved with it. Nothing is computed.

    reallocate open results/ours

    reallocate open results/ours --json
    """
    if folder.is_file():
        _open_forecast(folder, as_json)
        return
    from reallocate.errors import InputError, Problem
    from reallocate.result.folder import open_result

    saved = open_result(folder)
    if OBJECT not in saved.files or TEXT not in saved.files:
        remedy = (
            f"Open it in Python, or make one with a verb of the command line and --out. Kind: {saved.kind}."
        )
        raise InputError(Problem("the result was saved without what a verb prints", str(folder), remedy))
    if as_json:
        print_object(saved.json(OBJECT))
        return
    print(saved.files[TEXT].decode("utf-8", errors="replace").rstrip("\n"))
    print()
    for words, name in (("The page", PAGE), ("The workbook", WORKBOOK)):
        if name in saved.files:
            print(f"{words}: {folder / name}")
    print(f"To compute it again: reallocate rerun {folder}")


def _open_forecast(file: Path, as_json: bool) -> None:
    from rich.console import Console

    from reallocate.report.market.forecast_card import print_forecast
    from reallocate.study.forecast.score import read_forecast

    made = read_forecast(file)
    if as_json:
        print_object(made)
    else:
        print_forecast(made, Console(highlight=False), file)
