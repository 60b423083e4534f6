"""Every declared chart at both widths: what it draws, words apart and whole, the same bytes, and what it says when it cannot."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from tests.report.conftest import Changed
from tests.report.drawn import faults

from reallocate.claims.estimates.page import ESTIMATES
from reallocate.claims.page import CLAIMS
from reallocate.firm.council.layoffs import LAYOFFS
from reallocate.firm.cut.result import CUT
from reallocate.firm.plan.people import DIMENSION_TABLES
from reallocate.firm.report.result import PLAN
from reallocate.kernel.chart import Chart
from reallocate.kernel.draw.axis import linear, writer
from reallocate.kernel.draw.marks import NARROW, WIDTHS, apart, folded, letters
from reallocate.kernel.draw.tones import MEANINGS, tones
from reallocate.kernel.errors import DataError, InputError
from reallocate.loop.page import ADOPTERS
from reallocate.market.calibration.page import CALIBRATION
from reallocate.market.published.page import MARKET
from reallocate.market.simulate.page import KIND as ECONOMY
from reallocate.render.drawing import both, colours, for_paper, plain_style, static
from reallocate.render.result import Result

CHARTS = {
    f"{kind.name}: {chart.name}": chart
    for kind in (PLAN, CUT, LAYOFFS, CLAIMS, ESTIMATES, ADOPTERS, MARKET, ECONOMY, CALIBRATION)
    for chart in kind.charts
}
NAN = float("nan")
VALUES: dict[str, Callable[[int], float]] = {
    "rising": lambda row: 1_000.0 * row + 3.0,
    "alike": lambda row: 7.0,
    "nothing": lambda row: 0.0,
    "below zero": lambda row: -12_345.6 + 900.0 * row,
    "both sides": lambda row: (-1.0) ** row * 0.0123 * (row + 1),
    "some missing": lambda row: NAN if row % 3 == 1 else 40.0 - 11.0 * row,
    "large": lambda row: 3.1e7 * (row + 1),
}
MANY = 9


def made_up(chart: Chart, value: Callable[[int], float], rows: int) -> pd.DataFrame:
    """Rows for a chart: figures by their place, words as declared or of the length of a job's title."""
    columns = {}
    for name, column in chart.described.items():
        if column.words:
            kept = list(column.words.values())
            columns[name] = [kept[row % len(kept)] for row in range(rows)]
        else:
            columns[name] = [_cell(name, column.unit, value, row) for row in range(rows)]
    return pd.DataFrame(columns)


def _cell(name: str, unit: str, value: Callable[[int], float], row: int) -> object:
    moments = {
        "month": f"{2026 + (6 + row) // 12}-{(6 + row) % 12 + 1:02d}", "end": f"{2026 + row // 4}-{row % 4 * 3 + 1:02d}-28",
        "quarter": f"{2026 + row // 4}Q{row % 4 + 1}", "period": f"{2026 + row // 4} Q{row % 4 + 1}",
        "year": 2026 + row, "years": row / 2.0, "case": ("baseline", "plan")[row % 2], "unit": "USD",
        "capture": (row % 5) / 5.0, "fifth": row % 5 + 1, "round": row + 1, "elasticity": row % 3 / 2.0,
        "adjustment": value(row), "amplitude": value(row), "error": value(row), "passed": f"{row % 2} of savings", "low": value(row), "high": value(row + 1),
    }  # fmt: skip
    if name in moments:
        return moments[name]
    return value(row) if unit else f"Computer and Mathematical Occupations, All Other, {row}"


@pytest.mark.long
@pytest.mark.parametrize("case", VALUES)
@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_keeps_words_apart_and_lines_inside(name: str, case: str) -> None:
    chart = CHARTS[name]
    for rows in (1, 2, MANY):
        draw = chart.drawing(made_up(chart, VALUES[case], rows))
        for width in (WIDTHS["full"], WIDTHS["main"], WIDTHS["half"], NARROW):
            assert faults(draw, width) == [], f"{rows} rows, {width:g} pixels"
            assert draw(width) == draw(width)


def test_words_of_the_made_up_plan_s_charts_are_apart_in_two_widths(made_up: Result, html: str) -> None:
    for name in re.findall(r'<figure id="chart-(\w+)">', html):
        picture = made_up.picture(name)
        for width in (WIDTHS["main"], NARROW):
            marks, _ = picture.chart.drawing(picture.frame)(width)
            assert faults(picture.chart.drawing(picture.frame), width) == [], name
            assert ElementTree.fromstring(f"<svg>{marks}</svg>") is not None


def test_no_text_of_a_drawing_is_small_on_screen_or_paper() -> None:
    sizes = [float(size) for size in re.findall(r"font-size: ([\d.]+)px", static("plot.css"))]
    assert min(sizes) == 16.0
    for name, width in WIDTHS.items():
        room = {"full": 1060.0, "main": 730.0, "half": 540.0, "column": 395.0}[name]
        assert 16.0 * room / width >= 14.5, name
        assert name == "column" or f"@container (max-width: {room:g}px)" in static("plot.css")
    paper = 142.0 / 25.4 * 72.0
    assert "max-width: 142mm" in static("page.css") and 16.0 * paper / WIDTHS["main"] >= 8.0


