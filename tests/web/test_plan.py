"""A plan from three ways in: forms, what is refused in words, upload to result; and wrong words in every field."""

from __future__ import annotations

import io
import re
import shutil
import stat
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import ZipFile

import pytest
from starlette.testclient import TestClient
from tests.golden_pages import Goldens, page_text, words
from tests.web.conftest import ADDRESS, ORIGIN, Unwarmed, forms, invalid, reader, run, values

import reallocate
from reallocate.api.out import installed
from reallocate.kernel.manifest import LIST
from reallocate.web.guard import _FILE_FORMS
from reallocate.web.link import Call
from reallocate.web.page import Page
from reallocate.web.pages import plan
from reallocate.web.pages.firm import dollars
from reallocate.web.serve.app import _UPLOADS, application
from reallocate.web.serve.queue import Queue
from reallocate.web.serve.workers import made

ROSTER = (
    "Employee ID,Job Title,Base Salary,Currency,Status\n"
    + "".join(f"{n},Registered Nurse,{70000 + n},USD,filled\n" for n in range(1, 41))
    + "".join(f"{n},Analyst,{80000 + n},USD,filled\n" for n in range(41, 61))
    + "".join(f"{n},Payroll Clerk,{50000 + n},USD,filled\n" for n in range(61, 121))
)  # fmt: skip
FAULTY = (
    ROSTER.replace("70001,USD", "abc,USD")
    .replace("70002,USD", "70002,EUR")
    .replace("3,Registered Nurse", "3,", 1)
)


def sent(client: TestClient, content: bytes | str, name: str = "people.csv") -> str:
    content = content.encode() if isinstance(content, str) else content
    return client.post("/firm/plan/file", files={"file": (name, content)}).text


def uploads(tmp_path: Path) -> list[Path]:
    return sorted(
        one
        for one in (tmp_path / "live" / _UPLOADS).rglob("*")
        if one.is_file() and "draft" not in one.parts and one.name != LIST
    )


def kept(golden: Goldens, name: str, page: str) -> str:
    golden(f"web/plan/{name}", re.sub(r"/\S+/results", "RESULTS", page_text(page)))
    return page


