"""A cut beside attrition in sentences: the answer, what would turn it, and what it does not say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from reallocate.firm.cut.model import Believed, Compared, CutOrWait, SolvedCut, cut_grid
from reallocate.firm.model.inputs import DROP_WIDTHS
from reallocate.firm.model.options import Exits
from reallocate.firm.model.words import SMALL, money, months, most_dropped
from reallocate.firm.plan.parts import bullets, text_of
from reallocate.firm.request.prepare import PlanProblem, industry_codes, not_requested
from reallocate.kernel.blocks import Block, Grid, Prose, Section
from reallocate.kernel.number import with_minus
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.table import Tables
from reallocate.kernel.units import MILLION
from reallocate.render.result import Result
from reallocate.work.capability import FAST, FAST_IS_TREND, figures_of_sectors, sectors_of

WITHOUT = "the plan without the cut"
ATTRITION = "attrition"
DIGITS_PER_EXIT = 2
"""Of a cost per exit in a sentence: the price of undone work is a judgement, known to no more."""
CENTS = 100
GIVEN_UP = 0.1
"""[share of work] for which the price is told at which it is wanted no more."""
QUITS = "quits_per_month"
SAME_COST = 1e-6
"""[share of the cost] Plans whose costs differ by less cost the same: a solver's tolerance."""


def cut_text(both: Compared, quarters: Sequence[str]) -> list[str]:
    """The cut beside attrition in sentences: the answer first, then its parts, then what it rests on.

    quarters : of the plan, as they are written
    """
    return [
        answer(both, quarters),
        f"{_amounts(both)} {_ends(both, quarters)}",
        method(both),
        rests_on(both),
        _exits(both),
        _once(both),
        _break_even(both),
    ]


def answer(both: Compared, quarters: Sequence[str]) -> str:
    """What the cut costs more or less for each exit, and how little undone work must be worth for it to pay.

    quarters : as in `cut_text`
    """
    exits, what = _decided(both), both.figures
    when = "now" if exits.quarter == 0 else f"in {quarters[exits.quarter]}"
    who = "the same share of every role" if exits.pro_rata else "in the roles whose cut costs the firm least"
    how = f"{' and keeping them closed' if exits.closed else ''}, {who},"
    count = f"{what.exits:,.0f} position{'s' * (round(what.exits) != 1)}"
    start = f"Cutting {count} {when}{how}"
    if abs(what.extra_cost) <= SAME_COST * both.wait.objective:
        return f"{start} costs as much as {_other(what)}: the cut is the cheapest plan."
    return (
        f"{start}{_paused(both)} costs {_extra_per_exit(what.extra_cost_per_exit)} per exit than "
        f"{_other(what)} in present value{_of_it(what)}.{_threshold(what)}"
    )


def _of_it(what: CutOrWait) -> str:
    """The extra cost per exit in cash and in work left undone, which is priced by a judgement."""
    if what.extra_undone < SMALL:
        return ""
    undone, cash = what.extra_undone, what.extra_cost - what.extra_undone
    each = [_dollars(amount * MILLION / what.exits) for amount in (undone, cash)]
    if cash < 0:
        return f": {each[0]} of work left undone, priced by a judgement, less {each[1]} of cash saved"
    return f": {each[1]} of it cash, {each[0]} work left undone, priced by a judgement"


def _paused(both: Compared) -> str:
    """That a cut role is not refilled for a while, which is part of the cut that is compared."""
    p = both.cut.inputs.options.parameters
    if _decided(both).closed or p["rehire_pause"] < 1:
        return ""
    return f" with {_pause_rule(p)} for {_quarters(p['rehire_pause'])},"


def _pause_rule(p: Mapping[str, float]) -> str:
    """What may be hired into a role in the pause after its cut."""
    share = p["quits_replaced_in_pause"]
    if share <= 0:
        return "no hiring into them"
    return (
        "none of them refilled" if share >= 1 else f"none of them refilled and {share:.0%} of quits replaced"
    )


def _pause_in_words(p: Mapping[str, float]) -> str:
    share = p["quits_replaced_in_pause"]
    if share <= 0:
        return "Nobody is hired into a cut role"
    return f"Cut positions stay open and {'all' if share >= 1 else f'{share:.0%} of'} quits may be replaced"


def _quarters(count: float) -> str:
    return f"{count:g} {'quarter' if count == 1 else 'quarters'}"


