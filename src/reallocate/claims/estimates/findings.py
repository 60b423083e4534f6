"""Every estimate made once, and each outcome with its checks: what a row may feed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np

from reallocate.claims.estimates.directing import Directing, directing
from reallocate.claims.estimates.exposure import Exposure, exposure_of
from reallocate.claims.estimates.flows import (
    FROM_OUTSIDE,
    FROM_UNEMPLOYMENT,
    INTO_UNEMPLOYMENT,
    OTHER_GROUP,
    OUT,
    Flow,
    FlowBound,
    flow_bounds,
    flows,
)
from reallocate.claims.estimates.jobs_and_pay import (
    JOBS,
    PAY,
    Panel,
    gradients,
    net_capture,
    panel_of,
)
from reallocate.claims.estimates.outside import LATER, PAYROLLS, Stated, stated
from reallocate.claims.estimates.regression import (
    SIGNIFICANT,
    Estimate,
    Pooled,
    least_detectable,
)
from reallocate.claims.estimates.sectors import SINCE, SPRING_TO_AUTUMN, Postings, displaced, postings
from reallocate.claims.estimates.young import (
    LOWEST_QUARTER,
    YoungTest,
    pooled,
    published,
    register,
    young_tests,
)
from reallocate.kernel.errors import InvariantError, Problem
from reallocate.work.panel import AFTER
from reallocate.work.world import World

_HALF = 0.5
"""Share of the measures under which a check fails."""


class Standing(StrEnum):
    """What an outcome may feed, by its checks.

    passes : neither pre-trend nor placebo differs from 0; difference : what was so before is subtracted;
    marked : it was so before, and feeds nothing; not checked : no months for a check, and feeds nothing
    """

    FEEDS = "passes"
    SUBTRACTED = "difference"
    MARKED = "marked"
    UNCHECKED = "not checked"


def fails(estimates: Mapping[str, Estimate]) -> bool:
    """Whether a pre-trend or placebo differs from 0: |t| > 1.96 under half of the measures, or in the median.

    estimates : (measure)
    """
    significant = np.mean([abs(one.value) > SIGNIFICANT * one.error for one in estimates.values()])
    return bool(significant >= _HALF or abs(_middle(estimates)) > SIGNIFICANT * _error(estimates))


def _middle(estimates: Mapping[str, Estimate]) -> float:
    return float(np.median([one.value for one in estimates.values()])) if estimates else float("nan")


def _error(estimates: Mapping[str, Estimate]) -> float:
    return float(np.median([one.error for one in estimates.values()])) if estimates else float("nan")


class _OverMeasures:
    """What estimates under every measure say together; not numbers without any.

    estimates : (measure)
    """

    estimates: Mapping[str, Estimate]

    @property
    def value(self) -> float:
        """Median over the measures."""
        return _middle(self.estimates)

    @property
    def error(self) -> float:
        """Median of the standard errors."""
        return _error(self.estimates)

    @property
    def detectable(self) -> float:
        """The smallest effect that shows in four of five cases, at the median error."""
        return least_detectable(self.error)


@dataclass(frozen=True, eq=False)
class Check(_OverMeasures):
    """A pre-trend or placebo under every measure.

    estimates : (measure); none where there are no months for it
    """

    estimates: Mapping[str, Estimate] = field(default_factory=dict)

    @property
    def significant(self) -> float:
        """Measures with |t| > 1.96."""
        if not self.estimates:
            return float("nan")
        return float(sum(abs(one.value) > SIGNIFICANT * one.error for one in self.estimates.values()))

    @property
    def fails(self) -> bool:
        """Whether it differs from 0; never where it could not be made."""
        return bool(self.estimates) and fails(self.estimates)


@dataclass(frozen=True, eq=False)
class Outcome(_OverMeasures):
    """One outcome under every measure, with its checks.

    name, words, unit : in code, for readers, and of the estimate
    estimates : (measure)
    trend, placebo : the checks
    is_subtracted : whether the estimate is a difference from what was so before
    level : of the outcome itself; not a number where it has none
    p_of_all : one p for all measures
    """

    name: str
    words: str
    unit: str
    estimates: Mapping[str, Estimate]
    trend: Check = Check()
    placebo: Check = Check()
    is_subtracted: bool = False
    level: float = float("nan")
    p_of_all: float = float("nan")

    @property
    def ends(self) -> tuple[float, float]:
        """Least and largest over the measures."""
        values = [one.value for one in self.estimates.values()]
        return min(values), max(values)

    @property
    def significant(self) -> int:
        """Measures under which it differs from 0."""
        return sum(one.is_significant for one in self.estimates.values())

    @property
    def standing(self) -> Standing:
        """What it may feed."""
        if self.is_subtracted:
            return Standing.SUBTRACTED
        if self.trend.fails or self.placebo.fails:
            return Standing.MARKED
        known = self.trend.estimates or self.placebo.estimates
        return Standing.FEEDS if known else Standing.UNCHECKED

    @property
    def feeds(self) -> bool:
        """Whether parameters and verdicts may rest on it."""
        return self.standing in (Standing.FEEDS, Standing.SUBTRACTED)


_MONTHLY = "points a month"
_LOG_POINTS = "log points"
_FLOW_WORDS = {
    INTO_UNEMPLOYMENT: "separations into unemployment",
    OUT: "out of the labour force",
    FROM_UNEMPLOYMENT: "hires from unemployment",
    FROM_OUTSIDE: "hires from outside the labour force",
    OTHER_GROUP: "to another major group (mostly coding)",
}
JOBS_CHANGE, PAY_CHANGE, POSTINGS, DISPLACED = "jobs_change", "pay_change", "postings", "displaced"
JOBS_RAW, JOBS_EQUAL, PAY_RAW = "jobs_raw", "jobs_equal", "pay_raw"


@dataclass(frozen=True, eq=False)
class Estimates:
    """Everything estimated from the shipped tables, each made when it is first asked for.

    world : with the shipped tables
    outside : figures from series that do not ship
    """

    world: World
    outside: Mapping[str, Stated] = field(default_factory=stated)

    @cached_property
    def exposure(self) -> Exposure:
        """The nine measures."""
        return exposure_of(self.world)

    @cached_property
    def flows(self) -> dict[str, Flow]:
        """Monthly flows of major groups."""
        return flows(self.world, self.exposure)

    @cached_property
    def panel(self) -> Panel:
        """Occupations that can be compared over the years."""
        return panel_of(self.world, self.exposure)

    @cached_property
    def net_capture(self) -> dict[str, Estimate]:
        """Positions that end for each position's worth of hours saved, by measure."""
        self.feeding(JOBS_CHANGE)
        return net_capture(self.panel)

    @cached_property
    def layoffs(self) -> list[FlowBound]:
        """What separations leave open for layoffs, by measure and window."""
        self.feeding(INTO_UNEMPLOYMENT)
        return flow_bounds(self.flows[INTO_UNEMPLOYMENT], self.exposure, 1.0)

    @cached_property
    def not_hired(self) -> list[FlowBound]:
        """People not hired from outside the labour force, by measure and window; no verdict rests on them."""
        return flow_bounds(self.flows[FROM_OUTSIDE], self.exposure, -1.0)

    @cached_property
    def postings(self) -> Postings:
        """Postings by sector."""
        return postings(self.world, self.exposure)

    @cached_property
    def directing(self) -> Directing:
        """Separations of those who direct."""
        return directing(self.world, self.exposure)

    @cached_property
    def register(self) -> dict[str, Estimate]:
        """The young in Sweden."""
        return register(self.world.table("register_young"))

    @cached_property
    def published(self) -> dict[str, Estimate]:
        """Published estimates by id."""
        return published(self.world)

    @cached_property
    def pooled(self) -> dict[str, Pooled]:
        """The mean of the estimates of the young."""
        return pooled(self.published, self.register[LOWEST_QUARTER], self.outside[PAYROLLS])

    @cached_property
    def young_tests(self) -> tuple[YoungTest, ...]:
        """What row 12b is judged by."""
        return young_tests(self.published, self.outside[PAYROLLS])

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        """Every outcome with its checks, by name."""
        return {one.name: one for one in (*self._flow_outcomes(), *self._yearly_outcomes())}

    def feeding(self, name: str) -> Outcome:
        """An outcome that parameters or verdicts rest on.

        name : of an outcome
        Raises `InvariantError` where it failed a check: it was so before AI, and feeds nothing.
        """
        one = self.outcomes[name]
        if not one.feeds:
            raise InvariantError(
                Problem(
                    f"{one.words} may feed nothing: {one.standing.value}",
                    "reallocate estimates",
                    "Take out what rests on it.",
                    "Its pre-trend or placebo differs from 0: the gradient was there before AI.",
                )
            )
        return one

    def _flow_outcomes(self) -> list[Outcome]:
        made = []
        for name, words in _FLOW_WORDS.items():
            flow = self.flows[name]
            checks = Check(flow.trend), Check(flow.placebo)
            made.append(
                Outcome(name, words, _MONTHLY, flow.main, *checks, level=flow.level, p_of_all=flow.p_of_all)
            )
        return made

    def _yearly_outcomes(self) -> list[Outcome]:
        panel, made = self.panel, []
        raw = {JOBS: (JOBS_RAW, "jobs"), PAY: (PAY_RAW, "mean pay")}
        less = {JOBS: JOBS_CHANGE, PAY: PAY_CHANGE}
        for what, (name, words) in raw.items():
            before = Check(gradients(panel, panel.placebo(what)))
            after = gradients(panel, panel.growth(what, AFTER))
            change = gradients(panel, panel.difference(what))
            made += [
                Outcome(name, f"{words}, 2022 to 2025", _LOG_POINTS, after, placebo=before),
                Outcome(
                    less[what], f"{words}, less growth of 2017 to 2019", _LOG_POINTS, change,
                    placebo=before, is_subtracted=True,
                ),
            ]  # fmt: skip
        equally = gradients(panel, panel.difference(JOBS), by_jobs=False)
        before = Check(gradients(panel, panel.placebo(JOBS), by_jobs=False))
        words = "the same for jobs, occupations counted equally"
        made.insert(2, Outcome(JOBS_EQUAL, words, _LOG_POINTS, equally, placebo=before, is_subtracted=True))
        changes = self.postings.changes
        words = "postings by sector, year to 2024-09"
        made.append(
            Outcome(POSTINGS, words, _LOG_POINTS, changes[SINCE], placebo=Check(changes[SPRING_TO_AUTUMN]))
        )
        lost = displaced(self.world, self.exposure)
        words = "displaced in 2023 to 2025 on earlier surveys"
        made.append(Outcome(DISPLACED, words, _LOG_POINTS, lost))
        return made

    def later(self, name: str) -> tuple[float, float, float]:
        """Estimate, error and significant measures in the months kept apart; not numbers without any.

        name : of an outcome
        """
        figures = self.outside[LATER].figures
        nan = float("nan")
        keys = (name, f"{name}_error", f"{name}_significant")
        first, second, third = (figures.get(key, nan) for key in keys)
        return first, second, third
