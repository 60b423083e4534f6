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
# Source: ISO 4217 list one, funds and precious metals left out.
CURRENCIES = frozenset((
    "AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN", "BHD",
    "BIF", "BMD", "BND", "BOB", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CLP", "CNY",
    "COP", "CRC", "CUP", "CVE", "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP",
    "GBP", "GEL", "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR",
    "IQD", "IRR", "ISK", "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT",
    "LAK", "LBP", "LKR", "LRD", "LSL", "LYD", "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR",
    "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK",
    "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD",
    "SHP", "SLE", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TND", "TOP", "TRY",
    "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "UYU", "UZS", "VES", "VND", "VUV", "WST", "XAF", "XCD", "XCG",
    "XOF", "XPF", "YER", "ZAR", "ZMW", "ZWG",
))  # fmt: skip
DEAREST = 10.0
"""[USD/unit] No currency of the list is worth as much; the dearest, KWD, has been near USD 3.3 since 2010
(Central Bank of Kuwait). A higher rate is one the wrong way round."""


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
