"""Sources of reach as witnesses: which form a family, and as how many they count.

How families vote is `verdicts.by_families`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import numpy as np

from reallocate.measure.arrays import Array

FAMILIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "people": ("people", "people-direct"),
        "language models": ("gpt4", "gpt4-second-rubric", "gpt4-second-automation", "gpt4-direct"),
        "usage": ("copilot-usage", "claude-usage"),
    }
)
"""Who judged exposure. What can be automated rests on GPT-4's labels in all of them."""


def family_values(values: Array, sources: Sequence[str]) -> dict[str, float]:
    """The middle of each family's sources; (family) [unit of the values].

    values : (source)
    sources : their names; one that belongs to no family stands for itself
    """
    family_of = {name: family for family, names in FAMILIES.items() for name in names}
    families = np.array([family_of.get(name, name) for name in sources])
    return {name: float(np.median(values[families == name])) for name in dict.fromkeys(families.tolist())}


def independent_sources(scores: Array) -> float:
    """As how many independent sources several count, the participation ratio of their correlations.

    scores : (source, occupation) [any unit]; sources that say the same of every occupation are left out
    (Σλ)² ÷ Σλ², λ the eigenvalues of the correlation matrix: 1 where all agree, their number where none do.
    Source: Bell, Dean 1970, Discussions of the Faraday Society 50:55, DOI 10.1039/DF9705000055 (the ratio,
    in physics).
    """
    varied = scores[scores.std(axis=1) > 0.0]
    if not len(varied):
        return 0.0
    values = np.linalg.eigvalsh(np.atleast_2d(np.corrcoef(varied)))
    return float(values.sum() ** 2 / (values**2).sum())
