"""A cut in sentences: what haste, size and AI come to, what turns it, and what it does not say."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from reallocate.data.country import country
from reallocate.firm.cut.model import Compared, Pair, Steps, share_of_customers
from reallocate.firm.cut.tables import DIGITS_PER_EXIT, HEADLINE, NAME, compared
from reallocate.firm.cut.turns import PAY_ENDS, Changed, SolvedCut
from reallocate.firm.model.plan import PROVEN, undone_share
from reallocate.firm.model.words import SMALL, money, months
from reallocate.firm.plan.calendar import Laid, calendar_rows, calendar_sentences
from reallocate.firm.plan.money import saving
from reallocate.firm.plan.solved import FREE, FREEZE, SolvedPlan, impossible_notes
from reallocate.firm.request.prepare import PlanProblem, exits_by_default, firm_sectors, not_requested
from reallocate.kernel.blocks import Block, Bullets, Prose
from reallocate.kernel.money import shown_money
from reallocate.kernel.number import listed, rounded
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.text import BULLETS, LEAD, NOTE, Text
from reallocate.kernel.units import MILLION
from reallocate.render.result import Result
from reallocate.work.capability import FAST, FAST_IS_TREND, figures_of_sectors

TEXT, IN_A_PLAN = Text(), Text()
"""The sentences of a cut; those further ones that a plan tells of the cut that it takes apart."""
_QUITS = "quits_per_month"
_GRADES = {
    "A": "published",
    "B": "published",
    "C": "from secondary sources",
    "X": "computed from published figures",
    "J": "a judgement",
    "own": "your figure",
}
"""Grade of evidence -> in words."""
_SEEN, _NOTHING = 5e-4, 5e-3
"""[share of work], [USD million] Below which a figure would be written as zero."""
_MUCH = 1 / 3
"""[share of haste] Beyond which it is said that quits after layoffs come whatever the size of the cut."""
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@TEXT.sentence(NAME, HEADLINE, LEAD)
def answer(cut: SolvedCut) -> str:
    """What laying off costs more or less than quits, for each exit, and how long quits take."""
    return first_answer(cut.problem, cut.compared)


def first_answer(problem: PlanProblem, both: Pair) -> str:
    """The same, as soon as its two plans are solved.

    problem : the firm
    both : the cut and the plan that stops refilling
    """
    when = _when(problem, both)
    haste, size = both.haste_per_exit, f"{both.size:,.0f} positions"
    if both.sizes_differ:
        end = float(both.freeze.positions[-1])
        return (
            f"By quits alone the firm has {end:,.0f} positions at the end, not {both.size:,.0f}. Laying off"
            f"{_who(both)} {when}costs {_dearer(haste)} for each person: the cut against a freeze, "
            "which end at unequal sizes."
        )
    how = f"{_capital(when)}layoffs{_who(both)}" if when else f"Layoffs{_who(both)}"
    takes = f"which take {_quarters(both.quarters_to_size)}{_until(both)}"
    if abs(both.haste.cost) <= PROVEN * both.freeze.objective:
        return f"{how} reach {size} at the same cost as quits, {takes}."
    word = "dearer" if haste > 0 else "cheaper"
    return f"{how} reach {size} {_dollars(haste)} a person {word} than quits, {takes}."


def _when(problem: PlanProblem, both: Pair) -> str:
    """The quarter of a cut that is not made now; with a space behind it."""
    quarter = both.exits.quarter
    return f"in {problem.scenario.periods[quarter]} " if quarter else ""


def _who(both: Pair) -> str:
    return "" if both.exits.pro_rata else " in the roles whose cut costs least"


def _until(both: Pair) -> str:
    """That the positions come back, where they do."""
    kept = both.exits.kept
    return "" if kept is None else f"; {_quarters(kept)} after the cut positions may be refilled"


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _quarters(count: float) -> str:
    number = _NUMBERS[round(count)] if count < len(_NUMBERS) else f"{count:,.0f}"
    return f"{number} quarter{'s' * (round(count) != 1)}"


@TEXT.sentence(NAME, HEADLINE)
def of_it_cash(cut: SolvedCut) -> str:
    """How much of haste is cash, and for what."""
    haste, exits = cut.compared.steps.haste, cut.compared.exits.count
    cash, undone = (_dollars(value * MILLION / exits) for value in (haste.cash, haste.undone))
    if haste.cost > 0 and haste.cash > 0:
        return f"{cash} of it is cash: severance and notice, then hiring for quits that would have made room."
    if haste.cost > 0:
        return f"In cash alone laying off saves {cash} a person; what it leaves undone is worth {undone}."
    saved = f"In cash it {'saves' if haste.cash <= 0 else 'costs'} {cash} a person"
    return f"{saved}: pay that would go on until enough people quit, less severance, notice and hiring."


@TEXT.sentence(NAME, HEADLINE)
def whether(cut: SolvedCut) -> str:
    """That the size is another question, with what it gives back of what AI saves."""
    both = cut.compared
    right, steps = f"Whether {both.size:,.0f} is right is another question", both.steps
    if -steps.ai.cost < _NOTHING:
        return (
            f"{right}: staying there costs {_amount(steps.size.cost)} if the work given up is worth what "
            "it is priced at."
        )
    size, saved = _amount(steps.size.cost), f"{money(-steps.ai.cost)} that {_what_saves(both)} saves"
    how = f"gives back {size} of the" if steps.size.cost <= -steps.ai.cost else f"costs {size}, more than the"
    return f"{right}: it {how} {saved} with {_laid_off(both)}."


@TEXT.sentence(NAME, HEADLINE)
def together(cut: SolvedCut) -> str:
    """The cut against doing nothing, with AI's share of it."""
    both, steps = cut.compared, cut.compared.steps
    costs, whole = steps.together.cost >= 0, money(abs(steps.together.cost))
    by_ai = "" if costs or steps.haste.cost < 0 or _lays_off(both) else ", all of it by AI"
    parts = _size_and_haste(steps)
    if abs(steps.ai.cost) >= _NOTHING:
        beside = f", with {_laid_off(both)}," if _lays_off(both) else ""
        word = "saves" if steps.ai.cost <= 0 else "costs"
        parts = f"{_what_saves(both)}{beside} {word} {money(abs(steps.ai.cost))}, {parts}"
    return f"Against doing nothing the cut {'costs' if costs else 'saves'} {whole}{by_ai}: {parts}."


