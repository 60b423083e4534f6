"""What the two-page sheets of a cut say: findings, questions to the employer, decisions asked for."""

from __future__ import annotations

import numpy as np

from reallocate.firm.cut.model import Compared
from reallocate.firm.cut.sheet_tables import after
from reallocate.firm.cut.text import years_of_pay
from reallocate.firm.cut.turns import SolvedCut
from reallocate.firm.model.plan import undone_share
from reallocate.firm.model.words import SMALL
from reallocate.kernel.money import shown_money
from reallocate.kernel.text import Text
from reallocate.kernel.units import MILLION, QUARTERS_A_YEAR
from reallocate.roster.disclosure import MOST_FIGURES, money_figures, to_figures

SHEET = Text()
"""The sentences of the sheets."""
_PART = "sheet"
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_ORDINALS = ("first", "second", "third", "fourth")
_NOTHING = 5e-3
"""[USD million] Less is nothing."""


def a_person(usd: float, figures: int = MOST_FIGURES) -> str:
    """An amount for each person, without a sign: $119,000.

    figures : significant ones that it is rounded to
    """
    shown = shown_money()
    return f"{shown.sign}{to_figures(abs(shown.of(usd)), figures):,.0f}"


def million(amount: float, figures: int = 0) -> str:
    """An amount without a sign: $237 million; [USD million].

    figures : significant ones that it is rounded to; as many as are written where none are named
    """
    size, sign = abs(shown_money().of(amount)), shown_money().sign
    size = to_figures(size, figures) if figures else size
    if size < _NOTHING:
        return "nothing"
    if size >= 1000:
        return f"{sign}{size / 1000:,.1f} billion"
    return f"{sign}{size:,.0f} million" if size >= 10 else f"{sign}{size:,.1f} million"


def quarter_of(period: str) -> str:
    """A quarter in words: the third quarter of 2027."""
    year, _, quarter = period.partition(" Q")
    return f"the {_ORDINALS[int(quarter) - 1]} quarter of {year}"


def counted_quarters(count: float) -> str:
    """A number of quarters in words."""
    number = _NUMBERS[round(count)] if count < len(_NUMBERS) else f"{count:,.0f}"
    return f"{number} quarter{'s' * (round(count) != 1)}"


def reached(cut: SolvedCut) -> str:
    """The quarter at whose end quits alone have made the firm as small; "" where not within the plan."""
    both, periods = cut.compared, cut.problem.scenario.periods
    if both.sizes_differ:
        return ""
    return periods[min(both.exits.quarter + round(both.quarters_to_size) - 1, len(periods) - 1)]


def _cash_a_person(both: Compared) -> float:
    return both.steps.haste.cash * MILLION / both.exits.count


def shared_figures(cut: SolvedCut) -> int:
    """Significant figures of money on sheets of a personnel file; none where no file is behind the cut."""
    if not cut.problem.privacy:
        return 0
    return money_figures(float(cut.compared.cut.inputs.headcount.sum()))


def _each(cut: SolvedCut, usd: float) -> str:
    """An amount for each person, as finely as it may be shared."""
    return a_person(usd, shared_figures(cut) or MOST_FIGURES)


def _in_all(cut: SolvedCut, amount: float) -> str:
    """An amount in all, as finely as it may be shared; [USD million]."""
    return million(amount, shared_figures(cut))


def _dearer(cut: SolvedCut, usd: float) -> str:
    return f"{_each(cut, usd)} a person {'more' if usd >= 0 else 'less'}"


@SHEET.sentence(_PART)
def council_finding(cut: SolvedCut) -> str:
    """What laying off costs more than waiting for the same size."""
    both = cut.compared
    if both.sizes_differ:
        end = float(both.freeze.positions[-1])
        return (
            f"By quits alone the firm has {end:,.0f} positions at the end, not {both.size:,.0f}. Laying off "
            f"{both.exits.count:,.0f} costs {_dearer(cut, both.haste_per_exit)}."
        )
    return (
        f"To reach {both.size:,.0f} positions, laying off {both.exits.count:,.0f} now costs "
        f"{_dearer(cut, both.haste_per_exit)} than stopping refills."
    )


@SHEET.sentence(_PART)
def quits_get_there(cut: SolvedCut) -> str:
    """By when quits alone reach the size, and that nobody is laid off."""
    both = cut.compared
    if both.sizes_differ:
        return "Quits alone do not get there within the plan."
    nobody = ", and nobody is laid off" if float(both.freeze.layoffs.sum()) < SMALL else ""
    return (
        f"Quits alone get there by the end of {quarter_of(reached(cut))}, within "
        f"{counted_quarters(both.quarters_to_size)}{nobody}."
    )


