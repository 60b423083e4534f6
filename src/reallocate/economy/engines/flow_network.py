"""Sums over the moves of a network, for runs side by side: the bulk of the flow engine's work."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from reallocate.economy.market.network import Network
from reallocate.measure.arrays import Array, Integers

LANES = 16
"""Runs that are taken side by side: their state stays in the cache of one core."""
LINE = 8
"""Doubles of a line of the cache."""
WIDTH = 8
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
def both_ways(network: Network) -> tuple[Net, Net, Array]:
    """Where people of an occupation look, who looks for one, and the weight of the own.

    network : of the market
    Returns rows by origin, rows by target, (occupation) A_ii [share].
    """
    begins, origins, shares = network.by_target
    outward = Net(network.start, network.target.astype(np.uint32), network.weight)
    return outward, Net(begins, origins.astype(np.uint32), shares), network.own


@intrinsic  # type: ignore[untyped-decorator]
def sum_row(compiler: Any, values: Any, place: Any, weight: Any, low: Any, high: Any, into: Any) -> Any:
    """One row's weighted sum of values for all lanes, Σ_j A_ij·values_j, always added in the same order.

    compiler : its types
    values : (occupation, lane)
    place, weight : as `Net`
    low, high : where the row begins and ends
    into : (lane) the sum
    Written in vectors, a sum stays in registers until it is whole. A loop over lanes would read and write
    it for every weight, since the compiler cannot know that what is written is not what is read.
    """

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        arrays = [
            cgutils.create_struct_proxy(kind)(context, builder, value=value).data
            for kind, value in zip(signature.args, arguments, strict=True)
            if isinstance(kind, types.Array)
        ]
        vector, word = ir.VectorType(ir.DoubleType(), WIDTH), context.get_value_type(types.intp)
        nothing, undefined = ir.Constant(vector, [0.0] * WIDTH), ir.Constant(vector, ir.Undefined)
        everywhere = ir.Constant(ir.VectorType(ir.IntType(32), WIDTH), [0] * WIDTH)
        parts = range(0, LANES, WIDTH)
        sums = [cgutils.alloca_once(builder, vector) for _ in parts]
        for sum_ in sums:
            builder.store(nothing, sum_)

        def vector_at(array: Any, offset: Any) -> Any:
            return builder.bitcast(builder.gep(array, [offset]), vector.as_pointer())

        with cgutils.for_range_slice(builder, arguments[3], arguments[4], word(1)) as (move, _):
            first = builder.mul(builder.zext(builder.load(builder.gep(arrays[1], [move])), word), word(LANES))
            share = builder.load(builder.gep(arrays[2], [move]))
            times = builder.insert_element(undefined, share, ir.IntType(32)(0))
            times = builder.shuffle_vector(times, undefined, everywhere)
            for part, sum_ in zip(parts, sums, strict=True):
                read = builder.load(vector_at(arrays[0], builder.add(first, word(part))), align=8)
                builder.store(builder.fadd(builder.load(sum_), builder.fmul(read, times)), sum_)
        for part, sum_ in zip(parts, sums, strict=True):
            builder.store(builder.load(sum_), vector_at(arrays[3], word(part)), align=8)
        return context.get_dummy_value()

    return types.void(values, place, weight, types.intp, types.intp, into), build


def in_lines(*shape: int) -> Array:
    """Zeros that begin where a line of the cache does, so that no vector lies across two.

    shape : of the array; a last axis of whole lines keeps every row in place
    """
    count = int(np.prod(shape))
    space = np.zeros(count + LINE)
    begin = (-space.ctypes.data % (LINE * 8)) // 8
    return space[begin : begin + count].reshape(shape)