def _lays_off(both: Compared) -> bool:
    """Whether the plan without the cut lays people off by itself."""
    return float(both.free.layoffs.sum()) >= SMALL


def _what_saves(both: Compared) -> str:
    """AI; or the cheapest plan, where some of what it saves is the pay of people without work."""
    return "the cheapest plan" if _lays_off(both) else "AI"


def _laid_off(both: Compared) -> str:
    return f"{both.free.layoffs.sum():,.0f} laid off" if _lays_off(both) else "nobody laid off"


def _size_and_haste(steps: Steps) -> str:
    """What the smaller size and laying off give back, or save."""
    size, haste = steps.size.cost, steps.haste.cost
    words = [f"{'gives back' if cost >= 0 else 'saves'} {_amount(abs(cost))}" for cost in (size, haste)]
    if haste >= 0 <= size:
        words[1] = _amount(haste)
    return f"the smaller size {words[0]} and laying off {words[1]}"


@TEXT.sentence(NAME, HEADLINE)
def ai_last(cut: SolvedCut) -> str:
    """What the same cut costs without further AI; nothing where that was not solved, or there is none."""
    last = cut.compared.steps_ai_last
    if last is None or -cut.compared.steps.ai.cost < _NOTHING:
        return ""
    alone = last.size.cost + last.haste.cost
    word = "cost" if alone >= 0 else "save"
    each = (("the smaller size", last.size.cost), ("laying off", last.haste.cost))
    parts = " and ".join(
        f"{_amount(cost)} for {what}" if cost >= 0 else f"{_amount(-cost)} saved by {what}"
        for what, cost in each
    )
    return f"Without further AI the same cut would {word} {money(abs(alone))}: {parts}."


@TEXT.sentence(NAME, HEADLINE)
def method(cut: SolvedCut) -> str:
    """Which signs are built in, and which is found."""
    both = cut.compared
    # Limits of the firm may hold for AI and not for doing nothing; then AI can cost.
    built_in = "AI can only save and size can only cost" if both.steps.ai.cost <= 0 else "Size can only cost"
    last = both.steps_ai_last
    if last is not None and last.size.cost < -_NOTHING:
        built_in = "With AI first, AI can only save and size can only cost"
    text = f"{built_in}, by the way they are asked. Haste could have come out either way."
    low, high = (_either(end * MILLION / both.exits.count) for end in both.haste_bounds)
    if low == high:
        return text
    within = max(both.cut.unproven, both.freeze.unproven)
    return (
        f"{text} The plans are within {within:.2g}% of a bound on their cost: haste is {low} to {high} a "
        "person."
    )


