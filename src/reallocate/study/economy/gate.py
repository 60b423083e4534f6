"""The gate of the nation's market: with AI off, beside the years that were observed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from reallocate.economy import calibration_pass_marks as pass_marks
from reallocate.economy.business_cycle import demand_scale
from reallocate.economy.calibrate import Fit
from reallocate.economy.fitted import fitted
from reallocate.economy.monthly_rates import survey_series
from reallocate.economy.nation import observed_months
from reallocate.economy.steady_state import follow, occupation_mobility
from reallocate.output.table import BY_ROW, Column, of_unit, table
from reallocate.problem.nation.context import EconomyContext

HOLDS = {True: "holds", False: "does not hold"}


@table(
    "gate", "Checks against observed years",
    Column("check", "Check, AI off"),
    of_unit(BY_ROW, digits=2, value="Modelled", low="From", high="To"),
    Column("unit", "Unit"),
    Column("holds", "Verdict", words=HOLDS),
    source="The market with AI off, beside BLS JOLTS and CPS over the years it was fitted to.",
)  # fmt: skip
def gate(context: EconomyContext) -> pd.DataFrame:
    """Every check of the gate, AI off."""
    context.say("Comparing the market with the years it was fitted to")
    values = fitted()
    nation = replace(context.nation, normal=values.normal)
    seen = observed_months(context.world.tables)
    scale = demand_scale(values.amplitude, seen.cycle)
    flows, _ = follow(nation.market, nation.normal, [values.rates], scale)
    model = survey_series(flows)[:, :, 0]
    free = np.full(len(values.array), np.nan)
    fit = Fit(values.array, free, values.error, model, seen.values, seen.months)
    rows = [
        (check.name, check.found, check.low, check.high, check.unit, check.holds)
        for check in pass_marks.gate(fit, float(occupation_mobility(flows)[0]))
    ]
    return pd.DataFrame(rows, columns=gate.names)
