"""The eight open sections of a plan: from the answer and its decisions to what it does not say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from reallocate.firm.alternatives.page import NOT_SAID, standing
from reallocate.firm.alternatives.prices import ALL
from reallocate.firm.alternatives.prices import NAME as PRICES
from reallocate.firm.cut.sheet import side_by_side, signed_million
from reallocate.firm.cut.sheet_text import a_person, million
from reallocate.firm.cut.tables import NAME
from reallocate.firm.cut.text import IN_A_PLAN
from reallocate.firm.cut.text import TEXT as CUT
from reallocate.firm.model.words import SMALL
from reallocate.firm.own_plan.page import own_plan_first
from reallocate.firm.plan.accounts import CASH_ITEMS
from reallocate.firm.plan.parts import input_words, month_of, picked, text_of
from reallocate.firm.report.answer import (
    OUTLAY,
    answer_blocks,
    figures,
    headline_row,
    rests_line,
    status_line,
)
from reallocate.firm.report.brief import decisions
from reallocate.firm.report.text import TEXT
from reallocate.kernel.blocks import (
    Beside,
    Block,
    Bullets,
    Card,
    Cards,
    Facts,
    Grid,
    Head,
    Heading,
    Prose,
    Section,
)
from reallocate.kernel.number import is_number
from reallocate.kernel.units import QUARTERS_A_YEAR
from reallocate.render.result import Result

_YEARS = ("First year", "Second year", "Third year", "Fourth year", "Fifth year")
_LESS = "Against a firm without further AI"
_ONE = 3
"""Rows of prices of a single promise: none, it, and all."""
_SECOND = 2
"""Inputs that a title names."""
_ROLES_OPEN = "Every role stands in the appendix, with who leaves, is hired and moves."


def open_sections(result: Result) -> list[Section]:
    """The sections that are read without opening anything; of a first answer those that it has."""
    made = [
        Section("headline", "The answer", _answer(result)),
        Section("decisions", "Decisions asked for", [Bullets(decisions(result), True)]),
        Section("cut-or-wait", _cut_title(result), _cut_or_wait(result)),
        Section("people", _people_title(result), _people(result)),
        Section("money", _money_title(result), _money(result)),
    ]
    if result.is_whole:
        made += [
            Section("promises", "Promises and what each costs", _promises(result)),
            Section("rests-on", _rests_title(result), _rests_on(result)),
        ]
    return [*made, Section("not-said", "What it does not say", _limits_of_the_plan(result))]


def _answer(result: Result) -> list[Block]:
    """The answer and its four figures."""
    titles = result.facts.get("title_notes")
    return [
        *answer_blocks(result),
        figures(result),
        *own_plan_first(result),
        status_line(result),
        *([Prose(tuple(titles), "note")] if titles else []),
    ]


def _cut_title(result: Result) -> str:
    if not result.has(NAME):
        return "Cut or wait?"
    rows = result.in_dollars(NAME).set_index("figure")
    count, haste = rows["cut"]["exits"], rows["haste"]["haste_per_exit"]
    cash = rows["haste"]["haste_cash_per_exit"]
    of_it = f", {a_person(cash)} of it cash" if haste > 0 < cash else ""
    word = "more" if haste >= 0 else "less"
    costs = f"costs {a_person(haste)} {word} each than stopping refills{of_it}"
    return f"Cut or wait: laying off {count:,.0f} {costs}"


def _cut_or_wait(result: Result) -> list[Block]:
    """Laying off beside stopping refills, and the walk from doing nothing to the cut."""
    if not result.has(NAME):
        lines = CUT.picked(result.text, "answer")
        return [Prose(lines or ("No cut is compared.",), "absent")]
    further = IN_A_PLAN.picked(result.text, "requested")
    return [
        Prose(tuple(CUT.picked(result.text, "whether"))),
        Beside((result.picture("cut_steps_chart"),), (side_by_side(result, in_short=True),)),
        *([Prose(tuple(further), "note")] if further else []),
    ]


def _flows(result: Result) -> tuple[float, float]:
    """People who leave by themselves, and people hired, over the plan."""
    walk = result.in_dollars("headcount")
    plan = walk[walk["case"] == "plan"]
    return float(plan["quits"].sum() + plan["voluntary"].sum()), float(plan["hires"].sum())


def _people_title(result: Result) -> str:
    gone, hired = _flows(result)
    return f"Who is affected: {gone:,.0f} people leave by themselves, {hired:,.0f} are hired"


def _people(result: Result) -> list[Block]:
    """From today's positions to the plan's, and the roles that change most."""
    walk = result.picture("headcount_walk")
    if not result.is_whole:
        return [walk]
    return [Beside((walk,), (result.picture("who_is_affected"),)), Prose((_ROLES_OPEN,), "note")]


def _money_title(result: Result) -> str:
    outlay, even = headline_row(result, OUTLAY), headline_row(result, "break-even month")
    ahead = 0.0 if outlay is None else float(outlay["plan"])
    if ahead < SMALL:
        return "Money: the plan is never behind in cash"
    amount = million(ahead)
    if even is None or not is_number(even["plan"]):
        return f"Money: {amount} spent first, and not back within the plan"
    return f"Money: {amount} spent first, back in {month_of(result, float(even['plan']))}"


def _money(result: Result) -> list[Block]:
    """Cash saved so far, and cash by year of the plan."""
    cash = result.in_dollars("cash")
    lines = tuple(picked(result, TEXT, "cash_against_baseline"))
    if cash.empty:
        return [Prose(lines)]
    return [Beside((result.picture("payback"),), (_by_year(result, cash),))]


def _by_year(result: Result, cash: pd.DataFrame) -> Block:
    """Cash that the plan saves against a firm without further AI, by year of the plan."""
    declared, periods = result.kind.table("cash"), list(result.facts["periods"])
    year = cash["period"].map({name: at // QUARTERS_A_YEAR for at, name in enumerate(periods)})
    sums = cash.groupby([year, "case"])[[*CASH_ITEMS, "total"]].sum().unstack("case")
    rows = []
    for item in (*CASH_ITEMS, "total"):
        change = [float(one) for one in sums[item]["baseline"] - sums[item]["plan"]]
        if item == "total" or max(map(abs, change)) >= SMALL:
            words = "All cash" if item == "total" else declared.column(item).heading
            rows.append((words, *map(signed_million, (*change, sum(change)))))
    named = [_YEARS[at] if at < len(_YEARS) else f"Year {at + 1}" for at in sums.index]
    heads = (Head(_LESS), *(Head(one, number=True) for one in (*named, "Together")))
    return Grid("Cash saved, by year of the plan", heads, tuple(rows))


def _promises(result: Result) -> list[Block]:
    """Promises in force with their price, and what others would cost."""
    blocks: list[Block] = []
    if result.has("promises"):
        blocks += [result.grid("promises"), *_together(result)]
    else:
        blocks.append(Prose(("The scenario makes no promise and sets no limit.",)))
    if result.has("refused"):
        blocks.append(
            result.grid(
                "refused", "alternative", "extra_cost", "extra_share", "kept", "layoffs_spared",
                caption="What others would cost",
            )
        )  # fmt: skip
    return blocks


def _together(result: Result) -> list[Block]:
    """What all promises cost together, where there are several."""
    if not result.has(PRICES):
        return []
    prices = result.in_dollars(PRICES).set_index("key")["price"]
    words = str(prices[ALL])
    return [Prose((f"All together: {words[:1].lower()}{words[1:]}.",))] if len(prices) > _ONE else []


def _rests_title(result: Result) -> str:
    """The two inputs that move positions most."""
    if not result.has("tipping_points"):
        return "What it rests on"
    table = result.in_dollars("tipping_points")
    swing = (table["positions_at_high"] - table["positions_at_low"]).abs()
    first = table.loc[swing.sort_values(ascending=False, kind="stable").index].head(_SECOND)
    named = [input_words(one) for one in first.to_dict("records")]
    return f"What it rests on: {', and '.join(named)}"


def _rests_on(result: Result) -> list[Block]:
    """The inputs that move positions most, each from one end of its plausible range to the other."""
    picture, lines = result.picture("tipping_points"), tuple(rests_line(result))
    return [Beside((picture,), (Prose(lines),))] if lines else [picture]


def _limits_of_the_plan(result: Result) -> list[Block]:
    lines = [*NOT_SAID, *standing(result)]
    own = text_of(result, "caveats")
    note = f"Notes on this firm's figures, in the appendix under Assumptions: {len(own)}."
    return [Bullets(lines), *([Prose((note,), "note")] if own else [])]


_MONEY = re.compile(r"\bUSD (?=[−-]?[\d.])")


def in_dollars(sections: Sequence[Section]) -> list[Section]:
    """The same with the sign of the currency before amounts: $119,000."""
    return [
        replace(one, title=_dollars(one.title), inside=_dollars(one.inside),
                blocks=[_with_sign(block) for block in one.blocks])
        for one in sections
    ]  # fmt: skip


def _dollars(text: str) -> str:
    return _MONEY.sub("$", text)


def _with_sign(block: Block) -> Any:
    match block:
        case Prose():
            return replace(block, sentences=tuple(map(_dollars, block.sentences)))
        case Bullets():
            return replace(block, items=tuple(map(_dollars, block.items)))
        case Heading():
            return Heading(_dollars(block.text))
        case Facts():
            return Facts(tuple((name, _dollars(value)) for name, value in block.pairs))
        case Cards():
            signed = (
                Card(one.label, *map(_dollars, (one.value, one.against, one.range, one.over)))
                for one in block.cards
            )
            return Cards(tuple(signed))
        case Grid():
            rows = tuple(tuple(map(_dollars, row)) for row in block.rows)
            return replace(block, rows=rows, note=_dollars(block.note))
        case Beside():
            return Beside([_with_sign(one) for one in block.left], [_with_sign(one) for one in block.right])
        case _:
            return block
