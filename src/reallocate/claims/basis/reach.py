"""Which verdicts a claim's rule can give: how far its figure goes over all plausible ranges together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reallocate.claims.basis.claim import Claim, Verdict
from reallocate.claims.basis.context import ClaimGround
from reallocate.claims.basis.sampling import free
from reallocate.work.parameters import Parameters

Ends = Mapping[str, tuple[float, float]]
"""(parameter) the figure of a single run at the low and at the high end of its range."""

ROUNDS = 1
EITHER = (Verdict.SUPPORTED, Verdict.NOT_SUPPORTED)


@dataclass(frozen=True)
class Reach:
    """How far the figure of a claim goes, and which verdicts its rule therefore cannot give.

    low, high : least and largest figure of single runs [unit]
    unit : of the figure
    cannot : of supported and not supported, those that no such run gives
    held : parameters held at their defaults; none where all are moved
    """

    low: float
    high: float
    unit: str
    cannot: tuple[Verdict, ...]
    held: tuple[str, ...] = ()


def ends_of(claim: Claim, ground: ClaimGround, parameters: Parameters) -> dict[str, tuple[float, float]]:
    """The figure of single runs with each driver at either end of its range.

    claim, ground, parameters : as `Claim.centre`
    """
    found = {}
    for name in claim.drivers:
        about = parameters.about(name)
        low, high = (
            claim.centre(ground, parameters.replace(**{name: value})) for value in (about.low, about.high)
        )
        found[name] = (low, high)
    return found


def reaches(claim: Claim, ground: ClaimGround, parameters: Parameters, ends: Ends) -> tuple[Reach, ...]:
    """The reach of a claim, and once more with some drivers held at their defaults; none without drivers.

    claim, ground, parameters : as `Claim.centre`; a parameter that the user set keeps its value
    ends : as from `ends_of`
    Every driver goes to the end of its range that raises the figure, all together, and then to the other.
    Where a verdict is still missing, single drivers are turned round while that takes the figure further.
    """
    drawn = free(parameters, claim.drivers)
    if not drawn:
        return ()
    found = [_reach(claim, ground, parameters, {name: ends[name] for name in drawn})]
    if set(claim.held) & set(drawn):
        rest = {name: ends[name] for name in drawn if name not in claim.held}
        found.append(_reach(claim, ground, parameters, rest, claim.held))
    return tuple(found)


def _reach(
    claim: Claim, ground: ClaimGround, parameters: Parameters, ends: Ends, held: tuple[str, ...] = ()
) -> Reach:
    corners = [_corner(claim, ground, parameters, ends, raised) for raised in (False, True)]
    if missing := _missing(claim, ground, corners):
        corners = [_further(claim, ground, one, tuple(ends)) for one in corners]
        missing = _missing(claim, ground, corners)
    figures = [one.figure for one in corners] + [end for pair in ends.values() for end in pair]
    return Reach(min(figures), max(figures), claim.centre_unit or claim.unit, missing, held)


@dataclass(frozen=True)
class _Corner:
    """Parameters at the ends of their ranges, their figure, and whether a high figure is looked for."""

    there: Parameters
    figure: float
    raised: bool

    def beats(self, other: _Corner) -> bool:
        """Whether this one is further out."""
        return self.figure > other.figure if self.raised else self.figure < other.figure


def _corner(claim: Claim, ground: ClaimGround, parameters: Parameters, ends: Ends, raised: bool) -> _Corner:
    values = {
        name: parameters.about(name).high if (high >= low) is raised else parameters.about(name).low
        for name, (low, high) in ends.items()
    }
    there = parameters.replace(**values)
    return _Corner(there, claim.centre(ground, there), raised)


def _further(claim: Claim, ground: ClaimGround, start: _Corner, names: tuple[str, ...]) -> _Corner:
    """The corner from which no single driver leads further out, after as many rounds as `ROUNDS` at most."""
    best = start
    for _ in range(ROUNDS):
        before = best
        for name in names:
            about = best.there.about(name)
            other = best.there.replace(**{name: about.low if about.value == about.high else about.high})
            tried = _Corner(other, claim.centre(ground, other), start.raised)
            best = tried if tried.beats(best) else best
        if best is before:
            break
    return best


def _missing(claim: Claim, ground: ClaimGround, corners: list[_Corner]) -> tuple[Verdict, ...]:
    given = {claim.point(ground, one.there) for one in corners}
    return tuple(one for one in EITHER if one not in given)
