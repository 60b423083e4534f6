"""Who moves where in a year: people counted by the survey, held up by the model, with room for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from reallocate.measure.arrays import Array
from reallocate.transition.choice import FEATURES, PREFIX, coefficients, features, utility
from reallocate.transition.distance import distances
from reallocate.transition.facts import OccupationFacts, occupation_facts
from reallocate.transition.flows import yearly_flows
from reallocate.transition.movers import Movers, movers
from reallocate.transition.own_moves import OwnMoves, with_own
from reallocate.transition.survey import SurveyCounts, survey_counts
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

FLOW_NUMBERS = (
    *(PREFIX + name for name in FEATURES),
    "survey_weight_per_person", "move_prior", "leaving_prior", "move_room",
)  # fmt: skip
"""Parameters that yearly moves depend on."""

LEAST_FLOW = 1.0
"""Of the moves that a market follows [persons/year]."""


@dataclass(frozen=True, eq=False)
class NationalMoves:
    """Yearly moves between all occupations: one set for a person, a firm and the market.

    facts, counts, moved : see there
    flow : (origin, target) [persons/year], in all as many as the projected transfers
    """

    facts: OccupationFacts
    counts: SurveyCounts
    moved: Movers
    flow: Array

    @property
    def rates(self) -> Array:
        """The moves of a market; (origin, target) [share of the origin's people/year].

        As often as the survey sees people change occupation, which is more often than BLS projects.
        """
        made = followed(self.flow)
        return np.asarray(made / made.sum(axis=1, keepdims=True) * self.moved.leaving[:, None])


def national_moves(
    world: World, parameters: Parameters | None = None, own_moves: OwnMoves | None = None
) -> NationalMoves:
    """Yearly moves between all occupations; kept for the next call with the same world and numbers.

    world : with all tables of moves
    parameters : those of `FLOW_NUMBERS`; the declared ones where none are given
    own_moves : a finer table of the user's, in place of the survey's
    """
    p = parameters or Parameters.default()
    own = tuple((name, p[name]) for name in FLOW_NUMBERS if p.about(name).is_own)
    return _national_moves(world, own, own_moves)


def followed(flow: Array) -> Array:
    """The moves that a market follows; (origin, target) [persons/year].

    flow : (origin, target) [persons/year]
    Moves that less than one person makes in a year are left out, 1% of all in the nation, unless no larger
    one leaves the origin or enters the target: a market then has less than half as many to follow.
    """
    largest = (flow >= flow.max(axis=1, keepdims=True)) | (flow >= flow.max(axis=0, keepdims=True))
    return np.where((flow >= LEAST_FLOW) | largest, flow, 0.0)


@lru_cache(maxsize=2)
def _national_moves(
    world: World, own: tuple[tuple[str, float], ...], own_moves: OwnMoves | None
) -> NationalMoves:
    p = Parameters(dict(own))
    facts = occupation_facts(world)
    counts = survey_counts(world, p["survey_weight_per_person"])
    worth = utility(features(facts, distances(world)), coefficients(p))
    moved = movers(facts, counts, worth, p["move_prior"], p["leaving_prior"])
    moved = moved if own_moves is None else with_own(moved, facts, own_moves)
    transfers = float((facts.transfer_rate * facts.employment).sum())
    room = p["move_room"] * facts.openings
    flow = yearly_flows(facts.employment, moved.leaving, moved.share, transfers, room)
    return NationalMoves(facts, counts, moved, flow)
