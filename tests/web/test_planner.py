"""The planner's first two steps: from a file to promises with prices, the firm's name, titles that are kept."""

from __future__ import annotations

import csv
import io
import json
import re
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from starlette.testclient import TestClient
from tests.golden_pages import Goldens, page_text, words
from tests.people_files import FILES
from tests.web.conftest import ADDRESS, ORIGIN, Unwarmed, forms, invalid, reader, typed_in
from tests.web.test_plan import ReadHere

import reallocate as ra
from reallocate.api.firm import firm
from reallocate.api.names import split_names
from reallocate.api.remembered import forget_titles, recall_titles, remember_titles
from reallocate.web.pages.prices import price_heading
from reallocate.web.pages.promises import _MADE, _made, _names, options_of, plan_arguments
from reallocate.web.serve.app import application
from reallocate.web.serve.queue import Queue

FIRM = "Northfield Insurance"
HEADS = "Employee ID,Business Title,Department,Location,Manager ID,FTE,Annual Base Salary,Currency,Hire Date,Worker Type"
TITLES = (
    ("Customer Service Representative", "Customer Support", 60), ("Software Developer", "IT", 40),
    ("Payroll Clerk", "Finance", 30), ("Growth Wizard", "IT", 12), ("Key Account Manager", "Sales", 20),
)  # fmt: skip


def people(**cells: dict[int, str]) -> str:
    """A small export of 162 people and 3 contractors, with some cells written anew.

    cells : (column, by its place) the rows, from 1, and what stands there
    """
    rows, number = list[list[str]](), 0
    for title, team, size in (*TITLES, ("Payroll Clerk", "Finance", 3)):
        for _ in range(size):
            number += 1
            kind = "Employee" if number <= sum(size for *_, size in TITLES) else "Contingent Worker"
            above = "" if number == 1 else f"E{max(1, number // 10):03d}"
            share = "0.5" if number <= 10 else "1"
            rows.append([f"E{number:03d}", title, team, "Hamburg" if number % 2 else "Galway", above, share, "60000", "USD", "2020-03-15", kind])  # fmt: skip
    for column, changed in cells.items():
        for row, text in changed.items():
            rows[row - 1][HEADS.split(",").index(column.replace("_", " "))] = text
    return "\n".join([HEADS, *map(",".join, rows), ""])


@contextmanager
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A browser of the server's own computer; the user's own data lie in a folder of the test."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with reader(Queue(tmp_path / "live"), follow_redirects=True, headers=ORIGIN) as client:
        client.app.state.isolated = ReadHere()  # type: ignore[attr-defined]
        yield client


@pytest.fixture
def planner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    with at_home(tmp_path, monkeypatch) as client:
        yield client


def sent(client: TestClient, content: str, name: str = "export-7.csv", firm: str = FIRM) -> str:
    form = {"industry": "insurance carriers", "title": firm}
    return client.post("/firm/plan/file", files={"file": (name, content.encode())}, data=form).text


