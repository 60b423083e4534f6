"""A brief as slides, one a part, with charts that can be edited; needs the extra `slides`."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from reallocate.kernel.blocks import Brief, Grid, Head, Part, Plot
from reallocate.kernel.errors import InputError, Problem
from reallocate.render.drawing import colours
from reallocate.render.provenance import CREATED

_INSTALL = "python -m pip install 'reallocate[slides]'"
_WIDTH, _HEIGHT, _MARGIN = 13.333, 7.5, 0.6
"""[inches]"""
_TITLE_ONLY = 5
"""Place of the layout with a title alone, in the library's own template."""
_LONG = 110
"""Letters of a title from which it is set smaller."""
_MOST_ROWS = 6
"""Rows of a table on a slide."""


def pptx() -> Any:
    """The library; `InputError` with what installs it where it is not there."""
    try:
        import pptx as found
    except ModuleNotFoundError as error:
        why = "Slides are made by python-pptx, which an ordinary installation does not have."
        raise InputError(
            Problem("no slides can be made here", "--slides", why, f"Install it: {_INSTALL}")
        ) from error
    return found


def slides(title: str, version: str, brief: Brief) -> bytes:
    """The slides as the bytes of a PPTX file; the same brief gives the same bytes."""
    from pptx.util import Inches

    show = pptx().Presentation()
    show.slide_width, show.slide_height = Inches(_WIDTH), Inches(_HEIGHT)
    of = show.core_properties
    of.title, of.author, of.comments = title, "", f"reallocate {version}"
    of.created = of.modified = CREATED
    of.last_modified_by, of.revision = "", 1
    for part in brief.parts:
        _slide(show, title, part, brief)
    made = io.BytesIO()
    show.save(made)
    return _same_bytes(made.getvalue())


