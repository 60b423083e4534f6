"""Sums over the moves of a network, for runs side by side: the bulk of the flow engine's work."""

from __future__ import annotations

from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from llvmlite import ir
from llvmlite.binding import get_host_cpu_features
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from reallocate.kernel.arrays import Array, Flags, Integers
from reallocate.market.state.network import Network

LANES = 16
"""Runs that are taken side by side: their state stays in the cache of one core."""
_ROWS = 4 if get_host_cpu_features().get("avx512f") else 2
"""Rows of a network that are summed together where they have most of their terms in common, so that what is
multiplied is read once for all of them: as many as a machine's registers hold the sums of. A row's sum does
not depend on it."""
_LEAST_FILLED = 0.5
"""Of the weights of rows that are summed together, how many must not be 0; else each row stands alone."""
_LINE = 8
"""Doubles of a line of the cache."""
_WIDTH = 8
"""Doubles of one vector; machines with shorter ones take it in parts."""


class Net(NamedTuple):
    """The network in compressed rows.

    rows : (row + 1) where each row begins
    targets : (weight) what it is multiplied with
    weights : (weight) [share]
    """

    rows: Integers
    targets: npt.NDArray[np.integer[Any]]
    weights: Array


class RowGroups(NamedTuple):
    """The network in groups of rows, for sums of all runs.

    places : (group, `_ROWS`) the rows; −1 where there is none, and in the second place where a row is alone
    terms : (group + 1) where the terms of each begin
    first : (group) where its weights begin
    targets : (term) what it is multiplied with, in rising order within a group
    weights : (weight) of each term and row, the rows of a term side by side; 0 where a row lacks it [share]
    """

    places: Integers
    terms: Integers
    first: Integers
    targets: npt.NDArray[np.integer[Any]]
    weights: Array


class Drivers(NamedTuple):
    """What moves every cell through time.

    demand : (before–after, …, occupation, run) [persons]
    mix, scale : (step, run) demand is (before + (after − before)·mix)·scale
    rates : (rate, run) as `Rates` orders them
    leaving : (occupation) labour-force exits [share/step]
    entering : (…, occupation, run) entries [share of those outside/step]
    """

    demand: Array
    mix: Array
    scale: Array
    rates: Array
    leaving: Array
    entering: Array


@lru_cache(maxsize=4)
def both_ways(network: Network) -> tuple[RowGroups, RowGroups, Array]:
    """Where people of an occupation look, who looks for one, and the weight of the own.

    Returns rows by origin, rows by target, (occupation) A_ii [share].
    """
    return _row_groups(outward_net(network)), _row_groups(Net(*network.by_target)), network.own


def outward_net(network: Network) -> Net:
    """Where people of an occupation look."""
    return Net(network.start, network.target.astype(np.uint32), network.weight)


def _row_groups(net: Net) -> RowGroups:
    """The rows of a network in groups that have most of their terms in common.

    net : the rows, their terms in rising order
    """
    size = len(net.rows) - 1
    dense = np.zeros((size, size))
    dense[np.repeat(np.arange(size), np.diff(net.rows)), net.targets] = net.weights
    places, targets, weights = [], [], []
    for rows in sorted(_alike(dense != 0.0)):
        terms = np.flatnonzero(dense[rows].any(axis=0))
        filled = np.count_nonzero(dense[rows]) >= _LEAST_FILLED * _ROWS * len(terms)
        for some in [rows] if filled else [[row] for row in rows]:
            own = terms if filled else np.flatnonzero(dense[some[0]])
            width = _ROWS if filled else 1
            held = np.zeros((len(own), width))
            held[:, : len(some)] = dense[some][:, own].T
            places.append([*some, *[-1] * (_ROWS - len(some))])
            targets.append(own)
            weights.append(held.ravel())
    starts = (np.cumsum([0, *map(len, each)]) for each in (targets, weights))
    return RowGroups(
        np.array(places, dtype=np.int64),
        next(starts),
        next(starts),
        np.concatenate(targets).astype(np.uint32),
        np.concatenate(weights),
    )


def _alike(has: Flags) -> list[list[int]]:
    """Rows in groups of `_ROWS`: each begins with the longest row left, and takes those most like it.

    has : (row, term) whether a row has a term
    """
    words, length = np.packbits(has, axis=1), has.sum(axis=1)
    left, groups = np.ones(len(has), dtype=bool), []
    while left.any():
        rows = [int(np.where(left, length, -1).argmax())]
        union = words[rows[0]].copy()
        left[rows[0]] = False
        while len(rows) < _ROWS and left.any():
            shared = np.bitwise_count(words & union).sum(axis=1, dtype=np.int64)
            rows.append(int(np.where(left, 2 * shared - length, -len(has) - 1).argmax()))
            union |= words[rows[-1]]
            left[rows[-1]] = False
        groups.append(rows)
    return groups


