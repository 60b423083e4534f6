"""Drawings where they are read: in a page in two or three widths, alone as a file, and on paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from reallocate.kernel.draw.marks import HATCHED, HATCHED_PEOPLE, LEADING, NARROW, WIDTHS, Draw, folded, text
from reallocate.kernel.draw.tones import tones
from reallocate.kernel.errors import InputError, Problem

if TYPE_CHECKING:
    import pandas as pd

    from reallocate.kernel.chart import Chart

_LEAST, _MOST, _EDGE, _USUAL = 280.0, 2400.0, 12.0, 780.0
"""Widths of a drawing that stands alone, and the ground around it [pixels]."""
_TOKEN = re.compile(r"(--[\w-]+):\s*([^;]+);")
_USED = re.compile(r"var\((--[\w-]+)\)")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_PLOT = re.compile(r'<svg class="plot[^>]*>')


def static(name: str) -> str:
    """A style or script that ships."""
    return resources.files("reallocate.render").joinpath("static", name).read_text(encoding="utf-8")


def both(name: str, spoken: str, draw: Draw) -> Markup:
    """A drawing in two widths, or three where it may have the whole width of a page.

    name : full, main, half or column: the room that it has, by which its container chooses
    spoken : what a screen reader says of it
    draw : width -> marks and height
    """
    middle = [("middle", WIDTHS["main"])] if name == "full" else []
    return Markup("").join(
        _svg(f"plot {words} {name}", spoken, draw, width)
        for words, width in (("wide", WIDTHS[name]), *middle, ("narrow", NARROW))
    )


def alone(spoken: str, draw: Draw) -> Markup:
    """A drawing in its narrow width alone, for a card."""
    return _svg("plot", spoken, draw, NARROW)


def _svg(look: str, spoken: str, draw: Draw, width: float) -> Markup:
    marks, height = draw(width)
    head = f'<svg class="{look}" viewBox="0 0 {width:g} {height:g}" role="img" aria-label="{escape(spoken)}">'
    return Markup(f"{head}{marks}</svg>")


def patterns() -> str:
    """The patterns that marks name; every page with drawings holds them once."""
    made = (
        f'<pattern id="{name}" width="7" height="7" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)">'
        f'<line x1="1" y1="0" x2="1" y2="7" class="{look}"/></pattern>'
        for name, look in ((HATCHED, "hatch"), (HATCHED_PEOPLE, "hatchp"))
    )
    return f"<defs>{''.join(made)}</defs>"


@cache
def tokens() -> dict[str, str]:
    """Colours and type of a light page, by name."""
    light = static("tokens.css").partition("@media")[0]
    return dict(_TOKEN.findall(re.sub(r"/\*.*?\*/", "", light, flags=re.DOTALL)))


@cache
def plain_style() -> str:
    """The rules of marks with colours written out, each for marks of a drawing alone."""
    css = static("plot.css").partition("/* marks */")[2]
    css = _USED.sub(lambda used: tokens()[used[1]], css)
    rules = list[str]()
    for selectors, body in _RULE.findall(css):
        each = (one.strip() for one in selectors.split(","))
        own = ",".join(one if one.startswith(".plot") else f".plot {one}" for one in each)
        rules.append(f"{own}{{{body.strip()}}}")
    return "".join(rules)


def for_paper(page: str) -> str:
    """A page whose drawings each hold their style and patterns, as a maker of PDF needs them.

    It draws letters over their halo, not under it, and knows no colour by name.
    """
    style = re.sub(r"\.plot \.halo\{[^}]*\}", "", plain_style())
    return _PLOT.sub(lambda head: f"{head[0]}<style>{style}</style>{patterns()}", page)


def colours(meanings: list[str]) -> list[str]:
    """One colour a meaning, as drawings have it, for programs that draw themselves.

    meanings : words in the order in which they are read
    """
    fills = dict(re.findall(r"\.(\w+) \{ fill: var\((--[\w-]+)\)", static("plot.css")))
    return [tokens()[fills[tone.fill]] for tone in tones(meanings)]


@dataclass(frozen=True, eq=False, repr=False)
class Drawing:
    """A chart that stands alone; it shows itself in a notebook.

    title, below : the finding, and what is drawn
    spoken : what a screen reader says of it
    frame : the figures that are drawn
    """

    title: str
    below: str
    spoken: str
    frame: pd.DataFrame
    draw: Draw

    def svg(self, width: float = _USUAL) -> str:
        """The picture as SVG, on white, with its title.

        width : [pixels], from 280 to 2,400; `InputError` for another
        """
        if not _LEAST <= width <= _MOST:
            what = f"a drawing cannot be {width:g} pixels wide"
            raise InputError(Problem(what, "width", f"Give a width from {_LEAST:g} to {_MOST:g} pixels."))
        room, y, marks = width - 2 * _EDGE, _EDGE, list[str]()
        for words, look in ((self.title, "k"), (self.below, "")):
            for one in folded(words, room, look) if words else ():
                marks.append(text(_EDGE, y + 15.0, one, look))
                y += LEADING + 2.0
        inner, height = self.draw(room)
        y += 8.0
        whole = y + height + _EDGE
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="plot" width="{width:g}" height="{whole:g}" '
            f'viewBox="0 0 {width:g} {whole:g}" role="img" aria-label="{escape(self.spoken)}">'
            f'<style>{plain_style()}</style>{patterns()}<rect width="100%" height="100%" fill="#fff"/>'
            f'{"".join(marks)}<g transform="translate({_EDGE:g} {y:g})">{inner}</g></svg>\n'
        )

    def save(self, path: str | Path) -> Path:
        """Write the picture to a file and return its path; `InputError` where that does not end in .svg."""
        place = Path(path)
        if place.suffix.lower() != ".svg":
            what = f"a drawing is not saved as {place.suffix or 'a file without an ending'}"
            remedy = f"Name it {place.with_suffix('.svg').name}; browsers and office programs read SVG."
            raise InputError(Problem(what, str(place), remedy))
        place.write_text(self.svg(), encoding="utf-8")
        return place

    def _repr_svg_(self) -> str:
        return self.svg()

    def __repr__(self) -> str:
        rows = f"{len(self.frame)} {'row' if len(self.frame) == 1 else 'rows'}"
        return (
            f"{self.title} ({rows}; .svg() is the picture, .save(path) writes it, .frame holds its figures)"
        )


def drawing(chart: Chart, frame: pd.DataFrame) -> Drawing:
    """A chart of these figures, to stand alone.

    frame : what `figures` of the chart made
    """
    title, below = chart.headed(frame)
    return Drawing(title, below, chart.spoken(frame), frame, chart.drawing(frame))
