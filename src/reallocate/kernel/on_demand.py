"""A mapping whose values are computed when they are first read, each once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from threading import RLock
from typing import TypeVar

_T = TypeVar("_T")


class OnDemand(Mapping[str, _T]):
    """Values by name; what has been computed is kept, and what computes it is let go.

    compute : (name) what computes the value; its keys are all that there are
    """

    def __init__(self, compute: Mapping[str, Callable[[], _T]]) -> None:
        self._names = tuple(compute)
        self._compute = dict(compute)
        self._known: dict[str, _T] = {}
        self._alone = RLock()

    def __getitem__(self, name: str) -> _T:
        with self._alone:
            if name in self._compute:
                self._known[name] = self._compute[name]()
                del self._compute[name]
        return self._known[name]

    def __contains__(self, name: object) -> bool:
        """Whether there is such a value, computed or not."""
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)
