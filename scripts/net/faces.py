"""A result as it was left on the disk: its tables, records, page, workbook and what the terminal printed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from scripts.net.exact import Tables
from scripts.net.figures import Figure, Pool, figures
from scripts.net.grids import Grid, Line, read_workbook
from scripts.net.page import Page, read_page, sentences
from scripts.net.shown import figures_of_grids

# Lists of files with hashes, and options: no results.
NO_RECORD = frozenset(("files.json", "options.json", "manifest.json"))
_PROGRESS = re.compile(r"^(Plans made|Draws made|Runs made|Claims?):? ?\d+ of \d+|^Running \d+")
_RULE = re.compile(r"[\s─━═\-_|│]+")


@dataclass
class Result:
    """Everything that one command gave.

    name : as in COMMANDS
    """

    name: str
    folder: Path
    frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    records: dict[str, Any] = field(default_factory=dict)
    page: Page = field(default_factory=Page)
    sheets: list[Grid] = field(default_factory=list)
    sheet_lines: list[Line] = field(default_factory=list)
    printed: list[Line] = field(default_factory=list)
    complaints: list[Line] = field(default_factory=list)
    exit: int = 0

    @cached_property
    def tables(self) -> Tables:
        """Those saved with all digits."""
        return Tables(self.frames)

    @cached_property
    def charts(self) -> Tables:
        """The data behind the charts of the page."""
        return Tables(self.page.charts)

    def page_figures(self) -> Iterator[Figure]:
        """Every figure on the page."""
        yield from figures_of_grids(self.page.grids)
        for line in self.page.lines:
            yield from figures(line.text)

    def page_lines(self) -> list[Line]:
        """The sentences of the page, and each row of its tables as a line."""
        return [*self.page.lines, *_rows(self.page.grids)]

    @cached_property
    def everything(self) -> Pool:
        """Every figure of every face."""
        shown = [*self.page_figures(), *figures_of_grids(self.sheets)]
        for line in (*self.printed, *self.sheet_lines):
            shown += figures(line.text)
        return Pool(shown)


def _rows(grids: list[Grid]) -> Iterator[Line]:
    for grid in grids:
        for row in range(grid.length):
            cells = (held[row] for held in grid.columns.values())
            yield Line(grid.title, " · ".join(cell for cell in cells if isinstance(cell, str)))


def read_result(folder: Path, name: str) -> Result:
    """Read what a command printed and the folder or file that it wrote."""
    result = Result(name, folder)
    result.printed = _lines((folder / f"{name}.stdout").read_text(encoding="utf-8"))
    complaints = (folder / f"{name}.stderr").read_text(encoding="utf-8").splitlines()
    result.complaints = [Line("", line) for line in complaints if line.strip() and not _PROGRESS.match(line)]
    result.exit = int((folder / f"{name}.exit").read_text(encoding="utf-8"))
    places = [folder / name, *folder.glob(f"{name}.json")]
    if name == "new":
        places = [folder / "firm"]
    for place in places:
        for file in sorted(place.rglob("*")) if place.is_dir() else [place] if place.is_file() else []:
            _read_file(result, place if place.is_dir() else folder, file)
    return result


def _read_file(result: Result, root: Path, file: Path) -> None:
    if file.suffix == ".parquet":
        result.frames[file.stem] = pd.read_parquet(file)
    elif file.suffix == ".csv":
        result.frames[file.stem] = pd.read_csv(file)
    elif file.suffix == ".json" and file.name not in NO_RECORD:
        result.records[file.relative_to(root).as_posix()] = json.loads(file.read_text(encoding="utf-8"))
    elif file.suffix == ".html":
        page = read_page(file.read_text(encoding="utf-8"))
        result.page.grids += page.grids
        result.page.lines += page.lines
        result.page.charts |= page.charts
    elif file.suffix == ".xlsx":
        sheets, lines = read_workbook(file)
        result.sheets += sheets
        result.sheet_lines += lines


def _lines(text: str) -> list[Line]:
    """Sentences of paragraphs, and rows of tables, which hold runs of spaces."""
    lines = []
    for row in text.splitlines():
        if _RULE.fullmatch(row) or not row.strip():
            continue
        parts = [row] if re.search(r"\S {2,}\S", row) else sentences(row)
        lines += [Line("", " ".join(part.split())) for part in parts]
    return lines
