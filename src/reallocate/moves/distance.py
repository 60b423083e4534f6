"""How unlike two occupations are, what each asks, and what somebody would have to learn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array
from reallocate.moves.facts import lacking, preparation
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
    profiles = (_ratings(world, domain)["level"].to_numpy() for domain in DOMAINS[1:])
    return Distances(occupations, _hellinger(world.content.to_numpy()), *map(_profile_distance, profiles))


@lru_cache(maxsize=4)
def _ratings(world: World, domain: str) -> dict[str, pd.DataFrame]:
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


def _hellinger(shares: Array) -> Array:
    """Hellinger distance between rows that each sum to 1; (row, row) [0–1].

    shares : (row, column) [share]
    √(1 − overlap)
    """
    distance = overlap(shares)
    np.subtract(1.0, distance, out=distance)
    np.sqrt(np.clip(distance, 0.0, 1.0, out=distance), out=distance)
    np.fill_diagonal(distance, 0.0)
    return distance


def _profile_distance(values: Array) -> Array:
    """One minus the cosine between rows, each column centred and scaled first; (row, row) [0–2].

    values : (row, column) any unit; a column without spread tells nobody apart and counts for nothing
    """
    spread = values.std(axis=0)
    scaled = (values - values.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    length = np.linalg.norm(scaled, axis=1, keepdims=True)
    unit = scaled / np.where(length > 0, length, 1.0)
    distance: Array = unit @ unit.T
    np.clip(np.subtract(1.0, distance, out=distance), 0.0, 2.0, out=distance)
    np.fill_diagonal(distance, 0.0)
    return distance


_EDUCATION = "education"
_LEAST_IMPORTANCE = 1.0
_IMPORTANCES = 4.0


@dataclass(frozen=True, eq=False)
class Requirements:
    """What each occupation asks.

    occupations, elements : labels; elements are skills and fields of knowledge
    level : (occupation, element) [0–7]
    importance : (occupation, element) [0–1]
    education : (occupation, category) [share of those asked] required level of education
    preparation : (occupation) [weeks] usual preparation, from its job zone
    """

    occupations: pd.Index
    elements: pd.Index
    level: Array
    importance: Array
    education: Array
    preparation: Array


def requirements(world: World) -> Requirements:
    """What each occupation asks, from O*NET.

    world : with the tables skills, knowledge, education and education_categories
    importance = (rating − 1)/4, of O*NET's ratings from 1 to 5
    """
    labels = pd.Index(world.occupations.index, name="occupation")
    parts = [_ratings(world, domain) for domain in ("skills", "knowledge")]
    level, importance = (
        pd.concat([one[name] for one in parts], axis=1) for name in ("level", "importance")
    )
    importance = (importance - _LEAST_IMPORTANCE) / _IMPORTANCES
    usual = np.asarray(preparation(world.occupations["job_zone"].reindex(labels)), dtype=np.float64)
    return Requirements(
        occupations=labels,
        elements=pd.Index(level.columns, name="element"),
        level=level.to_numpy(float),
        importance=importance.to_numpy(float),
        education=_education(world, labels),
        preparation=usual,
    )


def _education(world: World, labels: pd.Index) -> Array:
    table, categories = world.table("education"), world.table("education_categories")
    wide = table[table["scale"] == _EDUCATION].pivot(index="occupation", columns="category", values="share")
    every = sorted(categories.loc[categories["scale"] == _EDUCATION, "category"])
    answers = wide.reindex(index=labels, columns=every).fillna(0.0).to_numpy(np.float64)
    return np.asarray(answers / answers.sum(axis=1, keepdims=True))


_SHOWN_FROM = 0.25
"""A shortfall of less than this on the scale of levels [0–7] lies within what ratings can tell."""


def skill_gaps(world: World, needs: Requirements, own: Array, target: str) -> pd.DataFrame:
    """What a target needs above what somebody brings, the weightiest first.

    world : with the table elements
    needs : of all occupations
    own : (element) [0–7] the person's levels, in the order of `needs`
    target : an occupation
    Returns (row) element, title, domain (skill or knowledge), level_now, level_needed [0–7], importance
    [0–1], lacking [share of all that the target needs].
    lacking as from `facts.lacking`; elements of equal weight are ordered by code; shortfalls under a
    quarter of a level are left out
    Source: O*NET 30.1, Skills and Knowledge (levels, and importance on a scale of 1 to 5).
    """
    place = needs.occupations.get_loc(target)
    level, importance = needs.level[place], needs.importance[place]
    missing = lacking(importance, level, own)
    shown = np.flatnonzero((level - own >= _SHOWN_FROM) & (importance > 0))
    # Elements stand by code, so a stable sort orders equals by code.
    order = shown[np.argsort(-missing[shown], kind="stable")]
    elements, named = needs.elements.to_numpy(object)[order], _named(world)
    at = named.index.get_indexer(pd.Index(elements, dtype=object))
    texts = {name: named[name].to_numpy(object)[at] for name in ("title", "domain")}
    figures = {"level_now": own, "level_needed": level, "importance": importance, "lacking": missing}
    return pd.DataFrame(
        {"element": elements} | texts | {name: values[order] for name, values in figures.items()}
    )


@lru_cache(maxsize=2)
def _named(world: World) -> pd.DataFrame:
    """(element) title and domain."""
    return world.table("elements").astype(object).set_index("element")
