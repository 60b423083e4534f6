"""The gate of the extended market: with AI off, beside the years that were observed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from reallocate.economy.business_cycle import demand_scale
from reallocate.economy.calibrate import Fit
from reallocate.economy.fitted import Fitted
from reallocate.economy.gate import gate
from reallocate.economy.nation import National, observed_months
from reallocate.economy.steady_state import follow, monthly, occupation_mobility


def gate_table(nation: National, values: Fitted, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Every check of the gate, AI off.

    nation : the market
    values : as fitted
    tables : that ship
    Returns check, found, low, high [unit], unit, holds.
    """
    seen = observed_months(tables)
    scale = demand_scale(values.amplitude, seen.cycle)
    flows, _ = follow(nation.market, nation.normal, [values.rates], scale)
    model = monthly(flows)[:, :, 0]
    found = Fit(
        values.array, np.full(len(values.array), np.nan), values.error, model, seen.values, seen.months
    )
    rows = [
        (check.name, check.found, check.low, check.high, check.unit, check.holds)
        for check in gate(found, float(occupation_mobility(flows)[0]))
    ]
    return pd.DataFrame(rows, columns=["check", "found", "low", "high", "unit", "holds"])


def gate_said(table: pd.DataFrame, first: str, last: str) -> list[str]:
    """The gate in sentences.

    table : as from `gate_table`
    first, last : months that the market was held against
    """
    said = [
        f"With AI off the market is held against what was observed from {first} to {last}: "
        f"{int(table['holds'].sum())} of {len(table)} checks hold. They ask that means lie within 5% of "
        "those observed, that monthly paths move together, and that as many people change occupation as "
        "published estimates say."
    ]
    said += [
        f"It does not hold for {row['check']}: {row['found']:.4f} {row['unit']}, not within "
        f"{row['low']:.4f} to {row['high']:.4f}."
        for row in table[~table["holds"]].to_dict("records")
    ]
    said.append(
        "The same years were used to fit the speed of flows, so that passing is a condition for showing a "
        "run and no evidence that its future is right; docs/market-fit.md has forecasts of years not seen."
    )
    return said
