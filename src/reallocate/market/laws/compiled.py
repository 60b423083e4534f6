"""Laws and engines as machine code, with an exponential in plain arithmetic."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import numpy as np

try:
    import numba
except ModuleNotFoundError:
    numba = None

_Function = TypeVar("_Function", bound=Callable[..., Any])
THREADS = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
"""Of `on_all_threads`: the cores that this process may use; no figure depends on them."""


def compiled(function: _Function) -> _Function:
    """A function of numbers and arrays, compiled; its arithmetic is that of the text, never rearranged.

    function : plain numeric Python; it stays so, slower, where the extra `economy` is not installed
    """
    return function if numba is None else cast(_Function, _jit(function))


def inlined(function: _Function) -> _Function:
    """The same, written into what calls it before that is compiled, so that it needs no code of its own.

    function : of numbers, in a few lines
    """
    return function if numba is None else cast(_Function, _jit(function, inline="always"))


def is_compiled(function: Callable[..., Any]) -> bool:
    """Whether a compiled function has machine code here, or kept by an earlier process.

    function : as `compiled` made it
    """
    if numba is None:
        return True
    kept = getattr(cast(Any, function)._cache, "_cache_file", None)
    return bool(cast(Any, function).signatures) or (kept is not None and bool(kept._load_index()))


def on_all_threads(task: Callable[[int], None], numbers: Sequence[int]) -> None:
    """Call a function with each number, side by side.

    task : calls what is compiled, which leaves Python's lock to others, and writes to places of its own
    numbers : the longest tasks first, where some take longer
    """
    count = 1 if numba is None else min(THREADS, len(numbers))
    if count == 1:
        for number in numbers:
            task(number)
        return
    with ThreadPoolExecutor(count) as threads:
        for _ in threads.map(task, numbers):
            pass


def _jit(function: _Function, **options: str) -> Any:
    try:
        made = numba.njit(cache=True, error_model="numpy", fastmath=False, nogil=True, **options)(function)
    except RuntimeError:
        # Neither the package's folder nor the user's cache can be written: compiled anew in each process.
        return numba.njit(error_model="numpy", fastmath=False, nogil=True, **options)(function)
    # Numba looks at the function's own file alone; a law that it calls, changed, would go on as it was.
    made._cache._cache_file._source_stamp = _sources()
    return made


@cache
def _sources() -> tuple[tuple[str, float, int], ...]:
    """Name, time of change and size of every file that machine code may be made of."""
    files = sorted(Path(__file__).parents[1].rglob("*.py"))
    return tuple((file.name, file.stat().st_mtime, file.stat().st_size) for file in files)


_LEAST = -700.0
"""What is below is taken as this; e to it is 1e-304, about the least that a double holds in full."""
_PER_LOG_2 = 1.4426950408889634
_ROUND = 6755399441055744.0
"""1.5·2^52: added to a number, it leaves the nearest whole one in the last bits."""
_LOG_2_HIGH, _LOG_2_LOW = 0.6931471803691238, 1.9082149292705877e-10
_EXPONENT, _OFFSET = 52, 1023 << 52
"""Where a double keeps its exponent, and the exponent of 1."""


@inlined
def exponential(number: float) -> float:
    """e to the power of a number of at most 700 [ratio]; within 2 units of the last place.

    number : x; below −700 taken as −700
    2^n·e^r with n = round(x/ln 2) and r = x − n·ln 2, e^r by its Taylor series to r¹³/13!, |r| ≤ ln 2/2
    Library calls work on one number at a time; this is arithmetic, which the machine does on several.
    Source: range reduction in two parts of ln 2: Cody, Waite 1980, Software Manual for the Elementary
    Functions, chapter 6.
    """
    bounded = number if number > _LEAST else _LEAST
    rounded = bounded * _PER_LOG_2 + _ROUND
    whole = rounded - _ROUND
    rest = (bounded - whole * _LOG_2_HIGH) - whole * _LOG_2_LOW
    power = 1.0 / 6227020800.0
    power = power * rest + 1.0 / 479001600.0
    power = power * rest + 1.0 / 39916800.0
    power = power * rest + 1.0 / 3628800.0
    power = power * rest + 1.0 / 362880.0
    power = power * rest + 1.0 / 40320.0
    power = power * rest + 1.0 / 5040.0
    power = power * rest + 1.0 / 720.0
    power = power * rest + 1.0 / 120.0
    power = power * rest + 1.0 / 24.0
    power = power * rest + 1.0 / 6.0
    power = power * rest + 0.5
    power = power * rest + 1.0
    power = power * rest + 1.0
    bits = np.float64(rounded).view(np.int64) << np.int64(_EXPONENT)
    two_to_whole: float = np.int64(bits + np.int64(_OFFSET)).view(np.float64)
    return power * two_to_whole
