"""Figures over named axes, which combine by name: the few operations that the plan's equations need.

A programme has some eight hundred of them, and the labelled arrays of a library for data take longer to make
than to multiply."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[Any]


class Named:
    """Figures, or places, over named axes.

    dims : name of each axis
    values : one for each place
    Raises `ValueError` where there are more axes or fewer than names.
    """

    __slots__ = ("dims", "values")
    __array_ufunc__ = None
    """An array of numpy has no names, so it combines with none."""

    def __init__(self, dims: str | Sequence[str], values: object) -> None:
        self.dims = (dims,) if isinstance(dims, str) else tuple(dims)
        self.values: Values = np.asarray(values)
        if self.values.ndim != len(self.dims):
            raise ValueError(f"{self.values.ndim} axes and {len(self.dims)} names: {', '.join(self.dims)}")

    @property
    def shape(self) -> tuple[int, ...]:
        """Length of each axis."""
        return self.values.shape

    @property
    def size(self) -> int:
        """How many places there are."""
        return self.values.size

    @property
    def dtype(self) -> np.dtype[Any]:
        """Of the values."""
        return self.values.dtype

    def __mul__(self, other: object) -> Named:
        return self._with(other, operator.mul)

    def __rmul__(self, other: object) -> Named:
        return self._with(other, operator.mul)

    def __add__(self, other: object) -> Named:
        return self._with(other, operator.add)

    def __radd__(self, other: object) -> Named:
        return self._with(other, operator.add)

    def __sub__(self, other: object) -> Named:
        return self._with(other, operator.sub)

    def __truediv__(self, other: object) -> Named:
        return self._with(other, operator.truediv)

    def __neg__(self) -> Named:
        return Named(self.dims, -self.values)

    def _with(self, other: object, combine: Callable[[Any, Any], Any]) -> Named:
        """With a number, or by name with figures: over these axes, then those that only the other has."""
        if isinstance(other, Named):
            dims = tuple(sizes_by_name(self, other))
            return Named(dims, combine(self.over(dims), other.over(dims)))
        if not isinstance(other, float | int) and np.ndim(other):  # type: ignore[arg-type]
            raise TypeError("an array without names cannot be combined with figures over named axes")
        return Named(self.dims, combine(self.values, other))

    def over(self, dims: Sequence[str]) -> Values:
        """The values with an axis for each name, of length 1 where this has none; a single figure as it is.

        dims : in any order, all of its own among them
        """
        if not self.dims or self.dims == dims:
            return self.values
        own = [axis for axis in dims if axis in self.dims]
        values = self.values.transpose([self.dims.index(axis) for axis in own])
        return values[tuple(slice(None) if axis in self.dims else None for axis in dims)]

    def isel(self, indexers: Mapping[str, object] | None = None, /, **places: object) -> Named:
        """A part.

        places : by axis: a place, which takes the axis away, a slice, places, or places over another axis,
            which takes its name
        """
        wanted = {**indexers, **places} if indexers else places
        if not wanted.keys() <= {*self.dims}:
            unknown = [axis for axis in wanted if axis not in self.dims]
            raise ValueError(f"there is no axis {', '.join(unknown)} among {', '.join(self.dims)}")
        dims, values = [*self.dims], self.values
        # From the last axis on, so that one that is taken away leaves the places of those before it.
        for at in reversed(range(len(dims))):
            if dims[at] not in wanted:
                continue
            place: Any = wanted[dims[at]]
            if isinstance(place, Named):
                (dims[at],), place = place.dims, place.values
            if isinstance(place, int | np.integer):
                del dims[at]
            values = values[(slice(None),) * at + (place,)]
        return Named(dims, values)

    def shift(self, axis: str, by: int, fill: float) -> Named:
        """The same some places later along an axis.

        by : places, not negative
        fill : stands in the first
        """
        at = self.dims.index(axis)
        by = min(by, self.shape[at])
        first = [*self.shape]
        first[at] = by
        kept = self.values[(slice(None),) * at + (slice(0, self.shape[at] - by),)]
        blank = np.full(first, fill, dtype=self.dtype)
        return Named(self.dims, np.concatenate([blank, kept], axis=at))


def sizes_by_name(*parts: Named) -> dict[str, int]:
    """Length of every axis of some figures, in the order in which they come.

    Raises `ValueError` where two of them have an axis of different lengths.
    """
    sizes: dict[str, int] = {}
    for part in parts:
        for axis, size in zip(part.dims, part.values.shape, strict=True):
            if sizes.setdefault(axis, size) != size:
                raise ValueError(f"the axis {axis!r} has {sizes[axis]} places here and {size} there")
    return sizes