def _threshold(what: CutOrWait) -> str:
    """Below which worth of undone work the cut pays; nothing where it costs no more."""
    if what.extra_cost <= 0 or what.extra_undone < SMALL:
        return ""
    if np.isnan(what.worth_threshold):
        return " It does not pay even if the work left undone is worth nothing."
    return (
        f" It pays only if the work left undone is worth less than about {what.worth_threshold * CENTS:.0f} "
        "cents for each dollar that its hours cost in pay."
    )


def _amounts(both: Compared) -> str:
    """What the cut costs more or less in all, what it saves in cash, and what is left undone for it."""
    what = both.figures
    share = f"{abs(what.extra_cost) / both.wait.objective:.1%}"
    text = (
        f"In all that is {_extra(what.extra_cost)} in present value, {share} of all costs with "
        f"{_other(what)}, the years after the plan included."
    )
    if what.extra_undone < SMALL:
        return text
    cash = what.extra_cost - what.extra_undone
    paid = f"costs {money(cash)} more in cash, and" if cash >= 0 else f"saves {money(-cash)} in cash, but"
    return f"{text} The cut {paid} leaves work undone that is priced at {money(what.extra_undone)}."


def _ends(both: Compared, quarters: Sequence[str]) -> str:
    """From when both have the same headcount, or how far apart they end."""
    cut, wait = float(both.cut.positions[-1]), float(both.wait.positions[-1])
    if np.isnan(both.figures.same_headcount_after):
        word = "fewer" if cut < wait else "more"
        return f"The cut ends with {abs(cut - wait):,.0f} positions {word}: {cut:,.0f} against {wait:,.0f}."
    since = quarters[int(both.figures.same_headcount_after) - 1]
    apart = float(both.cut.inputs.headcount.sum()) - both.figures.exits
    less = f", not the {apart:,.0f} that the cut alone would leave" if apart < wait - 1 else ""
    start = float(both.wait.inputs.headcount.sum())
    return (
        f"Both have the same headcount from {since} on: {wait:,.0f} positions at the end, from {start:,.0f} "
        f"at the start{less}."
    )


def _exits(both: Compared) -> str:
    """Where the exits go: refilled, quits that would have come, positions saved, layoffs that come anyway."""
    what = both.figures
    parts = {
        "are refilled": what.positions_refilled,
        "are offset by fewer quits than with attrition": what.would_have_quit,
        "are positions saved at the end": what.positions_saved,
        "are layoffs that come without the cut too": what.laid_off_anyway,
    }
    shown = [
        f"{count:,.0f} ({count / what.exits:.0%}) {words}"
        for words, count in parts.items()
        if abs(count) >= SMALL
    ]
    counted = (
        " Refilled are hires beyond those of the plan without the cut; by whom is not modelled."
        if what.positions_refilled >= SMALL
        else ""
    )
    return with_minus(f"Of the {what.exits:,.0f} exits {'; '.join(shown)}.{counted}")


def rests_on(both: Compared) -> str:
    """The assumptions that the extra cost rests on, each with its value."""
    p, exits = both.cut.inputs.options.parameters, _decided(both)
    first, further, last = (f"{p[name]:g}" for name in ("drop_price", "drop_price_steep", "drop_price_last"))
    least, more, _ = DROP_WIDTHS
    pause, slack = p["rehire_pause"], p["slack_at_start"]
    lines = [
        f"This rests on a price of undone work, a judgement: {first} times the cost of its hours for the "
        f"first {least:.0%} of a role's work, {further} times for the next {more:.0%}, {last} times beyond."
    ]
    if both.cut.down.size:
        response = p["work_elasticity"]
        lines.append(
            f"Customers give up work first as it grows dear: {GIVEN_UP:.0%} less if it costs "
            f"{(1 - GIVEN_UP) ** (-1 / response):.2g} times as much (price response {response:g})."
        )
    if not exits.closed:
        lines.append(
            "A cut role may be hired into at once."
            if pause < 1
            else f"{_pause_in_words(p)} for {_quarters(pause)}: an assumption."
        )
    idle = f"{slack:.0%} idle hours" if slack > 0 else "no idle hours"
    lines.append(f"The firm starts with {idle}, and {p['quits_per_month']:.1%} of people quit a month.")
    lines.append(_each(both))
    return " ".join(lines)


def _each(both: Compared) -> str:
    """What an exit costs by law and habit, and a hire; a mean over the cut's layoffs and hires."""
    plan, i = both.cut, both.cut.inputs
    leaving, coming = plan.layoffs * i.pay_path, plan.hires * i.pay_path
    each = float((i.severance + i.notice) @ leaving.sum(axis=1)) / float(plan.layoffs.sum())
    text = f"Severance and notice cost {_dollars(each * MILLION)} per exit"
    if plan.hires.sum() < SMALL:
        return f"{text}."
    hire = float(i.hire_cost @ coming.sum(axis=1)) / float(plan.hires.sum())
    return f"{text}, a hire {_dollars(hire * MILLION)}."


