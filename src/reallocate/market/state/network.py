"""Which occupations people can move to: a network of weights, rows adding up to 1."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.sparse import coo_array, csr_array

from reallocate.kernel.arrays import Array, Integers
from reallocate.kernel.errors import InputError, InvariantError, Problem, UnknownName, nearest
from reallocate.kernel.number import first_of

SHOWN = 5
_NEGLIGIBLE = 1e-12


@dataclass(frozen=True, eq=False)
class Network:
    """Weights A_ij with which people of occupation i see openings of j, in compressed rows.

    start : (occupation + 1) where each row begins
    target : (edge) occupation j
    weight : (edge) [share]; each row adds up to 1
    filled : labels of the rows that had no move and were given some
    Raises `InvariantError` where a row does not add up to 1.
    """

    start: Integers
    target: Integers
    weight: Array
    filled: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        sums = np.add.reduceat(self.weight, self.start[:-1]) if self.weight.size else np.zeros(0)
        if (np.diff(self.start) == 0).any() or np.abs(sums - 1.0).max(initial=0.0) > 1e-9:
            raise InvariantError(Problem("a row of the mobility network does not add up to 1", "network"))

    @property
    def size(self) -> int:
        """How many occupations it joins."""
        return len(self.start) - 1

    @cached_property
    def by_target(self) -> tuple[Integers, Integers, Array]:
        """The same weights by the occupation that is moved to: where each row begins, origins, weights."""
        count = self.size
        turned = csr_array((self.weight, self.target, self.start), shape=(count, count)).T.tocsr()
        return turned.indptr.astype(np.int64), turned.indices.astype(np.int64), turned.data

    @cached_property
    def own(self) -> Array:
        """A_ii, the weight of the own occupation; (occupation) [share]."""
        count = self.size
        diagonal: Array = csr_array((self.weight, self.target, self.start), shape=(count, count)).diagonal()
        return diagonal

    def dense(self) -> Array:
        """The same as a full matrix; (origin, target) [share]."""
        full: Array = csr_array(
            (self.weight, self.target, self.start), shape=(self.size, self.size)
        ).toarray()
        return full


def complete(count: int) -> Network:
    """Every occupation, its own included, equally reachable: A_ij = 1/n.

    count : n, how many occupations
    """
    start = np.arange(count + 1, dtype=np.int64) * count
    target = np.tile(np.arange(count, dtype=np.int64), count)
    return Network(start, target, np.full(count * count, 1.0 / count))


def from_moves(
    moves: pd.DataFrame, occupations: pd.Index, stay: float, fill: bool = False, where: str = "mobility"
) -> Network:
    """The network of observed moves, with a weight on one's own occupation (E7).

    moves : source, target, weight (any unit); moves to the own occupation are not counted
    occupations : labels, in order
    stay : r, weight of the own occupation [share]
    fill : give occupations without a move out those of all others, by weight, instead of an error
    where : the file that the moves come from, for messages
    A = (1 − r)·M + r·I, M the moves between different occupations with rows brought to 1
    Raises `UnknownName` for labels that the market does not have, `InputError` for weights below 0 or
    missing, and for occupations without a move out.
    """
    _check(moves, occupations, where)
    rows = occupations.get_indexer(pd.Index(moves["source"]))
    columns = occupations.get_indexer(pd.Index(moves["target"]))
    weight = moves["weight"].to_numpy(dtype=float)
    used = (rows != columns) & (weight > 0)
    count = len(occupations)
    matrix = csr_array(coo_array((weight[used], (rows[used], columns[used])), shape=(count, count)))
    matrix, filled = _filled(matrix, occupations, fill, where)
    matrix = matrix.multiply(1.0 / matrix.sum(axis=1)[:, None]).tocsr()
    own = csr_array((np.ones(count), (np.arange(count), np.arange(count))), shape=(count, count))
    joined = csr_array(matrix * (1.0 - stay) + own * stay)
    joined.sort_indices()
    return Network(
        joined.indptr.astype(np.int64), joined.indices.astype(np.int64), joined.data.astype(float), filled
    )


def _filled(
    matrix: csr_array, occupations: pd.Index, fill: bool, where: str
) -> tuple[csr_array, tuple[str, ...]]:
    """The moves, where asked with those of everybody in rows that have none."""
    empty = np.flatnonzero(matrix.sum(axis=1) <= 0)
    if not len(empty):
        return matrix, ()
    names = tuple(str(code) for code in occupations[empty])
    everybody = np.asarray(matrix.sum(axis=0)).ravel()
    into_others = everybody.sum() - everybody[empty]
    if not fill or (into_others <= 0).any():
        raise InputError(
            Problem(
                f"{len(names)} occupations have no move to another: {first_of(names, SHOWN)}",
                where,
                why="People there could never change occupation, which a gap in a survey does not show.",
                remedy="Add moves out of them, leave them out, or set fill = true, which lets them move as "
                "all others do together.",
            )
        )
    full = matrix.tolil()
    for row in empty:
        full[row, :] = everybody
        full[row, row] = 0.0
    return csr_array(full), names


def _check(moves: pd.DataFrame, occupations: pd.Index, where: str) -> None:
    """Raise for labels and weights that cannot be."""
    problems: list[Problem] = []
    known = [str(code) for code in occupations]
    for column in ("source", "target"):
        unknown = moves.loc[~moves[column].isin(occupations), column].astype(str).unique()
        problems += [
            Problem(
                f"there is no occupation {code!r} in the market",
                f"{where}, column {column}",
                nearest=nearest(code, known),
            )
            for code in unknown[:SHOWN]
        ]
        if len(unknown) > SHOWN:
            problems.append(Problem(f"{len(unknown) - SHOWN} more are unknown", f"{where}, column {column}"))
    if problems:
        raise UnknownName(problems)
    weight = pd.to_numeric(moves["weight"], errors="coerce").to_numpy(dtype=float)
    wrong = np.flatnonzero(~np.isfinite(weight) | (weight < 0))
    if len(wrong):
        rows = ", ".join(str(int(row) + 2) for row in wrong[:SHOWN])
        raise InputError(
            Problem(
                f"{len(wrong)} weights are missing, infinite or below 0 (rows {rows})",
                f"{where}, column weight",
                remedy="Give each move a weight of 0 or more.",
            )
        )


def unreachable(network: Network, occupations: pd.Index) -> tuple[str, ...]:
    """Occupations that nobody from any other can move to, after filling.

    occupations : labels, in its order
    """
    origin = np.repeat(np.arange(network.size), np.diff(network.start))
    reached = np.zeros(network.size, dtype=bool)
    reached[network.target[(origin != network.target) & (network.weight > _NEGLIGIBLE)]] = True
    return tuple(str(code) for code in occupations[~reached])
