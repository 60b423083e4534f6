"""Mappings whose values are computed when they are first read, each once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import copy_context
from threading import RLock
from typing import TypeVar

_T = TypeVar("_T")


class OnDemand(Mapping[str, _T]):
    """Values by name; what has been computed is kept, and what computes it is let go.

    compute : (name) what computes the value, in the money that is shown now; its keys are all that there are
    """

    def __init__(self, compute: Mapping[str, Callable[[], _T]]) -> None:
        self._names = tuple(compute)
        self._compute = dict(compute)
        self._known: dict[str, _T] = {}
        self._alone = RLock()
        self._context = copy_context()

    def __getitem__(self, name: str) -> _T:
        with self._alone:
            if name in self._compute:
                # One may read another, and a context is entered once at a time.
                self._known[name] = self._context.copy().run(self._compute[name])
                del self._compute[name]
        return self._known[name]

    def __contains__(self, name: object) -> bool:
        """Whether there is such a value, computed or not."""
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class Completed(Mapping[str, _T]):
    """Values by name, of which some are known; which others there are shows when one of them or all are read.

    known : of them
    others : names that there may be besides
    complete : all values there are, those that are known among them
    """

    def __init__(
        self, known: Mapping[str, _T], others: Iterable[str], complete: Callable[[], Mapping[str, _T]]
    ) -> None:
        self._known, self._others = known, frozenset(others)
        self._complete = OnDemand({"all": complete})

    def __getitem__(self, name: str) -> _T:
        return self._known[name] if name not in self._others else self._complete["all"][name]

    def __contains__(self, name: object) -> bool:
        """Whether there is such a value."""
        return name in self._known or (name in self._others and name in self._complete["all"])

    def __iter__(self) -> Iterator[str]:
        return iter(self._complete["all"])

    def __len__(self) -> int:
        return len(self._complete["all"])
