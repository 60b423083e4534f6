"""By how much a plan breaks what was promised, and which promises cannot be kept together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np

from reallocate.firm.model.cases import Setting
from reallocate.firm.model.labelled import evaluate
from reallocate.firm.model.lever import Excess, Lever, over
from reallocate.firm.model.options import Options
from reallocate.firm.model.people_rules import free_to_move
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.programme import LEVERS
from reallocate.firm.model.solve import solve
from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import InfeasiblePlan, PlanError, Problem

_TOLERANCE = 1e-4
"""What a solver leaves of nothing [unit of the breach]."""


@dataclass(frozen=True)
class Request:
    """Something that was promised, or that limits a plan, and that its decisions may break.

    lever : that it is set by
    name : whom it is promised to, where it is made by name
    """

    lever: Lever
    name: str
    value: Any

    @property
    def text(self) -> str:
        """In words, with its value."""
        return self.lever.in_words(self.name, self.value)

    def without(self, options: Options) -> Options:
        """The options without it."""
        return self.lever.without(options, self.name)


@dataclass(frozen=True)
class Breach:
    """How much is missing to keep something.

    text : what is not kept, in words
    where : its key in a scenario; empty for an assumption
    amount : [unit] in all, or in the worst quarter where there is one
    first, last : quarters of the plan that it is about, from 0
    """

    text: str
    where: str
    amount: float
    unit: str
    first: int
    last: int


def requests(options: Options) -> tuple[Request, ...]:
    """Every promise and limit that a plan's decisions may break, in the order of `LEVERS`."""
    return tuple(
        Request(lever, name, value)
        for lever in LEVERS
        if lever.text and lever.excess
        for name, value in lever.requests(options)
    )


def breach_of(request: Request, plan: Outcome) -> Breach | None:
    """By how much a plan breaks a request; none where it keeps it."""
    measure = request.lever.excess
    excess = None if measure is None else measure(plan, request.name, request.value)
    return None if excess is None else _breach(request.text, request.lever.where, excess)


def excesses(plan: Outcome, refilled: Array) -> tuple[Breach, ...]:
    """What a plan takes for possible beyond what is assumed of moves, offers and hires after layoffs.

    refilled : (period) [FTE] people who come too soon after layoffs
    """
    i, p = plan.inputs, plan.inputs.options.parameters
    moved = plan.moves_out
    share = p["moves_per_quarter"]
    offers = plan.voluntary.sum(axis=1) - i.headcount * p["voluntary_take_up"]
    taken = np.where(plan.voluntary.sum(axis=0) > 0, np.maximum(offers, 0.0).sum(), 0.0)
    pause = f"{p['rehire_pause']:g} quarters after layoffs"
    found = {
        f"at most {share:.0%} of a role change role in a quarter": Excess(
            over(moved - share * plan.begin), "moves too many", True
        ),
        "only people whose work has gone change role": Excess(_not_free(plan), "people"),
        f"at most {p['voluntary_take_up']:.0%} of a role take an offer to leave": Excess(taken, "people"),
        f"positions stay empty for {pause} from their occupation": Excess(refilled, "people"),
    }
    return tuple(breach for text, excess in found.items() if (breach := _breach(text, "", excess)))


def _breach(text: str, where: str, excess: Excess) -> Breach | None:
    each = excess.each
    over = np.flatnonzero(each > _TOLERANCE)
    if not len(over):
        return None
    if excess.adds_up:
        return Breach(text, where, float(each[over].sum()), excess.unit, int(over[0]), int(over[-1]))
    worst = int(np.argmax(each))
    last = min(worst + excess.quarters, len(each)) - 1
    return Breach(text, where, float(each[worst]), excess.unit, worst, last)


def _not_free(plan: Outcome) -> Array:
    """(period) [FTE] who have moved and whose work has not gone: P9, `movers_are_free`."""
    i, figures = plan.inputs, plan.figures
    if i.move_table.empty:
        return np.zeros(len(i.periods))
    out, moved = np.zeros_like(plan.hires), np.zeros_like(plan.hires)
    np.add.at(out, i.origins, plan.moves)
    for period in range(len(i.periods)):
        before = moved[:, period - 1] if period else 0.0
        moved[:, period] = (1 - i.quits) * before + out[:, period]
    free = evaluate((i.roles, i.periods), free_to_move(figures, i))
    return over(moved - free / i.hours)


