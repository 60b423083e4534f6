"""A cut taken apart: what AI saves, what a smaller size gives back, what haste costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from reallocate.firm.model.broken import as_error, conflicts
from reallocate.firm.model.cases import (
    Setting,
    forced_options,
    free_options,
    freeze_options,
    needs_baseline,
)
from reallocate.firm.model.demand import worth_of_forgone_work
from reallocate.firm.model.inputs import ADDED, LOST
from reallocate.firm.model.labelled import evaluate
from reallocate.firm.model.options import Exits, Options
from reallocate.firm.model.plan import Outcome, costs_by_period
from reallocate.firm.model.solve import Solved, solve
from reallocate.firm.model.start import Start
from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import InfeasiblePlan
from reallocate.kernel.units import MILLION

SAME_SIZE = 5e-3
"""[share of positions] Sizes that differ by less are the same."""
_SOLVED = 1e-7
"""[USD million] What a solver leaves of nothing."""
_LEAST_UNDONE = 1e-3
"""[share of the cost of all work] Undone work below which its worth per dollar means nothing."""


@dataclass(frozen=True)
class Step:
    """What one plan costs more than another; present value [USD million].

    cash : the part that is paid; the rest is work undone or wrong, less work added
    """

    cost: float
    cash: float

    @property
    def undone(self) -> float:
        """The part that is work undone or wrong, less work added [USD million]."""
        return self.cost - self.cash


def step(more: Outcome, less: Outcome) -> Step:
    """What one plan costs more than another."""
    cost = more.objective - less.objective
    return Step(cost, cost - noncash_cost(more) + noncash_cost(less))


@dataclass(frozen=True)
class Steps:
    """From doing nothing to the cut: cut − nothing = ai + size + haste.

    ai : what further AI costs with nobody laid off; below 0 it saves
    size : what the smaller size costs where people leave by quits alone
    haste : what laying off instead costs
    """

    ai: Step
    size: Step
    haste: Step

    @property
    def together(self) -> Step:
        """The cut against doing nothing."""
        each = (self.ai, self.size, self.haste)
        return Step(sum(one.cost for one in each), sum(one.cash for one in each))


@dataclass(frozen=True, eq=False)
class Pair:
    """A cut beside the plan that reaches its size by quits alone: what haste is found by.

    freeze : nobody laid off, quits not refilled until the firm is as small as the cut leaves it
    cut : laid off at once, never more positions after
    """

    freeze: Outcome
    cut: Outcome

    @property
    def exits(self) -> Exits:
        """The cut that was decided."""
        exits = self.cut.inputs.options.exits
        assert exits is not None
        return exits

    @property
    def size(self) -> float:
        """Positions that the cut leaves [FTE]."""
        return float(self.cut.inputs.headcount.sum()) - self.exits.count

    @cached_property
    def haste(self) -> Step:
        """What laying off costs more than stopping refills."""
        return step(self.cut, self.freeze)

    @property
    def haste_per_exit(self) -> float:
        """The same [USD/exit]."""
        return self.haste.cost * MILLION / self.exits.count

    @property
    def haste_bounds(self) -> tuple[float, float]:
        """Haste at least and at most; the same where both plans are proven [USD million]."""
        low, high = (plan.bound if plan.unproven else plan.objective for plan in (self.cut, self.freeze))
        return low - self.freeze.objective, self.cut.objective - high

    @cached_property
    def quarters_to_size(self) -> float:
        """Quarters in which quits alone make the firm so small; not a number where not within the plan."""
        return quarters_to_size(self.freeze, self.size)

    @property
    def sizes_differ(self) -> bool:
        """Whether quits do not make the firm as small as the cut does within the plan."""
        return bool(np.isnan(self.quarters_to_size))

    @cached_property
    def haste_by_kind(self) -> dict[str, float]:
        """What makes up haste, present value [USD million]; see `_KINDS`."""
        more, less = _present_by_kind(self.cut), _present_by_kind(self.freeze)
        found = {
            name: sum(more.get(kind, 0.0) - less.get(kind, 0.0) for kind in kinds)
            for name, kinds in _KINDS.items()
        }
        return {**found, "others": self.haste.cost - sum(found.values())}


@dataclass(frozen=True, eq=False)
class Compared(Pair):
    """A cut beside the three plans that take it apart.

    base : no further AI, nobody laid off, work grows
    free : the cheapest plan, its size free
    without_ai : freeze and cut of a firm that puts up no further AI; none where they were not solved
    """

    base: Outcome
    free: Outcome
    without_ai: Pair | None = None

    @cached_property
    def steps(self) -> Steps:
        """What AI, size and haste cost, AI first."""
        return Steps(step(self.free, self.base), step(self.freeze, self.free), self.haste)

    @cached_property
    def steps_ai_last(self) -> Steps | None:
        """The same with AI last: size and haste without further AI, then what AI is worth to that firm."""
        last = self.without_ai
        if last is None:
            return None
        return Steps(step(self.cut, last.cut), step(last.freeze, self.base), last.haste)

    @cached_property
    def thresholds(self) -> tuple[float, float]:
        """Worth of undone work below which the freeze pays, and the cut; see `worth_threshold`."""
        return worth_threshold(self.freeze, self.free), worth_threshold(self.cut, self.free)


_KINDS = {
    "severance": ("severance",),
    "notice": ("notice pay",),
    "induced_quits": ("replacing induced quits",),
    "hiring": ("hiring",),
    "pay": ("payroll", "contractors"),
    "undone": (*LOST, ADDED),
}
"""What makes up haste -> kinds of cost."""


def _present_by_kind(outcome: Outcome) -> dict[str, float]:
    """Each kind of cost in present value, years after the plan included where it runs on [USD million]."""
    i, costs = outcome.inputs, costs_by_period(outcome)
    return {
        kind: float(
            (i.present_weights if kind in i.running_kinds else i.discount) @ costs[kind].to_numpy(float)
        )
        for kind in costs.columns
    }


def quarters_to_size(freeze: Outcome, size: float) -> float:
    """Quarters from the cut's until a firm has so many positions and no more again.

    size : [FTE]
    """
    exits = freeze.inputs.options.exits
    assert exits is not None
    until = None if exits.kept is None else exits.quarter + exits.kept
    larger = freeze.positions[exits.quarter : until] > (1 + SAME_SIZE) * size
    if larger[-1]:
        return float("nan")
    return float(np.flatnonzero(larger)[-1] + 2 if larger.any() else 1)


def undone_worth(outcome: Outcome) -> float:
    """Present worth of work that is left undone or wrong, years after the plan included [USD million].

    Σ_t w_t·lost_t, w_t a dollar that runs on after the plan; work that is wanted no more at its worth
    """
    i = outcome.inputs
    forgone = evaluate((i.periods,), worth_of_forgone_work(outcome.figures, i))
    return _present(outcome, *LOST) + float(i.present_weights @ forgone)


def noncash_cost(outcome: Outcome) -> float:
    """The part of a plan's cost that is no cash: work undone or wrong, less work added [USD million]."""
    return _present(outcome, *LOST, *_added(outcome))


