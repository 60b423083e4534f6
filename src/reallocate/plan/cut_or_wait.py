"""A cut now beside attrition: what it costs more, which positions are filled again, when both are alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reallocate.plan.accounts import totals
from reallocate.plan.cost_kinds import LOST
from reallocate.plan.inputs import MILLION
from reallocate.plan.outcome import Outcome, costs_by_period

SAME_HEADCOUNT = 5e-3
"""[share of positions] Headcounts that differ by less are the same."""

SOLVED = 1e-7
"""[FTE] What a solver leaves of nobody."""


@dataclass(frozen=True)
class CutOrWait:
    """A cut in the first quarter against the best plan without it, which lets people quit.

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
    extra = cut.objective - wait.objective
    anyway = decided.count - with_cut.layoffs + without.layoffs
    return CutOrWait(
        exits=decided.count,
        positions_refilled=with_cut.hires - without.hires,
        would_have_quit=without.quits + without.voluntary - with_cut.quits - with_cut.voluntary,
        positions_saved=without.positions - with_cut.positions,
        laid_off_anyway=anyway if abs(anyway) > SOLVED else 0.0,
        extra_cost=extra,
        extra_undone=undone_worth(cut) - undone_worth(wait),
        extra_cost_per_exit=extra * MILLION / decided.count,
        extra_one_off=with_cut.one_off - without.one_off,
        same_headcount_after=same_headcount_after(cut, wait),
    )


def same_headcount_after(cut: Outcome, wait: Outcome) -> float:
    """Quarters after which both have the same headcount and keep it; none where they end apart.

    cut, wait : plans of the same firm
    """
    apart = np.abs(cut.positions - wait.positions) > SAME_HEADCOUNT * wait.positions
    if apart[-1]:
        return float("nan")
    return float(np.flatnonzero(apart)[-1] + 2 if apart.any() else 1)


def undone_worth(outcome: Outcome) -> float:
    """Present worth of work that is left undone or wrong, years after the plan included [USD million].

    Σ_t δ_t·lost_t + δ_T·annuity·4·lost_T
    """
    lost = costs_by_period(outcome)[list(LOST)].sum(axis=1).to_numpy(float)
    return float(outcome.inputs.present_weights @ lost)
