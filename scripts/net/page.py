"""A page of HTML as tables, texts and the data of charts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pandas as pd
from scripts.net.figures import plain
from scripts.net.grids import Grid, Line

_BLOCK = re.compile(
    r"address|article|aside|blockquote|body|br|button|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form|"
    r"h[1-6]|header|hr|label|li|main|ol|option|p|pre|section|select|summary|table|ul"
)
LEFT_OUT = frozenset(("style", "nav", "svg", "head", "template"))
_SENTENCE = re.compile(r"(?<=[a-z0-9%)\]”\"]\.) (?=[A-Z0-9“(])")


@dataclass
class Page:
    """What a page says.

    lines : sentences, headings, cards, each with its section
    charts : table of data by caption
    """

    grids: list[Grid] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    charts: dict[str, pd.DataFrame] = field(default_factory=dict)


def read_page(html: str) -> Page:
    """The tables, texts and charts of a page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph."""
    return [one for one in _SENTENCE.split(plain(text)) if one]


def datasets(held: Any) -> Iterator[pd.DataFrame]:
    """Every list of records in a piece of JSON."""
    if isinstance(held, dict):
        for inner in held.values():
            yield from datasets(inner)
    elif isinstance(held, list):
        if len(held) and all(isinstance(one, dict) for one in held):
            flat = [
                {key: cell for key, cell in row.items() if not isinstance(cell, dict | list)} for row in held
            ]
            if _is_data(flat):
                yield pd.DataFrame(flat)
                return
        for inner in held:
            yield from datasets(inner)


def _is_data(rows: list[dict[str, Any]]) -> bool:
    """Records with numbers, and no layers or marks of a chart's description."""
    drawing = {"mark", "field", "encoding", "type", "transform", "calculate", "filter", "as", "param"}
    if any(drawing & set(row) for row in rows):
        return False
    return any(isinstance(cell, int | float) for row in rows for cell in row.values())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._section, self._caption = "", ""
        self._text: list[str] = []
        self._skipped: list[str] = []
        self._rows: list[list[str]] | None = None
        self._heads = 0
        self._cell: list[str] | None = None
        self._span = 1
        self._script: list[str] | None = None
        self._number = False
        self._title = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if self._skipped:
            if tag == self._skipped[-1]:
                self._skipped.append(tag)
            return
        if tag in LEFT_OUT:
            self._skipped.append(tag)
        elif tag == "script":
            self._script = []
        elif tag == "table":
            self._flush(tag)
            self._rows, self._heads, self._title = [], 0, ""
        elif self._rows is not None and tag == "tr":
            self._rows.append([])
        elif self._rows is not None and tag in ("td", "th"):
            self._cell, self._span = [], int(given.get("colspan") or 1)
            self._heads += tag == "th" and given.get("scope") == "col" and len(self._rows) == 1
        elif tag == "span" and given.get("class") == "number":
            self._number = True
        elif _BLOCK.fullmatch(tag) and self._rows is None:
            self._flush(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._skipped:
            if tag == self._skipped[-1]:
                self._skipped.pop()
        elif tag == "script" and self._script is not None:
            self._chart("".join(self._script))
            self._script = None
        elif tag in ("td", "th") and self._cell is not None and self._rows:
            self._rows[-1] += [plain("".join(self._cell))] + [""] * (self._span - 1)
            self._cell = None
        elif tag == "caption":
            self._title = plain("".join(self._text))
            self._text = []
        elif tag == "table" and self._rows is not None:
            self._table()
        elif tag == "span" and self._number:
            self._number = False
        elif _BLOCK.fullmatch(tag) and self._rows is None:
            self._flush(tag)

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self._script.append(data)
        elif self._skipped or self._number:
            return
        elif self._cell is not None:
            self._cell.append(data)
        else:
            self._text.append(data)

    def _flush(self, tag: str) -> None:
        text = plain(" ".join(self._text))
        self._text = []
        if not text:
            return
        if tag == "h2":
            self._section = text
        if tag == "figcaption":
            self._caption = text
        self.page.lines += [Line(self._section, one) for one in sentences(text)]

    def _table(self) -> None:
        rows, self._rows, self._text = [row for row in self._rows or () if row], None, []
        if rows:
            title = self._title or self._caption or self._section
            self.page.grids.append(Grid.of_rows(self._section, title, rows[0], rows[1:]))

    def _chart(self, text: str) -> None:
        try:
            held = json.loads(text)
        except ValueError:
            return
        for place, table in enumerate(datasets(held)):
            name = self._caption if place == 0 else f"{self._caption} ({place + 1})"
            again = sum(one == name or one.startswith(f"{name} again") for one in self.page.charts)
            self.page.charts[f"{name} again {again}" if again else name] = table
