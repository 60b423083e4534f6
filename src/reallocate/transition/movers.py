"""Where people who leave an occupation go: what was seen, held up where few were seen, with an interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.special import gammaincinv

from reallocate.measure.arrays import Array
from reallocate.measure.quantiles import HIGH, LOW
from reallocate.transition.choice import chances
from reallocate.transition.facts import OccupationFacts
from reallocate.transition.survey import SurveyCounts

UNSEEN = (0.25, 3.0)
"""Low and high ratio to the expectation for two jobs that the survey cannot tell apart: nothing is known of
their moves (grade J)."""


@dataclass(frozen=True, eq=False)
class Movers:
    """Yearly moves between occupations.

    occupations : labels
    share, low, high : (origin, target) [share of the origin's movers], with an 80% interval
    seen : (origin, target) [people] whom the survey saw make the move
    leaving : (origin) [share of people/year] who change occupation
    expected : (origin, target) [share of the origin's movers] by openings and what lies between the jobs
    """

    occupations: pd.Index
    share: Array
    low: Array
    high: Array
    seen: Array
    leaving: Array
    expected: Array


def movers(
    facts: OccupationFacts, counts: SurveyCounts, worth: Array, prior: float, prior_years: float
) -> Movers:
    """Shares of movers by target, and the yearly rate of leaving.

    facts : openings, employment and projected transfers; counts : people seen between units
    worth : (origin, target) [log odds] as from `choice.utility`
    prior : a, [people] seen that weigh as much as the expectation
    prior_years : K, [people · years] that weigh as much as the projected rate of leaving
    m[i,j] ∝ π[i,j]·R[u,v], R[u,v] = (n[u,v] + a) / (n[u]·π[u,v] + a) for the units u, v of i and j: the
    posterior mean of a rate whose prior is a gamma law around what is expected; low and high take the
    gamma's 10th and 90th percentiles in place of n + a.
    leaving[i] = (n[u] + K·c·τ[i]) / (years[u] + K), τ the projected rate of transfers, c the survey's rate
    over its mean.
    Source: Clayton, Kaldor 1987, Biometrics 43:671, DOI 10.2307/2532003, for R; BLS Employment
    Projections 2024–34, table 1.10, for τ.
    """
    others = ~np.eye(len(facts.occupations), dtype=bool)
    expected = chances(worth, facts.openings, others)
    between = _between(counts.people, worth, counts.newcomers)
    by_unit = chances(between, counts.openings, counts.allowed)
    scale = counts.movers[:, None] * by_unit + prior
    allowed = counts.allowed
    moves = np.where(allowed, counts.moves, 0.0)
    ends = _ends(moves, prior)
    low, middle, high = (
        expected * _between(counts.belongs, np.where(allowed, one / scale, unseen), counts.belongs)
        for one, unseen in ((ends[0], UNSEEN[0]), (moves + prior, 1.0), (ends[1], UNSEEN[1]))
    )
    total = middle.sum(axis=1, keepdims=True)
    share = middle / total
    seen = _between(counts.belongs, moves, counts.newcomers.T)
    np.fill_diagonal(seen, 0.0)
    return Movers(
        occupations=facts.occupations,
        share=share,
        low=np.minimum(low / total, share),
        high=np.maximum(high / total, share),
        seen=seen,
        leaving=_leaving(facts, counts, prior_years),
        expected=expected,
    )


def _ends(moves: Array, prior: float) -> tuple[Array, Array]:
    """(unit, unit) 10th and 90th percentile of a gamma law with the moves seen and the prior as its shape."""
    made = np.nonzero(moves)
    ends = []
    for end in (LOW, HIGH):
        value = np.full(moves.shape, float(gammaincinv(prior, end)))
        value[made] = gammaincinv(moves[made] + prior, end)
        ends.append(value)
    return ends[0], ends[1]


def _between(origin: Array, figure: Array, target: Array) -> Array:
    """A figure between groups from one between their parts, or the other way; (origin group, target group).

    origin, target : (group, part) [share], nearly all 0
    figure : (part, part)
    """
    rows = csr_array(origin) @ figure
    return np.ascontiguousarray((csr_array(target) @ rows.T).T)


def _leaving(facts: OccupationFacts, counts: SurveyCounts, prior_years: float) -> Array:
    """(origin) [share of people/year] who change occupation, thin units held up by the projected rate."""
    people, projected = facts.employment, facts.transfer_rate
    mean = (projected * people).sum() / people.sum()
    scale = counts.movers.sum() / counts.person_years.sum() / mean
    seen, years = counts.belongs @ counts.movers, counts.belongs @ counts.person_years
    return np.asarray((seen + prior_years * scale * projected) / (years + prior_years))
