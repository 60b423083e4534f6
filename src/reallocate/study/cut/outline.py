"""A cut beside attrition as it is read: the summary, the page, its charts, and one object for machines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reallocate.measure.number import rounded, span
from reallocate.output.blocks import Block, Bullets, Heading, Prose, Section
from reallocate.output.chart import Chart
from reallocate.output.kinds import Line, Lines
from reallocate.plan.inputs import MILLION
from reallocate.problem.firm.cut import NAME, cut_grid
from reallocate.problem.firm.cut_text import DIGITS_PER_EXIT
from reallocate.result.plain import plain
from reallocate.result.provenance import how_to_repeat
from reallocate.result.result import Kind, Result
from reallocate.study.cut.tables import TABLES, beliefs, quarters

LIMITS = "What this does not say"
IN_SHORT = 3
"""Paragraphs of the answer that a terminal shows besides its first: its parts, and what it rests on."""
BELIEF_COLUMNS = ("belief", "extra_cost", "extra_share", "layoffs", "effect")
BECOMES = ("positions_refilled", "would_have_quit", "positions_saved", "laid_off_anyway")
"""What exits are made up of; together they are all exits."""
QUARTER_COLUMNS = (
    "period", "cash_cut", "cash_wait", "saved_cut", "saved_wait", "positions_cut", "positions_wait",
    "positions_baseline",
)  # fmt: skip


def card(result: Result) -> list[Block]:
    """The summary in a terminal and a notebook: answer, figures, beliefs, and what it does not say."""
    text = result.explain()
    answer, *further = text[NAME]
    return [
        Prose((answer,), "lead"),
        *(Prose((line,)) for line in (*_range(result), *text["requested"], *further[:IN_SHORT])),
        *_people(result),
        cut_grid(result),
        result.grid("beliefs", *BELIEF_COLUMNS, most=len(result.table("beliefs"))),
        Prose(text["beliefs"]),
        Heading(LIMITS),
        Bullets(text["limits"]),
    ]


def page(result: Result) -> list[Section]:
    """Every part of the page."""
    text = result.explain()
    answer, *further = text[NAME]
    notes = [Prose(text["notes"], "note")] if text["notes"] else []
    return [
        Section(
            "headline", "Cut now or wait?",
            (
                Prose((answer,), "lead"),
                *(Prose((line,)) for line in (*_range(result), *text["requested"])),
                *_people(result),
                cut_grid(result),
                *(Prose((line,)) for line in further),
            ),
        ),
        Section(
            "quarters", "Cash and positions by quarter",
            (
                result.picture("cash"), result.picture("positions"),
                result.grid("quarters", *QUARTER_COLUMNS, fold="Every quarter"),
            ),
        ),
        Section("beliefs", beliefs.title, (Prose(text["beliefs"]), result.grid("beliefs", *BELIEF_COLUMNS))),
        Section("limits", LIMITS, (Bullets(text["limits"]), *notes)),
        how_to_repeat(result.facts),
    ]  # fmt: skip


def _people(result: Result) -> list[Block]:
    """How sure the titles of a roster are, and that exact figures of it are private."""
    told = result.facts.get("title_notes")
    return [Prose(tuple(told))] if told else []


def over_beliefs(result: Result) -> list[float] | None:
    """Least and most that the cut costs more per exit, as assumed and under each belief [USD/exit].

    result : computed or opened
    None where no plan is possible under any belief.
    """
    rows, under = result.table(NAME).set_index("figure"), result.table("beliefs")["extra_cost"].dropna()
    if under.empty:
        return None
    cut, extra = rows["cut"], rows["extra"]
    each, assumed = MILLION * under / float(cut["exits"]), float(extra["extra_cost_per_exit"])
    return [min(assumed, float(each.min())), max(assumed, float(each.max()))]


def shares_of_exits(result: Result) -> dict[str, float]:
    """What becomes of the exits: shares that are refilled, would have quit anyway, are saved, or come anyway.

    result : computed or opened
    They add up to 1. One is below 0 where the cut ends with more positions than waiting, hires or lays off
    less later, or more people quit.
    """
    cut = result.table(NAME).set_index("figure")["cut"]
    counts = {name: float(cut[name]) for name in BECOMES}
    largest = max(counts, key=lambda name: abs(counts[name]))
    exits = float(cut["exits"])
    shares = {name: count / exits for name, count in counts.items()}
    # What rounding leaves over belongs to the largest.
    shares[largest] = 1.0 - sum(share for name, share in shares.items() if name != largest)
    return shares


def _bounds_per_exit(result: Result) -> list[float] | None:
    """What the cut costs more per exit at least and at most [USD/exit]; none where an answer does not say."""
    ends, rows = result.facts.get("extra_cost_bounds"), result.table(NAME).set_index("figure")
    return None if ends is None else [MILLION * end / float(rows["cut"]["exits"]) for end in ends]


def _range(result: Result) -> list[str]:
    """The range over beliefs in a sentence, named as what it is."""
    if (ends := over_beliefs(result)) is None:
        return []
    count = int(result.table("beliefs")["extra_cost"].notna().sum())
    low, high = (rounded(end, DIGITS_PER_EXIT) for end in ends)
    words = span(low, high, "USD")
    return [
        f"As assumed and under {count} other beliefs, one at a time: {words} more per exit. This is a range "
        "over assumptions that were chosen, not a probability."
    ]


def figures(result: Result) -> Mapping[str, Any]:
    """The answer for machines; amounts in USD, a missing figure null.

    result : computed or opened
    """
    rows = result.table(NAME).set_index("figure")
    cut, extra, facts = rows["cut"], rows["extra"], result.facts
    wait = rows["wait"]
    by_quarter = result.table("quarters")
    meet = cut["same_headcount"]
    return {
        "exits": cut["exits"],
        "positions_refilled": cut["positions_refilled"],
        "would_have_quit": cut["would_have_quit"],
        "positions_saved": cut["positions_saved"],
        "laid_off_anyway": cut["laid_off_anyway"],
        "shares_of_exits": shares_of_exits(result),
        "extra_cost": MILLION * extra["cost"],
        "extra_cost_per_exit": extra["extra_cost_per_exit"],
        "extra_cost_per_exit_bounds": _bounds_per_exit(result),
        "extra_cost_per_exit_over_beliefs": over_beliefs(result),
        "one_off_share": extra["one_off"] / wait["one_off"] if wait["one_off"] > 0 else None,
        "paths_meet": facts["periods"][int(meet) - 1] if meet == meet else None,
        "worth_threshold": cut["worth_threshold"],
        "best_plan_lays_off": wait["layoffs"],
        "beliefs": [
            {"belief": beliefs.column("belief").words[name], "extra_cost": plain(MILLION * extra_cost)}
            for name, extra_cost in result.table("beliefs")[["belief", "extra_cost"]].itertuples(index=False)
        ],
        "quarters": [
            {"quarter": period, "cash_cut": MILLION * cut_cash, "cash_wait": MILLION * wait_cash}
            for period, cut_cash, wait_cash in by_quarter[["period", "cash_cut", "cash_wait"]].itertuples(
                index=False
            )
        ],
    }


CASH = Chart(
    name="cash",
    title="Cash saved so far, against doing neither [USD million]",
    reading=(
        "Above zero a plan has spent less cash than the baseline, below zero more. Cash counts no undone "
        "work: an empty position saves pay while its work is left undone."
    ),
    tables=(quarters,),
    columns=("end", "period", "saved_cut", "saved_wait"),
    kind=Lines(
        "end", (Line("saved_wait", "attrition"), Line("saved_cut", "cut")), title="Saved so far", level=0.0
    ),
)
POSITIONS = Chart(
    name="positions",
    title="Positions at the end of each quarter [FTE]",
    reading="Where the lines of the cut and of attrition meet, both firms are of one size.",
    tables=(quarters,),
    columns=("end", "period", "positions_cut", "positions_wait", "positions_baseline"),
    kind=Lines(
        "end",
        (
            Line("positions_wait", "attrition"),
            Line("positions_cut", "cut"),
            Line("positions_baseline", "baseline", broken=True),
        ),
        title="Positions",
    ),
)

CUT = Kind(
    "cut", "a cut beside attrition", "reallocate cut … --out", TABLES, (CASH, POSITIONS), page, card,
    about="cut now or wait", lead=(NAME, "beliefs"), figures=figures,
)  # fmt: skip
