"""The pages as a browser asks for them: every door, its files, and what is refused in words."""

from __future__ import annotations

import csv
import io
import re
import sys
from html import unescape

import pytest
from starlette.testclient import TestClient
from tests.golden_pages import Goldens, page_text, words
from tests.web.conftest import ADDRESS, forms, run

import reallocate
from reallocate.web.link import Call
from reallocate.web.pages import firm, start

FORM = {"industry": "insurance carriers", "people": "20,000", "cut": "10", "date": ""}
ORIGIN = {"origin": ADDRESS}


PAGES = {
    "start": "/", "job": "/job/43-3051", "job_by_title": "/job?title=payroll clerk", "job_unclear": "/job?title=analyst",
    "job_misspelt": "/job?title=payrol clerk", "job_short": "/job?title=payrol&age=40", "job_short_of_many": "/job?title=help desk",
    "job_no_match": "/job?title=qwxzv", "job_in_ohio": "/job/13-1082?area=Ohio&pay=90000&education=master", "job_map": "/job",
    "job_wrong": "/job?title=payroll clerk&area=Ohhio&pay=12&age=x&education=master", "job_group": "/job/group/43",
    "firm": "/firm", "answers": "/answers", "answer": "/answers/energy-binds", "answer_of_jobs": "/answers/more-jobs-destroyed",
    "sources": "/sources?find=pay", "search": "/search?q=insurance", "search_an_assumption": "/search?q=severance",
    "search_no_match": "/search?q=qwxzv", "economy": "/economy", "economy_moved": "/economy?ceiling=0.9&wage_insurance=0.5",
    "economy_wrong": "/economy?ceilling=0.5&ceiling=0.01&saving_kept=much", "plan": "/firm/plan", "compare": "/firm/compare",
    "jobs": "/jobs", "nowhere": "/nowhere",
}  # fmt: skip
"""Golden page -> its address."""
REFUSED = ("job_short", "job_short_of_many", "job_no_match", "job_wrong", "economy_wrong", "nowhere")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_the_kept_one(client: TestClient, name: str, golden: Goldens) -> None:
    answer = client.get(PAGES[name])
    golden(f"web/{name}", re.sub(r"/\S+/results", "RESULTS", page_text(answer.text)))
    assert (answer.status_code >= 400) == (name in REFUSED)
    assert not re.search(r"style=|<style|onclick|javascript:", answer.text), "the policy would refuse it"
    assert all(src.startswith("/") for src in re.findall(r'src="([^"]+)"', answer.text))
    assert "Traceback" not in answer.text


def test_the_first_page_ships_as_it_would_be_made(client: TestClient) -> None:
    """Stale? `python scripts/shipped.py` writes it anew."""
    page = client.get("/").text
    assert page == start.page().html
    for row in reallocate.shipped("claims").table("claims").itertuples():
        assert f"{row.statement} {row.verdict}" in words(page)
    assert "Jobs in five technology industries" in client.get("/files/predictions.csv").text


def test_a_title_with_any_sign_has_a_link_and_files(client: TestClient) -> None:
    page = client.get("/job", params={"title": "A/B tester & analyst?", "pay": "90000"})
    links = [unescape(one) for one in re.findall(r'href="(/job[^"]*(?:csv|html|pay)[^"]*)"', page.text)]
    assert page.status_code == 200 and len(links) >= 4
    assert {client.get(link).status_code for link in links} == {200}
    assert 'type="hidden" name="title" value="A/B tester &amp; analyst?"' in page.text


def invalid(html: str) -> dict[str, str]:
    """(field) what stands beside it, of those that are marked as wrong; each is described by its fault."""
    fields = re.findall(
        r'<(?:input|select)[^>]* name="([^"]+)"[^>]* aria-invalid="true" aria-describedby="wrong-([^" ]+)[^"]*"',
        html,
    )
    assert all(name == described for name, described in fields)
    return {
        name: words(re.findall(rf'<small class="wrong" id="wrong-{name}">(.*?)</small>', html)[0])
        for name, _ in fields
    }


