"""A strip: central runs at all positions of one input, and the inputs that a page moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array, quantiles
from reallocate.kernel.errors import InputError, Problem, UnknownName, nearest
from reallocate.kernel.number import with_minus
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.parquet import pandas_table
from reallocate.market.laws.closures import Closure
from reallocate.market.published.files import with_market_flags
from reallocate.market.published.keys import MarketScenario, PolicyKeys
from reallocate.market.simulate.request import ADOPTION, CENTRAL, economy_run
from reallocate.market.simulate.runs import (
    SERIES,
    START,
    CentralMarket,
    EconomyContext,
    current_market,
    series_of,
)
from reallocate.work.capability import SCENARIOS
from reallocate.work.world import World

_POSITIONS = 16
"""Of a slider: as many runs as the flow engine takes side by side."""
_CAPABILITY = "ai.capability"
_AI, _STATE = "ai.", "policy."
_HOW_FAR, _FIRMS, _GOVERNMENT = "How far AI goes", "What firms and buyers do", "What the state does"


@dataclass(frozen=True)
class Slider:
    """An input and how far it goes.

    key : as `--set` takes it
    group : heading
    label : what is moved
    low, high : ends of the slider [the input's own unit]
    ends : both ends in words
    scale, unit : a value is shown times scale, with the unit
    step : smallest move [the input's own unit]
    first : whether it stands in sight
    """

    key: str
    group: str
    label: str
    low: float
    high: float
    ends: tuple[str, str]
    scale: float = 100.0
    unit: str = "%"
    digits: int = 0
    step: float = 0.01
    first: bool = False

    @property
    def parameter(self) -> str | None:
        """The parameter that the key holds; none for a key of policy."""
        if self.key.startswith(_STATE):
            return None
        return ADOPTION[self.key.removeprefix(_AI)] if self.key.startswith(_AI) else self.key

    def place(self, value: float) -> float:
        """Where a value lies on the track [% of its length].

        value : [the input's own unit]
        """
        return 100.0 * (value - self.low) / (self.high - self.low)

    def written(self, value: float) -> str:
        """A value as a reader sees it, with its unit.

        value : [the input's own unit]
        """
        words = with_minus(f"{round(value * self.scale, self.digits):g}")
        return f"{words}{'' if self.unit.startswith('%') or not self.unit else ' '}{self.unit}"

    @property
    def shipped(self) -> float:
        """The value as shipped [the input's own unit]."""
        if self.parameter is None:
            return float(PolicyKeys.model_fields[self.key.removeprefix(_STATE)].default)
        return Parameters.default()[self.parameter]

    @property
    def plausible(self) -> tuple[float, float] | None:
        """The range that the draws are taken from [the input's own unit]; none for a key of policy."""
        if self.parameter is None:
            return None
        about = Parameters.default().about(self.parameter)
        return about.low, about.high

    @property
    def positions(self) -> tuple[float, ...]:
        """Where the slider's runs are made, evenly from end to end, on whole steps [the input's own unit]."""
        width = (self.high - self.low) / (_POSITIONS - 1)
        each = (self.low + width * place for place in range(_POSITIONS))
        if self.step >= width:
            each = (self.low + self.step * round(width * place / self.step) for place in range(_POSITIONS))
        return tuple(round(one, 10) for one in each)


SLIDERS = (
    Slider("ai.ceiling", _HOW_FAR, "Work done by firms that use AI, in the end", 0.05, 1.0,
           ("little", "all"), first=True),
    Slider("ai.imitation", _HOW_FAR, "How fast firms follow others", 0.1, 1.0, ("slowly", "fast"),
           unit="% a year", first=True),
    Slider("capture_augmented", _HOW_FAR, "Time freed beside people that is put to use", 0.0, 1.0,
           ("none", "all")),
    Slider("capture_automated", _HOW_FAR, "Time freed by systems that is put to use", 0.0, 1.0,
           ("none", "all")),
    Slider("reach_per_doubling", _HOW_FAR, "Assisted work that AI takes over as it does longer tasks", 0.0,
           0.06, ("none", "fast"), unit="% a doubling", digits=2, step=0.0005),
    Slider("review_hours", _HOW_FAR, "Time to review AI's work", 0.0, 0.6, ("none", "much"),
           unit="% of the hours"),
    Slider("economy_saving_kept", _FIRMS, "Savings that owners keep for good", -0.1, 0.6,
           ("less than none", "most"), first=True),
    Slider("economy_displaced_gap", _FIRMS, "Jobs missing at first for each job that ends", 0.0, 1.2,
           ("none", "more than one"), 1.0, "", 2, first=True),
    Slider("economy_gap_half_life", _FIRMS, "Until half of the missing jobs are back", 2.0, 32.0,
           ("2 years", "32 years"), 1.0, "years", 1, 0.1, first=True),
    Slider("economy_price_elasticity", _FIRMS, "Extra purchases when prices fall by 1%", 0.0, 3.0,
           ("none", "many"), 1.0, "%", 2),
    Slider("economy_hours_renewed", _FIRMS, "Saved hours that return as new tasks", 0.0, 1.0,
           ("none", "all")),
    Slider("economy_renewal_lag", _FIRMS, "Wait for new tasks", 4.0, 64.0, ("a year", "16 years"), 0.25,
           "years", 2, 1.0),
    Slider("economy_wage_elasticity", _FIRMS, "Change in pay when unemployment rises by 1%", -0.2, 0.0,
           ("falls most", "stays"), 1.0, "%", 2),
    Slider("policy.wage_insurance", _GOVERNMENT, "Wage insurance, of pay lost", 0.0, 1.0, ("none", "all"),
           first=True),
    Slider("policy.hiring_subsidy", _GOVERNMENT, "Hiring subsidy, of six months' pay", 0.0, 1.0,
           ("none", "all")),
    Slider("policy.benefit_level", _GOVERNMENT, "Higher unemployment benefits", 0.0, 0.5,
           ("none", "half"), unit="% of pay"),
    Slider("policy.retraining", _GOVERNMENT, "Retraining cost that is paid", 0.0, 1.0, ("none", "all")),
)  # fmt: skip
"""The sliders of the nation's market. Reading between the positions of each is off by at most 0.01 points of
unemployment and 0.03% of jobs. Tokens for an hour, their price and their share have no slider: some use of AI
stops to pay at a threshold, and reading between positions misses that bound."""
KEYS = (*(slider.key for slider in SLIDERS), _CAPABILITY)
"""Inputs whose strips ship."""


def shipped_positions(key: str) -> tuple[float | str, ...] | None:
    """Positions of an input that has a slider, or of capability; none for another.

    key : as in `KEYS`
    """
    if key == _CAPABILITY:
        return SCENARIOS
    return next((slider.positions for slider in SLIDERS if slider.key == key), None)


STRIPS, BAND = "strips.parquet", "band.parquet"
"""Files of the shipped scenario, beside this one, made by `scripts/shipped.py`."""
Position = float | str


@dataclass(frozen=True, eq=False)
class Strip:
    """Central runs at all positions of one input.

    key : of the input, as `--set` takes it
    positions : values of the input, rising, or words
    series : (series, quarter, position), series as `SERIES` names them; quarter 0 is the start
    """

    key: str
    positions: tuple[Position, ...]
    series: Array

    @property
    def years(self) -> Array:
        """When each quarter ends; (quarter) [year]."""
        return START + np.arange(self.series.shape[1]) / 4.0

    def table(self) -> pd.DataFrame:
        """A row for each position and quarter: position, year, and the series."""
        return pd.concat(
            [
                _frame(self.years, self.series[..., at]).assign(position=one)
                for at, one in enumerate(self.positions)
            ],
            ignore_index=True,
        )[["position", "year", *SERIES]]

    def at(self, position: Position) -> pd.DataFrame:
        """The series at a value of the input: exact at a position, a straight line between two.

        position : within the ends, or one of the words
        Returns year and the series. Raises `InputError` beyond the ends, where nothing was run.
        """
        if position in self.positions:
            return _frame(self.years, self.series[..., self.positions.index(position)])
        if isinstance(position, str) or isinstance(self.positions[0], str):
            known = [str(one) for one in self.positions]
            what, remedy = f"there is no {self.key} {position!r}", f"One of: {', '.join(known)}."
            raise InputError(Problem(what, self.key, remedy, nearest=nearest(str(position), known)))
        low, high = self.positions[0], self.positions[-1]
        if not float(low) <= position <= float(high):
            why = "Nothing was run there, and a line is not drawn on beyond its end."
            what = f"{position:g} lies outside {low:g} to {high:g}"
            raise InputError(Problem(what, self.key, "Give other positions.", why))
        after = int(np.searchsorted(np.array(self.positions, dtype=float), position))
        left, right = (float(one) for one in self.positions[after - 1 : after + 1])
        part = (position - left) / (right - left)
        between = (1.0 - part) * self.series[..., after - 1] + part * self.series[..., after]
        return _frame(self.years, between)


def central_market(world: World) -> CentralMarket:
    """The nation's market where it was last observed, ready for central runs.

    world : tables that ship
    """
    return CentralMarket(world, *current_market(world))


def central_closures(market: CentralMarket, scenario: MarketScenario) -> pd.DataFrame:
    """One central run of a scenario under each closure: closure, year and the series, by quarter.

    market : ready for runs
    scenario : of the nation's market; its own closure is not read
    """
    plain = economy_run(scenario, market.world.sources, CENTRAL)
    each = Strip("", tuple(Closure), market.series([replace(plain, closure=one) for one in Closure]))
    return each.table().rename(columns={"position": "closure"})[["closure", "year", *SERIES]]


def central_run(market: CentralMarket, scenario: MarketScenario) -> pd.DataFrame:
    """One central run of a scenario: year and the series, by quarter.

    market : ready for runs
    scenario : of the nation's market
    """
    strip = Strip("", (0.0,), market.series([economy_run(scenario, market.world.sources, CENTRAL)]))
    return strip.at(0.0)


def make_strip(
    market: CentralMarket, scenario: MarketScenario, key: str, positions: Sequence[Position] | None = None
) -> Strip:
    """Central runs at all positions of one input, side by side, all others as in the scenario.

    market : ready for runs
    scenario : of the nation's market
    key : of the input, as `--set` takes it
    positions : values of the input; those of its slider where nothing is said
    Raises `InputError` where an input without a slider is given no positions, or a value cannot be.
    """
    at = shipped_positions(key) if positions is None else tuple(positions)
    if not at:
        remedy = f"Give positions, or one of: {', '.join(KEYS)}."
        what = f"there are no positions of {key!r}"
        raise InputError(Problem(what, "positions", remedy, nearest=nearest(key, KEYS)))
    if len(set(at)) < len(at) or (not any(isinstance(one, str) for one in at) and list(at) != sorted(at)):
        raise InputError(Problem(f"positions of {key} do not rise", "positions", "Write each once, rising."))
    each = [with_market_flags(scenario, {key: one}) for one in at]
    return Strip(key, at, market.series([economy_run(one, market.world.sources, CENTRAL) for one in each]))


def band_of(context: EconomyContext) -> pd.DataFrame:
    """10th percentile, median and 90th percentile over the draws; a row for each series and quarter.

    context : draws, each beside itself without further AI; jobs over every draw of AI and of the law
    """
    ensemble, employment = context.ensemble, context.nation.market.employment
    rows = []
    for name, values in zip(SERIES, series_of(ensemble.extended, ensemble.without, employment), strict=True):
        for quarter, over_draws in enumerate(values):
            drawn = 100.0 * context.net(quarter) if name == "jobs" else over_draws
            rows.append({"series": name, "year": START + quarter / 4.0, **quantiles(drawn)})
    return pd.DataFrame(rows)


def strip_table(strips: Sequence[Strip]) -> pd.DataFrame:
    """Strips as they ship: key, position, year, and the series in single precision."""
    whole = pd.concat([one.table().assign(key=one.key) for one in strips], ignore_index=True)
    whole["position"] = [str(one) for one in whole["position"]]
    narrow = {**dict.fromkeys(SERIES, "float32"), "key": "category", "position": "category"}
    return whole.astype(narrow)[["key", "position", "year", *SERIES]]


@cache
def _shipped_strips() -> dict[str, Strip]:
    """The strips of the shipped scenario by key; reading them runs nothing."""
    table = _read(STRIPS)
    return {key: _strip_from(key, table[table["key"] == key]) for key in KEYS}


def shipped_strip(key: str) -> Strip:
    """One of the strips of the shipped scenario; raises `UnknownName` where none ships.

    key : of the input
    """
    strips = _shipped_strips()
    if key not in strips:
        problem = Problem(f"no strip of {key!r} ships", "key", nearest=nearest(key, KEYS))
        raise UnknownName(problem)
    return strips[key]


def shipped_band() -> pd.DataFrame:
    """The draws of the shipped scenario: series, year, p10, p50 and p90."""
    return _read(BAND)


def _strip_from(key: str, rows: pd.DataFrame) -> Strip:
    words = list(dict.fromkeys(rows["position"].astype(str)))
    positions = tuple(words) if shipped_positions(key) == tuple(words) else tuple(float(one) for one in words)
    values = rows[list(SERIES)].to_numpy(dtype=float)
    return Strip(key, positions, values.reshape(len(words), -1, len(SERIES)).transpose(2, 1, 0))


def _read(name: str) -> pd.DataFrame:
    whole = files("reallocate.market.simulate").joinpath("shipped", name).read_bytes()
    return pandas_table(whole)


def _frame(years: Array, series: Array) -> pd.DataFrame:
    return pd.DataFrame({"year": years, **dict(zip(SERIES, series, strict=True))})
