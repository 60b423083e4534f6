"""What comes out of runs of the nation's market, in the few figures that closures are compared by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from reallocate.economy.job_effects import net_jobs
from reallocate.economy.laws.closed_demand import PARTS
from reallocate.economy.market.unemployment_rate import unemployment_rate
from reallocate.economy.trajectory import Trajectory
from reallocate.measure.arrays import Array, by_run


@dataclass(frozen=True)
class OutcomeMeasure:
    """One figure, against the same run without further AI, at the end unless the label says otherwise."""

    label: str
    unit: str


MEASURES: Mapping[str, OutcomeMeasure] = MappingProxyType(
    {
        "jobs": OutcomeMeasure("Jobs wanted, of all jobs", "%"),
        "employed": OutcomeMeasure("People in work", "%"),
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
        "jobs": 100.0 * net_jobs(extended, without)[-1],
        "employed": 100.0 * (working - 1.0),
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
