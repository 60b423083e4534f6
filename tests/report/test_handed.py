"""What is handed on: card in a terminal, PDF and slides; complete, within their room, the same again."""

from __future__ import annotations

import io
import re
import sys
import zipfile
import zlib
from pathlib import Path

import pandas as pd
import pytest
from rich.cells import cell_len
from rich.console import Console
from tests.golden_pages import Goldens
from tests.report.conftest import Changed, brief_lines

from reallocate.api.out import handed
from reallocate.firm.report.brief import _losing, decisions
from reallocate.firm.report.text import largest_falls
from reallocate.kernel.errors import InputError
from reallocate.render import page as printing
from reallocate.render import slides as showing
from reallocate.render.result import Result
from reallocate.render.terminal import summary, summary_text

PPTX = "python-pptx is not installed: python -m pip install 'reallocate[slides]'"


@pytest.fixture(scope="module")
def deck(made_up: Result) -> bytes:
    pytest.importorskip("pptx", reason=PPTX)
    return made_up.slides()


@pytest.mark.long
def test_a_pdf_is_tagged_and_the_same_again(made_up: Result) -> None:
    try:
        printing.weasyprint()
    except InputError as error:
        pytest.skip(str(error))
    first, second = made_up.pdf(), made_up.pdf()
    assert first == second
    streams = re.findall(rb"/FlateDecode.*?stream\r?\n(.*?)\r?\nendstream", first, flags=re.DOTALL)
    inside = first + b"".join(zlib.decompressobj().decompress(one) for one in streams)
    assert b"/MarkInfo" in inside and b"/StructTreeRoot" in inside and b"/CreationDate" not in inside
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", inside)) <= 8


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
    assert made_up.slides() == deck
    with zipfile.ZipFile(io.BytesIO(deck)) as parts:
        assert not [name for name in parts.namelist() if name.endswith((".png", ".emf"))]
        assert {part.date_time for part in parts.infolist()} == {(2000, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize(("name", "ending", "package", "extra"), [("pdf", ".pdf", "weasyprint", "pdf"), ("slides", ".pptx", "pptx", "slides")])
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


def printed(plan: Result, width: int) -> str:
    console = Console(file=io.StringIO(), width=width)
    console.print(summary(plan.title, plan.kind.card(plan)))
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert isinstance(text, str)
    return text


@pytest.mark.parametrize("width", [40, 80, 200])
def test_it_fits_its_width(made_up: Result, width: int) -> None:
    assert max(cell_len(line.rstrip()) for line in printed(made_up, width).splitlines()) <= width


def test_a_wide_card_is_the_kept_one(changed: Changed, golden: Goldens) -> None:
    note = "people.csv: own pay is used for 2,616 of 2,765 full-time positions."
    golden("report/plan_card_of_120", printed(changed(pay_notes=[note]), 120))


def test_the_brief_is_the_kept_one(made_up: Result, golden: Goldens) -> None:
    golden("report/plan_brief", "\n".join(brief_lines(made_up)))


def test_who_loses_most_is_said_where_nothing_else_is(made_up: Result) -> None:
    roles = made_up.table("roles").head(3)

    def found(*deltas: float) -> str:
        return _losing(roles.assign(delta=deltas))

    first, second, _ = roles["title"]
    assert found(0.0, 2.0, 3.0) == "No role loses positions against the baseline."
    assert found(-20.0, -40.0, 3.0) == f"2 roles end with fewer positions than the baseline; {second} lose most, 40."
    assert found(-20.0, 0.0, 3.0) == f"One role ends with fewer positions than the baseline; {first} lose most, 20."
    said = [largest_falls(None, {"roles": roles.assign(delta=each)}, None) for each in ([-20.0, 0.0, 3.0], [0.0, 0.0, 3.0])]  # type: ignore[arg-type]
    assert said == [f"Largest falls against the baseline, in positions: {first} (-20).", ""]


def test_a_first_answer_and_the_rest_are_kept(made_up: Result, golden: Goldens) -> None:
    golden("report/plan_in_two_answers", summary_text("First", made_up.first()) + summary_text("Rest", made_up.kind.rest(made_up)))


def test_what_rounds_to_nothing_is_told_as_kept(changed: Changed, made_up: Result, golden: Goldens) -> None:
    """Of each headline figure 0.4."""
    little = changed({"headline": made_up.table("headline").assign(plan=0.4, delta=-0.4)})
    before, after = ("\n".join([*brief_lines(one), *decisions(one), printed(one, 120)]) for one in (made_up, little))
    golden.change("report/plan_of_little", before, after)


def test_a_promise_that_costs_under_half_a_million_is_kept_at_no_cost(changed: Changed, made_up: Result) -> None:
    one = made_up.table("refused").head(1)
    further = pd.concat([one.assign(extra_cost=0.4), one.assign(extra_cost=0.6)])
    part = next(one for one in changed({"refused": further}).brief.parts if one.name == "promises")
    assert part.plot is not None and part.plot.series == {"plan": (0.6,)} and len(part.plot.categories) == 1
    assert part.lines[0] == f"Kept by this plan at no cost: {further['alternative'].iloc[0]}."


def test_text_is_not_markup(made_up: Result, changed: Changed) -> None:
    groups = made_up.table("groups").assign(title="[bold]Clerk[/nothing]")
    text = printed(changed({"groups": groups}, title="[/x] firm"), 120)
    assert "[bold]Clerk[/nothing]" in text and "[/x] firm" in text


def test_groups_under_five_people_are_not_named(changed: Changed, made_up: Result) -> None:
    groups = made_up.table("groups")
    groups.loc[0, ["title", "headcount"]] = ["Lone specialists", 4.0]
    assert "Lone specialists" not in str(changed({"groups": groups}).brief.parts[3].grid)


def test_a_decided_cut_is_to_be_confirmed_and_without_one_it_says_so(
    changed: Changed, made_up: Result
) -> None:
    assert decisions(changed(scenario={"exits": "10%"}))[0].startswith("Confirm or drop the layoff of 8,000 people")
    assert decisions(made_up)[0].startswith("Say how large the firm should be; laying off 8,000 people")
    nothing = changed({"cut_or_wait": pd.DataFrame()}, text={"cut_or_wait": ["There is no cut to compare."]})
    part = nothing.brief.parts[1]
    assert part.finding == "There is no cut to compare." and part.grid is None
    assert not any("cut" in line for line in decisions(nothing))
