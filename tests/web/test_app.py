"""The pages as a browser asks for them: every door, its files, its forms, what is refused, and one figure on all of them."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import sys
from html import unescape
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from starlette.testclient import TestClient
from tests.golden_pages import Goldens, page_text, words
from tests.web.conftest import ADDRESS, ORIGIN, forms, run
from typer.testing import CliRunner

import reallocate as ra
from reallocate.claims.basis.claim import VERDICT_WORDS
from reallocate.claims.questions import story
from reallocate.cli.main import app
from reallocate.web.link import Call
from reallocate.web.pages import PLAIN, firm, start
from reallocate.web.pages.answers import four_questions
from reallocate.web.pages.economy import KEYS
from reallocate.web.pages.firm import dollars

FORM = {"industry": "insurance carriers", "people": "20,000", "cut": "10", "date": ""}

PAGES = {page.partition(".")[0]: address for address, (page, _) in PLAIN.items() if "{" not in address} | {
    name: address for name, _, address in (line.partition(" ") for line in Path(__file__).with_name("pages.txt").read_text("utf-8").splitlines())
}  # fmt: skip
"""Golden page -> its address; every page that needs nothing more is kept."""
REFUSED = (
    "job_beside_no_match", "job_from_nothing", "job_short", "job_short_of_many", "job_no_match", "job_wrong", "economy_wrong", "nowhere",
)  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_the_kept_one(client: TestClient, name: str, golden: Goldens) -> None:
    answer = client.get(PAGES[name])
    golden(f"web/{name}", re.sub(r"/\S+/results", "RESULTS", page_text(answer.text)))
    assert (answer.status_code >= 400) == (name in REFUSED)
    assert not re.search(r"style=|<style|onclick|javascript:", answer.text), "the policy would refuse it"
    assert all(src.startswith("/") for src in re.findall(r'src="([^"]+)"', answer.text))
    assert "Traceback" not in answer.text


def without_quarters(page: str) -> str:
    """A page that ships names the quarters of the day it was made."""
    return re.sub(r"20\d\d Q\d", "", page)


def test_the_first_page_ships_as_it_would_be_made(client: TestClient) -> None:
    """Stale? `python scripts/shipped.py` writes it anew."""
    page = client.get("/").text
    assert without_quarters(page) == without_quarters(start.page().html)
    for line in story(ra.shipped("claims").table("claims")):
        assert f"{line.says} {VERDICT_WORDS[line.verdict]}" in words(page)
    for one in four_questions():
        assert f"{one.asks} {one.short}" in words(page)
    assert "Jobs in five technology industries" in client.get("/files/predictions.csv").text


def test_a_title_with_any_sign_has_a_link_and_files(client: TestClient) -> None:
    page = client.get("/job", params={"title": "A/B tester & analyst?", "pay": "90000"})
    links = [unescape(one) for one in re.findall(r'href="(/job[^"]*(?:csv|html|pay)[^"]*)"', page.text)]
    assert page.status_code == 200 and len(links) >= 4
    each = {re.sub(r".*/|[?].*", "", link).rpartition(".")[2]: link for link in links}
    assert {client.get(link).status_code for link in each.values()} == {200}, each
    assert 'value="A/B tester &amp; analyst?" required' in page.text


def test_the_three_forms_of_a_job_give_what_the_page_shows(client: TestClient) -> None:
    page = client.get("/job/13-1082?area=Ohio&pay=90000").text
    code, command = forms(page)
    result = run(code)
    total = result.table("hours_total").iloc[0]
    assert f"AI could do {total['automatable']:.0%} of the hours alone" in words(page)
    assert result.explain()["outlook"][0] in words(page)
    assert command == result.facts["command"] == "reallocate job 13-1082 --area Ohio --pay 90000"
    assert 'href="/job/13-1082?area=Ohio"' in page, "the link to pass on has the place, and never pay"
    rows = list(
        csv.DictReader(io.StringIO(client.get("/job/13-1082/files/options.csv?area=Ohio&pay=90000").text))
    )
    assert [row["title"] for row in rows] == result.table("options")["title"].to_list()
    report = client.get("/job/13-1082/files/report.html?area=Ohio&pay=90000")
    assert report.text == result.page() and "attachment" in report.headers["content-disposition"]


def test_the_map_leads_to_every_job(client: TestClient) -> None:
    table = ra.jobs(nation=True, top=0).table("occupations")
    page = client.get("/job").text
    assert set(re.findall(r'<a href="/job/(\d\d-\d{4})" aria-label', page)) == set(table["occupation"])
    assert len(set(re.findall(r'href="/job/group/(\d\d)"', page))) == 22
    rects = re.findall(r'<rect x="(\S+)" y="(\S+)" width="(\S+)" height="(\S+)"', page)
    boxes = [tuple(map(float, one)) for one in rects]
    assert len(boxes) == len(table) and all(min(x, y, 1160 - x - w, 760 - y - h) > 0 for x, y, w, h in boxes)
    inside = client.get("/job/group/43").text
    assert set(re.findall(r'href="/job/(\d\d-\d{4})"', inside)) == {
        code for code in table["occupation"] if code.startswith("43")
    }


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[Call]:
    """The calls that pages make; each is answered by the cut that ships."""
    made = list[Call]()
    monkeypatch.setattr(Call, "result", lambda call: made.append(call) or ra.shipped("cut"))
    return made


def test_a_firm_is_asked_for_by_a_form_and_stays_out_of_the_address(client: TestClient, seen: list[Call]) -> None:
    answer = client.post("/firm", data={**FORM, "people": "4,321"}, headers=ORIGIN)
    assert answer.status_code == 303 and answer.headers["location"] == "/firm"
    assert "httponly" in answer.headers["set-cookie"].lower()
    page = client.get("/firm").text
    assert 'value="4,321"' in page and "Example:" not in words(page)
    assert seen == [
        Call(
            "cut",
            options={"exits": "10%", "quick": True},
            firm={"industry": "insurance carriers", "headcount": 4321},
        )
    ]
    assert not re.findall(r'href="[^"]*(4321|4,321|insurance)', page)
    client.cookies.delete("reallocate_session_8765")
    assert "Example:" in words(client.get("/firm").text), "another browser sees nothing of it"


def test_the_shipped_job_is_computed_anew_and_the_cut_is_of_the_data_that_ship(client: TestClient) -> None:
    from reallocate.render.shipped import as_shipped

    cut, job = ra.shipped("cut"), ra.job("payroll clerk")
    assert cut.facts["hashes"]["bundle"] == job.facts["hashes"]["bundle"]
    assert as_shipped(job)["text"] == as_shipped(ra.shipped("job"))["text"]
    assert forms(client.get("/firm").text)[1] == cut.facts["command"]


def test_a_browser_keeps_files_that_are_the_same_for_everybody_and_no_page(client: TestClient) -> None:
    style = client.get("/static/system.css")
    assert style.headers["cache-control"] == "no-cache"
    again = client.get("/static/system.css", headers={"if-none-match": style.headers["etag"]})
    assert again.status_code == 304
    assert client.get("/job/43-3051").headers["cache-control"] == "no-store"
    assert client.get("/charts/plot.css").status_code == 200


def test_a_fault_of_the_program_is_said_without_what_was_asked(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(firm, "cut_answer", lambda form: {}["secret 4321"])
    quiet = TestClient(client.app, base_url=ADDRESS, raise_server_exceptions=False, cookies=client.cookies)
    answer = quiet.post("/firm", data={**FORM, "people": "4321"}, headers=ORIGIN)
    assert answer.status_code == 500 and "a fault of the program" in words(answer.text)
    log = capsys.readouterr().err
    assert "KeyError" in log and "4321" not in log and "secret" not in log


def test_the_server_itself_loads_nothing_to_compute_with() -> None:
    import subprocess

    program = "import sys, reallocate.web.serve.app; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()
    assert not {"numpy", "pandas", "scipy"} & set(loaded)


MOVED = "/economy?ceiling=0.9&wage_insurance=0.5"


def test_the_page_is_one_central_run_in_python_and_on_the_command_line_as_shipped_and_moved(
    client: TestClient
) -> None:
    page = client.get("/economy")
    python, command = forms(page.text)
    csv = client.get("/economy/files/economy.csv").text
    pd.testing.assert_frame_equal(run(python), pd.read_csv(io.StringIO(csv)))
    assert command == "reallocate simulate nation"
    closures = pd.read_csv(io.StringIO(client.get("/economy/files/closures.csv").text))
    pd.testing.assert_frame_equal(closures, ra.Market.outcomes())
    page = client.get(MOVED).text
    text, csv = words(page), client.get(MOVED.replace("?", "/files/economy.csv?")).text
    python, command = forms(page)
    path = run(python)
    assert csv == path.to_csv(index=False)
    done = CliRunner().invoke(app, command.split()[1:])
    assert done.exit_code == 0 and done.stdout == csv
    assert ra.Market.sentence(ra.Market.ends(path)) in text.replace(" ,", ",").replace(" .", ".")
    closures = pd.read_csv(io.StringIO(client.get(MOVED.replace("?", "/files/closures.csv?")).text))
    assert closures[closures["closure"] == "C"].drop(columns="closure").to_csv(index=False) == csv
    held = ra.Market(set={KEYS["ceiling"]: 0.9, KEYS["wage_insurance"]: 0.5}, closure="A").path()
    assert closures[closures["closure"] == "A"].drop(columns="closure").to_csv(index=False) == held.to_csv(
        index=False
    )
    assert (
        f'href="{MOVED.replace("&", "&amp;")}"' in page and f'value="{MOVED.replace("&", "&amp;")}"' in page
    )


def test_strips_for_the_script_are_those_of_the_face(client: TestClient) -> None:
    every = json.loads(client.get("/economy/files/strips.json").text)
    assert list(every) == list(KEYS)
    ceiling = ra.Market.shipped("ai.ceiling")
    np.testing.assert_allclose(
        every["ceiling"]["jobs"][3], ceiling.at(ceiling.positions[3])["jobs"], atol=1e-4
    )
    made = json.loads(client.get("/economy/files/strip.json?of=ceiling&saving_kept=0.4").text)
    alone = ra.Market(set={"economy_saving_kept": 0.4, "ai.ceiling": made["positions"][-1]}).path()
    np.testing.assert_allclose(made["unemployment"][-1], alone["unemployment"], atol=1e-4)
    np.testing.assert_allclose(made["share"][-1], [alone["labour_share"].min()], atol=1e-4)
    assert client.get("/economy/files/strip.json?of=nothing").status_code == 422


FIRM = {"industry": "insurance carriers", "people": "300"}


@pytest.mark.long
def test_a_cut_under_beliefs_becomes_a_plan_with_all_of_them(live: TestClient, tmp_path: Path) -> None:
    believed = {
        "believe_idle_few_quits": "yes",
        "believe_no_notice": "yes",
        "own_drop_price": "1.2",
        "own_hire_cost": "9000",
    }
    cut = live.post("/firm", data={**FIRM, "cut": "10", "date": "", **believed}, headers=ORIGIN).text
    (form,) = re.findall(r'<form class="actions" action="/firm/plan/industry".*?</form>', cut, re.DOTALL)
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    assert believed.items() <= sent.items()
    asked = live.post("/firm/plan/industry", data=sent).text
    assert "the cut of 10%, 2 own figures and 2 other assumptions" in words(asked)
    assert all(
        f'name="{name}" value="yes" checked' in asked for name in believed if name.startswith("believe_")
    )
    page = live.post("/firm/plan/draft", data={**believed, "quarters": "6", "exits": "10%"}).text
    python, command = forms(page)
    of_cut = eval(re.findall(r"set=({.*?})", forms(cut)[0])[0])
    assert eval(re.findall(r"set=({.*?})", python)[0]) == of_cut and of_cut["notice_days"] == 0.0
    result = run(python)
    done = CliRunner().invoke(app, [*shlex.split(command)[1:], "--json"])
    assert done.exit_code == 0, done.output
    written = json.loads(done.stdout)
    assert result.to_dict()["tables"]["headline"] == written["tables"]["headline"]
    assert "costs USD 283,000 less for each person" in result.explain()["cut_or_wait"][0]
    assert "laying off 30 costs $283,000 less each than stopping refills" in words(page)
    (address,) = re.findall(r'href="([^"]+scenario\.toml[^"]*)"', page)
    answer = live.get(address.replace("&amp;", "&"))
    assert answer.status_code == 200 and "attachment" in answer.headers["content-disposition"]
    (tmp_path / "scenario.toml").write_text(answer.text, encoding="utf-8")
    again = ra.plan(tmp_path, quick=True, progress=False)
    assert again.to_dict()["tables"]["headline"] == result.to_dict()["tables"]["headline"]
    back = re.findall(r'<form class="stack" action="/firm" method="post">.*?</form>', page, re.DOTALL)[0]
    assert all(f'name="{name}" value="yes"' in back for name in believed if name.startswith("believe_"))
    page = live.post("/firm/plan/draft", data={"quarters": "6", "believe_idle_few_quits": "yes"}).text
    assert "exits_from" not in forms(page)[0]


def test_every_question_and_every_row_of_the_record_has_a_page_with_its_verdict(client: TestClient) -> None:
    page = client.get("/answers").text
    assert len(re.findall(r'href="(/answers\?question=\w+)"', page)) == 4
    assert all(f"/answers/{one.rule}" in page for one in four_questions())
    for row in ra.shipped("claims").table("claims").itertuples():
        assert f'href="/answers/{row.id}"' in page
        assert VERDICT_WORDS[row.verdict] in words(client.get(f"/answers/{row.id}").text)
    assert not re.search(r"\b(not supported|cannot be told|--set)\b", words(page), re.IGNORECASE)


def test_every_field_of_a_cut_reaches_its_call(client: TestClient, seen: list[Call]) -> None:
    fields = {
        "unit": "people", "cut": "2,000", "date": "2027 Q1", "after": "refilled", "own_rehire_pause": "2",
        "size": "occupations", "quarters": "16", "pay_per_head": "120,000", "own_quits_per_month": "12",
    }  # fmt: skip
    client.post("/firm", data={**FORM, **fields}, headers=ORIGIN)
    assert seen[-1].options == {
        "exits": 2000, "exits_date": "2027 Q1", "after": "refilled", "size": "occupations", "quarters": 16,
        "pay_per_head": 120_000, "set": {"rehire_pause": 2.0, "quits_per_month": 0.01}, "quick": True,
    }  # fmt: skip
    page = client.get("/firm").text
    for reader in ("council", "board"):
        assert f'name="reader" value="{reader}" formaction="/firm/sheet"' in page
    sent = dict(
        re.findall(
            r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.partition('class="actions"')[2]
        )
    )
    assert {**fields, "cut": "2,000"}.items() <= {**sent, "quarters": "16"}.items()
    client.post("/firm", data={**FORM, "after": "closed", "own_rehire_pause": "7"}, headers=ORIGIN)
    assert "set" not in seen[-1].options, "positions that stay closed are never refilled"


FIRMS = (
    ("524100", 20_000), ("513200", 20_000), ("622000", 9_000), ("541600", 1_200), ("445000", 5_000), ("517000", 3_000),
    ("561400", 800), ("325400", 7_000), ("722500", 900),
)  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize(("industry", "people"), FIRMS)
def test_a_cut_has_one_figure_on_every_door(industry: str, people: int, live: TestClient, tmp_path: Path) -> None:
    firm = ra.Scenario.from_industry(industry, headcount=people)
    cut = ra.cut(firm, exits="10%", quick=True, progress=False).to_dict()
    plan = ra.plan(firm, exits="10%", quick=True, progress=False)
    rows = {row["step"]: row for row in json.loads(json.dumps(plan.to_dict()))["tables"]["cut_steps"]}
    for name, step in cut["steps"].items():
        assert rows[name]["cost"] == pytest.approx(step["cost"] / 1e6, abs=max(1e-4 * abs(step["cost"]) / 1e6, 0.01)), name
        assert rows[name]["cash"] == pytest.approx(step["cash"] / 1e6, rel=2e-2, abs=0.05), name
    figure = dollars(cut["haste_per_exit"]).removeprefix("$")
    asked = {"industry": industry, "people": str(people), "cut": "10", "date": ""}
    page = live.post("/firm", data=asked, headers=ORIGIN, follow_redirects=True).text
    (head,) = re.findall(r'<h1 class="big" id="answer">(.*?)</h1>', page)
    assert f"${figure} a person" in words(head)
    (form,) = re.findall(r'<form class="actions" action="/firm/plan/industry".*?</form>', page, re.DOTALL)
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    live.post("/firm/plan/industry", data=sent, headers=ORIGIN)
    planned = live.post("/firm/plan/draft", data={"exits": "10%"}, headers=ORIGIN, follow_redirects=True).text
    for where, told in (("plan page", planned), ("report", plan.page())):
        assert f"${figure} more each" in words(told) and f"${figure} a person" in words(told), where
    assert f"USD {figure} a person" in plan.explain()["cut_or_wait"][0], "Python"
    plan.save(tmp_path / "plan")
    sheets = pd.read_excel(io.BytesIO((tmp_path / "plan" / "workbook.xlsx").read_bytes()), sheet_name=None, header=None, engine="calamine")
    cells = [cell for sheet in sheets.values() for cell in sheet.to_numpy().ravel() if isinstance(cell, (int, float))]
    exact = cut["haste_per_exit"]
    assert any(abs(cell - exact) <= 5e-4 * abs(exact) for cell in cells), "the workbook has it too"