def values(html: str) -> dict[str, str]:
    return {
        name: unescape(value)
        for name, value in re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', html)
    }


@pytest.mark.parametrize(("address", "said"), [
    ("/job/43-3051?aera=Ohio", "Nearest: area"),
    ("/job/43-3051?pay=12", "by the hour"),
    ("/job/43-3051?age=x&pay=y", "'y' is no number"),
    ("/job/99-9999", "99-9999"),
    ("/job/group/99", "there is no major group '99'"),
    ("/answers/nothing", "there is no claim 'nothing'"),
    ("/nowhere", "There is no page at this address"),
    ("/job/43-3051/files/nothing.csv", "There is no page at this address"),
])  # fmt: skip
def test_what_cannot_be_answered_is_said_without_a_traceback(
    client: TestClient, address: str, said: str
) -> None:
    answer = client.get(address)
    assert 400 <= answer.status_code < 500
    text = words(answer.text)
    assert said in text and "Traceback" not in text and ".py" not in text


@pytest.mark.parametrize(
    "odd",
    [
        "\x00",
        "%00",
        "💥",
        "a" * 10_000,
        "{{7*7}}",
        "../../etc/passwd",
        "nan",
        "1e400",
        "--help",
        "½",
        "<script>alert(1)</script>",
    ],
)
def test_odd_input_is_no_fault_of_the_program(client: TestClient, odd: str) -> None:
    form = {"industry": odd, "people": odd, "cut": odd, "date": odd}
    answers = [
        client.get("/job", params={"title": odd}),
        client.get("/job/13-1082", params={"age": odd, "pay": odd}),
        client.get("/sources", params={"find": odd}),
        client.post("/firm", data=form, headers=ORIGIN),
    ]
    assert all(answer.status_code in (200, 404, 422) for answer in answers)
    assert not any("Traceback" in answer.text or "<script>alert" in answer.text for answer in answers)


def test_the_three_forms_of_a_job_give_what_the_page_shows(client: TestClient) -> None:
    page = client.get("/job/13-1082?area=Ohio&pay=90000").text
    code, command = forms(page)
    result = run(code)
    total = result.table("hours_total").iloc[0]
    assert f"AI could do {total['automatable']:.0%} of the hours" in words(page)
    assert command == result.facts["command"] == "reallocate job 13-1082 --area Ohio --pay 90000"
    assert "/job/13-1082?area=Ohio&amp;pay=90000" in page
    rows = list(
        csv.DictReader(io.StringIO(client.get("/job/13-1082/files/moves.csv?area=Ohio&pay=90000").text))
    )
    assert [row["title"] for row in rows] == result.table("moves")["title"].to_list()
    report = client.get("/job/13-1082/files/report.html?area=Ohio&pay=90000")
    assert report.text == result.page() and "attachment" in report.headers["content-disposition"]


def test_the_map_leads_to_every_job(client: TestClient) -> None:
    table = reallocate.jobs(nation=True, top=0).table("occupations")
    page = client.get("/job").text
    whole = reallocate.jobs(nation=True, top=0)
    assert f"AI could do {whole.table('total')['automatable'].iloc[-1]:.0%} of all hours" in words(page)
    largest = whole.table("groups").iloc[0]
    assert f"{largest['title'].removesuffix(' Occupations')} {largest['automatable']:.0%}" in words(page)
    assert set(re.findall(r'<a href="/job/(\d\d-\d{4})" aria-label', page)) == set(table["occupation"])
    assert len(set(re.findall(r'href="/job/group/(\d\d)"', page))) == 22
    rects = re.findall(r'<rect x="(\S+)" y="(\S+)" width="(\S+)" height="(\S+)"', page)
    boxes = [tuple(map(float, one)) for one in rects]
    assert len(boxes) == len(table) and all(min(x, y, 1160 - x - w, 760 - y - h) > 0 for x, y, w, h in boxes)
    inside = client.get("/job/group/43").text
    assert set(re.findall(r'href="/job/(\d\d-\d{4})"', inside)) == {
        code for code in table["occupation"] if code.startswith("43")
    }


