"""What would change the answer, and the dial over exits and adoption."""

from __future__ import annotations

import pandas as pd

from reallocate.measure.number import cell, digits_of, say
from reallocate.output.blocks import Block, Dial, Grid, Section
from reallocate.output.table import Column, Range
from reallocate.plan.break_even import NEVER
from reallocate.result.result import Result
from reallocate.study.plan.outline.rows import (
    BREAK_EVEN,
    bullets,
    headed,
    noted,
    without_plan,
)

SPEEDS = ("slow", "medium", "fast")
DIALLED = ("positions", "layoffs", "saving", "one_off", BREAK_EVEN, "work_dropped")
NO_PLAN = "no plan"


def tipping_points(result: Result) -> Section:
    """What would change the answer."""
    blocks: list[Block] = [
        result.picture("tipping_points"),
        result.grid(
            "tipping_points", "input", "now", Range("Plausible range", "low", "high"),
            Range("Layoffs over that range", "layoffs_at_low", "layoffs_at_high"), "flips_at", "grade",
            caption="The value of each input at which layoffs enter or leave the best plan",
            note="Layoffs begin, or end, at this value. It may lie outside the plausible range.",
        ),
        *bullets(_impossible(result)),
    ]  # fmt: skip
    blocks += headed("Other cuts and adoption speeds", dial(result))
    blocks += bullets(without_plan(result, "grid", "exits_share", "speed"))
    return Section("tipping-points", "What would change it", blocks, folded=True)


def _impossible(result: Result) -> list[str]:
    """Inputs with an end of their range at which no plan is possible."""
    table = result.table("tipping_points")
    rows = table[table[["positions_at_low", "positions_at_high"]].isna().any(axis=1)]
    return [f"{row['input']}: {row['sentence']}" for _, row in rows.iterrows()]


def dial(result: Result) -> Block:
    """The slider over results computed beforehand, or the sentence that there are none."""
    handle = "All combinations as a table"
    caption = "Every size of cut at every speed of adoption"
    whole = noted(result, "grid", "exits_share", "speed", *DIALLED, caption=caption, fold=handle)
    if not isinstance(whole, Grid):
        return whole
    table, columns = result.table("grid"), [result.kind.table("grid").column(name) for name in DIALLED]
    shares, known = sorted(set(table["exits_share"])), set(table["speed"])
    speeds = [speed for speed in SPEEDS if speed in known] + sorted(known - set(SPEEDS))
    nothing = (NO_PLAN,) * len(columns)
    cells = {(row["exits_share"], row["speed"]): _cells(row, columns) for _, row in table.iterrows()}
    by_speed = [[cells.get((share, speed), nothing) for share in shares] for speed in speeds]
    speed = speeds.index("medium") if "medium" in speeds else 0
    possible = [place for place, figures in enumerate(by_speed[speed]) if figures != nothing]
    # The dial begins near its middle, where there is a plan.
    start = (min(possible or [0], key=lambda place: abs(place - len(shares) // 2)), speed)
    digits = digits_of(shares, "share")
    return Dial(
        tuple(cell(share, "share", digits=digits) for share in shares),
        tuple(speeds),
        tuple(column.heading for column in columns),
        by_speed[start[1]][start[0]],
        tuple(tuple(row) for row in by_speed),
        start,
        whole,
    )


def _cells(row: pd.Series, columns: list[Column]) -> tuple[str, ...]:
    if row[list(DIALLED)].isna().all():
        return (NO_PLAN,) * len(columns)
    return tuple(
        NEVER
        if column.name == BREAK_EVEN and pd.isna(row[BREAK_EVEN])
        else say(row[column.name], column.unit, column.signed)
        for column in columns
    )
