"""Cut now or wait: what a cut costs a firm beyond letting people quit."""

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
from reallocate.firm.cut.model import BELIEFS, believed_parameters
from reallocate.firm.cut.result import CUT, cut_study
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
    """Cut now, or let people quit? What a cut costs beyond attrition, and what would have to be believed.

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
            scenario, progress=say, command=command_line(), requested=requested
        )
        return finished(made, folder)


def beliefs() -> dict[str, str]:
    """What one may believe instead of what is assumed: name in the table `beliefs` -> words after "with"."""
    return {one.name: one.words for one in BELIEFS}


@python_errors
def belief_options(
    scenario: Scenario | None, names: Sequence[str], figures: Mapping[str, float] | None = None
) -> dict[str, Any]:
    """Arguments of `cut` and `plan` that replace what is assumed by beliefs of the table `beliefs`.

    scenario : what is assumed of the firm otherwise; none where its industry is not known
    names : of beliefs, as the table has them
    figures : assumptions that the firm's own figures set; a belief goes before them
    Raises `UnknownName` for one that is not there, `InputError` where two say different things of one number.
    """
    known = {one.name: one for one in BELIEFS}
    if unknown := [name for name in names if name not in known]:
        raise UnknownName(
            Problem(f"there is no belief {name!r}", "beliefs", nearest=nearest(name, known))
            for name in unknown
        )
    p, changed, problems = in_force(scenario).replace(**(figures or {})), dict[str, float](), []
    for name in names:
        believed = believed_parameters(p, known[name])
        own = {key: believed[key] for key in believed if believed[key] != p[key]}
        if twice := [key for key, value in own.items() if changed.get(key, value) != value]:
            what = f"two beliefs say different things of {', '.join(map(repr, twice))}"
            problems.append(Problem(what, known[name].words, "Believe one of them."))
        changed |= own
    if problems:
        raise InputError(problems)
    chooses = any(known[name].chooses for name in names)
    all_set = {**(figures or {}), **changed}
    return {**({"exits_from": "plan"} if chooses else {}), **({"set": all_set} if all_set else {})}
