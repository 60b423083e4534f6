"""The money that is shown: amounts are US dollars inside, and a country's money where people read them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass
from functools import cache, wraps
from typing import Any, ParamSpec, TypeVar

_P = ParamSpec("_P")
_R = TypeVar("_R")

DOLLAR = "USD"
HOME_NATION = "the United States"
"""The country that amounts are shown for where no other is named."""
_DOLLARS = re.compile(rf"(/|per )?\b{DOLLAR}\b")
_LEADING = re.compile(r"^[A-Z]{3}\b")


@dataclass(frozen=True)
class Money:
    """A money that amounts are shown in.

    code : of ISO 4217
    mark : as it stands before an amount
    dollars : [USD/unit]
    date : of the rate, "" where none is needed
    source : who published the rate
    nation : whose money it is, in a sentence
    """

    code: str = DOLLAR
    mark: str = DOLLAR
    dollars: float = 1.0
    date: str = ""
    source: str = ""
    nation: str = HOME_NATION

    @property
    def is_dollar(self) -> bool:
        """Whether nothing is converted."""
        return self.code == DOLLAR

    @property
    def is_home(self) -> bool:
        """Whether it is shown to readers in the United States, whose offices and programmes they know."""
        return self.nation == HOME_NATION

    @property
    def before(self) -> str:
        """What stands before an amount: the mark, apart from it where it ends with a letter."""
        return f"{self.mark} " if self.mark[-1].isalpha() else self.mark

    @property
    def sign(self) -> str:
        """What stands before an amount on a page that has room for a sign alone: $ or £."""
        return "$" if self.is_dollar else self.before

    @property
    def noun(self) -> str:
        """What its unit is called where one is spoken of, such as "a dollar"."""
        return _NOUNS.get(self.code, self.code)

    def factor(self, unit: str) -> float:
        """What a number is multiplied by that is in a unit of dollars; 1 where its unit has none.

        unit : such as `USD million/year`; a unit per dollar goes the other way
        """
        if self.is_dollar or DOLLAR not in unit:
            return 1.0
        return _factor(self.dollars, unit)

    def unit(self, unit: str) -> str:
        """A unit of dollars as one of this money, such as `GBP million/year`."""
        return unit.replace(DOLLAR, self.code) if DOLLAR in unit else unit

    def words(self, text: str) -> str:
        """Words of units alone with the mark for the code: `USD million` and `GBP million` are £ million.

        text : a unit, a heading, or a text in which no amount stands
        """
        if self.is_dollar:
            return text
        marked = re.sub(rf"\b(?:{DOLLAR}|{self.code})\b", self.mark, text)
        return re.sub(r"\bdollars?\b", lambda one: self.noun + "s" * one[0].endswith("s"), marked)

    def is_unit(self, unit: str) -> bool:
        """Whether a unit is an amount of money, in dollars or in this money."""
        return (found := _LEADING.match(unit)) is not None and found[0] in (DOLLAR, self.code)

    def of(self, dollars: float) -> float:
        """An amount in this money.

        dollars : [USD]
        """
        return dollars if self.is_dollar else dollars / self.dollars

    def in_dollars(self, amount: float) -> float:
        """An amount of this money in dollars [USD]."""
        return amount if self.is_dollar else amount * self.dollars

    @property
    def rate(self) -> str:
        """At which rate amounts were converted, in a sentence; "" for dollars."""
        if self.is_dollar:
            return ""
        worth = f"1 {self.code} = {self.dollars:.5g} {DOLLAR}"
        origin = ", ".join(part for part in (self.source, self.date) if part)
        return f"Compute and software are priced in US dollars and shown in {self.code}: {worth} ({origin})."

    def record(self) -> dict[str, Any]:
        """It as a result keeps it."""
        return asdict(self)


_NOUNS = {
    "GBP": "pound", "EUR": "euro", "PLN": "złoty", DOLLAR: "dollar", "AUD": "Australian dollar", "BGN": "lev",
    "CHF": "Swiss franc", "CZK": "koruna", "DKK": "krone", "HUF": "forint", "NOK": "krone", "RON": "leu",
    "RSD": "dinar", "SEK": "krona",
}  # fmt: skip


@cache
def _factor(dollars: float, unit: str) -> float:
    power = sum(1 if found[1] else -1 for found in _DOLLARS.finditer(unit))
    return float(dollars**power)


US_DOLLAR = Money()
_shown: ContextVar[Money] = ContextVar("shown_money", default=US_DOLLAR)


def shown_money() -> Money:
    """The money in which amounts are shown here; US dollars unless another was chosen."""
    return _shown.get()


@contextmanager
def shown_in(chosen: Money) -> Iterator[None]:
    """Amounts that are written within are shown in this money."""
    token = _shown.set(chosen)
    try:
        yield
    finally:
        _shown.reset(token)


def showing(chosen: Money, task: Callable[..., _R], *arguments: Any, **named: Any) -> _R:
    """What a task returns whose amounts are shown in a money, for a process that knows of none."""
    with shown_in(chosen):
        return task(*arguments, **named)


def shows(
    of: Callable[[Any], Money],
) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """A function that writes in the money of its first argument.

    of : first argument -> money
    """

    def decorate(function: Callable[_P, _R]) -> Callable[_P, _R]:
        @wraps(function)
        def call(*arguments: _P.args, **named: _P.kwargs) -> _R:
            with shown_in(of(arguments[0])):
                return function(*arguments, **named)

        return call

    return decorate


def money_of(record: Mapping[str, Any] | None) -> Money:
    """The money that a result keeps; US dollars where it keeps none.

    record : as from `Money.record`
    """
    return US_DOLLAR if record is None else Money(**record)


def multiply_at(facts: Any, path: Sequence[str], factor: float) -> None:
    """Multiply the numbers at a place of nested facts, all of those in a list."""
    first, rest = path[0], path[1:]
    if not isinstance(facts, dict) or first not in facts:
        return
    if rest:
        multiply_at(facts[first], rest, factor)
    elif isinstance(facts[first], list):
        facts[first] = [one if one is None else one * factor for one in facts[first]]
    elif facts[first] is not None:
        facts[first] *= factor
