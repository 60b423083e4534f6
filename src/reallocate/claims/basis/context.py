"""What claims are computed on: the world, the default studies, and every run that several claims share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reallocate.work.parameters import Parameters
from reallocate.work.world import World

Say = Callable[[str], None]

STUDY = "hyperscaler-2026"
"""The study whose plan the claims about one firm are computed on."""


@dataclass(frozen=True, eq=False)
class ClaimContext:
    """What claims are computed on.

    world : the shipped figures
    study : name or folder of the firm's study
    sources : folder of source files that do not ship, if at hand
    draws : of the parameters, for intervals
    seed : of the draws
    say : is given the progress report
    """

    world: World
    study: str = STUDY
    sources: Path | None = None
    draws: int = 32
    seed: int = 0
    say: Say = lambda text: None
    _permanent: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    _cache: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def once(self, key: tuple[Any, ...], make: Callable[[], Any]) -> Any:
        """Something that several claims need, made by the first of them.

        key : what it is and everything that decides it; its name alone where no parameter does
        """
        kept = self._permanent if len(key) == 1 else self._cache
        if key not in kept:
            kept[key] = make()
        return kept[key]

    def fresh(self) -> ClaimContext:
        """The same context, on which what parameters decide is made anew and forgotten with it."""
        return replace(self, _cache={})


def decided_by(parameters: Parameters) -> tuple[tuple[str, float, bool], ...]:
    """What tells two sets of parameters apart, for `once`: their values, and which of them are held.

    parameters : in force; a default that somebody names is held, where it would be drawn otherwise
    """
    return tuple((name, value, parameters.about(name).is_own) for name, value in parameters.items())
