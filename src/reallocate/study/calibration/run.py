"""The nation's market fitted anew: values, criteria, what stays free, and what it would have forecast."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reallocate.data.bundle import bundle_folder, read_manifest
from reallocate.economy.calibrate import fit, modelled
from reallocate.economy.calibrate_profiles import profiles, speeds, stays_free
from reallocate.economy.calibration_pass_marks import gate
from reallocate.economy.fitted import FILE, fitted_text
from reallocate.economy.hindcast import Forecast
from reallocate.economy.nation import observed_months
from reallocate.executor import Say
from reallocate.output.table import computed
from reallocate.problem.nation.calibration import (
    KNOWN,
    NO_CHANGE,
    FittedMarket,
    hindcasts,
    occupation_changes,
    prefixed,
)
from reallocate.problem.nation.market import inputs_hash, market_of_months
from reallocate.result.provenance import provenance
from reallocate.result.result import Result, Status
from reallocate.study.calibration.outline import CALIBRATION
from reallocate.study.calibration.tables import TABLES
from reallocate.study.calibration.text import text
from reallocate.work.world import World

LIBRARIES = ("numpy", "scipy", "numba")
"""Libraries whose version may move a digit."""


def calibrate(
    world: World,
    say: Say | None = None,
    others: Mapping[str, Forecast] = NO_CHANGE,
    command: str = "reallocate simulate calibrate",
) -> Result:
    """The nation's market fitted to 2001 to 2019, checked, profiled, and tried on months it has not seen.

    world : with all tables of moves
    say : is told what is under way
    others : (name) forecasts to stand beside the market's
    command : that made it, for the record
    The fitted values are `inputs["fitted.toml"]`, as the file that ships.
    """
    tell = say or (lambda _: None)
    seen = observed_months(world.tables)
    nation = market_of_months(world, seen)
    series = modelled(nation.market, nation.normal, seen)
    tell("Fitting the market to 2001 to 2019 (the first run after an install compiles once)")
    best = fit(series, seen, say=prefixed("Fitting", tell))
    mobility = occupation_changes(nation, best, seen)
    profile = profiles(series, seen, best, say=prefixed("What stays free", tell))
    at_speeds, free = speeds(series, seen, best, say=prefixed("What stays free", tell))
    unseen = hindcasts(world, others, tell)
    checks = gate(best, mobility)
    context = FittedMarket(
        best, free, checks, profile, at_speeds, unseen["hindcast"], unseen["hindcast_path"]
    )
    inputs = inputs_hash(world.tables)
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
    values = fitted_text(best, nation.normal, nation.hires, inputs)
    made = computed(TABLES, context)
    return Result(
        CALIBRATION,
        facts,
        made,
        text(facts, made),
        status_of(made["gate"]),
        {FILE: values.encode()},
    )


def status_of(criteria: pd.DataFrame) -> Status:
    """Whether the fit meets its criteria.

    criteria : table `gate`
    """
    missed = [str(name) for name in criteria.loc[~criteria["holds"].astype(bool), "check"]]
    if not missed:
        return Status()
    return Status("criteria missed", "; ".join(missed), "Do not rely on scenarios under this fit.")
