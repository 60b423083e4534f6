"""The nation's market fitted anew: values, criteria, what stays free, and what it would have forecast."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import pandas as pd

from reallocate.data.bundle import bundle_folder, read_manifest
from reallocate.economy.business_cycle import demand_scale
from reallocate.economy.calibrate import Fit, fit, modelled, rates_of
from reallocate.economy.calibrate_profiles import profiles, speeds, stays_free
from reallocate.economy.fitted import FILE, fitted_text
from reallocate.economy.gate import gate
from reallocate.economy.hindcast import WINDOWS, Forecast, hindcast, no_change
from reallocate.economy.nation import FIRST, National, inputs_hash, national, observed_months
from reallocate.economy.observed import Observed
from reallocate.economy.steady_state import follow, occupation_mobility
from reallocate.output.table import computed
from reallocate.result.provenance import provenance
from reallocate.result.result import Result, Status
from reallocate.study.calibration.outline import CALIBRATION
from reallocate.study.calibration.tables import TABLES, FittedMarket, paths_by_month
from reallocate.study.calibration.text import text

Tables = Mapping[str, pd.DataFrame]
Say = Callable[[str], None]

LIBRARIES = ("numpy", "scipy", "numba")
"""Libraries whose version may move a digit."""
KNOWN, END = "2014-12", "2024-04"
"""Of the hindcast: the last month fitted to, and the last one published of every series."""
NO_CHANGE: Mapping[str, Forecast] = MappingProxyType({"no change": no_change})


def calibrate(
    tables: Tables,
    say: Say | None = None,
    others: Mapping[str, Forecast] = NO_CHANGE,
    command: str = "reallocate simulate calibrate",
) -> Result:
    """The nation's market fitted to 2001 to 2019, checked, profiled, and tried on months it has not seen.

    tables : that ship
    say : is told what is under way
    others : (name) forecasts to stand beside the market's
    command : that made it, for the record
    The fitted values are `inputs["fitted.toml"]`, as the file that ships.
    """
    tell = say or (lambda _: None)
    seen = observed_months(tables)
    nation = national(tables, seen)
    series = modelled(nation.market, nation.normal, seen)
    tell("Fitting the market to 2001 to 2019 (the first run after an install compiles once)")
    best = fit(series, seen, say=_after("Fitting", tell))
    mobility = occupation_changes(nation, best, seen)
    profile = profiles(series, seen, best, say=_after("What stays free", tell))
    at_speeds, free = speeds(series, seen, best, say=_after("What stays free", tell))
    unseen = hindcasts(tables, others, tell)
    checks = gate(best, mobility)
    context = FittedMarket(
        best, free, checks, profile, at_speeds, unseen["hindcast"], unseen["hindcast_path"]
    )
    inputs = inputs_hash(tables)
    request = {"months": [seen.months[0], seen.months[-1]], "known": KNOWN, "forecasts": [*others]}
    facts: dict[str, Any] = {
        "title": "The labour market of the United States, fitted",
        "months": request["months"],
        "inputs": inputs,
        "error": best.error,
        "mobility": mobility,
        "mobility_observed": nation.mobility,
        "stays_free": list(stays_free(profile)),
        **provenance(request, read_manifest(bundle_folder()), LIBRARIES, command, inputs=inputs),
    }
    values = fitted_text(best, nation.normal, nation.mobility, nation.hires, inputs)
    made = computed(TABLES, context)
    return Result(
        CALIBRATION,
        MappingProxyType(facts),
        MappingProxyType(made),
        MappingProxyType(text(facts, made)),
        status_of(made["gate"]),
        MappingProxyType({FILE: values.encode()}),
    )


def status_of(criteria: pd.DataFrame) -> Status:
    """Whether the fit meets its criteria.

    criteria : table `gate`
    """
    missed = [str(name) for name in criteria.loc[~criteria["holds"].astype(bool), "check"]]
    if not missed:
        return Status()
    return Status("criteria missed", "; ".join(missed), "Do not rely on scenarios under this fit.")


def occupation_changes(nation: National, best: Fit, seen: Observed) -> float:
    """Moves to another occupation, as the fitted market gives them [share of the employed/year].

    nation : market
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
        errors.append(table.assign(window=window.name)[["window", *table.columns]])
        paths.append(paths_by_month(window, whole.months, made))
    return {
        "hindcast": pd.concat(errors, ignore_index=True),
        "hindcast_path": pd.concat(paths, ignore_index=True),
    }


def _after(words: str, say: Say) -> Say:
    return lambda stage: say(f"{words}: {stage}")
