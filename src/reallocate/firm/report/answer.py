"""The answer of a plan: a sentence, its range, the cut taken apart, five figures; and its card."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from reallocate.firm.alternatives.page import standing
from reallocate.firm.beliefs.page import TEXT as BELIEFS
from reallocate.firm.cut.text import IN_A_PLAN as CUT_IN_A_PLAN
from reallocate.firm.cut.text import TEXT as CUT
from reallocate.firm.model.break_even import NEVER
from reallocate.firm.model.words import SMALL
from reallocate.firm.own_plan.page import own_plan_first
from reallocate.firm.plan.parts import (
    bullets,
    headed,
    month_of,
    over_sources,
    picked,
    short_input,
    source_count,
    text_of,
    without_sources,
)
from reallocate.firm.plan.response import LARGEST
from reallocate.firm.plan.roles import informative_ranges
from reallocate.kernel.blocks import Block, Card, Cards, Heading, Prose
from reallocate.kernel.grade import Grade
from reallocate.kernel.number import NOT_AVAILABLE, bare_span, cell, is_number, say, span
from reallocate.kernel.table import Range
from reallocate.kernel.text import Text
from reallocate.render.result import QUICK, STATUS, Result, optimality

TEXT = Text()
"""The answer of a plan."""
LAYOFFS, _BREAK_EVEN, OUTLAY, _SAVING = "layoffs", "break-even month", "largest outlay", "run-rate saving"
_GROWS = "Price response from which AI adds jobs"
_SOURCES = "published estimates of what AI can do"
_NOT_YET = "not computed yet"
_OWN = Grade.OWN.value
"""Grade of what the firm sets itself: no doubt of this project."""
_GROWTH = "demand_growth"
"""It moves the baseline as well, so that it says nothing of what the plan changes."""
_SAME_SHARE = 5e-4
"""[share of positions] below which plan and baseline have as many."""
_HALF = 0.5
"""[positions] below which no share is told: of a firm of few people it would be of a part of a person."""
_ENDS = {"1": "the end of March ", "2": "the middle of ", "3": "the end of September ", "4": "the end of "}
"""Quarter -> its end in a sentence, before the year."""
_ALL_FIGURES = "All headline figures, with positions by route"


@TEXT.block("headline")
def answer(result: Result) -> list[Block]:
    """The first screen: what the plan does, what a cut costs beyond waiting, and what it rests on."""
    lines = [*cut_line(result), *rests_line(result)]
    change = Range("Change over sources", "low", "high")
    return [
        *own_plan_first(result),
        *answer_blocks(result),
        five(result),
        *([Prose(tuple(lines), "lead")] if lines else []),
        _status_line(result),
        *([Prose(tuple(told), "note")] if (told := result.facts.get("title_notes")) else []),
        *([] if result.is_whole else [Prose((result.status.text,), "note")]),
        result.grid(
            "headline", "figure", "baseline", "plan", "delta", *over_sources(result, change),
            caption=_ALL_FIGURES, fold=_ALL_FIGURES,
        ),
    ]  # fmt: skip


def answer_blocks(result: Result) -> list[Block]:
    """The answer in one sentence, and its figures in another."""
    positions = headline_row(result, "positions")
    if positions is None:
        return []
    return [
        Prose((_sentence(result, positions),), "answer"),
        Prose((_amounts(result, positions),), "lead"),
    ]


def headline_row(result: Result, figure: str) -> pd.Series | None:
    """The row of a headline figure; none where it is not known."""
    table = result.table("headline")
    rows = table[table["figure"].str.startswith(figure)] if len(table) else table
    return None if rows.empty or not is_number(rows["plan"].iloc[0]) else rows.iloc[0]


def _sentence(result: Result, positions: pd.Series) -> str:
    plan, base = float(positions["plan"]), float(positions["baseline"])
    share = plan / base - 1 if base else 0.0
    needs = "as many positions as without further AI"
    if abs(share) >= _SAME_SHARE and abs(plan - base) < _HALF:
        needs = "as many positions, to the nearest one, as without further AI"
    elif abs(share) >= _SAME_SHARE:
        fewer = "fewer" if share < 0 else "more"
        needs = f"{cell(abs(share), 'share')} {fewer} positions than without further AI"
    layoffs = headline_row(result, LAYOFFS)
    count = 0.0 if layoffs is None else float(layoffs["plan"])
    off = f"{count:,.0f} layoffs" if count >= SMALL else "no layoffs"
    which = "With the cut imposed, the cheapest" if decided_exits(result) else "The cheapest"
    return f"{which} plan by {_end(result)} needs {needs}{_over_sources(result, positions)}, and {off}."


def _over_sources(result: Result, positions: pd.Series) -> str:
    """The range of the change over sources of reach, beside it; nothing before it is known."""
    if without_sources(result) or not float(positions["baseline"]):
        return ""
    low, high = (float(positions[end]) / float(positions["baseline"]) for end in ("low", "high"))
    if not (is_number(low) and is_number(high)):
        return ""
    if low < 0 < high:
        between = f"{cell(-low, 'share')} fewer to {cell(high, 'share')} more"
    else:
        between = bare_span(abs(low), abs(high), "share")
    return f" ({between} over {source_count(result)} estimates of what AI can do)"


def decided_exits(result: Result) -> bool:
    """Whether the scenario imposes a cut on the plan."""
    return bool(result.facts.get("scenario", {}).get("exits"))


def _end(result: Result) -> str:
    year, _, quarter = str(result.facts["periods"][-1]).partition(" Q")
    return f"{_ENDS.get(quarter, '')}{year}"


def _amounts(result: Result, positions: pd.Series) -> str:
    """Positions of plan and baseline, today's, and the range over sources of reach."""
    base = float(positions["baseline"])
    walk = result.table("headcount")
    first = walk[(walk["case"] == "plan") & (walk["period"] == walk["period"].min())]
    start = f"{positions['plan']:,.0f} positions instead of {base:,.0f} without further AI"
    start += f"{_from_today(float(positions['plan']), first['begin'].sum())}." if len(first) else "."
    if not result.is_whole:
        return f"{start} The range over {_SOURCES} is {_NOT_YET}."
    if without_sources(result):
        return f"{start} Only one estimate of what AI can do was requested, so there is no range."
    between = span(base + positions["low"], base + positions["high"], digits=0)
    return f"{start} Over {source_count(result)} {_SOURCES}: {between}." if between else start


