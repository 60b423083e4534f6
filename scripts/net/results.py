"""A result as it was left on the disk, as lines: rows of tables, leaves of JSON, sentences, what was printed.

A number with all its digits is written to nine of them: another order of the same sum moves the last bits.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import lxml.html
import numpy as np
import pandas as pd
from python_calamine import CalamineWorkbook

LEAST = 1e-9
"""A number that is nearer to zero is zero: such are left where equal numbers are subtracted."""
BETWEEN = " | "
# Lists of files with hashes, and options: no results.
NO_RECORD = frozenset(("files.json", "options.json", "manifest.json"))
# They tell how and by what a file was made.
NO_RESULT = frozenset(
    ("hashes", "command", "version", "libraries", "sha256", "bytes", "bundle", "$schema", "config")
)
BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "br", "button", "dd", "details", "div", "dl",
        "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hr", "label", "li", "main", "ol", "option", "p", "pre", "section", "select", "summary",
        "ul",
    )
)  # fmt: skip
LEFT_OUT = frozenset(("style", "nav", "svg", "head", "template"))
DRAWING = frozenset(("mark", "field", "encoding", "type", "transform", "calculate", "filter", "as", "param"))
_SENTENCE = re.compile(r"(?<=[a-z0-9%)\]”\"]\.) (?=[A-Z0-9“(])")
_SPACES = re.compile(r"[\s\u00a0\u2007\u2009\u202f]+")
_PROGRESS = re.compile(r"^(Plans made|Draws made|Runs made|Claims?):? ?\d+ of \d+|^Running \d+")
_RULE = re.compile(r"[\s─━═\-_|│]+")


@dataclass(frozen=True, order=True)
class Line:
    """A row, a leaf, a sentence or a printed line.

    place : its table, key, section or sheet
    """

    place: str
    text: str


Result = dict[str, list[Line]]
"""Lines by face."""


def read_result(folder: Path, name: str) -> Result:
    """What a command printed, and the folder or file that it wrote."""
    code = (folder / f"{name}.exit").read_text(encoding="utf-8").strip()
    printed, complaints = (
        (folder / f"{name}.{stream}").read_text(encoding="utf-8").splitlines()
        for stream in ("stdout", "stderr")
    )
    complaints = [plain(line) for line in complaints if line.strip() and not _PROGRESS.match(line)]
    # An error is wrapped at any word.
    said = (
        [" ".join(complaints)]
        if code != "0"
        else [one for one in complaints if re.search("Traceback|Warning", one)]
    )
    found: Result = {
        "run": [Line("exit code", code), *(Line("stderr", one) for one in said)],
        "tables": [], "json": [], "page": [], "charts": [], "workbook": [],
        "terminal": list(_terminal(printed)),
    }  # fmt: skip
    places = [folder / "firm"] if name == "new" else [folder / name, *folder.glob(f"{name}.json")]
    for place in places:
        for file in sorted(place.rglob("*")) if place.is_dir() else [place] if place.is_file() else []:
            _read_file(found, place if place.is_dir() else folder, file)
    return found


def _read_file(found: Result, root: Path, file: Path) -> None:
    if file.suffix in (".parquet", ".csv"):
        frame = pd.read_parquet(file) if file.suffix == ".parquet" else pd.read_csv(file)
        found["tables"] += rows_of(file.stem, frame.columns, frame.itertuples(index=False, name=None))
    elif file.suffix == ".json" and file.name not in NO_RECORD:
        found["json"] += leaves(
            file.relative_to(root).as_posix(), json.loads(file.read_text(encoding="utf-8"))
        )
    elif file.suffix == ".html":
        page, charts = read_page(file.read_text(encoding="utf-8"))
        found["page"] += page
        found["charts"] += charts
    elif file.suffix == ".xlsx":
        found["workbook"] += _workbook(file)


def number(value: float) -> str:
    """A number to nine digits, no -0."""
    return f"{value if abs(value) >= LEAST else 0.0:.9g}"


def cell(value: Any) -> str:
    """A cell of whatever type; empty for what is missing."""
    if isinstance(value, np.ndarray | list | tuple):
        return f"({', '.join(map(cell, value))})"
    if isinstance(value, dict):
        return f"({', '.join(f'{key}: {cell(value[key])}' for key in sorted(value))})"
    if value is None or value is pd.NaT or value is pd.NA:
        return ""
    if isinstance(value, bool | int | float | np.number | np.bool_):
        return "" if np.isnan(float(value)) else number(float(value))
    return plain(str(value))


def rows_of(place: str, heads: Iterable[Any], rows: Iterable[Sequence[Any]]) -> Iterator[Line]:
    """The rows of a table, each cell behind its head."""
    heads = list(map(str, heads))
    for row in rows:
        pairs = zip([*heads, *[""] * (len(row) - len(heads))], map(cell, row), strict=False)
        yield Line(place, BETWEEN.join(f"{head}={one}" for head, one in pairs if one))


def leaves(file: str, held: Any, path: tuple[str, ...] = ()) -> Iterator[Line]:
    """Numbers and sentences of JSON by their keys, whatever the order of lists; lists of records as rows."""
    place = f"{file}: {'.'.join(path)}"
    if isinstance(held, dict):
        for key, inner in held.items():
            if key not in NO_RESULT:
                yield from leaves(file, inner, (*path, key))
    elif isinstance(held, list):
        flat = held and all(isinstance(one, dict) for one in held)
        if flat and not any(isinstance(inner, dict | list) for one in held for inner in one.values()):
            for one in held:
                yield from rows_of(place, one, [list(one.values())])
        else:
            for one in held:
                yield from leaves(file, one, (*path, "[]"))
    elif isinstance(held, str):
        yield from (Line(place, one) for one in sentences(held))
    elif held is not None:
        yield Line(place, f"{next((key for key in path[::-1] if key != '[]'), '')}={cell(held)}")


def plain(text: str) -> str:
    """The text with one kind of space and of minus sign."""
    return _SPACES.sub(" ", text.replace("\u2212", "-").replace("\u2011", "-")).strip()


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph."""
    return [one for one in _SENTENCE.split(plain(text)) if one]


