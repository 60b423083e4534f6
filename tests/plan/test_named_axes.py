"""Figures over named axes: they combine by name, and a part keeps the order of the axes."""

from __future__ import annotations

import numpy as np
import pytest

from reallocate.lp.named_axes import Named

PAY = Named("role", [1.0, 2.0, 3.0])
PEOPLE = Named(("period", "role"), np.arange(6.0).reshape(2, 3))


def test_figures_combine_by_name_over_the_axes_of_the_first_and_then_of_the_other() -> None:
    product = PAY * PEOPLE
    assert product.dims == ("role", "period")
    assert product.values.tolist() == [[0.0, 3.0], [2.0, 8.0], [6.0, 15.0]]
    assert (2 * PAY - PAY / 2 + 1).values.tolist() == [2.5, 4.0, 5.5]
    assert (-PAY).values.tolist() == (PAY * -1).values.tolist() == [-1.0, -2.0, -3.0]


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="'role' has 3 places here and 2 there"):
        PAY * Named("role", [1.0, 2.0])
    for attempt in (lambda: PAY * np.ones(3), lambda: np.ones(3) * PAY):
        with pytest.raises(TypeError):
            attempt()
    with pytest.raises(ValueError, match="1 axes and 2 names"):
        Named(("role", "period"), [1.0])
    with pytest.raises(ValueError, match="no axis place among period, role"):
        PEOPLE.isel(place=0)


@pytest.mark.parametrize(
    ("places", "dims", "values"),
    [
        ({"role": 1}, ("period",), [1.0, 4.0]),
        ({"period": -1}, ("role",), [3.0, 4.0, 5.0]),
        ({"role": slice(1, None), "period": 0}, ("role",), [1.0, 2.0]),
        ({"role": np.array([True, False, True])}, ("period", "role"), [[0.0, 2.0], [3.0, 5.0]]),
        ({"period": Named("step", [1, 1, 0])}, ("step", "role"), [[3.0, 4.0, 5.0]] * 2 + [[0.0, 1.0, 2.0]]),
    ],
)
def test_a_part_is_taken_by_axis(places: dict[str, object], dims: tuple[str, ...], values: list[object]) -> None:
    part = PEOPLE.isel(places)
    assert (part.dims, part.values.tolist()) == (dims, values)
    assert PEOPLE.isel(**places).values.tolist() == values


@pytest.mark.parametrize("by", [0, 1, 5])
def test_what_was_before_the_first_place_is_filled(by: int) -> None:
    moved = PEOPLE.shift("role", by, -1.0).values[0].tolist()
    assert moved == ([-1.0] * by + [0.0, 1.0, 2.0])[:3]
