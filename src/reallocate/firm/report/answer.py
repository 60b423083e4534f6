"""The answer of a plan: a sentence, its range, the cut taken apart, four figures; and its card."""

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
    picked,
    short_input,
    source_count,
    text_of,
    without_sources,
)
from reallocate.firm.plan.roles import informative_ranges
from reallocate.kernel.blocks import Block, Card, Cards, Heading, Prose
from reallocate.kernel.grade import Grade
from reallocate.kernel.number import NOT_AVAILABLE, bare_span, is_number, say, span
from reallocate.kernel.table import Range
from reallocate.kernel.text import Text
from reallocate.render.provenance import unrecognised
from reallocate.render.result import Result
from reallocate.render.status import QUICK, STATUS, optimality

TEXT = Text()
"""The answer of a plan."""
LAYOFFS, _BREAK_EVEN, OUTLAY, _SAVING = "layoffs", "break-even month", "largest outlay", "run-rate saving"
_SOURCES = "published estimates of what AI can do"
_NUMBERS = {2: "Two", 3: "Three", 4: "Four", 5: "Five", 6: "Six", 7: "Seven", 8: "Eight", 9: "Nine"}
_OWN = Grade.OWN.value
"""Grade of what the firm sets itself: no doubt of this project."""
_GROWTH = "demand_growth"
"""It moves the baseline as well, so that it says nothing of what the plan changes."""
_HALF = 0.5
"""[positions] below which two numbers of them are the same."""
_ENDS = {"1": "the end of March ", "2": "mid-", "3": "the end of September ", "4": "the end of "}
"""Quarter -> its end in a sentence, before the year."""
_ALL_FIGURES = "All headline figures, with positions by route"


def answer_blocks(result: Result) -> list[Block]:
    """The answer in one sentence, and its figures in another."""
    positions = headline_row(result, "positions")
    if positions is None:
        return []
    return [
        Prose((_sentence(result, positions),), "answer"),
        *(Prose((line,)) for line in unrecognised(result.facts)),
        Prose((_amounts(result, positions),), "lead"),
    ]


def headline_row(result: Result, figure: str) -> pd.Series | None:
    """The row of a headline figure; none where it is not known."""
    table = result.in_dollars("headline")
    rows = table[table["figure"].str.startswith(figure)] if len(table) else table
    return None if rows.empty or not is_number(rows["plan"].iloc[0]) else rows.iloc[0]


def _sentence(result: Result, positions: pd.Series) -> str:
    """Positions at the end beside today's, and who is laid off."""
    plan, today = float(positions["plan"]), positions_today(result)
    layoffs = headline_row(result, LAYOFFS)
    count = 0.0 if layoffs is None else float(layoffs["plan"])
    people = "person" if round(count) == 1 else "people"
    off = f"lays off {max(count, 1.0):,.0f} {people}" if count >= SMALL else "lays nobody off"
    which = "with the cut imposed the cheapest" if decided_exits(result) else "the cheapest"
    return f"By {_end(result)} {which} plan has {plan:,.0f} positions{_from_today(plan, today)}, and {off}."


def positions_today(result: Result) -> float | None:
    """Positions at the start [FTE]; none where they are not known."""
    walk = result.in_dollars("headcount")
    first = walk[(walk["case"] == "plan") & (walk["period"] == walk["period"].min())]
    return float(first["begin"].sum()) if len(first) else None


def _from_today(plan: float, today: float | None) -> str:
    if today is None:
        return ""
    change = plan - today
    if abs(change) < _HALF:
        return ", as many as today"
    return f", {_fewer(change)} than today"


def decided_exits(result: Result) -> bool:
    """Whether the scenario imposes a cut on the plan."""
    return bool(result.facts.get("scenario", {}).get("exits"))


def _end(result: Result) -> str:
    year, _, quarter = str(result.facts["periods"][-1]).partition(" Q")
    return f"{_ENDS.get(quarter, '')}{year}"


def _amounts(result: Result, positions: pd.Series) -> str:
    """Positions without further AI, and the range over sources of reach, once it is known."""
    base, today = float(positions["baseline"]), positions_today(result)
    grows = "have" if today is None else "stay at" if abs(base - today) < _HALF else (
        "grow to" if base > today else "shrink to"
    )  # fmt: skip
    start = f"Without further AI the firm would {grows} {base:,.0f}."
    if not result.is_whole:
        return start
    if without_sources(result):
        return f"{start} Only one estimate of what AI can do was requested, so there is no range."
    between = bare_span(base + positions["low"], base + positions["high"], "FTE", 0)
    count = source_count(result)
    named = _NUMBERS.get(count, f"{count}")
    return f"{start} {named} {_SOURCES} give plans of {between} positions." if between else start


def cut_line(result: Result) -> list[str]:
    """What laying off costs more than stopping refills, in sentences; nothing where no cut is compared."""
    if not result.has("cut_or_wait"):
        return []
    lines = CUT.picked(result.text, "answer", "of_it_cash", "whether")
    return [" ".join(lines)] if len(lines) > 1 else []


def rests_line(result: Result) -> list[str]:
    """The input that moves positions most, of those that the firm does not set, in a sentence."""
    if not result.is_whole or not result.has("tipping_points"):
        return []
    table = result.in_dollars("tipping_points").dropna(subset=["positions_at_low", "positions_at_high"])
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


def status_line(result: Result) -> Prose:
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


def figures(result: Result) -> Cards:
    """The four figures that a reader takes away."""
    return Cards((
        _card(result, "Laid off", LAYOFFS),
        _break_even(result),
        _card(result, "Most cash spent ahead", OUTLAY),
        _card(result, "Saved a year at the end", _SAVING),
    ))  # fmt: skip


def _card(result: Result, label: str, figure: str) -> Card:
    row = headline_row(result, figure)
    if row is None:
        return Card(label, NOT_AVAILABLE)
    unit = str(row["unit"])
    value = say(row["plan"], unit).removesuffix(" FTE").removesuffix(" a year")
    return _ranged(result, Card(label, value), span(row.get("low"), row.get("high"), unit))


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
    label, table = "Ahead in cash from", result.in_dollars("headline")
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


_RANGES = "The answer and its four figures, with their range"
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
            figures(result),
            *_paragraphs(rests_line(result)),
        ]
    return [*ranges, *_after(result), Prose(standing(result)), *_implied(result)]


def _answer(result: Result) -> list[Block]:
    """The answer, the four figures, and the cut taken apart."""
    return [
        *own_plan_first(result),
        *answer_blocks(result),
        *_notes(result, "title_notes"),
        *_paragraphs([*cut_line(result), *(rests_line(result) if result.is_whole else [])]),
        status_line(result),
        *_notes(result, "pay_notes"),
        figures(result),
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
    roles = informative_ranges(result.in_dollars("groups"))
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
    limits = result.in_dollars("limits")
    deciding = limits[limits["decides"].astype(bool)]
    if deciding.empty:
        return [Prose(("No limit is binding: loosening any of them leaves the plan as it is.",))]
    return headed("Binding limits", *bullets(deciding["sentence"].head(_DECIDING).tolist()))
