"""The cut as a result: its tables, words, sheets and machine figures; nine statements on real firms; the sweep; the summary that ships."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scripts.pages.parts import rounded
from tests.golden_pages import Goldens, figures_text, page_text

import reallocate
from reallocate.api.at_hand import card_at_hand
from reallocate.api.sheet import sheet_result
from reallocate.data.bundle import ShippedTables, _shipped_world
from reallocate.firm.cut import beforehand, cards, sheet_text, text
from reallocate.firm.cut import result as run
from reallocate.firm.cut import turns as cut_solve
from reallocate.firm.cut.beforehand import (
    _SENTENCE,
    answer_at_hand,
    basis,
    packed,
    question,
    unpacked,
)
from reallocate.firm.cut.cards import HEADCOUNT, SHARE, TABLES, card_of
from reallocate.firm.cut.sweep import _NOT_POSSIBLE, _Answer, _row, answered, finest_industries
from reallocate.firm.cut.tables import compared, cut_figures_of_plan
from reallocate.firm.cut.text import cut_sentences
from reallocate.firm.cut.turns import CHANGES
from reallocate.firm.plan.solved import FREE, Cases, SolvedPlan
from reallocate.firm.report.questions import WholePlan
from reallocate.firm.request.firm import build_firm
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.read import firm_scenario, load_scenario, scenario_from_flags
from reallocate.kernel.errors import InfeasiblePlan, InputError, NotComputed, UnknownName
from reallocate.kernel.parameters import Parameters
from reallocate.render.readers import SHEETS
from reallocate.render.result import EXACT_RESULT, Result
from reallocate.render.shipped import BEFOREHAND, as_shipped
from reallocate.render.terminal import summary_text
from reallocate.web.pages.cut_charts import haste
from reallocate.work.world import World

STAFF = {"43-4051": 400, "43-9041": 150, "13-1031": 250, "15-1252": 120, "11-3031": 30}
SCENARIO = """name = "cut"
roles = "roles.csv"
quarters = 8
[exits]
count = 95
"""


def written(folder: Path, text: str = SCENARIO) -> Scenario:
    folder.mkdir(exist_ok=True)
    rows = [f"{code},{people}" for code, people in STAFF.items()]
    (folder / "roles.csv").write_text("\n".join(["code,headcount", *rows]) + "\n", encoding="utf-8")
    (folder / "scenario.toml").write_text(text, encoding="utf-8")
    return load_scenario(str(folder / "scenario.toml"))


@pytest.fixture(scope="module")
def answer_and_stages(world: World) -> tuple[Result, list[str]]:
    told, firm = list[str](), reallocate.Scenario.from_industry("insurance carriers", 900, quarters=6)
    return run.cut_study(firm_scenario(firm, exits=CUT), world, told.append), told


@pytest.fixture(scope="module")
def answer(answer_and_stages: tuple[Result, list[str]]) -> Result:
    return answer_and_stages[0]


def test_every_figure_and_sentence_is_the_kept_one_and_the_first_figure_is_told_before_what_it_does_not_need(
    answer_and_stages: tuple[Result, list[str]], golden: Goldens
) -> None:
    answer, told = answer_and_stages
    first = told.index(f"First figure: {answer.explain()['cut_or_wait'][0]}")
    assert first < told.index("The same without further AI") < told.index(f"What turns it: 1 of {len(CHANGES)}")
    golden("cut/study", figures_text(answer))
    found = {name: value for name, value in answer.to_dict().items() if name not in ("facts", "tables", "text", "units")}
    assert sum(found["haste_by_kind"].values()) == pytest.approx(found["haste_per_exit"])
    del found["haste_by_kind"]["others"], found["quarters"][1:-1]  # next to nothing; and too many to read
    golden("cut/object", json.dumps(rounded(found, 6, 1e-6), indent=1, allow_nan=False))


@pytest.fixture
def without_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cut_solve, "_turns", lambda *_: ((), float("nan")))


def test_a_firm_has_at_most_the_people_of_its_industry(world: World) -> None:
    firm, notes, _ = build_firm(world, scenario_from_flags(["524100"], 500e6))
    assert 1_100_000 < firm.headcount < 1_300_000
    assert any("500,000,000 people are more than the 1,2" in str(note) for note in notes)


CASES = {
    "idle": "[parameters]\nslack_at_start = 0.3\nquits_per_month = 0.004\n",
    "few_quits": "[parameters]\nquits_per_month = 0.001\n",
    "refilled_later": "[parameters]\nrehire_pause = 3\n",
}
"""What is said where layoffs cost less, where quits do not get there, and of a later date."""


@pytest.mark.parametrize("case", CASES)
def test_a_cut_is_told_in_each_case_as_kept(
    case: str, world: World, tmp_path: Path, without_changes: None, golden: Goldens
) -> None:
    later = SCENARIO.replace("count = 95", 'count = 95\ndate = "2027 Q1"\nafter = "refilled"')
    text = (later if case == "refilled_later" else SCENARIO) + CASES[case]
    made = run.cut_study(written(tmp_path / case, text), world)
    said, told = made.explain(), made.to_dict()
    golden(f"cut/{case}", "\n".join([*said["cut_or_wait"], *said["notes"], made.table("role_table").to_csv(index=False)]))
    assert told["turning_idle_hours"] is None
    assert (told["haste_per_exit"] < 0) == (case == "idle")
    assert (told["quarters_to_size"] is None) == (case != "refilled_later")


def test_where_no_idle_hours_turn_it_one_way_is_the_cheaper() -> None:
    tried = tuple(SimpleNamespace(change=change, haste=float("nan")) for change in CHANGES)
    for haste_per_exit, turning, said in (
        (1.0, float("nan"), "Up to 20% idle hours {} stays the cheaper way."),
        (-1.0, 0.05, "Laying off is the cheaper way as assumed."),
    ):
        cut = SimpleNamespace(turns=tried, turning_idle=turning, compared=SimpleNamespace(haste_per_exit=haste_per_exit))
        assert text.idle(cut) == said.format("stopping refills")  # type: ignore[arg-type]
        assert sheet_text.pays_beyond(cut) == said.format("waiting")  # type: ignore[arg-type]


def test_a_cut_that_breaks_a_promise_or_contradicts_itself_is_refused_in_words(world: World, tmp_path: Path) -> None:
    text = SCENARIO + '[promises]\nprotect = ["43-4051"]\n'
    with pytest.raises(InfeasiblePlan, match="no plan keeps 95 exits decided beforehand and no layoffs in 43-4051"):
        run.cut_study(written(tmp_path / "kept", text), world)
    text = SCENARIO.replace("count = 95", 'count = 95\nfrom = "plan"\nsize = "occupations"')
    with pytest.raises(InputError, match="known only once the plan has chosen"):
        firm_scenario(written(tmp_path / "twice", text))
    text = SCENARIO.replace("count = 95", 'count = 95\nafter = "refilled"') + "[parameters]\nrehire_pause = 0\n"
    with pytest.raises(InputError, match="refilled after a pause of no quarters, so none is closed"):
        run.cut_study(written(tmp_path / "at once", text), world)


def test_a_saved_cut_opens_and_draws_its_charts(answer: Result, tmp_path: Path) -> None:
    answer.save(tmp_path / "saved")
    opened = reallocate.open(tmp_path / "saved")
    assert opened.to_dict() == answer.to_dict()
    for name in ("cut_steps_chart", "haste_parts", "positions", "cash", "idle"):
        assert opened.chart(name).svg()


def test_a_firm_that_is_too_small_for_a_cut_is_planned_all_the_same() -> None:
    """A part of a person is no statement; tests/golden/face/refused.txt has what a cut says."""
    firm = reallocate.Scenario.from_industry("insurance carriers", headcount=3, quarters=2)
    plan = reallocate.plan(firm, quick=True, progress=False)
    (line, *_) = plan.explain()["cut_or_wait"]
    assert line == "The firm is too small for a statement on a cut: a tenth of 3 positions is less than one person."


def test_without_a_cut_asked_for_a_case_is_compared_and_without_any_it_is_said_why(solved: SolvedPlan, whole: WholePlan) -> None:
    """The same plan, had no cut been asked for: the free plan is the plan."""
    setting = solved.problem.setting
    problem = replace(solved.problem, setting=replace(setting, options=replace(setting.options, exits=None)))
    without_exits = replace(solved, problem=problem, plan=solved.free, beside=whole.cases)
    both = compared(without_exits)
    assert both is not None and both.cut is without_exits.cases.plans["60 exits, pro rata"]
    assert cut_sentences(without_exits)["requested"] == ["The cut compared here was announced on 2026-05-20."]
    scenario = problem.scenario.model_copy(update={"announced": None})
    unannounced = replace(without_exits, problem=replace(problem, scenario=scenario))
    (line,) = cut_sentences(unannounced)["requested"]
    assert line.startswith("No cut was requested. For comparison")
    name, free = "60 exits, pro rata", {FREE: solved.free}
    bare = replace(without_exits, beside=Cases(free, {name: "no money"}))
    assert cut_sentences(bare) == {
        "answer": ["No cut is compared. With 60 positions cut now, no money"]
    }
    assert cut_figures_of_plan(bare).empty
    lone = replace(solved, beside=Cases({}, {FREE: "too few people"}))
    assert cut_sentences(lone) == {"answer": ["There is no plan without the cut to compare it with. too few people"]}
    assert compared(replace(bare, beside=Cases(free))) is None


PEOPLE, CUT, CODE = 400, "10%", "524100"


@pytest.mark.long
@pytest.mark.usefixtures("without_changes")
def test_a_row_is_that_industrys_cut() -> None:
    found = reallocate.sweep(headcount=PEOPLE, cut=CUT, industry=CODE, executor="serial", progress=False)
    (row,) = found.table("industries").to_dict("records")
    told = reallocate.cut(reallocate.Scenario.from_industry(CODE, headcount=PEOPLE), exits=CUT, progress=False).to_dict()
    for name in ("ai", "size", "haste"):
        assert row[name] == pytest.approx(told["steps"][name]["cost"] / 1e6, rel=1e-6)
    assert row["haste_per_exit"] == pytest.approx(told["haste_per_exit"], rel=5e-3)
    assert row["title"] == "Insurance Carriers" and row["reason"] == ""
    assert found.facts["command"] == "reallocate sweep --headcount 400 --industry 524100"
    assert "1 of 1 industries" in found.explain()["headline"][0]


def test_an_answer_that_ships_is_that_of_the_program_word_for_word_and_rests_on_the_tables_that_it_reads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A law or a sentence that changed asks for `make sweep`."""
    kept = json.loads(unpacked().set_index("industry").loc[CODE, "answer"])["text"]
    scenario = firm_scenario(scenario_from_flags([CODE], 20_000.0), exits=CUT)
    read, table = set[str](), ShippedTables.read

    def noted(self: ShippedTables, name: str, coded: list[str] | None = None) -> Any:
        read.add(name)
        return table(self, name, coded)

    monkeypatch.setattr(ShippedTables, "read", noted)
    _shipped_world.cache_clear()
    text = json.loads(json.dumps(as_shipped(run.cut_study(scenario, quick=True))["text"]))
    assert read == set(TABLES)
    for part in ("requested", "cut_or_wait", "notes"):
        assert text[part] == kept[part]
    assert text["limits"]["limits"] == kept["limits"]["limits"][:-1], "the last is on the groups that turn it"
    assert kept["turns"]["idle"] and kept["turns"]["moves"]


