"""A plan in sentences: what it does, why, what limits it and what would change it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reallocate.measure.number import sentence
from reallocate.plan.accounts import totals
from reallocate.plan.break_even import CashAgainstBaseline
from reallocate.plan.limits import ShadowPrice
from reallocate.plan.money_tables import Saving
from reallocate.plan.outcome import Outcome
from reallocate.plan.tipping_points import Answer, TippingPoint
from reallocate.work.compounding import QUARTERS
from reallocate.work.parameters import Parameter

SMALL = 0.5


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


def headline(plan: Outcome, base: Outcome, told: Saving, quarters: Sequence[str]) -> list[str]:
    """What the plan comes to, what its cash does, and by which routes people leave and come.

    plan, base : the plan and its baseline
    told : the plan against it
    """
    figures, usual = totals(plan), totals(base)
    exits = (
        "with no compulsory exits"
        if figures.layoffs < SMALL
        else f"with {figures.layoffs:,.0f} compulsory exits"
    )
    change = "fewer" if told.positions < 0 else "more"
    first = (
        f"After {years(len(plan.inputs.periods))} the plan has {figures.positions:,.0f} positions, "
        f"{abs(told.positions):,.0f} {change} than the {usual.positions:,.0f} of the baseline, {exits}. "
    )
    if told.saving > 0:
        first += (
            f"It saves {money(told.saving)} a year at the end for a one-off cost of {money(told.one_off)}."
        )
    else:
        first += f"It costs {money(-told.saving)} a year more than the baseline at the end."
    routes = (
        f"{figures.quits:,.0f} people quit over the plan. {figures.hires:,.0f} are hired instead of "
        f"{usual.hires:,.0f}, and {figures.moves:,.0f} change role."
    )
    return [first, cash_sentence(told.cash, plan, quarters), routes]


def cash_sentence(cash: CashAgainstBaseline, plan: Outcome, quarters: Sequence[str]) -> str:
    """When cash turns better than the baseline's, how far it falls behind before, and what it is worth.

    cash : the plan's against the baseline
    """
    p = plan.inputs.options.parameters
    if cash.outlay_quarter is None:
        first = "Cash added up is never worse than the baseline's."
    else:
        behind = f"{money(cash.largest_outlay)} at the end of {quarters[cash.outlay_quarter]}"
        first = f"Cash added up is better than the baseline's for good after {months(cash.break_even_month)}"
        if np.isnan(cash.break_even_month):
            first = "Cash added up is still worse than the baseline's at the end of the plan"
        first += f"; the largest outlay is {behind}."
    return (
        f"{first} Net present value of the cash saved: {money(cash.net_present_value)} over the plan at "
        f"{p['discount_rate']:.0%} a year, {money(cash.net_present_value_after)} with "
        f"{p['terminal_years']:g} years of running cost after it and GPUs at book value."
    )


def why_layoffs(plan: Outcome, base: Outcome) -> list[str]:
    """Why the plan has, or does not have, compulsory layoffs.

    plan, base : the plan and its baseline
    """
    i = plan.inputs
    start = i.headcount.sum()
    fall = 1 - plan.positions[-1] / start
    leaving = 1 - (1 - i.quits) ** len(i.periods)
    if plan.layoffs.sum() < SMALL:
        return [
            f"No compulsory exits: {leaving:.0%} of the people would leave of their own accord "
            "over the plan, "
            f"while positions change by {-fall:+.0%}. Installation is gradual, so hiring less is "
            "enough, and a "
            "layoff would cost severance, notice and further quits for what a quit gives for nothing."
        ]
    return [
        f"Compulsory exits: {plan.layoffs.sum():,.0f} over the plan, "
        f"{plan.layoffs[:, 0].sum():,.0f} of them in the "
        f"first quarter, beside {plan.quits.sum():,.0f} quits; {plan.hires.sum():,.0f} people are hired."
    ]


def most_dropped(outcome: Outcome) -> float:
    """The largest share of the work that is left undone in any quarter.

    max over quarters of Σ dropped ÷ Σ workload
    """
    work = outcome.workload.sum(axis=0)
    return float(np.max(outcome.dropped.sum(axis=(0, 1)) / np.where(work > 0, work, 1.0)))


def closed_sentence(closed: Outcome) -> str:
    """What is left undone where positions stay closed and nothing else changes.

    closed : with exits whose positions stay closed
    """
    requested = closed.inputs.options.exits
    assert requested is not None
    dropped = totals(closed).work_dropped
    return (
        f"If the positions of {requested.count:,.0f} exits stay closed and nothing else changes, "
        f"{dropped:.1%} of the work is left undone in the last quarter: pay is saved because work is dropped."
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
        f"Coordinating work ({share:.0%} of hours) is taken to follow headcount with an "
        f"elasticity of {eta:g}: "
        f"{with_rule:,.0f} positions fewer. If it follows the work instead: {fixed:,.0f} fewer."
    )


def shadow_price_sentence(worth: ShadowPrice) -> str:
    """The value of one more and one less of a limit, in words.

    worth : of one limit
    """
    name, unit = worth.limit.name, worth.limit.unit
    one = f"One more of “{name}” ({unit})"
    if not worth.decides:
        return f"“{name}” does not limit the plan."
    up = "leaves no possible plan" if worth.up is None else _change(worth.up)
    down = "leaves no possible plan" if worth.down is None else _change(worth.down)
    return f"{one} {up}; one less {down}.{_range(worth)}"


def _range(worth: ShadowPrice) -> str:
    """How far these values hold."""
    ends = (("more", "up", worth.up_to), ("less", "down", worth.down_to))
    lines = [f"each one {more} {way} to {level:,.4g}" for more, way, level in ends if level is not None]
    if not lines:
        return ""
    return f" The same, to 1%, was found for {' and for '.join(lines)}."


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
        effect += f"; a tenth fewer than at the start at about {one.tenth_at:.3g}"
    if one.flips_at is None:
        return f"{effect}. It does not change whether there are compulsory exits."
    outside = "" if one.low <= one.flips_at <= one.high else ", outside its plausible range,"
    if one.flips_to is Answer.NO_PLAN:
        return f"{effect}. Beyond about {one.flips_at:.2g}{outside} no plan keeps the limits."
    return f"{effect}. At about {one.flips_at:.2g}{outside} the answer on compulsory exits turns."


def _over_range(one: TippingPoint, unit: str) -> str:
    """Positions and compulsory exits at both ends of the range, or that no plan is possible there."""
    if one.impossible_at:
        ends = (
            (one.low, one.low_positions, one.low_layoffs), (one.high, one.high_positions, one.high_layoffs)
        )  # fmt: skip
        at_ends = (
            f"at {value:g} {unit} no plan is possible within the limits"
            if value in one.impossible_at
            else f"at {value:g} {unit} there are {positions:,.0f} positions at the end and "
            f"{layoffs:,.0f} compulsory exits"
            for value, positions, layoffs in ends
        )
        return sentence("; ".join(at_ends))
    effect = (
        f"From {one.low:g} to {one.high:g} {unit}, positions at the end go from "
        f"{one.low_positions:,.0f} to {one.high_positions:,.0f}"
    )
    if max(one.low_layoffs, one.high_layoffs) >= SMALL:
        effect += f" and compulsory exits from {one.low_layoffs:,.0f} to {one.high_layoffs:,.0f}"
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
    ramp = by_name.get("adoption_midpoint")
    if ramp is not None:
        lines.append(_slower(ramp))
    return lines


def _fewer_quits(one: TippingPoint) -> str:
    start = (
        f"If fewer people leave of their own accord ({one.low:.1%} a month instead of {one.now:.1%}), "
        "there are"
    )
    if one.low in one.impossible_at:
        return f"{start.removesuffix('there are')}no plan is possible within the limits."
    if one.low_layoffs >= SMALL:
        many = "is no plan" if one.high in one.impossible_at else f"are {one.high_layoffs:,.0f}"
        return f"{start} {one.low_layoffs:,.0f} compulsory exits; at {one.high:.1%} there {many}."
    if one.flips_at is not None and one.flips_at < one.now:
        then = "no plan is possible" if one.flips_to is Answer.NO_PLAN else "they begin"
        return f"{start} still no compulsory exits; {then} below about {one.flips_at:.2%} a month."
    return f"{start} no compulsory exits."


def _slower(one: TippingPoint) -> str:
    slow = f"With the slowest installation ({one.high:g} quarters until half of it is done) there"
    fast = f"with the fastest ({one.low:g})"
    if one.impossible_at:
        none = "is no plan within the limits"
        at_slow, at_fast = (
            none if end in one.impossible_at else f"are {exits:,.0f} compulsory exits"
            for end, exits in ((one.high, one.high_layoffs), (one.low, one.low_layoffs))
        )
        return f"{slow} {at_slow}, {fast} there {at_fast}."
    slow = f"{slow} are"
    if max(one.low_layoffs, one.high_layoffs) < SMALL:
        return (
            f"{slow} no compulsory exits and {fast} none either: speed decides how many positions end, "
            "not how people leave."
        )
    at_slow = f"{one.high_layoffs:,.0f}" if one.high_layoffs >= SMALL else "no"
    at_fast = f"{one.low_layoffs:,.0f}" if one.low_layoffs >= SMALL else "none"
    return f"{slow} {at_slow} compulsory exits, {fast} {at_fast}."
