"""The same results with other figures in their tables: which row each sentence picks, and on which side it turns."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import pandas as pd
import pytest
from tests.golden_pages import Goldens, figures_text
from tests.market.kept_nation import kept_nation
from tests.report import synthetic
from tests.report.conftest import plan_of
from tests.report.synthetic_couple import trip
from tests.report.test_pages import card

from reallocate.loop.text import TEXT as TRIP_TEXT
from reallocate.market.simulate.text import TEXT as NATION_TEXT
from reallocate.render.result import Result

Change = Callable[[pd.DataFrame], pd.DataFrame]
TIMES = ["year", "years", "end"]
"""Columns of numbers that name a row."""


def scaled(table: pd.DataFrame, *factors: float) -> pd.DataFrame:
    """Every figure times the factor of its row, factors over and over again."""
    each = pd.Series(factors * len(table))[: len(table)].set_axis(table.index)
    figures = table.select_dtypes("float").columns.drop(TIMES, errors="ignore")
    return table.assign(**{name: each * table[name] for name in figures})


def with_a_row_more(table: pd.DataFrame) -> pd.DataFrame:
    """Above the only row another one of the same kind, whose figures are next to nothing."""
    if len(table) != 1:
        return table
    named = {name: f"Not {table[name][0]}" for name in table.select_dtypes("str").columns[:1]}
    return pd.concat([scaled(table, 0.004).assign(**named), table], ignore_index=True)


CHANGES: dict[str, Change] = {
    "mirrored": lambda table: scaled(table, -1.0), "of next to nothing": lambda table: scaled(table, 1e-4),
    "on both sides": lambda table: scaled(table, 1.0, -0.35), "with a row more": with_a_row_more,
    "in reverse": lambda table: table.iloc[::-1].reset_index(drop=True),
}  # fmt: skip


nation, round_trip = cache(kept_nation), cache(trip)


def as_it_was(table: pd.DataFrame) -> pd.DataFrame:
    return table


def with_change(name: str, change: Change) -> Result:
    if name == "plan":
        changed = {key: change(table) for key, table in synthetic.tables().items()}
        return plan_of(changed, synthetic.FACTS, synthetic.TEXT)
    result, text = (nation(), NATION_TEXT) if name == "nation" else (round_trip(), TRIP_TEXT)
    tables = {key: change(table) for key, table in result.tables.items()}
    return Result(result.kind, result.facts, tables, text.said(tables, result.facts))


@cache
def told(name: str, change: Change) -> list[str]:
    """Charts, sentences, the card and what those who decide read, but for the tables."""
    result = with_change(name, change)
    lines = figures_text(result).splitlines()[len(result.tables) :]
    if result.kind.brief:
        lines += [f"{key}: {value}" for part in result.brief.parts for key, value in vars(part).items() if value]
    rounded = (re.sub(r"\d+\.\d{4,}", lambda one: f"{float(one[0]):.4g}", line) for line in lines)
    return [*rounded, *card(result).splitlines()]


EACH = [(name, change) for name in ("plan", "nation", "round trip") for change in CHANGES]


@pytest.mark.parametrize(("name", "change"), [one for one in EACH if one != ("nation", "with a row more")])
def test_with_other_figures_it_says_what_is_kept(name: str, change: str, golden: Goldens) -> None:
    changed = [line for line in told(name, CHANGES[change]) if line not in told(name, as_it_was)]
    golden(f"report/other_figures/{name}_{change}".replace(" ", "_"), "\n".join(changed))
