"""Amounts and numbers as cells write them, in the spelling of each country, and pay periods."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from reallocate.data.rates import CURRENCIES
from reallocate.roster.file.currency import SYMBOLS
from reallocate.roster.file.headers import plain

_PERIODS: dict[str, tuple[str, ...]] = {
    "year": (
        "year", "yr", "yearly", "annual", "annually", "annualized", "annum", "per annum", "p a", "pa",
        "per year", "salary", "salaried", "exempt", "jahr", "pro jahr", "jahrlich", "jaehrlich", "an",
        "par an", "annuel", "annuelle", "anual", "ano", "al ano", "por ano",
    ),
    "month": (
        "month", "mo", "monthly", "per month", "p m", "pm", "monat", "pro monat", "monatlich", "mois",
        "par mois", "mensuel", "mensuelle", "mes", "mensual", "por mes", "al mes",
    ),
    "hour": (
        "hour", "hr", "h", "hourly", "per hour", "non exempt", "stunde", "pro stunde", "std", "stundlich",
        "stundenlohn", "stuendlich", "heure", "par heure", "horaire", "hora", "por hora",
    ),
    "week": (
        "week", "wk", "weekly", "per week", "woche", "pro woche", "wochentlich", "woechentlich", "semaine",
        "par semaine", "hebdomadaire", "semana", "semanal", "por semana",
    ),
    "two weeks": ("biweekly", "bi weekly", "fortnight", "fortnightly", "every two weeks", "every other week"),
    "half month": ("semimonthly", "semi monthly", "twice a month"),
    "day": (
        "day", "daily", "per day", "tag", "pro tag", "taglich", "taeglich", "jour", "par jour", "dia",
        "diario", "por dia",
    ),
}  # fmt: skip
"""Pay periods and the words for them, as `period_of` leaves them."""
A_YEAR = {"year": 1.0, "month": 12.0, "week": 52.0, "two weeks": 26.0, "half month": 24.0, "day": 260.0}
"""[periods/year] Of pay by the hour the weekly hours decide."""
_PERIOD_OF = {word: period for period, words in _PERIODS.items() for word in words}
_HEADER_PERIOD = re.compile(
    r"\b(?:(?P<month>monthly|per month|month|monat\w*|bruttomonat\w*|mensuel\w*|par mois|mensual|por mes)"
    r"|(?P<hour>hourly|per hour|hour|stunde\w*|horaire|par heure|por hora)"
    r"|(?P<week>weekly|per week|wochenlohn|pro woche|hebdomadaire|semanal)"
    r"|(?P<day>daily|per day|pro tag|journalier|por dia))\b",
    re.IGNORECASE,
)
_UNIT = re.compile(r"\s*(?:/|\bper\b|\bpro\b|\ban?\b)\s*(?P<period>[a-z]+)\.?$", re.IGNORECASE)
_CODE_BEFORE = re.compile(r"^(?P<code>[A-Z]{3}|[A-Z]{0,2}\$|[€£])\s*(?=[-+.\d(])")
_CODE_AFTER = re.compile(r"(?<=[\d.,)])\s*(?P<code>[A-Z]{3}|[A-Z]{0,2}\$|[€£])$")
_SPACED = re.compile(r"(?<=\d)['’\u00a0\u202f ](?=\d{3}(?!\d))")
_EUROPEAN = re.compile(
    r"[+-]?(?:\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|\d+,(?:\d{1,2}|\d{4,})|0,\d+)"
)
_AMERICAN = re.compile(
    r"[+-]?(?:\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}|\d+\.(?:\d{1,2}|\d{4,})|0\.\d+)"
)
_IN_THREES = re.compile(r"[+-]?[1-9]\d{0,2}(?P<mark>[.,])\d{3}")
_LEAST_ALIKE, _CLEAR = 5, 10


@dataclass(frozen=True)
class Money:
    """A cell of money taken apart.

    number : the digits with their points and commas
    currency : code that the cell names, or ""
    period : of `_PERIODS` that the cell names, or ""
    other : a second currency that the cell names, or ""
    """

    number: str
    currency: str = ""
    period: str = ""
    other: str = ""


def money(text: str) -> Money:
    """A cell of money taken apart; what is not understood stays with the number.

    text : such as `USD 85,000.00`, `85.000,00 €` or `$24.50 / hour`
    """
    rest, period, named = text.strip(), "", list[str]()
    if (unit := _UNIT.search(rest)) and (period := period_of(unit["period"])):
        rest = rest[: unit.start()]
    for form in (_CODE_BEFORE, _CODE_AFTER):
        found = form.search(rest)
        code = SYMBOLS.get(found["code"], found["code"]) if found else ""
        if found and code in CURRENCIES:
            rest = (rest[: found.start()] + rest[found.end() :]).strip()
            named += [code] if code not in named else []
    first, second = (*named, "", "")[:2]
    return Money(_SPACED.sub("", rest), first, period, second)


def period_of(text: str) -> str:
    """The pay period that a cell names, or "".

    text : such as Annual, Monat or Hourly
    """
    return _PERIOD_OF.get(re.sub(r"[^a-z]+", " ", plain(text)).strip(), "")


def header_period(header: str) -> str:
    """The pay period that a column's header names, such as `Monthly Salary`; or "".

    header : as the file writes it
    """
    found = _HEADER_PERIOD.search(re.sub(r"[_()]+", " ", header))
    return "" if found is None else str(found.lastgroup)


def decimal_mark(rows: Mapping[str, int], is_money: bool = False) -> str:
    """What stands before the decimals of a column, "," or "."; "" where its cells do not tell, or disagree.

    rows : (number as written, without currency) rows with it
    is_money : nobody writes money with three decimals, so five rows like 85.000 mean thousands
    One way of writing must be ten times as frequent as the other.
    """
    european = sum(often for text, often in rows.items() if _EUROPEAN.fullmatch(text))
    american = sum(often for text, often in rows.items() if _AMERICAN.fullmatch(text))
    if european or american:
        if european > _CLEAR * american:
            return ","
        return "." if american > _CLEAR * european else ""
    threes = {".": 0, ",": 0}
    for text, often in rows.items() if is_money else ():
        if form := _IN_THREES.fullmatch(text):
            threes[form["mark"]] += often
    if threes["."] > _CLEAR * threes[","] and threes["."] >= _LEAST_ALIKE:
        return ","
    return "." if threes[","] > _CLEAR * threes["."] and threes[","] >= _LEAST_ALIKE else ""


def with_point(number: str, mark: str) -> str:
    """A number with a point before its decimals and nothing between its thousands, where the mark tells.

    number : as the cell writes it
    mark : of its column, as from `decimal_mark`
    """
    form = {",": _EUROPEAN, ".": _AMERICAN}.get(mark)
    if form is None or not (form.fullmatch(number) or _IN_THREES.fullmatch(number)):
        return number
    return number.replace("." if mark == "," else ",", "").replace(",", ".")


_PLAIN = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?|[+-]?\.\d+")
_GROUPED = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d+)?|[+-]?\d{1,3}([  ]\d{3})+(\.\d+)?")
_EUROPEAN_NUMBER = re.compile(r"[+-]?\d{1,3}(\.\d{3})+,\d+")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
_POINTED = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+")
_LONGEST = 60
"""[characters]"""
_MONEY = re.compile(r"^(USD|US\$|\$)\s*|\s*(USD|\$)$", re.IGNORECASE)


def read_number(text: str, comma_is_decimal: bool = False) -> float | str:
    """The number that is written, or a sentence why it cannot be read.

    text : one cell
    comma_is_decimal : whether the file separates columns by semicolon, where `1,234` may be 1.234
    """
    bare = _MONEY.sub("", text.strip()).strip()
    if len(bare) > _LONGEST:
        return f"a number of {len(bare):,} characters is too long"
    value = _value(bare, text, comma_is_decimal)
    return value if isinstance(value, str) or math.isfinite(value) else f"{text!r} is too large"


def _value(bare: str, text: str, comma_is_decimal: bool) -> float | str:
    if _EUROPEAN_NUMBER.fullmatch(bare):
        return float(bare.replace(".", "").replace(",", "."))
    if comma_is_decimal and _POINTED.fullmatch(bare):
        return f"{text!r} may mean thousands or a decimal; write it without the point, decimals with a comma"
    if _PLAIN.fullmatch(bare):
        return float(bare)
    if _GROUPED.fullmatch(bare):
        if "," in bare and comma_is_decimal:
            return (
                f"{text!r} may mean thousands or a decimal; write it without the comma, decimals with a point"
            )
        return float(re.sub(r"[,  ]", "", bare))
    if _DECIMAL_COMMA.fullmatch(bare) and comma_is_decimal:
        return float(bare.replace(",", "."))
    if _DECIMAL_COMMA.fullmatch(bare):
        return f"{text!r} has a comma; write decimals with a point"
    if bare.endswith("%"):
        return f"{text!r} is a percentage; write it as a share, such as 0.8 for 80%"
    if re.fullmatch(r"[+-]?[\d.,]+\s*[kKmM]", bare):
        return f"{text!r} is abbreviated; write it in full, such as 120000"
    return f"{text!r} is not a number"
