"""A strip: central runs at all positions of one input, all others in place; how it is made, read and kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from reallocate.disk.parquet import pandas_table
from reallocate.economy.laws.closures import Closure
from reallocate.errors import InputError, Problem, UnknownName, nearest
from reallocate.measure.arrays import Array
from reallocate.measure.quantiles import quantiles
from reallocate.problem.nation.central import SERIES, CentralMarket, series_of
from reallocate.problem.nation.context import START
from reallocate.problem.nation.ensemble import EconomyEnsemble
from reallocate.problem.nation.market import current_market
from reallocate.scenario.market.economy_run import CENTRAL, economy_run
from reallocate.scenario.market.read import with_market_flags
from reallocate.scenario.market.schema import MarketScenario
from reallocate.study.economy.sliders import KEYS, shipped_positions
from reallocate.work.world import World

STRIPS, BAND, CLOSURES = "strips.parquet", "band.parquet", "closures.parquet"
"""Files of the shipped scenario, beside this one, made by `scripts/strips.py`."""
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


def band_of(ensemble: EconomyEnsemble, employment: Array) -> pd.DataFrame:
    """10th percentile, median and 90th percentile over the draws; a row for each series and quarter.

    ensemble : draws, each beside itself without further AI
    employment : (occupation) at the start [persons]
    """
    rows = []
    for name, values in zip(SERIES, series_of(ensemble.extended, ensemble.without, employment), strict=True):
        for quarter, over_draws in enumerate(values):
            rows.append({"series": name, "year": START + quarter / 4.0, **quantiles(over_draws)})
    return pd.DataFrame(rows)


def strip_table(strips: Sequence[Strip]) -> pd.DataFrame:
    """Strips as they ship: key, position, year, and the series in single precision."""
    whole = pd.concat([one.table().assign(key=one.key) for one in strips], ignore_index=True)
    whole["position"] = [str(one) for one in whole["position"]]
    narrow = {**dict.fromkeys(SERIES, "float32"), "key": "category", "position": "category"}
    return whole.astype(narrow)[["key", "position", "year", *SERIES]]


@cache
def shipped_strips() -> dict[str, Strip]:
    """The strips of the shipped scenario by key; reading them runs nothing."""
    table = _read(STRIPS)
    return {key: _strip_from(key, table[table["key"] == key]) for key in KEYS}


def shipped_strip(key: str) -> Strip:
    """One of the strips of the shipped scenario; raises `UnknownName` where none ships.

    key : of the input
    """
    strips = shipped_strips()
    if key not in strips:
        problem = Problem(f"no strip of {key!r} ships", "key", nearest=nearest(key, KEYS))
        raise UnknownName(problem)
    return strips[key]


def shipped_band() -> pd.DataFrame:
    """The draws of the shipped scenario: series, year, p10, p50 and p90."""
    return _read(BAND)


def shipped_closures() -> pd.DataFrame:
    """The draws of the shipped scenario under each closure at the end, as the study's table `closures`."""
    return _read(CLOSURES)


def _strip_from(key: str, rows: pd.DataFrame) -> Strip:
    words = list(dict.fromkeys(rows["position"].astype(str)))
    positions = tuple(words) if shipped_positions(key) == tuple(words) else tuple(float(one) for one in words)
    values = rows[list(SERIES)].to_numpy(dtype=float)
    return Strip(key, positions, values.reshape(len(words), -1, len(SERIES)).transpose(2, 1, 0))


def _read(name: str) -> pd.DataFrame:
    whole = files("reallocate.study.economy").joinpath("shipped", name).read_bytes()
    return pandas_table(whole)


def _frame(years: Array, series: Array) -> pd.DataFrame:
    return pd.DataFrame({"year": years, **dict(zip(SERIES, series, strict=True))})
