"""Which verdicts a claim's rule can give: how far its figure goes over all plausible ranges together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reallocate.claims.basis.claim import Claim, Verdict
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.sampling import free
from reallocate.work.parameters import Parameters

Ends = Mapping[str, tuple[float, float]]
"""(parameter) the figure of a single run at the low and at the high end of its range."""

ROUNDS = 1
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
    found = {}
    for name in claim.drivers:
        about = parameters.about(name)
        low, high = (
            claim.centre(context, parameters.replace(**{name: value})) for value in (about.low, about.high)
        )
        found[name] = (low, high)
    return found


def attainable_ranges(
    claim: Claim, context: ClaimContext, parameters: Parameters, ends: Ends
) -> tuple[AttainableRange, ...]:
    """The range of a claim, and once more with some drivers fixed at their defaults; none without drivers.

    parameters : in force; a parameter that the user set keeps its value
    ends : as from `range_ends`
    Every driver goes to the end of its range that raises the figure, all together, and then to the other.
    Where a verdict is still missing, single drivers are turned round while that takes the figure further.
    """
    moving = free(parameters, claim.drivers)
    if not moving:
        return ()
    found = [_range(claim, context, parameters, {name: ends[name] for name in moving})]
    if set(claim.fixed) & set(moving):
        rest = {name: ends[name] for name in moving if name not in claim.fixed}
        found.append(_range(claim, context, parameters, rest, claim.fixed))
    return tuple(found)


def _range(
    claim: Claim, context: ClaimContext, parameters: Parameters, ends: Ends, fixed: tuple[str, ...] = ()
) -> AttainableRange:
    corners = [_corner(claim, context, parameters, ends, raised) for raised in (False, True)]
    if missing := _missing(claim, context, corners):
        corners = [_further(claim, context, one, tuple(ends)) for one in corners]
        missing = _missing(claim, context, corners)
    figures = [one.figure for one in corners] + [end for pair in ends.values() for end in pair]
    return AttainableRange(min(figures), max(figures), claim.centre_unit or claim.unit, missing, fixed)


@dataclass(frozen=True)
class _Corner:
    """Parameters at the ends of their ranges, their figure, and whether a high figure is looked for."""

    there: Parameters
    figure: float
    raised: bool

    def beats(self, other: _Corner) -> bool:
        """Whether this one is further out."""
        return self.figure > other.figure if self.raised else self.figure < other.figure


def _corner(claim: Claim, context: ClaimContext, parameters: Parameters, ends: Ends, raised: bool) -> _Corner:
    values = {
        name: parameters.about(name).high if (high >= low) is raised else parameters.about(name).low
        for name, (low, high) in ends.items()
    }
    there = parameters.replace(**values)
    return _Corner(there, claim.centre(context, there), raised)


def _further(claim: Claim, context: ClaimContext, start: _Corner, names: tuple[str, ...]) -> _Corner:
    """The corner from which no single driver leads further out, after as many rounds as `ROUNDS` at most."""
    best = start
    for _ in range(ROUNDS):
        before = best
        for name in names:
            about = best.there.about(name)
            other = best.there.replace(**{name: about.low if about.value == about.high else about.high})
            tried = _Corner(other, claim.centre(context, other), start.raised)
            best = tried if tried.beats(best) else best
        if best is before:
            break
    return best


def _missing(claim: Claim, context: ClaimContext, corners: list[_Corner]) -> tuple[Verdict, ...]:
    given = {claim.point(context, one.there) for one in corners}
    return tuple(one for one in EITHER if one not in given)
