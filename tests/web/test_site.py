"""The published pages: whole, small, without a server, and links that open at the live pages' figures."""

from __future__ import annotations

import json
import re
import shutil
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from tests.conftest import CHROMIUM
from tests.golden_pages import Goldens, words
from tests.web.conftest import opened, serving, shown

from reallocate.firm.cut.beforehand import unpacked
from reallocate.kernel.errors import InputError
from reallocate.web.pages import economy, jobs, site
from reallocate.web.static_page import static_page

LINK = re.compile(r'(?:href|src)="([^"]*)"')
OUTSIDE = ("https:", "http:", "mailto:", "data:")
LARGEST, FIRST, STRIPS = 60_000_000, 100_000, 2_500_000
"""Bytes of the site, of its first page with what it loads, and of all runs along the sliders at most."""
WIDTHS = (1280, 390)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    folder = tmp_path_factory.mktemp("plain") / "site"
    known = set(unpacked()["industry"])
    largest = site._swept_industries(1)["industry"].iloc[0]
    assert largest in known, "the largest industry's answer ships"
    return folder, site.build(folder, industries=1, occupations=3, every_step=False)


def pages(folder: Path) -> dict[Path, str]:
    return {file: file.read_text(encoding="utf-8") for file in folder.rglob("*.html")}


@pytest.mark.long
def test_every_link_leads_to_a_file_and_a_place_in_it(built: tuple[Path, dict[str, int]]) -> None:
    every = pages(built[0])
    ids = {file: set(re.findall(r'\bid="([^"]+)"', text)) for file, text in every.items()}
    checked = 0
    for file, text in every.items():
        for link in LINK.findall(text):
            if link.startswith(OUTSIDE) or link == "":
                continue
            path, _, part = link.partition("#")
            there = (file.parent / path).resolve() if path else file
            assert not link.startswith("/") and there.is_file(), f"{file.name}: {link}"
            assert not part or there.suffix != ".html" or part in ids[there], f"{file.name}: {link}"
            checked += 1
    assert checked > 400


@pytest.mark.long
def test_no_page_asks_a_server_or_promises_what_a_site_cannot(built: tuple[Path, dict[str, int]]) -> None:
    for file, text in pages(built[0]).items():
        for word in ("<form", "hx-", "/files/", "htmx", "stays on this computer", 'http-equiv="refresh'):
            assert word not in text, f"{file.name}: {word}"
        assert text.count("<main") == text.count("</main>") == 1 and "<h1" in text, file.name
        assert len(re.sub(r"<[^>]+>", "", text)) > 1000, f"{file.name} is empty"
    titles = [re.findall("<title>(.*)</title>", text)[0] for text in pages(built[0]).values()]
    assert len(set(titles)) == len(titles), "each page has a title of its own"


@pytest.mark.long
def test_the_search_finds_pages_and_first_page_and_site_are_small(built: tuple[Path, dict[str, int]]) -> None:
    folder, sizes = built
    index = (folder / "index.js").read_text(encoding="utf-8").splitlines()[0]
    rows = json.loads(index.split("=", 1)[1].rstrip(";\n"))
    assert {kind for _, kind, _, _ in rows} == {"page", "answer", "industry", "job"}
    assert all((folder / file).is_file() for file, *_ in rows)
    assert any(others for _, kind, _, others in rows if kind == "job"), "other names of a job"
    job = max(size for name, size in sizes.items() if re.match(r"job/\d\d-\d{4}", name))
    industry = max(size for name, size in sizes.items() if re.match(r"firm/\d", name))
    rest = sum(size for name, size in sizes.items() if not re.match(r"job/|firm/\d|strips/", name)) + STRIPS
    assert rest + len(site._job_places(0)) * job + len(site._swept_industries(0)) * industry < LARGEST
    loaded = re.findall(r'(?:href|src)="(static/[^"]+)"', (folder / "index.html").read_text(encoding="utf-8"))
    assert sizes["index.html"] + sum(sizes[name] for name in loaded) < FIRST


@pytest.mark.long
def test_strips_at_every_step_are_exact_where_the_slider_can_stand() -> None:
    script = economy.strip_script("wage_elasticity").decode()
    made = json.loads(script[script.index("{") : script.rindex("}") + 1])
    assert len(made["positions"]) == 21 and len(script) * 1902 / 21 < STRIPS
    page = economy.page((("wage_elasticity", "-0.13"),))
    about = json.loads(re.findall(r'id="about">(.*?)</script>', page.html, re.DOTALL)[0])
    at = made["positions"].index(-0.13)
    assert about["series"]["jobs"] == made["jobs"][at if len(made["jobs"]) > 1 else 0]
    assert about["series"]["pay"] == made["pay"][at]


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="other than plain pages"):
        site.build(folder)
    assert (folder / "mine.txt").read_text(encoding="utf-8") == "mine"


