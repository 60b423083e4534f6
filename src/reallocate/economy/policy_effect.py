"""What a policy does to the extended market: the same draws with it and without it, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from reallocate.economy.engines.flow_cell import TOTALS
from reallocate.economy.laws.policy import LEVERS, Policy, Responses
from reallocate.economy.market.time_steps import STEPS_PER_YEAR
from reallocate.economy.market.unemployment_rate import long_term_rate, unemployment_rate
from reallocate.economy.run_assumptions import Economy, RunAssumptions
from reallocate.economy.trajectory import Trajectory, simulate
from reallocate.measure.arrays import Array
from reallocate.measure.quantiles import QUANTILES, quantile
from reallocate.work.parameters import Parameters

LAST = STEPS_PER_YEAR
"""Steps over which the end of a run is averaged: one year."""
MEASURES = {
    "unemployment": ("unemployment", "% of the labour force", 100.0),
    "long_term": ("long unemployment", "% of the labour force", 100.0),
    "employment": ("employment", "persons", 1.0),
    "switches": ("changes of occupation", "% of employment a year", 100.0),
}
"""How each is called, its unit, and what its share is multiplied with."""
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
    each = zip(_last_year(with_it).items(), _last_year(without).values(), strict=True)
    for (name, share), others in each:
        label, unit, scale = MEASURES[name]
        values, before = scale * share, scale * others
        rows.append((label, unit, np.median(values), np.median(before), *_ends(values - before)))
    for place, lever in enumerate(LEVERS):
        costs = with_it.policy[-4:, place].mean(axis=0) / 1e3
        if costs.any():
            unit = "USD billion/year"
            rows.append((f"cost: {LEVER_WORDS[lever]}", unit, np.median(costs), 0.0, *_ends(costs)))
    columns = ["measure", "unit", "with", "without", "difference_low", "difference", "difference_high"]
    return pd.DataFrame(rows, columns=columns)


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
    cost = result.policy[-4:].sum(axis=1).mean(axis=0) * 1e6
    measures = _last_year(result)
    table = pd.DataFrame({"policy": names, **{name: of - of[0] for name, of in measures.items()}})
    table["cost"] = cost
    more = table["employment"].to_numpy(dtype=float)
    table["cost_per_job"] = np.where(more > 0.5, cost / np.where(more > 0.5, more, 1.0), np.nan)
    return table


def _last_year(runs: Trajectory) -> dict[str, Array]:
    """The measures of a run's last year, as `MEASURES` names them; each (run)."""
    last = {name: runs.totals[-LAST:, place].mean(axis=0) for place, name in enumerate(TOTALS)}
    employed, unemployed = last["employed"], last["unemployed"]
    return {
        "unemployment": unemployment_rate(employed, unemployed),
        "long_term": long_term_rate(employed, unemployed, last["long_term_unemployed"]),
        "employment": employed,
        "switches": last["occupation_switches"] * LAST / employed,
    }


def _ends(values: Array) -> list[float]:
    return [float(quantile(values, share)) for share in QUANTILES.values()]
