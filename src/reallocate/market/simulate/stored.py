"""Figures of many runs by quarter that lie in files, because together they would not fit in memory."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from tempfile import TemporaryFile
from typing import Any

import numpy as np

from reallocate.kernel.arrays import Array
from reallocate.market.nation.trajectory import BY_OCCUPATION, Trajectory


@dataclass(frozen=True, eq=False, kw_only=True)
class StoredFigures(ABC):
    """Figures by quarter, as `trajectory.Stored`.

    quarters : how many
    of_quarter : lengths of the axes of a quarter, of all runs
    places : of the runs that are wanted; all where there are none
    """

    quarters: int
    of_quarter: tuple[int, ...]
    places: tuple[int, ...] | None = None

    @abstractmethod
    def _read(self, quarter: int) -> Array:
        """A quarter of all runs, laid out as it was made: the order of a sum depends on that."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Lengths of all axes."""
        *inner, runs = self.of_quarter
        return len(self), *inner, runs if self.places is None else len(self.places)

    def __len__(self) -> int:
        return self.quarters

    def __iter__(self) -> Iterator[Array]:
        return map(self._quarter, range(len(self)))

    def __getitem__(self, at: Any) -> Array:
        first, *others = at if isinstance(at, tuple) else (at,)
        if isinstance(first, int | np.integer):
            found: Array = self._quarter(range(len(self))[first])[tuple(others)]
            return found
        return np.stack([self[(quarter, *others)] for quarter in np.arange(len(self))[first]])

    def of_runs(self, places: Sequence[int]) -> StoredFigures:
        """The same of some of the runs."""
        here = range(self.of_quarter[-1]) if self.places is None else self.places
        return replace(self, places=tuple(here[place] for place in places))

    def _quarter(self, quarter: int) -> Array:
        whole = self._read(quarter)
        return whole if self.places is None else whole[..., list(self.places)]


class _Unnamed:
    """A temporary file without a name, gone when nobody refers to it any more."""

    def __init__(self) -> None:
        self.open = TemporaryFile()  # noqa: SIM115 (closed below)

    def __del__(self) -> None:
        self.open.close()


@dataclass(frozen=True, eq=False, kw_only=True)
class _LaidAside(StoredFigures):
    """Those of a temporary file."""

    file: _Unnamed

    def _read(self, quarter: int) -> Array:
        size = int(np.prod(self.of_quarter)) * np.dtype(float).itemsize
        self.file.open.seek(quarter * size)
        return np.frombuffer(self.file.open.read(size)).reshape(self.of_quarter)


def laid_aside(made: Trajectory) -> Trajectory:
    """The same runs with what they have by occupation, nearly all of their memory, in temporary files."""
    stored: dict[str, Any] = {name: _laid_aside(getattr(made, name)) for name in BY_OCCUPATION}
    return replace(made, **stored)


def _laid_aside(figures: Array) -> _LaidAside:
    file = _Unnamed()
    for quarter in figures:
        file.open.write(np.ascontiguousarray(quarter, dtype=float).data)
    return _LaidAside(quarters=len(figures), of_quarter=figures.shape[1:], file=file)