def test_a_firm_is_asked_for_by_a_form_and_stays_out_of_the_address(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Call] = []

    def result(call: Call) -> reallocate.Result:
        seen.append(call)
        return reallocate.shipped("cut")

    monkeypatch.setattr(Call, "result", result)
    answer = client.post("/firm", data={**FORM, "people": "4,321"}, headers=ORIGIN)
    assert answer.status_code == 303 and answer.headers["location"] == "/firm"
    assert "httponly" in answer.headers["set-cookie"].lower()
    page = client.get("/firm").text
    assert 'value="4,321"' in page and "An example" not in words(page)
    assert seen == [
        Call("cut", options={"exits": "10%"}, firm={"industry": "insurance carriers", "headcount": 4321})
    ]
    assert not re.findall(r'href="[^"]*(4321|4,321|insurance)', page)
    client.cookies.delete("reallocate_session_8765")
    assert "An example" in words(client.get("/firm").text), "another browser sees nothing of it"


@pytest.mark.parametrize(("change", "said"), [
    ({"industry": "insurence carrierz"}, "insurence carrierz"),
    ({"people": "many"}, "'many' is no number"),
    ({"people": ""}, "headcount"),
    ({"cut": "200"}, "200%: a cut is more than 0% and less than 100% of all positions"),
    ({"cut": "0"}, "0%: a cut is more than 0%"),
    ({"cut": "0.10"}, "0.10 here is 0.1% of all positions; 10% may be meant"),
    ({"cut": "0.1%"}, "Cut 1% or more, 200 positions"),
    ({"date": "soon"}, "soon"),
])  # fmt: skip
def test_a_firm_that_cannot_be_read_is_shown_with_its_problems(
    client: TestClient, change: dict[str, str], said: str
) -> None:
    answer = client.post("/firm", data={**FORM, **change}, headers=ORIGIN)
    assert answer.status_code in (404, 422)
    text = words(answer.text)
    assert said in text and "Traceback" not in text
    kept = next(iter(change.values()))
    assert kept in re.findall(r'value="([^"]*)"', answer.text), "what was typed is still there"


@pytest.mark.long
def test_the_example_is_what_its_python_call_computes(client: TestClient) -> None:
    from reallocate.render.result import as_shipped

    page = client.get("/firm").text
    code, command = forms(page)
    computed, shipped = as_shipped(run(code)), as_shipped(reallocate.shipped("cut"))
    assert command == computed["facts"]["command"] == shipped["facts"]["command"]
    assert computed["text"] == shipped["text"]
    for name, rows in shipped["tables"].items():
        for before, now in zip(rows, computed["tables"][name], strict=True):
            assert now == {
                key: pytest.approx(value, rel=1e-6, abs=1e-6) if isinstance(value, float) else value
                for key, value in before.items()
            }


def test_the_shipped_job_is_computed_anew_and_the_cut_is_of_the_data_that_ship() -> None:
    from reallocate.render.result import as_shipped

    cut, job = reallocate.shipped("cut"), reallocate.job("payroll clerk")
    assert cut.facts["hashes"]["bundle"] == job.facts["hashes"]["bundle"]
    assert as_shipped(job)["text"] == as_shipped(reallocate.shipped("job"))["text"]


def test_a_browser_keeps_files_that_are_the_same_for_everybody_and_no_page(client: TestClient) -> None:
    style = client.get("/static/system.css")
    assert style.headers["cache-control"] == "no-cache"
    again = client.get("/static/system.css", headers={"if-none-match": style.headers["etag"]})
    assert again.status_code == 304
    assert client.get("/job/43-3051").headers["cache-control"] == "no-store"
    assert client.get("/charts/vega.js").status_code == 200


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
    assert not {"numpy", "pandas", "scipy", "altair"} & set(loaded)
