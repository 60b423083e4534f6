"""What a policy does to the extended market: the same draws with it and without it, and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from reallocate.economy.engines.flow_cell import TOTALS
from reallocate.economy.laws.policy import LEVERS, Policy, Responses
from reallocate.economy.market.time_steps import STEPS_PER_YEAR
from reallocate.economy.run_assumptions import RunAssumptions
from reallocate.economy.trajectory import Trajectory
from reallocate.measure.arrays import Array
from reallocate.measure.quantiles import QUANTILES, quantile
from reallocate.work.parameters import Parameters

LAST = STEPS_PER_YEAR
"""Steps over which the end of a run is averaged: one year."""
LEVER_WORDS = {
    "benefits": "higher or longer benefits",
    "retraining": "retraining",
    "wage_insurance": "lost pay made good",
    "hiring_subsidy": "subsidies to those who hire",
}


def under(policy: Policy, runs: Sequence[RunAssumptions], parameters: Parameters) -> list[RunAssumptions]:
    """The same runs with a policy.

    policy : what is done beyond today
    runs : what each assumes
    parameters : what people and firms do about it
    """
    if policy.is_nothing:
        return list(runs)
    responses = Responses.of(parameters)
    return [replace(run, policy=policy, responses=responses) for run in runs]


def policy_effect(with_it: Trajectory, without: Trajectory) -> pd.DataFrame:
    """What a policy changes in the last year, draw by draw, and what it costs.

    with_it : runs under the policy
    without : the same draws without it
    Returns measure, unit, with, without (middle of the draws), difference with _low and _high.
    """
    rows = []
    each = zip(_measures(with_it).items(), _measures(without).values(), strict=True)
    for ((name, unit), values), others in each:
        rows.append((name, unit, np.median(values), np.median(others), *_ends(values - others)))
    for place, lever in enumerate(LEVERS):
        costs = with_it.policy[-4:, place].mean(axis=0) / 1e3
        if costs.any():
            unit = "USD billion/year"
            rows.append((f"cost: {LEVER_WORDS[lever]}", unit, np.median(costs), 0.0, *_ends(costs)))
    columns = ["measure", "unit", "with", "without", "difference_low", "difference", "difference_high"]
    return pd.DataFrame(rows, columns=columns)


def _measures(runs: Trajectory) -> dict[tuple[str, str], Array]:
    last = {name: runs.totals[-LAST:, place].mean(axis=0) for place, name in enumerate(TOTALS)}
    force = last["employed"] + last["unemployed"]
    return {
        ("unemployment", "% of the labour force"): 100.0 * last["unemployed"] / force,
        ("long unemployment", "% of the labour force"): 100.0 * last["long_term_unemployed"] / force,
        ("employment", "persons"): last["employed"],
        ("changes of occupation", "% of employment a year"): 100.0
        * LAST
        * last["occupation_switches"]
        / last["employed"],
    }


def _ends(values: Array) -> list[float]:
    return [float(quantile(values, share)) for share in QUANTILES.values()]
