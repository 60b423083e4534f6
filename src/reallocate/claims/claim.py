"""A claim: what the story says, how it is read, how it is measured, and the rule that judges it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from enum import StrEnum

from reallocate.claims.ground import ClaimGround
from reallocate.work.parameters import Parameters


class Verdict(StrEnum):
    """What the computation makes of a claim."""

    SUPPORTED = "supported"
    NOT_SUPPORTED = "not supported"
    MIXED = "mixed"
    CANNOT_BE_TOLD = "cannot be told"


@dataclass(frozen=True)
class Rule:
    """How a claim is judged, fixed before it was computed.

    supported, not_supported : in words, with the figures
    otherwise : the verdict in between
    turns : (figure) thresholds of the measure, for a chart [the measure's unit]
    changed : the rule before and why it was changed; empty where it is as first written
    """

    supported: str
    not_supported: str
    otherwise: Verdict = Verdict.MIXED
    turns: tuple[float, ...] = ()
    changed: str = ""


@dataclass(frozen=True)
class Measured:
    """What was found.

    middle, low, high : median, and 10% and 90% over draws and sources [unit]
    verdict : by the rule
    says : a sentence that states the finding with its unit
    parts : (name) further figures that the sentence or the other readings need [stated in the name]
    """

    middle: float
    low: float
    high: float
    verdict: Verdict
    says: str
    parts: dict[str, float | str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """Another defensible reading of the same statement.

    reading : how it is read
    finding : what comes out, with unit
    verdict : by the same rule
    """

    reading: str
    finding: str
    verdict: Verdict


class Claim(ABC):
    """One statement of the story; each file of `rows` holds one.

    id, row : its name, and the row of the story that it belongs to
    statement : in the story's words
    reading : what exactly is computed
    unit : of the measure
    rule : how it is judged
    drivers : parameters that may decide it, to be moved over their declared ranges
    sources : what it is computed from, each with its grade
    together : a name that claims made from the same runs have in common; empty where none are
    """

    id: str
    row: str
    statement: str
    reading: str
    unit: str
    rule: Rule
    drivers: tuple[str, ...]
    sources: tuple[str, ...]
    together: str = ""

    @abstractmethod
    def centre(self, ground: ClaimGround, parameters: Parameters) -> float:
        """A quick figure of a single run that moves as the measure does; it tells which drivers sway it most.

        ground : what it is computed on
        parameters : in force
        """

    @abstractmethod
    def measure(self, ground: ClaimGround, parameters: Parameters) -> Measured:
        """The measure with its interval over draws and sources, judged.

        ground : what it is computed on
        parameters : in force
        """

    def judge(self, ground: ClaimGround, parameters: Parameters) -> tuple[float, Verdict]:
        """The middle of the measure and its verdict alone, for looking at many sets of parameters.

        ground, parameters : as `measure`
        """
        found = self.measure(ground, parameters)
        return found.middle, found.verdict

    def readings(self, ground: ClaimGround, parameters: Parameters) -> tuple[Reading, ...]:
        """Other defensible readings, where there are any.

        ground : what they are computed on
        parameters : in force
        """
        return ()