def _once(both: Compared) -> str:
    """The one-off cost, and the worst quarter."""
    what = both.figures
    each = _dollars(what.extra_one_off * MILLION / what.exits)
    once = f"The one-off cost of the cut is {_extra(what.extra_one_off)}, about {each} per exit."
    if what.extra_undone < SMALL:
        return once
    return f"{once} In the worst quarter {most_dropped(both.cut):.1%} of all work is left undone."


def _break_even(both: Compared) -> str:
    cut, wait = (one.cash.break_even_month for one in both.savings)
    both_months = f"{_month(cut)} with the cut and {_month(wait)} with attrition"
    text = f"Against the baseline, cash alone breaks even {both_months}"
    sooner = not np.isnan(cut) and (np.isnan(wait) or cut < wait)
    if sooner and both.figures.extra_undone >= SMALL:
        text += ". The cut is sooner because empty positions save pay while their work is left undone"
    return f"{text}."


def _month(value: float) -> str:
    if np.isnan(value):
        return "not within the plan"
    return f"after {months(value)}" if value > 0 else "from the start"


def method(both: Compared) -> str:
    """What follows from the method, and what is a finding."""
    lays_off = both.figures.best_plan_lays_off
    does = f"lays off {lays_off:,.0f}" if lays_off >= SMALL else "lays nobody off"
    free = "Attrition here is the plan without the cut: it may choose any measure, layoffs too"
    if both.figures.extra_cost < -SAME_COST * both.wait.objective:
        text = f"{free}. It is dearer here because only the cut may leave work undone. Here it {does}."
        return f"{text}{_not_proven(both)}"
    never = "never" if both.wait.inputs.options.levers.dropping else "hardly ever"
    finding = "the finding is the amount, not the sign"
    return f"{free}. So it is {never} the dearer one: {finding}. Here it {does}.{_not_proven(both)}"


def _not_proven(both: Compared) -> str:
    """How near to the least the cost of the cut is known, and its extra cost; nothing where proven."""
    if not both.cut.unproven:
        return ""
    least, most = (end * MILLION / both.figures.exits for end in both.extra_cost_bounds)
    return (
        f" The cut is the best plan found, within {100 * both.cut.unproven:.2g}% of a bound on its cost: per "
        f"exit it costs {_dollars(max(least, 0.0))} to {_dollars(most)} more."
    )


def foreign_quits(problem: PlanProblem) -> list[str]:
    """That the rate of quits is a sector's of some years ago, where it is."""
    p, scenario = problem.setting.options.parameters, problem.scenario
    sector = figures_of_sectors(sectors_of(industry_codes(problem.world, scenario)), Parameters.default())
    if QUITS in scenario.parameters or QUITS not in sector:
        return []
    return [
        f"Quits of {p[QUITS]:.1%} a month are the {sector[QUITS][1]}. Newer rates by sector are not "
        "available; over all industries quits fell from 2.3% in 2019 to 2.1% in July 2024. Your own rate "
        f"({QUITS}) decides how far attrition can replace layoffs."
    ]


def _decided(both: Compared) -> Exits:
    exits = both.cut.inputs.options.exits
    assert exits is not None
    return exits


def _other(what: CutOrWait) -> str:
    """What the cut is compared with, by name."""
    return WITHOUT if np.isnan(what.same_headcount_after) else ATTRITION


def _extra_per_exit(cost: float) -> str:
    return f"about {_dollars(cost)} {'more' if cost >= 0 else 'less'}"


def _dollars(cost: float) -> str:
    """An amount for each person, to the digits that it is worth [USD]."""
    return f"USD {float(f'{abs(cost):.{DIGITS_PER_EXIT - 1}e}'):,.0f}"


def _extra(value: float) -> str:
    return f"{money(abs(value))} {'more' if value >= 0 else 'less'}"


MOST_SENSITIVE = 3
"""Other assumptions that are told beside those that the answer rests on."""


def text(solved: SolvedCut, tables: Tables) -> dict[str, list[str]]:
    """Sentences by part of the page.

    tables : made of the solved plans
    """
    scenario = solved.problem.scenario
    first, amounts, method, rests_on, *further = cut_text(solved.compared, scenario.periods)
    return {
        "cut_or_wait": [first, amounts, method, f"{rests_on}{_sensitive(solved)}", *further],
        "requested": [] if solved.requested else [not_requested(scenario)],
        "beliefs": _beliefs(solved),
        "limits": _limits(solved),
        "notes": [note.sentence for note in solved.problem.notes],
    }


