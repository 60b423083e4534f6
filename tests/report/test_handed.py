"""A PDF and slides to hand on: the same bytes again, tagged, native charts; and what to install without them."""

from __future__ import annotations

import io
import re
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from reallocate.api.out import handed
from reallocate.kernel.errors import InputError
from reallocate.render import page as printing
from reallocate.render import slides as showing
from reallocate.render.result import Result

PPTX = "python-pptx is not installed: python -m pip install 'reallocate[slides]'"


@pytest.fixture(scope="module")
def deck(made_up: Result) -> bytes:
    pytest.importorskip("pptx", reason=PPTX)
    return made_up.slides()


def test_a_pdf_is_tagged_and_the_same_again(made_up: Result) -> None:
    try:
        printing.weasyprint()
    except InputError as error:
        pytest.skip(str(error))
    first, second = printing.pdf([made_up.summary()]), printing.pdf([made_up.summary()])
    assert first == second
    streams = re.findall(rb"/FlateDecode.*?stream\r?\n(.*?)\r?\nendstream", first, flags=re.DOTALL)
    inside = first + b"".join(zlib.decompressobj().decompress(one) for one in streams)
    assert b"/MarkInfo" in inside and b"/StructTreeRoot" in inside and b"/CreationDate" not in inside
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", inside)) <= 2


def test_six_slides_with_native_charts_notes_and_sources(made_up: Result, deck: bytes) -> None:
    from pptx import Presentation

    show = Presentation(io.BytesIO(deck))
    parts = made_up.brief.parts
    assert len(show.slides) == len(parts) == 6
    for slide, part in zip(show.slides, parts, strict=True):
        assert slide.shapes.title.text_frame.text == part.finding
        notes = slide.notes_slide.notes_text_frame.text
        assert f"Source: {part.source}" in notes and made_up.brief.made_line in notes
        charts = [shape.chart for shape in slide.shapes if shape.has_chart]
        assert len(charts) == (part.plot is not None)
        for chart in charts:
            assert part.plot is not None
            drawn = {series.name: tuple(series.values) for series in chart.plots[0].series}
            assert drawn == {name: pytest.approx(amounts) for name, amounts in part.plot.series.items()}
    assert sum(part.plot is not None for part in parts) >= 4


def test_the_same_slides_give_the_same_bytes(made_up: Result, deck: bytes) -> None:
    time.sleep(2.1)  # a date of writing in the file would have two-second steps
    assert made_up.slides() == deck
    with zipfile.ZipFile(io.BytesIO(deck)) as parts:
        assert not [name for name in parts.namelist() if name.endswith((".png", ".emf"))]


@pytest.mark.parametrize(("name", "ending", "package", "extra"), [("pdf", ".pdf", "weasyprint", "print"), ("slides", ".pptx", "pptx", "slides")])
def test_without_the_extra_it_says_what_installs_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, ending: str, package: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    asked = {"pdf": None, "slides": None, name: tmp_path / f"plan{ending}"}
    with pytest.raises(InputError, match=re.escape(f"pip install 'reallocate[{extra}]'")):
        handed(**asked)
    assert not list(tmp_path.iterdir())


def test_every_problem_of_the_files_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as found:
        handed(tmp_path / "plan.doc", tmp_path / "nowhere" / "plan.key")
    assert [problem.remedy for problem in found.value.problems] == ["Write plan.pdf.", "Write plan.pptx."]
    assert showing._INSTALL.endswith("'reallocate[slides]'")
