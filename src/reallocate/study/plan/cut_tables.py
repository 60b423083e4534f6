"""The first answer of a plan: the cut beside attrition, as a table and in sentences."""

from __future__ import annotations

import numpy as np

from reallocate.output.table import BY_ROW, Column, of_unit, table
from reallocate.plan.cut_or_wait import CutOrWait
from reallocate.plan.inputs import DROP_WIDTHS, MILLION
from reallocate.plan.plan_sentences import SMALL, money, months, most_dropped
from reallocate.problem.firm.case_rows import impossible_notes
from reallocate.problem.firm.columns import SOLVED_AGAIN, UNIT
from reallocate.problem.firm.cut import FIGURES, Compared, compared, cut_rows
from reallocate.problem.firm.solved_cases import FREE, SolvedCases

WITHOUT = "the plan without the cut"
DIGITS_PER_EXIT = 2
"""Of a cost per exit in a sentence: the price of undone work is a judgement, known to no more."""


cut_or_wait_figures = table(
    "cut_or_wait", "The cut beside attrition",
    Column("figure", words=FIGURES), UNIT, of_unit(BY_ROW, cut="Cut now", wait="Attrition"),
    Column("extra", "Difference", BY_ROW, signed=True),
    source=f"{SOLVED_AGAIN} Differences: the cut less attrition.",
)(cut_rows)  # fmt: skip


def cut_sentences(solved: SolvedCases) -> list[str]:
    """The cut beside attrition in sentences, the answer first; or that there is no cut to compare."""
    both = compared(solved)
    if both is None:
        return [_no_cut(solved)]
    return [
        f"{_answer(both)} {_ends(both, solved.problem.scenario.periods)}",
        f"{_refilled(both)}{_price(both)}{_idle(both)}",
        _once(both),
        _break_even(solved, both),
        _method(both),
        *_no_request(solved),
    ]


def _answer(both: Compared) -> str:
    """What the cut costs more or less in all, what it saves in cash, and what is left undone for it."""
    what, exits = both.figures, both.cut.inputs.options.exits
    assert exits is not None
    who = "the same share of every role" if exits.pro_rata else "in the roles whose cut costs the firm least"
    how = f"{' and keeping them closed' if exits.closed else ''}, {who},"
    alike = not np.isnan(what.same_headcount_after)
    other = "attrition, where only some of the people who quit are replaced" if alike else WITHOUT
    start = (
        f"Cutting {what.exits:,.0f} positions now{how} costs {_extra(what.extra_cost)} than {other}: "
        f"{_per_exit(what.extra_cost_per_exit)}, in present value."
    )
    if what.extra_undone < SMALL:
        return start
    cash = what.extra_cost - what.extra_undone
    paid = f"costs {money(cash)} more in cash, and" if cash >= 0 else f"saves {money(-cash)} in cash, but"
    return (
        f"{start} It {paid} work worth {money(what.extra_undone)} is left undone"
        f"{_until_filled(both, exits.closed)}.{_turning(what)}"
    )


def _until_filled(both: Compared, closed: bool) -> str:
    """Until when work is left undone, and why not only until somebody is hired."""
    pause = both.cut.inputs.options.parameters["rehire_pause"]
    if closed or pause < 1:
        return ""
    return (
        " until the gaps are filled, because nobody is hired into a cut role for "
        f"{pause:g} {'quarter' if pause == 1 else 'quarters'} (an assumption)"
    )


def _price(both: Compared) -> str:
    """The price of undone work by its three bands; nothing where none is left undone."""
    if both.figures.extra_undone < SMALL:
        return ""
    p = both.cut.inputs.options.parameters
    first, further, last = (f"{p[name]:g}" for name in ("drop_price", "drop_price_steep", "drop_price_last"))
    least, more, _ = DROP_WIDTHS
    return (
        f" Undone work is priced, as a judgement, at {first} times an hour's loaded cost for the first "
        f"{least:.0%} of a role's work, {further} times for the next {more:.0%}, and {last} times beyond."
    )


def _idle(both: Compared) -> str:
    """How many more people than its work needs the firm starts with, on which the cost of a cut rests."""
    slack = both.cut.inputs.options.parameters["slack_at_start"]
    more = f"{slack:.0%}" if slack > 0 else "no"
    return f" The firm is assumed to start with {more} more people than its work needs."


def _turning(what: CutOrWait) -> str:
    """Below which price of undone work the cut would cost less; nothing where there is no such price."""
    below = (what.extra_undone - what.extra_cost) / what.extra_undone
    if not 0 < below < 1:
        return ""
    return (
        f" With both plans as they are, the cut is the cheaper one only if undone work is worth less than "
        f"{below:.0%} of the price assumed for it."
    )


