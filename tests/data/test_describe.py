"""The notice and the page of tables say what is declared, and every table is owed to a source."""

from __future__ import annotations

from pathlib import Path

from reallocate.data.build.describe import BEGIN, END, notice, sources_of, with_tables
from reallocate.data.bundle import tables
from reallocate.data.packs import PACKS

REMEDY = "stale: run reallocate.data.build.describe.write_pages on the repository's folder"


def test_the_notice_is_current_and_names_every_source(root: Path) -> None:
    text = (root / "NOTICE").read_text(encoding="utf-8")
    assert text == notice(), REMEDY
    assert all(pack.citation in text and pack.licence in text for pack in PACKS)


def test_the_page_of_tables_is_current(root: Path) -> None:
    page = (root / "docs" / "reference" / "data.md").read_text(encoding="utf-8")
    assert with_tables(page) == page, REMEDY
    assert all(f"### {name}\n" in page for name in tables())


def test_only_the_marked_part_of_a_page_is_written() -> None:
    page = with_tables(f"before\n{BEGIN}\nstale figures\n{END}\nafter\n")
    assert page.startswith("before\n") and page.endswith("\nafter\n") and "stale figures" not in page


def test_every_table_has_a_source_and_no_source_names_a_table_that_is_not() -> None:
    assert all(sources_of(name) for name in tables())
    assert {name for pack in PACKS for name in pack.tables} <= set(tables())
