"""Amounts, months and money as sentences of a plan write them."""


from __future__ import annotations

from reallocate.firm.model.plan import Outcome, undone_share
from reallocate.kernel.money import shown_money
from reallocate.kernel.number import is_money, priced

SMALL = 0.5


def money(million: float) -> str:
    """An amount for readers, in millions or billions.

    million : [USD million]
    """
    size = abs(shown_money().of(million))
    if size >= 1000:
        return f"{priced(million / 1000, ',.1f')} billion"
    return f"{priced(million)} million" if size >= 10 else f"{priced(million, 'z,.2f')} million"


def amount(value: float, unit: str) -> str:
    """A value of an assumption as it stands in a sentence.

    value : [unit]
    unit : of the assumption; a share is written as a percentage
    """
    if unit.startswith("share"):
        return f"{100 * value:.3g}%{unit.removeprefix('share').replace('/', ' a ')}"
    if is_money(unit):
        value, unit = value * shown_money().factor(unit), shown_money().words(unit)
    if unit.startswith("multiple of "):
        return f"{value:.3g} times {unit.removeprefix('multiple of ')}"
    return f"{value:,.0f} {unit}" if abs(value) >= 1000 else f"{value:.3g} {unit}"


def months(value: float) -> str:
    """A time in months, to the digits that tables print it with.

    value : [months]
    """
    return f"{value:,.1f} months" if value < 99.95 else f"{value:,.0f} months"


def most_dropped(outcome: Outcome) -> float:
    """The largest share of the work that is left undone in any quarter.

    max over quarters of Σ dropped ÷ Σ workload
    """
    return float(undone_share(outcome).max())
