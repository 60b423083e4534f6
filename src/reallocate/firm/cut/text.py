"""A cut beside attrition in sentences: the answer, what would turn it, and what it does not say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from reallocate.firm.cut.model import Believed, Compared, CutOrWait, SolvedCut
from reallocate.firm.cut.tables import HEADLINE, NAME, compared
from reallocate.firm.model.inputs import DROP_WIDTHS
from reallocate.firm.model.options import Exits
from reallocate.firm.model.plan import PROVEN
from reallocate.firm.model.words import SMALL, money, months, most_dropped
from reallocate.firm.plan.solved import FREE, SolvedPlan, impossible_notes
from reallocate.firm.request.prepare import PlanProblem, exits_by_default, industry_codes, not_requested
from reallocate.kernel.blocks import Block, Bullets, Prose
from reallocate.kernel.number import with_minus
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.text import BULLETS, LEAD, NOTE, Text
from reallocate.kernel.units import MILLION
from reallocate.render.result import Result
from reallocate.work.capability import FAST, FAST_IS_TREND, figures_of_sectors, sectors_of

TEXT, IN_A_PLAN = Text(), Text()
"""The sentences of a cut; those further ones that a plan tells of the cut that it compares."""
_WITHOUT = "the plan without the cut"
_ATTRITION = "attrition"
DIGITS_PER_EXIT = 2
"""Of a cost per exit in a sentence: the price of undone work is a judgement, known to no more."""
_CENTS = 100
_GIVEN_UP = 0.1
"""[share of work] for which the price is told at which it is wanted no more."""
_QUITS = "quits_per_month"


@TEXT.sentence(NAME, HEADLINE, LEAD)
def answer(cut: SolvedCut) -> str:
    """What the cut costs more or less for each exit, and at which worth of undone work it pays."""
    both, quarters = cut.compared, cut.problem.scenario.periods
    decided, what = _decided(both), both.figures
    when = "now" if decided.quarter == 0 else f"in {quarters[decided.quarter]}"
    who = (
        "the same share of every role" if decided.pro_rata else "in the roles whose cut costs the firm least"
    )
    how = f"{' and keeping them closed' if decided.closed else ''}, {who},"
    count = f"{what.exits:,.0f} position{'s' * (round(what.exits) != 1)}"
    start = f"Cutting {count} {when}{how}"
    if abs(what.extra_cost) <= PROVEN * both.wait.objective:
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
        f" It pays only if the work left undone is worth less than about {what.worth_threshold * _CENTS:.0f} "
        "cents for each dollar that its hours cost in pay."
    )


@TEXT.sentence(NAME, HEADLINE)
def amounts(cut: SolvedCut) -> str:
    """What the cut costs more or less in all, and from when both have the same headcount."""
    return f"{_in_all(cut.compared)} {_ends(cut.compared, cut.problem.scenario.periods)}"


def _in_all(both: Compared) -> str:
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


@TEXT.sentence(NAME, HEADLINE)
def method(cut: SolvedCut) -> str:
    """What follows from the method, and what is a finding."""
    both = cut.compared
    lays_off = both.figures.best_plan_lays_off
    does = f"lays off {lays_off:,.0f}" if lays_off >= SMALL else "lays nobody off"
    free = "Attrition here is the plan without the cut: it may choose any measure, layoffs too"
    if both.figures.extra_cost < -PROVEN * both.wait.objective:
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


@TEXT.sentence(NAME, HEADLINE)
def rests_on(cut: SolvedCut) -> str:
    """The assumptions that the extra cost rests on, each with its value."""
    both = cut.compared
    p = both.cut.inputs.options.parameters
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
            f"Customers give up work first as it grows dear: {_GIVEN_UP:.0%} less if it costs "
            f"{(1 - _GIVEN_UP) ** (-1 / response):.2g} times as much (price response {response:g})."
        )
    if not _decided(both).closed:
        lines.append(
            "A cut role may be hired into at once."
            if pause < 1
            else f"{_pause_in_words(p)} for {_quarters(pause)}: an assumption."
        )
    idle = f"{slack:.0%} idle hours" if slack > 0 else "no idle hours"
    lines.append(f"The firm starts with {idle}, and {p['quits_per_month']:.1%} of people quit a month.")
    lines.append(_each(both))
    return f"{' '.join(lines)}{_sensitive(cut)}"


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


def _sensitive(cut: SolvedCut) -> str:
    """The beliefs that lower the extra cost most, with what is left of it."""
    assumed = cut.compared.figures.extra_cost
    lower = [one for one in cut.beliefs if one.extra_cost < assumed and not one.belief.chooses]
    most = sorted(lower, key=lambda one: one.extra_cost)[:_MOST_SENSITIVE]
    if not most:
        return ""
    left = "; ".join(f"{money(one.extra_cost)} with {one.belief.words}" for one in most)
    return f" What is left of the extra cost under other assumptions: {left}."


@TEXT.sentence(NAME, HEADLINE)
def exits(cut: SolvedCut) -> str:
    """Where the exits go: refilled, quits that would have come, positions saved, layoffs that come anyway."""
    what = cut.compared.figures
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


@TEXT.sentence(NAME, HEADLINE)
def once(cut: SolvedCut) -> str:
    """The one-off cost, and the worst quarter."""
    what = cut.compared.figures
    each = _dollars(what.extra_one_off * MILLION / what.exits)
    cost = f"The one-off cost of the cut is {_extra(what.extra_one_off)}, about {each} per exit."
    if what.extra_undone < SMALL:
        return cost
    return f"{cost} In the worst quarter {most_dropped(cut.compared.cut):.1%} of all work is left undone."


@TEXT.sentence(NAME, HEADLINE)
def break_even(cut: SolvedCut) -> str:
    """From which month on cash alone breaks even, with the cut and with attrition."""
    first, wait = (one.cash.break_even_month for one in cut.compared.savings)
    both_months = f"{_month(first)} with the cut and {_month(wait)} with attrition"
    text = f"Against the baseline, cash alone breaks even {both_months}"
    sooner = not np.isnan(first) and (np.isnan(wait) or first < wait)
    if sooner and cut.compared.figures.extra_undone >= SMALL:
        text += ". The cut is sooner because empty positions save pay while their work is left undone"
    return f"{text}."


def _month(value: float) -> str:
    if np.isnan(value):
        return "not within the plan"
    return f"after {months(value)}" if value > 0 else "from the start"


def foreign_quits(problem: PlanProblem) -> list[str]:
    """That the rate of quits is a sector's of some years ago, where it is."""
    p, scenario = problem.setting.options.parameters, problem.scenario
    sector = figures_of_sectors(sectors_of(industry_codes(problem.world, scenario)), Parameters.default())
    if _QUITS in scenario.parameters or _QUITS not in sector:
        return []
    return [
        f"Quits of {p[_QUITS]:.1%} a month are the {sector[_QUITS][1]}. Newer rates by sector are not "
        "available; over all industries quits fell from 2.3% in 2019 to 2.1% in July 2024. Your own rate "
        f"({_QUITS}) decides how far attrition can replace layoffs."
    ]


