"""The verb `sheet`: two printed pages for the works council or the board."""

from __future__ import annotations

from pathlib import Path

from reallocate.api.sheet_request import SheetCommand
from reallocate.cli.verb import takes


@takes(SheetCommand)
def sheet(asked: SheetCommand) -> None:
    """Make the two-page sheet for the works council or the board: laying off now against stopping refills.

    It shows the exact figures, without groups of fewer than ten people. What turns the answer is solved where
    it was not: half a minute.

    reallocate sheet results/ours --reader board --out board.html --pdf board.pdf
    """
    import reallocate
    from reallocate.render.readers import SHEETS

    out = Path(asked.out) if asked.out is not None else None
    usual = SHEETS.get(asked.reader)
    file = Path(usual) if out is None and asked.pdf is None and usual is not None else out
    reallocate.sheet(asked.result, asked.reader, out=file, pdf=asked.pdf)
    for words, made in (("The sheet", file), ("The PDF", asked.pdf)):
        if made is not None:
            print(f"{words}: {made}")