def read_page(html: str) -> tuple[list[Line], list[Line]]:
    """The sentences and rows of a page with their sections, and the data behind its charts."""
    reader = _Page()
    reader.read(lxml.html.document_fromstring(html))
    reader.flush("")
    return reader.lines, reader.charts


class _Page:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.charts: list[Line] = []
        self._section, self._caption = "", ""
        self._text: list[str] = []

    def flush(self, tag: str) -> None:
        """What was read since the last block began."""
        text = plain("".join(self._text))
        self._text = []
        if text and tag == "h2":
            self._section = text
        if text and tag == "figcaption":
            self._caption = text
        self.lines += [Line(self._section, one) for one in sentences(text)]

    def read(self, node: Any) -> None:
        """An element with all that it holds, and the text behind it."""
        tag = node.tag if isinstance(node.tag, str) else "style"
        block = tag in BLOCKS or tag == "table"
        if block:
            self.flush("")
        if tag == "table":
            self._table(node)
        elif tag == "script":
            self._chart(node.text or "")
        elif tag not in LEFT_OUT and node.get("class") != "number":
            self._text.append(node.text or "")
            for inner in node:
                self.read(inner)
        if block:
            self.flush(tag)
        self._text.append(node.tail or "")

    def _table(self, node: Any) -> None:
        caption = node.find("caption")
        title = plain(caption.text_content()) if caption is not None else self._caption
        cells = []
        for row in node.iter("tr"):
            cells.append([])
            for one in row.iterchildren("th", "td"):
                cells[-1] += [plain(one.text_content()), *[""] * (int(one.get("colspan") or 1) - 1)]
        if cells:
            heads, *rows = cells
            self.lines += rows_of(f"{self._section} › {title}", heads, rows)

    def _chart(self, text: str) -> None:
        try:
            held = json.loads(text)
        except ValueError:
            return
        for rows in _datasets(held):
            self.charts += (
                line for row in rows for line in rows_of(self._caption, row, [list(row.values())])
            )


def _datasets(held: Any) -> Iterator[list[dict[str, Any]]]:
    """Every list of records in a piece of JSON that holds numbers, and no layers of a chart's description."""
    if isinstance(held, list) and held and all(isinstance(one, dict) for one in held):
        flat = [{k: v for k, v in row.items() if not isinstance(v, dict | list)} for row in held]
        if not any(DRAWING & set(row) for row in flat) and any(
            isinstance(one, int | float) for row in flat for one in row.values()
        ):
            yield flat
            return
    for inner in held.values() if isinstance(held, dict) else held if isinstance(held, list) else ():
        yield from _datasets(inner)


def _workbook(file: Path) -> Iterator[Line]:
    """The texts of each sheet, and the rows of its table behind its heads."""
    book = CalamineWorkbook.from_path(str(file))
    for sheet in book.sheet_names:
        heads: list[str] = []
        for row in book.get_sheet_by_name(sheet).to_python():
            if not heads and sum(isinstance(one, str) and bool(one) for one in row) > 1:
                heads = list(map(cell, row))
            elif any(one not in ("", None) for one in row):
                yield from rows_of(sheet, heads, [row])


def _terminal(printed: Iterable[str]) -> Iterator[Line]:
    """Sentences of paragraphs, and rows of tables, which hold runs of spaces."""
    for row in printed:
        if row.strip() and not _RULE.fullmatch(row):
            for part in [row] if re.search(r"\S {2,}\S", row) else sentences(row):
                yield Line("", plain(part))
