"""Which command reads which parameter, as recorded; one that a command never reads is refused there.

The reads are recorded, not figures compared: a figure may stay the same for other reasons."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from reallocate.kernel.errors import Problem
from reallocate.kernel.number import listed

_FILE = "parameter_reads.toml"
_CLAIMS = "claims "
"""Begins the commands that compute one claim, before its row."""
_NAMED = 4
"""Commands that an error names at most."""


@cache
def _reads() -> Mapping[str, tuple[str, ...]]:
    text = files("reallocate.kernel").joinpath(_FILE).read_text(encoding="utf-8")
    return MappingProxyType({name: tuple(commands) for name, commands in tomllib.loads(text).items()})


def readers(name: str) -> tuple[str, ...]:
    """Commands that read a parameter, such as `plan`, `simulate nation` or `claims 7`.

    name : a declared name
    """
    return _reads()[name]


def _commands() -> frozenset[str]:
    """Every command whose reads are recorded."""
    return frozenset(command for every in _reads().values() for command in every)


def unread(
    names: Iterable[str], requested: Iterable[str], where: Callable[[str], str], words: str = ""
) -> list[Problem]:
    """Parameters that none of some commands reads, each with those that do.

    names : of parameters that were set; unknown ones are no finding of this
    requested : commands, of which one must read each
    where : (name) file, key or flag that it is from
    words : for the commands; the first of them where there are none
    """
    asked = tuple(requested)
    about = words or f"reallocate {asked[0]}"
    return [
        Problem(
            f"{about} does not read {name}, so that it would do nothing",
            where(name),
            f"Leave it out. It is read by {_in_words(readers(name))}.",
        )
        for name in names
        if name in _reads() and not set(asked) & set(readers(name))
    ]


def _in_words(every: tuple[str, ...]) -> str:
    """Commands for readers: those that compute one thing each, then rows of the claims together."""
    whole = [f"`reallocate {one}`" for one in every if not one.startswith(_CLAIMS)]
    after = [one.removeprefix(_CLAIMS) for one in every if one.startswith(_CLAIMS)]
    rows = [one for one in after if one[:1].isdigit()]
    if len(whole) < _NAMED and rows:
        whole.append(f"`reallocate claims {' '.join(rows[:_NAMED])}`")
    return listed(whole[:_NAMED])
