"""A market of a hundred people on which every law is at work, and the laws told once more person by person."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.market.flow.engine import Path
from reallocate.market.state.market import Market, Rates
from reallocate.market.state.network import Network
from reallocate.market.whole_people.counts import Cells

Array = npt.NDArray[np.float64]

SEED = 20260101
WEEKS = 6.75
EVERY_LAW = Rates(
    separation=0.05, opening=0.06, close_surplus=0.3, close_shortage=0.4, effort=0.7, on_the_job=0.2,
    replaced=0.8, leaving=1.0, outside=0.5,
)  # fmt: skip
EMPLOYMENT = np.array([40.0, 25.0, 30.0, 3.0])
WEIGHTS = np.array([[0.6, 0.3, 0.1, 0.0], [0.2, 0.5, 0.2, 0.1], [0.0, 0.5, 0.5, 0.0], [0.3, 0.3, 0.3, 0.1]])
SHIFT = np.array([0.7, 1.3, 1.1, 2.0])


def market(employment: Sequence[float] | Array, weights: Array, exit_rate: float = 0.3) -> Market:
    rows, targets = np.nonzero(weights)
    start = np.concatenate([[0], np.cumsum(np.bincount(rows))])
    labels = pd.Index([f"job {place}" for place in range(len(weights))])
    network = Network(start, targets, weights[rows, targets])
    return Market(labels, np.array(employment, float), network, exit_rate=np.full(len(weights), exit_rate))


def towards(start: Cells, steps: int, shift: Array) -> Path:
    """Demand that moves from the jobs at the start to so many times as many."""
    jobs = start.people[0] + start.people[2].astype(float)
    runs = jobs.shape[-1]
    mix = np.linspace(0.0, 1.0, steps)[:, None] * np.ones(runs)
    return Path(np.stack([jobs, jobs * shift[:, None]]), mix, np.ones((steps, runs)))


@dataclass
class Place:
    """An occupation: spells of its unemployed, and how many are in every other state."""

    employed: int
    vacant: int
    outside: int
    spells: list[int]


@dataclass
class Chances:
    """What happens to a person in a step, as probabilities."""

    separation: float
    opening: float
    surplus: float
    shortage: float
    effort: float
    on_the_job: float
    replaced: float
    leaving: float
    entering: Sequence[float]


@dataclass
class Happened:
    """What happened in a step, of all occupations together, and how things stand after it."""

    unemployed: int = 0
    vacancies: int = 0
    employed: int = 0
    long_term_unemployed: int = 0
    separations: int = 0
    quits: int = 0
    exits: int = 0
    hires: int = 0
    openings: int = 0
    occupation_switches: int = 0
    applicants: dict[int, list[tuple[int, int | None]]] = field(default_factory=dict)


def some(chance: random.Random, people: int, share: float) -> int:
    """How many of some people something happens to, asked one by one."""
    return sum(chance.random() < share for _ in range(people))


def step(
    places: list[Place],
    weights: Sequence[Sequence[float]],
    demand: Sequence[float],
    rate: Chances,
    long_term: int,
    chance: random.Random,
) -> Happened:
    """One step of all places; they are changed in place."""
    happened = Happened()
    vacant = [place.vacant for place in places]
    left, lost, opened = [], [], []
    for origin, place in enumerate(places):
        gap = place.employed + place.vacant - demand[origin]
        left.append(some(chance, place.employed, rate.leaving))
        kept = place.employed - left[-1]
        by_chance = some(chance, kept, rate.separation)
        share = min(kept, rate.surplus * max(0.0, gap)) / kept if kept else 0.0
        lost.append(by_chance + some(chance, kept - by_chance, share))
        by_chance = some(chance, place.employed, rate.opening)
        share = min(1.0, rate.shortage * max(0.0, -gap) / place.employed) if place.employed else 0.0
        opened.append(by_chance + some(chance, place.employed - by_chance, share))
        _apply(origin, place, kept - lost[-1], vacant, weights[origin], rate, chance, happened)
    freed: list[list[int]] = [[] for _ in places]
    quits, hires = [0] * len(places), [0] * len(places)
    for target, applicants in happened.applicants.items():
        openings_hit = {chance.randrange(vacant[target]) for _ in applicants}
        chance.shuffle(applicants)
        hires[target] = len(openings_hit)
        for origin, person in applicants[: len(openings_hit)]:
            happened.occupation_switches += origin != target
            if person is None:
                quits[origin] += 1
            else:
                freed[origin].append(person)
    for origin, place in enumerate(places):
        staying = [spell for person, spell in enumerate(place.spells) if person not in set(freed[origin])]
        gone = some(chance, len(staying), rate.leaving)
        came = some(chance, place.outside, rate.entering[origin])
        chance.shuffle(staying)
        place.spells = [min(spell + 1, long_term) for spell in staying[gone:]]
        place.spells += [0] * (lost[origin] + came)
        opened[origin] += some(chance, left[origin] + quits[origin], rate.replaced)
        place.employed += hires[origin] - lost[origin] - left[origin] - quits[origin]
        place.vacant += opened[origin] - hires[origin]
        place.outside += left[origin] + gone - came
    happened.separations, happened.quits, happened.exits = sum(lost), sum(quits), sum(left)
    happened.hires, happened.openings = sum(hires), sum(opened)
    return happened


def _apply(
    origin: int,
    place: Place,
    at_work: int,
    vacant: Sequence[int],
    weights: Sequence[float],
    rate: Chances,
    chance: random.Random,
    happened: Happened,
) -> None:
    """Everybody of an occupation who looks for a job applies to one place."""
    searchers: list[int | None] = [
        person for person in range(len(place.spells)) if chance.random() < rate.effort
    ]
    searchers += [None] * some(chance, at_work, min(1.0, rate.effort * rate.on_the_job))
    reach = [openings * weight for openings, weight in zip(vacant, weights, strict=True)]
    if sum(reach) > 0:
        for person in searchers:
            target = chance.choices(range(len(reach)), reach)[0]
            happened.applicants.setdefault(target, []).append((origin, person))
