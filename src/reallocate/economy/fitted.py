"""The values of the nation's market that ship: fitted to 2001 to 2019, with what they were fitted to."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict

from reallocate.economy.calibrate import FITTED, HELD, Fit, rates_of
from reallocate.economy.market.flow_parameters import Rates
from reallocate.economy.steady_state import NormalSlack
from reallocate.measure.arrays import Array

FILE = "fitted.toml"
SYMBOLS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "separation": ("δ_u", "share of the employed/step", "separated whatever the demand"),
        "opening": ("δ_v", "share of the employed/step", "openings whatever the demand"),
        "effort": ("a", "share of the unemployed/step", "unemployed people who apply"),
        "on_the_job": ("λ", "ratio", "how likely an employed person applies, beside an unemployed one"),
        "replaced": ("κ", "share", "quits and retirements replaced whatever the demand"),
        "adjustment": ("γ", "share of the gap/6.75 weeks", "of a gap to demand, closed"),
        "amplitude": ("b", "ratio", "how far demand moves with output"),
    }
)
"""Symbol, unit and meaning of each value; a step is half a month except for γ."""


class Fitted(BaseModel):
    """Values of a fit, with what they were fitted to.

    values, standard_errors : (parameter) [as `SYMBOLS`]; no error where held or at an end of the range
    error : mean squared distance, in standard deviations of each series
    unemployment, openings, outside, hires : what the market was set up with
    first, last : months; inputs : their hash
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    first: str
    last: str
    inputs: str
    error: float
    unemployment: float
    openings: float
    outside: float
    hires: float
    values: Mapping[str, float]
    standard_errors: Mapping[str, float]

    @property
    def normal(self) -> NormalSlack:
        """Slack that demand is counted from."""
        return NormalSlack(self.unemployment, self.openings, self.outside)

    @property
    def array(self) -> Array:
        """(parameter) as `FITTED`."""
        return np.array([self.values[name] for name in FITTED])

    @property
    def rates(self) -> Rates:
        """The same as the engines read them, for steps of half a month."""
        return rates_of(self.array, self.outside)

    @property
    def amplitude(self) -> float:
        """How far demand moves with output [ratio]."""
        return self.values["amplitude"]


@cache
def fitted() -> Fitted:
    """The values that ship."""
    text = files("reallocate.economy").joinpath(FILE).read_text(encoding="utf-8")
    return Fitted.model_validate(tomllib.loads(text))


def fitted_text(fit: Fit, normal: NormalSlack, hires: float, inputs: str) -> str:
    """The text of a file of fitted values, as it ships.

    fit : of the market
    normal, hires : what the market was set up with
    inputs : hash of what was read
    """
    whole: dict[str, Any] = {
        "first": fit.months[0],
        "last": fit.months[-1],
        "inputs": inputs,
        "error": round(fit.error, 6),
        **vars(normal),
        "hires": hires,
    }
    lines = ["# The nation's labour market as fitted; `reallocate simulate calibrate` fits it anew."]
    lines += [
        f'{name} = "{value}"' if isinstance(value, str) else f"{name} = {value!r}"
        for name, value in whole.items()
    ]
    lines += ["", "[values]"]
    for name, value in zip(FITTED, fit.values, strict=True):
        symbol, unit, says = SYMBOLS[name]
        held = ", held as published" if name in HELD else ""
        lines.append(f"{name} = {_rounded(value)!r}  # {symbol} [{unit}] {says}{held}")
    lines += ["", "[standard_errors]"]
    lines += [
        f"{name} = {_rounded(error)!r}"
        for name, error in zip(FITTED, fit.standard_errors, strict=True)
        if np.isfinite(error)
    ]
    return "\n".join(lines) + "\n"


def _rounded(value: float) -> float:
    """To eight digits, which the last steps of a search do not move from machine to machine."""
    return float(f"{value:.8g}")
