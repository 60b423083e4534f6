"""Series that may show AI's effect: what they could tell, and dated lines that can fail."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from statistics import NormalDist
from types import MappingProxyType

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array

DECLARED, FIGURES_FILE, DRAWS_FILE = "lines.toml", "lines.csv", "line_effects.csv"
FROM, TO = "2026-10", "2028-10"
"""Months between which a line's series is compared with all jobs, or all sectors for postings."""
_MONTHS = 24
WITHOUT, WITH, ALARM = "without", "with", "alarm"
"""The three forecasts of a line: no further AI, the model's effect of AI, and a collapse."""
COLLAPSE, SMALLER = -10.0, -5.0
"""Beyond the trend by then [log points]: a size set here to stand for a collapse, and half of it."""
_SURE, _ONE_SIDED = 1.959964, 1.644854
"""Standard errors at 5%, two-sided and one-sided."""
SHOWN_IN = 2.8
"""Standard errors that show in four of five cases at 5%."""
LEAST_POWER = 0.2
"""Below it a line says nothing."""
_PLACES = 400
"""Points at which a distribution is read."""


@dataclass(frozen=True)
class Series:
    """A published series that AI may move.

    kind : jobs, employed, postings or spread
    source : its name at the source
    occupations : pattern of the SOC codes that stand for it in the model
    entered : whether a dated line of it stands in the ledger
    """

    title: str
    kind: str
    source: str
    occupations: str
    entered: bool = False


@cache
def declared_series() -> Mapping[str, Series]:
    """Every series, by key."""
    text = files("reallocate.market.forecast").joinpath(DECLARED).read_text(encoding="utf-8")
    return MappingProxyType({key: Series(**fields) for key, fields in tomllib.loads(text).items()})


@dataclass(frozen=True, eq=False)
class Line:
    """What one series could tell over 24 months [log points against all jobs].

    observations : months, or years of an occupation, that its noise is learnt from
    trend : half of its own trend over 24 months
    spread : of its growth about its trend
    effects : (draw) of AI in the model; the quantiles where it is not entered
    """

    key: str
    observations: int
    trend: float
    spread: float
    effects: Array
    low: float
    middle: float
    high: float

    @property
    def error(self) -> float:
        """Standard error of growth: spread, and that the trend may go on or end; √(spread² + trend²)."""
        return math.hypot(self.spread, self.trend)

    def power(self, effect: float, error: float | None = None) -> float:
        """Chance that an effect shows at 5%, two-sided.

        effect : [log points]
        error : instead of its own
        """
        size, normal = abs(effect) / (self.error if error is None else error), NormalDist()
        return normal.cdf(size - _SURE) + normal.cdf(-size - _SURE)

    def refuted_below(self, error: float | None = None) -> float:
        """Growth below which the model's effect is refuted: under its 10th percentile by 1.64 errors.

        error : instead of its own
        """
        return self.trend + self.low - _ONE_SIDED * (self.error if error is None else error)

    @property
    def alarm_shows(self) -> int | None:
        """Months after which the alarm shows in four of five cases, if it comes evenly; none within 24.

        months = 24·(2.8·error/10)², since the error grows with the root of time
        """
        months = math.ceil(_MONTHS * (SHOWN_IN * self.error / COLLAPSE) ** 2)
        return months if months <= _MONTHS else None

    def _shifts(self, forecast: str) -> Array:
        """What a forecast adds to the trend, each as likely as the others."""
        return {WITHOUT: np.zeros(1), WITH: self.effects, ALARM: np.array([COLLAPSE])}[forecast]

    def log_density(self, forecast: str, growth: float) -> float:
        """Logarithm of the density that a forecast gave to a growth [log of 1/log point].

        forecast : `WITHOUT`, `WITH` or `ALARM`
        growth : [log points]
        log Σ_k φ((growth − trend − effect_k)/error)/(error·K), in a form that does not reach 0
        """
        z = (growth - self.trend - self._shifts(forecast)) / self.error
        logs = -0.5 * z**2 - math.log(self.error * math.sqrt(2.0 * math.pi))
        return float(np.logaddexp.reduce(logs) - math.log(len(logs)))

    def quantiles(self, forecast: str) -> tuple[float, float, float]:
        """10th, 50th and 90th percentile of a forecast [log points].

        forecast : `WITHOUT`, `WITH` or `ALARM`
        """
        normal = NormalDist(0.0, self.error)
        steps = np.array([normal.inv_cdf((at + 0.5) / _PLACES) for at in range(_PLACES)])
        whole = self.trend + (self._shifts(forecast)[:, None] + steps).ravel()
        low, middle, high = np.quantile(whole, [0.1, 0.5, 0.9], method="hazen")
        return float(low), float(middle), float(high)


@cache
def every_line() -> Mapping[str, Line]:
    """What every series could tell, by key; `python -m scripts.pages.ai_lines` makes the figures."""
    folder = files("reallocate.market.forecast")
    with folder.joinpath(FIGURES_FILE).open("rb") as file:
        rows = pd.read_csv(file).to_dict("records")
    with folder.joinpath(DRAWS_FILE).open("rb") as file:
        draws = pd.read_csv(file)
    found = {}
    for row in rows:
        key = str(row["key"])
        low, middle, high = (float(row[name]) for name in ("effect_low", "effect", "effect_high"))
        own = draws.loc[draws["key"].eq(key), "effect"].to_numpy(dtype=float)
        effects = own if len(own) else np.array([low, middle, high])
        count, trend, spread = int(row["observations"]), float(row["trend"]), float(row["spread"])
        found[key] = Line(key, count, trend, spread, effects, low, middle, high)
    return MappingProxyType(found)


ENTERED = "2026-12-01"
"""Day on which the dated lines were entered."""


def what_could_tell() -> str:
    """Which series could tell AI's effect, and where the dated lines are kept, in two sentences."""
    every = every_line()
    able = sum(one.power(one.middle) >= LEAST_POWER for one in every.values())
    entered = sum(one.entered for one in declared_series().values())
    return (
        f"Of {len(every)} published series {able or 'none'} can tell the model's own effect by {TO}. "
        f"{entered} dated lines say what would refute it by then: `forecasts/ai-lines-{ENTERED}.json`."
    )
