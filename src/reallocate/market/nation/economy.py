"""The nation's market under the extended laws, with the fitted values that ship and where it rests now."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict

from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import DataError, InvariantError, Problem
from reallocate.kernel.number import to_figures
from reallocate.kernel.table import Tables
from reallocate.market.flow.engine import survey_series
from reallocate.market.nation.fit import FITTED, HELD, Fit, rates_of
from reallocate.market.nation.observed import AHEAD, COLUMNS, Observed, observe
from reallocate.market.nation.rest import NormalSlack, follow
from reallocate.market.nation.run import Economy
from reallocate.market.state.accounts import Accounts
from reallocate.market.state.market import SERIES, Market, Rates, balanced_network

FITTED_FILE = "fitted.toml"
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
    text = files("reallocate.market.nation").joinpath(FITTED_FILE).read_text(encoding="utf-8")
    return Fitted.model_validate(tomllib.loads(text))


def fitted_text(fit: Fit, normal: NormalSlack, hires: float, inputs: str) -> str:
    """The text of a file of fitted values, as it ships.

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
        lines.append(f"{name} = {to_figures(value, _DIGITS)!r}  # {symbol} [{unit}] {says}{held}")
    lines += ["", "[standard_errors]"]
    lines += [
        f"{name} = {to_figures(error, _DIGITS)!r}"
        for name, error in zip(FITTED, fit.standard_errors, strict=True)
        if np.isfinite(error)
    ]
    return "\n".join(lines) + "\n"


_DIGITS = 8
"""Figures that the last steps of a search do not move from machine to machine."""
FIRST, LAST = "2001-01", "2019-12"
"""Months that the shipped values are fitted to: from the first whole year of the survey of openings to the
last before the pandemic."""


@dataclass(frozen=True, eq=False)
class National:
    """The nation's market, ready for the laws.

    market : occupations of SOC 2018, employment of OEWS, balanced moves, exits
    normal : slack that demand is counted from
    mobility : people who change occupation in a year, by the moves [share/year]
    hires : of employment a month, as the moves are scaled by [share/month]
    """

    market: Market
    normal: NormalSlack
    mobility: float
    hires: float

    def economy(self, accounts: Accounts) -> Economy:
        """What runs of the extended market start from.

        accounts : of the nation, on the same occupations
        """
        return Economy(self.market, accounts, self.normal)


def observed_months(
    tables: Tables, first: str = FIRST, last: str = LAST, known: str = LAST, ahead: int = AHEAD
) -> Observed:
    """The nation's labour market month by month, and what moved demand.

    tables : that ship
    known : the month until which the rule that tells output is learnt
    ahead : between what is told of output and what it is told from [quarters]
    """
    return observe(tables["market_series"], tables["output_series"], first, last, known, ahead)


def national(tables: Tables, moves: Array, seen: Observed) -> National:
    """The nation's market at the slack that was normal in some months.

    tables : that ship
    moves : (origin, target) [share of the origin's people/year]
    seen : the months
    """
    means = seen.values.mean(axis=0)
    rows = tables["market_series"].set_index("month")["participation"].reindex(pd.Index(seen.months))
    taking_part = float(rows.mean())
    normal = NormalSlack(
        float(means[SERIES.index("unemployment")]),
        float(means[SERIES.index("openings")]),
        (1.0 - taking_part) / taking_part,
    )
    return _national(tables, moves, normal, float(means[SERIES.index("hires")]))


def fitted_national(tables: Tables, moves: Array) -> tuple[National, Fitted]:
    """The nation's market as it was fitted, with the values that ship.

    tables : that ship
    moves : (origin, target) [share of the origin's people/year]
    """
    result = fitted()
    return _national(tables, moves, result.normal, result.hires), result


def _national(tables: Tables, moves: Array, normal: NormalSlack, hires: float) -> National:
    people = tables["occupations"].set_index("occupation")
    employment = people["employment"].to_numpy(dtype=float)
    market = Market(
        pd.Index(people.index),
        employment,
        balanced_network(moves, people["employment"], hires),
        titles=tuple(people["title"]),
        wage=people["wage_mean"].to_numpy(dtype=float),
        exit_rate=_exits(tables, people.index),
        place="the labour market of the United States",
    )
    mobility = float(employment @ moves.sum(axis=1) / employment.sum())
    return National(market, normal, mobility, hires)


def _exits(tables: Tables, occupations: pd.Index) -> np.ndarray:
    """Labour-force exits; (occupation) [share/year]. None is filled."""
    rates = tables["projections"].set_index("occupation")["exit_rate"].reindex(occupations)
    missing = [str(code) for code in rates.index[rates.isna()]]
    if missing:
        raise DataError(
            Problem(
                f"{len(missing)} occupations lack a rate of labour-force exits: {', '.join(missing[:5])}",
                "projections",
                why="A missing rate is not 0: nobody there would ever retire.",
            )
        )
    return rates.to_numpy(dtype=float)


