"""A cut beside attrition in sentences: the answer, what would turn it, and what it does not say."""

from __future__ import annotations

import numpy as np

from reallocate.output.table import Tables
from reallocate.plan.plan_sentences import SMALL, money
from reallocate.problem.firm.cut_solve import Believed, SolvedCut
from reallocate.problem.firm.cut_text import cut_text, foreign_quits
from reallocate.problem.firm.exits import not_requested
from reallocate.work.capability import FAST, FAST_IS_TREND

MOST_SENSITIVE = 3
"""Other assumptions that are told beside those that the answer rests on."""


def text(solved: SolvedCut, tables: Tables) -> dict[str, list[str]]:
    """Sentences by part of the page.

    tables : made of the solved plans
    """
    scenario = solved.problem.scenario
    first, amounts, method, rests_on, *further = cut_text(solved.compared, scenario.periods)
    return {
        "cut_or_wait": [first, amounts, method, f"{rests_on}{_sensitive(solved)}", *further],
        "requested": [] if solved.requested else [not_requested(scenario)],
        "beliefs": _beliefs(solved),
        "limits": _limits(solved),
        "notes": [note.sentence for note in solved.problem.notes],
    }


def _sensitive(solved: SolvedCut) -> str:
    """The beliefs that lower the extra cost most, with what is left of it."""
    assumed = solved.compared.figures.extra_cost
    lower = [one for one in solved.beliefs if one.extra_cost < assumed and not one.belief.chooses]
    most = sorted(lower, key=lambda one: one.extra_cost)[:MOST_SENSITIVE]
    if not most:
        return ""
    left = "; ".join(f"{money(one.extra_cost)} with {one.belief.words}" for one in most)
    return f" What is left of the extra cost under other assumptions: {left}."


def _beliefs(solved: SolvedCut) -> list[str]:
    """Which beliefs turn the answer, and which of the others moves it most."""
    known = [one for one in solved.beliefs if not np.isnan(one.extra_cost)]
    lines = [
        f"The cut is as cheap as any plan with {one.belief.words}.{_anyway(one)}"
        for one in known
        if one.turns
    ]
    lines += [
        f"The cut is nearly the cheapest plan with {one.belief.words}: {_dearer(one)}.{_anyway(one)}"
        for one in known
        if one.is_near
    ]
    others = [one for one in known if not (one.turns or one.is_near)]
    if not lines:
        lines = ["None of these beliefs makes the cut the cheapest plan, or nearly so."]
    if others:
        least = min(others, key=lambda one: one.share)
        lines.append(f"Of the others, {least.belief.words} comes nearest: {_dearer(least)}.")
    return lines


def _dearer(one: Believed) -> str:
    return f"{money(one.extra_cost)} dearer ({one.share:.2%})"


def _anyway(one: Believed) -> str:
    """How many people the plan without the cut lays off under a belief, by itself."""
    return f" The plan without it lays off {one.lays_off:,.0f} then." if one.lays_off >= SMALL else ""


def _limits(solved: SolvedCut) -> list[str]:
    """What the answer does not say."""
    both = solved.compared
    lines = []
    if not np.isnan(both.figures.worth_threshold):
        lines.append(
            "The cents hold both plans as they are. Where undone work is worth so little, attrition would "
            "leave some undone too, so the cut needs a lower worth still."
        )
    if both.figures.positions_refilled >= SMALL:
        lines.append("Refilled counts positions. Whether the same people come back is not modelled.")
    lines += foreign_quits(solved.problem)
    if solved.problem.scenario.capability.scenario == FAST:
        lines.append(FAST_IS_TREND)
    planned = len(solved.problem.setting.firm.roles)
    small = f"{planned} roles stand for {solved.roles}, and small" if planned < solved.roles else "Small"
    lines.append(
        f"{small} AI systems are left out, for an answer in seconds. `reallocate plan` plans all of them; on "
        "seven industries the extra cost moved by at most 0.1% of the plan's cost, and the cents by a few."
    )
    return lines
