"""How unlike two occupations are: in what is done, in skills, and in fields of knowledge."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from reallocate.measure.arrays import Array
from reallocate.work.world import World

DOMAINS = ("content", "skills", "knowledge")


@dataclass(frozen=True, eq=False)
class Distances:
    """Distances between occupations; symmetric, 0 for an occupation from itself.

    occupations : labels
    content : (occupation, occupation) [0–1] Hellinger distance of the shares of hours
    skills, knowledge : (occupation, occupation) [0–2] one minus the cosine of level profiles
    """

    occupations: pd.Index
    content: Array
    skills: Array
    knowledge: Array

    def of(self, domain: str) -> Array:
        """One of the distances.

        domain : one of `DOMAINS`
        """
        return np.asarray(getattr(self, domain))


def distances(world: World) -> Distances:
    """Distances between all occupations.

    world : with content and the tables skills and knowledge
    content[i,j] = √(1 − Σ_a √(h[i,a]·h[j,a]));
    skills[i,j] = 1 − cos(z[i], z[j]), z the levels of all skills, each centred and scaled over
    occupations so that a skill that everybody needs tells nobody apart; knowledge likewise.
    Source: Hellinger 1909, J. reine angew. Math. 136:210, DOI 10.1515/crll.1909.136.210; distances
    from skill profiles as in Gathmann, Schönberg 2010, J. Labor Econ. 28:1, DOI 10.1086/649786.
    """
    occupations = pd.Index(world.occupations.index, name="occupation")
    hours = world.content.sel(occupation=occupations.to_numpy()).transpose("occupation", "activity").values
    profiles = (ratings(world, domain)["level"].to_numpy() for domain in DOMAINS[1:])
    return Distances(occupations, hellinger(hours), *map(profile_distance, profiles))


@lru_cache(maxsize=4)
def ratings(world: World, domain: str) -> dict[str, pd.DataFrame]:
    """What each occupation needs of each skill or field of knowledge, as O*NET rates it.

    world : with the table
    domain : `skills` or `knowledge`
    Returns `level` [0–7] and `importance` [1–5], both (occupation, element).
    """
    table = world.table(domain)
    place = world.occupations.index.get_indexer(pd.Index(table["occupation"]))
    column, elements = pd.factorize(table["element"], sort=True)
    known = place >= 0
    wide = {}
    for name in ("level", "importance"):
        cells = np.full((len(world.occupations), len(elements)), np.nan)
        cells[place[known], column[known]] = table[name].to_numpy(float)[known]
        wide[name] = pd.DataFrame(cells, world.occupations.index, pd.Index(elements, name="element"))
    return wide


def overlap(shares: Array, others: Array | None = None) -> Array:
    """How much two mixes of activities have in common, the Bhattacharyya coefficient; (row, other row) [0–1].

    shares : h, (row, activity) [share of hours], each row summing to 1
    others : likewise; the same rows where none are given
    Σ_a √(h[i,a]·h[j,a])
    Source: Bhattacharyya 1943, Bulletin of the Calcutta Mathematical Society 35:99.
    """
    root = np.sqrt(shares)
    alike: Array = root @ (root if others is None else np.sqrt(others)).T
    return alike


def hellinger(shares: Array) -> Array:
    """Hellinger distance between rows that each sum to 1; (row, row) [0–1].

    shares : (row, column) [share]
    √(1 − overlap)
    """
    distance: Array = np.sqrt(np.clip(1.0 - overlap(shares), 0.0, 1.0))
    np.fill_diagonal(distance, 0.0)
    return distance


def profile_distance(values: Array) -> Array:
    """One minus the cosine between rows, each column centred and scaled first; (row, row) [0–2].

    values : (row, column) any unit; a column without spread tells nobody apart and counts for nothing
    """
    spread = values.std(axis=0)
    scaled = (values - values.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    length = np.linalg.norm(scaled, axis=1, keepdims=True)
    unit = scaled / np.where(length > 0, length, 1.0)
    distance: Array = np.clip(1.0 - unit @ unit.T, 0.0, 2.0)
    np.fill_diagonal(distance, 0.0)
    return distance
