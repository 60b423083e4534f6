"""Drawings of simple plots: a line or a column for each category along the page, a bar for each down it."""

from __future__ import annotations

from reallocate.kernel.blocks import Plot
from reallocate.kernel.draw.axis import writer
from reallocate.kernel.draw.columns import Columns, Stack
from reallocate.kernel.draw.marks import Draw
from reallocate.kernel.draw.plane import Frame, Stroke, lines
from reallocate.kernel.draw.rows import bar, rows
from reallocate.kernel.draw.tones import tones
from reallocate.kernel.number import with_minus


def plot_drawing(plot: Plot) -> Draw:
    """How a plot is drawn at any width.

    plot : of a brief
    """
    names = list(plot.series)
    looks = tones(names)
    if plot.kind == "bar":
        amounts = zip(plot.categories, plot.series[names[0]], strict=True)
        return rows([bar(label, amount, _said(plot, amount)) for label, amount in amounts])
    if plot.kind == "column":
        stacks = tuple(
            tuple(
                Stack(tuple(plot.series[name][place] if name == one else 0.0 for one in names))
                for name in names
            )
            for place in range(len(plot.categories))
        )
        said = tuple(_said(plot, amount) for amount in plot.series[names[0]]) if len(names) == 1 else ()
        return Columns(
            plot.categories, stacks, tuple(zip(names, looks, strict=True)), writer(), said=said
        ).draw
    strokes = [
        Stroke(name, tuple(enumerate(plot.series[name])), tone, _said(plot, plot.series[name][-1]))
        for name, tone in zip(names, looks, strict=True)
    ]
    return lines(
        strokes, Frame(writer(), tuple((float(at), one) for at, one in enumerate(plot.categories)))
    )


def _said(plot: Plot, amount: float) -> str:
    return with_minus(f"{round(amount, plot.digits) + 0.0:,.{plot.digits}f}")
