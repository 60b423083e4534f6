"""Which verdicts a claim's rule can give: how far its figure goes over all plausible ranges together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reallocate.claims.basis.claim import Claim
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.sampling import free
from reallocate.claims.basis.verdicts import Verdict
from reallocate.work.parameters import Parameters

Ends = Mapping[str, tuple[float, float]]
"""(parameter) the figure of a single run at the low and at the high end of its range."""
Corner = tuple[Parameters, float]
"""Parameters at the ends of their ranges, and their figure."""

EITHER = (Verdict.SUPPORTED, Verdict.NOT_SUPPORTED)


@dataclass(frozen=True)
class AttainableRange:
    """How far the figure of a claim goes, and which verdicts its rule therefore cannot give.

    low, high : least and largest figure of single runs [unit]
    unit : of the figure
    impossible : of supported and not supported, those that no such run gives
    fixed : parameters fixed at their defaults; none where all are moved
    """

    low: float
    high: float
    unit: str
    impossible: tuple[Verdict, ...]
    fixed: tuple[str, ...] = ()


def range_ends(claim: Claim, context: ClaimContext, parameters: Parameters) -> dict[str, tuple[float, float]]:
    """The figure of single runs with each driver at either end of its range.

    claim, context, parameters : as `Claim.centre`
    """
    each = [parameters.about(name) for name in claim.drivers]
    points = [parameters.replace(**{one.name: value}) for one in each for value in (one.low, one.high)]
    figures = iter(claim.centres(context, points))
    return {one.name: (next(figures), next(figures)) for one in each}


def attainable_ranges(
    claim: Claim, context: ClaimContext, parameters: Parameters, ends: Ends
) -> tuple[AttainableRange, ...]:
    """The range of a claim, and once more with some drivers fixed at their defaults; none without drivers.

    parameters : in force; a parameter that the user set keeps its value
    ends : as from `range_ends`
    Every driver goes to the end of its range that raises the figure, all together, and then to the other.
    What the values in force and single drivers at their ends give counts as well. Where a verdict is still
    missing, single drivers are turned round where that takes the figure further.
    """
    moving = {name: ends[name] for name in free(parameters, claim.drivers)}
    if not moving:
        return ()
    ranges = [_range(claim, context, parameters, moving)]
    if set(claim.fixed) & set(moving):
        rest = {name: moving[name] for name in moving if name not in claim.fixed}
        ranges.append(_range(claim, context, parameters, rest, claim.fixed))
    return tuple(ranges)


def _range(
    claim: Claim, context: ClaimContext, parameters: Parameters, ends: Ends, fixed: tuple[str, ...] = ()
) -> AttainableRange:
    points = [parameters, *(_corner(parameters, ends, raised) for raised in (False, True))]
    now, *corners = zip(points, claim.centres(context, points), strict=True)
    singly = {claim.verdict_at(one) for pair in ends.values() for one in pair}
    given = _given(claim, context, [now, *corners]) | singly
    if missing := _missing(given):
        least, most = corners
        corners = [_further(claim, context, least, ends, -1.0), _further(claim, context, most, ends, 1.0)]
        missing = _missing(given | _given(claim, context, corners))
    figures = [figure for _, figure in (now, *corners)] + [end for pair in ends.values() for end in pair]
    return AttainableRange(min(figures), max(figures), claim.centre_unit or claim.unit, missing, fixed)


def _corner(parameters: Parameters, ends: Ends, raised: bool) -> Parameters:
    values = {
        name: parameters.about(name).high if (high >= low) is raised else parameters.about(name).low
        for name, (low, high) in ends.items()
    }
    return parameters.replace(**values)


def _further(
    claim: Claim, context: ClaimContext, corner: Corner, names: Iterable[str], sign: float
) -> Corner:
    """The corner after each driver was turned round where that leads further out, upwards by a sign of 1."""
    for name in names:
        about = corner[0].about(name)
        other = corner[0].replace(**{name: about.low if about.value == about.high else about.high})
        corner = max(corner, (other, claim.centre(context, other)), key=lambda one: sign * one[1])
    return corner


def _given(claim: Claim, context: ClaimContext, points: list[Corner]) -> set[Verdict]:
    return {claim.point(context, there) for there, _ in points}


def _missing(given: set[Verdict]) -> tuple[Verdict, ...]:
    return tuple(one for one in EITHER if one not in given)
