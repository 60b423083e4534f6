"""The currencies in which pay may be written, and the rates at which they are turned into dollars."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reallocate.data.rates import CURRENCIES, DEAREST, reference
from reallocate.kernel.errors import InputError, Problem, nearest
from reallocate.kernel.money import DOLLAR, shown_money

SYMBOLS = {
    "US$": DOLLAR, "$": DOLLAR, "€": "EUR", "£": "GBP", "CA$": "CAD", "C$": "CAD", "AU$": "AUD", "A$": "AUD",
    "NZ$": "NZD", "HK$": "HKD", "S$": "SGD", "R$": "BRL", "EURO": "EUR",
}  # fmt: skip
_WORDS = frozenset(("ALL", "CUP", "GEL", "LAK", "MOP", "PEN", "TOP", "TRY"))
"""Codes that are words too: in a header they say nothing."""
_HEADER_CODE = re.compile(r"(?<![A-Za-z])([A-Z]{3})(?![A-Za-z])")


@dataclass(frozen=True)
class Rates:
    """What currencies are worth: at the user's rates, else at reference rates and that of the money shown.

    usd : (code) [USD/unit] that the user states
    date : the day of these rates, as the user writes it, "" where none is given
    """

    usd: Mapping[str, float] = field(default_factory=dict)
    date: str = ""

    @property
    def known(self) -> frozenset[str]:
        """Currencies that have a rate; USD needs none."""
        return frozenset((*self.usd, *_published()))

    def rate(self, code: str) -> float:
        """[USD/unit] of a currency; missing where there is no rate.

        code : of ISO 4217
        """
        return 1.0 if code == DOLLAR else self.usd.get(code, _published().get(code, math.nan))

    def day(self, code: str) -> str:
        """The day of a currency's rate; "" where it needs none or the user states none.

        code : of ISO 4217
        """
        if code in self.usd:
            return self.date
        if code == shown_money().code:
            return shown_money().date
        return reference().date if code in reference().usd else ""

    def text(self, codes: Iterable[str]) -> str:
        """The rates of some currencies in words, with their day and origin.

        codes : those that occur
        """
        used = sorted({*codes} & self.known)
        own = [code for code in used if code in self.usd]
        others = [code for code in used if code not in self.usd]
        mine = f"your rates of {self.date}" if self.date else "your rates, without a date"
        published = f"{reference().source}, {reference().date}"
        parts = [(own, mine), (others, published)]
        return "; ".join(f"{self._worth(some)}, {origin}" for some, origin in parts if some)

    def _worth(self, codes: Sequence[str]) -> str:
        return ", ".join(f"1 {code} = {self.rate(code):g} USD" for code in codes)


def _published() -> Mapping[str, float]:
    """(code) [USD/unit] the reference rates, and the rate of the money that is shown."""
    shown = shown_money()
    return reference().usd if shown.is_dollar else {**reference().usd, shown.code: shown.dollars}


def rates_of(written: Sequence[str], date: str, where: str = "--rate") -> Rates:
    """The rates that a user states.

    written : each as EUR=1.08 [USD/unit]
    date : the day of the rates, or ""
    where : flag or key, for errors
    Raises `InputError` with everything that is no rate, or seems to be one the wrong way round.
    """
    usd: dict[str, float] = {}
    problems: list[Problem] = []
    for text in written:
        name, _, number = (part.strip() for part in text.partition("="))
        code = currency_of(name)
        try:
            rate = float(number)
        except ValueError:
            rate = math.nan
        if not 0 < rate < math.inf:
            remedy = "Write a currency and USD per unit, such as EUR=1.08."
            problems.append(Problem(f"{text!r} is not a rate", where, remedy))
        elif not code or code == DOLLAR:
            what = "USD needs no rate" if code else f"there is no currency {name!r}"
            near = () if code else nearest(name.upper(), CURRENCIES)
            problems.append(Problem(what, where, "Codes are those of ISO 4217.", nearest=near))
        elif code in usd:
            problems.append(Problem(f"{code} has two rates", where, "Keep one of them."))
        elif rate > DEAREST:
            what = f"1 {code} = {rate:g} USD seems to be inverted"
            remedy = f"Write USD per unit: {code}={1 / rate:.4g}."
            problems.append(Problem(what, where, remedy))
        else:
            usd[code] = rate
    if problems:
        raise InputError(problems)
    return Rates(usd, date)


def header_currency(header: str) -> str:
    """The currency that a column's header says its amounts are in, such as `Base Salary (EUR)`; or "".

    header : as the file writes it
    """
    codes = [code for code in _HEADER_CODE.findall(header) if code in CURRENCIES and code not in _WORDS]
    signs = [SYMBOLS[sign] for sign in ("€", "£") if sign in header]
    found = set(codes + signs)
    return found.pop() if len(found) == 1 else ""


def currency_of(text: str) -> str:
    """The code of a currency as a cell names it, or "" where it names none.

    text : a code in any case, or a sign that stands for one currency in files whose money is USD
    """
    code = text.strip().upper()
    return SYMBOLS.get(code, code if code in CURRENCIES else "")
