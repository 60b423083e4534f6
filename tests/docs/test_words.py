"""What people wrote in the documentation stays short, and each sentence has one home."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from pathlib import Path

import pytest

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
