"""A result in six parts for those who decide: the same for a page to print and for slides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from reallocate.output.blocks import Cards, Grid

BY_FIVES = 5
"""[people] Smaller groups are in no brief."""
NARROW = 4
"""Columns of a table that stands beside a chart."""


@dataclass(frozen=True)
class Plot:
    """A chart simple enough for office programs to draw it themselves.

    title : what is drawn, with its unit
    kind : a line or a column for each category along the page, or a bar for each down the page
    categories : such as quarters
    series : name -> its amounts, one a category
    digits : decimals of its amounts
    """

    title: str
    kind: Literal["line", "column", "bar"]
    categories: tuple[str, ...]
    series: Mapping[str, tuple[float, ...]]
    digits: int = 0


@dataclass(frozen=True)
class Part:
    """One part of a brief, or one slide.

    name : unique in the brief
    heading : what it is about, in a few words
    finding : what it says, in a sentence
    lines : further sentences
    points : statements side by side, such as decisions, under `asked`
    source : where its figures come from
    """

    name: str
    heading: str
    finding: str
    source: str
    lines: tuple[str, ...] = ()
    asked: str = ""
    points: tuple[str, ...] = ()
    cards: Cards | None = None
    grid: Grid | None = None
    plot: Plot | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether its table has few enough columns to stand beside its chart."""
        return self.grid is not None and self.plot is not None and len(self.grid.heads) <= NARROW


@dataclass(frozen=True)
class Brief:
    """What those who decide take away.

    made : pairs of what and which: scenario, version, sources, how it was computed
    head : how private it is, above everything; "" where no table of people is behind it
    """

    parts: tuple[Part, ...]
    made: tuple[tuple[str, str], ...] = field(default=())
    head: str = ""

    @property
    def made_line(self) -> str:
        """Scenario, version and sources in one line."""
        return " · ".join(f"{name}: {value}" for name, value in self.made)
