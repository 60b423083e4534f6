"""The industry of a firm, told by the occupations of its people."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.data.country import HOME
from reallocate.work.world import World

_Floats = npt.NDArray[np.float64]
_OTHER = 0.1
"""Share of a firm's people who are staffed as in the nation, whatever its industry."""
_FEWEST = 8
"""Occupations that tell an industry."""
_LEAST = 0.02
"""A less probable industry is left out."""


class FirmIndustry(NamedTuple):
    """What a firm's occupations say of its industry.

    people : (occupation) [share] staffing of the industries that it may be, by how likely each is
    naics : code of the likeliest
    """

    people: pd.Series
    naics: str


@lru_cache(maxsize=2)
def _staffing(world: World) -> tuple[tuple[str, ...], _Floats]:
    """Codes of the industries, and (industry, occupation) [share of its people]."""
    rows = world.table("staffing")
    rows = rows[rows["industry"].str.isdigit() & ~rows["industry"].str.startswith("00")]
    table = rows.pivot_table("employment", "industry", "occupation", "sum")
    table = table.reindex(columns=world.occupations.index).fillna(0.0)
    table = table[table.sum(axis=1) > 0]
    return tuple(map(str, table.index)), table.to_numpy(float) / table.to_numpy(float).sum(axis=1)[:, None]


def industry_of(world: World, people: pd.Series) -> FirmIndustry | None:
    """The industry that people of these occupations are likeliest to work in; none where few tell it.

    people : (occupation) [persons] in a firm, or in the industry that its user named
    log P(k) = Σ_o √n[o]·log(0.9·share[k, o] + 0.1·share[nation, o]), over all industries alike beforehand;
    roots, since the titles of a firm are not drawn one by one.
    """
    if world.country != HOME or people.gt(0).sum() < _FEWEST or "staffing" not in world.tables:
        return None
    codes, share = _staffing(world)
    order = world.occupations.index
    nation = world.occupations["employment"].fillna(0.0).to_numpy(float)
    counts = np.sqrt(people.reindex(order).fillna(0.0).to_numpy(float))
    mixed = (1 - _OTHER) * share + _OTHER * nation / nation.sum() + 1e-9
    score = np.log(mixed) @ counts
    chance = np.exp(score - score.max())
    chance = np.where(chance / chance.sum() >= _LEAST, chance, 0.0)
    chance /= chance.sum()
    staffed = pd.Series(chance @ share, order)
    return FirmIndustry(staffed, codes[int(chance.argmax())])
