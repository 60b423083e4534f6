"""A cut beside attrition: what it costs more, which positions are filled again, when both are alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reallocate.measure.arrays import Array
from reallocate.plan.accounts import totals
from reallocate.plan.cost_kinds import ADDED, LOST
from reallocate.plan.inputs import MILLION
from reallocate.plan.labelled import evaluate
from reallocate.plan.outcome import Outcome, costs_by_period
from reallocate.plan.work_demand import worth_of_forgone_work

SAME_HEADCOUNT = 5e-3
"""[share of positions] Headcounts that differ by less are the same."""

SOLVED = 1e-7
"""[FTE] What a solver leaves of nobody."""


@dataclass(frozen=True)
class CutOrWait:
    """A cut against the best plan without it, which lets people quit.

    exits = positions_refilled + would_have_quit + positions_saved + laid_off_anyway

    exits : [FTE] decided beforehand
    positions_refilled : [FTE] hires of the cut less those of waiting; positions, not the same people
    would_have_quit : [FTE] quits and offers taken of waiting less those of the cut
    positions_saved : [FTE] positions at the end of waiting less those of the cut
    laid_off_anyway : [FTE] layoffs of waiting less later layoffs of the cut
    extra_cost : [USD million] present cost of the cut less that of waiting
    extra_undone : [USD million] the part of it that is work left undone or wrong, at its price
    extra_cost_per_exit : [USD/exit]
    extra_one_off : [USD million]
    one_off_share : [share] the same over the one-off cost of waiting; not a number where that is nothing
    worth_threshold : [USD per USD of cost] see there
    best_plan_lays_off : [FTE] layoffs of waiting
    same_headcount_after : [quarters] after which both have the same headcount for good; none where never
    """

    exits: float
    positions_refilled: float
    would_have_quit: float
    positions_saved: float
    laid_off_anyway: float
    extra_cost: float
    extra_undone: float
    extra_cost_per_exit: float
    extra_one_off: float
    one_off_share: float
    worth_threshold: float
    best_plan_lays_off: float
    same_headcount_after: float


def cut_or_wait(cut: Outcome, wait: Outcome) -> CutOrWait:
    """A cut against the best plan without it.

    cut : with exits that were decided beforehand
    wait : the best plan of the same firm without them
    Raises `ValueError` where no exits were decided.
    """
    decided = cut.inputs.options.exits
    if decided is None:
        raise ValueError("a cut is compared with waiting, but no exits were decided")
    with_cut, without = totals(cut), totals(wait)
    extra, once = cut.objective - wait.objective, with_cut.one_off - without.one_off
    anyway = decided.count - with_cut.layoffs + without.layoffs
    return CutOrWait(
        exits=decided.count,
        positions_refilled=with_cut.hires - without.hires,
        would_have_quit=without.quits + without.voluntary - with_cut.quits - with_cut.voluntary,
        positions_saved=_without_noise(without.positions - with_cut.positions),
        laid_off_anyway=_without_noise(anyway),
        extra_cost=extra,
        extra_undone=noncash_cost(cut) - noncash_cost(wait),
        extra_cost_per_exit=extra * MILLION / decided.count,
        extra_one_off=once,
        one_off_share=once / without.one_off if without.one_off > 0 else float("nan"),
        worth_threshold=worth_threshold(cut, wait),
        best_plan_lays_off=_without_noise(without.layoffs),
        same_headcount_after=same_headcount_after(cut, wait),
    )


def _without_noise(people: float) -> float:
    return people if abs(people) > SOLVED else 0.0


def same_headcount_after(cut: Outcome, wait: Outcome) -> float:
    """Quarters after which both have the same headcount and keep it; none where they end apart.

    cut, wait : plans of the same firm
    """
    apart = np.abs(cut.positions - wait.positions) > SAME_HEADCOUNT * wait.positions
    if apart[-1]:
        return float("nan")
    return float(np.flatnonzero(apart)[-1] + 2 if apart.any() else 1)


def undone_hours(outcome: Outcome) -> Array:
    """Work that is left undone, or wanted no more because it is dear; (period) [thousand hours]."""
    hours: Array = outcome.undone.sum(axis=0)
    return hours


def undone_share(outcome: Outcome) -> Array:
    """Work that is left undone, of all work as it grows by itself; (period) [share]."""
    work = outcome.given_work.sum(axis=0)
    share: Array = undone_hours(outcome) / np.where(work > 0, work, 1.0)
    return share


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


def undone_cost(outcome: Outcome) -> float:
    """What doing the work that is left undone would cost, less what is added; present value [USD million].

    Σ_t w_t·Σ_r hourly_worth_r·pay_t·(undone − added)[r,t], w_t as in `undone_worth`: the loaded cost of its
    hours and of the coordination that they bring, before any multiple that prices it.
    """
    i = outcome.inputs
    undone = outcome.dropped.sum(axis=1) + outcome.given_work - outcome.workload
    result: float = float(i.present_weights @ (i.hourly_worth @ undone * i.pay_path))
    return result


def worth_threshold(cut: Outcome, wait: Outcome) -> float:
    """Worth of undone work for each dollar of its cost, below which the cut is the cheaper plan.

    v* = −(C_cut − C_wait) / (A_cut − A_wait); C: present cost without the worth of work, A: `undone_cost`.
    Both plans are held as they are. It bounds what this cut needs from above: a plan without the cut that is
    made for a worth of v* costs no more than this one, so that beside it the cut needs a lower worth still.
    Not a number where the cut leaves no more work undone, or costs more even if that work is worth nothing.
    """
    left = undone_cost(cut) - undone_cost(wait)
    rest = [one.objective - _present(one, "work dropped", *_added(one)) for one in (cut, wait)]
    saved = rest[1] - rest[0]
    return saved / left if left > SOLVED and saved > 0 else float("nan")


def _present(outcome: Outcome, *kinds: str) -> float:
    """Present value of some kinds of cost that run on after the plan [USD million]."""
    cost = costs_by_period(outcome)[list(kinds)].sum(axis=1).to_numpy(float)
    return float(outcome.inputs.present_weights @ cost)
