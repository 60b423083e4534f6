"""How a number is written for people: with its unit, to the digits that mean something."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from functools import cache
from numbers import Integral, Real
from typing import TypeGuard

from reallocate.kernel.money import DOLLAR, shown_money

ABSENT = "—"
NOT_AVAILABLE = "not available"

WHOLE = {"FTE", "positions", "persons", "people", "jobs", "exits"}
SHARES = re.compile(r"^share\b")
PERCENT = re.compile(r"^%")
MILLIONS = re.compile(r"^[A-Z]{3} million\b")
_BILLIONS = re.compile(r"^[A-Z]{3} bn\b")
_HYPHEN = re.compile(r"(?:(?<=[\s(])|^)-(?=\d)")
_CENT = 0.01
"""[USD] The least that an amount of money is written to."""
NOTHING = 5e-7
"""What is smaller is what a solver leaves of zero."""
YEAR = "year"
"""The unit of a moment: a whole number is a calendar year, any other number a year with its part."""


@cache
def _signed_zero(before: str) -> re.Pattern[str]:
    """A zero with a minus before it, as rounding leaves one; no range, date or code.

    before : what stands before an amount of money
    """
    return re.compile(rf"(?<![\w.,)])[-−]((?:{re.escape(before)})?0(?:\.0+)?)(?![\w]|[.,]\d)")


@cache
def _as_written(before: str) -> re.Pattern[str]:
    """A number as `say` writes it: figure, how large its unit is, and the rest of the unit."""
    figure = rf"([−+]?(?:{re.escape(before)})?[\d.,]*\d)"
    return re.compile(rf"{figure}((?: (?:bn|m|billion|million)\b|%)?)(.*)", re.DOTALL)


def is_money(unit: str) -> bool:
    """Whether a unit is an amount of money."""
    return shown_money().is_unit(unit)


def is_number(value: object) -> TypeGuard[float]:
    """Whether this is a number that can be written; missing and endless ones are not."""
    # Nearly all are plain floats, which are told in a tenth of the time.
    if type(value) is float:
        return math.isfinite(value)
    if isinstance(value, bool):
        return False
    return isinstance(value, Real) and math.isfinite(float(value))


def cell(
    value: object,
    unit: str = "",
    signed: bool = False,
    digits: int | None = None,
    exact: bool = False,
    figures: int | None = None,
) -> str:
    """A number as it stands in a table whose heading holds the unit.

    value : [unit]
    unit : unit of the column; shares are written as percentages
    signed : a plus is written where the number is a change
    digits : decimals of the whole column; a number that would lose more than 1% by it keeps its own
    exact : every number has these decimals
    figures : significant figures, where decimals by size would hide a difference
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, Real):
        text = "" if value is None else with_minus(str(value))
        return text if text and text != "nan" and text != "<NA>" else ABSENT
    number = float(value) * shown_money().factor(unit)
    if not math.isfinite(number):
        return ABSENT
    if unit == YEAR:
        return str(value) if isinstance(value, Integral) else sentence(moment(number))
    if abs(number) < NOTHING:
        number = 0.0
    shown, sign = (number * 100, "%") if SHARES.match(unit) else (number, "")
    own = _share_digits(shown) if sign else _digits(shown, unit)
    if "correlation" in unit and not exact:
        digits = None
    if not exact and digits is not None and abs(round(shown, digits) - shown) > 0.01 * abs(shown):
        digits = max(own, digits)
    if figures is not None:
        return ("+" if signed and shown > 0 else "") + significant(shown, figures) + sign
    kept = own if digits is None else digits
    return _written(shown, kept, signed) + sign


def digits_of(values: Iterable[object], unit: str = "") -> int | None:
    """The decimals that one column of a table is written with: those of its largest number.

    values : [unit]
    unit : unit of the column
    """
    factor = shown_money().factor(unit)
    numbers = [abs(float(value)) * factor for value in values if is_number(value)]
    if not numbers:
        return None
    if SHARES.match(unit):
        whole = all(abs(number * 100 - round(number * 100)) < 1e-6 for number in numbers)
        return 0 if whole else max(_share_digits(number * 100) for number in numbers if number)
    if all(number == round(number) for number in numbers) and "correlation" not in unit:
        return 0
    return _digits(math.nextafter(max(numbers), math.inf), unit)


