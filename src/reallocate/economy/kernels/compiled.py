"""Machine code for laws and engines: compiled at the first call, kept for the next where a folder may be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """A function of numbers and arrays, compiled; its arithmetic is that of the text, never rearranged.

    function : plain numeric Python
    """
    return cast(Function, _jit(function))


def in_parallel(function: Function) -> Function:
    """The same with loops over `parallel_range` on all threads.

    function : plain numeric Python, whose parallel passes write to places of their own
    """
    return cast(Function, _jit(function, parallel=True))


def _jit(function: Function, **options: bool) -> Any:
    try:
        return numba.njit(cache=True, error_model="numpy", fastmath=False, **options)(function)
    except RuntimeError:
        # Neither the package's folder nor the user's cache can be written: compiled anew in each process.
        return numba.njit(error_model="numpy", fastmath=False, **options)(function)


parallel_range = numba.prange


def use_threads(count: int) -> int:
    """Let compiled loops use so many threads; returns how many they use.

    count : 0 takes one a core; more than there are takes all
    """
    most = int(numba.config.NUMBA_NUM_THREADS)
    numba.set_num_threads(min(count, most) if count > 0 else most)
    return int(numba.get_num_threads())
