"""What comes out of runs in a few figures, with a policy, and after a reversal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import QUANTILES, SUFFIXES, Array, by_run, quantile
from reallocate.kernel.parameters import Parameters
from reallocate.market.flow.cell import TOTALS
from reallocate.market.laws.money_held import PARTS
from reallocate.market.laws.policy import LEVERS, Policy, Responses
from reallocate.market.nation.demand import ended_in_quarter, net_jobs
from reallocate.market.nation.run import Economy, RunAssumptions
from reallocate.market.nation.trajectory import Trajectory, simulate
from reallocate.market.state.accounts import Accounts
from reallocate.market.state.market import STEPS_PER_YEAR, long_term_rate, ratio, unemployment_rate


@dataclass(frozen=True)
class OutcomeMeasure:
    """One figure, against the same run without further AI, at the end unless the label says otherwise."""

    label: str
    unit: str


MEASURES: Mapping[str, OutcomeMeasure] = MappingProxyType(
    {
        "employed": OutcomeMeasure("People in work", "%"),
        "jobs": OutcomeMeasure("Jobs, filled or open", "%"),
        "hours_saved": OutcomeMeasure("Hours saved at unchanged output", "%"),
        "real_pay": OutcomeMeasure("Real pay", "%"),
        "prices": OutcomeMeasure("Households' prices", "%"),
        "labour_share": OutcomeMeasure("Labour's share of income", "points"),
        "unemployment_peak": OutcomeMeasure("Unemployment at its peak", "points"),
        "unemployment_end": OutcomeMeasure("Unemployment at the end", "points"),
    }
)


def outcomes(extended: Trajectory, without: Trajectory, employment: Array) -> dict[str, Array]:
    """Each of `MEASURES` at the end; (run) [its unit].

    extended, without : the same runs with AI and without further AI
    employment : (occupation) at the start [persons]
    """
    idle, idle_without = (
        unemployment_rate(*np.stack([people[:2].sum(axis=1) for people in made.people], axis=1))
        for made in (extended, without)
    )
    rise = 100.0 * (idle - idle_without)
    pay, pay_without = (mean_real_pay(made, employment) for made in (extended, without))
    ended = (extended.parts[-1] - without.parts[-1])[PARTS.index("ended")].sum(axis=0)
    working = extended.people[-1, 0].sum(axis=0) / without.people[-1, 0].sum(axis=0)
    return {
        "employed": 100.0 * (working - 1.0),
        "jobs": 100.0 * net_jobs(extended, without)[-1],
        "hours_saved": -100.0 * ended,
        "real_pay": 100.0 * (pay[-1] / pay_without[-1] - 1.0),
        "prices": 100.0 * (extended.prices[-1] / without.prices[-1] - 1.0),
        "labour_share": 100.0 * (extended.labour_share - without.labour_share)[-1],
        "unemployment_peak": rise.max(axis=0),
        "unemployment_end": rise[-1],
    }


def mean_real_pay(made: Trajectory, employment: Array) -> Array:
    """What pay buys, mean over the jobs of the start; (quarter, run) [ratio to the start].

    employment : (occupation) at the start [persons]
    """
    weights = employment / employment.sum()
    wages = np.stack([(by_run(quarter) * weights).sum(axis=-1) for quarter in made.wages])
    result: Array = wages * made.pay_level / made.prices
    return result


_LAST = STEPS_PER_YEAR
"""Steps over which the end of a run is averaged: one year."""
_POLICY_MEASURES = {
    "unemployment": ("unemployment", "% of the labour force", 100.0),
    "long_term": ("long unemployment", "% of the labour force", 100.0),
    "employment": ("employment", "persons", 1.0),
    "switches": ("changes of occupation", "% of employment a year", 100.0),
}
"""How each is called, its unit, and what its share is multiplied with."""
_LEVER_WORDS = {
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
        label, unit, scale = _POLICY_MEASURES[name]
        values, before = scale * share, scale * others
        rows.append((label, unit, np.median(values), np.median(before), *_ends(values - before)))
    for place, lever in enumerate(LEVERS):
        costs = with_it.policy[-4:, place].mean(axis=0) / 1e3
        if costs.any():
            unit = "USD billion/year"
            rows.append((f"cost: {_LEVER_WORDS[lever]}", unit, np.median(costs), 0.0, *_ends(costs)))
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
    last = {name: runs.totals[-_LAST:, place].mean(axis=0) for place, name in enumerate(TOTALS)}
    employed, unemployed = last["employed"], last["unemployed"]
    return {
        "unemployment": unemployment_rate(employed, unemployed),
        "long_term": long_term_rate(employed, unemployed, last["long_term_unemployed"]),
        "employment": employed,
        "switches": last["occupation_switches"] * _LAST / employed,
    }


def _ends(values: Array) -> list[float]:
    return [float(quantile(values, share)) for share in QUANTILES.values()]


_Missing = tuple[Array, Array]

REVERSAL = "reversal"
QUARTERS_AFTER = 8
"""Two years: when what has come back is counted."""
WORK, PEOPLE = "jobs that adopters end at unchanged output", "people in work, all industries"


def counted_at(quarter: float) -> tuple[int, int]:
    """The last quarter before a reversal, and the one eight quarters later, from the start.

    quarter : first in which what AI can do has fallen back, as `reversal_quarter`
    """
    before = max(int(np.ceil(quarter)) - 1, 0)
    return before, before + QUARTERS_AFTER


def least_years(quarter: float) -> int:
    """Whole years of a run that sees what returns.

    quarter : as for `counted_at`
    """
    return -(-counted_at(quarter)[1] // 4)


def missing(extended: Trajectory, without: Trajectory, accounts: Accounts) -> _Missing:
    """Jobs that AI ends at unchanged output, and people missing from work; (quarter, run) [persons].

    extended : runs
    without : the same runs without further AI
    accounts : for all jobs at the start
    """
    gone = np.stack([ended_in_quarter(parts, accounts).sum(axis=0) for parts in extended.parts])
    here, there = (
        np.stack([people[0].sum(axis=0) for people in made.people]) for made in (extended, without)
    )
    return gone, there - here


def returned(turned: _Missing, unbroken: _Missing, quarter: float) -> dict[str, dict[str, Array]]:
    """What is missing and what returns, of work and of people; each figure by run.

    turned, unbroken : with a reversal and without it
    quarter : as for `counted_at`
    back = at_reversal − after [persons], share_back its share of at_reversal; share_of_unbroken =
    (unbroken − after) ÷ unbroken: what is there of what would be missing without it.
    """
    before, later = counted_at(quarter)
    figures: dict[str, dict[str, Array]] = {}
    for name, here, there in zip((WORK, PEOPLE), turned, unbroken, strict=True):
        at, after, otherwise = here[before], here[later], there[later]
        figures[name] = {
            "at_reversal": at,
            "after": after,
            "unbroken": otherwise,
            "back": at - after,
            "share_back": ratio(at - after, at, np.nan),
            "share_of_unbroken": ratio(otherwise - after, otherwise, np.nan),
        }
    return figures


def returned_frame(turned: _Missing, unbroken: _Missing, quarter: float) -> pd.DataFrame:
    """The same over draws, each figure the median of its own.

    turned, unbroken, quarter : as for `returned`
    """
    rows = []
    for name, figures in returned(turned, unbroken, quarter).items():
        row: dict[str, object] = {"jobs": name}
        for figure, values in figures.items():
            row |= {f"{figure}{end}": _quantile(values, at) for end, at in SUFFIXES.items()}
        rows.append({**row, "further": float((figures["back"] < 0).mean())})
    return pd.DataFrame(rows)


def _quantile(values: Array, at: float) -> float:
    known = values[np.isfinite(values)]
    return float(np.quantile(known, at)) if len(known) else float("nan")
