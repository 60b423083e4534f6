"""What ways out rest on beyond one job's row: computed beforehand, from all pairs of occupations."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from io import BytesIO

import numpy as np

from reallocate.data.bundle import table_hashes
from reallocate.kernel.arrays import Array, Integers
from reallocate.kernel.parameters import Parameters
from reallocate.work.world import World

FILE = "ways.npz"
TABLES = (
    "activities", "content", "education", "groups", "knowledge", "mobility", "mobility_bridge",
    "mobility_groups", "occupations", "programmes", "projections", "reach", "related", "skills",
)  # fmt: skip
"""Shipped tables that these figures rest on."""


@dataclass(frozen=True, eq=False)
class Stars:
    """Which moves have a star, and how full their openings become.

    first : (origin) place of the target; −1 where there is no star
    fit : (origin) place of the target that may have one, room aside; −1 where none may
    load : (target) followers of stars who are hired in a year, over openings
    shown : (target) the same if those who look try what is shown to them in equal parts
    """

    first: Integers
    fit: Integers
    load: Array
    shown: Array


@dataclass(frozen=True, eq=False)
class Beforehand:
    """What every pair of occupations bears on.

    odds_levels : (case) e^c, as from `odds.odds_level`
    usual_lift : the median of all moves that `expected_lift` is brought to 1 by
    percentiles : (end, pair) [people], as from `observed.Interval`
    """

    odds_levels: tuple[float, ...]
    usual_lift: float
    percentiles: Array
    stars: Stars


def ways_beforehand(world: World, parameters: Parameters, names: Iterable[str]) -> Beforehand | None:
    """What ships, where it rests on these very figures; none where it has to be computed.

    names : of the parameters that it depends on
    """
    found = basis(world, parameters, names)
    recorded, shipped = _shipped()
    return shipped if found and found == recorded else None


def basis(world: World, parameters: Parameters, names: Iterable[str]) -> str:
    """A digest of the tables and numbers that it rests on; "" for a World that is not as it was loaded."""
    hashes = table_hashes(world, TABLES)
    if hashes is None:
        return ""
    numbers = [
        (name, one.value, one.low, one.high, one.is_own)
        for name in sorted(names)
        for one in (parameters.about(name),)
    ]
    return sha256(json.dumps([hashes, numbers]).encode()).hexdigest()


def as_shipped(found: Beforehand, rests_on: str) -> bytes:
    """The file that ships, numbers to the last digit.

    rests_on : as from `basis`
    """
    whole = BytesIO()
    np.savez_compressed(
        whole, basis=rests_on, odds_levels=found.odds_levels, usual_lift=found.usual_lift,
        percentiles=found.percentiles, **vars(found.stars),
    )  # fmt: skip
    return whole.getvalue()


@cache
def _shipped() -> tuple[str, Beforehand | None]:
    """The digest that was recorded, and what rests on it."""
    file = resources.files("reallocate.moves").joinpath("shipped", FILE)
    if not file.is_file():
        return "", None
    read = np.load(BytesIO(file.read_bytes()))
    stars = Stars(read["first"], read["fit"], read["load"], read["shown"])
    levels, usual = tuple(read["odds_levels"].tolist()), float(read["usual_lift"])
    return str(read["basis"]), Beforehand(levels, usual, read["percentiles"], stars)