def _from_today(plan: float, today: float) -> str:
    change = plan - today
    if abs(change) < _HALF:
        return f"; today there are as many, {today:,.0f}"
    return f"; that is {_fewer(change)} than today's {today:,.0f}"


def cut_line(result: Result) -> list[str]:
    """What laying off costs more than stopping refills, in sentences; nothing where no cut is compared."""
    if not result.has("cut_or_wait"):
        return []
    lines = CUT.picked(result.text, "answer", "of_it_cash", "whether")
    return [" ".join(lines)] if len(lines) > 1 else []


def rests_line(result: Result) -> list[str]:
    """The input that moves positions most, of those that the firm does not set, in a sentence."""
    if not result.is_whole:
        return [f"What the plan rests on most is {_NOT_YET}."]
    if not result.has("tipping_points"):
        return []
    table = result.table("tipping_points").dropna(subset=["positions_at_low", "positions_at_high"])
    table = table[(table["grade"] != _OWN) & (table["name"] != _GROWTH)]
    swing = (table["positions_at_high"] - table["positions_at_low"]).abs()
    if swing.empty:
        return []
    row = table.iloc[int(swing.to_numpy().argmax())]
    unit = str(row["unit"])
    low, high, now = (say(row[name], unit).partition(" of ")[0] for name in ("low", "high", "now"))
    return [
        f"The plan rests most on {_judged(row)}: {short_input(row['input'])}. At {low} it needs "
        f"{_fewer(row['positions_at_low'])} positions than without further AI, at {high} "
        f"{_fewer(row['positions_at_high'])}. Assumed here: {now}.{_not_in_range(result)}"
    ]


