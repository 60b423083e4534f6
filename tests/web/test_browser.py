"""The live pages in Chromium: console empty, nothing asked of the network, no sideways scroll, axe finds nothing.

A short form runs with all tests; `make web-test` runs every page in both themes and widths.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.web.conftest import CHROMIUM, LINKS, entered, shown
from tests.web.test_personnel_file import export
from tests.web.test_plan import FAULTY, ROSTER
from tests.web.test_queue import family_of, lives, until

from reallocate.web.access import write_opening

AXE = Path(__file__).parent / "axe" / "axe.min.js"
PAGES = ("/", "/job", "/job/group/43", "/job/13-1082", "/job?title=analyst", "/firm", "/answers", "/answers/energy-binds", "/sources", "/firm/plan", "/firm/compare", "/search?q=insurance", "/jobs", "/economy", "/economy?ceiling=0.9&wage_insurance=0.5")
WIDTHS, THEMES = (1280, 390), ("light", "dark")
SLOW = 300_000
"""[milliseconds] a page may take where others use the machine: how long it takes is for `make bench` to say."""
REFUSED = "responded with a status of 422"
FIRST_MOVE = """() => {
  const page = () => [document.querySelector("h1").innerText, location.pathname + location.search,
    document.querySelector(".kicker").innerText, document.querySelector("[data-when=estimate]").hidden];
  const before = page()[0];
  new MutationObserver(() => { if (!window.moved && page()[0] !== before) window.moved = page(); })
    .observe(document.querySelector("main"), { subtree: true, childList: true, characterData: true });
}"""
"""Keeps what the page says when its sentence first changes, before the exact run is there."""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed, so no page is opened"),
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of its own, on a free port."""
    program = "from reallocate.cli.main import run; run()"
    command = [sys.executable, "-c", program, "serve", "--port", "0", "--no-browser", "--results", str(tmp_path_factory.mktemp("live"))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        yield entered(server)
        server.terminate()
        assert server.wait(10) is not None


@pytest.mark.long
def test_the_token_leaves_the_address_and_links_from_elsewhere_lead_in(browser: Any, address: str, tmp_path: Path) -> None:
    """From the file that a browser is started with, and from a page of another origin."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(SLOW)
    page.goto(f"{address}/jobs")
    assert "needs its token" in page.inner_text("h1") and page.locator("nav").count() == 0
    opening = write_opening(tmp_path, LINKS[address], "0.2.0")
    assert opening is not None
    page.goto(opening.as_uri())
    page.wait_for_url(f"{address}/")
    page.wait_for_selector("nav.doors")
    elsewhere = tmp_path / "elsewhere.html"
    elsewhere.write_text(f'<a id="a" href="{address}/answers">a</a><a id="b" href="{address}/sources?find=pay">b</a>', encoding="utf-8")
    for link, lands in (("#a", "nav.doors"), ("#b", "text=Go on to the page")):
        page.goto(elsewhere.as_uri())
        page.click(link)
        page.wait_for_selector(lands)
    page.click("text=Go on to the page")
    page.wait_for_selector("nav.doors")
    assert page.url == f"{address}/sources?find=pay"
    assert page.evaluate("document.cookie") == ""
    context.close()


@contextmanager
def tab(browser: Any, address: str, width: int = 1280, theme: str = "light", refused: int = 0, **more: Any) -> Iterator[Any]:
    """A page whose console must stay empty and which must ask nobody else for anything.

    refused : answers with status 422, each of which Chromium tells its console
    """
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, **more)
    context.request.get(LINKS[address])
    page, said = context.new_page(), list[str]()
    page.set_default_timeout(SLOW)
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith((address, "data:")) else said.append(request.url))
    yield page
    context.close()
    told = [one for one in said if REFUSED in one]
    assert [one for one in said if one not in told] == [] and len(told) == refused


def looked_over(page: Any, place: str = "", axe: bool = True) -> None:
    """One page, or the one that is open: it fits its width, and axe finds nothing."""
    if place:
        page.goto(place)
    room, whole = page.evaluate("[document.documentElement.clientWidth, document.documentElement.scrollWidth]")
    assert whole <= room, f"{place} scrolls sideways"
    if not axe:
        return
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    told = [f"{one['id']}: {one['nodes'][0]['html'][:160]} ({len(one['nodes'])})" for one in found]
    assert told == [], place


@pytest.mark.long
def test_the_first_page_is_clean_on_a_phone_in_the_dark(browser: Any, address: str) -> None:
    with tab(browser, address, 390, "dark") as page:
        looked_over(page, f"{address}/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"


@pytest.mark.long
def test_a_job_is_found_by_keyboard_alone(browser: Any, address: str) -> None:
    with tab(browser, address) as page:
        page.goto(f"{address}/job")
        page.keyboard.press("/")
        page.keyboard.type("payroll clerk")
        page.wait_for_function("document.getElementById('title').list.options.length > 800")
        page.keyboard.press("Enter")
        page.wait_for_selector(".kicker:has-text('Payroll and Timekeeping Clerks')")
        assert page.evaluate("document.activeElement.id") == "main"
        assert "title=payroll" in page.url
        page.go_back()
        page.wait_for_selector("text=Which job is yours?")


def test_a_slider_moves_the_sentence_at_once_and_its_run_follows(browser: Any, address: str) -> None:
    """A move by keyboard reads a strip; the exact run and its link follow; undo and back to as shipped."""
    with tab(browser, address) as page:
        page.goto(f"{address}/economy")
        page.wait_for_selector("html[data-strips]", state="attached")
        before = page.inner_text("h1")
        page.focus("#ceiling")
        page.evaluate(FIRST_MOVE)
        page.keyboard.press("End")
        page.wait_for_function("window.moved")
        read, where, kicker, is_exact = page.evaluate("window.moved")
        assert read != before and is_exact
        assert "One central run" in kicker and where == "/economy"
        page.wait_for_selector('a[href="/economy?ceiling=1"]', state="attached")
        assert page.url == f"{address}/economy?ceiling=1" and page.inner_text("h1") == read
        page.focus("#saving_kept")
        page.keyboard.press("Home")
        assert page.get_attribute("[data-line=jobs] path", "class") in ("lp", "lp guess")
        page.wait_for_selector('a[href="/economy?ceiling=1&saving_kept=-0.1"]', state="attached")
        assert page.is_hidden("[data-when=estimate]")
        page.click("[data-undo]")
        page.wait_for_selector('a[href="/economy?ceiling=1"]', state="attached")
        assert page.input_value("#saving_kept") == "0.1" and page.is_enabled("[data-redo]")
        page.click("[data-reset]")
        page.wait_for_selector("text=32 runs, each with other assumptions")
        assert page.url == f"{address}/economy" and page.inner_text("h1") == before


@pytest.mark.long
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_clean(browser: Any, address: str, width: int, theme: str) -> None:
    with tab(browser, address, width, theme) as page:
        for place in PAGES:
            looked_over(page, f"{address}{place}")


@pytest.mark.long
@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_a_refused_question_is_clean_and_one_click_mends_it(browser: Any, address: str, width: int, theme: str) -> None:
    with tab(browser, address, width, theme, refused=1) as page:
        looked_over(page, f"{address}/job?title=payroll&age=40")
        assert page.get_attribute("[name=title]", "aria-invalid") == "true" and page.input_value("[name=age]") == "40"
        page.click("text=Payroll and Timekeeping Clerks")
        page.wait_for_selector(".kicker:has-text('Payroll and Timekeeping Clerks')")
        assert page.url == f"{address}/job/43-3051?age=40"


@pytest.mark.long
@pytest.mark.parametrize("place", PAGES)
def test_a_page_at_twice_the_text_size_does_not_scroll_sideways(browser: Any, address: str, place: str) -> None:
    with tab(browser, address, 640) as page:
        page.goto(f"{address}{place}")
        page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        room, whole = page.evaluate("[document.documentElement.clientWidth, document.documentElement.scrollWidth]")
        assert whole <= room


@pytest.mark.long
def test_every_stop_of_the_keyboard_is_seen(browser: Any, address: str) -> None:
    """On each page, what has the focus has a ring, and the focus comes through the whole page."""
    ring = "(() => { const one = document.activeElement, box = one.getBoundingClientRect(), look = getComputedStyle(one); const inner = one.querySelector('rect') ? getComputedStyle(one.querySelector('rect')).strokeWidth : '0'; return [one.tagName, look.outlineStyle !== 'none' || parseFloat(inner) >= 3 || look.opacity === '0', box.width > 0]; })()"
    with tab(browser, address) as page:
        for place in ("/", "/job/13-1082", "/firm", "/economy", "/answers/energy-binds", "/job/group/23"):
            page.goto(f"{address}{place}")
            for _ in range(200):
                page.keyboard.press("Tab")
                tag, seen, has_room = page.evaluate(ring)
                if tag == "BODY":
                    break
                assert seen and has_room, (place, page.evaluate("document.activeElement.outerHTML")[:200])
            else:
                pytest.fail(f"{place}: the focus does not leave the page")


@pytest.mark.long
def test_a_cut_is_asked_for_in_the_page_and_other_pages_answer_meanwhile(browser: Any, address: str) -> None:
    with tab(browser, address) as page, tab(browser, address) as other:
        other.goto(f"{address}/job/13-1082")
        page.goto(f"{address}/firm")
        page.fill("[name=people]", "5,000")
        page.fill("[name=cut]", "5")
        page.press("[name=cut]", "Enter")
        page.wait_for_selector("#solving.htmx-request")
        other.goto(f"{address}/job/13-2011")
        assert page.is_visible("#solving"), "the card came while the cut was being solved"
        page.wait_for_selector("text=with 5,000 FTE")
        assert page.url == f"{address}/firm"
        assert "An example" not in page.inner_text("main")


@pytest.mark.long
def test_a_chart_is_taken_as_a_picture_and_drawn_once(browser: Any, address: str) -> None:
    with tab(browser, address) as page:
        page.goto(f"{address}/answers/energy-binds")
        for kind, start in (("SVG", b"<svg"), ("PNG", b"\x89PNG")):
            with page.expect_download() as download:
                page.click(f".take button:text-is('{kind}')")
            assert download.value.path().read_bytes().startswith(start)
        mark = "document.querySelector('.live svg')"
        page.evaluate(f"window.first = {mark}")
        with page.expect_response("**/jobs/corner"):
            page.evaluate("htmx.trigger('#queue', 'load'); htmx.ajax('GET', '/jobs/corner', {target: '#queue', swap: 'outerHTML'})")
        page.wait_for_timeout(300)
        assert page.evaluate(f"window.first === {mark}"), "the corner leaves charts alone"


@pytest.mark.long
def test_without_a_script_jobs_a_firm_and_answers_still_work(browser: Any, address: str) -> None:
    with tab(browser, address, 390, java_script_enabled=False) as page:
        page.goto(f"{address}/")
        page.fill("[name=title]", "truck driver")
        page.press("[name=title]", "Enter")
        page.wait_for_selector("text=Heavy and Tractor-Trailer Truck Drivers")
        page.goto(f"{address}/firm")
        page.fill("[name=people]", "3000")
        page.click("main button")
        page.wait_for_selector("text=with 3,000 FTE")
        page.goto(f"{address}/economy")
        page.fill("#ceiling", "0.9")
        page.click("text=Show this run")
        page.wait_for_selector("text=One central run, 1 change")
        page.goto(f"{address}/answers")
        page.click("text=Energy is part of the race")
        page.wait_for_selector("text=How it was decided")


@pytest.mark.long
@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_a_firm_is_planned_from_a_file_with_faults_to_downloads(browser: Any, address: str, width: int, theme: str) -> None:
    """Upload, mend, undo, titles by key, first answer, compared with a pinned one, the queue, cancel, downloads."""
    with tab(browser, address, width, theme) as page:
        page.goto(f"{address}/firm/plan")
        page.set_input_files("[name=file]", {"name": "people.csv", "mimeType": "text/csv", "buffer": FAULTY.replace("70002,EUR", "70002,XTS").encode()})
        page.fill("form[action='/firm/plan/file'] [name=industry]", "insurance carriers")
        page.click("text=Read it")
        page.wait_for_selector("text=Mend the rows below")
        looked_over(page)
        for number, cell in enumerate(("71001", "USD", "Registered Nurse")):
            page.fill(f"[name=cell_{number}]", cell)
        page.press("[name=cell_2]", "Enter")
        page.wait_for_selector("text=1 title is unsure")
        for step, there in (("Undo", "Mend the rows below"), ("Redo", "1 title is unsure")):
            page.click(f"text={step}")
            page.wait_for_selector(f"text={there}")
        looked_over(page)
        page.focus("[name=choice_0]")
        page.keyboard.press("2")
        assert page.is_checked("[name=choice_0] >> nth=1") and page.evaluate("document.activeElement.textContent") == "Use these"
        page.keyboard.press("Enter")
        page.wait_for_selector("text=ready to be planned")
        page.click("text=Next: promises")
        page.wait_for_selector("text=What does the plan have to keep?")
        looked_over(page)
        page.fill("[name=keep_at_least]", "90%")
        page.fill("[name=quarters]", "4")
        page.press("[name=quarters]", "Enter")
        page.wait_for_selector("text=This is a first answer")
        assert page.url == f"{address}/firm/plan"
        page.wait_for_selector(".live svg, .live canvas")
        looked_over(page)
        for step in ("Keep it to compare", "Compare with the answer kept"):
            page.click(f"text={step}")
        page.wait_for_selector("text=A change is B less A")
        looked_over(page)
        for _ in range(2):
            page.goto(f"{address}/firm/plan")
            page.click("text=Compute everything in the queue")
            page.wait_for_selector("#job")
            looked_over(page)
        second = page.url
        page.wait_for_selector("text=Waiting, number 1 in line")
        page.click("#cancel")
        page.wait_for_selector("text=Cancelled")
        page.goto(f"{address}/jobs")
        page.wait_for_selector("#queue:has-text('of')")
        looked_over(page)
        page.goto(f"{address}/jobs/{int(second.rpartition('/')[2]) - 1}")
        page.wait_for_selector("text=Take it with you", timeout=10 * SLOW)
        page.wait_for_selector(".live svg, .live canvas")
        looked_over(page)
        for name in ("Report", "Workbook", "Folder"):
            with page.expect_download() as download:
                page.click(f"main a:text-is('{name}')")
            assert download.value.path().stat().st_size > 10_000
        page.click("text=Delete this plan")
        page.wait_for_selector("text=Plans that take minutes")
        page.goto(f"{address}/firm/plan")
        page.click("text=Close this firm")
        page.wait_for_selector("text=A saved folder")


@pytest.mark.long
@pytest.mark.parametrize("script", [True, False])
def test_a_file_is_planned_by_site_and_what_happened_stands_beside_it(browser: Any, address: str, tmp_path: Path, script: bool) -> None:
    """Upload, clean copy, dimensions, a promise to a site, first answer, headcounts back, downloads; with a script and without."""
    (tmp_path / "people.csv").write_text(export(), encoding="utf-8")
    with tab(browser, address, 1280 if script else 390, java_script_enabled=script, accept_downloads=True) as page:
        page.goto(f"{address}/firm/plan")
        page.set_input_files("[name=file]", tmp_path / "people.csv")
        page.fill("form[action='/firm/plan/file'] [name=industry]", "insurance carriers")
        page.press("form[action='/firm/plan/file'] [name=industry]", "Enter")
        page.wait_for_selector("text=Read as an export of Workday")
        with page.expect_download() as clean:
            page.click("text=Clean copy")
        assert b"Quellbrunn" not in clean.value.path().read_bytes()
        page.click("text=Next: promises")
        page.check("[name=by_department]")
        page.select_option("[name=place_protect_0]", "site=Hamburg")
        page.select_option("[name=place_keep_at_least_0]", "department=Care")
        page.fill("[name=share_keep_at_least_0]", "90%")
        if script:
            looked_over(page)
        page.fill("[name=quarters]", "2")
        page.press("[name=quarters]", "Enter")
        page.wait_for_selector("text=This is a first answer")
        page.wait_for_selector("text=By department, site and country")
        with page.expect_download() as form:
            page.click("text=the headcounts of this plan")
        (tmp_path / "q3.csv").write_text(form.value.path().read_text(encoding="utf-8").replace(",,", ",12,"), encoding="utf-8")
        page.set_input_files("[name=actuals]", tmp_path / "q3.csv")
        page.click("text=Compare with the plan")
        page.wait_for_selector("text=Where headcount differs most")
        if script:
            looked_over(page)
        for name in ("Planned and real headcount", "q3.csv", "Report", "Workbook", "Folder"):
            with page.expect_download() as download:
                page.click(f"main a:text-is('{name}')")
            assert download.value.path().stat().st_size > 100
        page.click("text=Close this firm")
        page.wait_for_selector("text=A saved folder")


@pytest.mark.long
def test_without_a_script_a_firm_is_planned_too(browser: Any, address: str, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text(ROSTER, encoding="utf-8")
    with tab(browser, address, java_script_enabled=False) as page:
        page.goto(f"{address}/firm/plan")
        page.set_input_files("[name=file]", tmp_path / "people.csv")
        page.fill("form[action='/firm/plan/file'] [name=industry]", "insurance carriers")
        page.click("text=Read it")
        page.wait_for_selector("text=1 title is unsure")
        page.click("text=Next: promises")
        page.fill("[name=quarters]", "4")
        page.click("text=Compute a first answer")
        page.wait_for_selector("text=This is a first answer")


@pytest.mark.long
def test_a_cut_becomes_a_plan_and_other_pages_answer_while_files_are_read(browser: Any, address: str) -> None:
    with tab(browser, address) as page:
        page.goto(f"{address}/firm")
        page.click("text=Make it my plan")
        page.wait_for_selector("text=What does the plan have to keep?")
        assert page.input_value("[name=exits]") == "10%" and "20,000" in page.inner_text(".rail")


@pytest.mark.long
def test_a_server_that_is_killed_leaves_no_process_no_file_and_no_half_folder(tmp_path: Path) -> None:
    """SIGKILL with a real plan under way, and a new start."""
    import httpx2

    folder = tmp_path / "live"
    program = "from reallocate.cli.main import run; run()"
    command = [sys.executable, "-c", program, "serve", "--port", "0", "--no-browser", "--results", str(folder)]

    with _served(command) as (server, place):
        with httpx2.Client(base_url=place, headers=shown(place), follow_redirects=True, timeout=120) as client:
            client.post("/firm/plan/file", files={"file": ("people.csv", ROSTER)})
            assert list(folder.glob("uploads/*/*/people.csv"))
            client.post("/firm/plan/industry", data={"industry": "insurance carriers", "people": "300"})
            client.post("/firm/plan/draft", data={"quarters": "4"})
            numbers = [client.post("/firm/plan/everything").url.path for _ in range(3)]
            until(lambda: "parts done" in client.get(numbers[0]).text, 120)
        family = family_of(server.pid)
        assert len(family) >= 4
        server.kill()
    until(lambda: not any(map(lives, family)), 10)
    with _served(command) as (server, place):
        with httpx2.Client(base_url=place, headers=shown(place), timeout=60) as client:
            assert client.get("/jobs").text.count(">Lost<") == 3
            assert "The server ended before this plan was done" in client.get(numbers[0]).text
        assert not list(folder.glob("uploads/*/*")) and not list(folder.glob("plans/*"))
        server.terminate()
        assert server.wait(10) is not None


@contextmanager
def _served(command: list[str]) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server and its address."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:
        yield server, entered(server)
