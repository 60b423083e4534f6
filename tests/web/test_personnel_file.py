"""A personnel file, whole: its report, own rates and titles, dimensions, promises by place, plan, what happened, downloads."""

from __future__ import annotations

import csv
import io
import random
import re
import shutil
import zipfile
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from tests.golden_pages import words
from tests.web.conftest import ORIGIN, forms, reader
from tests.web.test_plan import FAULTY, sent, uploads
from tests.web.test_queue import until

import reallocate as ra
from reallocate.web.files import happened
from reallocate.web.page import Page
from reallocate.web.pages import promises
from reallocate.web.serve.queue import FINISHED, Queue
from reallocate.web.sessions import _MOST_STEPS, History, Step

HEADS = "Employee ID,Worker,Business Title,Supervisory Organization,Location,Country,FTE %,Total Base Pay - Amount,Currency,Hire Date,Worker Type"
TITLES = (
    ("Registered Nurse", "Care", 400),
    ("Payroll Clerk", "Finance", 300),
    ("Software Developer", "IT", 300),
)
PLACES = (("Hamburg", "Germany", "EUR"), ("Hartford", "United States", "USD"))


def export(*odd: str) -> str:
    """A small report of Workday: two lines above the heads, two sites, two currencies.

    odd : title of one more person each
    """
    draw, rows = random.Random(4), []
    people = [(title, team) for title, team, size in TITLES for _ in range(size)] + [
        (one, "IT") for one in odd
    ]
    for number, (title, team) in enumerate(people):
        site, country, currency = PLACES[number % 2]
        rows.append(
            f"E{number:03d},Person{number} Quellbrunn,{title},{team},{site},{country},100,{draw.randint(50, 90)}000,{currency},2020-03-15,Employee"
        )
    return "\n".join(["All Workers Report", "Run on: 2026-09-30", "", HEADS, *rows, ""])


def opened(client: TestClient, content: str, name: str = "people.csv") -> str:
    return client.post(
        "/firm/plan/file", files={"file": (name, content.encode())}, data={"industry": "insurance carriers"}
    ).text


def test_faulty_rows_a_clean_copy_and_a_template_are_taken(live: TestClient, tmp_path: Path) -> None:
    page = opened(live, export().replace("2020-03-15", "2031-03-15", 1).replace(",USD,", ",XXQ,", 1))
    assert "Currency: unknown currency" in words(page) and "2 rows have a fault" in words(page)
    assert "docs/" not in words(page) and "--" not in re.sub(r"(?s)<pre.*?</pre>", "", page)
    faults = list(csv.DictReader(io.StringIO(live.get("/firm/plan/files/faults.csv").text)))
    assert [one["fault"] for one in faults] == ["hired after the file's day", "unknown currency"]
    clean = live.get("/firm/plan/files/clean-copy.csv").text
    assert clean.splitlines()[0].startswith("Employee ID,Job Title")
    assert "Quellbrunn" not in clean
    assert "XXQ" in clean
    (file,) = [one for one in uploads(tmp_path) if one.name == "clean-copy.csv"]
    assert file.stat().st_mode & 0o777 == 0o600
    template = live.get("/firm/plan/template/people.csv")
    ra.Roster.write_template(tmp_path / "template.csv")
    assert template.content == (tmp_path / "template.csv").read_bytes()
    assert "attachment" in template.headers["content-disposition"]


@pytest.mark.long
def test_faulty_rows_are_left_out_and_exact_figures_are_said_to_be_private(live: TestClient) -> None:
    page = opened(live, export().replace(",USD,", ",XXQ,", 1))
    assert "1 row has a fault Left out and counted: 1 person." in words(page)
    live.post("/firm/plan/promises")
    page = live.post("/firm/plan/draft", data={"quarters": "2"}).text
    python, command = forms(page)
    assert (
        'industry="insurance carriers", title="people", without_faulty=True)' in python
        and "--without-faulty" in command
    )
    assert "as private as your file." in words(page)
    copy = live.get("/firm/plan/files/copy.zip")
    assert live.get("/firm/plan/files/copy.zip").content == copy.content, "the same bytes each time"
    assert copy.status_code == 200 and "attachment" in copy.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(copy.content)) as held:
        names, said = held.namelist(), held.read("copy/page.html").decode()
    assert "copy/page.html" in names and not [name for name in names if "people/" in name]
    assert "For sharing: the figures of the exact result, rounded." in words(said)


