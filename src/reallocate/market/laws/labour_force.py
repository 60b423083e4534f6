"""Laws of the labour force: who leaves it, and who comes into it, by age."""

from __future__ import annotations

import numpy as np

from reallocate.kernel.arrays import Array
from reallocate.market.laws.compiled import compiled, inlined
from reallocate.market.state.ages import Ages


@inlined
def exits(people: float, rate: float) -> float:
    """People who leave the labour force in a step [persons].

    people : with or without a job, at the start of the step [persons]
    rate : x, labour-force exits [share/step]
    x·people
    Off (x = 0), nobody retires, so that fewer jobs fall vacant and total separations are lower.
    Source: BLS Employment Projections 2024-34, table 1.10, labour-force exit rates by occupation.
    """
    return rate * people


@inlined
def entries(outside: float, rate: float) -> float:
    """People who come into the labour force, to look for a job [persons].

    outside : last worked in the occupation, or will begin with it, at the start of the step [persons]
    rate : ν, such that entries equal exits at the start [share/step]
    ν·outside
    Off (ν = 0) with exits on, the labour force shrinks.
    Source: stationarity: ν·n = x·(e + u) at the start, n from the participation rate, BLS CPS.
    """
    return rate * outside


def who_leaves_and_enters(ages: Ages, leaving: float) -> tuple[Array, Array]:
    """Who leaves the labour force and who comes, by age, so that its ages stay as they are.

    ages : groups of the labour force, with share and years
    leaving : of all people, in a year [share/year]
    Returns (group) the weight in exits [ratio], and (group) newcomers [share].
    Nobody comes at the last age: as many leave there as grow into it. All other exits fall on younger
    people alike, and c_g = x_g·s_g + s_g/years_g − s_{g−1}/years_{g−1} come.
    Source: stationarity, with shares of BLS CPS and exits of BLS Employment Projections, table 1.10.
    """
    older = ages.share / ages.years
    into_last = min(float(older[-2]), leaving)
    rate = np.full(len(ages.share), (leaving - into_last) / float(ages.share[:-1].sum()))
    rate[-1] = into_last / ages.share[-1]
    come = rate * ages.share + older - np.concatenate([[0.0], older[:-1]])
    come = np.maximum(come, 0.0)
    return rate / leaving, come / come.sum()


def exits_ahead(weight: Array, years: Array, leaving: Array, months: int) -> Array:
    """Exits from the labour force month by month, of people by the age they have now, who grow older;
    (age, month, occupation) [share/month].

    weight : (age) in exits [ratio]
    years : (age) that each group holds; infinite for the last [years]
    leaving : (occupation) of all people [share/year]
    months : how many
    Of those who are still there in a month, a_g are of age g, and x·Σ w_g·a_g leave; in the month after,
    1/(12·years_g) of the rest of each age are of the next. So the middle-aged leave more often as they come
    near the last age, and what is counted over years ends with working life.
    Source: exits of BLS Employment Projections 2024-34, table 1.10, over ages as `who_leaves_and_enters`.
    """
    count, occupations = len(weight), len(leaving)
    monthly = np.minimum(1.0, weight[:, None] * leaving / 12.0)
    older = 1.0 / (12.0 * years)
    there = np.repeat(np.eye(count)[:, :, None], occupations, axis=2)
    result = np.zeros((count, months, occupations))
    for month in range(months):
        result[:, month] = (there * monthly).sum(axis=1)
        there = there * (1.0 - monthly)
        grown = there * older[None, :, None]
        there = there - grown
        there[:, 1:] += grown[:, :-1]
        left = there.sum(axis=1, keepdims=True)
        there = np.divide(there, left, out=np.zeros_like(there), where=left > 0)
    return result


@compiled
def share_of_hires(seeking: float, all_seeking: float) -> float:
    """A group's share of the jobs that people of an occupation find in a step [share].

    seeking : applicants of the group [persons]
    all_seeking : applicants of the occupation [persons]
    seeking/all: an opening does not ask for age. Who comes new to the labour market has to be hired to have
    a job at all, so that fewer openings fall on them first; separations take from all ages alike.
    Off (all ages enter alike), the young lose no more than others.
    Source: that hiring, not separation, bears the change: Brynjolfsson, Chandar, Chen 2025, "Canaries in
    the Coal Mine?" (finding to compare with, not fitted).
    """
    return seeking / all_seeking if all_seeking > 0.0 else 0.0
