"""What is measured of runs of the nation's market: rates by month, jobs wanted, pay, and quantiles."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from reallocate.economy.engines.flow import TOTALS
from reallocate.economy.extended import Extended
from reallocate.economy.observed import STEPS_PER_MONTH
from reallocate.output.table import QUANTILES

Array = npt.NDArray[np.float64]


def median(values: Array) -> Array:
    """The median over runs, the last axis.

    values : (…, run)
    """
    return _quantile(values, 0.5)


def quantiles(name: str, values: Array) -> dict[str, Array]:
    """The 10th percentile, median and 90th percentile over runs, as columns of a table.

    name : of the column of the median
    values : (…, run)
    """
    return {f"{name}{end}": _quantile(values, share) for end, share in QUANTILES.items()}


def rates(extended: Extended) -> dict[str, Array]:
    """Rates of flows and stocks by name; (month, run) [%].

    extended : runs
    """
    total = {name: extended.totals[:, place] for place, name in enumerate(TOTALS)}
    last = slice(STEPS_PER_MONTH - 1, None, STEPS_PER_MONTH)
    employed = total["employed"][last]
    force = employed + total["unemployed"][last]
    return {
        "unemployment": 100.0 * total["unemployed"][last] / force,
        "long_term": 100.0 * total["long_term_unemployed"][last] / force,
        "openings": 100.0 * total["vacancies"][last] / (total["vacancies"][last] + employed),
        "hires": 100.0 * _month(total["hires"]) / employed,
        "quits": 100.0 * _month(total["quits"]) / employed,
        "occupation_changes": 1200.0 * _month(total["occupation_switches"]) / employed,
    }


def net_jobs(extended: Extended, without: Extended) -> Array:
    """The effect of AI: jobs wanted against the same years without further AI; (quarter, run) [share of all
    jobs at the start].

    extended : runs with adoption
    without : the same runs without it
    """
    found: Array = (extended.parts - without.parts).sum(axis=1).sum(axis=1)
    return found


def real_pay(extended: Extended, quarter: int) -> Array:
    """What pay buys; (occupation, run) [ratio to the start].

    extended : runs
    quarter : which
    """
    level: Array = extended.pay_level[quarter] / extended.prices[quarter]
    found: Array = extended.wages[quarter] * level
    return found


def _quantile(values: Array, share: float) -> Array:
    found: Array = np.quantile(values, share, axis=-1)
    return found


def _month(per_step: Array) -> Array:
    found: Array = per_step.reshape(-1, STEPS_PER_MONTH, per_step.shape[1]).sum(axis=1)
    return found
