"""An ensemble of a labour market in a terminal: medians with intervals, and what moves them."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from reallocate.measure.number import sentence
from reallocate.report.printed import text_lines
from reallocate.study.ensemble.run import Ensemble


def print_ensemble(ensemble: Ensemble, console: Console, folder: Path | None = None) -> None:
    """Write an ensemble to a terminal.

    ensemble : made
    console : where to; its width is kept
    folder : where it lies, if that is to be said
    """
    said = ensemble.explain()
    parts: list[RenderableType] = [
        Text(sentence(ensemble.meta["title"]), style="bold"),
        text_lines(said["headline"]),
        Group(Text("What moves it", style="bold"), text_lines(said["importance"])),
        Group(Text("What this does not say", style="bold"), text_lines(said["not_said"], "dim")),
    ]
    if folder is not None:
        parts.append(Text.assemble("Tables by step, every draw and what is done: ", (str(folder), "bold")))
    console.print(Group(*(Padding(part, (0, 0, 1, 0)) for part in parts)))
