"""What it usually takes to enter an occupation: a degree, experience, a licence."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pandas as pd

from reallocate.work.world import World

DEGREES = {
    "Associate's degree": "associate's",
    "Bachelor's degree": "bachelor's",
    "Master's degree": "master's",
    "Doctoral or professional degree": "doctoral or professional",
}
"""Typical entry education of BLS that is a degree, in short."""

CERTIFICATE = "Postsecondary nondegree award"

LEVELS = {
    "No formal educational credential": 1,
    "High school diploma or equivalent": 2,
    CERTIFICATE: 3,
    "Some college, no degree": 4,
    "Associate's degree": 5,
    "Bachelor's degree": 6,
    "Master's degree": 8,
    "Doctoral or professional degree": 10,
}
"""Typical entry education of BLS on O*NET's scale of 1 to 12."""

EXPERIENCE = {
    "5 years or more": "asks 5 years or more of related work",
    "Less than 5 years": "asks related experience",
}
LICENCE = {
    "all": "licensed in most states",
    "most": "licensed in most states",
    "federal": "needs a federal licence",
}
"""What is said of a licence; all 50 states are most states too."""


@lru_cache(maxsize=4)
def entry_requirements(world: World) -> pd.DataFrame:
    """What it usually takes to enter each occupation.

    world : with the tables projections and licences
    Returns (occupation) entry_education, entry_level [1–12, O*NET's order], entry_experience, licence (all,
    most, federal, or empty where it is not listed), asks (the same in words; empty where nothing is).
    Source: BLS Employment Projections 2024–34, table 1.2; the table licences names its own.
    """
    labels = pd.Index(world.occupations.index.to_list(), dtype=object, name="occupation")
    listed = world.table("projections").set_index("occupation").reindex(labels)
    licences = world.table("licences").set_index("occupation")["states"].reindex(labels).fillna("")
    table = pd.DataFrame(
        {
            "entry_education": listed["education"].astype(object),
            "entry_level": listed["education"].map(LEVELS).astype(int),
            "entry_experience": listed["experience"].astype(object),
            "licence": licences.astype(object),
        }
    )
    return table.assign(asks=[_in_words(row) for row in table.to_dict("records")])


def _in_words(row: Mapping[Any, Any]) -> str:
    education, licence = str(row["entry_education"]), str(row["licence"])
    parts = [
        f"needs a degree ({DEGREES[education]})" if education in DEGREES else "",
        "needs a certificate" if education == CERTIFICATE else "",
        LICENCE.get(licence, ""),
        EXPERIENCE.get(str(row["entry_experience"]), ""),
    ]
    return "; ".join(part for part in parts if part)
