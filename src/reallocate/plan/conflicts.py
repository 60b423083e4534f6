"""Which promises and limits cannot be kept together, where no plan is possible."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations

from reallocate.errors import InfeasiblePlan, PlanError, Problem
from reallocate.plan.cases import Setting
from reallocate.plan.options import Options
from reallocate.plan.outcome import Outcome
from reallocate.plan.program import LEVERS
from reallocate.plan.solve import solve

MOST_SETS = 6
"""Conflicts that are looked for; each takes about as many plans as there are promises."""
WAYS_NAMED = 3


@dataclass(frozen=True)
class Promise:
    """A request that can be given up; the same where words and key are.

    text : in words, with its value
    where : its key in a scenario
    """

    text: str
    where: str
    without: Callable[[Options], Options] = field(compare=False)


def promises(options: Options) -> list[Promise]:
    """Every request that could be given up, as it is named to the planner."""
    return [
        Promise(lever.in_words(name, value), lever.where, partial(lever.without, name=name))
        for lever in LEVERS
        if lever.text
        for name, value in lever.requests(options)
    ]


@dataclass(frozen=True)
class Conflicts:
    """What cannot be kept together, and what to give up.

    sets : each cannot be kept by itself, and can with any one of it gone
    enough : the fewest things to give up, every way of it, after which a plan of all the rest is possible
    """

    sets: tuple[tuple[Promise, ...], ...]
    enough: tuple[tuple[Promise, ...], ...]


def as_error(found: Conflicts) -> InfeasiblePlan:
    """What was found, as an error to raise: one problem for each conflict.

    found : the conflicts of a plan that is impossible
    """
    if not found.sets:
        return InfeasiblePlan("no plan is possible for this firm, even without any promise or limit")
    remedies = [*[""] * (len(found.sets) - 1), _remedy(found)]
    return InfeasiblePlan(
        Problem(
            f"no plan keeps {_together(kept)}" + (" together" if len(kept) > 1 else ""),
            ", ".join(promise.where for promise in kept),
            remedy,
        )
        for kept, remedy in zip(found.sets, remedies, strict=True)
    )


def _together(kept: Sequence[Promise]) -> str:
    return " and ".join(promise.text for promise in kept)


def _remedy(found: Conflicts) -> str:
    """What is enough to give up, in words; every way that is named was tried."""
    ways = [_together(way) for way in found.enough]
    if len(found.sets) == 1 and len(ways) == len(found.sets[0]):
        if len(ways) == 1:
            return "Give it up or loosen it; without it a plan is possible."
        return "Give up or loosen one of them; with any one of them gone a plan is possible."
    text = ", or without ".join(ways[:WAYS_NAMED])
    more = f", or in {len(ways) - WAYS_NAMED} other ways" if len(ways) > WAYS_NAMED else ""
    return f"Loosen something in each conflict. A plan is possible without {text}{more}."


def conflicts(setting: Setting, options: Options, base: Outcome) -> Conflicts:
    """Sets of promises that cannot be kept together, until it is known what is enough to give up.

    setting, options : a plan that is impossible
    base : its baseline
    The fewest things that break every set known so far are given up; where no plan is possible then, there is
    one more set among the rest. Nothing is found where no plan is possible without any promise.

    Source: Davies, Bacchus 2011, CP 2011, LNCS 6876:225, DOI 10.1007/978-3-642-23786-7_19 (hitting sets of
    conflicts).
    """
    sets = [tuple(conflicting(setting, options, base))]
    if not sets[0]:
        return Conflicts((), ())
    while True:
        enough = []
        for way in _fewest(sets):
            rest = _without(options, way)
            if _possible(setting, rest, base):
                enough.append(way)
            elif len(sets) < MOST_SETS:
                sets.append(tuple(conflicting(setting, rest, base)))
                break
        else:
            return Conflicts(tuple(sets), tuple(enough) or (_given_up(setting, options, base),))


def _fewest(sets: Sequence[tuple[Promise, ...]]) -> list[tuple[Promise, ...]]:
    """Every smallest choice of promises with one of each set at least."""
    every = list(dict.fromkeys(promise for one in sets for promise in one))
    for size in range(1, len(sets) + 1):
        hits = [
            way for way in combinations(every, size) if all(any(one in way for one in kept) for kept in sets)
        ]
        if hits:
            return hits
    return []


def _given_up(setting: Setting, options: Options, base: Outcome) -> tuple[Promise, ...]:
    """Promises after whose giving up a plan is possible, none of which could be kept."""
    given = promises(options)
    for promise in list(given):
        less = [one for one in given if one is not promise]
        if _possible(setting, _without(options, less), base):
            given = less
    return tuple(given)


def _without(options: Options, given: Sequence[Promise]) -> Options:
    for promise in given:
        options = promise.without(options)
    return options


def conflicting(setting: Setting, options: Options, base: Outcome) -> list[Promise]:
    """A set of promises that cannot be kept by itself, and can be with any one of it gone.

    setting, options : a plan that is impossible
    base : its baseline
    Promises are given up one after the other; one that makes no difference is not part of the set. What is
    left is gone through until nothing more can go, since the pause after layoffs is kept by rounds and not
    by rows. Empty where no plan is possible without any promise.

    Source: Chinneck, Dravnieks 1991, ORSA Journal on Computing 3:157, DOI 10.1287/ijoc.3.2.157 (deletion
    filter).
    """
    current, kept = options, promises(options)
    before = None
    while before != len(kept):
        before = len(kept)
        for promise in list(kept):
            trial = promise.without(current)
            if not _possible(setting, trial, base):
                current = trial
                kept.remove(promise)
    return kept


def _possible(setting: Setting, options: Options, base: Outcome) -> bool:
    try:
        solve(setting.inputs(options, base), choose=False)
    except PlanError:
        return False
    return True
