"""Whether people who direct lose jobs less often, and whether AI changed it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.claims.estimates.exposure import Exposure, mean_by_group
from reallocate.claims.estimates.flows import (
    BEFORE,
    INTO_UNEMPLOYMENT,
    MAIN,
    OUTCOMES,
    POST,
    before_after,
    flow_rates,
    in_spans,
    reassignments,
)
from reallocate.claims.estimates.regression import Estimate, slope, standardised
from reallocate.kernel.arrays import Array
from reallocate.work.hours import WIDTHS, direction_index
from reallocate.work.world import World

_MEASURE = "gpt4"
"""The measure of exposure beside directing."""


@dataclass(frozen=True, eq=False)
class Directing:
    """Separations of those who direct.

    ratio : (span) managers' separations into unemployment over all others' [ratio]
    change : (width) how separations moved with directing after November 2022 [points a month per s.d.]
    across : log of the rate across groups on directing: alone, beside exposure, and without management
        [natural logarithm per s.d.]
    """

    ratio: dict[str, Estimate]
    change: dict[str, Estimate]
    across: dict[str, Estimate]


def directing(world: World, exposure: Exposure) -> Directing:
    """Managers against others, and groups by how much they direct.

    world : with the table transitions, and content
    """
    rates = flow_rates(world.table("transitions"))
    month = rates["month"]
    spans = {MAIN: BEFORE[MAIN], " to ".join(POST): (POST,)}
    ratio = {name: _managers(rates[in_spans(month, each)]) for name, each in spans.items()}
    panel = before_after(rates, BEFORE[MAIN], POST)
    place, draws = OUTCOMES.index(INTO_UNEMPLOYMENT), reassignments(len(exposure.workers))
    directs = _by_group(world, exposure)
    change = {width: panel.fit(place, one, draws) for width, one in directs.items()}
    return Directing(ratio, change, _across(rates[month.between(*POST)], exposure, directs[WIDTHS[0]]))


def _managers(rates: pd.DataFrame) -> Estimate:
    """Mean over months of the ratio, with the error of a mean of independent months."""
    wide = rates.pivot(index="month", columns="group", values=INTO_UNEMPLOYMENT)
    people = rates.pivot(index="month", columns="group", values="people")
    directed = people.drop(columns=0)
    others = (wide * directed).sum(axis="columns") / directed.sum(axis="columns")
    ratio = wide[0] / others
    return Estimate(float(ratio.mean()), float(ratio.std() / np.sqrt(len(ratio))))


def _by_group(world: World, exposure: Exposure) -> dict[str, Array]:
    """Share of hours that direct, by definition; (group) [standard deviations over workers]."""
    index = direction_index(world.content)
    jobs = exposure.jobs.reindex(index.index).fillna(0.0)
    major = world.occupations["major_group"].reindex(index.index)
    means = mean_by_group(index, jobs, major).loc[exposure.workers.index]
    workers = exposure.workers.to_numpy(float)
    return {width: standardised(means[width].to_numpy(float), workers) for width in WIDTHS}


def _across(rates: pd.DataFrame, exposure: Exposure, directs: Array) -> dict[str, Estimate]:
    """log rate[g] = a + b·directing[g] (+ c·exposure[g]) + e, by workers; with and without management."""
    level = np.log(rates.groupby("group")[INTO_UNEMPLOYMENT].mean().to_numpy(float))
    workers = exposure.workers.to_numpy(float)
    exposed = standardised(exposure.groups[_MEASURE].to_numpy(float), workers)
    return {
        "alone": slope(level, directs, workers),
        "beside exposure": slope(level, directs, workers, None, exposed),
        "beside exposure, without management": slope(level[1:], directs[1:], workers[1:], None, exposed[1:]),
    }
