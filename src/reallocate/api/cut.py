"""Cut now or wait: a cut taken apart into AI, size and haste."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reallocate.api.command_line import command_line, recorded
from reallocate.api.out import finished, free_folder
from reallocate.api.own_figures import in_force
from reallocate.api.progress import shown
from reallocate.api.requests import CutRequest
from reallocate.api.spelling import python_errors
from reallocate.firm.cut.beforehand import answer_at_hand
from reallocate.firm.cut.result import CUT, cut_study
from reallocate.firm.cut.turns import CHANGES, changed_parameters
from reallocate.firm.request.keys import FirmRequest, Scenario
from reallocate.firm.request.plan_keys import Cut
from reallocate.firm.request.prepare import default_exits
from reallocate.firm.request.read import firm_scenario
from reallocate.kernel.errors import InputError, Problem, UnknownName, nearest
from reallocate.kernel.options import given, options, takes
from reallocate.kernel.parameters import unread
from reallocate.render.result import Result


@python_errors
@recorded("cut", "scenario")
@takes(CutRequest)
def cut(asked: CutRequest) -> Result:
    """Cut now, or let people quit? A cut taken apart: what AI saves, what size gives back, what haste costs.

    Raises `InputError` with every problem of the input, `InfeasiblePlan` with limits that conflict.
    """
    changes = given(asked, FirmRequest)
    of_the_cut = {one.name: changes.pop(one.name, None) for one in options(Cut)}
    scenario = firm_scenario(asked.scenario, **changes)
    requested = asked.exits is not None or scenario.exits is not None
    if not requested:
        of_the_cut["exits"] = default_exits(scenario)
    scenario = firm_scenario(scenario, **of_the_cut)
    if problems := unread(scenario.parameters, ("cut",), lambda name: f"[parameters] {name}"):
        raise InputError(problems)
    folder = free_folder(asked.out, CUT)
    with shown(asked.progress) as say:
        made = answer_at_hand(scenario, command_line(), requested) or cut_study(
            scenario, progress=say, command=command_line(), requested=requested, quick=asked.quick
        )
        return finished(made, folder)


def changes() -> dict[str, str]:
    """What one may assume instead of what is assumed: name in the table `turns` -> words after "with"."""
    return {one.name: one.words for one in CHANGES}


@python_errors
def changed_options(
    scenario: Scenario | None, names: Sequence[str], figures: Mapping[str, float] | None = None
) -> dict[str, Any]:
    """Arguments of `cut` and `plan` that replace what is assumed by changes of the table `turns`.

    scenario : what is assumed of the firm otherwise; none where its industry is not known
    names : of changes, as the table has them
    figures : assumptions that the firm's own figures set; a change goes before them
    Raises `UnknownName` for one that is not there, `InputError` where two say different things of one number.
    """
    known = {one.name: one for one in CHANGES}
    if unknown := [name for name in names if name not in known]:
        raise UnknownName(
            Problem(f"there is no change {name!r}", "changes", nearest=nearest(name, known))
            for name in unknown
        )
    p, changed, problems = in_force(scenario).replace(**(figures or {})), dict[str, float](), []
    for name in names:
        values = changed_parameters(p, known[name])
        own = {key: values[key] for key in values if values[key] != p[key]}
        if twice := [key for key, value in own.items() if changed.get(key, value) != value]:
            what = f"two changes say different things of {', '.join(map(repr, twice))}"
            problems.append(Problem(what, known[name].words, "Take one of them."))
        changed |= own
    if problems:
        raise InputError(problems)
    all_set = {**(figures or {}), **changed}
    return {"set": all_set} if all_set else {}
