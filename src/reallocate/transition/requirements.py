"""What an occupation asks of somebody who comes to it: skills, knowledge, schooling."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.measure.arrays import Array
from reallocate.transition.distance import ratings
from reallocate.transition.job_zones import preparation
from reallocate.work.world import World

EDUCATION = "education"
LEAST_IMPORTANCE = 1.0
IMPORTANCES = 4.0


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
    parts = [ratings(world, domain) for domain in ("skills", "knowledge")]
    level, importance = (
        pd.concat([one[name] for one in parts], axis=1) for name in ("level", "importance")
    )
    importance = (importance - LEAST_IMPORTANCE) / IMPORTANCES
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
    wide = table[table["scale"] == EDUCATION].pivot(index="occupation", columns="category", values="share")
    every = sorted(categories.loc[categories["scale"] == EDUCATION, "category"])
    answers = wide.reindex(index=labels, columns=every).fillna(0.0).to_numpy(np.float64)
    return np.asarray(answers / answers.sum(axis=1, keepdims=True))