@TEXT.sentence(NAME, HEADLINE)
def undone(cut: SolvedCut) -> str:
    """How much work both leave undone in their worst quarter."""
    freeze, quick = (float(undone_share(one).max()) for one in (cut.compared.freeze, cut.compared.cut))
    if max(freeze, quick) < _SEEN:
        return "Neither leaves work undone."
    return f"Both leave work undone: {freeze:.1%} in the worst quarter, {quick:.1%} with layoffs."


@TEXT.sentence(NAME, HEADLINE)
def threshold(cut: SolvedCut) -> str:
    """Below which worth of the work that is given up the size pays; nothing where that means nothing."""
    both = cut.compared
    freeze, quick = both.thresholds
    if np.isnan(freeze):
        return ""
    lower = "" if np.isnan(quick) else f"; with layoffs, less than {quick:.2f}"
    shown = shown_money()
    pays = (
        f"The smaller size pays only if work that costs a {shown.noun} and is given up is worth less than "
        f"{shown.before}{freeze:.2f}{lower}."
    )
    by_demand = share_of_customers(both.freeze, both.free)
    if by_demand < 0.5:
        return f"{pays} Its worth is priced by a judgement."
    return (
        f"{pays} {by_demand:.0%} of it is work that customers give up as it grows dear, or that cheaper AI "
        "would have added: its worth is read off how customers react to price."
    )


@TEXT.sentence(NAME, HEADLINE)
def break_even(cut: SolvedCut) -> str:
    """From which month on cash alone breaks even, with layoffs and by quits."""
    both = cut.compared
    first, wait = (saving(one, both.base).cash.break_even_month for one in (both.cut, both.freeze))
    return (
        f"Against doing nothing, cash alone breaks even {_month(first)} with layoffs and {_month(wait)} by "
        "quits; cash counts no undone work."
    )


def _month(value: float) -> str:
    if np.isnan(value):
        return "not within the plan"
    return f"after {months(value)}" if value > 0 else "from the start"


@TEXT.sentence(NAME, HEADLINE)
def bears(cut: SolvedCut) -> str:
    """What those who are laid off lose, which is no part of haste."""
    p = cut.compared.cut.inputs.options.parameters
    undone = max(float(undone_share(one).max()) for one in (cut.compared.freeze, cut.compared.cut))
    others = " Customers go without the work left undone." if undone >= _SEEN else ""
    return f"The firm pays haste. Those laid off lose {years_of_pay(p)}, which is not in it.{others}"


def years_of_pay(p: Parameters) -> str:
    """What each of those who are laid off loses, with range and grade."""
    about = p.about("laid_off_pay_lost")
    grade = _GRADES[about.grade.value]
    return f"about {about.value:g} years of pay each ({about.low:g} to {about.high:g}; {grade})"


def _amount(million: float) -> str:
    """An amount in words, "nothing" where it would be written as zero; [USD million]."""
    return money(million) if abs(million) >= _NOTHING else "nothing"


def _dearer(cost: float) -> str:
    return f"{_dollars(cost)} {'more' if cost >= 0 else 'less'}"


def _either(cost: float) -> str:
    return f"{'−' if cost < 0 else ''}{_dollars(cost)}"


def _dollars(cost: float) -> str:
    """An amount for each person, to the digits that it is worth [USD]."""
    shown = shown_money()
    return f"{shown.before}{float(str(rounded(abs(shown.of(cost)), DIGITS_PER_EXIT))):,.0f}"


@IN_A_PLAN.sentence(NAME)
def elsewhere(cut: SolvedCut) -> str:
    """What the command for a cut alone says further."""
    return (
        "Cut or wait (`reallocate cut`) shows what turns this, such as idle hours, and the same without "
        "further AI."
    )


@IN_A_PLAN.sentence(NAME)
def council_asks(cut: SolvedCut) -> str:
    """What those who are heard may ask of who has decided on a size."""
    both = cut.compared
    return (
        f"To reach {both.size:,.0f} positions, laying off {both.exits.count:,.0f} now costs "
        f"{_dearer(both.haste_per_exit)} for each person than stopping refills. The size is set by the "
        f"question, not found. Ask the employer: why {both.size:,.0f}, and how many hours are idle, measured "
        "how?"
    )


@IN_A_PLAN.sentence(NAME)
@TEXT.sentence("requested", HEADLINE)
def requested(cut: SolvedCut) -> str:
    """That the cut was not asked for, where it was not."""
    return "" if cut.requested else not_requested(cut.problem.scenario)