@SHEET.sentence(_PART)
def not_smaller(cut: SolvedCut) -> str:
    """That the cut makes no smaller firm than waiting does; nothing where that is not so."""
    both = cut.compared
    ends = abs(float(both.cut.positions[-1] - both.freeze.positions[-1])) < SMALL + 5e-3 * both.size
    if both.sizes_differ or not ends or both.quarters_to_size <= 1:
        return ""
    return (
        f"Cutting {both.exits.count:,.0f} positions now would not make the firm smaller: by "
        f"{quarter_of(reached(cut))} it is the same size if quits are not refilled."
    )


@SHEET.sentence(_PART)
def of_the_difference(cut: SolvedCut) -> str:
    """How much of the difference is cash."""
    cash = _cash_a_person(cut.compared)
    if cash >= 0:
        return f"{a_person(cash)} of the difference is cash."
    return f"In cash alone laying off saves {a_person(cash)} a person."


@SHEET.sentence(_PART)
def pays_beyond(cut: SolvedCut) -> str:
    """Beyond how many idle hours laying off is the cheaper way; nothing where that was not solved."""
    tried = [one.change.idle for one in cut.turns if not np.isnan(one.change.idle)]
    if not tried:
        return ""
    if cut.compared.haste_per_exit <= 0:
        return "Laying off is the cheaper way as assumed."
    if np.isnan(cut.turning_idle):
        return f"Up to {max(tried):.0%} idle hours waiting stays the cheaper way."
    return f"Layoffs pay only beyond {cut.turning_idle:.0%} idle hours."


@SHEET.sentence(_PART)
def board_finding(cut: SolvedCut) -> str:
    """Which way is cheaper, and by how much in all."""
    both = cut.compared
    haste, size = both.steps.haste.cost, f"{both.size:,.0f} positions"
    costs = _in_all(cut, haste)
    if both.sizes_differ:
        return council_finding(cut)
    if haste < 0:
        return (
            f"Laying off {both.exits.count:,.0f} now costs {costs} less than waiting for the same {size}."
        )
    return f"Wait for quits if the size is decided: laying off now costs {costs} more for the same {size}."


@SHEET.sentence(_PART)
def in_cash(cut: SolvedCut) -> str:
    """How much of what laying off costs more is cash."""
    cash = cut.compared.steps.haste.cash
    return f"In cash alone it is {_in_all(cut, cash)} {'more' if cash >= 0 else 'less'}."


@SHEET.sentence(_PART)
def size_gives_back(cut: SolvedCut) -> str:
    """What staying at the smaller size gives back of what AI saves."""
    both, steps = cut.compared, cut.compared.steps
    saved = f"the {_in_all(cut, steps.ai.cost)} that AI saves with nobody laid off"
    if -steps.ai.cost < _NOTHING:
        return f"Staying at {both.size:,.0f} costs {_in_all(cut, steps.size.cost)}."
    return (
        f"Whether {both.size:,.0f} is right is another question: staying there gives back "
        f"{_in_all(cut, steps.size.cost)} of {saved}."
    )


@SHEET.sentence(_PART)
def is_the_size_right(cut: SolvedCut) -> list[str]:
    """What the size costs, and the same without further AI."""
    both, steps = cut.compared, cut.compared.steps
    word = "gives back" if steps.haste.cost >= 0 else "saves"
    lines = [
        f"AI saves {_in_all(cut, steps.ai.cost)} with nobody laid off and ends with "
        f"{both.free.positions[-1]:,.0f} positions. Holding the firm at {both.size:,.0f} gives "
        f"{_in_all(cut, steps.size.cost)} of it back; laying off {word} "
        f"another {_in_all(cut, steps.haste.cost)}. The smaller size pays only where the work that is given "
        "up is worth less to customers than about what it costs."
    ]  # fmt: skip
    last = both.steps_ai_last
    if last is not None and -steps.ai.cost >= _NOTHING and not shared_figures(cut):
        alone = last.size.cost + last.haste.cost
        lines.append(
            f"Without further AI the same cut would {'cost' if alone >= 0 else 'save'} {million(alone)}."
        )
    return lines


