"""The reference rates that ship: what a unit of a currency is worth in US dollars, on one day."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from reallocate.kernel.money import DOLLAR
from reallocate.kernel.number import to_figures

_FILE, _DIGITS = "reference_rates.toml", 5


@dataclass(frozen=True)
class Reference:
    """Rates that ship with the package.

    usd : (code) [USD/unit]
    date : the day of the rates
    source : who publishes them
    """

    usd: Mapping[str, float]
    date: str
    source: str


@cache
def reference() -> Reference:
    """The reference rates of the European Central Bank, in dollars.

    usd[c] = per_euro[USD]/per_euro[c]
    """
    text = resources.files("reallocate.data").joinpath(_FILE).read_text(encoding="utf-8")
    table = tomllib.loads(text)
    per_euro = table["per_euro"]
    usd = {code: per_euro[DOLLAR] / units for code, units in per_euro.items() if code != DOLLAR}
    rounded = {code: to_figures(rate, _DIGITS) for code, rate in usd.items()}
    return Reference({"EUR": per_euro[DOLLAR], **rounded}, table["date"], table["source"])