@TEXT.sentence("calendar", "quarters")
def consulted(cut: SolvedCut) -> list[str]:
    """Who is consulted from when, and from when people leave; nothing where no law says it."""
    if cut.problem.exit_start is None:
        return []
    laid = Laid(cut.problem, cut.compared.cut)
    return calendar_sentences(laid, pd.DataFrame(calendar_rows(laid)))


@TEXT.sentence("turns", "turns")
def idle(cut: SolvedCut) -> str:
    """Beyond how many idle hours laying off is the cheaper way, and sooner where few people quit."""
    tried = [one.change.idle for one in cut.turns if not np.isnan(one.change.idle)]
    if not tried:
        return ""
    most, few = max(tried), next(one for one in cut.turns if one.change.name == "idle_few_quits")
    sooner = ""
    if not np.isnan(few.haste):
        word = "saves" if few.haste < 0 else "costs"
        sooner = f" With {few.change.words} laying off {word} {_dollars(few.haste)} a person."
    if np.isnan(cut.turning_idle):
        return f"Up to {most:.0%} idle hours stopping refills stays the cheaper way.{sooner}"
    if cut.compared.haste_per_exit <= 0:
        return f"Laying off is the cheaper way as assumed.{sooner}"
    return f"Beyond {cut.turning_idle:.0%} idle hours layoffs pay.{sooner}"


@TEXT.sentence("turns", "turns")
def moves(cut: SolvedCut) -> list[str]:
    """What moves haste, and what moves size, found by solving again."""
    by_name = {one.change.name: one for one in cut.turns}
    if not by_name:
        return []
    pairs = (
        ("hiring and training", "cheap_hires", "dear_hires"),
        ("severance", "low_severance", "high_severance"),
        ("how many people quit", "few_quits", "many_quits"),
        ("how customers react", "low_response", "high_response"),
    )
    ends = {words: (by_name[low], by_name[high]) for words, low, high in pairs}
    hastes = sorted(ends.items(), key=lambda item: -_spread([one.haste for one in item[1]]))
    told = "; ".join(f"{words} {_range(each, 'haste')}" for words, each in hastes[:2])
    words, each = max(ends.items(), key=lambda item: _spread([one.size for one in item[1]]))
    sizes = sorted(one.size for one in each)
    size = cut.compared.steps.size.cost
    return [
        f"What moves haste most: {told} a person; without paid notice {_either(by_name['no_notice'].haste)}. "
        "Severance by industry is not published, so its range stands.",
        f"What moves size most is {words}: {money(sizes[0])} to {money(sizes[1])}, not {money(size)}.",
    ]


@TEXT.sentence("turns", "turns")
def pay_moved(cut: SolvedCut) -> list[str]:
    """By how much published pay was moved to this year, and what its two ends do."""
    by_name = {one.change.name: one for one in cut.turns}
    by = country(cut.problem.world.country).pay_moved
    if by is None or PAY_ENDS[0].name not in by_name:
        return []
    low, high = (by_name[one.name] for one in PAY_ENDS)
    least, most = sorted((low.size, high.size))
    return [
        f"Published pay is older than this year and was multiplied by {by.value:g} (grade {by.grade}: "
        f"{by.source}). At {by.low:g} and {by.high:g} haste is {_range((low, high), 'haste')} a person, and "
        f"the smaller size gives back {money(least)} to {money(most)}."
    ]


def _spread(ends: Sequence[float]) -> float:
    return 0.0 if np.isnan(ends).any() else max(ends) - min(ends)


def _range(ends: tuple[Changed, Changed], name: str) -> str:
    low, high = sorted(getattr(one, name) for one in ends)
    return f"{_either(low)} to {_either(high)}"


def foreign_quits(problem: PlanProblem) -> list[str]:
    """That the rate of quits is a sector's of some years ago, where it is."""
    p, scenario = problem.setting.options.parameters, problem.scenario
    sector = figures_of_sectors(firm_sectors(problem.world, scenario), Parameters.default())
    national = country(problem.world.country).figures
    if _QUITS in scenario.parameters or _QUITS not in sector or _QUITS in national:
        return []
    return [
        f"Quits of {p[_QUITS]:.1%} a month are the {sector[_QUITS][1]}. Newer rates by sector are not "
        "available; over all industries quits fell from 2.3% in 2019 to 2.1% in July 2024. Your own rate "
        f"({_QUITS}) decides how far attrition can replace layoffs."
    ]


@TEXT.sentence("limits", "limits", BULLETS)
def quits_as_they_come(cut: SolvedCut) -> str:
    """That nobody chooses who quits."""
    return "Nobody chooses who quits, and too much work makes nobody quit here."