def _decided(both: Compared) -> Exits:
    exits = both.cut.inputs.options.exits
    assert exits is not None
    return exits


def _other(what: CutOrWait) -> str:
    """What the cut is compared with, by name."""
    return _WITHOUT if np.isnan(what.same_headcount_after) else _ATTRITION


def _extra_per_exit(cost: float) -> str:
    return f"about {_dollars(cost)} {'more' if cost >= 0 else 'less'}"


def _dollars(cost: float) -> str:
    """An amount for each person, to the digits that it is worth [USD]."""
    return f"USD {float(f'{abs(cost):.{DIGITS_PER_EXIT - 1}e}'):,.0f}"


def _extra(value: float) -> str:
    return f"{money(abs(value))} {'more' if value >= 0 else 'less'}"


_MOST_SENSITIVE = 3
"""Other assumptions that are told beside those that the answer rests on."""


@IN_A_PLAN.sentence(NAME)
def elsewhere(cut: SolvedCut) -> str:
    """What the command for a cut alone says further."""
    return (
        "Cut or wait (`reallocate cut`) shows what is left of the extra cost under other assumptions, such "
        "as cut positions refilled at once. It groups small roles, so its extra cost differs a little from "
        "this one."
    )


@IN_A_PLAN.sentence(NAME)
@TEXT.sentence("requested", HEADLINE, after="range_over_beliefs")
def requested(cut: SolvedCut) -> str:
    """That the cut was not asked for, where it was not."""
    return "" if cut.requested else not_requested(cut.problem.scenario)


