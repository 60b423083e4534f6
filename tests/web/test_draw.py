"""Drawings: areas in proportion, ticks that cover, marks that do not cover each other."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from reallocate.render.theme import Cell, squarified
from reallocate.web.draw import (
    Part,
    Series,
    Slice,
    bar,
    both,
    dots,
    interval,
    lines,
    nice_ticks,
    reached_parts,
    scale,
)

BOX = Cell(10.0, 20.0, 600.0, 400.0)


@pytest.mark.parametrize("values", [[6, 6, 4, 3, 2, 2, 1], [1.0], [100, 1, 1e-3], [3.0] * 50])
def test_cells_have_areas_in_proportion_and_fill_the_box(values: list[float]) -> None:
    cells = squarified(values, BOX)
    scale = BOX.width * BOX.height / sum(values)
    for value, cell in zip(values, cells, strict=True):
        assert cell.width * cell.height == pytest.approx(value * scale)
        assert BOX.x - 1e-6 <= cell.x and cell.x + cell.width <= BOX.x + BOX.width + 1e-6
        assert BOX.y - 1e-6 <= cell.y and cell.y + cell.height <= BOX.y + BOX.height + 1e-6


def test_the_published_example_has_its_layout() -> None:
    """Bruls, Huizing, van Wijk 2000, figure 3: 6 × 4, areas 6 6 4 3 2 2 1."""
    cells = squarified([6, 6, 4, 3, 2, 2, 1], Cell(0, 0, 6, 4))
    assert cells[0] == pytest.approx((0, 0, 3, 2)) and cells[1] == pytest.approx((0, 2, 3, 2))
    assert cells[2][2:] == pytest.approx((12 / 7, 7 / 3)) and cells[3][2:] == pytest.approx((9 / 7, 7 / 3))


def test_no_value_is_no_cell() -> None:
    assert squarified([], BOX) == []


@pytest.mark.parametrize(("low", "high"), [(0, 1), (-107, 119.5), (0, 1_066_670), (-5.2, -0.4), (3, 3), (0.001, 0.0013)])
def test_ticks_cover_the_data_and_are_few(low: float, high: float) -> None:
    ticks = nice_ticks(low, high, 4)
    assert ticks[0] <= low and ticks[-1] >= high and 2 <= len(ticks) <= 7
    steps = {round((b - a) / (ticks[1] - ticks[0]), 6) for a, b in zip(ticks, ticks[1:], strict=False)}
    assert steps == {1.0}


def test_a_drawing_is_wide_and_narrow_and_says_what_it_shows() -> None:
    markup = str(both("main", 'Says "it" & more', dots([0.1, 0.1, 0.9], 0.5, "middle 50%", "3 sources")))
    pictures = ElementTree.fromstring(f"<p>{markup}</p>")
    assert [one.get("aria-label") for one in pictures] == ['Says "it" & more'] * 2
    assert [len(one.findall("circle")) for one in pictures] == [3, 3]
    first, second = ({tuple(c.get(k) for k in ("cx", "cy")) for c in one.findall("circle")} for one in pictures)
    assert len(first) == len(second) == 3, "equal dots are stacked"


def test_every_kind_of_drawing_is_well_formed_at_both_widths() -> None:
    parts = [Part("Managing", 0.95, "95%", 0.1, "10%"), Part("Rest <&>", 0.05, "5%", 0.9, "90%")]
    series = [Series([1.0, -2.0, 3.0], "lp", "dotp", "Wait", "kp"), Series([1.0, 0.0, 2.9], "lc", "dotc", "Cut", "kc")]
    drawings = [
        reached_parts(parts),
        lines(["a", "b", "c"], series, str, shown_labels=(0, 2), estimated=[True, False, False], shade=(0, 1, "x"), meets=(2, "m")),
        bar([Slice(0.996, "99%", "refilled", "fc", "kc"), Slice(0.004, "0%", "saved", "bp", "kp", "hatch-people")]),
        scale(0.02, "2¢", "the cut pays", "waiting pays", ("nothing", "all")),
        interval(-5.2, -1.5, -0.4, lambda value: f"{value}%"),
    ]
    for draw in drawings:
        for svg in ElementTree.fromstring(f"<p>{both('half', 'what', draw)}</p>"):
            numbers = [float(one) for one in re.findall(r'="(-?[\d.]+)"', ElementTree.tostring(svg, "unicode"))]
            assert all(number == number for number in numbers)
    assert ElementTree.fromstring(f"<p>{both('half', 'what', drawings[1])}</p>")[0].findall("line[@class='lp guessed']")