def say(
    value: object,
    unit: str = "",
    signed: bool = False,
    digits: int | None = None,
    figures: int | None = None,
) -> str:
    """A number with its unit, as it stands in a sentence: 8,000 FTE; USD 3.2 bn a year; 14%.

    value : [unit]
    unit, figures : as in `cell`; a ratio stands alone
    signed : a plus is written where the number is a change
    digits : exactly these decimals, but for money and what is counted whole
    """
    if not is_number(value):
        return NOT_AVAILABLE if isinstance(value, Real) or value is None else str(value)
    number = float(value)
    if is_money(unit):
        return _money(number * shown_money().factor(unit), unit, signed, figures)
    decimals = None if unit in WHOLE else digits
    bare = cell(number, unit, signed, decimals, decimals is not None, figures)
    if SHARES.match(unit):
        return bare + _rate(unit)
    if PERCENT.match(unit):
        return f"{bare}%{unit[1:]}"
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if abs(number) >= size:
            return f"{_written(number / size, 1, signed)} {word} {unit}".strip()
    return f"{bare} {'' if unit in ('ratio', YEAR) else _unit_words(unit)}".strip()


def significant(value: float, figures: int) -> str:
    """A number to so many significant figures, whole from 1,000 on: 0.0042; 44.5; 12,345.

    value : [any unit]
    """
    if abs(value) >= 1000:
        return with_minus(f"{value:,.0f}")
    return with_minus(f"{value:.{figures}g}") if value else "0"


def moment(year: float) -> str:
    """A moment in a sentence: the year, and early or late in it.

    year : with its part
    """
    part = ("early", "spring of", "summer of", "late")[min(int(year % 1.0 * 4.0 + 1e-9), 3)]
    return f"{part} {int(year + 1e-9)}"


def with_minus(text: str) -> str:
    """Words whose negative numbers begin with a minus, not with a hyphen, and whose zeros have neither.

    text : any words
    """
    return _HYPHEN.sub("−", without_signed_zero(text))


def span(
    low: object,
    high: object,
    unit: str = "",
    signed: bool = False,
    digits: int | None = None,
    figures: int | None = None,
) -> str:
    """A range in a sentence: USD 1.2 bn a year to USD 4.4 bn a year becomes USD 1.2 to 4.4 bn a year.

    low, high : [unit]; nothing is written where either is missing
    signed, digits : as in `say`
    """
    if not (is_number(low) and is_number(high)):
        return ""
    first, last = sorted((float(low), float(high)))
    a, b = (say(end, unit, signed, digits, figures) for end in (first, last))
    before = shown_money().before
    one, other = (_as_written(before).fullmatch(end) for end in (a, b))
    if a == b or one is None or other is None:
        return a if a == b else f"{a} to {b}"
    size = "" if one[2] == other[2] else one[2]
    return f"{one[1]}{size if one[3] == other[3] else one[2] + one[3]} to {b.replace(before, '', 1)}"


def bare_span(
    low: object,
    high: object,
    unit: str,
    digits: int | None = None,
    signed: bool = False,
    exact: bool = False,
) -> str:
    """A range without its unit, for a column whose heading holds it: 9,210–12,880; −5.2 to −0.4.

    low, high : [unit]
    digits, exact : decimals of the whole column, as in `cell`
    signed : a plus is written where the numbers are changes
    """
    if not (is_number(low) and is_number(high)):
        return ABSENT
    first, last = sorted((float(low), float(high)))
    a, b = (cell(end, unit, signed, digits, exact) for end in (first, last))
    if a == b:
        return a
    return f"{a.removesuffix('%')}{' to ' if signed or first < 0 else '–'}{b}"


def band(middle: object, low: object, high: object, unit: str, digits: int | None = None) -> str:
    """A figure with its range: 41% (30–52%).

    middle, low, high : [unit]
    digits : decimals of all three
    """
    return f"{cell(middle, unit, digits=digits)} ({bare_span(low, high, unit, digits)})"


def say_band(middle: object, low: object, high: object, unit: str, figures: int | None = None) -> str:
    """A figure with its range and unit, as they stand in a sentence: 41% (30–52%) of jobs.

    middle, low, high : [unit]
    unit, figures : as in `cell`
    """
    percent = "%" if PERCENT.match(unit) else ""
    marked = is_money(unit) and not shown_money().is_dollar
    before = shown_money().before if marked else ""
    middle, low, high = (cell(one, unit, figures=figures) for one in (middle, low, high))
    ends = low if low == high else f"{low.removesuffix('%')}{' to ' if low.startswith('−') else '–'}{high}"
    words = _unit_words(unit[len(shown_money().code) :].lstrip() if marked else unit)
    rest = _rate(unit) if SHARES.match(unit) else unit[1:] if percent else f" {words}"
    return f"{before}{middle}{percent} ({ends}{percent}){rest}".rstrip()


def short_count(value: float, million: str = "m") -> str:
    """A number of people or jobs to three figures, as it stands in a chart: 4.42 m; 38,900.

    value : [persons]
    million : its word or letter
    """
    if value >= 1e6:
        return f"{f'{value / 1e6:#,.3g}'.removesuffix('.')} {million}"
    return cell(to_figures(value, 3), "people")


