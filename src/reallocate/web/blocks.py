"""Sections of a result as a live page shows them: the same blocks as its saved page, charts drawn anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from reallocate.kernel.blocks import Beside, Block, Grid, Named, Picture, Section, chart_grid
from reallocate.render.drawing import both


@dataclass(frozen=True)
class Chart(Named):
    """A chart that is drawn, with its table.

    finding, below : what it shows, and what is drawn
    """

    name: str
    finding: str
    below: str
    picture: Markup
    grid: Grid
    reading: str


def shown(sections: Iterable[Section], *names: str) -> list[Section]:
    """Sections by name, in this order, as far as they are there."""
    by_name = {section.name: section for section in sections}
    return [ready(by_name[name]) for name in names if name in by_name]


def ready(section: Section, room: str = "main") -> Section:
    """A section whose charts are ready to be drawn.

    room : that a chart has, as for `both`
    """
    return replace(section, blocks=[_ready(block, room) for block in section.blocks])


def _ready(block: Block, room: str = "main") -> Any:
    if isinstance(block, Beside):
        left, right = ([_ready(one, "half") for one in side] for side in (block.left, block.right))
        return Beside(left, right)
    if not isinstance(block, Picture):
        return block
    chart, frame = block.chart, block.frame
    finding, below = chart.headed(frame)
    drawn = both(room, chart.spoken(frame), chart.drawing(frame))
    return Chart(chart.name, finding, below, drawn, chart_grid(chart, frame), chart.how_to_read(frame))
