"""For a works council: jobs by route, workload, training, what must be said by when, what was refused."""

from __future__ import annotations

import pandas as pd

from reallocate.output.blocks import Block, Bullets, Heading, Prose, Section
from reallocate.report.reading import Reading
from reallocate.report.tables import grid

WALK = (
    "begin",
    "open_filled",
    "other_hires",
    "moves_in",
    "quits",
    "voluntary",
    "moves_out",
    "layoffs",
    "end",
)
LOAD = (
    "title", "positions", "intensity_baseline", "intensity", "intensity_if_less", "delivered_baseline",
    "delivered", "review", "redo", "directing", "spare",
)  # fmt: skip


def council(reading: Reading) -> Section:
    """The works council's part of the page."""
    said = reading.sentences("council")
    blocks: list[Block] = [Prose(tuple(said))] if said else []
    blocks += [
        grid(
            reading,
            "families",
            ("title", *WALK, "baseline_end", *_openings(reading)),
            caption="Jobs by route and role family, over the plan",
            note="At the start + open positions filled + other hires + moved in − quits − voluntary exits − "
            "moved out − layoffs = at the end, in every row. By quarter: the workbook.",
        ),
        Heading("The workload of those who stay"),
        grid(
            reading,
            "workload",
            LOAD,
            caption="Hours a quarter and position, in the last quarter",
            note="Load: hours asked of people against hours their positions have. Work done counts what "
            "people do alone, with AI, and what AI does. Hours freed and not planned with are slack, quality "
            "or growth.",
            rows=_last(reading),
        ),
        grid(
            reading,
            "people_groups",
            ("about", "band", "size", "share_losing"),
            caption="Groups of people in the roles that lose more positions than the firm does",
            note="Shares are rounded to 5%; groups under fifty have none. Who leaves is not in a plan.",
        ),
        Heading("Training"),
        grid(
            reading,
            "training",
            ("target_title", "people", "weeks_each", "person_weeks", "courses", "cost"),
            caption="People who train for another role, by the role they move into",
        ),
        *_consultation(reading),
        *_refused(reading),
    ]
    return Section("council", "For a works council", tuple(blocks))


def _openings(reading: Reading) -> list[str]:
    """Columns of open positions that are cancelled or wait, where there are any."""
    table, columns = reading.table("families"), ("open_cancelled", "open_deferred")
    return [name for name in columns if name in table.columns and table[name].any()]


def _last(reading: Reading) -> pd.DataFrame | None:
    """The workload of the last quarter; the workbook has every quarter."""
    table = reading.table("workload")
    return table[table["period"] == table["period"].iloc[-1]] if reading.has("workload", "period") else None


def _consultation(reading: Reading) -> list[Block]:
    said, table = reading.sentences("consultation"), reading.table("calendar")
    idle = "layoffs" in table.columns and not (table["layoffs"] > 0).any()
    return [
        Heading("Consultation: what must be said by when"),
        *([Bullets(tuple(said))] if said else []),
        *([] if idle else [_calendar(reading)]),
    ]


def _calendar(reading: Reading) -> Block:
    columns = ("step", "law", "period", "layoffs", "threshold", "notice_days")
    return grid(
        reading,
        "calendar",
        (*columns, "tell_for_first_day", "tell_for_last_day", "note"),
        caption="Calendar",
        note="A quarter's exits are counted as if on one site and within 30 days: the strictest reading. "
        "Which law applies is for the firm's lawyers to say.",
    )


def _refused(reading: Reading) -> list[Block]:
    said = reading.sentences("refused")
    return [
        Heading("What was not chosen, and why"),
        *([Bullets(tuple(said))] if said else []),
        grid(
            reading,
            "refused",
            ("alternative", "extra_cost", "extra_share", "kept", "layoffs_spared"),
            caption="Plans nearly as cheap that were not chosen",
            note="They were not chosen because they cost more in present value; computed on grouped roles.",
        ),
    ]
