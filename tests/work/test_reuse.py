"""Work that reads the same parameters is done once, and no parameter that is read is overlooked."""

from __future__ import annotations

from collections.abc import Mapping

from reallocate.kernel.parameters import Reuse


def test_a_result_is_taken_again_where_nothing_that_it_read_differs() -> None:
    reuse, made = Reuse(), []

    def twice(read: Mapping[str, float]) -> float:
        made.append(read["a"])
        return 2.0 * read["a"] + (read["b"] if read["a"] > 1.0 else 0.0)

    each = [{"a": 1.0, "b": 5.0}, {"a": 1.0, "b": 6.0}, {"a": 2.0, "b": 5.0}, {"a": 2.0, "b": 6.0}]
    assert [reuse.of("twice", one, twice) for one in each] == [2.0, 2.0, 9.0, 10.0]
    assert made == [1.0, 2.0, 2.0]
    assert reuse.of("another kind", each[0], twice) == 2.0 and len(made) == 4


def test_what_a_result_inside_another_read_counts_for_both() -> None:
    reuse = Reuse()

    def outer(read: Mapping[str, float]) -> float:
        return read["a"] + reuse.of("inner", read, lambda all_: 10.0 * all_["b"])

    values = [reuse.of("outer", {"a": a, "b": b}, outer) for a, b in [(1, 1), (1, 2), (2, 2), (1, 1)]]
    assert values == [11.0, 21.0, 22.0, 11.0]
