"""Draws of what is not known: a number that the user set, or that is moved to see what it does, is held."""

from __future__ import annotations

from collections.abc import Sequence

from reallocate.work.draws import draw
from reallocate.work.parameters import Parameters


def free(parameters: Parameters, names: Sequence[str]) -> list[str]:
    """The parameters that are drawn: those at their default.

    parameters : in force
    names : that may be drawn
    """
    return [name for name in names if not parameters.about(name).is_own]


def drawn(parameters: Parameters, names: Sequence[str], count: int, seed: int) -> list[Parameters]:
    """The parameters in force, drawn so many times; held ones are the same in each.

    parameters : in force
    names : that may be drawn
    count, seed : of the draws
    """
    left = free(parameters, names)
    if not left:
        return [parameters] * count
    rows = draw(parameters, left, count, seed).to_dict("records")
    return [parameters.replace(**{str(name): float(row[name]) for name in row}) for row in rows]
