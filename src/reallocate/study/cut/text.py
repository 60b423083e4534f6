"""A cut beside attrition in sentences: the answer, what would turn it, and what it does not say."""

from __future__ import annotations

import numpy as np

from reallocate.measure.number import sentence
from reallocate.output.table import Tables
from reallocate.plan.plan_sentences import SMALL, money
from reallocate.problem.firm.cut_solve import SolvedCut
from reallocate.problem.firm.cut_text import cut_text
from reallocate.problem.firm.exits import not_requested


def text(solved: SolvedCut, tables: Tables) -> dict[str, list[str]]:
    """Sentences by part of the page.

    tables : made of the solved plans
    """
    scenario = solved.problem.scenario
    *answer, method = cut_text(solved.compared, scenario.periods)
    further = [] if solved.requested else [not_requested(scenario)]
    return {
        "cut_or_wait": [*answer, *further],
        "beliefs": _beliefs(solved),
        "limits": [method, *_limits(solved)],
        "notes": [note.sentence for note in solved.problem.notes],
    }


def _beliefs(solved: SolvedCut) -> list[str]:
    """Which beliefs turn the answer, and which one comes nearest where none does."""
    known = [one for one in solved.beliefs if not np.isnan(one.extra_cost)]
    turned = [one.belief.words for one in known if one.turns]
    nearly = [f"{one.belief.words} ({one.share:.1%} dearer)" for one in known if one.is_near]
    lines = [f"The cut is the cheapest plan if {words}." for words in turned]
    lines += [f"It is nearly the cheapest if {words}." for words in nearly]
    if lines or not known:
        return lines
    nearest = min(known, key=lambda one: one.share)
    return [
        "None of these beliefs makes the cut the cheaper plan. It comes nearest if "
        f"{nearest.belief.words}: it then costs {money(nearest.extra_cost)} more ({nearest.share:.1%})."
    ]


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
    price = both.cut.inputs.options.parameters.about("drop_price")
    if not price.is_own:
        lines.append(f"{sentence(price.says)} is a judgement: use your own estimate with --set drop_price.")
    lines.append(
        f"Roles are grouped ({solved.roles} of {len(solved.problem.setting.firm.roles)}) and small AI "
        "systems left out, for an answer in seconds. On seven industries that moved the extra cost by at "
        "most 0.15% of the plan's cost. `reallocate plan` plans every role."
    )
    return lines