def _not_in_range(result: Result) -> str:
    """That the range beside the answer is over sources of reach alone."""
    return "" if without_sources(result) else " The range over estimates does not include this."


def _fewer(change: float) -> str:
    return f"{abs(change):,.0f} {'fewer' if change < 0 else 'more'}"


def _judged(row: pd.Series) -> str:
    return "one judgement" if row["grade"] == "J" else "one input"


def _status_line(result: Result) -> Prose:
    """How it was computed, and whose pay it uses."""
    own = say(result.facts.get("own_share"), "share")
    begin = [] if result.is_whole else [STATUS[QUICK]]
    ended = optimality(result.facts.get("unproven", 0.0)).text
    return Prose((" · ".join([*begin, ended, *([] if own == NOT_AVAILABLE else [_pay(own)])]),), "note")


def _pay(own: str) -> str:
    """How much of the pay by role is the firm's own figure.

    own : share of payroll, as text
    """
    if own == "0%":
        return "pay by role comes from public data, not from the firm"
    if own == "100%":
        return "pay by role: the firm's own figures"
    return f"pay by role: {own} of payroll is the firm's own figures, the rest public data"


def five(result: Result) -> Cards:
    """The five figures that a reader takes away."""
    return Cards((
        _card(result, "Layoffs", LAYOFFS),
        _break_even(result),
        _card(result, "Largest outlay", OUTLAY, "most cash spent ahead of savings"),
        _card(result, "Saving a year", _SAVING, "at the end of the plan"),
        _grows(result),
    ))  # fmt: skip


def _card(result: Result, label: str, figure: str, against: str = "") -> Card:
    row = headline_row(result, figure)
    if row is None:
        return Card(label, NOT_AVAILABLE)
    unit = str(row["unit"])
    value = say(row["plan"], unit).removesuffix(" FTE").removesuffix(" a year")
    return _ranged(result, Card(label, value, against), span(row.get("low"), row.get("high"), unit))


def _ranged(result: Result, card: Card, between: str) -> Card:
    """The figure with its range over sources, where there is one."""
    if without_sources(result):
        return card
    count = source_count(result)
    estimates = f"{count} estimates" if count else "the estimates"
    if between != NEVER and between.removesuffix(" FTE") == card.value:
        return Card(card.label, card.value, card.against, "the same", f"for {estimates}")
    between = between or f"range {NOT_AVAILABLE}"
    return Card(card.label, card.value, card.against, between, f"over {estimates}")


def _break_even(result: Result) -> Card:
    """The month from which cash stays above the baseline's, and its range."""
    label, table = "Break-even month", result.table("headline")
    rows = table[table["figure"] == _BREAK_EVEN]
    if rows.empty:
        return Card(label, NOT_AVAILABLE)
    row = rows.iloc[0]
    after = row["plan"]
    value, against = NEVER, ""
    if is_number(after):
        value = "from the start" if after == 0 else month_of(result, after)
        against = "" if after == 0 else f"after {say(after, 'months')}"
    low, high = row.get("low"), row.get("high")
    between = span(low, high, "months")
    if not is_number(low):
        between = NEVER
    elif not is_number(high):
        between = f"{say(low, 'months')} to {NEVER}"
    return _ranged(result, Card(label, value, against), between)


def _grows(result: Result) -> Card:
    """Above which price response the firm would end with more positions than without further AI."""
    if "price_response" in result.waiting:
        return Card(_GROWS, _NOT_YET, "part of the whole plan")
    if not result.has("price_response"):
        return Card(_GROWS, NOT_AVAILABLE, "the amount of work is given")
    row = result.table("price_response").iloc[0]
    value = f"above {row['break_even']:.1f}" if is_number(row["break_even"]) else f"above {LARGEST:g}"
    known = f"measured: {row['low']:g} to {row['high']:g}; assumed: {row['now']:g}"
    return Card(_GROWS, value, f"% more demand for 1% off the price; {known}")