def test_links_without_a_page_leave_their_words_and_forms_go() -> None:
    html = (
        '<nav class="doors"><a href="/a">A</a><a href="/b">B</a></nav><p>See <a href="/b">this</a> '
        '&amp; <a href="/a#x">that</a>.</p><a class="go" href="/b">Go</a>'
        '<form><input><datalist><option value="1"></datalist></form><p>End</p>'
    )
    found = static_page(html, {"/a": "a.html", "/a#x": "a.html#x"}.get)
    assert found == (
        '<nav class="doors"><a href="a.html">A</a></nav><p>See this &amp; <a href="a.html#x">that</a>.</p>'
        "<p>End</p>"
    )


ECONOMY = (
    "", "ceiling=0.96", "ceiling=0.51", "ceiling=0.05", "ceiling=0.73", "saving_kept=-0.1", "wage_elasticity=-0.13",
    "benefit_level=0.5", "renewal_lag=8", "review_hours=0.41", "capability=plateau", "capability=fast",
)  # fmt: skip
"""States of the sliders that a link holds; one that moved is exact on the published pages."""
FINE = ("ceiling=",)


def test_a_bad_link_says_the_field_and_what_is_used_instead(golden: Goldens) -> None:
    def told(query: str) -> str:
        page = economy.page(tuple(tuple(one.split("=", 1)) for one in query.split("&")))  # type: ignore[misc]
        faults = words(page.html.partition('<div id="faults">')[2].partition("<h1")[0].partition("</div>")[0])
        assert "Jobs are" in words(page.html) and (page.status == 422) == (query not in FINE), query
        return f"{page.status}: {faults}"

    golden.answers("web/economy_links", told)


def test_one_step_of_a_slider_does_not_change_the_kind_of_run() -> None:
    figures = [
        [float(one) for one in re.findall(r"[\d.]+(?=%)", re.findall("<h1.*?</h1>", page.html, re.DOTALL)[0])]
        for page in (economy.page(), economy.page((("ceiling", "0.51"),)))
    ]
    assert all(abs(one - other) <= 0.1001 for one, other in zip(*figures, strict=True))


chromium = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed, so no page is opened")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture(scope="module")
def places(built: tuple[Path, dict[str, int]]) -> Iterator[tuple[str, str]]:
    """Where the published pages are: in a folder, and under a path at an address."""
    folder = built[0]

    def handler(*given: Any) -> _Quiet:
        return _Quiet(*given, directory=str(folder.parent))

    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield folder.as_uri(), f"http://127.0.0.1:{server.server_port}/{folder.name}"
        server.shutdown()


def at(place: str, address: str) -> str:
    """An address of the live pages at another place; a folder needs the file's name."""
    path, mark, query = address.partition("?")
    whole = f"{place}/{path.strip('/')}".rstrip("/")
    return f"{whole}/index.html{mark}{query}" if place.startswith("file:") else f"{whole}/{mark}{query}"


def run_of(page: Any) -> list[str]:
    """The sentence, the figures in sight, both charts and the link of Economy, once they stand."""
    page.wait_for_selector("html[data-ready], html[data-strips]", state="attached")
    texts = page.eval_on_selector_all(
        "h1, #ends tbody tr, .kicker, #jobs-chart svg text, #unemployment-chart svg text",
        "all => all.filter(one => one.getClientRects().length).map(one => one.textContent.replace(/\\s+/g, ' ').trim())",
    )
    return [*texts, page.input_value("#link")]


@pytest.mark.long
@chromium
@pytest.mark.browser
def test_sliders_move_without_a_server_and_links_open_in_a_folder_and_at_an_address(
    browser: Any, places: tuple[str, str]
) -> None:
    title = jobs.national_jobs()[1]["title"].iloc[0]
    for place in places:
        page = opened(browser, place, 1280)
        page.goto(at(place, "/economy?ceiling=0.96"))
        one = run_of(page)
        assert one[-1] == "/economy?ceiling=0.96" and page.is_hidden("[data-when=estimate]")
        page.focus("#saving_kept")
        page.keyboard.press("End")
        page.wait_for_selector("[data-when=estimate]:visible")
        assert page.input_value("#link") == "/economy?ceiling=0.96&saving_kept=0.6"
        page.keyboard.press("Control+z")
        assert run_of(page) == one and page.input_value("#saving_kept") == "0.1"
        page.goto(at(place, "/economy?ceiling=9&saving_kept=much&x=1"))
        run_of(page)
        assert "900% lies outside 5% to 100%. 50%, as shipped, is used instead." in page.inner_text("#faults")
        page.goto(at(place, f"/job?title={quote(title)}&area=Ohio&pay=30000"))
        page.wait_for_selector(".told")
        assert "names a place (Ohio)" in page.inner_text(".told") and "30000" not in page.url
        page.goto(at(place, "/answers/energy-binds"))
        page.fill("#find", "economy")
        page.click("#found a >> nth=0")
        page.wait_for_selector("html[data-ready]", state="attached")
        assert page.told == []
        page.context.close()


