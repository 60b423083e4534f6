"""The nation's market fitted anew: values, gate, what stays free, and what it would have forecast."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from types import MappingProxyType
from typing import Any

import pandas as pd

from reallocate.economy.business_cycle import demand_scale
from reallocate.economy.calibrate import Fit, fit, modelled, rates_of
from reallocate.economy.calibrate_profiles import profiles, speeds, stays_free
from reallocate.economy.charts.market_fit import FIT_CHARTS
from reallocate.economy.fitted import fitted_text
from reallocate.economy.gate import gate
from reallocate.economy.hindcast import WINDOWS, Forecast, hindcast, no_change
from reallocate.economy.nation import FIRST, National, inputs_hash, national, observed_months
from reallocate.economy.observed import Observed
from reallocate.economy.steady_state import follow, occupation_mobility
from reallocate.measure.number import spoken
from reallocate.result.named import chart_named, table_named
from reallocate.study.calibration.tables import (
    fit_table,
    gate_table,
    hindcast_table,
    parameter_table,
    path_table,
    paths_table,
    speed_table,
)
from reallocate.study.calibration.text import sentences

Tables = Mapping[str, pd.DataFrame]
Say = Callable[[str], None]

KNOWN, END = "2014-12", "2024-04"
"""Of the hindcast: the last month fitted to, and the last one published of every series."""
NO_CHANGE: Mapping[str, Forecast] = MappingProxyType({"no change": no_change})


@dataclass(frozen=True, eq=False)
class Calibration:
    """The market fitted to what was observed.

    meta : facts: version, months, hash of what was read, what stays free
    tables : by name: fit, parameters, gate, profiles, speeds, path, hindcast, hindcast_path
    said : sentences by part
    fitted : the text of a file of the fitted values, as it ships
    """

    meta: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame]
    said: Mapping[str, list[str]]
    fitted: str

    @property
    def status(self) -> str:
        """Whether everything of the gate holds."""
        return "holds" if bool(self.tables["gate"]["holds"].all()) else "does not hold"

    def table(self, name: str) -> pd.DataFrame:
        """One table.

        name : such as `gate`; raises `UnknownName` where there is none
        """
        return table_named(self.tables, name)

    def chart(self, name: str) -> dict[str, Any]:
        """One chart as a Vega-Lite specification.

        name : market_fit, speeds or hindcast; raises `UnknownName` where there is no such chart
        """
        return chart_named(FIT_CHARTS, name, self.tables)

    def explain(self) -> dict[str, list[str]]:
        """The calibration in sentences, by part."""
        return spoken(self.said)

    def __repr__(self) -> str:
        return "\n".join(self.said["fit"][:1] + self.said["gate"][:1])


def calibrate(
    tables: Tables, say: Say | None = None, others: Mapping[str, Forecast] = NO_CHANGE
) -> Calibration:
    """The nation's market fitted to 2001 to 2019, checked, profiled, and tried on months it has not seen.

    tables : that ship
    say : is told what is under way
    others : (name) forecasts to stand beside the market's
    """
    tell = say or (lambda _: None)
    seen = observed_months(tables)
    nation = national(tables, seen)
    series = modelled(nation.market, nation.normal, seen)
    tell("Fitting the market to 2001 to 2019 (the first run after an install compiles once)")
    best = fit(series, seen, say=_after("Fitting", tell))
    mobility = occupation_changes(nation, best, seen)
    profile = profiles(series, seen, best, say=_after("What stays free", tell))
    held, free = speeds(series, seen, best, say=_after("What stays free", tell))
    made = {
        "fit": fit_table(best),
        "parameters": parameter_table(best, free),
        "gate": gate_table(gate(best, mobility)),
        "profiles": profile,
        "speeds": speed_table(held, free, best),
        "path": path_table(best),
        **hindcasts(tables, others, tell),
    }
    meta: dict[str, Any] = {
        "kind": "calibration",
        "version": version("reallocate"),
        "months": [seen.months[0], seen.months[-1]],
        "inputs": inputs_hash(tables),
        "error": best.error,
        "mobility": mobility,
        "mobility_asked": nation.mobility,
        "stays_free": list(stays_free(profile)),
    }
    text = fitted_text(best, nation.normal, nation.mobility, nation.hires, meta["inputs"])
    said = sentences(meta, made)
    return Calibration(MappingProxyType(meta), MappingProxyType(made), MappingProxyType(said), text)


def occupation_changes(nation: National, best: Fit, seen: Observed) -> float:
    """Moves to another occupation, as the fitted market gives them [share of the employed/year].

    nation : market
    best : its fit
    seen : the months
    """
    rates = [rates_of(best.values, nation.normal.outside)]
    flows, _ = follow(nation.market, nation.normal, rates, demand_scale(best.amplitude, seen.cycle))
    return float(occupation_mobility(flows)[0])


def hindcasts(tables: Tables, others: Mapping[str, Forecast], say: Say) -> dict[str, pd.DataFrame]:
    """Forecasts of months unseen, by the market fitted to those before, and by others.

    tables : that ship
    others : (name) forecasts
    say : is told what is under way
    Both windows are forecast with what was known at the end of 2014; only the slack from which they begin
    is that of the month before each.
    """
    early = observed_months(tables, FIRST, KNOWN, KNOWN)
    whole = observed_months(tables, FIRST, END, KNOWN)
    nation = national(tables, early)
    say("Fitting the market to 2001 to 2014, for the hindcast")
    best = fit(
        modelled(nation.market, nation.normal, early), early, say=_after("Fitting to 2001 to 2014", say)
    )
    errors, paths = [], []
    for window in WINDOWS:
        say(f"Forecasting {window.name}")
        table, made = hindcast(nation.market, nation.normal, best, whole, window, others)
        errors.append(hindcast_table(window, table))
        paths.append(paths_table(window, whole.months, made))
    return {
        "hindcast": pd.concat(errors, ignore_index=True),
        "hindcast_path": pd.concat(paths, ignore_index=True),
    }


def _after(words: str, say: Say) -> Say:
    return lambda said: say(f"{words}: {said}")