_RANGES = "The answer and its five figures, with their range"
_MOST_AFFECTED, _DECIDING = 8, 5
"""Roles and limits that a card shows."""


def card(result: Result) -> list[Block]:
    """What a person reads in a terminal or a notebook after a plan was made."""
    if not result.is_whole:
        return [*first(result), Prose((result.status.text,), "note")]
    return [*_answer(result), *_after(result), *_further(result), *_implied(result)]


def first(result: Result) -> list[Block]:
    """The first answer: what a person reads while the rest is being computed."""
    return [*_answer(result), *_further(result)]


def _further(result: Result) -> list[Block]:
    """What the single figures rest on, and plan, cash and people in sentences."""
    return [Prose((line,)) for line in (*standing(result), *text_of(result, "headline"))]


def rest(result: Result) -> list[Block]:
    """What a whole plan adds to its first answer: ranges, roles, limits, sources."""
    ranges: list[Block] = []
    if not without_sources(result):
        ranges = [
            Heading(_RANGES),
            *answer_blocks(result)[1:],
            five(result),
            *_paragraphs(rests_line(result)),
        ]
    return [*ranges, *_after(result), Prose(standing(result)), *_implied(result)]


def _answer(result: Result) -> list[Block]:
    """The answer, the five figures, and the cut taken apart."""
    return [
        *own_plan_first(result),
        *answer_blocks(result),
        *_notes(result, "title_notes"),
        *_paragraphs([*cut_line(result), *(rests_line(result) if result.is_whole else [])]),
        _status_line(result),
        *_notes(result, "pay_notes"),
        five(result),
        *_cut_or_wait(result),
    ]


def _after(result: Result) -> list[Block]:
    return [_most_affected(result), *_limits(result)]


def _implied(result: Result) -> list[Block]:
    return _paragraphs(picked(result, BELIEFS, "at_once"))


def _notes(result: Result, name: str) -> list[Block]:
    """What a reader must know of a roster's titles or pay."""
    told = result.facts.get(name)
    return [Prose(tuple(told))] if told else []


def _paragraphs(lines: list[str]) -> list[Block]:
    return [Prose((line,)) for line in lines]


def _cut_or_wait(result: Result) -> Iterator[Block]:
    """The figures of the cut taken apart, and how to read them; or that there is no cut."""
    if not result.has("cut_or_wait"):
        yield from _paragraphs(picked(result, CUT, "answer"))
        return
    yield result.grid("cut_or_wait")
    yield from _paragraphs(picked(result, CUT, "together", "undone", "threshold", "bears"))
    yield from _paragraphs(picked(result, CUT_IN_A_PLAN, "elsewhere", "requested"))


def _most_affected(result: Result) -> Block:
    """The roles that change most, small ones in groups."""
    roles = informative_ranges(result.table("groups"))
    order = roles["delta"].abs().sort_values(ascending=False, kind="stable").index
    return result.grid(
        "groups", "title", "headcount", "baseline_end", "plan_end", "delta",
        Range("Near-optimal plans", "delta_low", "delta_high"),
        caption="Roles that change most",
        note="Change: plan less baseline, at the end. Near-optimal plans cost at most 0.5% more than the "
        "cheapest plan; the model cannot rank them.",
        rows=roles.loc[order].head(_MOST_AFFECTED),
    )  # fmt: skip


def _limits(result: Result) -> list[Block]:
    """The binding limits: what one unit more and one unit less would cost or save."""
    limits = result.table("limits")
    deciding = limits[limits["decides"].astype(bool)]
    if deciding.empty:
        return [Prose(("No limit is binding: loosening any of them leaves the plan as it is.",))]
    return headed("Binding limits", *bullets(deciding["sentence"].head(_DECIDING).tolist()))