@chromium
@pytest.mark.browser
@pytest.mark.long
def test_a_student_and_two_jobs_need_no_server(browser: Any, places: tuple[str, str]) -> None:
    one, two = (str(title) for title in jobs.national_jobs()[1]["title"].iloc[:2])
    for place in places:
        page = opened(browser, place, 1280)
        page.goto(at(place, f"/job?title={quote(one)}&from=study"))
        page.wait_for_selector("#to-learn[open] #learn")
        learn, ways = (page.locator(name).bounding_box()["y"] for name in ("#to-learn", ".ways3"))
        assert learn < ways and "Time and cost" in page.inner_text("#learn")
        facts_of_one = page.inner_text("#learn dl").split("\n")
        page.goto(at(place, f"/job?title={quote(one)}&with={quote(two)}&area=Ohio&pay=30000"))
        page.wait_for_selector(".compared section >> nth=1")
        assert page.locator(".compared .way dl").count() == 2
        assert page.inner_text(".compared .way >> nth=0").split("\n") == facts_of_one
        assert one in page.inner_text("main") and two in page.inner_text("main")
        assert page.inner_text("h1").startswith("The US government expects ") and " and " in page.inner_text("h1")
        assert "names a place (Ohio)" in page.inner_text(".told")
        page.goto(at(place, f"/job?title={quote(one)}&with=qwxzv"))
        page.wait_for_selector(".told")
        assert "“qwxzv”" in page.inner_text(".told")
        assert page.told == []
        page.context.close()


def facts(page: Any) -> list[str]:
    """What a card or an answer says: headings, sentences with figures and tables."""
    texts: list[str] = page.eval_on_selector_all(
        "h1, .verdict, main dl, .say, .unit, .way, .lead, main svg text",
        "all => all.filter(one => !one.closest('form')).map(one => one.textContent.replace(/\\s+/g, ' ').trim())",
    )
    return texts


@pytest.fixture(scope="module")
def ten(built: tuple[Path, dict[str, int]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published pages with ten jobs, ten industries and the runs that links of `ECONOMY` open."""
    folder, more = built[0], tmp_path_factory.mktemp("ten") / "site"
    for name in {name for query in ECONOMY for name in re.findall(r"(\w+)=", query)}:
        (folder / "strips" / f"{name}.js").write_bytes(economy.strip_script(name))
    site.build(more, industries=10, occupations=10, every_step=False)
    for kind in ("job", "firm", "answers"):
        shutil.copytree(more / kind, folder / kind, dirs_exist_ok=True)
    shutil.copy(more / "index.js", folder)
    return folder


@chromium
@pytest.mark.browser
@pytest.mark.long
@pytest.mark.parametrize("width", WIDTHS)
def test_ten_links_of_each_kind_open_at_the_figures_of_the_live_pages(
    browser: Any, places: tuple[str, str], ten: Path, tmp_path: Path, width: int
) -> None:
    named = jobs.national_jobs()[1].head(10)
    answers = sorted(one.name for one in (ten / "answers").iterdir() if one.is_dir())[:10]
    wanted = [
        *(f"/economy?{query}" for query in ECONOMY), *(f"/answers/{name}" for name in answers),
        *(f"/job/{code}" for code in named["occupation"]),
        *(f"/job?title={quote(title)}" for title in named["title"]),
    ]  # fmt: skip
    with serving(tmp_path / "live") as (_, address):
        live = opened(browser, address, width)
        for place in places:
            page = opened(browser, place, width)
            for link in wanted:
                live.goto(f"{address}{link}")
                page.goto(at(place, link))
                if "title=" in link:
                    page.wait_for_url("**/job/*-*/**")
                read = run_of if link.startswith("/economy") else facts
                assert read(page) == read(live), link
            for industry in sorted(one.name for one in (ten / "firm").iterdir() if one.is_dir())[:10]:
                form = {"industry": industry, "people": "20,000", "cut": "10"}
                answer = live.context.request.post(f"{address}/firm", form=form, headers=shown(address))
                page.goto(at(place, f"/firm/{industry}"))
                (head,) = re.findall("<h1.*?</h1>", answer.text(), re.DOTALL)
                assert words(head) == " ".join(page.inner_text("h1").split()), industry
            assert page.told == []
            page.context.close()
        live.context.close()
