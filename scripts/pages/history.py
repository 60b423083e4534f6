"""Exposure beside the growth of employment: docs/reference/history.md."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
from scripts.pages.parts import OUTCOME, PERCENT, passages, table

from reallocate.claims.basis.claim import VERDICT_WORDS
from reallocate.data.bundle import load_world
from reallocate.work.history import history_tables, variants, yearly
from reallocate.work.panel import AFTER, BEFORE, comparable, signed
from reallocate.work.world import World


def parts() -> dict[str, str]:
    """Rank correlations, growth by quintile, other choices and what is left out."""
    world = load_world()
    quintiles, summary = history_tables(world).values()
    body = passages(
        str(summary["sentence"].iloc[0]),
        "Verdict on *exposure foretells decline* by the rule as first written: "
        f"**{VERDICT_WORDS[summary['verdict'].iloc[0]]}**. Whether an effect as small as the model's own "
        "would show in this record at all is part of the rule of [claim 3d](claims.md).",
        "### Rank correlation, and the gap of the most exposed quintile",
        _ranks(summary),
        "### Growth by quintile",
        _growth(quintiles),
        "### Under other choices",
        _choices(world),
        "### Excluded occupations",
        _left_out(world),
    )
    return {OUTCOME: body}


def _ranks(summary: pd.DataFrame) -> str:
    heads = (
        *("source", "2017–2019", "2022–2025", "difference", "survey error alone"),
        *("gap 2017–2019", "gap 2022–2025", "change of the gap"),
    )
    before, after = "rank_correlation_before", "rank_correlation_after"
    rows = [
        [
            str(row["source"]),
            _marked(row, before, f"{before}_low", f"{before}_high"),
            _marked(row, after, f"{after}_low", f"{after}_high"),
            _marked(row, "difference", "low", "high"),
            f"{signed(row['sampling_low'])} to {signed(row['sampling_high'])}",
            *(signed(PERCENT * row[name], 1) for name in ("gap_before", "gap_after")),
            _marked(row, "gap_change", "gap_low", "gap_high", PERCENT, 1),
        ]
        for row in summary.to_dict("records")
    ]
    return table(heads, rows)


def _growth(quintiles: pd.DataFrame) -> str:
    rows = []
    for source, part in quintiles.groupby("source", sort=False):
        for window in (BEFORE, AFTER):
            name = f"growth_{window[0]}_{window[1]}"
            ends, median = (name, f"{name}_low", f"{name}_high"), f"median_{window[0]}_{window[1]}"
            rates = part[[*ends, median]].apply(yearly, window=window)
            cells = [_marked(row, *ends, PERCENT, 1) for row in rates.to_dict("records")]
            middle = [signed(PERCENT * rates[median].iloc[place], 1) for place in (0, -1)]
            rows.append([str(source), f"{window[0]}–{window[1]}", *cells, *middle])
    return table(("source", "years", "1", "2", "3", "4", "5", "median occupation of 1", "of 5"), rows)


def _choices(world: World) -> str:
    found = variants(world)
    sources = list(found.columns[2:])
    rows = (
        [str(row["variant"]), str(row["occupations"]), *(signed(row[source]) for source in sources)]
        for row in found.to_dict("records")
    )
    return table(("choice", "occupations", *sources), rows)


def _left_out(world: World) -> str:
    titles, rows = world.occupations["title"], []
    for reason, part in comparable(world.table("history")).left_out.groupby("reason"):
        largest = part["employment"].fillna(0.0).nlargest(3).index
        names = ", ".join(f"{code} {titles[code]}" for code in largest)
        rows.append([str(reason), str(len(part)), f"{part['employment'].sum():,.0f}", names])
    return table(("reason", "occupations", "jobs of 2022", "largest"), rows)


def _marked(row: Mapping[Any, Any], name: str, low: str, high: str, scale: float = 1, digits: int = 2) -> str:
    middle, least, most = (signed(scale * float(row[column]), digits) for column in (name, low, high))
    return f"{middle} ({least} to {most})"