CURRENT_FILE = "current.toml"
_MOVED = ("separation", "opening", "effort", "on_the_job")
"""Speeds that are moved from their fit, as many as series are met; the others stay as fitted."""
_NEWTON_STEPS, _NUDGE, _CLOSE, _LONGEST = 20, 1e-4, 1e-9, 0.7
"""Of the search: its length, how far a speed is moved to see what it does, when it ends, and its longest step
[all of logarithms but the first]."""


class Current(BaseModel):
    """The market that runs start from.

    months : (series) of the last figure of each
    observed : (series) that figure [share]
    participation : people of 16 and over who work or look for work [share]
    values : (speed) as `Rates`, at which the market rests at what was observed
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    months: Mapping[str, str]
    observed: Mapping[str, float]
    participation: float
    values: Mapping[str, float]

    @property
    def normal(self) -> NormalSlack:
        """Slack that demand is counted from."""
        outside = (1.0 - self.participation) / self.participation
        return NormalSlack(self.observed["unemployment"], self.observed["openings"], outside)

    @property
    def unemployment(self) -> float:
        """At the start [share of the labour force]."""
        return self.observed["unemployment"]

    def rates(self, fitted: Rates) -> Rates:
        """Speeds of flows at the start.

        fitted : to past years, of which those that are not moved are taken
        """
        return fitted.with_(outside=self.normal.outside, **self.values)


@cache
def current() -> Current:
    """The market that ships."""
    text = files("reallocate.market.nation").joinpath(CURRENT_FILE).read_text(encoding="utf-8")
    return Current.model_validate(tomllib.loads(text))


def _last_observed(table: pd.DataFrame) -> tuple[dict[str, str], dict[str, float], float]:
    """Month and figure of each series where it ends, and the last participation; surveys end at different
    months, and none is carried on.

    table : the shipped table market_series
    Raises `DataError` where a series has no figure.
    """
    months, values = {}, {}
    for name, column in (*zip(SERIES, COLUMNS, strict=True), ("participation", "participation")):
        known = table.dropna(subset=[column])
        if known.empty:
            raise DataError(Problem(f"{column} has no figure", "market_series"))
        months[name], values[name] = str(known["month"].iloc[-1]), float(known[column].iloc[-1])
    months.pop("participation")
    return months, values, values.pop("participation")


def at_last_observed(market: Market, fitted: Rates, table: pd.DataFrame) -> Current:
    """The market at rest where it was last observed: as many speeds as series, by Newton's method.

    fitted : speeds, to begin from
    table : the shipped table market_series
    At the speeds fitted to 2001 to 2019 today's slack would not stay: there are more openings for as many
    people without a job. Raises `InvariantError` where no speeds are found.
    """
    months, observed, participation = _last_observed(table)
    found = Current(months=months, observed=observed, participation=participation, values={})
    target = np.log([observed[name] for name in SERIES])
    speeds = np.log([getattr(fitted, name) for name in _MOVED])
    for _ in range(_NEWTON_STEPS):
        each = [speeds, *(speeds + _NUDGE * one for one in np.eye(len(_MOVED)))]
        rates = [
            fitted.with_(outside=found.normal.outside, **dict(zip(_MOVED, np.exp(one), strict=True)))
            for one in each
        ]
        flows, _ = follow(market, found.normal, rates, np.ones((2, len(rates))))
        series = np.log(survey_series(flows)[0])
        missed = series[:, 0] - target
        if np.abs(missed).max() <= _CLOSE:
            values = {name: float(np.exp(one)) for name, one in zip(_MOVED, speeds, strict=True)}
            return found.model_copy(update={"values": values})
        step = np.linalg.solve((series[:, 1:] - series[:, :1]) / _NUDGE, -missed)
        speeds = speeds + np.clip(step, -_LONGEST, _LONGEST)
    raise InvariantError(Problem("no speeds hold the market where it was last observed", "market_series"))


def current_text(found: Current) -> str:
    """The text of the file as it ships."""
    lines = [
        "# The nation's labour market as it was last observed; scripts/shipped.py makes it anew.",
        f"participation = {found.participation!r}",
    ]
    for name in ("months", "observed", "values"):
        lines += ["", f"[{name}]"]
        for key, value in getattr(found, name).items():
            written = f'"{value}"' if isinstance(value, str) else repr(to_figures(value, _DIGITS))
            lines.append(f"{key} = {written}")
    return "\n".join(lines) + "\n"
