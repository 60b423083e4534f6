"""What is measured of runs of the nation's market: rates by month, and quantiles over draws."""

from __future__ import annotations

import numpy as np

from reallocate.economy.engines.flow_cell import TOTALS
from reallocate.economy.market.survey_rates import long_term_rate, openings_rate, unemployment_rate
from reallocate.economy.observed import STEPS_PER_MONTH, by_month
from reallocate.economy.trajectory import Trajectory
from reallocate.measure.arrays import Array
from reallocate.measure.quantiles import MIDDLE, SUFFIXES, quantile
from reallocate.work.ranks import weighted_quantiles


def median(values: Array) -> Array:
    """The median over runs, the last axis.

    values : (…, run)
    """
    return quantile(values, MIDDLE)


def by_quantile(name: str, values: Array) -> dict[str, Array]:
    """The 10th percentile, median and 90th percentile over runs, as columns of a table.

    name : of the column of the median
    values : (…, run)
    """
    return {f"{name}{end}": quantile(values, share) for end, share in SUFFIXES.items()}


def rates(extended: Trajectory) -> dict[str, Array]:
    """Rates by name; (month, run) [%].

    extended : runs
    """
    total = {name: extended.totals[:, place] for place, name in enumerate(TOTALS)}
    last = slice(STEPS_PER_MONTH - 1, None, STEPS_PER_MONTH)
    employed = total["employed"][last]
    unemployed, long_term = total["unemployed"][last], total["long_term_unemployed"][last]
    return {
        "unemployment": 100.0 * unemployment_rate(employed, unemployed),
        "long_term": 100.0 * long_term_rate(employed, unemployed, long_term),
        "openings": 100.0 * openings_rate(employed, total["vacancies"][last]),
        "hires": 100.0 * by_month(total["hires"]) / employed,
        "quits": 100.0 * by_month(total["quits"]) / employed,
        "occupation_changes": 1200.0 * by_month(total["occupation_switches"]) / employed,
    }


def pay_spread(wage: Array, people: Array) -> tuple[float, float, float, float, float]:
    """Percentiles 10, 50 and 90 of pay over people, ratio of the outer two, Gini coefficient.

    wage : (group) [USD/year]
    people : (group) [persons]
    """
    order = np.argsort(wage, kind="stable")
    pay, weight = wage[order], people[order]
    share = np.cumsum(weight) / weight.sum()
    low, middle, high = weighted_quantiles(wage, people, [0.1, 0.5, 0.9])
    lorenz = np.concatenate([[0.0], np.cumsum(pay * weight) / float(pay @ weight)])
    gini = 1.0 - float(np.sum(np.diff(np.concatenate([[0.0], share])) * (lorenz[1:] + lorenz[:-1])))
    return low, middle, high, high / low, gini
