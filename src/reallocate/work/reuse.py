"""Results that are kept with the parameters they read, so that work which reads the same is done once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any, TypeVar

T = TypeVar("T")


class Reuse:
    """The last result of each kind, with the parameters that it read.

    A parameter that a computation does not read cannot change it: no list of names has to be kept for that.
    """

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[dict[str, float], Any]] = {}

    def of(
        self, kind: Hashable, parameters: Mapping[str, float], compute: Callable[[Mapping[str, float]], T]
    ) -> T:
        """A result for these parameters, computed only where the last of its kind read other values.

        kind : of the result, with all that decides it beside the parameters
        parameters : in force
        compute : the result; reads parameters from what it is given alone
        """
        if kind in self._kept:
            values, result = self._kept[kind]
            if all(parameters[name] == value for name, value in values.items()):
                return result  # type: ignore[no-any-return]
        read = _Recorded(parameters)
        made = compute(read)
        self._kept[kind] = read.values_read, made
        return made


class _Recorded(Mapping[str, float]):
    """Parameters that record which of them are read."""

    def __init__(self, parameters: Mapping[str, float]) -> None:
        self._parameters = parameters
        self.values_read: dict[str, float] = {}

    def __getitem__(self, name: str) -> float:
        value = self.values_read[name] = self._parameters[name]
        return value

    def __iter__(self) -> Iterator[str]:
        return iter(self._parameters)

    def __len__(self) -> int:
        return len(self._parameters)
