"""Machine code without a folder to keep it in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reallocate.market.laws.compiled import compiled, in_parallel


@pytest.mark.parametrize("compile_it", [compiled, in_parallel])
def test_compiles_where_machine_code_cannot_be_kept(compile_it: Callable[..., Callable[..., float]]) -> None:
    # A function without a file is to numba what a read-only package without a HOME is: no place for a cache.
    names: dict[str, Callable[..., float]] = {}
    exec("def one_more(x):\n    return x + 1.0", names)
    assert compile_it(names["one_more"])(2.0) == 3.0