def test_a_meaning_has_one_tone_and_each_tone_a_colour() -> None:
    known = list(MEANINGS)
    assert tones(["plan", "baseline"]) == [MEANINGS["plan"], MEANINGS["baseline"]]
    made = tones(["nobody knows", "plan", "nor this"])
    assert len(set(made)) == 3
    assert all(re.fullmatch("#[0-9a-f]{6}", colour) for colour in colours(known))
    for tone in MEANINGS.values():
        for look in (tone.fill, tone.stroke.split()[0], tone.dot):
            assert re.search(rf"\.{look}\b", static("plot.css")), look


def test_alone_it_names_no_colour_by_a_variable_and_styles_nothing_else(made_up: Result) -> None:
    shown = made_up.chart("headcount_walk")
    svg = shown.svg()
    assert ElementTree.fromstring(svg).tag.endswith("svg") and "var(" not in svg
    assert all(rule.strip().startswith(".plot") for rule in re.findall(r"[^{},]+(?=[,{])", re.sub(r"\{.*?\}", "{", plain_style())))
    assert shown.title in re.sub(r"</text><text[^>]*>", " ", svg) and "fill=\"#fff\"" in svg
    assert shown._repr_svg_() == svg and shown.svg(400) != svg
    assert repr(shown).startswith(shown.title) and list(shown.frame) == ["step", "baseline", "plan", "change"]


def test_it_is_saved_as_svg_and_nothing_else(made_up: Result, tmp_path: Path) -> None:
    shown = made_up.chart("headcount_walk")
    assert shown.save(tmp_path / "walk.svg").read_text("utf-8") == shown.svg()
    with pytest.raises(InputError, match=r"not saved as \.png.*walk\.svg"):
        shown.save(tmp_path / "walk.png")
    with pytest.raises(InputError, match="cannot be 12 pixels wide"):
        shown.svg(12)
    assert [one.name for one in tmp_path.iterdir()] == ["walk.svg"]


def test_on_paper_each_drawing_has_its_style_and_patterns() -> None:
    page = str(both("main", "two", lambda width: ('<text x="0" y="16" class="k halo">2</text>', 20.0)))
    paper = for_paper(page)
    assert paper.count("<style>") == paper.count("<defs>") == 2 and "var(" not in paper
    assert ".halo" not in re.sub(r"<text.*?>", "", paper), "letters would be hidden under it"


def test_numbers_at_an_axis_are_written_as_its_step_asks() -> None:
    assert writer(percent=True)(0.025, 0.005) == "2.5%" and writer(signed=True)(2e6, 1e6) == "+2 m"
    assert writer()(-0.0, 1.0) == "0" and writer(signed=True)(-1500.0, 500.0) == "−1,500"
    axis = linear([3.0], 0.0, 100.0, 5, zero=True)
    assert axis(0.0) == 0.0 and 0.0 < axis(3.0) <= 100.0


def test_names_are_moved_apart_and_words_fold() -> None:
    moved = apart([10.0, 11.0, 12.0, 300.0], 20.0, 0.0, 310.0)
    assert moved == sorted(moved) and all(b - a >= 20.0 for a, b in zip(moved, moved[1:], strict=False))
    assert apart([], 20.0, 0.0, 100.0) == [] and apart([95.0, 96.0], 20.0, 0.0, 100.0)[-1] <= 100.0
    assert folded("one two three", letters("one two")) == ["one two", "three"] and folded("", 10.0) == [""]


OF_A_PLAN = {chart.name: chart for chart in PLAN.charts}
IN_EVERY_PLAN = [name for name, chart in OF_A_PLAN.items() if chart.tables[0] not in DIMENSION_TABLES]


@pytest.mark.parametrize("name", IN_EVERY_PLAN)
def test_a_chart_says_what_it_is_and_names_units(made_up: Result, name: str) -> None:
    chart = OF_A_PLAN[name]
    frame = chart.figures(made_up.tables)
    title, below = chart.headed(frame)
    assert re.search(r"\[.+\]$", chart.title) and len(chart.spoken(frame)) > 40
    assert (below or title) == chart.title and (not below or not title.endswith("]"))
    marks, height = chart.drawing(frame)(780.0)
    assert marks.count("<text") > 2 and height > 50.0
    numbers = frame.select_dtypes("number").columns
    assert set(frame.columns) <= set(chart.described)
    assert all(chart.described[column].unit for column in numbers)


@pytest.mark.parametrize("name", IN_EVERY_PLAN)
def test_a_chart_without_figures_says_so(changed: Changed, name: str) -> None:
    needed = OF_A_PLAN[name].tables[0].name
    plan = changed({needed: pd.DataFrame()})
    with pytest.raises(DataError, match="not drawn"):
        plan.chart(name)
    assert plan.picture(name).kind == "prose"


def test_no_role_is_dropped_from_who_is_affected(made_up: Result) -> None:
    roles = made_up.table("groups")
    many = pd.concat([roles.assign(role=roles["role"] + str(copy)) for copy in range(5)], ignore_index=True)
    frame = OF_A_PLAN["who_is_affected"].figures({"groups": many})
    assert np.isclose(frame["delta"].sum(), many["delta"].sum())
    assert (
        frame["title"].is_unique and frame["title"].iloc[-1] == f"All {len(many) - 6} other roles"
    )
