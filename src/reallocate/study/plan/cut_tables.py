"""The first answer of a study: the cut beside attrition, as a table, in sentences and for machines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from reallocate.plan.accounts import totals
from reallocate.plan.cut_or_wait import CutOrWait, cut_or_wait, undone_worth
from reallocate.plan.explain import SMALL, money, months, most_dropped
from reallocate.plan.outcome import Outcome
from reallocate.study.plan.case_tables import impossible_notes
from reallocate.study.plan.problem.solved_cases import FREE, Parts

MILLION = 1e6
COLUMNS = ("figure", "unit", "cut", "wait", "extra")
PER_EXIT = 1000.0
"""[USD/exit] What a sentence rounds the cost of an exit to."""

OBJECT: dict[str, tuple[str, str, float]] = {
    "exits": ("exits decided", "cut", 1.0),
    "extra_cost": ("present cost", "extra", MILLION),
    "extra_cost_per_exit": ("present cost per exit", "extra", 1.0),
    "extra_cash": ("of it cash", "extra", MILLION),
    "extra_work_undone": ("of it work undone or wrong", "extra", MILLION),
    "extra_one_off": ("one-off cost", "extra", MILLION),
    "positions_refilled": ("exits whose positions are filled again", "cut", 1.0),
    "would_have_quit": ("exits of people who would have quit anyway", "cut", 1.0),
    "positions_saved": ("exits that save a position at the end", "cut", 1.0),
    "laid_off_anyway": ("exits that come without the cut too", "cut", 1.0),
    "cut_headcount_end": ("positions at the end", "cut", 1.0),
    "wait_headcount_end": ("positions at the end", "wait", 1.0),
    "same_headcount_from_quarter": ("same headcount after", "cut", 1.0),
    "cut_break_even_month": ("break-even month", "cut", 1.0),
    "wait_break_even_month": ("break-even month", "wait", 1.0),
    "wait_lays_off": ("layoffs", "wait", 1.0),
}
"""Key for machines → row, column, and factor to its unit."""

UNITS = (
    "exits, positions and headcounts: FTE; extra_cost, of it extra_cash and extra_work_undone: USD, present "
    "value; extra_one_off: USD; extra_cost_per_exit: USD/exit, present value; same_headcount_from_quarter: "
    "quarter of the plan, counted from 1, null where headcounts end apart; break-even months: months from "
    "the start; wait_lays_off: FTE laid off without the cut"
)


@dataclass(frozen=True)
class Compared:
    """A cut and the best plan without it.

    cut, wait : solved plans
    what : the figures
    """

    cut: Outcome
    wait: Outcome
    what: CutOrWait


def compared(parts: Parts) -> Compared | None:
    """The cut that a study compares with attrition; none where it has none.

    parts : every plan of the study
    The cut is the plan itself where exits were decided, or else the first case with exits.
    """
    asked = parts.prepared.setting.options.exits is not None
    cut = parts.plan if asked else next(iter(_cuts(parts)), None)
    decided = cut.inputs.options.exits if cut is not None else None
    if cut is None or decided is None or decided.count < SMALL or (asked and FREE not in parts.cases):
        return None
    return Compared(cut, parts.free, cut_or_wait(cut, parts.free))


def _cuts(parts: Parts) -> list[Outcome]:
    each = [(plan, plan.inputs.options.exits) for plan in parts.cases.values()]
    return [plan for plan, exits in each if exits is not None and not exits.closed]


def cut_table(parts: Parts) -> pd.DataFrame:
    """The cut beside attrition: figure, unit, cut, wait, extra [unit of the row].

    parts : every plan of the study
    """
    both = compared(parts)
    if both is None:
        return pd.DataFrame(columns=list(COLUMNS))
    what = both.what
    pair = (both.cut, both.wait)
    figures, told = [totals(one) for one in pair], [parts.saving_of(one) for one in pair]

    def row(figure: str, unit: str, values: list[float]) -> tuple[object, ...]:
        return (figure, unit, *values, values[0] - values[1])

    def of_the_cut(figure: str, unit: str, value: float) -> tuple[object, ...]:
        return (figure, unit, value, np.nan, np.nan)

    undone = [undone_worth(one) for one in pair]
    rows = [
        of_the_cut("exits decided", "FTE", what.exits),
        row("present cost", "USD million", [one.objective for one in pair]),
        row(
            "of it cash",
            "USD million",
            [one.objective - lost for one, lost in zip(pair, undone, strict=True)],
        ),
        row("of it work undone or wrong", "USD million", undone),
        ("present cost per exit", "USD/exit", np.nan, np.nan, what.extra_cost_per_exit),
        row("one-off cost", "USD million", [one.one_off for one in told]),
        row("saving at the end", "USD million a year", [one.saving for one in told]),
        row("break-even month", "months", [one.cash.break_even_month for one in told]),
        row("largest outlay", "USD million", [one.cash.largest_outlay for one in told]),
        row("net present value", "USD million", [one.cash.net_present_value for one in told]),
        row("positions at the end", "FTE", [one.positions for one in figures]),
        of_the_cut("same headcount after", "quarters", what.same_headcount_after),
        row("layoffs", "FTE", [one.layoffs for one in figures]),
        row("hires", "FTE", [one.hires for one in figures]),
        row("quits and offers taken", "FTE", [one.quits + one.voluntary for one in figures]),
        of_the_cut("exits whose positions are filled again", "FTE", what.positions_refilled),
        of_the_cut("exits of people who would have quit anyway", "FTE", what.would_have_quit),
        of_the_cut("exits that save a position at the end", "FTE", what.positions_saved),
        of_the_cut("exits that come without the cut too", "FTE", what.laid_off_anyway),
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def cut_object(table: pd.DataFrame) -> dict[str, Any] | None:
    """The comparison for machines, in USD, FTE, months and quarters; none where there is no cut.

    table : as `cut_table` makes it
    """
    if table.empty:
        return None
    amounts = table.set_index("figure")[["cut", "wait", "extra"]].astype(float)
    at = {column: values.to_dict() for column, values in amounts.items()}
    return {key: at[column][figure] * factor for key, (figure, column, factor) in OBJECT.items()}


def cut_sentences(parts: Parts) -> list[str]:
    """The cut beside attrition in sentences, the answer first; or that there is no cut to compare.

    parts : every plan of the study
    """
    both = compared(parts)
    if both is None:
        return [_no_cut(parts)]
    return [
        f"{_answer(both)} {_ends(both, parts.prepared.scenario.periods)} {_refilled(both.what)}",
        _priced(both),
        _break_even(parts, both),
        _method(both),
        *_not_asked(parts),
    ]


def _answer(both: Compared) -> str:
    """What the cut costs more, and how much of that is cash."""
    what, exits = both.what, both.cut.inputs.options.exits
    assert exits is not None
    who = "pro rata" if exits.pro_rata else "in the roles that the plan chooses"
    closed = " and keeping them closed" if exits.closed else ""
    alike = not np.isnan(what.same_headcount_after)
    other = "letting attrition reach the same size" if alike else "the best plan without the cut"
    each = abs(round(what.extra_cost_per_exit / PER_EXIT) * PER_EXIT)
    answer = (
        f"Cutting {what.exits:,.0f} positions now{closed}, {who}, costs {_extra(what.extra_cost)} than "
        f"{other}: USD {each:,.0f} per exit."
    )
    if what.extra_undone < SMALL:
        return answer
    return (
        f"{answer} Work left undone meanwhile costs {money(what.extra_undone)} at an assumed price; in cash "
        f"the cut costs {_extra(what.extra_cost - what.extra_undone)}."
    )


def _extra(value: float) -> str:
    return f"{money(abs(value))} {'more' if value >= 0 else 'less'}"


def _no_cut(parts: Parts) -> str:
    """Why there is nothing to compare."""
    if parts.prepared.setting.options.exits is not None:
        why = parts.impossible.get(("case", FREE), "")
        said = f"The cut has nothing beside it: without it no plan is possible. {' '.join(why.split())}"
        return said.strip()
    notes = [f"{name}: {why}" for name, why in impossible_notes(parts, "case").items() if "exits" in name]
    return f"This study holds no cut to set beside attrition. {' '.join(notes[:1])}".strip()


def _ends(both: Compared, quarters: tuple[str, ...]) -> str:
    cut, wait = float(both.cut.positions[-1]), float(both.wait.positions[-1])
    if np.isnan(both.what.same_headcount_after):
        word = "fewer" if cut < wait else "more"
        return f"The cut ends with {abs(cut - wait):,.0f} positions {word}: {cut:,.0f} against {wait:,.0f}."
    since = quarters[int(both.what.same_headcount_after) - 1]
    return f"Both end at the same headcount, {cut:,.0f} positions, which they share from {since} on."


def _refilled(what: CutOrWait) -> str:
    """Where the exits go."""
    if what.positions_refilled < SMALL:
        return "None of the positions cut is filled again."
    share = min(what.positions_refilled / what.exits, 1.0)
    return (
        f"{share:.0%} of those who leave would in effect be hired back: {what.positions_refilled:,.0f} "
        "positions are filled again, not by the same people."
    )


def _priced(both: Compared) -> str:
    """The one-off cost, and below which price of undone work the cut would cost less."""
    what = both.what
    each = abs(round(what.extra_one_off * MILLION / what.exits / PER_EXIT) * PER_EXIT)
    once = (
        f"The one-off cost of the cut is {_extra(what.extra_one_off)}, USD {each:,.0f} per exit. "
        f"{max(what.would_have_quit, 0.0):,.0f} of those who leave would have quit anyway."
    )
    if what.extra_undone < SMALL:
        return once
    once += f" Up to {most_dropped(both.cut):.1%} of all work in a quarter is left undone."
    below = (what.extra_undone - what.extra_cost) / what.extra_undone
    if not 0 < below < 1:
        return once
    return f"{once} At less than {below:.0%} of the price assumed for that work the same cut would cost less."


def _break_even(parts: Parts, both: Compared) -> str:
    cut, wait = (parts.saving_of(one).cash.break_even_month for one in (both.cut, both.wait))
    said = f"Cash breaks even {_month(cut)} with the cut and {_month(wait)} without it"
    sooner = not np.isnan(cut) and (np.isnan(wait) or cut < wait)
    if sooner and both.what.extra_undone >= SMALL:
        said += ": positions that stay empty save pay while their work is left undone"
    return f"{said}."


def _month(value: float) -> str:
    if np.isnan(value):
        return "not within the plan"
    return f"after {months(value)}" if value > 0 else "from the start"


def _method(both: Compared) -> str:
    """What follows from the method, and what is a finding."""
    lays_off = float(both.wait.layoffs.sum())
    does = f"lays off {lays_off:,.0f}" if lays_off >= SMALL else "lays nobody off"
    start = f"The plan without the cut may lay people off too; here it {does}."
    if both.what.extra_cost < 0:
        return f"{start} It can cost more because only the cut may leave work undone at a price."
    nested = both.wait.inputs.options.levers.dropping
    save = "" if nested else ", save for leaving work undone at a price"
    return (
        f"{start} That it costs no more follows from the method, since the same cut is open to it{save}. "
        "The amount is the finding."
    )


def _not_asked(parts: Parts) -> list[str]:
    if parts.prepared.setting.options.exits is not None:
        return []
    announced = parts.prepared.scenario.announced
    if announced is not None and announced.exits:
        return [f"The plan is free to choose; the cut is that announced on {announced.date}."]
    return ["No cut was asked for: a tenth of all positions is taken to compare."]
