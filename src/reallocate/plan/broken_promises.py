"""By how much a plan breaks what was promised or limited, and goes beyond what is assumed of people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from reallocate.measure.arrays import Array, Flags
from reallocate.plan.cost_kinds import AI_CASH, CASH
from reallocate.plan.gpu_power import power_for_own_work, power_for_products
from reallocate.plan.labelled import evaluate
from reallocate.plan.levers import Lever
from reallocate.plan.options import Options
from reallocate.plan.outcome import Outcome, costs_by_period
from reallocate.plan.people_rules import OPEN_POSITION_QUARTERS, free_to_move
from reallocate.plan.program import LEVERS
from reallocate.plan.promise_rules import MONTHS, manages_others, may_be_laid_off, may_move, places_of
from reallocate.plan.quality_rules import unfixed_share
from reallocate.work.compounding import QUARTERS
from reallocate.work.dimensions import named_dimension

TOLERANCE = 1e-4
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


@dataclass(frozen=True, eq=False)
class Excess:
    """By how much a plan is beyond something.

    each : (period) [unit] too much or too little; not above 0 where it is kept
    adds_up : whether quarters add up; else the worst counts
    quarters : that each figure is about, from its own on
    """

    each: Array
    unit: str
    adds_up: bool = False
    quarters: int = 1


def requests(options: Options) -> tuple[Request, ...]:
    """Every promise and limit that a plan's decisions may break, in the order of `LEVERS`."""
    return tuple(
        Request(lever, name, value)
        for lever in LEVERS
        if lever.text and lever.field in EXCESS
        for name, value in lever.requests(options)
    )


def breach_of(request: Request, plan: Outcome) -> Breach | None:
    """By how much a plan breaks a request; none where it keeps it."""
    excess = EXCESS[request.lever.field](plan, request.name, request.value)
    return _breach(request.text, request.lever.where, excess)


def excesses(plan: Outcome, refilled: Flags) -> tuple[Breach, ...]:
    """What a plan takes for possible beyond what is assumed of moves, offers and hires after layoffs.

    refilled : (role, period) where people come too soon after layoffs
    """
    i, p = plan.inputs, plan.inputs.options.parameters
    moved = plan.moves_out
    share = p["moves_per_quarter"]
    offers = plan.voluntary.sum(axis=1) - i.headcount * p["voluntary_take_up"]
    taken = np.where(plan.voluntary.sum(axis=0) > 0, np.maximum(offers, 0.0).sum(), 0.0)
    replaced = p["quits_replaced_in_pause"]
    place = pd.factorize(i.occupation)[0]
    beyond = np.zeros((place.max() + 1, len(i.periods)))
    np.add.at(beyond, place, np.where(refilled, plan.hires + _entered(plan) - replaced * plan.quits, 0.0))
    pause = f"{p['rehire_pause']:g} quarters after layoffs from it"
    most = (
        f"at most {share:.0%} of an occupation's quits are replaced"
        if share
        else "nobody comes into an occupation"
    )
    found = {
        f"at most {share:.0%} of a role change role in a quarter": Excess(
            _over(moved - share * plan.begin), "moves too many", True
        ),
        "only people whose work has gone change role": Excess(_not_free(plan), "people"),
        f"at most {p['voluntary_take_up']:.0%} of a role take an offer to leave": Excess(taken, "people"),
        f"{most} for {pause}": Excess(np.maximum(beyond, 0.0).sum(axis=0), "hires and moves", True),
    }
    return tuple(breach for text, excess in found.items() if (breach := _breach(text, "", excess)))


def _breach(text: str, where: str, excess: Excess) -> Breach | None:
    each = excess.each
    over = np.flatnonzero(each > TOLERANCE)
    if not len(over):
        return None
    if excess.adds_up:
        return Breach(text, where, float(each[over].sum()), excess.unit, int(over[0]), int(over[-1]))
    worst = int(np.argmax(each))
    last = min(worst + excess.quarters, len(each)) - 1
    return Breach(text, where, float(each[worst]), excess.unit, worst, last)


def _over(each: Array) -> Array:
    """What is above 0, over all roles; (period)."""
    result: Array = np.maximum(each, 0.0).sum(axis=0)
    return result


def _entered(plan: Outcome) -> Array:
    """(role, period) [FTE] who come from another occupation."""
    i, entered = plan.inputs, np.zeros_like(plan.hires)
    between = i.occupation[i.origins] != i.occupation[i.targets]
    np.add.at(entered, i.targets[between], plan.moves[between])
    return entered


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
    return _over(moved - free / i.hours)


def _cash(plan: Outcome, most: float, costs: Sequence[str]) -> Excess:
    """Some costs of each year beyond a budget, at the year's first quarter."""
    spent = costs_by_period(plan)[list(costs)].sum(axis=1).to_numpy(float)
    year = np.arange(len(spent)) // QUARTERS
    over = np.bincount(year, spent) - most * np.bincount(year) / QUARTERS
    each = np.where(np.arange(len(spent)) % QUARTERS == 0, over[year], 0.0)
    return Excess(each, "USD million", quarters=QUARTERS)


