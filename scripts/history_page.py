"""Writes the part of docs/reference/history.md that repeats the figures; scripts/docs.py calls it."""

from __future__ import annotations

import re

import pandas as pd

from reallocate.work.history import history_tables, variants, yearly
from reallocate.work.panel import AFTER, BEFORE, comparable, signed
from reallocate.work.world import World

START = "<!-- The outcome, made from the figures; changes made here are lost. -->"
END = "<!-- End of the outcome. -->"
PERCENT = 100


def with_outcome(text: str, world: World) -> str:
    """A page with the present outcome between its two marks.

    text : of the page
    world : with the tables history and scores
    """
    fifths, summary = history_tables(world).values()
    body = "\n\n".join(
        [
            str(summary["sentence"].iloc[0]),
            "Verdict on *exposure foretells decline* by the rule as first written: "
            f"**{summary['verdict'].iloc[0]}**. Whether an effect as small as the model's own would show in "
            "this record at all is part of the rule of [claim 3d](claims.md).",
            "### Rank correlation, and the gap of the most exposed quintile",
            _ranks(summary),
            "### Growth by quintile",
            _growth(fifths),
            "### Under other choices",
            _choices(world),
            "### Excluded occupations",
            _left_out(world),
        ]
    )
    pattern = f"{re.escape(START)}.*{re.escape(END)}"
    return re.sub(pattern, lambda _: f"{START}\n\n{body}\n\n{END}", text, flags=re.DOTALL)


def _ranks(summary: pd.DataFrame) -> str:
    heads = [
        *("source", "2017–2019", "2022–2025", "difference", "survey error alone"),
        *("gap 2017–2019", "gap 2022–2025", "change of the gap"),
    ]
    rows = []
    for _, row in summary.iterrows():
        before, after = "rank_correlation_before", "rank_correlation_after"
        rows.append(
            [
                str(row["source"]),
                _marked(row, before, f"{before}_low", f"{before}_high"),
                _marked(row, after, f"{after}_low", f"{after}_high"),
                _marked(row, "difference", "low", "high"),
                f"{signed(row['sampling_low'])} to {signed(row['sampling_high'])}",
                signed(PERCENT * row["gap_before"], 1),
                signed(PERCENT * row["gap_after"], 1),
                _marked(row, "gap_change", "gap_low", "gap_high", PERCENT, 1),
            ]
        )
    return _table(heads, rows)


def _growth(fifths: pd.DataFrame) -> str:
    heads = ["source", "years", "1", "2", "3", "4", "5", "median occupation of 1", "of 5"]
    rows = []
    for source, part in fifths.groupby("source", sort=False):
        for window in (BEFORE, AFTER):
            name = f"{window[0]}_{window[1]}"
            columns = [f"growth_{name}", f"growth_{name}_low", f"growth_{name}_high", f"median_{name}"]
            rates = part[columns].apply(yearly, window=window)
            middle = [signed(PERCENT * rates[columns[3]].iloc[place], 1) for place in (0, -1)]
            found, low, high = columns[:3]
            cells = [_marked(row, found, low, high, PERCENT, 1) for _, row in rates.iterrows()]
            rows.append([str(source), f"{window[0]}–{window[1]}", *cells, *middle])
    return _table(heads, rows)


def _choices(world: World) -> str:
    table = variants(world)
    sources = list(table.columns[2:])
    rows = [
        [str(row["variant"]), str(row["occupations"]), *(signed(row[source]) for source in sources)]
        for _, row in table.iterrows()
    ]
    return _table(["choice", "occupations", *sources], rows)


def _left_out(world: World) -> str:
    left_out = comparable(world.table("history")).left_out
    titles = world.occupations["title"]
    rows = []
    for reason, part in left_out.groupby("reason"):
        largest = part["employment"].fillna(0.0).nlargest(3).index
        names = ", ".join(f"{code} {titles[code]}" for code in largest)
        rows.append([str(reason), str(len(part)), f"{part['employment'].sum():,.0f}", names])
    return _table(["reason", "occupations", "jobs of 2022", "largest"], rows)


def _marked(row: pd.Series, name: str, low: str, high: str, scale: float = 1, digits: int = 2) -> str:
    middle, least, most = (signed(scale * float(row[column]), digits) for column in (name, low, high))
    return f"{middle} ({least} to {most})"


def _table(heads: list[str], rows: list[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
