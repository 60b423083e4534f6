"""Row 2: one directs what dozens coordinated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reallocate.claims.basis.claim import Claim, Measured, Reading, Rule, Verdict
from reallocate.claims.basis.context import ClaimContext, once, samples
from reallocate.kernel.arrays import Array, interval
from reallocate.kernel.parameters import Parameters
from reallocate.work.capability import difficulty, good_result, long_share
from reallocate.work.time_saved import automatable_hours, job_zones, rework, without_tools

_QUARTERS = 13
"""Three years ahead is the thirteenth quarter."""
_DOZENS, _FEW = 24.0, 6.0


class _CoordinatorsPerPerson(Claim):
    """How many hours of coordinating one hour of review, repair and direction keeps automated."""

    id = "coordinators-per-person"
    row = "2"
    statement = "An optimised model does the work of dozens of mid-level coordinators"
    reading = (
        "hours of coordinating work that AI does for each hour in which people review it, do again what is "
        "bad, and direct it, over all US jobs, in three years, if what AI can do goes on growing as it has"
    )
    unit = "hours automated per hour of people"
    rule = Rule(
        "the median is 24 or more (two dozen)", "the median is below 6", Verdict.MIXED, (_DOZENS, _FEW)
    )
    drivers = (
        "review_hours",
        "directing_hours",
        "redo_share",
        "good_deliverable",
        "capability_ceiling",
        "doubling_days",
        "tooling_difficulty",
    )
    sources = (
        "O*NET 30.1 (content, A)",
        "eight sources of reach (A)",
        "Patwardhan et al. 2025, arXiv:2510.04374 (review time and quality, A)",
        "METR 2026 (doubling times, A)",
        "hours of directing: a judgement (J)",
    )

    def centre(self, context: ClaimContext, parameters: Parameters) -> float:
        """The middle of the sources at one set of parameters.

        context : the world
        """
        return float(np.median(_hours_per_hour(context, parameters)))

    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        """The ratio over draws and sources.

        context : the world, how many draws
        """
        each = samples(parameters, self.drivers, context.draws, context.seed)
        middle, low, high = interval(np.array([_hours_per_hour(context, one) for one in each]))
        reach, least, most = interval(_within_reach(context))
        finding = (
            f"Each hour of human review, rework and direction supports {middle:.1f} automated hours of "
            f"coordination ({low:.1f} to {high:.1f}){', not dozens' if middle < _FEW else ''}. Hours are "
            f"counted, so the price of AI plays no part. Of all coordinating hours {reach:.0%} can be "
            f"automated at all ({least:.0%} to {most:.0%} over the sources)."
        )
        figures = {"coordinating hours that can be automated [share]": reach}
        return Measured(middle, low, high, self.verdict_at(middle), finding, figures)

    def readings(self, context: ClaimContext, parameters: Parameters) -> tuple[Reading, ...]:
        """Without review of what was automated.

        context, parameters : as `measure`
        """
        free = self.centre(context, parameters.replace(review_hours=0.0))
        finding = f"{free:.1f} hours automated for each hour of people who repair and direct"
        return (Reading("nobody reviews what is automated", finding, self.verdict_at(free)),)


def _within_reach(context: ClaimContext) -> Array:
    """Coordinating hours that can be automated, of all of them; (source) [share]."""
    hours = _hours(context)
    each = [(hours * automatable_hours(context.world, one)).sum() for one in context.world.sources]
    return np.array(each) / float(hours.sum())


@once
def _hours(context: ClaimContext) -> Array:
    """Coordinating hours of all US jobs; (occupation, activity) [full jobs' worth]."""
    world = context.world
    coordinating = world.activities.loc[world.content.columns, "kind"].eq("coordinating")
    jobs = world.occupations["employment"].to_numpy(dtype=float)[:, None]
    content = world.content.to_numpy()
    return np.asarray(jobs * content * coordinating.to_numpy())


@dataclass(frozen=True, eq=False)
class _Reached:
    """Coordinating hours within reach of AI; (cell) of occupation and activity.

    hours : [full jobs' worth]
    alone : that a model does without software around it [share]
    zone : of the occupation [job zone]
    """

    hours: Array
    alone: Array
    zone: Array


@once
def _reached(context: ClaimContext, source: str) -> _Reached:
    """What no assumption decides, by source of reach."""
    world = context.world
    hours = _hours(context) * automatable_hours(world, source)
    some = hours > 0
    zone = np.broadcast_to(job_zones(world)[:, None], hours.shape)
    return _Reached(hours[some], without_tools(world, source)[some], zone[some])


@once
def _hours_per_hour(context: ClaimContext, parameters: Parameters) -> Array:
    """Hours of coordinating that are automated for each hour of people; (source) [ratio].

    context : the world
    """
    ratios = []
    fixed = parameters["review_hours"] + parameters["directing_hours"]
    for source in context.world.sources:
        cells = _reached(context, source)
        long, hard = np.nan_to_num(long_share(parameters, cells.zone)), difficulty(parameters, cells.alone)
        good = good_result(parameters, "trend", _QUARTERS, hard, long, first=_QUARTERS - 1)[:, 0]
        people = fixed + rework(parameters["redo_share"], good)
        ratios.append(float(cells.hours.sum() / (cells.hours @ people)))
    return np.array(ratios)


CLAIM = _CoordinatorsPerPerson()
