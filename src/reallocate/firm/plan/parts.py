"""What several parts of a plan's page read alike: sentences, sources of reach, notes of rows."""

from __future__ import annotations

import calendar
import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from reallocate.firm.model.break_even import NEVER
from reallocate.kernel.blocks import Block, Bullets, Grid, Heading, Prose
from reallocate.kernel.number import ABSENT, say, sentence, with_minus
from reallocate.kernel.table import Column, Range
from reallocate.kernel.text import Text
from reallocate.kernel.units import MONTHS_A_QUARTER
from reallocate.render.result import Result
from reallocate.work.reach import SOURCE_WORDS

BREAK_EVEN = "break_even_month"
_SHORT = 70
"""Letters of the longest name of an input in a title."""


def text_of(result: Result, part: str) -> list[str]:
    """The sentences of one part."""
    return [with_minus(line) for line in result.explain().get(part, [])]


def picked(result: Result, text: Text, *names: str) -> list[str]:
    """Sentences by name."""
    return [with_minus(line) for line in text.picked(result.text, *names)]


def prose(result: Result, part: str, tone: str = "plain") -> list[Block]:
    """The sentences of one part as paragraphs, where there are any."""
    lines = text_of(result, part)
    return [Prose(tuple(lines), tone)] if lines else []


def bullets(lines: Sequence[str]) -> list[Block]:
    """Sentences as a list, where there are any."""
    return [Bullets(tuple(sentence(line) for line in lines))] if lines else []


def headed(heading: str, *blocks: Block) -> list[Block]:
    """Blocks under a heading of their own."""
    return [Heading(heading), *blocks]


def noted(result: Result, name: str, *columns: str | Column | Range, **options: Any) -> Grid | Prose:
    """A table with the notes of its rows, where any row has one, and why a break-even month is missing.

    columns, options : as for `Result.grid`
    """
    table = result.in_dollars(name)
    with_notes = table["note"].fillna("").astype(str).ne("").any()
    if BREAK_EVEN in columns and table[BREAK_EVEN].isna().any():
        heading = result.kind.table(name).column(BREAK_EVEN).heading
        reason = f"{heading}: {ABSENT} = {NEVER}."
        options["note"] = " ".join(line for line in (options.get("note"), reason) if line)
    return result.grid(name, *columns, *(("note",) if with_notes else ()), **options)


def without_plan(result: Result, name: str, *named: str) -> list[str]:
    """Rows of a table for which no plan is possible, together where they share the reason.

    named : columns that name a row
    """
    table, declared = result.in_dollars(name), result.kind.table(name)
    rows = table[table["positions"].isna() & table["note"].fillna("").ne("")]
    reasons: dict[str, list[str]] = {}
    for _, row in rows.iterrows():
        columns = [declared.column(one) for one in named]
        where = ", ".join(say(one.words.get(row[one.name], row[one.name]), one.unit) for one in columns)
        reasons.setdefault(str(row["note"]), []).append(where)
    return [f"{'; '.join(places)}: {reason}" for reason, places in reasons.items()]


def source_words(code: str) -> str:
    """A source of reach in the reader's words."""
    return SOURCE_WORDS.get(code, code)


def source_count(result: Result) -> int:
    """Under how many sources of reach a plan was found."""
    return int(result.in_dollars("sources")["positions"].notna().sum())


def over_sources(result: Result, column: Range) -> tuple[Range, ...]:
    """A range over sources of reach, unless there is only one source or the others are not computed yet."""
    return () if without_sources(result) else (column,)


def without_sources(result: Result) -> bool:
    """Whether there is no range over sources of reach: one source only, or the others not computed yet."""
    return not result.is_whole or source_count(result) == 1


def short_input(words: object) -> str:
    """The name of an input without what explains it."""
    first = str(words).partition(";")[0].strip()
    return first if len(first) <= _SHORT else f"{first[:_SHORT].rsplit(' ', 1)[0]} …"


_INPUTS = {
    "demand_growth": "growth of work before AI",
    "capture_automated": "freed hours that become capacity",
    "capture_augmented": "hours saved with AI that become capacity",
    "review_hours": "review for each automated hour",
    "work_elasticity": "more work wanted when it is cheaper",
    "adoption_width": "how gradually AI is installed",
    "quits_per_month": "people who quit in a month",
}
"""Inputs that are moved -> what a title and a chart call them."""


def input_words(row: Mapping[Hashable, Any]) -> str:
    """What a title and a chart call an input.

    row : name, and input in full
    """
    return _INPUTS.get(str(row["name"]), short_input(row["input"]))


def month_of(result: Result, after: float) -> str:
    """The month in which so many months of the plan are over: Oct 2027.

    after : [months] from the start
    """
    year, quarter = (int(part) for part in str(result.facts["periods"][0]).split(" Q"))
    number = 12 * year + MONTHS_A_QUARTER * (quarter - 1) + max(math.ceil(after - 1e-9) - 1, 0)
    return f"{calendar.month_abbr[number % 12 + 1]} {number // 12}"


def any_positive(table: pd.DataFrame, column: str) -> bool:
    """Whether a column holds a number above zero."""
    return bool(table[column].gt(0).any())