def _same_bytes(archive: bytes) -> bytes:
    """An office file, and those embedded in it, with one date for all that they hold."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as given, zipfile.ZipFile(made, "w") as new:
        for name in sorted(given.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            content = given.read(name)
            if name.endswith(".xlsx"):
                content = _same_bytes(content)
            if name == "docProps/core.xml":
                content = _without_time(content)
            new.writestr(zipfile.ZipInfo(name, CREATED.timetuple()[:6]), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _without_time(core: bytes) -> bytes:
    """The properties of an office file with the one date."""
    return re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z", CREATED.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), core)


def _slide(show: Any, title: str, part: Part, brief: Brief) -> None:
    slide = show.slides.add_slide(show.slide_layouts[_TITLE_ONLY])
    _place(slide.shapes.title, _MARGIN, 0.35, _WIDTH - 2 * _MARGIN, 1.1)
    _write(slide.shapes.title.text_frame, [part.finding], 22 if len(part.finding) > _LONG else 26, bold=True)
    half = 5.6 if part.plot else _WIDTH - 2 * _MARGIN
    top = 1.55
    if part.cards:
        _table(slide, _cards(part), _MARGIN, top, _WIDTH - 2 * _MARGIN, size=13)
        top += 1.45
    points = [f"{number}. {point}" for number, point in enumerate(part.points, start=1)]
    words = [*part.lines[:3], *([part.asked] if points else []), *points]
    if words:
        box = slide.shapes.add_textbox(*_inches(_MARGIN, top, half, 2.0))
        _write(box.text_frame, words, 14 if len("".join(words)) < 500 else 12, heads={part.asked})
    if part.plot:
        left = _MARGIN + half + 0.3
        _chart(slide, part.plot, left, top, _WIDTH - _MARGIN - left, 2.9 if part.grid else 6.6 - top)
    if part.grid:
        _table(slide, part.grid, _MARGIN, 4.5, _WIDTH - 2 * _MARGIN, size=11)
    if brief.head:
        top = slide.shapes.add_textbox(*_inches(_MARGIN, 0.05, _WIDTH - 2 * _MARGIN, 0.3))
        _write(top.text_frame, [brief.head], 10, bold=True)
    foot = slide.shapes.add_textbox(*_inches(_MARGIN, 7.0, _WIDTH - 2 * _MARGIN, 0.35))
    _write(foot.text_frame, [f"{part.heading} · {title} · {brief.made_line.partition(' · Status')[0]}"], 10)
    head = [brief.head] if brief.head else []
    notes = [*head, part.heading, *part.lines, f"Source: {part.source}", brief.made_line]
    slide.notes_slide.notes_text_frame.text = "\n".join(notes)


def _cards(part: Part) -> Grid:
    assert part.cards is not None
    cards = part.cards.cards
    rows = (
        tuple(card.value for card in cards),
        tuple(f"{card.range} {card.over}".strip() or card.against for card in cards),
    )
    return Grid("", tuple(Head(card.label) for card in cards), rows)


def _inches(*sides: float) -> tuple[Any, ...]:
    from pptx.util import Inches

    return tuple(Inches(side) for side in sides)


def _place(shape: Any, *sides: float) -> None:
    shape.left, shape.top, shape.width, shape.height = _inches(*sides)


def _write(
    frame: Any, lines: list[str], size: int, *, bold: bool = False, heads: set[str] | None = None
) -> None:
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    frame.margin_left = frame.margin_right = 0
    for place, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment, paragraph.space_after = PP_ALIGN.LEFT, Pt(4)
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.bold, run.font.name = Pt(size), bold or line in (heads or set()), "Arial"


def _chart(slide: Any, plot: Plot, *sides: float) -> None:
    """A native chart with its figures in it."""
    from pptx.chart.data import CategoryChartData
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
    from pptx.util import Pt

    kinds = {
        "line": XL_CHART_TYPE.LINE, "column": XL_CHART_TYPE.COLUMN_CLUSTERED,
        "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    }  # fmt: skip
    pattern = f"#,##0{'.' + '0' * plot.digits if plot.digits else ''}"
    data = CategoryChartData(number_format=pattern)
    data.categories = plot.categories
    for name, amounts in plot.series.items():
        data.add_series(name, amounts)
    frame = slide.shapes.add_chart(kinds[plot.kind], *_inches(*sides), data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", plot.title)
    chart = frame.chart
    chart.font.size, chart.font.name = Pt(11), "Arial"
    chart.has_title = True
    chart.chart_title.text_frame.text = plot.title
    chart.chart_title.text_frame.paragraphs[0].runs[0].font.size = Pt(12)
    chart.has_legend = len(plot.series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    chart.category_axis.reverse_order = plot.kind == "bar"
    chart.value_axis.has_major_gridlines = plot.kind != "bar"
    chart.value_axis.tick_labels.number_format = pattern
    chart.value_axis.tick_labels.number_format_is_linked = False
    for series, colour in zip(chart.plots[0].series, colours(list(plot.series)), strict=True):
        look = series.format.line if plot.kind == "line" else series.format.fill
        if plot.kind == "line":
            series.smooth = False
            look.color.rgb = RGBColor.from_string(colour[1:].upper())
        else:
            look.solid()
            look.fore_color.rgb = RGBColor.from_string(colour[1:].upper())
            series.invert_if_negative = False


def _table(slide: Any, grid: Grid, left: float, top: float, width: float, size: int) -> None:
    """A table of the slide, which can be edited."""
    from pptx.dml.color import RGBColor
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Pt

    first, *others = grid.heads
    units = ["" if grid.shared else head.unit for head in others]
    heads = [_head(head.label, unit) for head, unit in zip(others, units, strict=True)]
    rows = [(_head(first.label, grid.shared), *heads), *grid.rows[:_MOST_ROWS]]
    height = 0.27 * len(rows)
    shape = slide.shapes.add_table(len(rows), len(rows[0]), *_inches(left, top, width, height))
    table = shape.table
    table.horz_banding = False
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            cell = table.cell(row, column)
            cell.margin_top = cell.margin_bottom = Pt(1)
            cell.fill.solid()
            cell.fill.fore_color.rgb = RGBColor(0xF0, 0xF2, 0xF2) if row == 0 else RGBColor(0xFF, 0xFF, 0xFF)
            paragraph = cell.text_frame.paragraphs[0]
            run = paragraph.add_run()
            run.text = text[:1].upper() + text[1:]
            run.font.size, run.font.name, run.font.bold = Pt(size), "Arial", row == 0
            run.font.color.rgb = RGBColor(0x15, 0x20, 0x2B)
            if grid.heads[column].number:
                paragraph.alignment = PP_ALIGN.RIGHT
    named = any(head.number for head in grid.heads)
    first_width = 0.4 * width if named else width / len(rows[0])
    for column, of in enumerate(table.columns):
        each = first_width if column == 0 else (width - first_width) / max(len(rows[0]) - 1, 1)
        of.width = _inches(each)[0]


def _head(label: str, unit: str) -> str:
    return f"{label} [{unit}]" if unit else label