def test_the_walk_is_exact_and_a_fault_that_no_plan_uses_removes_nobody(
    planner: TestClient, golden: Goldens
) -> None:
    faulty = people(
        **{
            "Business_Title": {7: ""},
            "Annual_Base_Salary": {8: "tbd", 9: "x"},
            "FTE": {11: "0"},
            "Manager_ID": {20: "E999", 21: "E021"},
            "Hire_Date": {30: "sometime"},
        }
    )
    page = sent(planner, faulty)
    text = words(page)
    assert (
        "Your file makes 154 positions . 12 people are not recognised: in a plan AI changes nothing in their work."
        in text
    )
    assert "From 165 rows to 154 positions" in text and "4 rows have a fault" in text
    assert "3 more rows stay in: the fault is in Hire Date or Manager ID" in text
    golden("web/plan/people_walk", re.sub(r"\S+(?=, is not in it)", "DAY", page_text(page)))
    figures = re.findall(r'class="k[cp]? halo">(−?\d[\d,]*)</text>', page)
    assert figures[: len(figures) // 2] == ["165", "−3", "162", "−4", "158", "−4", "154"]
    assert f"<title>{FIRM}: people" in page, "the name of the firm is the user's everywhere"
    renamed = "Northfield Assurance"
    asked = planner.post("/firm/plan/titles", data={"title": renamed, "then": "promises"}).text
    assert f"<title>{renamed}: promises" in asked and f'class="firmname">{renamed}</b>' in asked
    page = planner.post("/firm/plan/draft", data={"quarters": "1"}).text
    assert f"<title>{renamed}" in page and "Insurance Carriers with" not in words(page).split("Sources")[0]
    python, command = forms(page)
    assert f'title="{renamed}", industry="insurance carriers", without_faulty=True' in python
    assert f"--title '{renamed}'" in command
    for name in ("report.html", "plan.zip"):
        answer = planner.get(f"/firm/plan/files/{name}")
        assert f'filename="Northfield-Assurance-{name}"' in answer.headers["content-disposition"]
        assert renamed in answer.text or name == "plan.zip"
    assert f'title = "{renamed}"' in planner.get("/firm/plan/files/scenario.toml").text


def test_python_plans_a_file_with_faults_in_unused_columns_and_refuses_the_others(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(people(Manager_ID={20: "E999"}, Hire_Date={30: "sometime"}), encoding="utf-8")
    found = ra.Roster.read(file)
    assert len(found.faults) == 2 and found.check().is_ready and not found.check().is_clean
    assert "2 rows are faulty; 2 of them stay in a plan" in " ".join(found.check().lines)
    assert ra.Scenario.from_roster(file, title=FIRM).role_names == found.role_names
    file.write_text(people(Annual_Base_Salary={8: "tbd"}), encoding="utf-8")
    with pytest.raises(ra.InputError, match="not a number"):
        _ = ra.Scenario.from_roster(file).role_names


@pytest.mark.long
def test_titles_are_kept_for_the_next_file_of_the_firm_alone(planner: TestClient, tmp_path: Path) -> None:
    page = sent(planner, people())
    n = {unescape(t): k for k, t in re.findall(r'name="title_(\d+)" value="([^"]+)"', page)}["Growth Wizard"]
    page = planner.post("/firm/plan/titles", data={f"title_{n}": "Growth Wizard", f"choice_{n}": "none"}).text
    assert f"kept on this computer for the next file of {FIRM}" in words(page)
    (file,) = (tmp_path / "data" / "reallocate" / "titles").glob("*.csv")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    kept = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8")))
    assert [(one["title"], one["chosen"]) for one in kept] == [("Growth Wizard", "none")]
    planner.post("/firm/plan/close")
    again = words(sent(planner, people(Business_Title={1: "Growth Wizard"}), "next.csv", FIRM.upper()))
    assert "Titles of 13 people are placed as you decided." in again and "Growth Wizard" not in again
    other = words(sent(planner, people(), "next.csv", "Another Firm"))
    assert "Growth Wizard" in other and "kept on this computer" not in other
    sent(planner, people(), "next.csv")
    planner.post("/firm/plan/titles", data={"then": "forget"})
    assert not file.exists() and not recall_titles(FIRM)


def test_a_server_for_others_keeps_no_titles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    app = application(Queue(tmp_path / "live"), "secret", hosts=(), workers=Unwarmed)
    with TestClient(app, base_url=ADDRESS, headers=ORIGIN) as client:
        client.get("/firm/plan?token=secret")
        client.app.state.isolated = ReadHere()  # type: ignore[attr-defined]
        page = sent(client, people())
        assert 'name="title_0"' in page
        client.post("/firm/plan/titles", data={"title_0": "Key Account Manager", "choice_0": "none"})
    assert not (tmp_path / "data").exists()


def test_a_table_of_titles_that_is_not_ours_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    review = tmp_path / "review.csv"
    review.write_text(
        "title,count,also,proposed,score,runners-up,chosen\nA,5,,15-1252 Software Developers,0.6,,yes\nB,5,,,,,\n"
    )
    remember_titles(FIRM, review)
    (file,) = (tmp_path / "reallocate" / "titles").glob("*.csv")
    assert file.read_text().splitlines()[1:] == ["A,,,,,,15-1252 Software Developers"]
    file.write_text("mine\n")
    with pytest.raises(ra.InputError, match="exists already"):
        remember_titles(FIRM, review)
    forget_titles(FIRM)
    assert file.read_text() == "mine\n" and not recall_titles(FIRM) and not recall_titles(" ")
    (tmp_path / "reallocate" / "titles" / "files.json").unlink()
    file.unlink()
    (file.parent / "other.txt").write_text("mine")
    with pytest.raises(ra.InputError, match="something other"):
        remember_titles(FIRM, review)


def test_every_wrong_promise_stands_in_its_field_with_the_remedy(planner: TestClient, golden: Goldens) -> None:
    told = []
    sent(planner, people())
    before = planner.post("/firm/plan/promises").text
    for name, typed in (item for one in typed_in("wrong_promises.txt") for item in one.items()):
        answer = planner.post("/firm/plan/draft", data={"quarters": "1", name: typed})
        said = invalid(answer.text)
        assert answer.status_code == 422 and set(said) == {name}, (name, typed, said)
        assert re.search(r"Write|Choose", said[name]) and f'value="{typed}"' in answer.text, (name, typed, said)
        assert not re.search(r"\d\d-\d{4}(?!”)|--", said[name]), said
        told.append(f"{name} {typed!r}: {said[name]}")
    golden("web/plan/wrong_promises", "\n".join(told))
    assert planner.get("/firm/plan").text == before, "the last good page stays"
    # Two that break each other say which.
    form = {"quarters": "2", "exits": "50%", "max_exits_per_month": "1"}
    said = invalid(planner.post("/firm/plan/draft", data=form).text)
    assert re.fullmatch(r"With the cut of \d+ no plan keeps this\. Loosen one\.", said["max_exits_per_month"])
    assert said["exits"] == "With so few who leave in a month no plan keeps this. Loosen one."


@pytest.mark.long
def test_every_wrong_entry_about_the_file_stands_in_its_field_and_the_page_stays(planner: TestClient) -> None:
    sent(planner, people(Currency=dict.fromkeys(range(1, 21), "EUR")))
    for name, typed in (
        ("rate_EUR", "dear"), ("header_row", "top"), ("skip_rows", "-1"), ("date", "yesterday"),
        ("rates_date", "soon"), ("industry", "insurence xx"), ("header_row", "900"),
    ):  # fmt: skip
        answer = planner.post(
            "/firm/plan/columns", data={name: typed, "rate_EUR": typed if name == "rate_EUR" else "1.1"}
        )
        text = words(answer.text)
        assert answer.status_code in (404, 422) and "Your file makes" in text, (name, typed, text[:300])
        assert name in invalid(answer.text) or "What is wrong" in text, (name, typed, invalid(answer.text))


def test_blanks_take_names_months_and_numbers_as_people_write_them(golden: Goldens) -> None:
    """What is made of promises is counted; what cannot be is said."""
    titles = {"43-4051": "Customer Service Representatives", "13-1031": "Claims Adjusters, Examiners, and Investigators"}
    state = {
        "maker": "from_industry", "given": {"industry": "insurance carriers", "headcount": 300}, "options": {}, "roles": titles, "title": "x",
        "places": {"department": {"Customer Support": 60, "IT": 40}, "site": {"Hamburg": 50}}, "figures": {}, "believed": [],
    }  # fmt: skip
    plan = ra.Scenario.from_industry("insurance carriers", 300)

    def read(asked: str) -> str:
        typed = parse_qsl(asked, keep_blank_values=True)
        try:
            options = options_of(plan_arguments(state, typed))
            made = firm(plan, **{name: value for name, value in options.items() if name == "no_layoffs_before"})
        except ra.InputError as refused:
            return "\n".join(map(str, refused.problems))
        return f"{options} {made.promises.no_layoffs_before or ''} {_MADE[_made(dict(typed))]}"

    golden.answers("web/plan/blanks", read)
    assert split_names("IT, Hamburg", {one.casefold() for one in _names(state)}) == ["IT", "Hamburg"]


def test_a_price_is_a_sentence_with_its_figure() -> None:
    each = {name: {"extra": extra} for name, extra in (("a", 0.0), ("b", 0.8))}
    heading, lead = price_heading({"each": each, "all": 0.8, "cost": 2000.0, "quarters": 12})
    assert words(heading) == "Keep both, and the plan costs $0.8 million more in three years."
    assert lead == "That is 0.04% of all cost."
    heading, _ = price_heading({"each": each, "all": 0.0, "cost": 2000.0, "quarters": 6})
    assert heading == "Keep both: that costs nothing in 6 quarters."


@pytest.mark.parametrize("name", sorted(FILES))
def test_everybody_of_a_file_is_in_the_plan_of_the_page(planner: TestClient, tmp_path: Path, name: str) -> None:
    known = FILES[name](tmp_path / "people.csv")
    page = sent(planner, (tmp_path / "people.csv").read_text(encoding="utf-8"))
    assert f"Your file makes {round(known.positions):,} positions" in words(page)
    left = re.search(r"([\d,]+) people are not recognised", words(page))
    assert bool(left) == (name in ("insurer", "unknown"))
    as_industry = {"unrecognised": "industry"} if name == "unknown" else {}
    planner.post("/firm/plan/columns", data={"industry": "insurance carriers", **as_industry})
    planner.post("/firm/plan/titles", data={"then": "promises"})
    page = planner.post("/firm/plan/draft", data={"quarters": "1"}).text
    assert ("not recognised" in words(page)) == bool(left)
    python, command = forms(page)
    assert ('unrecognised="industry"' in python, "--unrecognised industry" in command) == (name == "unknown",) * 2
    with zipfile.ZipFile(io.BytesIO(planner.get("/firm/plan/files/plan.zip").content)) as held:
        plan = json.loads(held.read(next(one for one in held.namelist() if one.endswith("output.json"))))
    for table, column in (("role_table", "headcount"), ("roles", "headcount"), ("families", "begin")):
        today = sum(row[column] for row in plan["tables"][table])
        assert today == pytest.approx(known.positions, abs=0.01), table
    if left:
        assert plan["facts"]["unrecognised"]["people"] == int(left[1])
