"""The nation's market as it was last observed: slack and speeds at which it rests there, as they ship."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd
from pydantic import BaseModel, ConfigDict

from reallocate.economy.market.flow_parameters import Rates
from reallocate.economy.market.market import Market
from reallocate.economy.monthly_rates import survey_series
from reallocate.economy.observed import COLUMNS, SERIES
from reallocate.economy.steady_state import NormalSlack, follow
from reallocate.errors import DataError, InvariantError, Problem

FILE = "current.toml"
MOVED = ("separation", "opening", "effort", "on_the_job")
"""Speeds that are moved from their fit, as many as series are met; the others stay as fitted."""
NEWTON_STEPS, NUDGE, CLOSE, LONGEST = 20, 1e-4, 1e-9, 0.7
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
    text = files("reallocate.economy").joinpath(FILE).read_text(encoding="utf-8")
    return Current.model_validate(tomllib.loads(text))


def last_observed(table: pd.DataFrame) -> tuple[dict[str, str], dict[str, float], float]:
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

    market : of the nation
    fitted : speeds, to begin from
    table : the shipped table market_series
    At the speeds fitted to 2001 to 2019 today's slack would not stay: there are more openings for as many
    people without a job. Raises `InvariantError` where no speeds are found.
    """
    months, observed, participation = last_observed(table)
    found = Current(months=months, observed=observed, participation=participation, values={})
    target = np.log([observed[name] for name in SERIES])
    speeds = np.log([getattr(fitted, name) for name in MOVED])
    for _ in range(NEWTON_STEPS):
        each = [speeds, *(speeds + NUDGE * one for one in np.eye(len(MOVED)))]
        rates = [
            fitted.with_(outside=found.normal.outside, **dict(zip(MOVED, np.exp(one), strict=True)))
            for one in each
        ]
        flows, _ = follow(market, found.normal, rates, np.ones((2, len(rates))))
        series = np.log(survey_series(flows)[0])
        missed = series[:, 0] - target
        if np.abs(missed).max() <= CLOSE:
            values = {name: float(np.exp(one)) for name, one in zip(MOVED, speeds, strict=True)}
            return found.model_copy(update={"values": values})
        step = np.linalg.solve((series[:, 1:] - series[:, :1]) / NUDGE, -missed)
        speeds = speeds + np.clip(step, -LONGEST, LONGEST)
    raise InvariantError(Problem("no speeds hold the market where it was last observed", "market_series"))


def current_text(found: Current) -> str:
    """The text of the file as it ships."""
    lines = [
        "# The nation's labour market as it was last observed; scripts/current_market.py makes it anew.",
        f"participation = {found.participation!r}",
    ]
    for name in ("months", "observed", "values"):
        lines += ["", f"[{name}]"]
        for key, value in getattr(found, name).items():
            written = f'"{value}"' if isinstance(value, str) else repr(float(f"{value:.8g}"))
            lines.append(f"{key} = {written}")
    return "\n".join(lines) + "\n"
