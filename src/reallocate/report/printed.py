"""What every card on a terminal is written with: lines of text, and a table without a frame."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from reallocate.measure.number import without_signed_zero


def text_lines(lines: Iterable[str], style: str = "") -> RenderableType:
    """Sentences, each a paragraph of its own.

    lines : sentences, printed as they are
    style : of all of them
    """
    return Group(*(Text(without_signed_zero(line), style=style) for line in lines))


def plain_table(title: str) -> Table:
    """A table without a frame, its title on the left; columns are the caller's.

    title : printed as it is
    """
    return Table(
        title=Text(title), title_justify="left", title_style="bold", box=None, pad_edge=False,
        padding=(0, 2, 0, 0),
    )  # fmt: skip
