"""How figures of people are protected in a copy to hand on: none of fewer than 25, each moved by a key."""

from __future__ import annotations

import hashlib
import math
import os
from pathlib import Path

import numpy as np
import pandas as pd

from reallocate.kernel.errors import InputError, Problem, visible
from reallocate.kernel.secret import secret
from reallocate.kernel.user_data import data_folder

FEWEST = 25.0
"""[FTE] No smaller group is shown."""
CELL, _TOTAL_CELL = 120.0, 200.0
"""[FTE] Steps of the lattices of a group's size and of that of all people."""
_FEW_GROUPS = 2
"""So few groups are not made to add up: their sum is as near to the true total as the total's own figure."""
_MULTIPLE = 5.0
"""[FTE] Sizes are multiples of it."""
_STEPS = (1.0, 1.25, 1.6, 2.0, 2.5, 3.2, 4.0, 5.0, 6.3, 8.0, 10.0)
"""Renard's series of ten."""
ALL = "all"


def uniform(key: bytes, *names: str) -> float:
    """A number from 0 to 1 that the key gives to some names, and that nobody knows without it.

    key : of the machine
    Source: Aumasson, Neves, Wilcox-O'Hearn and Winnerlein, BLAKE2, RFC 7693, 2015, section 2.9 (keyed hash).
    """
    hashed = hashlib.blake2b("\x1f".join(names).encode(errors="surrogatepass"), key=key, digest_size=8)
    return (int.from_bytes(hashed.digest(), "big") + 0.5) / 2**64


def moved(amount: float, step: float, key: bytes, *names: str) -> float:
    """The middle of the lattice's cell in which an amount lies: off by half a step at most.

    key, names : as for `uniform`
    published = step·(⌊amount/step + u⌋ + ½ − u), u drawn for the names
    Source: Gray and Stockham, Dithered quantizers, IEEE Transactions on Information Theory 39, 1993 (an error
    that does not depend on what is rounded), doi:10.1109/18.256489.
    """
    number = uniform(key, *names)
    # A sum of shares of working time must not fall below an edge that it reaches exactly.
    return step * (math.floor(round(amount / step + number, 9)) + 0.5 - number)


def _least_shown(key: bytes, *names: str, step: float = CELL) -> float:
    """[FTE] From how many people on a group is shown: the first edge of its lattice from 25 on.

    key, names : as for `uniform`
    So that it appears where its size would have changed, and one person shows no more often for it.
    """
    number = uniform(key, *names)
    return step * (math.ceil(FEWEST / step + number) - number)


def is_shown(size: float, key: bytes, *names: str, step: float = CELL) -> bool:
    """Whether a group of so many people is shown.

    size : [FTE]
    key, names : as for `uniform`
    """
    return round(size / step, 9) >= round(_least_shown(key, *names, step=step) / step, 9)


def published_sizes(sizes: pd.Series, total: float, key: bytes, table: str) -> pd.Series:
    """Sizes of groups, each off by 60 before all are made to add up; 25 at least, in multiples of five.

    sizes : (group) [FTE]
    total : [FTE] of all, with those that are in no group
    table : whose groups they are
    published[g] = moved[g] + shift, alike for all groups, so that they add up to the moved total
    Source: Deming and Stephan, On a least squares adjustment of a sampled frequency table when the expected
    marginal totals are known, Annals of Mathematical Statistics 11, 1940, doi:10.1214/aoms/1177731829.
    """
    lattice = np.array([moved(size, CELL, key, table, str(group)) for group, size in sizes.items()])
    found = np.maximum(lattice, FEWEST)
    if len(lattice) > _FEW_GROUPS:
        wanted = max(moved(total, _TOTAL_CELL, key, table, ALL), FEWEST * len(lattice))
        least = np.zeros(len(lattice), dtype=bool)
        while not least.all():
            shift = (wanted - FEWEST * least.sum() - lattice[~least].sum()) / (~least).sum()
            found = np.where(least, FEWEST, lattice + shift)
            if not (found < FEWEST).any():
                break
            least = least | (found < FEWEST)
    return pd.Series(in_multiples(found, _MULTIPLE), index=sizes.index)


def in_multiples(amounts: np.ndarray, multiple: float) -> np.ndarray:
    """Amounts as multiples that add up to their sum, by largest remainder.

    amounts : from 0 on
    """
    exact = amounts / multiple
    whole = np.floor(np.round(exact, 6))
    missing = round(float(exact.sum() - whole.sum()))
    whole[np.argsort(whole - exact, kind="stable")[:missing]] += 1
    return np.asarray(multiple * whole)


def next_step(least: float) -> float:
    """The next of ten steps to a power of ten from an amount on: a small change of it moves nothing."""
    power = 10.0 ** math.floor(math.log10(least))
    return next(one * power for one in _STEPS if one * power >= least * (1 - 1e-9))


KEY_FILE = "REALLOCATE_KEY_FILE"
"""Environment variable with the path of the key, to share one between machines."""
_NAME = "roster.key"


def own_key() -> bytes:
    """The key of this user's copies; made at random where there is none.

    Without it nobody who has a roster and its copy can repeat how figures were moved.
    Raises `InputError` where it cannot be read or made: another key would give other figures.
    """
    path = _key_path()
    try:
        return bytes.fromhex(secret(path))
    except InputError as error:
        raise InputError(_not_had(path, error.problems[0].what)) from None


def mark_of(key: bytes) -> str:
    """Eight digits by which a key is told from another, and from which it cannot be had.

    key : as from `own_key`
    Source: Aumasson, Neves, Wilcox-O'Hearn and Winnerlein, BLAKE2, RFC 7693, 2015, section 2.9 (keyed hash).
    """
    return hashlib.blake2b(b"which key", key=key, digest_size=4).hexdigest()


def _key_path() -> Path:
    """Where the key lies: the file that the environment names, else in the user's folder of data."""
    if given := os.environ.get(KEY_FILE):
        return Path(given)
    try:
        return data_folder() / _NAME
    except InputError as error:
        raise InputError(_not_had(Path("~"), error.problems[0].what)) from None


def _not_had(path: Path, why: str) -> Problem:
    return Problem(
        f"the key that protects people cannot be used: {why}",
        visible(str(path)),
        f"Let {KEY_FILE} name a file that you alone can read (chmod 600), or a new one in a folder where you "
        "can write. An earlier key gives the earlier copies; restore it from a copy if you have one.",
        "With another key the same plan gives another copy, and two copies say more than one.",
    )