def _per_exit(cost: float) -> str:
    """A cost per exit to the digits that it is worth [USD]."""
    rounded = float(f"{abs(cost):.{DIGITS_PER_EXIT - 1}e}")
    return f"about USD {rounded:,.0f} per exit"


def _extra(value: float) -> str:
    return f"{money(abs(value))} {'more' if value >= 0 else 'less'}"


def _no_cut(solved: SolvedCases) -> str:
    """Why there is nothing to compare."""
    if solved.problem.setting.options.exits is not None:
        why = solved.impossible.get(("case", FREE), "")
        return f"There is no plan without the cut to compare it with. {' '.join(why.split())}".strip()
    notes = [f"{name}: {why}" for name, why in impossible_notes(solved, "case").items() if "exits" in name]
    return f"There is no cut to compare with attrition. {' '.join(notes[:1])}".strip()


def _ends(both: Compared, quarters: tuple[str, ...]) -> str:
    cut, wait = float(both.cut.positions[-1]), float(both.wait.positions[-1])
    if np.isnan(both.figures.same_headcount_after):
        word = "fewer" if cut < wait else "more"
        return f"The cut ends with {abs(cut - wait):,.0f} positions {word}: {cut:,.0f} against {wait:,.0f}."
    since = quarters[int(both.figures.same_headcount_after) - 1]
    apart = float(both.cut.inputs.headcount.sum()) - both.figures.exits
    less = f", not the {apart:,.0f} that the cut alone would leave" if apart < wait - 1 else ""
    return f"Both have the same headcount from {since} on and end with {wait:,.0f} positions{less}."


def _refilled(both: Compared) -> str:
    """Where the exits go."""
    what = both.figures
    if what.positions_refilled < SMALL:
        return "None of the positions cut is refilled."
    share = min(what.positions_refilled / what.exits, 1.0)
    return (
        f"{what.positions_refilled:,.0f} of the {what.exits:,.0f} positions ({share:.0%}) are refilled, "
        "measured as hires beyond those of the plan without the cut; by whom is not modelled."
    )


def _once(both: Compared) -> str:
    """The one-off cost, how many fewer quit later, and the worst quarter."""
    what = both.figures
    each = _per_exit(what.extra_one_off * MILLION / what.exits)
    once = (
        f"The one-off cost of the cut is {_extra(what.extra_one_off)}, {each}. "
        f"{max(what.would_have_quit, 0.0):,.0f} fewer people quit over the plan than with attrition."
    )
    if what.extra_undone < SMALL:
        return once
    return f"{once} In the worst quarter {most_dropped(both.cut):.1%} of all work is left undone."


def _break_even(solved: SolvedCases, both: Compared) -> str:
    cut, wait = (solved.saving_of(one).cash.break_even_month for one in (both.cut, both.wait))
    both_months = f"{_month(cut)} with the cut and {_month(wait)} with attrition"
    text = f"Against the baseline, cash breaks even {both_months}"
    sooner = not np.isnan(cut) and (np.isnan(wait) or cut < wait)
    if sooner and both.figures.extra_undone >= SMALL:
        text += ". The cut is sooner because empty positions save pay while their work is left undone"
    return f"{text}."


def _month(value: float) -> str:
    if np.isnan(value):
        return "not within the plan"
    return f"after {months(value)}" if value > 0 else "from the start"


def _method(both: Compared) -> str:
    """What follows from the method, and what is a finding."""
    lays_off = float(both.wait.layoffs.sum())
    does = f"lays off {lays_off:,.0f}" if lays_off >= SMALL else "lays nobody off"
    free = "The plan without the cut (attrition) may choose any measure, layoffs too"
    if both.figures.extra_cost < 0:
        return f"{free}. It is dearer here because only the cut may leave work undone. It {does}."
    always = "always" if both.wait.inputs.options.levers.dropping else "nearly always"
    return (
        f"{free}, and takes the cheapest, so it is {always} the cheaper one. "
        "That it is cheaper is no finding; by how much is. "
        f"Here it {does}."
    )


def _no_request(solved: SolvedCases) -> list[str]:
    if solved.problem.setting.options.exits is not None:
        return []
    announced = solved.problem.scenario.announced
    if announced is not None and announced.exits:
        return [f"The cut compared here was announced on {announced.date}."]
    return ["No cut was requested. For comparison, a tenth of all positions is cut."]
