"""Draws of what is not known: a number that the user set, or that is moved to see what it does, is fixed."""

from __future__ import annotations

from collections.abc import Sequence

from reallocate.work.draws import draw
from reallocate.work.parameters import Parameters


def free(parameters: Parameters, names: Sequence[str]) -> list[str]:
    """The parameters that are drawn: those at their default.

    names : that may be drawn
    """
    return [name for name in names if not parameters.about(name).is_own]


def samples(
    parameters: Parameters, names: Sequence[str], count: int, seed: int, onto: Parameters | None = None
) -> list[Parameters]:
    """The parameters in force, drawn so many times: what was set is the same in each, all else as without it.

    parameters : as given to a claim; what was set there is fixed
    names : that may be drawn
    count, seed : of the draws
    onto : a study's own, which the draws are put on; the parameters themselves where there are none
    """
    here, drawn = parameters if onto is None else onto, free(parameters, names)
    if not drawn:
        return [here] * count
    rows = draw(here, names, count, seed)[drawn]
    return [here.replace(**dict(zip(drawn, map(float, row), strict=True))) for row in rows.to_numpy()]