@SHEET.sentence(_PART)
def laid_off(cut: SolvedCut) -> str:
    """What those who are laid off get and lose; of a personnel file in years of pay alone."""
    both, each = cut.compared, MILLION / cut.compared.exits.count
    haste = f"which is not in the {_each(cut, both.haste_per_exit)}"
    if shared_figures(cut):
        years = years_of_pay(both.cut.inputs.options.parameters)
        return f"{both.exits.count:,.0f} people. They lose {years}, {haste}"
    paid = each * (both.haste_by_kind["severance"] + both.haste_by_kind["notice"])
    p, pay = both.cut.inputs.options.parameters, _pay_of_laid_off(both)
    lost = p.about("laid_off_pay_lost")
    low, value, high = (a_person(years * pay) for years in (lost.low, lost.value, lost.high))
    return (
        f"{both.exits.count:,.0f} people. The firm pays {a_person(paid)} each. They lose {years_of_pay(p)}: "
        f"{value} ({low} to {high}), {haste}"
    )


def _pay_of_laid_off(both: Compared) -> float:
    """Pay a year of a person who is laid off, without what it costs beyond pay [USD].

    pay = Σ layoffs · loaded cost a year / (Σ layoffs · loaded_multiplier)
    """
    i, gone = both.cut.inputs, both.cut.layoffs.sum(axis=1)
    loaded = float(i.loaded_cost @ gone) * QUARTERS_A_YEAR * MILLION / float(gone.sum())
    return loaded / i.options.parameters["loaded_multiplier"]


@SHEET.sentence(_PART)
def stay(cut: SolvedCut) -> list[str]:
    """Of the hours of a position, for how many the work is undone in the worst quarter: cut, then freeze."""
    both = cut.compared
    hours = both.cut.inputs.options.parameters["hours_per_fte"] / QUARTERS_A_YEAR
    return [
        f"{float(undone_share(one).max()) * hours:,.0f} of {hours:,.0f} hours of work a quarter undone for "
        "each position, in the worst quarter"
        for one in (both.cut, both.freeze)
    ]


@SHEET.sentence(_PART)
def apply(cut: SolvedCut) -> list[str]:
    """How many fewer are hired than without a cut: cut, then freeze."""
    both = cut.compared
    usual = float(both.free.hires.sum())
    changes = [float(one.hires.sum()) - usual for one in (both.cut, both.freeze)]
    return [f"{abs(one):,.0f} {'fewer' if one < 0 else 'more'} hired than without a cut" for one in changes]


@SHEET.sentence(_PART)
def questions(cut: SolvedCut) -> list[str]:
    """What a works council asks the employer."""
    both, each = cut.compared, MILLION / cut.compared.exits.count
    p, size = both.cut.inputs.options.parameters, f"{both.size:,.0f}"
    paid = each * (both.haste_by_kind["severance"] + both.haste_by_kind["notice"])
    again = float(both.cut.hires.sum() - both.freeze.hires.sum())
    trained = both.haste_by_kind["hiring"] * MILLION / again if again >= 1 else 0.0
    hire = f", and {a_person(trained)} for a hire with training" if trained > 0 else ""
    assumed = "" if shared_figures(cut) else f" This sheet assumes {a_person(paid)}{hire}."
    wait = "Why lay off now, if quits do not get there?" if both.sizes_differ else (
        f"Why not wait {counted_quarters(both.quarters_to_size)}?"
    )  # fmt: skip
    return [
        f"Why {size}, and who set it?",
        f"How many hours are idle, measured how? {pays_beyond(cut)}".strip(),
        "How many people quit in each of the last three years? This sheet assumes "
        f"{p['quits_per_month']:.1%} a month.",
        wait,
        f"Which work will not be done at {size}, and who tells the customers?",
        f"What do severance and notice cost a person?{assumed}",
        f"{again:,.0f} more people are hired after layoffs: are those laid off asked first?" if again >= 1
        else "Who is asked first when the firm hires again?",
        "Which promises below can be signed, and until when?",
    ]  # fmt: skip


@SHEET.sentence(_PART)
def decisions(cut: SolvedCut) -> list[str]:
    """What a board is asked to decide."""
    both = cut.compared
    cash = _cash_a_person(both)
    shown = cash >= 0 <= both.haste_per_exit and not shared_figures(cut)
    part = f", {a_person(cash)} of it cash" if shown else ""
    return [
        f"The size. Close {both.exits.count:,.0f} positions only if that part of the work is worth less to "
        "customers than about what it costs.",
        f"The speed. Stop refills now, or lay off and pay {_dearer(cut, both.haste_per_exit)}"
        f"{part}.",
        f"A promise of no layoffs until {after(cut)}. It costs nothing if refills stop.",
        "Two measurements within a quarter: idle hours, and how many people quit.",
    ]


@SHEET.sentence(_PART)
def discounted(cut: SolvedCut) -> str:
    """How money is counted."""
    p = cut.compared.cut.inputs.options.parameters
    return (
        f"Present value at {p['discount_rate']:.0%} a year, {p['terminal_years']:g} years after the plan "
        "counted."
    )
