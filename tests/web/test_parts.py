"""Parts of pages: requests, drawings, copies of others."""

from __future__ import annotations

import hashlib
from pathlib import Path
from xml.etree import ElementTree

import pytest

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


def test_a_link_holds_only_what_differs_in_a_fixed_order() -> None:
    call = Call("job", ("13-1082",), {"pay": 90000, "area": "New York"})
    assert call.link("/job/13-1082") == "/job/13-1082?area=New%20York&pay=90000"
    assert Call("job", ("13-1082",)).link("/job/13-1082") == "/job/13-1082"


def test_python_runs_as_it_is_written() -> None:
    call = Call("cut", options={"exits": "10%"}, firm={"industry": 'a "b" \\', "headcount": 20_000})
    text = call.python()
    assert "headcount=20_000" in text and 'exits="10%"' in text
    compile(text, "<page>", "exec")
    place: dict[str, object] = {}
    exec(Call("shipped", ("job",)).python(), place)
    assert isinstance(place["result"], reallocate.Result)


@pytest.mark.parametrize(("given", "read"), [
    ({"area": " Ohio ", "age": "44.5", "pay": "90,000"}, {"area": "Ohio", "age": 44.5, "pay": 90000}),
    ({"area": "", "age": " "}, {}),
    ({"age": "8,5", "pay": "1,250,000.5"}, {"age": 8.5, "pay": 1_250_000.5}),
    ({"age": "0.250", "pay": "1.125"}, {"age": 0.25, "pay": 1.125}),
    *(({"pay": text}, {"pay": 52_000}) for text in ("$52,000", "52k", "USD 52,000", "52,000 USD", "$52K")),
])  # fmt: skip
def test_values_are_read_as_people_write_them(given: dict[str, str], read: dict[str, object]) -> None:
    assert from_link(given, FIELDS) == read


@pytest.mark.parametrize(("given", "said"), [
    ({"pay": "5.000"}, ("may be either of two numbers. Write 5000 or 5",)),
    ({"pay": "12.500"}, ("Write 12500 or 12.5",)),
    ({"pay": "1,23,456"}, ("'1,23,456' is no number",)),
    ({"aera": "Ohio", "age": "old", "pay": "inf"}, ("Nearest: area", "'old' is no number", "'inf' is no number")),
])  # fmt: skip
def test_a_number_that_reads_two_ways_is_not_guessed_and_all_is_said_at_once(
    given: dict[str, str], said: tuple[str, ...]
) -> None:
    with pytest.raises(InputError) as refusal:
        from_link(given, FIELDS)
    assert len(refusal.value.problems) == len(said) and all(words in str(refusal.value) for words in said)


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


@pytest.mark.parametrize(
    ("low", "high"), [(0, 1), (-107, 119.5), (0, 1_066_670), (-5.2, -0.4), (3, 3), (0.001, 0.0013)]
)
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
    first, second = (
        {tuple(c.get(k) for k in ("cx", "cy")) for c in one.findall("circle")} for one in pictures
    )
    assert len(first) == len(second) == 3, "equal dots are stacked"


def test_every_kind_of_drawing_is_well_formed_at_both_widths() -> None:
    parts = [Part("Managing", 0.95, "95%", 0.1, "10%"), Part("Rest <&>", 0.05, "5%", 0.9, "90%")]
    series = [
        Series([1.0, -2.0, 3.0], "lp", "dotp", "Wait", "kp"),
        Series([1.0, 0.0, 2.9], "lc", "dotc", "Cut", "kc"),
    ]
    more = {
        "shown_labels": (0, 2),
        "estimated": [True, False, False],
        "shade": (0, 1, "x"),
        "meets": (2, "m"),
    }
    drawn = lines(["a", "b", "c"], series, str, **more)  # type: ignore[arg-type]
    several = (
        reached_parts(parts), drawn,
        interval(-5.2, -1.5, -0.4, lambda value: f"{value}%"),
    )  # fmt: skip
    for draw in several:
        for svg in ElementTree.fromstring(f"<p>{both('half', 'what', draw)}</p>"):
            assert "nan" not in ElementTree.tostring(svg, "unicode")
    svg = ElementTree.fromstring(f"<p>{both('half', 'what', drawn)}</p>")[0]
    assert svg.findall("line[@class='lp guessed']")


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