@TEXT.sentence("beliefs", "beliefs")
def beliefs(cut: SolvedCut) -> list[str]:
    """Which beliefs turn the answer, and which of the others moves it most."""
    known = [one for one in cut.beliefs if not np.isnan(one.extra_cost)]
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


@TEXT.sentence("limits", "limits", BULLETS)
def limits(cut: SolvedCut) -> list[str]:
    """What the answer does not say."""
    both = cut.compared
    lines = []
    if not np.isnan(both.figures.worth_threshold):
        lines.append(
            "The cents hold both plans as they are. Where undone work is worth so little, attrition would "
            "leave some undone too, so the cut needs a lower worth still."
        )
    if both.figures.positions_refilled >= SMALL:
        lines.append("Refilled counts positions. Whether the same people come back is not modelled.")
    lines += foreign_quits(cut.problem)
    if cut.problem.scenario.capability.scenario == FAST:
        lines.append(FAST_IS_TREND)
    planned = len(cut.problem.setting.firm.roles)
    small = f"{planned} roles stand for {cut.roles}, and small" if planned < cut.roles else "Small"
    lines.append(
        f"{small} AI systems are left out, for an answer in seconds. `reallocate plan` plans all of them; on "
        "seven industries the extra cost moved by at most 0.1% of the plan's cost, and the cents by a few."
    )
    return lines


@TEXT.sentence("notes", "limits", NOTE)
def notes(cut: SolvedCut) -> list[str]:
    """How the firm was put together."""
    return [note.sentence for note in cut.problem.notes]


def cut_sentences(solved: SolvedPlan) -> dict[str, list[str]]:
    """The cut beside attrition as a plan tells it, by name; or only that there is no cut to compare."""
    both = compared(solved)
    if both is None:
        return {"answer": [_no_cut(solved)]}
    is_requested = solved.problem.setting.options.exits is not None
    cut = SolvedCut(solved.problem, is_requested, both, (), len(both.cut.inputs.roles))
    return {**TEXT.part(NAME, cut), **IN_A_PLAN.part(NAME, cut)}


def _no_cut(solved: SolvedPlan) -> str:
    """Why there is nothing to compare."""
    if solved.problem.setting.options.exits is not None:
        why = solved.cases.impossible.get(FREE, "")
        return f"There is no plan without the cut to compare it with. {' '.join(why.split())}".strip()
    people = solved.problem.setting.firm.headcount
    if exits_by_default(solved.problem.scenario, people) < 1:
        few = f"a tenth of {people:,.3g} positions is less than one person"
        return f"The firm is too small for a statement on a cut: {few}."
    notes = [
        f"{name}: {why}" for name, why in impossible_notes(solved.cases.impossible).items() if "exits" in name
    ]
    return f"There is no cut to compare with attrition. {' '.join(notes[:1])}".strip()


@IN_A_PLAN.block("cut-or-wait")
def cut_or_wait(result: Result) -> list[Block]:
    """The cut beside attrition; or that there is none to compare."""
    lead = TEXT.picked(result.text, "answer")
    blocks: list[Block] = [Prose(lead, LEAD)] if lead else []
    if not result.has(NAME):
        return blocks or [Prose(("No cut is compared.",), "absent")]
    told, further = ("amounts", "once", "break_even", "method"), ("elsewhere", "requested")
    return [
        *blocks,
        result.picture("cut_exits"),
        result.picture("cut_cash"),
        Bullets(TEXT.picked(result.text, *told)),
        result.grid(NAME, fold="The cut beside attrition, every figure"),
        *[Prose((line,), NOTE) for line in IN_A_PLAN.picked(result.text, *further)],
    ]