def _added(outcome: Outcome) -> tuple[str, ...]:
    return (ADDED,) if len(outcome.inputs.goods) else ()


def _cost_of_hours(outcome: Outcome, hours: Array) -> float:
    """What it would cost that people work some hours; present value [USD million].

    hours : (role, period) [thousand hours]
    Σ_t w_t·Σ_r hourly_worth_r·pay_t·hours[r,t], w_t as in `undone_worth`: the loaded cost of the hours and of
    the coordination that they bring, before any multiple that prices them.
    """
    i = outcome.inputs
    result: float = float(i.present_weights @ (i.hourly_worth @ hours * i.pay_path))
    return result


def _undone_cost(outcome: Outcome) -> float:
    """The cost of the hours of work that is left undone, less what is added [USD million]."""
    return _cost_of_hours(outcome, outcome.dropped.sum(axis=1) + outcome.given_work - outcome.workload)


def worth_threshold(smaller: Outcome, larger: Outcome) -> float:
    """Worth of undone work for each dollar of its cost, below which the smaller firm is the cheaper plan.

    v = −(C_smaller − C_larger) / (A_smaller − A_larger); C: present cost without the worth of work, A:
    `_undone_cost`. Both plans are held as they are. Not a number where the smaller firm leaves hardly more
    work undone.
    """
    left = _undone_cost(smaller) - _undone_cost(larger)
    if left < _LEAST_UNDONE * _cost_of_hours(larger, larger.given_work):
        return float("nan")
    rest = [one.objective - _present(one, "work dropped", *_added(one)) for one in (smaller, larger)]
    return (rest[1] - rest[0]) / left


