"""Pages as a reviewer reads them, and the comparison with those that are kept in `tests/golden`.

`pytest --update-goldens` writes them anew; what changed is then read in the difference.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from difflib import unified_diff
from html import unescape
from html.parser import HTMLParser
from itertools import zip_longest
from pathlib import Path
from zipfile import ZipFile
from zlib import crc32

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.kernel.chart import Chart
from reallocate.render.result import Result

GOLDEN = Path(__file__).resolve().parent / "golden"
SILENT = ("script", "style", "svg", "title", "template")
LINES = frozenset([
    "p", "li", "tr", "h1", "h2", "h3", "h4", "summary", "caption", "figcaption", "dt", "dd", "pre", "label", "legend",
    "small", "option", "button", "section", "div", "details", "form", "aside", "nav", "main", "table",
])  # fmt: skip
"""Elements that begin a line."""
MARKS = {"h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### ", "li": "- ", "summary": "> ", "button": "[] "}
LONGEST_TABLE = 6
"""Rows of a table that are kept; of the others their number."""

INNER_WORDS = re.compile(
    r"\b(lens|lenses|World|pack|packs|P\d{1,2}|W\d|LP|dual|duals|MILP|shadow price|CVaR)\b"
)
"""Words of the workshop: no page, workbook or summary may hold one."""


class _Lines(HTMLParser):
    """The visible lines of a page, with the values of its fields."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.lines: list[str] = [""]
        self._silent: list[str] = []
        self._rows = 0
        self._row = 0
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self._silent.append(tag)
        elif tag == "table":
            self._end_table()
        if tag in LINES:
            self.lines.append(MARKS.get(tag, ""))
        given = dict(attrs)
        if tag == "tr":
            self._rows += 1
            self._row = len(self.lines) - 1
        elif tag in ("td", "th"):
            self.lines[-1] += "| " if self.lines[-1] else ""
        elif tag in ("input", "select", "textarea") and given.get("type") != "hidden":
            checked = "x" if "checked" in given else given.get("value") or given.get("placeholder") or ""
            wrong = " WRONG" if given.get("aria-invalid") == "true" else ""
            self.lines[-1] += f" <{given.get('name')}: {checked}{wrong}> "
        elif tag == "option" and "selected" in given:
            self.lines[-1] += "(chosen) "

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()
        elif tag == "table":
            self._end_table()
        elif tag == "tr" and self._rows > LONGEST_TABLE:
            del self.lines[self._row :]
        if tag in LINES:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.lines[-1] += data.replace("\n", " ")

    def _end_table(self) -> None:
        if self._rows > LONGEST_TABLE:
            self.lines.append(f"… {self._rows - LONGEST_TABLE} more rows")
        self._rows = 0


def page_text(page: str) -> str:
    """What stands on a page of HTML: a line for each heading, paragraph, row and field; long tables cut short."""
    lines = (re.sub(r"\s+", " ", line.replace("\xa0", " ")).strip() for line in _Lines(page).lines)
    return "\n".join(line for line in lines if line.strip(" -#|>[]")) + "\n"


def words(page: str) -> str:
    """What stands on a page, in one line."""
    body = re.sub(r"<(script|style|title)[^>]*>.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def figures_text(result: Result) -> str:
    """Every column of every table and chart of a result, and its sentences: a table or part a line."""
    charts = {one.name: drawn for one in result.kind.charts if (drawn := _drawn(one, result)) is not None}
    said = (f"{part} | {' '.join(lines)}" for part, lines in result.explain().items())
    # The assumptions in force are generated pages of the docs.
    tables = {name: table for name, table in result.tables.items() if name != "assumptions"}
    return "\n".join([tables_text(tables), tables_text(charts), *said])


def tables_text(tables: Mapping[str, pd.DataFrame]) -> str:
    """Every column of every table, a table a line.

    Of numbers the sum and the sum weighted by row, to four digits; of words the first, how many there are, and a
    check of all of them. What is not available is counted.
    """
    return "\n".join(f"{name} | {_columns(table)}" for name, table in tables.items())


def _drawn(chart: Chart, result: Result) -> pd.DataFrame | None:
    if not all(table.name in result.tables for table in chart.tables):
        return None
    rows = chart.figures(result.tables)
    return rows.assign(finding=chart.finding(rows) if len(rows) else "")


def _sum(terms: npt.NDArray[np.float64]) -> float:
    """A sum; what rounding leaves of terms that cancel is zero."""
    total = float(terms.sum())
    return total if abs(total) > 1e-9 * float(np.abs(terms).sum()) else 0.0


def _columns(table: pd.DataFrame) -> str:
    told = []
    for name, column in table.items():
        if column.dtype.kind in "fiub":
            numbers, place = column.to_numpy(dtype=float), np.arange(1.0, len(table) + 1)
            known = np.isfinite(numbers)
            # What a solver leaves of zero is zero.
            numbers = np.where(known & (np.abs(numbers) > 1e-6), numbers, 0.0)
            sums = " ".join(f"{_sum(terms):.4g}" for terms in (numbers, numbers * place))
            told.append(f"{name} {sums}{'' if known.all() else f' of {known.sum()}'}")
        else:
            words_of = [str(one) for one in column]
            check = crc32("\n".join(words_of).encode()) % 10_000
            told.append(f"{name} {words_of[0][:20] if words_of else ''!r} {len(set(words_of))} #{check:04}")
    return f"{len(table)} rows: {'; '.join(told)}"


def texts(contents: Mapping[str, bytes]) -> dict[str, str]:
    """Every file as text: workbooks and slides unzipped, tables of Parquet as CSV."""
    held = {}
    for name, content in contents.items():
        if name.endswith(".parquet"):
            held[name] = pd.read_parquet(io.BytesIO(content)).to_csv()
        elif name.endswith((".xlsx", ".pptx")):
            with ZipFile(io.BytesIO(content)) as book:
                held |= {
                    f"{name}/{one}": book.read(one).decode("utf-8", "replace") for one in book.namelist()
                }
        else:
            held[name] = content.decode("utf-8", "replace")
    return held


_TABLE, _DIGITS = re.compile(r"[^|]+ \| \d+ rows: "), re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]\d+)?")


