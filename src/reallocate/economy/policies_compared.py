"""Levers of policy beside each other, and beside none: people without work, jobs and cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from reallocate.economy.engines.flow_cell import TOTALS
from reallocate.economy.laws.policy import Policy, Responses
from reallocate.economy.market.survey_rates import long_term_rate, unemployment_rate
from reallocate.economy.run_assumptions import Economy, RunAssumptions
from reallocate.economy.trajectory import simulate
from reallocate.measure.arrays import Array

LAST = 24
"""Steps over which a run's end is averaged: one year."""


def compare_policies(
    economy: Economy,
    base: RunAssumptions,
    policies: Mapping[str, Policy],
    responses: Responses,
    quarters: int,
) -> pd.DataFrame:
    """What each policy changes by the end, and what it costs.

    economy : of the nation
    base : everything else that is assumed
    responses : of people and firms
    quarters : until the end
    Returns policy, unemployment [share], employment [persons], long_term [share of the labour force],
    switches [share of the employed/year], each against no policy, cost [USD/year] over the last year, and
    cost_per_job [USD/year for each job more], missing where there are none.
    """
    names = ["none", *policies]
    runs = [base, *(replace(base, policy=one, responses=responses) for one in policies.values())]
    result = simulate(economy, runs, quarters)
    last = {name: result.totals[-LAST:, place].mean(axis=0) for place, name in enumerate(TOTALS)}
    cost = result.policy[-4:].sum(axis=1).mean(axis=0) * 1e6
    measures: dict[str, Array] = {
        "unemployment": unemployment_rate(last["employed"], last["unemployed"]),
        "employment": last["employed"],
        "long_term": long_term_rate(last["employed"], last["unemployed"], last["long_term_unemployed"]),
        "switches": last["occupation_switches"] * LAST / last["employed"],
    }
    table = pd.DataFrame({"policy": names, **{name: of - of[0] for name, of in measures.items()}})
    table["cost"] = cost
    more = table["employment"].to_numpy(dtype=float)
    table["cost_per_job"] = np.where(more > 0.5, cost / np.where(more > 0.5, more, 1.0), np.nan)
    return table
