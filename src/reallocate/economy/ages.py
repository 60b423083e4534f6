"""Employment by age: what fewer openings do to those who come new."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.economy.cohorts import Cohorts, DemandPath, follow_cohorts
from reallocate.economy.job_finding import applications
from reallocate.economy.laws.age import Ages, who_leaves_and_enters
from reallocate.economy.market.flow_parameters import Rates
from reallocate.economy.market.market import Market
from reallocate.economy.market.time_steps import STEPS_PER_QUARTER
from reallocate.measure.arrays import Array
from reallocate.work.ranks import quintiles

SETTLING = 80
"""Quarters in which ages spread over occupations, before anything happens: twenty years."""
A_YEAR = 4
"""Quarters after which those who look for work have ages of their own, and occupations still the nation's."""


def age_groups(market: Market, ages: Ages, quarters: int, alike: bool = False) -> Cohorts:
    """Ages as groups that are followed, everywhere alike at the start.

    market : exits by occupation
    ages : of the labour force
    quarters : how many will be followed
    alike : newcomers have the ages of all: the law of age switched off
    """
    leaving = float(market.exit_rate @ market.employment / market.employment.sum())
    weight, come = who_leaves_and_enters(ages, leaving)
    count = len(ages.share)
    if alike:
        weight, come = np.ones(count), ages.share
    share = np.repeat(np.stack([ages.share, ages.share, come])[:, None, :], market.size, axis=1)
    ageing = 1.0 / (ages.years * 4.0 * STEPS_PER_QUARTER) if not alike else np.zeros(count)
    stays = np.tile(np.arange(count, dtype=np.int64), (quarters, 1))
    return Cohorts(share, weight, come, ageing, stays)


def employment_by_age(market: Market, demand: DemandPath, ages: Ages, alike: bool = False) -> Array:
    """Employed people by age, from ages that have spread over occupations; (quarter, occupation, age)
    [persons].

    market : of the nation
    demand : of a run, from rest
    ages : of the labour force
    alike : the law of age switched off
    """
    return people_by_age(market, demand, ages, alike)[:, 0]


def people_by_age(
    market: Market, demand: DemandPath, ages: Ages, alike: bool = False, settling: int = SETTLING
) -> Array:
    """People by age; (quarter, employed–unemployed–outside, occupation, age) [persons].

    market : of the nation
    demand : of a run, from rest
    ages : of the labour force
    alike : the law of age switched off
    settling : in which ages spread before anything happens, from alike in every occupation [quarters]
    """
    still = DemandPath(
        demand.start, np.repeat(demand.jobs[:1], settling + 1, axis=0), demand.entering, demand.rates
    )
    settled = follow_cohorts(market, still, age_groups(market, ages, settling, alike))[-1]
    totals = settled.sum(axis=2, keepdims=True)
    groups = age_groups(market, ages, len(demand.jobs) - 1, alike)
    even = np.full_like(settled, 1.0 / settled.shape[2])
    share = np.divide(settled, totals, out=even, where=totals > 0)
    return follow_cohorts(
        market, demand, Cohorts(share, groups.leaving, groups.newcomers, groups.ageing, groups.separated)
    )


def ages_of_hires(market: Market, rates: Rates, people: Array, vacant: Array) -> Array:
    """The ages of those who are hired; (occupation, age) [share], adding up to 1 over ages.

    market : network of moves
    rates : of flows
    people : (employed–unemployed, occupation, age) [persons]
    vacant : (occupation) [persons]
    h_jg ∝ Σ_i q_ij·s_ig, s_ig = a·(u_ig + λ·e_ig): an opening goes to who applies (E4, law of age)
    """
    seeking = rates.searchers(*people)
    sent = applications(market.network, seeking, vacant[:, None])[2]
    totals = sent.sum(axis=1, keepdims=True)
    everybody = np.broadcast_to(seeking.sum(axis=0) / seeking.sum(), sent.shape).copy()
    result: Array = np.divide(sent, totals, out=everybody, where=totals > 0)
    return result


def by_exposure(with_ai: Array, without: Array, exposure: Array, ages: Ages) -> pd.DataFrame:
    """Employment by age and quintile of exposure at the end, against the run without AI.

    with_ai, without : (quarter, occupation, age) [persons]
    exposure : (occupation) by which occupations are ordered
    ages : names of the groups
    Returns age, quintile (1 the least, 5 the most exposed fifth of employment), employment with and without
    [persons], change [share].
    """
    fifth = quintiles(exposure, without[0].sum(axis=1))
    rows = []
    for age, name in enumerate(ages.names):
        for place in range(5):
            inside = fifth == place
            now, other = float(with_ai[-1, inside, age].sum()), float(without[-1, inside, age].sum())
            rows.append((name, place + 1, now, other, now / other - 1.0 if other > 0 else np.nan))
    return pd.DataFrame(rows, columns=["age", "quintile", "employment", "without", "change"])