def share_of_customers(smaller: Outcome, larger: Outcome) -> float:
    """The part of the work that a smaller firm leaves undone whose worth is read off demand [share].

    Work that customers give up as it grows dear, and work that cheaper AI would have added; the rest is
    dropped at a judged price.
    """
    dropped = [_cost_of_hours(one, one.dropped.sum(axis=1)) for one in (smaller, larger)]
    left = _undone_cost(smaller) - _undone_cost(larger)
    return 1 - (dropped[0] - dropped[1]) / left if left > _SOLVED else float("nan")


def _present(outcome: Outcome, *kinds: str) -> float:
    """Present value of some kinds of cost that run on after the plan [USD million]."""
    cost = costs_by_period(outcome)[list(kinds)].sum(axis=1).to_numpy(float)
    return float(outcome.inputs.present_weights @ cost)


Progress = Callable[[str], None]
"""Receives what is under way."""


def compare(setting: Setting, report: Progress, told: Callable[[Pair], None] | None = None) -> Compared:
    """A cut beside the plans that take it apart, on every role of a firm; AI last comes `with_ai_last`.

    setting : with exits that are decided
    told : receives the pair that haste is found by, as soon as it is solved
    Raises `InfeasiblePlan` where a plan cannot be kept.
    """
    exits = setting.options.exits
    assert exits is not None
    options, *pair = options_of(setting.options, exits)

    def nothing() -> Outcome:
        report("Doing nothing")
        return setting.baseline(options)

    base = nothing() if any(needs_baseline(one) for one in pair) else None
    report("The plan without the cut")
    free = _solved(setting, options, base)
    found = _pair(setting, pair, base, free.outcome, free.start, report)
    if told is not None:
        told(found)
    return Compared(found.freeze, found.cut, base or nothing(), free.outcome)


def with_ai_last(both: Compared, setting: Setting, report: Progress) -> Compared:
    """The same with freeze and cut without further AI, so that the steps can be taken with AI last.

    both : as from `compare`
    setting : that it was compared on
    Raises `InfeasiblePlan` where a plan cannot be kept.
    """
    if not setting.options.levers.ai:
        return replace(both, without_ai=Pair(both.freeze, both.cut))
    exits = setting.options.exits
    assert exits is not None
    report("The same without further AI")
    pair = [_without_ai(one) for one in options_of(setting.options, exits)[1:]]
    return replace(both, without_ai=_pair(setting, pair, both.base, both.free, both.base.start, report))


def _pair(
    setting: Setting,
    options: Sequence[Options],
    base: Outcome | None,
    free: Outcome,
    start: Start | None,
    report: Progress,
) -> Pair:
    """The plan that stops refilling and the plan with the cut, which starts from it.

    options : of the one and of the other
    """
    report("The plan that stops refilling")
    freeze = _solved(setting, options[0], base, free, start)
    report("The plan with the cut")
    return Pair(freeze.outcome, _solved(setting, options[1], base, free, freeze.start).outcome)


def options_of(options: Options, exits: Exits) -> tuple[Options, Options, Options]:
    """Of the plan without the cut, of that which stops refilling, and of the cut."""
    options = replace(options, exits=exits)
    return (
        free_options(options),
        freeze_options(options, exits.count),
        forced_options(options, exits.count, exits.pro_rata),
    )


def _without_ai(options: Options) -> Options:
    return replace(options, levers=replace(options.levers, ai=False))


def _solved(
    setting: Setting,
    options: Options,
    base: Outcome | None,
    free: Outcome | None = None,
    start: Start | None = None,
) -> Solved:
    """A plan of the comparison.

    base : doing nothing, for plans that are told against it; made for the error's sake where there is none
    """
    try:
        return solve(setting.inputs(options, base, free), start)
    except InfeasiblePlan:
        raise as_error(conflicts(setting, options, base or setting.baseline(options))) from None
