"""Claims computed in three steps, each in pieces for several processes: findings, drivers, turns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from reallocate.claims.basis.claim import Claim, Measured, Reading, Verdict
from reallocate.claims.basis.context import ClaimGround
from reallocate.claims.basis.drivers import SHOWN, Driver, Turn, driver, held_at, swaying, turns
from reallocate.claims.basis.reach import Reach, ends_of, reaches
from reallocate.data.bundle import load_world
from reallocate.executor import workers
from reallocate.work.parameters import Parameters

At = tuple[str, bool]
"""A parameter, and whether the high end of its range is meant."""


@dataclass(frozen=True)
class Entry:
    """One claim, computed.

    claim : what
    measured : the finding
    readings : other readings
    drivers : the parameters that matter most, those that move it most first
    turns : where single ones of them turn the verdict
    reach : how far its figure goes, and which verdicts the rule cannot give; none for a measurement
    """

    claim: Claim
    measured: Measured
    readings: tuple[Reading, ...]
    drivers: tuple[Driver, ...]
    turns: tuple[Turn, ...]
    reach: tuple[Reach, ...] = ()


@dataclass(frozen=True)
class Where:
    """What a process of its own needs to make the ground on shipped figures.

    study, sources, draws, seed : as of `ClaimGround`
    """

    study: str
    sources: Path | None
    draws: int
    seed: int


@dataclass(frozen=True)
class _Found:
    """A claim after the first step: finding, readings, what sways it, the most first, and its reach."""

    measured: Measured
    readings: tuple[Reading, ...]
    swaying: tuple[str, ...]
    reach: tuple[Reach, ...]


class _Pieces:
    """Pieces of work handed out, and how far they are."""

    def __init__(self, pool: Any, ground: ClaimGround, processes: int) -> None:
        self._pool, self._say, self._inline = pool, ground.say, processes <= 1
        here = Where(ground.study, ground.sources, ground.draws, ground.seed)
        self._ground: ClaimGround | Where = ground if processes <= 1 else here

    def all(self, task: Callable[..., Any], asked: Sequence[tuple[str, tuple[Any, ...]]]) -> list[Any]:
        """What a task gives for each of what is asked, in its order.

        task : a function whose first argument is the ground
        asked : (what is said of it, its other arguments)
        """
        stages = [f"{words} ({place} of {len(asked)})" for place, (words, _) in enumerate(asked, start=1)]
        waiting: list[Future[Any]] = []
        for stage, (_, arguments) in zip(stages, asked, strict=True):
            if self._inline:
                self._say(stage)
            waiting.append(self._pool.submit(task, self._ground, *arguments))
        results = []
        for stage, future in zip(stages, waiting, strict=True):
            if not self._inline:
                self._say(stage)
            results.append(future.result())
        return results


def computed(
    claims: Sequence[Claim], ground: ClaimGround, parameters: Parameters, processes: int = 1
) -> tuple[Entry, ...]:
    """The claims, each with finding, readings, drivers and turning points.

    claims : which
    ground : what they are computed on; with several processes each makes its own on the shipped figures
    parameters : in force
    processes : how many; results do not depend on it
    """
    with workers(processes) as pool:
        pieces = _Pieces(pool, ground, processes)
        found = _first(claims, pieces, parameters)
        drivers = _drivers(claims, found, pieces, parameters)
        turns = _turns(claims, found, drivers, pieces, parameters)
    return tuple(
        Entry(
            one,
            found[one.id].measured,
            found[one.id].readings,
            drivers[one.id],
            turns[one.id],
            found[one.id].reach,
        )
        for one in claims
    )


def _first(claims: Sequence[Claim], pieces: _Pieces, parameters: Parameters) -> dict[str, _Found]:
    groups: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[claim.together or claim.id].append(claim)
    asked = [(_named(group), (group, parameters)) for group in groups.values()]
    each = pieces.all(find, asked)
    return {
        claim.id: one
        for group, found in zip(groups.values(), each, strict=True)
        for claim, one in zip(group, found, strict=True)
    }


def _drivers(
    claims: Sequence[Claim], found: dict[str, _Found], pieces: _Pieces, parameters: Parameters
) -> dict[str, tuple[Driver, ...]]:
    """What sways a claim most, held at the ends of its range; claims held at the same place go together."""
    places: dict[At, list[Claim]] = defaultdict(list)
    for claim in claims:
        for name in found[claim.id].swaying[:SHOWN]:
            for above in (False, True):
                places[name, above].append(claim)
    asked = [
        (f"{at[0]} at {_end(parameters, at):g}", (group, parameters, at)) for at, group in places.items()
    ]
    each = {
        (claim.id, at): one
        for (at, group), given in zip(places.items(), pieces.all(held, asked), strict=True)
        for claim, one in zip(group, given, strict=True)
    }
    made = {
        claim.id: [
            driver(parameters, name, *(each[claim.id, (name, above)] for above in (False, True)))
            for name in found[claim.id].swaying[:SHOWN]
        ]
        for claim in claims
    }
    return {name: tuple(sorted(some, key=lambda one: -one.swing)) for name, some in made.items()}


def _turns(
    claims: Sequence[Claim],
    found: dict[str, _Found],
    drivers: dict[str, tuple[Driver, ...]],
    pieces: _Pieces,
    parameters: Parameters,
) -> dict[str, tuple[Turn, ...]]:
    """Where the drivers turn the verdicts, searched for where the end of a range has another."""
    places: dict[At, list[tuple[Claim, Measured, Driver]]] = defaultdict(list)
    for claim in claims:
        measured = found[claim.id].measured
        for one in drivers[claim.id]:
            for above, verdict in ((False, one.verdict_low), (True, one.verdict_high)):
                if verdict is not measured.verdict:
                    places[one.parameter, above].append((claim, measured, one))
    asked = [
        (f"where {name} turns it", (group, parameters, above)) for (name, above), group in places.items()
    ]
    each: dict[str, list[Turn]] = {claim.id: [] for claim in claims}
    for group, turned in zip(places.values(), pieces.all(turning, asked), strict=True):
        for (claim, *_), some in zip(group, turned, strict=True):
            # Known instead of drawn, both ends lead to the same value.
            each[claim.id] += [one for one in some if one not in each[claim.id]]
    return {name: tuple(some) for name, some in each.items()}


def find(given: ClaimGround | Where, claims: Sequence[Claim], parameters: Parameters) -> list[_Found]:
    """Finding, readings, what sways them and how far they reach, of claims that share runs.

    given : what they are computed on
    claims : which
    parameters : in force
    """
    ground = _ground(given).apart()
    found = []
    for claim in claims:
        measured, readings = claim.measure(ground, parameters), claim.readings(ground, parameters)
        ends = ends_of(claim, ground, parameters)
        reach = reaches(claim, ground, parameters, ends)
        found.append(_Found(measured, readings, swaying(ends), reach))
    return found


def held(
    given: ClaimGround | Where, claims: Sequence[Claim], parameters: Parameters, at: At
) -> list[tuple[float, Verdict]]:
    """Finding and verdict of claims with one parameter held at an end of its range.

    given, claims, parameters : as for `find`
    at : which, and which end
    """
    ground = _ground(given).apart()
    return [held_at(claim, ground, parameters, at[0], _end(parameters, at)) for claim in claims]


def held_alone(given: ClaimGround | Where, claim: Claim, parameters: Parameters) -> tuple[float, Verdict]:
    """Finding and verdict of one claim under some parameters.

    given, claim, parameters : as for `find`
    """
    return claim.judge(_ground(given).apart(), parameters)


def turning(
    given: ClaimGround | Where,
    claims: Iterable[tuple[Claim, Measured, Driver]],
    parameters: Parameters,
    above: bool,
) -> list[tuple[Turn, ...]]:
    """Where one driver turns the verdicts of claims.

    given, parameters : as for `find`
    claims : each with its finding and the driver
    above : towards the high end of its range
    """
    ground = _ground(given).apart()
    return [turns(claim, ground, parameters, measured, one, above) for claim, measured, one in claims]


def _ground(given: ClaimGround | Where) -> ClaimGround:
    return given if isinstance(given, ClaimGround) else _own_ground(given)


@lru_cache(maxsize=1)
def _own_ground(where: Where) -> ClaimGround:
    """The ground of a process of its own, made once."""
    return ClaimGround(load_world(), where.study, where.sources, where.draws, where.seed)


def _end(parameters: Parameters, at: At) -> float:
    about = parameters.about(at[0])
    return about.high if at[1] else about.low


def _named(group: Sequence[Claim]) -> str:
    rows = ", ".join(claim.row for claim in group)
    return f"row{'s' if len(group) > 1 else ''} {rows}: {group[0].statement}"
