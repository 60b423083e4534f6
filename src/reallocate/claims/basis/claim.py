"""A claim: what the story says, how it is read, how it is measured, and the rule that judges it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.verdicts import Verdict, by_thresholds
from reallocate.measure.arrays import Array
from reallocate.measure.quantiles import interval
from reallocate.work.parameters import Parameters

AFTER_THE_RESULT = "changed after the result was seen"
MADE_EXACT = "made exact when it was first computed"
SET_AFTER = "set after the result was seen"


@dataclass(frozen=True)
class Change:
    """How a rule differs from the rule as first written.

    before : the rule as first written, in words; empty where there was none
    why : the reason for the change
    when : whether the result had been seen by then
    date : of the change, ISO
    """

    before: str
    why: str
    when: str
    date: str


@dataclass(frozen=True)
class Rule:
    """How a claim is judged.

    supported, not_supported : in words, with the figures
    otherwise : the verdict in between
    thresholds : (figure) of the measure, the one for supported first [the measure's unit]
    change : from the rule as first written; none where it stands as first written
    instead : when another verdict stands in their place, in words; empty where none does
    """

    supported: str
    not_supported: str
    otherwise: Verdict = Verdict.MIXED
    thresholds: tuple[float, ...] = ()
    change: Change | None = None
    instead: str = ""


@dataclass(frozen=True)
class Measured:
    """The finding of a claim.

    middle, low, high : median, and 10% and 90% over draws and sources [unit]
    verdict : by the rule
    finding : sentences that state it with its unit; the first, of 40 words at most, can stand alone
    figures : (name) further figures that the sentence or the other readings need [stated in the name]
    reason : why the verdict is not the one that the figure alone would give; empty where it is
    first_verdict : by the rule as first written; none where the rule stands as first written
    rests_on : sentences on what the finding rests on and leaves out, where they are too many for it
    """

    middle: float
    low: float
    high: float
    verdict: Verdict
    finding: str
    figures: dict[str, float] = field(default_factory=dict)
    reason: str = ""
    first_verdict: Verdict | None = None
    rests_on: str = ""


@dataclass(frozen=True)
class Reading:
    """Another defensible reading of the same statement.

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
    centre_unit : of `centre`, where it is not the measure's
    fixed : drivers that decide it, of which it is shown which verdicts their defaults rule out
    effort : what it takes, so that the longest begins first [s of processor]
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
    centre_unit: str = ""
    fixed: tuple[str, ...] = ()
    effort: float = 1.0

    @abstractmethod
    def centre(self, context: ClaimContext, parameters: Parameters) -> float:
        """A quick figure of a single run that moves as the measure does; it tells which drivers sway it most.
        """

    def centres(self, context: ClaimContext, points: Sequence[Parameters]) -> list[float]:
        """`centre` at several sets of parameters.

        context, points : of each; a claim whose runs are cheaper side by side makes them together
        """
        return [self.centre(context, point) for point in points]

    @abstractmethod
    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        """The measure with its interval over draws and sources, judged."""

    def verdict_at(self, figure: float) -> Verdict:
        """The rule on a single figure, as if nothing were uncertain.

        figure : as of `centre`
        By default `verdicts.by_thresholds`.
        """
        return by_thresholds(figure, self.rule.thresholds, self.rule.otherwise)

    def point(self, context: ClaimContext, parameters: Parameters) -> Verdict:
        """The rule where every assumption is known, as in a single run.

        context, parameters : as `centre`
        """
        return self.verdict_at(self.centre(context, parameters))

    def judge(self, context: ClaimContext, parameters: Parameters) -> tuple[float, Verdict]:
        """The middle of the measure and its verdict alone, for looking at many sets of parameters.

        context, parameters : as `measure`
        """
        measured = self.measure(context, parameters)
        return measured.middle, measured.verdict

    def readings(self, context: ClaimContext, parameters: Parameters) -> tuple[Reading, ...]:
        """Other defensible readings, where there are any."""
        return ()


class ByDraws(Claim):
    """A claim judged by one figure of each draw: higher figures move the verdict one way or leave it.

    So the verdict between two sets of figures that have the same one is known without the draws in between.

    at_once : draws whose figures are made together, where that costs little more than one
    """

    at_once: int = 1

    @abstractmethod
    def draws(self, context: ClaimContext, parameters: Parameters) -> Sequence[tuple[Any, ...]]:
        """What decides the figure of each draw.

        context, parameters : as `measure`
        """

    @abstractmethod
    def figure(self, context: ClaimContext, *draw: Any) -> float:
        """The figure of one draw.

        draw : one of `draws`
        """

    def some_figures(self, context: ClaimContext, draws: Sequence[tuple[Any, ...]]) -> list[float]:
        """The figures of `at_once` draws or fewer.

        draws : some of `draws`
        """
        return [self.figure(context, *draw) for draw in draws]

    @abstractmethod
    def judged(self, figures: Array) -> tuple[float, Verdict]:
        """The middle of the measure and its verdict.

        figures : (draw)
        """

    def figures(self, context: ClaimContext, parameters: Parameters) -> Array:
        """The figure of every draw; (draw).

        context, parameters : as `measure`
        """
        return np.array([self.figure(context, *draw) for draw in self.draws(context, parameters)])

    def judge(self, context: ClaimContext, parameters: Parameters) -> tuple[float, Verdict]:
        """As of `Claim`, from the figures of the draws.

        context, parameters : as `measure`
        """
        return self.judged(self.figures(context, parameters))

    def judged_by_median(self, figures: Array) -> tuple[float, Verdict]:
        """`judged` where the rule is on the median.

        figures : (draw)
        """
        middle = interval(figures)[0]
        return middle, self.verdict_at(middle)
