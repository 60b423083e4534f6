"""Claims computed in three steps, each split over processes: findings, drivers, tipping points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from reallocate.claims.basis.attainable import AttainableRange, attainable_ranges, range_ends
from reallocate.claims.basis.claim import Claim, Measured, Reading, Verdict
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.sensitivity import (
    MOST_DRIVERS,
    Driver,
    TippingPoint,
    driver,
    judged_at,
    ranked_drivers,
    tipping_points,
)
from reallocate.data.bundle import load_world
from reallocate.executor import workers
from reallocate.work.parameters import Parameters

End = tuple[str, bool]
"""A parameter, and whether the high end of its range is meant."""


@dataclass(frozen=True)
class Entry:
    """One claim, computed.

    measured : the finding
    readings : other readings of the same statement
    drivers : the parameters that matter most, those that move it most first
    tipping_points : where single ones of them turn the verdict
    attainable : how far its figure goes, and which verdicts the rule cannot give; none for a measurement
    """

    claim: Claim
    measured: Measured
    readings: tuple[Reading, ...]
    drivers: tuple[Driver, ...]
    tipping_points: tuple[TippingPoint, ...]
    attainable: tuple[AttainableRange, ...] = ()


@dataclass(frozen=True)
class ContextRequest:
    """What another process needs to make the context on shipped figures; fields as in `ClaimContext`."""

    study: str
    sources: Path | None
    draws: int
    seed: int


@dataclass(frozen=True)
class _First:
    """A claim after the first step: finding, readings, drivers by their swing, and its range."""

    measured: Measured
    readings: tuple[Reading, ...]
    drivers: tuple[str, ...]
    attainable: tuple[AttainableRange, ...]


class _Tasks:
    """Tasks handed out to processes, and how far they are."""

    def __init__(self, pool: Any, context: ClaimContext, processes: int) -> None:
        self._pool, self._say, self._inline = pool, context.say, processes <= 1
        request = ContextRequest(context.study, context.sources, context.draws, context.seed)
        self._context: ClaimContext | ContextRequest = context if self._inline else request

    def run(self, task: Callable[..., Any], calls: Sequence[tuple[str, tuple[Any, ...]]]) -> list[Any]:
        """The results of a task, in the order of its calls.

        task : a function whose first argument is the context
        calls : (its name for the progress report, its other arguments)
        """
        stages = [f"{words} ({place} of {len(calls)})" for place, (words, _) in enumerate(calls, start=1)]
        waiting: list[Future[Any]] = []
        for stage, (_, arguments) in zip(stages, calls, strict=True):
            if self._inline:
                self._say(stage)
            waiting.append(self._pool.submit(task, self._context, *arguments))
        results = []
        for stage, future in zip(stages, waiting, strict=True):
            if not self._inline:
                self._say(stage)
            results.append(future.result())
        return results


def computed(
    claims: Sequence[Claim], context: ClaimContext, parameters: Parameters, processes: int = 1
) -> tuple[Entry, ...]:
    """The claims, each with finding, readings, drivers and tipping points.

    context : with several processes each makes its own on the shipped figures
    processes : how many; results do not depend on it
    """
    with workers(processes) as pool:
        tasks = _Tasks(pool, context, processes)
        first = _measured(claims, tasks, parameters)
        drivers = _drivers(claims, first, tasks, parameters)
        tipping = _tipping_points(claims, first, drivers, tasks, parameters)
    entries = []
    for one in claims:
        of = first[one.id]
        entries.append(
            Entry(one, of.measured, of.readings, drivers[one.id], tipping[one.id], of.attainable)
        )
    return tuple(entries)


def _measured(claims: Sequence[Claim], tasks: _Tasks, parameters: Parameters) -> dict[str, _First]:
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[claim.together or claim.id].append(claim)
    each = tasks.run(measure_group, [(_named(group), (group, parameters)) for group in groups.values()])
    return {
        claim.id: one
        for group, results in zip(groups.values(), each, strict=True)
        for claim, one in zip(group, results, strict=True)
    }


def _drivers(
    claims: Sequence[Claim], first: dict[str, _First], tasks: _Tasks, parameters: Parameters
) -> dict[str, tuple[Driver, ...]]:
    """The main drivers, fixed at the ends of their ranges; claims with the same driver go together."""
    groups: dict[End, list[Claim]] = defaultdict(list)
    for claim in claims:
        for name in first[claim.id].drivers[:MOST_DRIVERS]:
            for above in (False, True):
                groups[name, above].append(claim)
    calls = [
        (f"{end[0]} at {_value(parameters, end):g}", (group, parameters, end))
        for end, group in groups.items()
    ]
    each = {
        (claim.id, end): one
        for (end, group), results in zip(groups.items(), tasks.run(judge_group, calls), strict=True)
        for claim, one in zip(group, results, strict=True)
    }
    made = {
        claim.id: [
            driver(parameters, name, *(each[claim.id, (name, above)] for above in (False, True)))
            for name in first[claim.id].drivers[:MOST_DRIVERS]
        ]
        for claim in claims
    }
    return {name: tuple(sorted(some, key=lambda one: -one.swing)) for name, some in made.items()}


def _tipping_points(
    claims: Sequence[Claim],
    first: dict[str, _First],
    drivers: dict[str, tuple[Driver, ...]],
    tasks: _Tasks,
    parameters: Parameters,
) -> dict[str, tuple[TippingPoint, ...]]:
    """Where the drivers turn the verdicts, searched for where the end of a range has another."""
    groups: dict[End, list[tuple[Claim, Measured, Driver]]] = defaultdict(list)
    for claim in claims:
        measured = first[claim.id].measured
        for one in drivers[claim.id]:
            for above, verdict in ((False, one.verdict_low), (True, one.verdict_high)):
                if verdict is not measured.verdict:
                    groups[one.parameter, above].append((claim, measured, one))
    calls = [
        (f"where {name} turns it", (group, parameters, above)) for (name, above), group in groups.items()
    ]
    each: dict[str, list[TippingPoint]] = {claim.id: [] for claim in claims}
    for group, results in zip(groups.values(), tasks.run(search_group, calls), strict=True):
        for (claim, *_), some in zip(group, results, strict=True):
            # Known instead of drawn, both ends lead to the same value.
            each[claim.id] += [one for one in some if one not in each[claim.id]]
    return {name: tuple(some) for name, some in each.items()}


def measure_group(
    given: ClaimContext | ContextRequest, claims: Sequence[Claim], parameters: Parameters
) -> list[_First]:
    """Finding, readings, ranked drivers and range of claims that share runs."""
    context = _context(given).fresh()
    results = []
    for claim in claims:
        measured, readings = claim.measure(context, parameters), claim.readings(context, parameters)
        ends = range_ends(claim, context, parameters)
        attainable = attainable_ranges(claim, context, parameters, ends)
        results.append(_First(measured, readings, ranked_drivers(ends), attainable))
    return results


def judge_group(
    given: ClaimContext | ContextRequest, claims: Sequence[Claim], parameters: Parameters, end: End
) -> list[tuple[float, Verdict]]:
    """Finding and verdict of claims with one parameter fixed at an end of its range."""
    context = _context(given).fresh()
    return [judged_at(claim, context, parameters, end[0], _value(parameters, end)) for claim in claims]


def judge_alone(
    given: ClaimContext | ContextRequest, claim: Claim, parameters: Parameters
) -> tuple[float, Verdict]:
    """Finding and verdict of one claim under some parameters."""
    return claim.judge(_context(given).fresh(), parameters)


def search_group(
    given: ClaimContext | ContextRequest,
    claims: Iterable[tuple[Claim, Measured, Driver]],
    parameters: Parameters,
    above: bool,
) -> list[tuple[TippingPoint, ...]]:
    """Where one driver turns the verdicts of claims.

    claims : each with its finding and the driver
    above : towards the high end of its range
    """
    context = _context(given).fresh()
    return [
        tipping_points(claim, context, parameters, measured, one, above) for claim, measured, one in claims
    ]


def _context(given: ClaimContext | ContextRequest) -> ClaimContext:
    return given if isinstance(given, ClaimContext) else _own_context(given)


@lru_cache(maxsize=1)
def _own_context(request: ContextRequest) -> ClaimContext:
    """The context of this process, made once."""
    return ClaimContext(load_world(), request.study, request.sources, request.draws, request.seed)


def _value(parameters: Parameters, end: End) -> float:
    about = parameters.about(end[0])
    return about.high if end[1] else about.low


def _named(group: Sequence[Claim]) -> str:
    rows = ", ".join(claim.row for claim in group)
    return f"row{'s' if len(group) > 1 else ''} {rows}: {group[0].statement}"
