"""Claims computed in three steps, each split over processes: findings, drivers, tipping points."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from reallocate import executor
from reallocate.claims.basis.attainable import AttainableRange, attainable_ranges, range_ends
from reallocate.claims.basis.claim import ByDraws, Claim, Measured, Reading
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.tipping_points import Driver, TippingPoint, ranked_drivers, tipping_points
from reallocate.claims.basis.verdicts import Verdict
from reallocate.data.bundle import load_world
from reallocate.work.parameters import Parameters

ContextRequest = tuple[str, Path | None, int, int]
"""Study, sources, draws and seed: what another process needs to make the context on shipped figures."""


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
    readings: tuple[Reading, ...] = ()
    drivers: tuple[Driver, ...] = ()
    tipping_points: tuple[TippingPoint, ...] = ()
    attainable: tuple[AttainableRange, ...] = ()


class _Tasks:
    """Tasks handed out to processes, and how far they are."""

    def __init__(self, pool: Any, context: ClaimContext, processes: int) -> None:
        self._pool, self._say, self._inline = pool, context.say, processes <= 1
        request = (context.study, context.sources, context.draws, context.seed)
        self._context: ClaimContext | ContextRequest = context if self._inline else request

    def run(self, task: Callable[..., list[Any]], calls: Iterable[tuple[str, tuple[Any, ...]]]) -> list[Any]:
        """The results of a task, those of its calls one after the other.

        task : a function whose first argument is the context
        calls : (its name for the progress report, its other arguments)
        """
        calls, waiting = list(calls), []
        stages = [f"{words} ({place} of {len(calls)})" for place, (words, _) in enumerate(calls, start=1)]
        for stage, (_, arguments) in zip(stages, calls, strict=True):
            if self._inline:
                self._say(stage)
            waiting.append(self._pool.submit(task, self._context, *arguments))
        results: list[Any] = []
        for stage, future in zip(stages, waiting, strict=True):
            if not self._inline:
                self._say(stage)
            results += future.result()
        return results


def computed(
    claims: Sequence[Claim],
    context: ClaimContext,
    parameters: Parameters,
    workers: executor.Where = executor.SERIAL,
) -> tuple[Entry, ...]:
    """The claims, each with finding, readings, drivers and tipping points.

    context : with several processes each makes its own on the shipped figures
    workers : where the tasks run; results do not depend on it
    """
    with executor.of(workers) as pool:
        tasks = _Tasks(pool, context, executor.processes(workers))
        groups: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            groups[claim.together or claim.id].append(claim)
        calls = [(_named(group), (group, parameters)) for group in groups.values()]
        measured = {entry.claim.id: (entry, names) for entry, names in tasks.run(measure_group, calls)}
        # What comes from another process holds a copy of its claim.
        ordered = [(replace(measured[one.id][0], claim=one), measured[one.id][1]) for one in claims]
        return _with_tipping_points(_with_drivers(ordered, tasks, parameters), tasks, parameters)


def _with_drivers(
    measured: Sequence[tuple[Entry, tuple[str, ...]]], tasks: _Tasks, parameters: Parameters
) -> list[Entry]:
    """The main drivers, fixed at the ends of their ranges; claims with the same driver go together."""
    groups: dict[str, list[Claim]] = defaultdict(list)
    for entry, names in measured:
        for name in names:
            groups[name].append(entry.claim)
    ends = {name: (parameters.about(name).low, parameters.about(name).high) for name in groups}
    calls = [
        (
            f"{name} at {ends[name][0]:g} and {ends[name][1]:g}",
            (group, [parameters.replace(**{name: end}) for end in ends[name]]),
        )
        for name, group in groups.items()
    ]
    keys = [(claim.id, name, end) for name, group in groups.items() for end in ends[name] for claim in group]
    judged = dict(zip(keys, tasks.run(judge_group, calls), strict=True))

    def driver(claim: Claim, name: str) -> Driver:
        about = parameters.about(name)
        low, high = (judged[claim.id, name, end] for end in (about.low, about.high))
        ends = (about.low, about.high, low[0], high[0], low[1], high[1], low[2], high[2])
        return Driver(name, about.unit, *ends)

    entries = []
    for entry, names in measured:
        drivers = sorted((driver(entry.claim, name) for name in names), key=lambda one: -one.swing)
        entries.append(replace(entry, drivers=tuple(drivers)))
    return entries


def _with_tipping_points(
    entries: Sequence[Entry], tasks: _Tasks, parameters: Parameters
) -> tuple[Entry, ...]:
    """Where the drivers turn the verdicts, searched for where the end of a range has another."""
    groups: dict[str, list[tuple[Entry, Driver, bool]]] = defaultdict(list)
    for entry in entries:
        for one in entry.drivers:
            for above, verdict in ((False, one.verdict_low), (True, one.verdict_high)):
                if verdict is not entry.measured.verdict:
                    groups[one.parameter].append((entry, one, above))
    calls = [(f"where {name} turns it", (group, parameters)) for name, group in groups.items()]
    each: dict[str, list[TippingPoint]] = defaultdict(list)
    searched = [entry.claim.id for group in groups.values() for entry, *_ in group]
    for name, points in zip(searched, tasks.run(search_group, calls), strict=True):
        each[name] += points
    # Known instead of drawn, both ends lead to the same value.
    return tuple(
        replace(entry, tipping_points=tuple(dict.fromkeys(each[entry.claim.id]))) for entry in entries
    )


def measure_group(
    given: ClaimContext | ContextRequest, claims: Sequence[Claim], parameters: Parameters
) -> list[tuple[Entry, tuple[str, ...]]]:
    """Finding, readings and range of claims that share runs, each with its main drivers by name."""
    context, results = _context(given), []
    for claim in claims:
        measured, readings = claim.measure(context, parameters), claim.readings(context, parameters)
        ends = range_ends(claim, context, parameters)
        attainable = attainable_ranges(claim, context, parameters, ends)
        results.append((Entry(claim, measured, readings, attainable=attainable), ranked_drivers(ends)))
    return results


def judge_group(
    given: ClaimContext | ContextRequest, claims: Sequence[Claim], points: Sequence[Parameters]
) -> list[tuple[float, Verdict, tuple[float, ...]]]:
    """Finding, verdict and figures of the draws alone of claims, at each of some sets of parameters."""
    context = _context(given)
    return [(*claim.judge(context, one), _figures(claim, context, one)) for one in points for claim in claims]


def _figures(claim: Claim, context: ClaimContext, parameters: Parameters) -> tuple[float, ...]:
    """One of each draw, which were made to judge; none where the claim is not judged by such."""
    if not isinstance(claim, ByDraws):
        return ()
    return tuple(map(float, claim.figures(context, parameters)))


def search_group(
    given: ClaimContext | ContextRequest,
    claims: Iterable[tuple[Entry, Driver, bool]],
    parameters: Parameters,
) -> list[tuple[TippingPoint, ...]]:
    """Where one driver turns the verdicts of claims.

    claims : each as measured, with the driver, and whether towards the high end of its range
    """
    context = _context(given)
    return [
        tipping_points(entry.claim, context, parameters, entry.measured.verdict, one, above)
        for entry, one, above in claims
    ]


def _context(given: ClaimContext | ContextRequest) -> ClaimContext:
    return (given if isinstance(given, ClaimContext) else _own_context(*given)).fresh()


@lru_cache(maxsize=1)
def _own_context(study: str, sources: Path | None, draws: int, seed: int) -> ClaimContext:
    """The context of this process, made once."""
    return ClaimContext(load_world(), study, sources, draws, seed)


def _named(group: Sequence[Claim]) -> str:
    rows = ", ".join(claim.row for claim in group)
    return f"row{'s' if len(group) > 1 else ''} {rows}: {group[0].statement}"