@pytest.mark.long
def test_titles_are_decided_in_a_table(live: TestClient) -> None:
    odd = ("Growth Wizard",) * 10
    assert "10 people are not recognised" in words(opened(live, export(*odd)))
    rows = list(csv.DictReader(io.StringIO(live.get("/firm/plan/files/review.csv").text)))
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows({**row, "chosen": "13-1161"} for row in rows)
    page = live.post("/firm/plan/review", files={"review": ("decided.csv", text.getvalue())}).text
    assert "every title is placed" in words(page) and 'review="review.csv"' in unescape(page)
    assert "13-1161" in live.get("/firm/plan/files/review.csv").text, "the table that the call names"
    refused = live.post(
        "/firm/plan/review", files={"review": ("decided.csv", text.getvalue().replace("13-1161", "captain"))}
    )
    assert refused.status_code == 422 and "What is wrong" in words(refused.text)
    assert live.post("/firm/plan/review", files={"review": ("decided.exe", b"MZ")}).status_code == 415


@pytest.mark.long
def test_the_plan_is_made_by_place_with_promises_to_places(live: TestClient) -> None:
    opened(live, export())
    asked = live.post("/firm/plan/promises").text
    assert "Plan apart by department 3 in the file" in words(asked)
    assert re.search(r'<option value="site=Hamburg">Hamburg \([0-9]+ people\)', asked)
    form = {
        "quarters": "2", "by_site": "yes", "by_department": "yes", "place_protect_0": "site=Hamburg",
        "place_keep_at_least_0": "department=Care", "share_keep_at_least_0": "90%",
    }  # fmt: skip
    page = live.post("/firm/plan/draft", data=form).text
    promised = 'keep_at_least=["department=Care:90%"], protect=["site=Hamburg"], by=["department", "site"]'
    assert promised in forms(page)[0]
    assert "By department, site and country" in words(page) and "Registered Nurses (Hamburg)" in words(page)
    live.post("/firm/plan/promises")
    asked = live.get("/firm/plan").text
    assert '<option value="site=Hamburg" selected>' in asked and 'name="by_site" value="yes" checked' in asked
    assert asked.count('name="place_protect_') == 2 and 'value="90%"' in asked


def test_headcounts_never_take_the_name_of_another_file_and_blanks_grow_with_what_is_filled_in() -> None:
    class Sent:
        filename = "own.xlsx"

    assert happened(Sent(), {}) == "happened-own.csv"
    Sent.filename = "../people.xlsx"
    assert happened(Sent(), {"given": {"file": "people.csv"}}) == "happened-people.csv"
    assert happened(Sent(), {}) == "people.csv"
    typed = {f"place_protect_{number}": "site=Hamburg" for number in (0, 1, 4)}
    rows = promises._blanks(typed)
    assert [one["place"] for one in rows["protect"]] == ["site=Hamburg"] * 3 + [""] and len(
        rows["keep_at_least"]
    ) == 2
    full = {f"place_protect_{number}": "site=Hamburg" for number in range(promises._MOST_BLANKS)}
    assert len(promises._blanks(full)["protect"]) == promises._MOST_BLANKS


def as_it_is(folder: Path, say: Any) -> None:
    shutil.copytree(folder / "draft", folder / "result")