def test_an_industry_without_an_answer_says_why() -> None:
    answer = answered(CODE, 3.0, "10%")
    assert answer.parts is None and answer.reason
    row = _row(answer)
    assert row["status"] == _NOT_POSSIBLE and row["reason"] == answer.reason
    assert _row(_Answer("1", None, "why"))["reason"] == "why"


def test_every_industry_of_four_digits_is_swept(world: World) -> None:
    rows = finest_industries(world.table("industries"))
    assert 240 < len(rows) < 300 and rows["employment"].gt(0).all()
    codes = rows["naics"].astype(str).to_list()
    assert not any(other != code and other.startswith(code) for code in codes for other in codes)


def test_the_same_question_is_answered_at_once_and_says_so(
    answer: Result, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = reallocate.Scenario.from_industry("insurance carriers", headcount=PEOPLE)
    asked = asked.model_copy(update={"exits": _exits(CUT), "quarters": len(answer.facts["periods"])})
    assert answer_at_hand(asked) is None
    kept = {question(asked): json.dumps(as_shipped(answer))}
    monkeypatch.setattr(beforehand, "_questions_in_force", lambda: frozenset(kept))
    monkeypatch.setattr(beforehand, "_answers", lambda: kept)
    found = answer_at_hand(asked, "reallocate cut insurance")
    assert found is not None and found.facts[BEFOREHAND] and found.facts["command"] == "reallocate cut insurance"
    assert found.explain()["limits"][-1] == _SENTENCE
    assert as_shipped(found)["tables"] == as_shipped(answer)["tables"]
    other = asked.model_copy(update={"headcount": PEOPLE + 1.0})
    assert question(other) != question(asked) and answer_at_hand(other) is None


def test_an_assumption_that_no_cut_reads_makes_no_answer_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    before, about = basis(), Parameters.about

    def other(name: str) -> None:
        """Another value of one parameter in force."""
        basis.cache_clear()
        monkeypatch.setattr(
            Parameters,
            "about",
            lambda self, one: about(self, one).model_copy(update={"value": 0.123} if one == name else {}),
        )

    other("beginners_gap")
    assert basis() == before
    other("quits_per_month")
    assert basis() != before
    monkeypatch.undo()
    basis.cache_clear()


def test_answers_that_ship_are_on_the_figures_in_force(world: World) -> None:
    rows = unpacked()
    assert list(rows) == list(beforehand.COLUMNS) and rows["industry"].is_unique and len(rows) > 0
    assert set(rows["industry"]) <= set(finest_industries(world.table("industries")).index)
    if not rows["basis"].eq(basis()).all():
        pytest.skip("figures or assumptions moved since: make sweep solves the answers again")
    row = rows.iloc[0]
    firm = reallocate.Scenario.from_industry(str(row["industry"]), headcount=20_000)
    assert reallocate.cut(firm, exits="10%", progress=False).facts[BEFOREHAND]
    few = rows.head(3)
    assert packed(few.to_dict("records")) == packed(few.iloc[::-1].to_dict("records"))


def _exits(cut: str) -> object:
    return firm_scenario(reallocate.Scenario.from_industry(CODE, headcount=PEOPLE), exits=cut).exits


ASKED = {"industry": ["insurance carriers"], "headcount": HEADCOUNT, "exits": SHARE, "quick": False}


def test_cards_rest_on_the_figures_in_force() -> None:
    index = cards._index()
    assert index is not None and index.basis == cards.basis(), "run python -m scripts.cut_cards"
    assert len(cards._lines()) == 1 + len(unpacked())


@pytest.mark.parametrize("asked", [True, False])
@pytest.mark.parametrize("code", ["113300", "524100", "513200"])
def test_a_card_is_the_summary_of_its_answer(code: str, asked: bool) -> None:
    scenario = firm_scenario(scenario_from_flags([code], HEADCOUNT), exits=SHARE)
    answer, card = answer_at_hand(scenario, requested=asked), card_of(code, asked)
    assert answer is not None and card is not None
    assert summary_text(card.title, card.blocks) == summary_text(answer.title, answer.card())


def test_another_question_has_no_card() -> None:
    assert card_at_hand(ASKED) is not None
    for other in ({"headcount": 5000.0}, {"exits": "9%"}, {"pay_per_head": 0.0}, {"as_json": True}, {"out": "x"}):
        assert card_at_hand({**ASKED, **other}) is None
    assert card_at_hand({**ASKED, "industry": ["524100", "622000"]}) is None
    for unknown in ({"industry": ["nosuch"]}, {"name": "nosuch"}):
        with pytest.raises(UnknownName):
            card_at_hand({**ASKED, **unknown})


def test_where_the_basis_has_changed_the_answer_is_solved(monkeypatch: pytest.MonkeyPatch) -> None:
    cards._index.cache_clear()
    monkeypatch.setattr(cards, "files_in_force", lambda tables: "another")
    assert card_at_hand(ASKED) is None
    cards._index.cache_clear()


LAY = re.compile(r"\bexits?\b|\battrition\b|\bbaseline\b|\bFTE\b|not computed yet|pro rata|near-optimal|--", re.IGNORECASE)


def words(html: str) -> str:
    body = html[html.index("<body") :]
    return " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"<(svg|style)\b.*?</\1>", " ", body, flags=re.DOTALL)).split())


@pytest.mark.parametrize("reader", SHEETS)
def test_a_sheet_has_one_heading_with_a_figure_two_pages_and_lay_words(
    answer: Result, reader: str, golden: Goldens
) -> None:
    html = answer.sheet(reader)
    golden(f"cut/sheet_{reader}", page_text(html))
    (heading,) = re.findall(r"<h1>(.*?)</h1>", html)
    assert len(re.split(r"[.:] ", heading)[0].split()) < 25 and re.search(r"\d", heading)
    assert html.count('class="paper"') == 2 and "page 2 of 2" in html and "<script" not in html
    assert "Industry figures, no personnel file" in html
    if reader == "council":
        assert not LAY.findall(words(html).replace("O*NET", ""))
        assert len(re.findall(r"<li>", html)) == 8, "questions to the employer"


def test_haste_is_drawn_once_in_orange_and_a_sheet_is_light(answer: Result) -> None:
    drawn = haste(answer)["picture"]
    chart = answer.kind.chart("haste_parts")
    marks, _ = chart.drawing(chart.figures(answer.tables))(780.0)
    assert marks in drawn and {'class="fc"', 'class="fcm"'} <= set(re.findall(r'class="f\w*"', marks))
    assert 'class="fp"' not in marks and re.search(r">\+\$[\d.]+k<", marks)
    assert '<html lang="en" data-theme="light">' in answer.sheet("council")


def test_a_sheet_of_an_earlier_version_is_solved_again(answer: Result) -> None:
    earlier = answer.table("cut_groups").drop(columns=["moved_after", "moved"])
    old = replace(answer, tables={**answer.tables, "cut_groups": earlier})
    with pytest.raises(NotComputed):
        old.sheet("council")


def test_exact_figures_bring_no_sheets_along_and_unsolved_doubts_make_none(answer: Result) -> None:
    exact = replace(answer, facts={**answer.facts, "privacy": EXACT_RESULT})
    assert not set(SHEETS.values()) & set(exact.contents())
    quick = replace(answer, tables={name: table for name, table in answer.tables.items() if name != "cut_promises"})
    with pytest.raises(NotComputed):
        quick.sheet("board")
    with pytest.raises(UnknownName):
        answer.sheet("chair")
    assert set(SHEETS.values()) <= set(answer.contents())


def test_the_face_writes_a_sheet_and_takes_a_whole_cut_as_it_is(answer: Result, tmp_path: Path) -> None:
    assert sheet_result(answer, lambda stage: None) is answer
    made = reallocate.sheet(answer, "board", out=tmp_path / "board.html", progress=False)
    assert (tmp_path / "board.html").read_text(encoding="utf-8") == made == answer.sheet("board")


@pytest.mark.parametrize("reader", ["council", pytest.param("board", marks=pytest.mark.long)])
def test_it_prints_on_two_pages(answer: Result, tmp_path: Path, reader: str) -> None:
    playwright = pytest.importorskip("playwright.sync_api")
    browser = shutil.which("chromium")
    if browser is None:
        pytest.skip("no Chromium here")
    file = tmp_path / "sheet.html"
    file.write_text(answer.sheet(reader), encoding="utf-8")
    with playwright.sync_playwright() as run:
        opened = run.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        page = opened.new_page()
        page.goto(file.as_uri())
        printed = {paper: page.pdf(format=paper) for paper in ("A4", "Letter")}
        opened.close()
    assert {paper: len(re.findall(rb"/Type\s*/Page[^s]", one)) for paper, one in printed.items()} == {"A4": 2, "Letter": 2}
