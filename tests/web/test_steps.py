"""A firm's input in steps: cells mended, undone and done again, an own plan, a pinned answer, two plans compared."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.golden_pages import words
from tests.web.test_plan import FAULTY, live, sent, uploads

import reallocate as ra
from reallocate.web.page import FIRST, Page
from reallocate.web.pages import planned
from reallocate.web.serve.queue import complete
from reallocate.web.sessions import _MOST_STEPS, History, Step

__all__ = ["live"]
FIRM = {"industry": "insurance carriers", "people": "300"}


def fields(html: str) -> dict[str, str]:
    """The fault that each field of the page mends: number -> row and column."""
    rows = dict(re.findall(r'name="row_(\d+)" value="(\d+)"', html))
    columns = dict(re.findall(r'name="column_(\d+)" value="(\w*)"', html))
    return {f"{rows[number]} {columns[number]}": number for number in rows}


@pytest.mark.long
def test_faulty_cells_are_mended_in_the_page_and_undone(live: TestClient, tmp_path: Path) -> None:
    html = sent(live, FAULTY.replace("70002,EUR", "70002,XTS"))
    found = fields(html)
    assert list(found) == ["2 base", "3 currency", "4 title"] and "abc" not in html
    form = {f"{name}_{number}": value for place, number in found.items() for name, value in zip(("row", "column"), place.split(), strict=True)}
    form |= {f"cell_{found['2 base']}": "71,001", f"out_{found['3 currency']}": "yes", f"cell_{found['4 title']}": "Registered Nurse"}
    html = live.post("/firm/plan/mend", data=form).text
    assert "1 title is unsure" in words(html) and 'ra.Roster.read("mended-people.csv").check()' in html.replace("&#34;", '"')
    rows = list(csv.reader(io.StringIO(live.get("/firm/plan/files/mended-people.csv").text)))
    assert rows[1][:3] == ["1", "Registered Nurse", "71,001"] and rows[2] == [] and rows[3][1] == "Registered Nurse"
    assert {one.name for one in uploads(tmp_path)} >= {"people.csv", "mended-people.csv"}
    assert "Mend the rows below" in words(live.post("/firm/plan/undo").text)
    assert live.get("/firm/plan/files/mended-people.csv").status_code == 404
    assert "1 title is unsure" in words(live.post("/firm/plan/redo").text)
    decided = live.post("/firm/plan/titles", data={"title_0": "Analyst", "choice_0": "13-1111"}).text
    assert "ready to be planned" in words(decided)
    assert "1 title is unsure" in words(live.post("/firm/plan/undo").text)
    again = live.post("/firm/plan/titles", data={"title_0": "Analyst", "choice_0": "13-2051"}).text
    assert "ready to be planned" in words(again), "the review as it was before the step that was undone"
    live.post("/firm/plan/promises")
    live.post("/firm/plan/draft", data={"quarters": "4"})
    assert "13-2051" in live.get("/firm/plan/files/review.csv").text
    assert live.get("/firm/plan/files/mended-people.csv").status_code == 200, "the call names it"


@pytest.mark.long
def test_a_cell_that_is_not_there_is_refused(live: TestClient) -> None:
    sent(live, FAULTY)
    answer = live.post("/firm/plan/mend", data={"row_0": "900", "column_0": "base", "cell_0": "1"})
    assert answer.status_code == 422 and "the file has no such row" in words(answer.text)
    answer = live.post("/firm/plan/mend", data={"row_0": "2", "column_0": "shoe_size", "cell_0": "44"})
    assert answer.status_code == 422 and "no column 'shoe_size'" in words(answer.text)


@pytest.mark.long
def test_promises_are_undone_an_answer_is_pinned_and_two_are_compared(live: TestClient) -> None:
    live.post("/firm/plan/industry", data=FIRM)
    before = words(live.post("/firm/plan/draft", data={"quarters": "4"}).text)
    live.post("/firm/plan/pin")
    live.post("/firm/plan/promises")
    after = words(live.post("/firm/plan/draft", data={"quarters": "4", "exits": "10%"}).text)
    assert "With the cut imposed" in after and "With the cut imposed" not in before
    page = live.get("/firm/compare?a=pinned&b=draft").text
    text = words(page)
    compared = ra.compare(
        ra.plan(ra.Scenario.from_industry("insurance carriers", 300), quarters=4, quick=True, progress=False),
        ra.plan(ra.Scenario.from_industry("insurance carriers", 300), quarters=4, exits="10%", quick=True, progress=False),
        progress=False, workers=1,
    )  # fmt: skip
    assert compared.explain()["headline"][0] in text and "a cut decided in advance" in text
    assert not re.findall(r'href="[^"]*(300|insurance)', page)
    for _ in range(2):
        live.post("/firm/plan/undo")
    assert "With the cut imposed" not in words(live.get("/firm/plan").text)
    assert "the decisions of this plan" in words(live.get("/firm/plan").text)
    assert live.get("/firm/compare?a=pinned&b=nothing").status_code == 404
    assert "Choose two plans" in words(live.get("/firm/compare").text)


@pytest.mark.long
def test_an_own_plan_is_priced_and_set_beside_the_best(live: TestClient) -> None:
    live.post("/firm/plan/industry", data=FIRM)
    live.post("/firm/plan/draft", data={"quarters": "4"})
    rows = list(csv.DictReader(io.StringIO(live.get("/firm/plan/files/decisions.csv").text)))
    rows[0]["exits"] = "0.1"
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    html = live.post("/firm/plan/own", files={"given": ("mine.csv", text.getvalue())}).text
    page = words(html)
    assert "Your plan costs" in page and 'given="own.csv"' in html.replace("&#34;", '"')
    assert list(csv.DictReader(io.StringIO(live.get("/firm/plan/files/own.csv").text))) == rows
    refused = live.post("/firm/plan/own", files={"given": ("mine.csv", "role,quarter,exits\n99-9999,2026 Q3,4\n")})
    assert refused.status_code == 422 and "99-9999" in words(refused.text)
    wrong = live.post("/firm/plan/own", files={"given": ("mine.exe", b"MZ")})
    assert wrong.status_code == 415 and "mine.exe: this is no table of decisions" in words(wrong.text)
    for answer in (refused, wrong):
        assert "Your plan costs" in words(answer.text), "the page as it was, below what is wrong"
    assert "Your plan costs" in words(live.get("/firm/plan").text), "what was refused left no step"
    live.post("/firm/plan/promises")
    html = live.post("/firm/plan/draft", data={"quarters": "4", "without_own": "yes"}).text
    assert "Your plan costs" not in words(html)


@pytest.mark.long
def test_the_first_answer_of_a_plan_is_shown_until_the_whole_is_there(
    tmp_path: Path,
) -> None:
    """A plan of the queue shows the sections of its first answer, and the plans side by side at the end."""
    firm = ra.Scenario.from_industry("insurance carriers", 300, quarters=4)
    ra.plan(firm, quick=True, progress=False).save(tmp_path / "0001" / "draft")
    place, seen = tmp_path / "0001" / FIRST, set[str]()

    def said(stage: str) -> None:
        seen.update(re.findall(r' id="([\w-]+)"', place.read_text(encoding="utf-8")))

    complete(tmp_path / "0001", said)
    assert {"money", "people"} <= seen and not {"near-optimal", "limits"} & seen
    assert not place.exists()
    result: Any = ra.open(tmp_path / "0001" / "result")
    (near,) = [one for one in planned._sections_of(result) if one.name == "near-optimal"]
    beside: Any = near.blocks[1]
    alternatives = result.table("alternatives")
    names = [head.split(", ") for head in beside.heads]
    assert sorted(sum(names, [])) == sorted(alternatives["alternative"])
    positions = dict(beside.rows)["Positions [FTE]"]
    by_name = alternatives.set_index("alternative")["positions"]
    assert [text for text, _ in positions] == [f"{by_name[name[0]]:,.0f}" for name in names]
    assert not positions[0][1] and any(differs for _, differs in positions)


def test_the_oldest_steps_are_forgotten_with_their_files(tmp_path: Path) -> None:
    history = History()
    for number in range(_MOST_STEPS + 5):
        folder = tmp_path / str(number)
        folder.mkdir()
        history.add(Step(Page(str(number)), folder))
    assert len(history.steps) == _MOST_STEPS and len(list(tmp_path.iterdir())) == _MOST_STEPS
    for _ in range(3):
        history.move(-1)
    history.add(Step(Page("new")))
    assert not history.can_redo and len(list(tmp_path.iterdir())) == _MOST_STEPS - 3 and history.now is not None
    assert history.now.page.html == "new"