def _sensitive(solved: SolvedCut) -> str:
    """The beliefs that lower the extra cost most, with what is left of it."""
    assumed = solved.compared.figures.extra_cost
    lower = [one for one in solved.beliefs if one.extra_cost < assumed and not one.belief.chooses]
    most = sorted(lower, key=lambda one: one.extra_cost)[:MOST_SENSITIVE]
    if not most:
        return ""
    left = "; ".join(f"{money(one.extra_cost)} with {one.belief.words}" for one in most)
    return f" What is left of the extra cost under other assumptions: {left}."


def _beliefs(solved: SolvedCut) -> list[str]:
    """Which beliefs turn the answer, and which of the others moves it most."""
    known = [one for one in solved.beliefs if not np.isnan(one.extra_cost)]
    lines = [
        f"The cut is as cheap as any plan with {one.belief.words}.{_anyway(one)}"
        for one in known
        if one.turns
    ]
    lines += [
        f"The cut is nearly the cheapest plan with {one.belief.words}: {_dearer(one)}.{_anyway(one)}"
        for one in known
        if one.is_near
    ]
    others = [one for one in known if not (one.turns or one.is_near)]
    if not lines:
        lines = ["None of these beliefs makes the cut the cheapest plan, or nearly so."]
    if others:
        least = min(others, key=lambda one: one.share)
        lines.append(f"Of the others, {least.belief.words} comes nearest: {_dearer(least)}.")
    return lines


def _dearer(one: Believed) -> str:
    return f"{money(one.extra_cost)} dearer ({one.share:.2%})"


def _anyway(one: Believed) -> str:
    """How many people the plan without the cut lays off under a belief, by itself."""
    return f" The plan without it lays off {one.lays_off:,.0f} then." if one.lays_off >= SMALL else ""


def _limits(solved: SolvedCut) -> list[str]:
    """What the answer does not say."""
    both = solved.compared
    lines = []
    if not np.isnan(both.figures.worth_threshold):
        lines.append(
            "The cents hold both plans as they are. Where undone work is worth so little, attrition would "
            "leave some undone too, so the cut needs a lower worth still."
        )
    if both.figures.positions_refilled >= SMALL:
        lines.append("Refilled counts positions. Whether the same people come back is not modelled.")
    lines += foreign_quits(solved.problem)
    if solved.problem.scenario.capability.scenario == FAST:
        lines.append(FAST_IS_TREND)
    planned = len(solved.problem.setting.firm.roles)
    small = f"{planned} roles stand for {solved.roles}, and small" if planned < solved.roles else "Small"
    lines.append(
        f"{small} AI systems are left out, for an answer in seconds. `reallocate plan` plans all of them; on "
        "seven industries the extra cost moved by at most 0.1% of the plan's cost, and the cents by a few."
    )
    return lines


AMOUNTS, METHOD, RESTS_ON, EXITS, ONCE, BREAK_EVEN = range(1, 7)
"""Places of the sentences of `cut_text` after its answer."""
EVERY_FIGURE = "The cut beside attrition, every figure"


def cut_or_wait(result: Result) -> Section:
    """The cut beside attrition; or that there is none to compare."""
    lines = text_of(result, "cut_or_wait")
    blocks: list[Block] = [Prose(tuple(lines[:1]), "lead")] if lines else []
    if not result.has("cut_or_wait"):
        return Section("cut-or-wait", "Cut or wait?", blocks or [Prose(("No cut is compared.",), "absent")])
    blocks += [
        result.picture("cut_exits"),
        result.picture("cut_cash"),
        *bullets([lines[place] for place in (AMOUNTS, ONCE, BREAK_EVEN, METHOD) if place < len(lines)]),
        _figures(result),
        *[Prose((line,), "note") for line in lines[BREAK_EVEN + 1 :]],
    ]
    return Section("cut-or-wait", "Cut or wait?", blocks)


def cut_rests_on(result: Result) -> list[Block]:
    """The assumptions that the extra cost of the cut rests on."""
    lines = text_of(result, "cut_or_wait")
    return [Prose((lines[RESTS_ON],))] if len(lines) > RESTS_ON else []


def _figures(result: Result) -> Block:
    """The whole comparison, on demand."""
    shown = cut_grid(result)
    return replace(shown, fold=EVERY_FIGURE) if isinstance(shown, Grid) else shown
