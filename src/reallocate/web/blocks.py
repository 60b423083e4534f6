"""Sections of a result as a live page shows them: the same blocks as its saved page, charts drawn anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from reallocate.kernel.blocks import Beside, Block, Grid, Named, Picture, Section, chart_grid
from reallocate.render.page import script_json
from reallocate.render.theme import themed


@dataclass(frozen=True)
class Chart(Named):
    """A chart for a page's script, with its table.

    finding, below : what it shows, and what is drawn
    """

    name: str
    finding: str
    below: str
    spec: Markup
    grid: Grid
    reading: str


def shown(sections: Iterable[Section], *names: str) -> list[Section]:
    """Sections by name, in this order, as far as they are there."""
    by_name = {section.name: section for section in sections}
    return [ready(by_name[name]) for name in names if name in by_name]


def ready(section: Section) -> Section:
    """A section whose charts are ready to be drawn."""
    return replace(section, blocks=[_ready(block) for block in section.blocks])


def _ready(block: Block) -> Any:
    if isinstance(block, Beside):
        return Beside([_ready(one) for one in block.left], [_ready(one) for one in block.right])
    if not isinstance(block, Picture):
        return block
    chart, frame = block.chart, block.frame
    spec = themed(chart.spec(frame))
    spec.pop("title", None)
    wide = spec if "width" in spec or "facet" in spec else {**spec, "width": "container"}
    finding, below = chart.headed(frame)
    return Chart(
        chart.name, finding, below, Markup(script_json(wide)), chart_grid(chart, frame),
        chart.how_to_read(frame),
    )  # fmt: skip
