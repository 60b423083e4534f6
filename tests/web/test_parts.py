"""Parts of pages: requests, drawings, copies of others."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl
from xml.etree import ElementTree

import pytest
from tests.golden_pages import Goldens

import reallocate
from reallocate.kernel.errors import InputError
from reallocate.render.treemap import Cell, squarified
from reallocate.web.draw import (
    Part,
    Series,
    both,
    dots,
    interval,
    lines,
    nice_ticks,
    reached_parts,
)
from reallocate.web.link import Call, from_link

FIELDS: dict[str, type[str] | type[float]] = {"area": str, "age": float, "pay": float}


def test_a_link_holds_only_what_differs_in_a_fixed_order_and_python_runs_as_written() -> None:
    call = Call("job", ("13-1082",), {"pay": 90000, "area": "New York"})
    assert call.link("/job/13-1082") == "/job/13-1082?area=New%20York&pay=90000"
    assert Call("job", ("13-1082",)).link("/job/13-1082") == "/job/13-1082"
    call = Call("cut", options={"exits": "10%"}, firm={"industry": 'a "b" \\', "headcount": 20_000})
    text = call.python()
    assert "headcount=20_000" in text and 'exits="10%"' in text
    compile(text, "<page>", "exec")
    place: dict[str, object] = {}
    exec(Call("shipped", ("job",)).python(), place)
    assert isinstance(place["result"], reallocate.Result)


def test_values_are_read_as_people_write_them_and_what_reads_two_ways_is_not_guessed(golden: Goldens) -> None:
    """All that is wrong at once."""

    def read(typed: str) -> str:
        try:
            return str(from_link(dict(parse_qsl(typed, keep_blank_values=True)), FIELDS))
        except InputError as refusal:
            return "\n".join(map(str, refusal.problems))

    golden.answers("web/typed", read)


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


DOTS, TICKS = [0.1, 0.1, 0.9], [(0, 1), (-107, 119.5), (0, 1_066_670), (-5.2, -0.4), (3, 3), (0.001, 0.0013)]


def test_drawings_are_those_that_are_kept_and_well_formed_at_both_widths(golden: Goldens) -> None:
    """Equal dots are stacked; ticks cover the data and are few."""
    parts = [Part("Managing", 0.95, "95%", 0.1, "10%"), Part("Rest <&>", 0.05, "5%", 0.9, "90%")]
    series = [Series([1.0, -2.0, 3.0], "lp", "dotp", "Wait", "kp"), Series([1.0, 0.0, 2.9], "lc", "dotc", "Cut", "kc")]
    more: dict[str, Any] = {"shown_labels": (0, 2), "estimated": [True, False, False], "shade": (0, 1, "x"), "meets": (2, "m")}
    drawn = {
        "dots": dots(DOTS, 0.5, "middle 50%", "3 sources"), "parts": reached_parts(parts), "lines": lines(["a", "b", "c"], series, str, **more),
        "interval": interval(-5.2, -1.5, -0.4, lambda value: f"{value}%"),
    }  # fmt: skip
    told = [f"{low} to {high}: {[float(f'{one:.9g}') for one in nice_ticks(low, high, 4)]}" for low, high in TICKS]
    for name, draw in drawn.items():
        markup = str(both("main", 'Says "it" & more', draw))
        assert len(list(ElementTree.fromstring(f"<p>{markup}</p>"))) == 2
        told += [f"# {name}", *re.sub(r"(?<=>)(?=<)", "\n", markup).splitlines()]
    golden("web/drawings", "\n".join(told))


@pytest.mark.parametrize(
    ("file", "licence"),
    [
        ("src/reallocate/web/static/htmx.min.js", "src/reallocate/web/static/htmx.LICENSE"),
        ("tests/web/axe/axe.min.js", "tests/web/axe/LICENSE"),
    ],
)
def test_a_copy_is_whole_and_has_its_licence(root: Path, file: str, licence: str) -> None:
    digest = hashlib.sha256((root / file).read_bytes()).hexdigest()
    stated = (root / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert f"`{file.removeprefix('src/reallocate/')}`" in stated and digest in stated
    assert (root / licence).read_text(encoding="utf-8").strip()