def alike(kept: str, found: str) -> bool:
    """Whether texts differ only in figures of tables as `tables_text` writes them, by one unit of the last digit.

    Processors round sums differently, and a sum may lie between two such digits.
    """
    lines = list(zip_longest(kept.splitlines(), found.splitlines(), fillvalue=""))
    return all(one == other or (_TABLE.match(one) and _same_figures(one, other)) for one, other in lines)


def _same_figures(kept: str, found: str) -> bool:
    figures = [[Decimal(one) for one in _DIGITS.findall(line)] for line in (kept, found)]
    return _DIGITS.sub("#", kept) == _DIGITS.sub("#", found) and all(
        one == other or (unit := one.as_tuple().exponent) != 0 and abs(one - other) <= Decimal((0, (1,), unit))
        for one, other in zip(*figures, strict=True)
    )


class Goldens:
    """Compares a text with the one that is kept, or keeps it.

    update : whether the kept texts are written anew
    """

    def __init__(self, update: bool) -> None:
        self.update = update

    def __call__(self, name: str, text: str) -> None:
        """Fail with the lines that differ.

        name : of the file below `tests/golden`, such as `web/start`
        """
        file = GOLDEN / f"{name}.txt"
        text = "\n".join(line.rstrip() for line in text.splitlines()).rstrip() + "\n"
        if self.update:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
            return
        assert file.exists(), f"there is no {file.name}: `pytest --update-goldens` writes it"
        kept = file.read_text(encoding="utf-8")
        if text != kept and not alike(kept, text):
            changed = unified_diff(kept.splitlines(), text.splitlines(), "kept", "found", lineterm="", n=1)
            raise AssertionError("\n".join((f"golden/{name}.txt", *changed)))

    def answers(self, name: str, answer: Callable[[str], str]) -> None:
        """Ask again what a kept page asks, and compare what is answered: `> ` begins each line of a question.

        A question is added to the page by hand; `--update-goldens` writes its answer below it.

        name : as for a whole text
        """
        kept = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
        asked = [re.sub("^> ?", "", block, flags=re.MULTILINE)[:-1] for block in re.findall(r"(?:^>.*\n)+", kept, re.MULTILINE)]
        assert asked, f"golden/{name}.txt asks nothing"
        told = ((re.sub("^", "> ", one, flags=re.MULTILINE), answer(one)) for one in asked)
        self(name, "\n".join(f"{question}\n{said}\n" for question, said in told))

    def change(self, name: str, before: str, after: str) -> None:
        """Compare the lines in which one text differs from another with those that are kept.

        name : as for a whole text
        """
        lines = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
        self(name, "\n".join(line for line in lines if not line.startswith(("---", "+++", "@@"))))


def cases(file: Path) -> Iterator[tuple[str, list[str], dict[str, int]]]:
    """Cases of a kept text: above the lines of each stands what it is, and with what options it is read."""
    for part in f"\n{file.read_text(encoding='utf-8')}".removesuffix("\n").split("\n# ")[1:]:
        head, *lines = part.split("\n")
        case, *options = head.split(" | ")
        yield case, lines, {name: int(value) for name, _, value in (one.partition("=") for one in options)}


def kept_tables(file: Path, **kinds: str) -> dict[str, pd.DataFrame]:
    """Small tables of a kept text, each below its name.

    kinds : of columns that are not what they look like, such as codes of digits
    """
    blocks = (block.split("\n", 1) for block in file.read_text(encoding="utf-8").removeprefix("# ").split("\n# "))
    return {name: pd.read_csv(io.StringIO(rows), dtype=kinds) for name, rows in blocks}


def whole_tables(tables: Mapping[str, pd.DataFrame]) -> str:
    """Small tables as `kept_tables` reads them, figures with nine digits."""
    return "\n".join(f"# {name}\n{table.to_csv(index=False, float_format='%.9g')}" for name, table in tables.items())
