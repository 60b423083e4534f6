"""The ledger: every claim with finding, interval, drivers, tipping points and verdict; over processes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field, replace
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any

from reallocate.claims.basis.claim import (
    AttainableRange,
    ByDraws,
    Claim,
    Measured,
    Reading,
    Verdict,
    attainable_ranges,
    range_ends,
)
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.tipping import MOST_DRIVERS, Driver, TippingPoint, ranked_drivers, tipping_points
from reallocate.data.bundle import load_world
from reallocate.kernel import executor
from reallocate.kernel.errors import Problem, UnknownName, nearest
from reallocate.kernel.executor import SERIAL, Where
from reallocate.kernel.parameters import Parameters

_Driven = tuple[Driver, tuple[TippingPoint, ...]]
"""A driver and where it turns a claim."""
_ContextRequest = tuple[str, Path | None, int, int]
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


@dataclass(frozen=True)
class _Task:
    """A task that waits for a process.

    words : for the progress report
    call, arguments : a function whose first argument is the context, and its others
    effort : the longer a task takes, the sooner it begins [s of processor]
    """

    words: str
    call: Callable[..., Any]
    arguments: tuple[Any, ...]
    effort: float


@dataclass
class _Tasks:
    """Tasks handed out to processes, the longest that waits first, and how far they are.

    pool : that runs them, `processes` at a time
    most : tasks that there may be
    done : of these, those that were begun or left out
    """

    pool: Any
    context: ClaimContext
    processes: int
    most: int
    done: int = 0
    _waiting: list[_Task] = field(default_factory=list)

    def add(self, task: _Task) -> None:
        """Let a task wait for a process."""
        self._waiting.append(task)

    def finished(self) -> Iterator[tuple[_Task, Any]]:
        """Each task with its result as it ends, until none is left; more may be added meanwhile."""
        one = self.context
        given = one if self.processes <= 1 else (one.study, one.sources, one.draws, one.seed)
        running: dict[Future[Any], _Task] = {}
        while self._waiting or running:
            while self._waiting and len(running) < self.processes:
                task = max(self._waiting, key=lambda waiting: waiting.effort)
                self._waiting.remove(task)
                self.done += 1
                one.say(f"{task.words} ({self.done} of {self.most})")
                running[self.pool.submit(task.call, given, *task.arguments)] = task
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                yield running.pop(future), future.result()


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
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[claim.together or claim.id].append(claim)
    measured: dict[str, tuple[Entry, tuple[str, ...]]] = {}
    driven: dict[tuple[str, str], _Driven] = {}
    with executor.of(workers) as pool:
        most = sum(1 + _most_drivers(group) for group in groups.values())
        tasks = _Tasks(pool, context, executor.processes(workers), most)
        for group in groups.values():
            tasks.add(_Task(_named(group), _measure_group, (group, parameters), _effort(group)))
        for task, results in tasks.finished():
            if task.call is _drive_group:
                for entry, found in zip(task.arguments[0], results, strict=True):
                    driven[entry.claim.id, found[0].parameter] = found
                continue
            # What comes from another process holds a copy of its claim.
            own = [
                (replace(entry, claim=claim), names)
                for claim, (entry, names) in zip(task.arguments[0], results, strict=True)
            ]
            measured |= {entry.claim.id: (entry, names) for entry, names in own}
            following = _driver_tasks(own, parameters)
            tasks.done += _most_drivers(task.arguments[0]) - len(following)
            for one in following:
                tasks.add(one)
    return tuple(_with_drivers(*measured[claim.id], driven) for claim in claims)


def _most_drivers(group: Sequence[Claim]) -> int:
    """How many parameters may be main drivers of claims."""
    names = {name for claim in group for name in claim.drivers}
    return min(len(names), sum(min(len(claim.drivers), MOST_DRIVERS) for claim in group))


def _effort(group: Sequence[Claim]) -> float:
    """What claims take [s of processor]."""
    return sum(claim.effort for claim in group)


def _driver_tasks(
    measured: Sequence[tuple[Entry, tuple[str, ...]]], parameters: Parameters
) -> list[_Task]:
    """The main drivers of claims that share runs; claims with the same driver go together."""
    groups: dict[str, list[Entry]] = defaultdict(list)
    for entry, names in measured:
        for name in names:
            groups[name].append(entry)
    tasks = []
    for name, group in groups.items():
        about, claims = parameters.about(name), [entry.claim for entry in group]
        words = f"{_rows(claims)}: {name} at {about.low:g} and {about.high:g}, and where it turns the verdict"
        tasks.append(_Task(words, _drive_group, (group, name, parameters), _effort(claims)))
    return tasks


def _with_drivers(
    entry: Entry, names: Sequence[str], driven: Mapping[tuple[str, str], _Driven]
) -> Entry:
    """An entry with its main drivers, those that move it most first, and their tipping points.

    names : of the drivers, by what single runs gave
    """
    order = sorted((driven[entry.claim.id, name] for name in names), key=lambda one: -one[0].swing)
    # Known instead of drawn, both ends lead to the same value.
    turns = dict.fromkeys(turn for _, points in order for turn in points)
    return replace(entry, drivers=tuple(driver for driver, _ in order), tipping_points=tuple(turns))


def _measure_group(
    given: ClaimContext | _ContextRequest, claims: Sequence[Claim], parameters: Parameters
) -> list[tuple[Entry, tuple[str, ...]]]:
    """Finding, readings and range of claims that share runs, each with its main drivers by name."""
    context, results = _context(given), []
    for claim in claims:
        measured, readings = claim.measure(context, parameters), claim.readings(context, parameters)
        ends = range_ends(claim, context, parameters)
        attainable = attainable_ranges(claim, context, parameters, ends)
        if today := claim.ruled_out(context, measured):
            attainable = (*attainable, today)
        results.append((Entry(claim, measured, readings, attainable=attainable), ranked_drivers(ends)))
    return results


def _drive_group(
    given: ClaimContext | _ContextRequest, entries: Sequence[Entry], name: str, parameters: Parameters
) -> list[_Driven]:
    """One parameter fixed at either end of its range for claims that share runs, and where it turns them.

    entries : as measured
    """
    context, about = _context(given), parameters.about(name)
    ends = [
        [_judged(entry.claim, context, parameters.replace(**{name: end})) for entry in entries]
        for end in (about.low, about.high)
    ]
    results = []
    for entry, low, high in zip(entries, *ends, strict=True):
        both = zip(low, high, strict=True)
        values = (about.low, about.high, *(value for pair in both for value in pair))
        driver, now = Driver(name, about.unit, *values), entry.measured.verdict
        turns = [
            turn
            for above, verdict in ((False, driver.verdict_low), (True, driver.verdict_high))
            if verdict is not now
            for turn in tipping_points(entry.claim, context, parameters, now, driver, above)
        ]
        results.append((driver, tuple(turns)))
    return results


def judge(
    given: ClaimContext | _ContextRequest, claim: Claim, parameters: Parameters
) -> tuple[float, Verdict]:
    """The finding of one claim and its verdict, with all that is drawn."""
    return claim.judge(_context(given), parameters)


def _judged(
    claim: Claim, context: ClaimContext, parameters: Parameters
) -> tuple[float, Verdict, tuple[float, ...]]:
    """The finding, its verdict, and the figure of each draw; none where the claim is not judged by such."""
    figures: tuple[float, ...] = ()
    judged = claim.judge(context, parameters)
    if isinstance(claim, ByDraws):
        figures = tuple(map(float, claim.figures(context, parameters)))
    return *judged, figures


def _context(given: ClaimContext | _ContextRequest) -> ClaimContext:
    return (given if isinstance(given, ClaimContext) else _own_context(*given)).fresh()


@lru_cache(maxsize=1)
def _own_context(study: str, sources: Path | None, draws: int, seed: int) -> ClaimContext:
    """The context of this process, made once."""
    return ClaimContext(load_world(), study, sources, draws, seed)


def _named(group: Sequence[Claim]) -> str:
    return f"{_rows(group)}: {group[0].statement}"


def _rows(group: Sequence[Claim]) -> str:
    return f"row{'s' if len(group) > 1 else ''} {', '.join(claim.row for claim in group)}"


_ROWS: tuple[str, ...] = (
    "funds_the_race",
    "coordinators_per_person",
    "most_at_risk",
    "exposure_foretells",
    "force_multipliers",
    "operating_model",
    "industry_standard",
    "divide_widens",
    "directing_protects",
    "permanent",
    "net_jobs",
    "energy_binds",
    "leaner_market",
    "young_people",
    "exclusive_market",
    "growth_driver",
)
"""The files of `rows`, in the story's order; each holds one `CLAIM`, or `CLAIMS` of one kind."""

