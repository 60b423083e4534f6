"""What the makers of pages share: where files lie, parts between marks, tables and figures that are kept."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from reallocate.kernel.number import to_figures

ROOT = Path(__file__).resolve().parents[2]
DOCS, FORECASTS = ROOT / "docs", ROOT / "forecasts"
REFERENCE, IMAGES = DOCS / "reference", DOCS / "images"
OUTCOME = "The outcome"
PERCENT = 100.0
_BEGIN = re.compile(r"<!-- (?:begin:([\w-]+)|([\w ]+), made from [^>]*) -->")


def filled(text: str, parts: Mapping[str, str]) -> str:
    """A page with each part between its two marks; every mark has a part and every part its marks.

    `<!-- begin:name -->` is closed by `<!-- end:name -->`, and `<!-- Name, made from a run; ... -->` by
    `<!-- End of name. -->`. A part stands as many lines from its marks as the one before it did.
    """
    found = [named or said for named, said in _BEGIN.findall(text)]
    if sorted(found) != sorted(parts):
        raise LookupError(f"the page has marks for {sorted(found)}, the parts are {sorted(parts)}")
    for name, body in parts.items():
        begin, end = rf"<!-- (?:begin:{name}|{name}, [^>]*) -->", rf"<!-- (?:end:{name}|End of {name}\.) -->"
        closed = re.search(rf"(?is){begin}(\n*)(.*?)\n*{end}", text)
        if closed is None:
            raise LookupError(f"the mark of {name!r} is not closed")
        before, after = text[: closed.start(1)], text[closed.end(2) :].lstrip("\n")
        gap = closed[1] or "\n"
        text = f"{before}{gap}{body}{gap}{after}"
    return text


def table(heads: Iterable[str], rows: Iterable[Iterable[str]], rule: str = " --- ") -> str:
    """Cells as a table of Markdown."""
    heads = list(heads)
    lines = [f"| {' | '.join(cells)} |" for cells in (heads, *rows)]
    return "\n".join([lines[0], f"|{'|'.join([rule] * len(heads))}|", *lines[1:]])


def tight(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """The same with a short rule below its heads, and no space for one without words."""
    first, rest = table(heads, rows, "---").split("\n", 1)
    return "\n".join([first.replace("|  |", "| |"), rest])


def bullets(lines: Iterable[str]) -> str:
    """Sentences as a list."""
    return "\n".join(f"- {line}" for line in lines)


def passages(*parts: str) -> str:
    """Paragraphs, tables and headings, a blank line between them."""
    return "\n\n".join(parts)


def read_json(file: Path) -> Any:
    """Figures that were kept."""
    return json.loads(file.read_text(encoding="utf-8"))


def rounded(value: Any, digits: int, least: float = 0.0) -> Any:
    """The same with floats to so many digits, those below `least` as 0, and what is missing as null."""
    if isinstance(value, Mapping):
        return {str(key): rounded(one, digits, least) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(one, digits, least) for one in value]
    if hasattr(value, "item"):
        value = value.item()
    if not isinstance(value, float):
        return value
    if not math.isfinite(value):
        return None
    return 0.0 if abs(value) < least else to_figures(value, digits)


def row_a_line(rows: Sequence[Mapping[str, Any]], digits: int) -> str:
    """Rows as a list of JSON."""
    return "[\n" + ",\n".join(json.dumps(rounded(row, digits), ensure_ascii=False) for row in rows) + "\n]"


def write(file: Path, text: str) -> None:
    """Write a file where it would change, and say so."""
    if file.is_file() and file.read_text(encoding="utf-8") == text:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    print(f"written: {file.relative_to(ROOT)}")
