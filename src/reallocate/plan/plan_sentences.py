"""A plan in sentences: what it does, why, what limits it and what would change it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reallocate.measure.number import sentence
from reallocate.plan.accounts import totals
from reallocate.plan.break_even import CashAgainstBaseline
from reallocate.plan.cut_or_wait import undone_share
from reallocate.plan.limits import ShadowPrice
from reallocate.plan.money_tables import Saving
from reallocate.plan.outcome import Outcome
from reallocate.plan.quits import share_that_quits
from reallocate.plan.tipping_points import Answer, TippingPoint
from reallocate.work.compounding import QUARTERS
from reallocate.work.parameters import Parameter
from reallocate.work.rollout import middle_half

SMALL = 0.5
ONE_OF = {
    "percentage points": "percentage point", "tenths of a percentage point": "tenth of a percentage point",
    "positions": "position", "people": "person", "quarters": "quarter",
    "USD million a year": "million dollars a year",
}  # fmt: skip
"""Unit of a limit -> of one of it."""


def money(million: float) -> str:
    """An amount for readers, in million or billion US dollars.

    million : [USD million]
    """
    size = abs(million)
    if size >= 1000:
        return f"USD {million / 1000:,.1f} billion"
    return f"USD {million:,.0f} million" if size >= 10 else f"USD {million:z,.2f} million"


def amount(value: float, unit: str) -> str:
    """A value of an assumption as it stands in a sentence.

    value : [unit]
    unit : of the assumption; a share is written as a percentage
    """
    if unit.startswith("share"):
        return f"{100 * value:.3g}%{unit.removeprefix('share').replace('/', ' a ')}"
    if unit.startswith("multiple of "):
        return f"{value:.3g} times {unit.removeprefix('multiple of ')}"
    return f"{value:,.0f} {unit}" if abs(value) >= 1000 else f"{value:.3g} {unit}"


def months(value: float) -> str:
    """A time in months, to the digits that tables print it with.

    value : [months]
    """
    return f"{value:,.1f} months" if value < 99.95 else f"{value:,.0f} months"


def years(quarters: int) -> str:
    """A time in years: 1 year, 1.5 years, 3 years.

    quarters : [quarters]
    """
    number = quarters / QUARTERS
    return f"{number:g} year" if number == 1 else f"{number:g} years"


def headline(plan: Outcome, base: Outcome, gain: Saving, quarters: Sequence[str]) -> list[str]:
    """What the plan comes to, what its cash does, and by which routes people leave and come.

    plan, base : the plan and its baseline
    gain : the plan against it
    """
    figures, usual = totals(plan), totals(base)
    exits = (
        "with no layoffs" if figures.layoffs < SMALL else f"with {figures.layoffs:,.0f} layoffs"
    )
    change = "fewer" if gain.positions < 0 else "more"
    first = (
        f"After {years(len(plan.inputs.periods))} {_name(plan)} has {figures.positions:,.0f} positions, "
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
    return [first, cash_sentence(gain.cash, plan, quarters), routes]


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


def cash_sentence(cash: CashAgainstBaseline, plan: Outcome, quarters: Sequence[str]) -> str:
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


def most_dropped(outcome: Outcome) -> float:
    """The largest share of the work that is left undone in any quarter.

    max over quarters of Σ dropped ÷ Σ workload
    """
    return float(undone_share(outcome).max())


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


def shadow_price_sentence(worth: ShadowPrice) -> str:
    """The value of one more and one less of a limit, in words.

    worth : of one limit
    """
    name, unit = worth.limit.name, worth.limit.unit
    name = f"{name[:1].upper()}{name[1:]}"
    if not worth.decides:
        return f"{name}: not a binding limit."
    one = ONE_OF.get(unit, unit)
    up = "leaves no possible plan" if worth.up is None else _change(worth.up)
    down = "leaves no possible plan" if worth.down is None else _change(worth.down)
    # Where nothing is there to take away, a unit less has no meaning for a reader.
    less = f"; one {one} less {down}" if worth.limit.level >= worth.limit.step else ""
    return f"{name}: {_level(worth.limit.level, unit)}. One {one} more {up}{less}.{_range(worth)}"


def _level(value: float, unit: str) -> str:
    """The level of a limit; a share is written in percent."""
    return f"{value:.3g}%" if unit == "percentage points" else amount(value, unit)


def _range(worth: ShadowPrice) -> str:
    """How far these values hold."""
    ends = (("up", worth.up_to), ("down", worth.down_to))
    unit = worth.limit.unit
    lines = [f"{way} to {_end(level, unit)}" for way, level in ends if level is not None and level >= 0]
    return f" This holds, within 1%, for each further one {' and '.join(lines)}." if lines else ""


def _end(value: float, unit: str) -> str:
    """Where a value ends, to the digits that it is known to."""
    if unit == "percentage points":
        return f"{value:.0f}%"
    return f"{value:,.0f}" if value >= 10 else f"{value:.1f}"


def _change(cost: float) -> str:
    if abs(cost) < 5e-4:
        return "changes nothing"
    return f"{'costs' if cost > 0 else 'saves'} {money(abs(cost))} in present value"


def tipping_point_sentence(one: TippingPoint, about: Parameter) -> str:
    """What one input does to the answer, in words.

    one : the input's range and effect
    """
    effect = _over_range(one, about.unit)
    if one.tenth_at is not None:
        effect += f". At about {one.tenth_at:.3g} there are a tenth fewer positions than at the start"
    if one.flips_at is None:
        return f"{effect}. It does not change whether there are layoffs."
    outside = "" if one.low <= one.flips_at <= one.high else ", outside its plausible range,"
    if one.flips_to is Answer.NO_PLAN:
        return f"{effect}. Beyond about {one.flips_at:.2g}{outside} no plan keeps the limits."
    return f"{effect}. At about {one.flips_at:.2g}{outside} layoffs enter or leave the plan."


def _over_range(one: TippingPoint, unit: str) -> str:
    """Positions and layoffs at both ends of the range, or that no plan is possible there."""
    if one.impossible_at:
        ends = (
            (one.low, one.low_positions, one.low_layoffs), (one.high, one.high_positions, one.high_layoffs)
        )  # fmt: skip
        at_ends = (
            f"at {value:g} {unit} no plan is possible within the limits"
            if value in one.impossible_at
            else f"at {value:g} {unit} there are {positions:,.0f} positions at the end and "
            f"{layoffs:,.0f} layoffs"
            for value, positions, layoffs in ends
        )
        return sentence("; ".join(at_ends))
    effect = (
        f"From {one.low:g} to {one.high:g} {unit}, positions at the end go from "
        f"{one.low_positions:,.0f} to {one.high_positions:,.0f}"
    )
    if max(one.low_layoffs, one.high_layoffs) >= SMALL:
        effect += f" and layoffs from {one.low_layoffs:,.0f} to {one.high_layoffs:,.0f}"
    return effect


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
    start = (
        f"If fewer people quit ({one.low:.1%} a month instead of {one.now:.1%}), there are"
    )
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