NOT_COMPUTABLE = {
    "proprietary data as a core asset": "no public account or table values a firm's own data, so no figure "
    "can test it",
    "'feature bloat' as a goal": "it has no agreed measure, and no series is available",
}
"""What the story says and cannot be computed, each with the reason."""


def claims(names: Iterable[str] | None = None) -> tuple[Claim, ...]:
    """The claims by name, or all of them.

    names : ids or rows; all where none are given
    Raises `UnknownName` for a name that no claim has.
    """
    known = tuple(claim for name in _ROWS for claim in _of(name))
    if names is None:
        return known
    wanted = list(names)
    labels = set().union(*map(_names, known))
    if unknown := [name for name in wanted if name not in labels]:
        raise UnknownName(
            Problem(f"there is no claim {name!r}", "claims", nearest=nearest(name, labels))
            for name in unknown
        )
    return tuple(claim for claim in known if _names(claim) & set(wanted))


def _names(claim: Claim) -> set[str]:
    """What a claim is asked for by: its id, its row, and the number of a row that has several."""
    return {claim.id, claim.row, claim.row.rstrip("abcdefgh")}


def _of(name: str) -> tuple[Claim, ...]:
    module = import_module(f"reallocate.claims.rows.{name}")
    return tuple(getattr(module, "CLAIMS", ())) or (module.CLAIM,)


def ledger(
    context: ClaimContext,
    parameters: Parameters,
    names: Iterable[str] | None = None,
    workers: Where = SERIAL,
) -> tuple[Entry, ...]:
    """Every claim, computed.

    names : ids or rows; all where none are given
    workers : where the tasks run; with several processes each works on the shipped figures
    """
    return computed(claims(names), context, parameters, workers)


def entry(claim: Claim, context: ClaimContext, parameters: Parameters) -> Entry:
    """One claim, computed."""
    return computed((claim,), context, parameters)[0]
