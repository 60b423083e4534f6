"""A plan in sentences: what it does, why, what limits it and what would change it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reallocate.firm.alternatives.tipping_points import Answer, TippingPoint
from reallocate.firm.model.break_even import CashAgainstBaseline
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.quits import share_that_quits
from reallocate.firm.model.totals import totals
from reallocate.firm.model.words import SMALL, money, months
from reallocate.firm.plan.money import Saving
from reallocate.kernel.number import sentence
from reallocate.kernel.units import QUARTERS_A_YEAR
from reallocate.work.capability import middle_half

"""Unit of a limit -> of one of it."""


def _years(quarters: int) -> str:
    """A time in years: 1 year, 1.5 years, 3 years.

    quarters : [quarters]
    """
    number = quarters / QUARTERS_A_YEAR
    return f"{number:g} year" if number == 1 else f"{number:g} years"


def headline(plan: Outcome, base: Outcome, gain: Saving, quarters: Sequence[str]) -> list[str]:
    """What the plan comes to, what its cash does, and by which routes people leave and come.

    plan, base : the plan and its baseline
    gain : the plan against it
    """
    figures, usual = totals(plan), totals(base)
    exits = "with no layoffs" if figures.layoffs < SMALL else f"with {figures.layoffs:,.0f} layoffs"
    change = "fewer" if gain.positions < 0 else "more"
    first = (
        f"After {_years(len(plan.inputs.periods))} {_name(plan)} has {figures.positions:,.0f} positions, "
        f"{abs(gain.positions):,.0f} {change} than the {usual.positions:,.0f} of the baseline, {exits}. "
    )
    if gain.saving > 0:
        first += (
            f"It saves {money(gain.saving)} a year at the end for a one-off cost of {money(gain.one_off)}"
            f"{_one_off_items(plan)}."
        )
    else:
        first += f"It costs {money(-gain.saving)} a year more than the baseline at the end."
    routes = (
        f"{figures.quits:,.0f} people quit over the plan. {figures.hires:,.0f} are hired, against "
        f"{usual.hires:,.0f} in the baseline, and {figures.moves:,.0f} change role."
    )
    return [first, _cash_sentence(gain.cash, plan, quarters), routes]


def _name(plan: Outcome) -> str:
    """What a sentence calls the plan: whether a cut was imposed on it."""
    return "the plan without the cut" if plan.inputs.options.exits is None else "the plan with the cut"


def _one_off_items(plan: Outcome) -> str:
    """The one-off cost by item, in brackets; nothing where nothing is spent.

    one-off cost = installing and adopting + GPUs + layoffs and offers + training and moves
    """
    figures = totals(plan)
    items = {
        "installing and adopting": figures.change,
        "GPUs": figures.capex,
        "exits": figures.exits,
        "training and moves": figures.one_off - figures.change - figures.capex - figures.exits,
    }
    spent = [f"{name} {money(cost)}" for name, cost in items.items() if cost >= SMALL]
    return f" ({', '.join(spent)})" if spent else ""


def _cash_sentence(cash: CashAgainstBaseline, plan: Outcome, quarters: Sequence[str]) -> str:
    """When cash turns better than the baseline's, how far it falls behind before, and what it is worth.

    cash : the plan's against the baseline
    """
    p = plan.inputs.options.parameters
    if cash.outlay_quarter is None:
        first = "Cumulative cash is never below the baseline's."
    else:
        behind = f"at most {money(cash.largest_outlay)} below (end of {quarters[cash.outlay_quarter]})"
        first = f"Cumulative cash stays above the baseline's after {months(cash.break_even_month)}"
        if np.isnan(cash.break_even_month):
            first = "Cumulative cash is still below the baseline's at the end of the plan"
            behind = f"over the plan it is {behind}"
        else:
            behind = f"before that it is {behind}"
        first += f". {sentence(behind)}."
    return (
        f"{first} The net present value of the cash saved is {money(cash.net_present_value)} within the "
        f"plan, at {p['discount_rate']:.0%} a year. With {p['terminal_years']:g} further years of running "
        f"cost, and what GPUs are then still worth, it is {money(cash.net_present_value_after)}."
    )


def why_layoffs(plan: Outcome, base: Outcome) -> list[str]:
    """Why the plan has, or does not have, compulsory layoffs.

    plan, base : the plan and its baseline
    """
    i = plan.inputs
    start = i.headcount.sum()
    fall = 1 - plan.positions[-1] / start
    leaving = float(i.headcount @ share_that_quits(i.quits, len(i.periods)) / start)
    if plan.layoffs.sum() < SMALL:
        return [
            f"No layoffs: {leaving:.0%} of today's people would quit within the plan, while positions change "
            f"by {-fall:+.0%}. Quits of people hired later are added: {plan.quits.sum():,.0f} in all. AI is "
            "installed gradually, so hiring less is enough. Attrition achieves the same reduction without "
            "severance, notice pay and the resignations of others that follow layoffs."
        ]
    return [
        f"Layoffs: {plan.layoffs.sum():,.0f} over the plan, {plan.layoffs[:, 0].sum():,.0f} of them in the "
        f"first quarter, beside {plan.quits.sum():,.0f} quits. {plan.hires.sum():,.0f} people are hired."
    ]


def closed_sentence(closed: Outcome) -> str:
    """What is left undone where positions stay closed and nothing else changes.

    closed : with exits whose positions stay closed
    """
    requested = closed.inputs.options.exits
    assert requested is not None
    dropped = totals(closed).work_dropped
    return (
        f"If {requested.count:,.0f} positions are cut, stay closed and nothing else changes, {dropped:.1%} "
        "of the work is left undone in the last quarter. Pay is then saved by not doing work."
    )


def coordination_sentence(plan: Outcome, without: Outcome, base: Outcome) -> str:
    """What the rule that coordination follows people adds.

    plan : with the rule as set
    without : with coordination following the work
    base : baseline
    """
    with_rule = base.positions[-1] - plan.positions[-1]
    fixed = base.positions[-1] - without.positions[-1]
    eta = plan.inputs.options.parameters["coordination_elasticity"]
    share = plan.inputs.coordination.sum() / (plan.inputs.coordination.sum() + plan.inputs.work.sum())
    return (
        f"Activities that coordinate people take {share:.0%} of all hours. They belong to two kinds of work, "
        "managing and coordinating. Their hours are assumed to follow headcount: "
        f"10% fewer people need {1 - 0.9**eta:.0%} less coordination. This gives {with_rule:,.0f} fewer "
        "positions. If they follow the work instead, it is "
        f"{fixed:,.0f} fewer."
    )


def quits_and_ramp_sentences(found: Sequence[TippingPoint]) -> list[str]:
    """Whether fewer quits bring layoffs and a slower installation takes them away, as far as was solved.

    found : inputs that were moved
    """
    by_name = {one.name: one for one in found}
    lines = []
    quits = by_name.get("quits_per_month")
    if quits is not None:
        lines.append(_fewer_quits(quits))
    ramp = by_name.get("adoption_width")
    if ramp is not None:
        lines.append(_slower(ramp))
    return lines


def _fewer_quits(one: TippingPoint) -> str:
    start = f"If fewer people quit ({one.low:.1%} a month instead of {one.now:.1%}), there are"
    if one.low in one.impossible_at:
        return f"{start.removesuffix('there are')}no plan is possible within the limits."
    if one.low_layoffs >= SMALL:
        many = "is no plan" if one.high in one.impossible_at else f"are {one.high_layoffs:,.0f}"
        return f"{start} {one.low_layoffs:,.0f} layoffs; at {one.high:.1%} there {many}."
    if one.flips_at is not None and one.flips_at < one.now:
        then = "No plan is possible" if one.flips_to is Answer.NO_PLAN else "Layoffs begin"
        return f"{start} still no layoffs. {then} below about {one.flips_at:.2%} a month."
    return f"{start} no layoffs."


def _slower(one: TippingPoint) -> str:
    slowest, fastest = (middle_half(end) for end in (one.high, one.low))
    slow = f"With the slowest installation ({slowest:.0f} quarters from 25% to 75% of it) there"
    fast = f"with the fastest ({fastest:.0f} quarters)"
    if one.impossible_at:
        none = "is no plan within the limits"
        at_slow, at_fast = (
            none if end in one.impossible_at else f"are {exits:,.0f} layoffs"
            for end, exits in ((one.high, one.high_layoffs), (one.low, one.low_layoffs))
        )
        return f"{slow} {at_slow}, {fast} there {at_fast}."
    slow = f"{slow} are"
    if max(one.low_layoffs, one.high_layoffs) < SMALL:
        return f"{slow} no layoffs, and {fast} none either. Speed changes how many positions end, not how."
    at_slow = f"{one.high_layoffs:,.0f}" if one.high_layoffs >= SMALL else "no"
    at_fast = f"{one.low_layoffs:,.0f}" if one.low_layoffs >= SMALL else "none"
    return f"{slow} {at_slow} layoffs, and {fast} {at_fast}."
