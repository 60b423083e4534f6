"""Limits and their values, what would change the answer, and the dial over exits and adoption."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reallocate.measure.number import cell, digits_of, say, sentence, with_minus
from reallocate.output.blocks import Block, Bullets, Dial, Grid, Heading, Prose, Section
from reallocate.report.headings import BREAK_EVEN, NEVER, label
from reallocate.report.reading import Reading
from reallocate.report.tables import absent, grid, noted, picture, without_plan

SPEEDS = ("slow", "medium", "fast")
DIALLED = ("positions", "layoffs", "saving", "one_off", "break_even_month", "work_dropped")
NO_PLAN = "no plan"
LIMITS = ("limit", "level", "decides", "up", "up_to", "down", "down_to")
LAYOFFS = "Layoffs over that range"


def limits(reading: Reading) -> Section:
    """The part on limits of the page."""
    said = _not_in_table(reading, "limits")
    blocks: list[Block] = [Prose(tuple(said))] if said else []
    blocks.append(
        grid(
            reading,
            "limits",
            tuple(name for name in LIMITS if reading.has("limits", name)),
            caption="Limits, and what one more and one less of each changes",
            note="Found by solving the plan again with the limit moved by one of the unit that it stands in; "
            "a minus is a saving in present value. Alike: within 1%, as far as was found by solving again.",
        )
    )
    blocks += _alternatives(reading)
    return Section("limits", "Limits, and the value of one more", tuple(blocks))


def _alternatives(reading: Reading) -> list[Block]:
    """Plans nearly as cheap in named directions, and the price of jobs kept."""
    said = tuple(reading.sentences("alternatives"))
    columns = ("alternative", "extra_cost", "extra_share", "positions", "layoffs", "moved", "hires")
    return [
        Heading("Plans nearly as cheap"),
        *([Prose(said)] if said else []),
        grid(
            reading,
            "alternatives",
            noted(reading, "alternatives", (*columns, "first_year_cash", "power")),
            caption="As far as a plan can go in one direction for little more",
            note="Computed on grouped roles. Where the best plan lays nobody off, none of these does.",
        ),
        grid(
            reading,
            "frontier",
            ("extra_cost", "extra_share", "positions", "cost_per_job"),
            caption="The most jobs kept at the end, by extra cost in present value",
        ),
    ]


def flips(reading: Reading) -> Section:
    """The part on what would change the answer of the page."""
    said = _not_in_table(reading, "flips")
    between = "Plausible range"
    blocks: list[Block] = [
        picture(reading, "flips"),
        grid(
            reading,
            "flips",
            ("input", "now", between, LAYOFFS, "flips_at", "grade"),
            caption="The value of each input at which the answer on layoffs turns",
            note="The answer turns where compulsory exits enter or leave the best plan; that may lie outside "
            "the plausible range.",
            ranges={
                between: ("low", "high"),
                LAYOFFS: ("layoffs_at_low", "layoffs_at_high"),
            },
        ),
    ]
    if said:
        blocks.append(Bullets(tuple(sentence(line) for line in said)))
    if reading.source_count != 1:
        blocks += [Heading("Under another source of reach"), picture(reading, "range_over_sources")]
    blocks += _impossible(without_plan(reading, "sources", "positions", ("source",)))
    blocks += [Heading("Turn the dial: exits and adoption"), dial(reading)]
    blocks += _impossible(without_plan(reading, "grid", "positions", ("exits_share", "speed")))
    return Section("flips", "What would change it", tuple(blocks))


def _not_in_table(reading: Reading, name: str) -> list[str]:
    """Sentences of a part that say more than the rows of its table do."""
    held = set(reading.table(name)["sentence"]) if reading.has(name, "sentence") else set()
    held = {with_minus(str(line)) for line in held}
    return [line for line in reading.sentences(name) if line not in held]


def _impossible(said: list[str]) -> list[Block]:
    return [Bullets(tuple(sentence(line) for line in said))] if said else []


def dial(reading: Reading) -> Block:
    """The slider over results computed beforehand, or the sentence that there are none."""
    if not reading.has("grid", "exits_share", "speed"):
        return absent("grid")
    table = reading.table("grid")
    shown = [column for column in DIALLED if column in table.columns]
    table_block = grid(
        reading,
        "grid",
        noted(reading, "grid", ("exits_share", "speed", *shown)),
        caption="Exits forced and speed of adoption, all that the dial holds",
        fold="All positions of the dial as a table",
    )
    if not isinstance(table_block, Grid) or not shown:
        return table_block
    shares = sorted(set(table["exits_share"]))
    found = set(table["speed"])
    speeds = [speed for speed in SPEEDS if speed in found] + sorted(found - set(SPEEDS))
    rows: dict[tuple[Any, Any], tuple[str, ...]] = {
        (row["exits_share"], row["speed"]): _written(reading, row, shown) for _, row in table.iterrows()
    }
    nothing = (NO_PLAN,) * len(shown)
    data = [[rows.get((share, speed), nothing) for share in shares] for speed in speeds]
    speed = speeds.index("medium") if "medium" in speeds else 0
    possible = [place for place, cells in enumerate(data[speed]) if cells != nothing]
    # The dial begins near its middle, where there is a plan.
    start = (min(possible or [0], key=lambda place: abs(place - len(shares) // 2)), speed)
    return Dial(
        tuple(cell(share, "share", digits=digits_of(shares, "share")) for share in shares),
        tuple(speeds),
        tuple(label(column) for column in shown),
        data[start[1]][start[0]],
        tuple(tuple(row) for row in data),
        start,
        table_block,
    )


def _written(reading: Reading, row: pd.Series, columns: list[str]) -> tuple[str, ...]:
    if row[columns].isna().all():
        return (NO_PLAN,) * len(columns)
    never = {column for column in columns if column == BREAK_EVEN and pd.isna(row[column])}
    return tuple(
        NEVER if column in never else say(row[column], reading.unit("grid", column)) for column in columns
    )