def _power(plan: Outcome, name: str, most: float) -> Excess:
    i, figures = plan.inputs, plan.figures
    used = evaluate((i.periods,), [*power_for_own_work(figures, i), *power_for_products(figures, i)])
    return Excess(used - most, "MW")


def _unfixed(plan: Outcome, name: str, most: float) -> Excess:
    i = plan.inputs
    bad = pd.DataFrame(unfixed_share(i) * plan.automated).groupby(i.cells.table["trial"].to_numpy()).sum()
    work = i.activity_hours.reindex(bad.index).to_numpy(float)[:, None] * i.growth
    share = (bad.to_numpy(float) / work).max(axis=0, initial=0.0)
    return Excess(100 * (share - most), "percentage points of the work")


def _cancelled(plan: Outcome, name: str, value: Any) -> Excess:
    i, year = plan.inputs, slice(0, OPEN_POSITION_QUARTERS)
    if i.baseline_hires is None:
        raise ValueError("cancelled positions are told against the baseline, whose hires are not given")
    most = np.maximum(i.baseline_hires[:, year].sum(axis=1) - i.open_positions, 0.0)
    over = np.maximum(plan.hires[:, year].sum(axis=1) - most, 0.0)[:-1].sum()
    return Excess(np.where(i.periods == 0, over, 0.0), "hires", quarters=QUARTERS)


def _retrained(plan: Outcome, name: str, share: float) -> Excess:
    gone = np.where(may_move(plan.inputs)[:, None], plan.layoffs, 0.0).cumsum(axis=1)
    return Excess(_over(share * gone - plan.moves_out.cumsum(axis=1)), "people not moved first")


def _covered(plan: Outcome, name: str, positions: float) -> Excess:
    i, here = plan.inputs, places_of(plan.inputs, name)
    at_work = (plan.headcount - plan.directing / i.hours)[here].sum(axis=0)
    return Excess(positions - at_work, "positions too few")


def _span(plan: Outcome, name: str, span: float) -> Excess:
    manages = manages_others(plan.inputs)
    people = plan.headcount[~manages].sum(axis=0) - span * plan.headcount[manages].sum(axis=0)
    return Excess(people, "people too many for the managers")


def _protected(plan: Outcome, name: str, _: object) -> Excess:
    """Layoffs in the roles of a name; of a place, also those in shared roles that hit people of it."""
    i = plan.inputs
    gone = plan.layoffs[places_of(i, name)].sum(axis=0)
    if named_dimension(name) is None:
        return Excess(gone, "layoffs", True)
    shared = i.protected > 0
    beyond = np.cumsum(plan.layoffs[shared], axis=1) - may_be_laid_off(i)[shared, None]
    return Excess(gone + np.diff(np.maximum(beyond, 0.0).sum(axis=0), prepend=0.0), "layoffs", True)


def _first(each: Array, quarters: int) -> Array:
    """The first quarters of what is made in each; (period)."""
    return np.where(np.arange(each.shape[1]) < quarters, each.sum(axis=0), 0.0)


EXCESS: dict[str, Callable[[Outcome, str, Any], Excess]] = {
    "cash_per_year": lambda plan, _, most: _cash(plan, most, CASH),
    "ai_per_year": lambda plan, _, most: _cash(plan, most, AI_CASH),
    "megawatts": _power,
    "unfixed_share_at_most": _unfixed,
    "hiring_freeze_quarters": lambda plan, _, count: Excess(_first(plan.hires, count), "hires", True),
    "max_hires_per_quarter": lambda plan, _, most: Excess(plan.hires.sum(axis=0) - most, "hires too many"),
    "cancel_open": _cancelled,
    "layoffs": lambda plan, *_: Excess(plan.layoffs.sum(axis=0), "layoffs", True),
    "redeployment": lambda plan, *_: Excess(plan.moves_out.sum(axis=0), "moves", True),
    "directing_hires": lambda plan, *_: Excess(
        plan.hires[-1] + plan.to_directing.sum(axis=0), "positions", True
    ),
    "no_layoffs": lambda plan, _, count: Excess(_first(plan.layoffs, count), "layoffs", True),
    "keep_share": lambda plan, _, share: Excess(
        share * plan.inputs.headcount.sum() - plan.positions, "positions too few"
    ),
    "keep_positions": lambda plan, name, positions: Excess(
        positions - plan.headcount[places_of(plan.inputs, name)].sum(axis=0), "positions too few"
    ),
    "max_exits_per_month": lambda plan, _, most: Excess(
        (plan.layoffs + plan.voluntary).sum(axis=0) / MONTHS - most, "exits a month too many"
    ),
    "protect": _protected,
    "retrain_before_exit": _retrained,
    "minimum_cover": _covered,
    "span_at_most": _span,
}
"""Field of a lever -> by how much a plan is beyond it. Levers that are not named cannot be broken: they say
what the plan may use, or what is decided beforehand."""
