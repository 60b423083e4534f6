"""The plain pages: every link leads to a file and a place in it, nothing asks a server, the search finds titles."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from reallocate.firm.cut.beforehand import unpacked
from reallocate.kernel.errors import InputError
from reallocate.web.pages import site
from reallocate.web.static_page import static_page

LINK = re.compile(r'(?:href|src)="([^"]*)"')
OUTSIDE = ("https:", "http:", "mailto:", "data:")
LARGEST = 60_000_000


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    folder = tmp_path_factory.mktemp("plain") / "site"
    known = set(unpacked()["industry"])
    largest = site._swept_industries(1)["industry"].iloc[0]
    assert largest in known, "the largest industry's answer ships"
    return folder, site.build(folder, industries=1, occupations=3)


def pages(folder: Path) -> dict[Path, str]:
    return {file: file.read_text(encoding="utf-8") for file in folder.rglob("*.html")}


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


def test_no_page_asks_a_server_or_promises_what_a_site_cannot(built: tuple[Path, dict[str, int]]) -> None:
    for file, text in pages(built[0]).items():
        for word in ("<form", "hx-", "/files/", "htmx", "stays on this computer", 'http-equiv="refresh'):
            assert word not in text, f"{file.name}: {word}"
        assert text.count("<main") == text.count("</main>") == 1 and "<h1" in text, file.name
        assert len(re.sub(r"<[^>]+>", "", text)) > 1000, f"{file.name} is empty"
    titles = [re.findall("<title>(.*)</title>", text)[0] for text in pages(built[0]).values()]
    assert len(set(titles)) == len(titles), "each page has a title of its own"


def test_the_search_finds_pages_by_title_and_other_names(built: tuple[Path, dict[str, int]]) -> None:
    folder, sizes = built
    rows = json.loads((folder / "index.js").read_text(encoding="utf-8").split("=", 1)[1].rstrip(";\n"))
    kinds = {kind for _, kind, _, _ in rows}
    assert kinds == {"page", "answer", "industry", "job"}
    assert all((folder / file).is_file() for file, *_ in rows)
    assert any(others for _, kind, _, others in rows if kind == "job")
    assert sum(sizes.values()) < LARGEST


def test_the_whole_site_is_small_enough(built: tuple[Path, dict[str, int]]) -> None:
    sizes = built[1]
    job = max(size for name, size in sizes.items() if re.match(r"job/\d\d-\d{4}", name))
    industry = max(size for name, size in sizes.items() if name.startswith("industry/"))
    rest = sum(size for name, size in sizes.items() if not name.startswith(("job/", "industry/")))
    whole = rest + len(site._job_places(0)) * job + len(site._swept_industries(0)) * industry
    assert whole < LARGEST


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
