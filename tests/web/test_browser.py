"""The live pages in Chromium: console empty, nothing asked of the network, no sideways scroll, axe finds nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import CHROMIUM
from tests.web.conftest import LINKS, opened, serving, shown
from tests.web.test_app import PAGES
from tests.web.test_app import REFUSED as REFUSED_PAGES
from tests.web.test_plan import FAULTY, ROSTER
from tests.web.test_queue import family_of, lives, until

from reallocate.kernel.draw.rows import bar, rows
from reallocate.kernel.draw.tones import ADDED, PEOPLE
from reallocate.render.drawing import both, patterns, static
from reallocate.web.access import write_opening

AXE = Path(__file__).parent / "axe" / "axe.min.js"
WIDTHS, THEMES = (1280, 390), ("light", "dark")
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


@pytest.mark.long
def test_the_token_leaves_the_address_and_links_from_elsewhere_lead_in(
    browser: Any, address: str, tmp_path: Path
) -> None:
    page = browser.new_context().new_page()
    page.goto(f"{address}/jobs")
    assert "needs its token" in page.inner_text("h1") and page.locator("nav").count() == 0
    opening = write_opening(tmp_path, LINKS[address], "0.2.0")
    assert opening is not None
    page.goto(opening.as_uri())
    page.wait_for_url(f"{address}/")
    elsewhere = tmp_path / "elsewhere.html"
    links = f'<a id="a" href="{address}/answers">a</a><a id="b" href="{address}/sources?find=pay">b</a>'
    elsewhere.write_text(links, encoding="utf-8")
    for link, lands in (("#a", "nav.doors"), ("#b", "text=Go on to the page")):
        page.goto(elsewhere.as_uri())
        page.click(link)
        page.wait_for_selector(lands)
    page.click("text=Go on to the page")
    page.wait_for_selector("nav.doors")
    assert page.url == f"{address}/sources?find=pay" and page.evaluate("document.cookie") == ""
    page.context.close()


@contextmanager
def tab(
    browser: Any, address: str, width: int = 1280, theme: str = "light", refused: int = 0, **more: Any
) -> Iterator[Any]:
    """A page whose console must stay empty and which must ask nobody else for anything.

    refused : answers with status 422, each of which Chromium tells its console
    """
    page = opened(browser, address, width, theme=theme, **more)
    yield page
    page.context.close()
    told = [one for one in page.told if REFUSED in one]
    assert [one for one in page.told if one not in told] == [] and len(told) == refused


def looked_over(page: Any, place: str = "", axe: bool = True) -> None:
    """One page, or the one that is open: it fits its width, and axe finds nothing."""
    if place:
        page.goto(place)
    room, whole = page.evaluate(
        "[document.documentElement.clientWidth, document.documentElement.scrollWidth]"
    )
    assert whole <= room, f"{place} scrolls sideways"
    if not axe:
        return
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, { resultTypes: ['violations'] })")["violations"]
    told = [f"{one['id']}: {one['nodes'][0]['html'][:160]} ({len(one['nodes'])})" for one in found]
    assert told == [], place


@pytest.mark.long
def test_a_slider_moves_the_sentence_at_once_and_its_run_follows(browser: Any, address: str) -> None:
    with tab(browser, address) as page:
        page.goto(f"{address}/economy")
        page.wait_for_selector("html[data-strips]", state="attached")
        before = page.inner_text("h1")
        assert page.is_visible("#ends th:text-is('8 of 10 runs')") and page.is_hidden("#ends th:text-is('Your run')")
        page.focus("#ceiling")
        page.evaluate(FIRST_MOVE)
        page.keyboard.press("End")
        page.wait_for_function("window.moved")
        read, where, kicker, is_exact = page.evaluate("window.moved")
        assert read != before and is_exact
        assert "Your run, 1 change" in kicker and where == "/economy"
        assert page.locator("#ends th:text-is('Your run')").is_visible()
        page.wait_for_selector('a[href="/economy?ceiling=1"]', state="attached")
        assert page.locator(".pending").count() == 0
        assert page.url == f"{address}/economy?ceiling=1" and page.inner_text("h1") == read
        page.click("[data-reset]")
        page.wait_for_selector("text=One run, with every assumption as shipped")
        assert page.url == f"{address}/economy" and page.inner_text("h1") == before


def test_undo_takes_a_move_back_that_has_not_settled(browser: Any, address: str) -> None:
    with tab(browser, address) as page:
        page.goto(f"{address}/economy")
        page.wait_for_selector("html[data-strips]", state="attached")
        seen = ("h1", "#ends", ".kicker", "#jobs-chart", "#unemployment-chart")
        before = [page.inner_text(one) for one in seen]
        page.focus("#imitation")
        page.keyboard.press("End")
        assert "Your run, 1 change" in page.inner_text(".kicker")
        page.keyboard.press("Control+z")
        assert [page.inner_text(one) for one in seen] == before
        assert page.input_value("#imitation") == "0.4"
        assert page.url == f"{address}/economy"


@pytest.mark.long
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_clean(browser: Any, address: str, width: int, theme: str) -> None:
    with tab(browser, address, width, theme) as page:
        for place in (address for name, address in PAGES.items() if name not in REFUSED_PAGES):
            looked_over(page, f"{address}{place}")


@pytest.mark.long
def test_every_stop_of_the_keyboard_is_seen(browser: Any, address: str) -> None:
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
def test_without_a_script_jobs_a_firm_and_answers_still_work(browser: Any, address: str) -> None:
    with tab(browser, address, 390, java_script_enabled=False) as page:
        page.goto(f"{address}/")
        page.fill("[name=title]", "truck driver")
        page.press("[name=title]", "Enter")
        page.wait_for_selector("text=Heavy and Tractor-Trailer Truck Drivers")
        page.goto(f"{address}/firm")
        page.fill("[name=people]", "3000")
        page.click("main button")
        page.wait_for_selector("text=3,000 people")
        page.goto(f"{address}/economy")
        page.fill("#ceiling", "0.9")
        page.click("text=Show this run")
        page.wait_for_selector("text=Your run, 1 change")
        page.goto(f"{address}/answers")
        page.click("text=Energy is part of the race")
        page.wait_for_selector("text=How it was decided")


def sent(
    page: Any,
    address: str,
    file: Path,
    text: str,
    industry: str = "insurance carriers",
    firm: str = "Northfield",
) -> None:
    file.write_text(text, encoding="utf-8")
    page.goto(f"{address}/firm/plan")
    page.set_input_files("[name=file]", file)
    page.fill("form[action='/firm/plan/file'] [name=title]", firm)
    page.fill("form[action='/firm/plan/file'] [name=industry]", industry)
    page.press("form[action='/firm/plan/file'] [name=industry]", "Enter")


def taken(page: Any, *names: str) -> None:
    for name in names:
        with page.expect_download() as download:
            page.click(f"main a:text-is('{name}')")
        assert download.value.path().stat().st_size > 100


def drafted(page: Any, quarters: int) -> None:
    page.click("summary:has-text('Money and pace')")
    page.fill("[name=quarters]", str(quarters))
    page.press("[name=quarters]", "Enter")
    page.wait_for_selector("text=First answer")
    page.click("#follow > summary")


@pytest.mark.parametrize("theme", THEMES)
def test_a_chart_is_taken_as_svg_and_as_png_in_the_colours_of_the_page(browser: Any, tmp_path: Path, theme: str) -> None:
    bars = rows([bar("one", 1.0, "1", ADDED), bar("three", 3.0, "3", PEOPLE)])
    script = resources.files("reallocate.web").joinpath("static", "take.js").read_text("utf-8")
    style = static("tokens.css") + static("plot.css") + "body { background: var(--paper); }"
    context = browser.new_context(color_scheme=theme)
    page = context.new_page()
    page.set_content(
        f"<style>{style}</style><svg width='0' height='0'>{patterns()}</svg>"
        '<figure class="chart" aria-labelledby="some_bars-title"><h2 id="some_bars-title">Some bars</h2>'
        '<p class="unit">Share of hours</p><div class="tab-row"></div>'
        f'<div class="panel p1">{both("main", "Bars", bars)}</div><figcaption class="source">BLS.</figcaption>'
        f'</figure><script>{script}</script>'
    )
    for kind, begin in (("SVG", b"<svg"), ("PNG", b"\x89PNG")):
        with page.expect_download() as taken:
            page.click(f"text={kind}")
        assert taken.value.suggested_filename == f"some_bars.{kind.lower()}"
        taken.value.save_as(tmp_path / kind)
        assert (tmp_path / kind).read_bytes().startswith(begin)
    picture = (tmp_path / "SVG").read_text("utf-8")
    ground, people = {"light": ("250, 250, 248", "10, 90, 168"), "dark": ("16, 22, 28", "134, 189, 243")}[theme]
    assert f'fill="rgb({ground})"' in picture and f"fill:rgb({people})" in picture.replace("fill: ", "fill:")
    assert 'id="hatch-people"' in picture and "var(" not in picture
    day = datetime.now(UTC).date().isoformat()
    assert all(f">{said}</text>" in picture for said in ("Some bars", "Share of hours", f"BLS. Saved on {day}."))
    context.close()


@pytest.mark.parametrize(
    ("host", "copied", "is_told"),
    [
        ("http://localhost:8765/economy", "http://localhost:8765/economy?ceiling=0.5", True),
        ("https://example.org/reallocate/economy/", "https://example.org/reallocate/economy/?ceiling=0.5", False),
    ],
)
def test_a_copied_link_is_a_full_address_for_who_gets_it(browser: Any, host: str, copied: str, is_told: bool) -> None:
    """Of the published pages their own; the live page says that it works on this computer alone, and offers a file."""
    script = resources.files("reallocate.web").joinpath("static", "copy.js").read_text("utf-8")
    body = '<div><input id="link" value="/economy?ceiling=0.5"><button data-copy="link">Copy the link</button></div>'
    page = browser.new_page()
    page.route("**/*", lambda route: route.fulfill(body=f"{body}<script>{script}</script>", content_type="text/html"))
    page.goto(host)
    page.click("text=Copy the link")
    page.wait_for_selector("text=Copied")
    assert page.input_value("#link") == copied
    assert page.locator("text=this computer only").count() == page.locator("[data-print]").count() == is_told
    page.close()


@pytest.mark.long
@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_a_firm_is_planned_from_a_file_with_faults_to_downloads(
    browser: Any, address: str, tmp_path: Path, width: int, theme: str
) -> None:
    with tab(browser, address, width, theme) as page:
        # Without an industry the title "Analyst" is to be decided; each firm's titles are remembered.
        faulty = FAULTY.replace("70002,EUR", "70002,XTS")
        sent(page, address, tmp_path / "people.csv", faulty, "unknown", f"Northfield {theme}")
        page.wait_for_selector("text=3 rows have a fault")
        page.click("summary:has-text('Mend here')")
        looked_over(page)
        for number, cell in enumerate(("71001", "USD", "Registered Nurse")):
            page.fill(f"[name=cell_{number}]", cell)
        page.press("[name=cell_2]", "Enter")
        page.wait_for_selector("text=No fault leaves anybody out")
        for step, there in (("Undo", "3 rows have a fault"), ("Redo", "No fault leaves anybody out")):
            page.click(f"text={step}")
            page.wait_for_selector(f"text={there}")
        looked_over(page)
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.name") == "other_0", "a slash types another job"
        page.keyboard.press("Escape")
        page.focus("details.title summary")
        page.keyboard.press("2")
        assert page.is_checked("[name=choice_0] >> nth=1")
        assert page.inner_text(":focus") == "Next: promises", "after the last title"
        page.keyboard.press("Enter")
        page.wait_for_selector("text=What do you promise?")
        looked_over(page)
        drafted(page, 4)
        page.wait_for_selector(".panel svg.plot:visible")
        looked_over(page)
        for step in ("Keep it to compare", "Compare with the answer kept"):
            page.click(f"text={step}")
        page.wait_for_selector("text=A change is B less A")
        page.goto(f"{address}/firm/plan")
        page.click("text=Compute further parts")
        page.click("text=More parts are being computed >> a")
        page.click("#cancel")
        page.wait_for_selector("text=Cancelled")
        page.goto(f"{address}/firm/plan")
        page.click("text=Compute further parts")
        page.wait_for_selector("text=All parts are computed.", timeout=3_000_000)
        page.goto(f"{address}/jobs")
        page.click("tbody tr:first-child a")
        page.click("#follow > summary")
        looked_over(page)
        taken(page, "Report", "Workbook", "Folder")
        page.click("text=Delete this plan")
        page.wait_for_selector("text=Plans that take minutes")


@pytest.mark.long
def test_a_server_that_is_killed_leaves_no_process_no_file_and_no_half_folder(tmp_path: Path) -> None:
    import httpx2

    folder = tmp_path / "live"
    with serving(folder) as (server, place):
        with httpx2.Client(
            base_url=place, headers=shown(place), follow_redirects=True, timeout=120
        ) as client:
            client.post("/firm/plan/file", files={"file": ("people.csv", ROSTER)})
            assert list(folder.glob("uploads/*/*/people.csv"))
            client.post("/firm/plan/industry", data={"industry": "insurance carriers", "people": "300"})
            client.post("/firm/plan/draft", data={"quarters": "4"})
            client.post("/firm/plan/everything")
            until(lambda: "More parts are being computed:" in client.get("/firm/plan").text, 120)
        family = family_of(server.pid)
        assert len(family) >= 4
        server.kill()
    until(lambda: not any(map(lives, family)), 10)
    with serving(folder) as (server, place):
        with httpx2.Client(base_url=place, headers=shown(place), timeout=60) as client:
            assert client.get("/jobs").text.count(">Lost<") == 1
            assert "The server ended before this plan was done" in client.get("/jobs/1").text
        assert not list(folder.glob("uploads/*/*")) and not list(folder.glob("plans/*"))
