"""The documentation is short, fresh, linked and says each thing once."""

from __future__ import annotations

import json
import posixpath
import re
import runpy
from collections import defaultdict
from pathlib import Path

import pytest
from scripts.docs import pages
from scripts.pages.code import parsed
from scripts.pages.parts import ROOT, filled, rounded

MOST_WORDS = 60_000
LONG_ENOUGH = 8
"""Words from which a sentence that stands twice is a repetition."""
GENERATED_PAGE = "<!-- Made by `make docs`"
GENERATED_PART = re.compile(
    r"<!-- (?:begin:|[^>]*changes made here are lost)[^>]*-->.*?<!-- (?:end:|End of )[^>]*-->", re.DOTALL
)
CODE = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


def by_hand(root: Path) -> dict[str, str]:
    """The pages that people write, each without its generated parts."""
    folders = [*root.glob("*.md"), *root.glob("docs/**/*.md"), *root.glob("studies/*/README.md")]
    found = {page: page.read_text(encoding="utf-8") for page in folders if page.name != "CHANGELOG.md"}
    for notebook in root.glob("docs/notebooks/*.ipynb"):
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        found[notebook] = "\n\n".join(
            "".join(one["source"]) for one in cells if one["cell_type"] == "markdown"
        )
    return {
        page.relative_to(root).as_posix(): GENERATED_PART.sub("", text)
        for page, text in sorted(found.items())
        if GENERATED_PAGE not in text
    }


def sentences(text: str) -> set[str]:
    """Sentences of prose, lists and tables in bare words; code is left out."""
    found = set()
    for line in LINK.sub(r"\1", CODE.sub("", text)).splitlines():
        for cell in line.split("|"):
            for sentence in re.split(r"(?<=[.!?:;])\s+", cell):
                words = re.findall(r"[^\W_]+(?:['’.,/-][^\W_]+)*", sentence.lower())
                if len(words) >= LONG_ENOUGH:
                    found.add(" ".join(words))
    return found


def test_what_people_wrote_has_at_most_60_000_words(root: Path) -> None:
    counted = {name: len(text.split()) for name, text in by_hand(root).items()}
    assert sum(counted.values()) <= MOST_WORDS, sorted(counted.items(), key=lambda one: -one[1])


def test_no_sentence_stands_in_two_pages(root: Path) -> None:
    places = defaultdict(list)
    for name, text in by_hand(root).items():
        for sentence in sentences(text):
            places[sentence].append(name)
    twice = {sentence: pages for sentence, pages in places.items() if len(pages) > 1}
    if twice:
        pytest.fail(
            "Say it once and link to it:\n" + "\n".join(f"{pages}: {text}" for text, pages in twice.items())
        )


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("before <!-- begin:a -->\nmade\n<!-- end:a --> after", "before  after"),
        ("<!-- A table, made from a run; changes made here are lost. -->\n1\n<!-- End of A table. -->", ""),
        ("<!-- a remark --> stays", "<!-- a remark --> stays"),
    ],
)
def test_generated_parts_are_not_counted(text: str, kept: str) -> None:
    assert GENERATED_PART.sub("", text) == kept


def test_a_sentence_is_known_again_in_a_list_and_in_a_table() -> None:
    told = "The [plan](plan.md) of a firm lays nobody off before the second year."
    again = f"| x | The plan of a firm lays **nobody** off before the second year |\n```\n{told}\n```"
    assert (
        sentences(f"- {told} More.")
        == sentences(again)
        == {"the plan of a firm lays nobody off before the second year"}
    )


@pytest.fixture(scope="module")
def files(root: Path) -> dict[str, bytes]:
    made: dict[str, bytes] = runpy.run_path(str(root / "scripts" / "docs_site.py"))["assembled"](root)
    return made


def test_every_page_is_in_the_list_of_the_site_once(root: Path, files: dict[str, bytes]) -> None:
    listed = re.findall(
        r": ([\w/-]+\.md)$", (root / "mkdocs.yml").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert sorted(listed) == sorted(name for name in files if name.endswith(".md"))


def test_every_link_and_image_leads_to_a_page(files: dict[str, bytes]) -> None:
    links = 0
    for name, content in files.items():
        if not name.endswith(".md"):
            continue
        text = re.sub(r"^```.*?^```|`[^`\n]+`", "", content.decode(), flags=re.MULTILINE | re.DOTALL)
        for target in re.findall(r"\]\(([^)\s#]+)(?:#[^)\s]*)?\)", text):
            if "://" not in target and not target.startswith("mailto:"):
                assert posixpath.normpath(posixpath.join(posixpath.dirname(name), target)) in files, (
                    name,
                    target,
                )
                links += 1
    assert links > 150


def test_nothing_is_loaded_from_elsewhere(root: Path) -> None:
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    assert "font: false" in settings and "extra_javascript" not in settings and "://" not in settings


SLOW = ("moves.md", "forecast-ledger.md", "history.md")
"""Pages whose figures are fitted anew; `make long` does it."""


@pytest.mark.parametrize(
    "page",
    [pytest.param(one, marks=pytest.mark.long) if one.name in SLOW else one for one in pages([])],
    ids=lambda one: one.name,
)
def test_a_generated_page_is_fresh(page: Path) -> None:
    if page.read_text(encoding="utf-8") != pages([])[page]():
        pytest.fail(f"{page.relative_to(ROOT)} is stale: run `make docs`")


def test_a_page_that_is_not_made_is_named() -> None:
    with pytest.raises(SystemExit, match=r"no such page: objections.md"):
        pages(["objections.md"])


def test_a_part_stands_between_its_marks_as_before() -> None:
    assert (
        filled("<!-- begin:a -->old<!-- end:a -->", {"a": "new"}) == "<!-- begin:a -->\nnew\n<!-- end:a -->"
    )
    marks = "<!-- A law, made from a run; lost. -->\n\n{}\n\n<!-- End of a law. -->\nafter"
    assert filled(marks.format("old"), {"A law": "new"}) == marks.format("new")
    with pytest.raises(LookupError, match="marks for"):
        filled("no marks", {"a": "new"})
    with pytest.raises(LookupError, match="not closed"):
        filled("<!-- begin:a -->", {"a": "new"})


def test_kept_figures_are_rounded_and_what_is_missing_stays_missing() -> None:
    assert rounded({"a": [1 / 3, float("nan"), 1e-12, 5, "x", None]}, 6, 1e-6) == {
        "a": [0.333333, None, 0.0, 5, "x", None]
    }


def test_a_docstring_is_taken_apart() -> None:
    text = (
        "Work is done or dropped (P1).\n\nhours : (role) [hours]\n    of the quarter\nother : [1]\n"
        "done + dropped = wanted\n    + carried\nSource: Somebody 2020,\nJournal 1:2."
    )
    found = parsed("work", text)
    assert found.sentence == "Work is done or dropped (P1)."
    assert found.arguments == ["hours : (role) [hours] of the quarter", "other : [1]"]
    assert found.body == ["done + dropped = wanted", "    + carried"]
    assert found.source == "Somebody 2020, Journal 1:2."