@intrinsic  # type: ignore[untyped-decorator]
def sum_rows(compiler: Any, values: Any, net: Any, into: Any) -> Any:
    """The weighted sums of all rows for all lanes, Σ_j A_ij·values_j, each always added in the same order.

    compiler : its types
    values : (occupation, lane)
    net : as `RowGroups`
    into : (occupation + 1, lane) the sums, filled in place; the last is of rows that there are not
    A product is added without being rounded before, so that a sum takes one operation a term.
    Written in vectors, a sum stays in registers until it is whole. A loop over lanes would read and write
    it for every weight, since the compiler cannot know that what is written is not what is read.
    """

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        word = context.get_value_type(types.intp)
        given = zip(
            [values, *net.types, into],
            [arguments[0], *cgutils.unpack_tuple(builder, arguments[1]), arguments[2]],
            strict=True,
        )
        arrays = [cgutils.create_struct_proxy(kind)(context, builder, value=value) for kind, value in given]
        numbers, places, terms, first, targets, weights, to = (one.data for one in arrays)
        last = builder.sub(builder.extract_value(arrays[-1].shape, 0), word(1))
        groups = builder.extract_value(arrays[1].shape, 0)

        def at(array: Any, place: Any) -> Any:
            return builder.load(builder.gep(array, [place]))

        with cgutils.for_range_slice(builder, word(0), groups, word(1)) as (group, _):
            ends = at(terms, group), at(terms, builder.add(group, word(1))), at(first, group)
            row = builder.mul(group, word(_ROWS))
            each = [at(places, builder.add(row, word(number))) for number in range(_ROWS)]
            there = [builder.icmp_signed(">=", place, word(0)) for place in each]
            rows = [builder.select(one, place, last) for one, place in zip(there, each, strict=True)]
            with builder.if_else(there[1]) as (together, alone):
                with together:
                    _sum_group(context, builder, (numbers, targets, weights, to), ends, rows)
                with alone:
                    _sum_group(context, builder, (numbers, targets, weights, to), ends, rows[:1])
        return context.get_dummy_value()

    return types.void(values, net, into), build


def _sum_group(
    context: Any, builder: Any, arrays: tuple[Any, ...], at: tuple[Any, ...], rows: list[Any]
) -> None:
    """Machine code of the sums of a group of rows.

    context, builder : the compiler's own
    arrays : values, targets, weights, and where the sums go
    at : where the terms begin and end, and where the weights begin
    rows : where in the sums each goes
    """
    values, targets, weights, into = arrays
    low, high, first = at
    vector, word = ir.VectorType(ir.DoubleType(), _WIDTH), context.get_value_type(types.intp)
    nothing, undefined = ir.Constant(vector, [0.0] * _WIDTH), ir.Constant(vector, ir.Undefined)
    everywhere = ir.Constant(ir.VectorType(ir.IntType(32), _WIDTH), [0] * _WIDTH)
    fused = cgutils.get_or_insert_function(
        builder.module, ir.FunctionType(vector, [vector] * 3), f"llvm.fma.v{_WIDTH}f64"
    )
    parts = range(0, LANES, _WIDTH)
    sums = [[cgutils.alloca_once(builder, vector) for _ in parts] for _ in rows]
    for sum_ in chain(*sums):
        builder.store(nothing, sum_)

    def vector_at(array: Any, offset: Any) -> Any:
        return builder.bitcast(builder.gep(array, [offset]), vector.as_pointer())

    with cgutils.for_range_slice(builder, low, high, word(1)) as (move, _):
        target = builder.mul(builder.zext(builder.load(builder.gep(targets, [move])), word), word(LANES))
        read = [
            builder.load(vector_at(values, builder.add(target, word(part))), align=8) for part in parts
        ]
        begin = builder.add(first, builder.mul(builder.sub(move, low), word(len(rows))))
        for number, of_row in enumerate(sums):
            share = builder.load(builder.gep(weights, [builder.add(begin, word(number))]))
            times = builder.insert_element(undefined, share, ir.IntType(32)(0))
            times = builder.shuffle_vector(times, undefined, everywhere)
            for value, sum_ in zip(read, of_row, strict=True):
                builder.store(builder.call(fused, [value, times, builder.load(sum_)]), sum_)
    for row, of_row in zip(rows, sums, strict=True):
        for part, sum_ in zip(parts, of_row, strict=True):
            place = builder.add(builder.mul(row, word(LANES)), word(part))
            builder.store(builder.load(sum_), vector_at(into, place), align=8)


def in_lines(*shape: int) -> Array:
    """Zeros that begin where a line of the cache does, so that no vector lies across two.

    shape : of the array; a last axis of whole lines keeps every row in place
    """
    count = int(np.prod(shape))
    space = np.zeros(count + _LINE)
    begin = (-space.ctypes.data % (_LINE * 8)) // 8
    return space[begin : begin + count].reshape(shape)