@TEXT.sentence("limits", "limits", BULLETS)
def those_who_stay(cut: SolvedCut) -> str:
    """What a quarter of lower output of those who stay would add."""
    both = cut.compared
    i, p = both.cut.inputs, both.cut.inputs.options.parameters
    stay = float(i.loaded_cost @ i.headcount) * (1 - both.exits.count / float(i.headcount.sum()))
    about = p.about("output_lost_after_layoffs")
    lower = about.value * stay * MILLION / both.exits.count
    return (
        f"Those who stay work as before here. One quarter of {about.value:.0%} lower output, as in a call "
        f"centre (Heinz et al. 2020), would add {_dollars(lower)} a person."
    )


@TEXT.sentence("limits", "limits", BULLETS)
def worth_not_measured(cut: SolvedCut) -> str:
    """That nobody has measured what the closed work is worth."""
    return "Size pays where the closed work is worth less than about its cost; nobody has measured yours."


@TEXT.sentence("limits", "limits", BULLETS)
def limits(cut: SolvedCut) -> list[str]:
    """What else the answer does not say."""
    both = cut.compared
    i, p = both.cut.inputs, both.cut.inputs.options.parameters
    lines = foreign_quits(cut.problem)
    lump = both.haste_by_kind["induced_quits"]
    if lump > both.steps.haste.cost * _MUCH > 0:
        lines.append(
            "Layoffs make people quit who were wanted, however few are laid off "
            f"({p['induced_quits']:.1%} of all, Trevor and Nyberg 2008): in a cut this small that is "
            f"{money(lump)} of haste."
        )
    if cut.problem.scenario.capability.scenario == FAST:
        lines.append(FAST_IS_TREND)
    if 0 < cut.grouped < len(i.roles) - 1:
        lines.append(
            f"What turns it was solved on {cut.grouped} groups of roles; the steps on all "
            f"{len(i.roles) - 1} roles."
        )
    return lines


@TEXT.sentence("notes", "limits", NOTE)
def notes(cut: SolvedCut) -> list[str]:
    """How the firm was put together."""
    return [note.sentence for note in cut.problem.notes]


def cut_sentences(solved: SolvedPlan) -> dict[str, list[str]]:
    """The cut taken apart as a plan tells it, by name; or only that there is no cut to compare."""
    both = compared(solved)
    if both is None:
        return {"answer": [_no_cut(solved)]}
    is_requested = solved.problem.setting.options.exits is not None
    cut = SolvedCut(solved.problem, is_requested, both)
    return {**TEXT.part(NAME, cut), **IN_A_PLAN.part(NAME, cut)}


def _no_cut(solved: SolvedPlan) -> str:
    """Why there is nothing to compare."""
    impossible = solved.cases.impossible
    if solved.problem.setting.options.exits is not None:
        why = impossible.get(FREE, impossible.get(FREEZE, ""))
        return f"There is no plan without the cut to compare it with. {' '.join(why.split())}".strip()
    people = solved.problem.setting.firm.headcount
    if exits_by_default(solved.problem.scenario, people) < 1:
        few = f"a tenth of {people:,.3g} positions is less than one person"
        return f"The firm is too small for a statement on a cut: {few}."
    count = exits_by_default(solved.problem.scenario, people)
    if sets := solved.cases.ruled_out:
        kept = "; nor ".join(listed([f"“{words}”" for _, words in one]) for one in sets)
        return (
            f"No cut is compared: with {count:,.0f} positions cut now, no plan keeps {kept}. Loosen "
            f"{_which(sets)}, and the plan shows what a cut costs."
        )
    whys = [why for name, why in impossible_notes(impossible).items() if "exits" in name or name == FREEZE]
    why = whys[0].rpartition(": ")[2] if whys else "no plan was found."
    return f"No cut is compared. With {count:,.0f} positions cut now, {why}"


def _which(sets: Sequence[Sequence[tuple[str, str]]]) -> str:
    """What to loosen of promises that rule a cut out."""
    several = max(map(len, sets)) > 1
    if len(sets) > 1:
        return "one of each" if several else "each"
    return "one of them" if several else "it"


@IN_A_PLAN.block("near/plans")
def four_plans(result: Result) -> list[Block]:
    """The four plans in every figure, and how to read them."""
    if not result.has(NAME):
        return []
    return [
        Bullets(TEXT.picked(result.text, "together", "method", "undone", "threshold", "bears")),
        *[Prose((line,), NOTE) for line in IN_A_PLAN.picked(result.text, "elsewhere")],
    ]