_MOST_SETS = 6
"""Conflicts that are looked for; each takes about as many plans as there are promises."""
_WAYS_NAMED = 3


@dataclass(frozen=True)
class _Promise:
    """A request that can be given up; the same where words and key are.

    text : in words, with its value
    where : its key in a scenario
    """

    text: str
    where: str
    without: Callable[[Options], Options] = field(compare=False)


def promises(options: Options) -> list[_Promise]:
    """Every request that could be given up, as it is named to the planner."""
    return [
        _Promise(lever.in_words(name, value), lever.where, partial(lever.without, name=name))
        for lever in LEVERS
        if lever.text
        for name, value in lever.requests(options)
    ]


@dataclass(frozen=True)
class _Conflicts:
    """What cannot be kept together, and what to give up.

    sets : each cannot be kept by itself, and can with any one of it gone
    enough : the fewest things to give up, every way of it, after which a plan of all the rest is possible
    """

    sets: tuple[tuple[_Promise, ...], ...]
    enough: tuple[tuple[_Promise, ...], ...]


def as_error(found: _Conflicts) -> InfeasiblePlan:
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


def _together(kept: Sequence[_Promise]) -> str:
    return " and ".join(promise.text for promise in kept)


def _remedy(found: _Conflicts) -> str:
    """What is enough to give up, in words; every way that is named was tried."""
    ways = [_together(way) for way in found.enough]
    if len(found.sets) == 1 and len(ways) == len(found.sets[0]):
        if len(ways) == 1:
            return "Give it up or loosen it; without it a plan is possible."
        return "Give up or loosen one of them; with any one of them gone a plan is possible."
    text = ", or without ".join(ways[:_WAYS_NAMED])
    more = f", or in {len(ways) - _WAYS_NAMED} other ways" if len(ways) > _WAYS_NAMED else ""
    return f"Loosen something in each conflict. A plan is possible without {text}{more}."


def conflicts(setting: Setting, options: Options, base: Outcome) -> _Conflicts:
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
        return _Conflicts((), ())
    while True:
        enough = []
        for way in _fewest(sets):
            rest = _without(options, way)
            if _possible(setting, rest, base):
                enough.append(way)
            elif len(sets) < _MOST_SETS:
                sets.append(tuple(conflicting(setting, rest, base)))
                break
        else:
            return _Conflicts(tuple(sets), tuple(enough) or (_given_up(setting, options, base),))


def _fewest(sets: Sequence[tuple[_Promise, ...]]) -> list[tuple[_Promise, ...]]:
    """Every smallest choice of promises with one of each set at least."""
    every = list(dict.fromkeys(promise for one in sets for promise in one))
    for size in range(1, len(sets) + 1):
        hits = [
            way for way in combinations(every, size) if all(any(one in way for one in kept) for kept in sets)
        ]
        if hits:
            return hits
    return []


def _given_up(setting: Setting, options: Options, base: Outcome) -> tuple[_Promise, ...]:
    """Promises after whose giving up a plan is possible, none of which could be kept."""
    given = promises(options)
    for promise in list(given):
        less = [one for one in given if one is not promise]
        if _possible(setting, _without(options, less), base):
            given = less
    return tuple(given)


def _without(options: Options, given: Sequence[_Promise]) -> Options:
    for promise in given:
        options = promise.without(options)
    return options


def conflicting(setting: Setting, options: Options, base: Outcome) -> list[_Promise]:
    """A set of promises that cannot be kept by itself, and can be with any one of it gone.

    setting, options : a plan that is impossible
    base : its baseline
    Promises are given up one after the other; one that makes no difference is not part of the set. What is
    left is gone through until nothing more can go, since the pause after layoffs rests on the plan without
    them. Empty where no plan is possible without any promise.

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