def to_figures(value: float, figures: int) -> float:
    """A number to some significant figures."""
    return float(f"{value:.{figures}g}")


def rounded(value: object, figures: int = 3) -> object:
    """A large number to a few significant figures; what is smaller, or no number, as it is."""
    if not is_number(value):
        return value
    places = min(figures - len(str(int(abs(value)))), 0)
    return round(float(value), places)


def sentence(text: object) -> str:
    """Words as they begin a line: the first letter large.

    text : any words
    """
    words = str(text)
    return words[:1].upper() + words[1:]


def listed(items: Sequence[str]) -> str:
    """Items as a list in a sentence: a; a and b; a, b and c."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def first_of(items: Sequence[object], most: int) -> str:
    """The first items, and how many more there are: a, b and 3 more."""
    more = f" and {len(items) - most} more" if len(items) > most else ""
    return ", ".join(str(one) for one in items[:most]) + more


def _unit_words(unit: str) -> str:
    """A unit as people read it: USD million/year becomes USD million a year."""
    return (
        re.sub(r"/(year|quarter|month|week|hour)\b", r" a \1", shown_money().words(unit))
        .replace("a hour", "an hour")
        .replace("/", " per ")
    )


def heading_unit(unit: str) -> str:
    """The unit that stands in a column's heading; shares are written as percentages, a year is its own."""
    if unit == YEAR:
        return ""
    words = _unit_words(unit)
    return "%" + words.removeprefix("share") if SHARES.match(unit) else words


def _money(number: float, unit: str, signed: bool, figures: int | None) -> str:
    scale = 1e6 if MILLIONS.match(unit) else 1e9 if _BILLIONS.match(unit) else 1.0
    bare = unit[len(shown_money().code) :] if scale == 1 else unit
    rest = _unit_words(_BILLIONS.sub("", MILLIONS.sub("", bare)))
    amount = number * scale
    size = abs(amount)
    sign = "" if size < _CENT / 2 else "−" if amount < 0 else "+" if signed else ""
    if size >= 0.9995e9:
        text = _written(size / 1e9, 1 if size < 99.5e9 else 0, False) + " bn"
    elif size >= 0.9995e6:
        text = _written(size / 1e6, 1 if size < 9.95e6 else 0, False) + " m"
    elif figures is not None:
        text = significant(size, figures)
    else:
        text = _written(size, 0 if size >= 100 or size == 0 else 2, False)
    return f"{sign}{shown_money().before}{text} {rest.strip()}".strip()


def priced(dollars: float, spec: str = ",.0f") -> str:
    """An amount of money with its mark, written as a format asks: USD 1,234; £912.

    dollars : [USD]
    spec : format of the number
    """
    shown = shown_money()
    if shown.is_dollar or dollars >= 0:
        return f"{shown.before}{shown.of(dollars):{spec}}"
    return f"−{shown.before}{shown.of(-dollars):{spec}}"


def with_sign(text: str) -> str:
    """A text with the sign of the currency before its amounts, where a page has no room for its code.

    text : as `say` writes it
    """
    return text.replace(f"{DOLLAR} ", shown_money().sign)


def _rate(unit: str) -> str:
    words = _unit_words(unit).removeprefix("share")
    return words if words.startswith((" a ", " of ", " per ", " by ")) else ""


def _share_digits(percent: float) -> int:
    size = abs(percent)
    return 0 if size >= 9.95 or size == 0 else 1 if size >= 0.095 else 2


def _digits(number: float, unit: str) -> int:
    size = abs(number)
    if unit in WHOLE:
        return 0 if size >= 9.95 or abs(number - round(number)) < 0.05 else 1
    if "correlation" in unit:
        return 2
    if number == round(number) and size < 1e15:
        return 0
    if size >= 99.95:
        return 0
    if size >= 9.95 or (size >= 0.95 and (unit == "months" or PERCENT.match(unit) or _BILLIONS.match(unit))):
        return 1
    return 2 if size >= 0.0995 else min(6, 2 - math.floor(math.log10(size)))


def _written(number: float, digits: int, signed: bool) -> str:
    rounded = round(number, digits) + 0.0
    sign = "−" if rounded < 0 else "+" if signed and rounded > 0 else ""
    return f"{sign}{abs(rounded):,.{digits}f}"


def signed(number: float, digits: int = 0) -> str:
    """A change with its sign, and none where it is rounded to nothing.

    number : in any unit
    digits : decimals
    """
    text = f"{number:+,.{digits}f}"
    return text.replace("-", "−") if text.strip("+-0.,") else text[1:]


def without_signed_zero(text: str) -> str:
    """Words in which no zero has a minus.

    text : any words
    """
    return _signed_zero(shown_money().before).sub(r"\1", text)