def test_a_file_with_faults_is_mended_titles_are_chosen_and_a_first_answer_comes(
    live: TestClient, tmp_path: Path, golden: Goldens
) -> None:
    html = kept(golden, "file_with_faults", sent(live, FAULTY))
    assert 'name="choice_0"' in html and 'value="Analyst"' in html, "faults hide no title"
    (file, *_) = [one for one in uploads(tmp_path) if one.name == "people.csv"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    faults = live.get("/firm/plan/files/faults.csv").text
    assert faults.startswith("row,column,fault") and "abc" not in faults
    sent(
        live,
        FAULTY.replace("abc", "71001")
        .replace(",,", ",Registered Nurse,")
        .replace("\n3,,", "\n3,Registered Nurse,"),
    )
    html = live.post("/firm/plan/columns", data={"rate_EUR": "1.1", "rates_date": "2026-06-30"}).text
    assert 'name="choice_0"' in kept(golden, "file_with_an_unsure_title", html) and 'value="Analyst"' in html
    html = live.post("/firm/plan/titles", data={"title_0": "Analyst", "other_0": "13-1111"}).text
    kept(golden, "file_that_is_ready", html)
    kept(golden, "promises_of_a_file", live.post("/firm/plan/promises").text)
    html = live.post("/firm/plan/draft", data={"keep_at_least": "90%", "quarters": "4"}).text
    kept(golden, "first_answer_of_a_file", html)
    assert (
        'from_roster(file="people.csv", rates_date="2026-06-30", rate={"EUR": 1.1}, review="review.csv", title="people")'
        in unescape(html)
    )
    assert "13-1111" in live.get("/firm/plan/files/review.csv").text, "the table that the call names"
    report = live.get("/firm/plan/files/report.html")
    assert report.status_code == 200 and "attachment" in report.headers["content-disposition"]
    assert "result.json" in str(ZipFile(io.BytesIO(live.get("/firm/plan/files/plan.zip").content)).namelist())
    live.post("/firm/plan/close")
    assert uploads(tmp_path) == []
    assert "An industry" in words(live.get("/firm/plan").text)


@pytest.mark.long
def test_an_industry_is_planned_as_python_plans_it(live: TestClient, golden: Goldens) -> None:
    asked = {"industry": "insurance carriers", "people": "300", "cut": "10", "date": ""}
    html = kept(golden, "promises_of_an_industry", live.post("/firm/plan/industry", data=asked).text)
    assert values(html)["exits"] == "10%", "carried over from cut or wait"
    html = live.post("/firm/plan/draft", data={"exits": "10%", "quarters": "4", "notice_days": "45"}).text
    code, command = forms(kept(golden, "first_answer_of_an_industry", html))
    assert 'ra.plan(firm, exits="10%", quarters=4, notice_days=45, quick=True)' in code
    result = run(code)
    haste = result.table("cut_or_wait").set_index("figure")["haste"]["haste_per_exit"]
    assert command == result.facts["command"] and f"costs {dollars(haste)} more each" in words(html)
    assert str(result.table("headline")["plan"].iloc[0].round())[:3] in words(html)


@pytest.mark.parametrize(("name", "content", "said"), [
    ("people.exe", b"MZ", "no table of people or positions"),
    ("people.xlsx", b"not a workbook", "people.xlsx: this is no Excel workbook, though its name ends in .xlsx"),
    ("people.csv", b"", "people.csv"),
    ("people.csv", b"a;b\n" * 200_100, "the limit is 200,000"),
    ("people.csv", b"\x00\xff" * 50, "people.csv"),
    ("people.parquet", b"PAR1nothing", "people.parquet"),
])  # fmt: skip
def test_a_file_that_cannot_be_read_is_refused_in_words(
    live: TestClient, name: str, content: bytes, said: str
) -> None:
    text = words(sent(live, content, name))
    assert said in text and "Traceback" not in text and "fault of the program" not in text


def test_a_file_that_is_too_large_is_refused_before_it_is_read(live: TestClient) -> None:
    most = _FILE_FORMS["/firm/plan/file"]
    answer = live.post("/firm/plan/file", headers={"content-length": str(most + 1)}, content=b"")
    assert answer.status_code == 413 and "50 MB" in answer.text


@pytest.mark.long
def test_formulas_and_names_of_files_are_taken_as_text(live: TestClient, tmp_path: Path) -> None:
    html = sent(live, ROSTER.replace("Analyst", "=HYPERLINK(1)"), "../../review.csv")
    assert 'name="title_0" value="=HYPERLINK(1)"' in html
    assert [one.name for one in uploads(tmp_path)] == [
        "clean-copy.csv",
        "faults.csv",
        "review.csv",
        "roster-review.csv",
    ]
    html = live.post("/firm/plan/titles", data={"title_0": "=HYPERLINK(1)", "choice_0": "13-1111"}).text
    assert "every title is placed" in words(html)
    html = live.post(
        "/firm/plan/titles", data={"title_0": "=HYPERLINK(1)", "other_0": "astronaut of the sea"}
    ).text
    assert "No job in the list is called “astronaut of the sea”" in words(html) and "=HYPERLINK(1)" in words(
        html
    )


def test_what_comes_without_a_firm_is_sent_to_the_beginning(live: TestClient) -> None:
    for place in ("promises", "draft", "everything", "titles", "columns"):
        answer = live.post(f"/firm/plan/{place}")
        assert answer.status_code == 200 and answer.url.path == "/firm/plan", place
    for place in (
        "/jobs/1",
        "/jobs/x",
        "/jobs/1/files/report.html",
        "/firm/plan/files/report.html",
        "/jobs/99999999999",
    ):
        assert live.get(place).status_code == 404


@pytest.mark.long
def test_a_folder_or_a_scenario_is_opened(live: TestClient, tmp_path: Path) -> None:
    firm = reallocate.Scenario.from_industry("insurance carriers", 300, quarters=4)
    saved = reallocate.plan(firm, quick=True, progress=False).save(tmp_path / "live" / "saved")
    whole = live.post("/firm/plan/folder", data={"folder": str(saved)}).text
    page = words(whole)
    assert "First answer" in page and "Compare and follow up" in page
    for name in ("workbook.xlsx", "workbook-more.xlsx"):
        assert live.get(f"/firm/plan/files/{name}").status_code == 200
    for name, tool, start in (("plan.pdf", "pdf", b"%PDF"), ("slides.pptx", "slides", b"PK")):
        if tool in installed():
            assert f"/firm/plan/files/{name}" in whole
            assert live.get(f"/firm/plan/files/{name}").content.startswith(start)
    assert "What do you promise" in words(live.post("/firm/plan/folder", data={"folder": plan._EXAMPLE}).text)
    for wrong in ("", "/nowhere/at/all", str(tmp_path)):
        answer = live.post("/firm/plan/folder", data={"folder": wrong})
        assert answer.status_code in (404, 422) and "cannot be answered" in words(answer.text)


def test_only_folders_that_were_named_at_the_start_are_opened(live: TestClient, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "scenario.toml").write_text("secret = 4321\n", encoding="utf-8")
    (tmp_path / "live" / "link").symlink_to(tmp_path / "elsewhere")
    outside = (
        tmp_path / "elsewhere",
        tmp_path / "live" / "link",
        tmp_path / "live" / ".." / "elsewhere",
        tmp_path / "nothing",
        "/",
        "/etc",
        "~",
        "../",
        "src/reallocate",
    )
    for place in map(str, outside):
        answer = live.post("/firm/plan/folder", data={"folder": place})
        text = words(answer.text)
        assert answer.status_code == 422 and "this folder is in none that the pages may open" in text, place
        assert "--folder DIR" in text and "4321" not in text
    for place in ("~nosuchuser", "~nosuchuser/x", "\x00", "x" * 5000):
        answer = live.post("/firm/plan/folder", data={"folder": place})
        assert answer.status_code in (404, 422), place
    page = plan.from_folder(str(tmp_path / "elsewhere"), str(tmp_path / "draft"), (str(tmp_path),))
    assert "secret" in words(page.html), "a folder that was named is read"


def test_a_server_for_others_opens_no_folder(tmp_path: Path) -> None:
    app = application(Queue(tmp_path / "live"), "secret", hosts=(), workers=Unwarmed)
    with TestClient(app, base_url=ADDRESS, headers=ORIGIN) as client:
        client.get("/firm/plan?token=secret")
        answer = client.post("/firm/plan/folder", data={"folder": str(tmp_path)})
        assert answer.status_code == 422 and "only from this computer" in words(answer.text)


def test_the_end_of_the_server_deletes_what_was_sent(tmp_path: Path) -> None:
    with reader(Queue(tmp_path / "live"), headers=ORIGIN) as client:
        sent(client, ROSTER)
        assert uploads(tmp_path)
        shutil.copytree(next((tmp_path / "live" / _UPLOADS).iterdir()), tmp_path / "left")
        (tmp_path / "live" / _UPLOADS / "mine").mkdir()
    assert [one.name for one in (tmp_path / "live" / _UPLOADS).iterdir()] == ["mine"]
    (tmp_path / "left").rename(tmp_path / "live" / _UPLOADS / "left")
    with reader(Queue(tmp_path / "live")):
        assert [one.name for one in (tmp_path / "live" / _UPLOADS).iterdir()] == ["mine"], (
            "what a killed server left"
        )


def test_forms_about_a_firm_keep_what_was_filled_in(live: TestClient) -> None:
    firm = {"industry": "insurance carriers", "people": "300"}
    cases = [
        ("/firm/plan/industry", {**firm, "people": "0"}, 422, {"people"}),
        ("/firm/plan/industry", firm, 200, set()),
        (
            "/firm/plan/draft",
            {"start": "2026-13", "notice_days": "-4", "exits": "300%", "budget": "-3", "quarters": "900"}, 422,
            {"start", "notice_days", "exits", "budget", "quarters"},
        ),
    ]  # fmt: skip
    for address, typed, status, wrong in cases:
        page = live.post(address, data=typed, headers=ORIGIN)
        assert page.status_code == status and set(invalid(page.text)) == wrong, (address, invalid(page.text))
        held = {*re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', page.text)}
        assert not wrong or typed.items() <= held, typed.items() - held
    assert invalid(page.text)["notice_days"] == "“-4” is no number of days. Write days, 0 or more, such as 90."
    file = {"file": ("people.exe", b"MZ")}
    page = live.post("/firm/plan/file", data={"industry": "banks"}, files=file, headers=ORIGIN)
    assert page.status_code == 415 and set(invalid(page.text)) == {"file"} and 'value="banks"' in page.text


WRONG = (
    "zzzz", "insurance", "nurse", "insurence carrierz", "hospitals, banks", "unknown", "", " ", "0", "-1", "-0.5",
    "1e999", "nan", "inf", "1/0", "½", "٣", "1,2,3", "9" * 40, "0x10", "1_000", "true", "none", "None", "<script>x",
    "'; DROP", "=1+1", "../../etc/passwd", "~nosuchuser", "/", "C:\\x", "http://x", "2027-13", "2027-02-30", "2199-01",
    "0000-00", "soon", "99-9999", "43-0000", "site=Nowhere", "a=b=c", "=", "%", "200%", "-5%", "€5", "5 m",
    "𝔘𝔫𝔦" * 20, "a\r\nb", "\u202ex", "\x00", "%00", "💥", "a" * 10_000, "{{7*7}}", "--help",
)  # fmt: skip


class Form(NamedTuple):
    """A form of a page: where it goes, what stands in it, and the fields that a reader fills in or chooses."""

    action: str
    method: str
    fields: dict[str, str]
    typed: list[str]


def forms_of(page: str) -> list[Form]:
    """The forms of a page that hold no file."""
    found = []
    for head, body in re.findall(r"<form([^>]*)>(.*?)</form>", page, re.DOTALL):
        tags = [given(one) for one in (head, *re.findall(r"<(?:input|select|textarea|button)([^>]*)>", body))]
        named = [one for one in tags[1:] if one.get("name")]
        typed = dict.fromkeys(one["name"] for one in named if one.get("type") != "hidden")
        if typed and "file" not in {one.get("type") for one in named}:
            fields = {one["name"]: one.get("value", "") for one in reversed(named)}
            found.append(Form(tags[0]["action"], tags[0].get("method", "get"), fields, list(typed)))
    return found


def given(tag: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}


class ReadHere:
    """Files are read in this process, which starts no other."""

    async def page(self, name: str, page: str, *arguments: Any) -> Page:
        return made(page, *arguments)

    def close(self) -> None:
        """Nothing runs."""


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    queue = Queue(tmp_path_factory.mktemp("wrong") / "live")
    with reader(queue, follow_redirects=True, headers=ORIGIN) as client:
        client.app.state.isolated = ReadHere()  # type: ignore[attr-defined]
        yield client


def answered(shared: TestClient, form: Form, typed: dict[str, str]) -> None:
    sent = {"params" if form.method == "get" else "data": {**form.fields, **typed}}
    answer = shared.request(form.method.upper(), form.action, **sent)
    assert answer.status_code < 500 and "<script>x" not in answer.text, (form.action, typed)
    if answer.status_code >= 400:
        said = words(answer.text)
        assert len(said) > 40 and "fault of the program" not in said, (form.action, typed)


@pytest.mark.parametrize("each", [75, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("page", ["/job/43-3051", "/firm", "/firm/plan"])
def test_every_word_in_every_field_at_some_time(
    shared: TestClient, page: str, each: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forms of other pages, of a file and of promises have random words in `make web-fuzz` and kept ones in their goldens."""
    if page == "/firm" and each > 1:
        monkeypatch.setattr(Call, "result", lambda call: reallocate.shipped("cut"))
    found = forms_of(shared.get(page).text)
    assert found, page
    for form in found:
        for turn in range(0, len(WRONG), each):
            typed = {name: WRONG[(turn + at) % len(WRONG)] for at, name in enumerate(form.typed)}
            answered(shared, form, typed)


@pytest.mark.long
def test_the_name_of_a_file_may_be_long_in_any_alphabet(shared: TestClient) -> None:
    for name in ("𝔘" * 80 + ".csv", "字" * 200 + ".csv", "é" * 300 + ".csv", "." * 90 + ".csv"):
        file = {"file": (name, ROSTER.encode())}
        answer = shared.post("/firm/plan/file", files=file, data={"industry": "unknown"})
        assert answer.status_code in (200, 415), name
