"""Which parameters matter most to a claim, and where they would turn its verdict."""

from __future__ import annotations

from dataclasses import dataclass

from reallocate.claims.claim import Claim, Measured, Verdict
from reallocate.claims.ground import ClaimGround
from reallocate.work.parameters import Parameters

SHOWN = 3
HALVINGS = 8
"""Of a range: a turning point is found to 1/256 of it."""
BEYOND = (0.01, 0.05, 0.15, 0.4)
"""Of a range: so far past a turning point the verdict is looked at, the nearest first; the middle of draws
may turn a little later than the one plan that the point was found with."""


@dataclass(frozen=True)
class Driver:
    """How far one parameter moves a claim.

    parameter, unit : what
    low, high : its plausible range
    at_low, at_high : the measure there, all else as it is [the claim's unit]
    """

    parameter: str
    unit: str
    low: float
    high: float
    at_low: float
    at_high: float

    @property
    def swing(self) -> float:
        """How far the measure moves over the range."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True)
class Turn:
    """Where a parameter turns the verdict.

    parameter, value, unit : where
    verdict : beyond it
    """

    parameter: str
    value: float
    unit: str
    verdict: Verdict


def drivers(claim: Claim, ground: ClaimGround, parameters: Parameters) -> tuple[Driver, ...]:
    """All drivers of a claim, those that move it most first.

    claim, ground, parameters : as `Claim.measure`
    """
    found = []
    for name in claim.drivers:
        about = parameters.about(name)
        at_low, at_high = (
            claim.centre(ground, parameters.replace(**{name: value})) for value in (about.low, about.high)
        )
        found.append(Driver(name, about.unit, about.low, about.high, at_low, at_high))
    return tuple(sorted(found, key=lambda one: -one.swing))


def turns(
    claim: Claim, ground: ClaimGround, parameters: Parameters, measured: Measured, which: tuple[Driver, ...]
) -> tuple[Turn, ...]:
    """Where single parameters, within their plausible ranges, turn the verdict.

    claim, ground, parameters : as `Claim.measure`
    measured : the claim as it stands
    which : drivers to look at, as from `drivers`
    A turn is where the measure's middle crosses a figure of the rule, found by halving; it counts where the
    verdict just beyond it, with its whole interval, is another. None found says that no single parameter,
    within its range, turns it.
    """
    found = []
    here = claim.centre(ground, parameters)
    for driver in which[:SHOWN]:
        now = parameters[driver.parameter]
        for end, there in ((driver.low, driver.at_low), (driver.high, driver.at_high)):
            for figure in claim.rule.turns:
                if (here - figure) * (there - figure) >= 0:
                    continue
                value = _crossing(claim, ground, parameters, driver.parameter, now, end, figure)
                for step in BEYOND:
                    past = value + (step if end > now else -step) * (driver.high - driver.low)
                    past = min(max(past, min(now, end)), max(now, end))
                    verdict = claim.measure(ground, parameters.replace(**{driver.parameter: past})).verdict
                    if verdict is not measured.verdict:
                        found.append(Turn(driver.parameter, past, driver.unit, verdict))
                        break
    return tuple(found)


def _crossing(
    claim: Claim,
    ground: ClaimGround,
    parameters: Parameters,
    name: str,
    near: float,
    far: float,
    figure: float,
) -> float:
    """The value, between two, at which the measure crosses a figure."""
    side = claim.centre(ground, parameters.replace(**{name: near})) > figure
    for _ in range(HALVINGS):
        middle = (near + far) / 2.0
        if (claim.centre(ground, parameters.replace(**{name: middle})) > figure) == side:
            near = middle
        else:
            far = middle
    return far