@pytest.mark.long
def test_a_finished_plan_of_a_file_offers_a_copy(tmp_path: Path) -> None:
    queue = Queue(tmp_path / "live", as_it_is)
    with reader(queue, follow_redirects=True, headers=ORIGIN) as client:

        def finished(number: int) -> bool:
            return (job := queue.job(number)) is not None and job.state == FINISHED

        opened(client, export())
        client.post("/firm/plan/promises")
        client.post("/firm/plan/draft", data={"quarters": "1"})
        page = client.get("/firm/plan").text
        assert "Whoever may open these pages can read a plan in the queue." in words(page)
        client.post("/firm/plan/everything")
        until(lambda: finished(1), 60.0)
        page = client.get("/jobs/1").text
        assert "as private as your file." in words(page) and "These files hold exact figures" in words(page)
        copy = client.get("/jobs/1/files/copy.zip")
        with zipfile.ZipFile(io.BytesIO(copy.content)) as held:
            assert "For sharing" in words(held.read("copy/page.html").decode())


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
    form = {"row_9": "900", "column_9": "base", "cell_9": "1"}
    refused = live.post("/firm/plan/mend", data=form)
    assert refused.status_code == 422 and "the file has no such row" in words(refused.text)
    names = ("row", "column")
    pairs = [(number, zip(names, place.split(), strict=True)) for place, number in found.items()]
    form = {f"{name}_{number}": value for number, pair in pairs for name, value in pair}
    form |= {f"cell_{found['2 base']}": "71,001", f"out_{found['3 currency']}": "yes"}
    html = live.post("/firm/plan/mend", data={**form, f"cell_{found['4 title']}": "Registered Nurse"}).text
    assert "no fault leaves anybody out" in words(
        html
    ).lower() and 'read("mended-people.csv").check()' in unescape(html)
    rows = list(csv.reader(io.StringIO(live.get("/firm/plan/files/mended-people.csv").text)))
    assert rows[1][:3] == ["1", "Registered Nurse", "71,001"] and rows[2] == []
    assert "3 rows have a fault" in words(live.post("/firm/plan/undo").text)
    assert live.get("/firm/plan/files/mended-people.csv").status_code == 404
    assert "no fault leaves anybody out" in words(live.post("/firm/plan/redo").text).lower()


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
    refused = live.post(
        "/firm/plan/own", files={"given": ("mine.csv", "role,quarter,exits\n99-9999,2026 Q3,4\n")}
    )
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
def test_an_own_measurement_of_reach_plans_the_firm_again(live: TestClient) -> None:
    live.post("/firm/plan/industry", data=FIRM)
    live.post("/firm/plan/draft", data={"quarters": "4"})
    sent = {
        "reach": (
            "pilot.csv",
            "title;automatable;augmentable;source;date\nbookkeeper;0,3;60%;our pilot;2026-10\n",
        )
    }
    refused = live.post("/firm/plan/reach", files=sent, data={"gaps": ""})
    assert refused.status_code == 422 and "the measurement lacks" in words(refused.text)
    html = unescape(live.post("/firm/plan/reach", files=sent, data={"gaps": "people"}).text)
    assert "Your own measurement: our pilot, 2026-10 (reach.csv)" in words(html)
    assert 'reach="reach.csv", reach_gaps="people"' in html
    assert (
        live.get("/firm/plan/files/reach.csv").text.splitlines()[1] == "bookkeeper;0,3;60%;our pilot;2026-10"
    )
    wrong = live.post(
        "/firm/plan/reach", files={"reach": ("pilot.csv", "title,share\nclerk,1\n")}, data={"gaps": ""}
    )
    assert wrong.status_code == 422 and "no column automatable" in words(wrong.text)
    live.post("/firm/plan/promises")
    html = live.post("/firm/plan/draft", data={"quarters": "4", "without_reach": "yes"}).text
    assert "Your own measurement" not in words(html)


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
    assert (
        not history.can_redo and len(list(tmp_path.iterdir())) == _MOST_STEPS - 3 and history.now is not None
    )
    assert history.now.page.html == "new"
