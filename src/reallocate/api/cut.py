"""Cut now or wait: what a cut costs a firm beyond letting people quit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from reallocate.api.command_line import command_line, recorded
from reallocate.api.out import finished, free_folder
from reallocate.api.own_figures import in_force
from reallocate.api.progress import Progress, shown
from reallocate.api.spelling import python_errors
from reallocate.firm.cut.beforehand import answer_at_hand
from reallocate.firm.cut.model import BELIEFS, believed_parameters
from reallocate.firm.cut.result import CUT, cut_study
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.prepare import default_exits
from reallocate.firm.request.read import firm_scenario
from reallocate.kernel.assignments import Assignments, numbers
from reallocate.kernel.errors import InputError, Problem, UnknownName, nearest
from reallocate.kernel.parameter_reads import unread
from reallocate.render.result import Result


@python_errors
@recorded("cut", "scenario")
def cut(
    scenario: Scenario | str | Path,
    *,
    exits: str | float | None = None,
    exits_from: str | None = None,
    exits_date: str | None = None,
    reach: str | None = None,
    capability: str | None = None,
    adoption: str | None = None,
    pay_per_head: float | None = None,
    quarters: int | None = None,
    set: Assignments = None,
    out: str | Path | None = None,
    progress: Progress = True,
) -> Result:
    """Cut now, or let people quit? What a cut costs beyond attrition, and what would have to be believed.

    scenario : a `Scenario`, a folder or .toml file, or the name of a shipped study
    exits : the cut: "10%" or 8000 [FTE]; by default the scenario's, the one announced, or 10%
    exits_from : who leaves: "pro rata" (every role alike) or "plan"
    exits_date : quarter of the cut, "2027 Q1" or "2027-01"; the first by default
    reach : source of AI's reach
    capability : "trend", "plateau", "fast" or "reversal"
    adoption : "slow", "medium" or "fast"
    pay_per_head : [USD/FTE/year] average loaded cost of a position
    quarters : length of the plan
    set : assumptions by name, such as {"drop_price": 1.3}
    out : folder to save the result in; checked before the work
    progress : `False` for none, or a function that is called with each stage
    Raises `InputError` with every problem of the input, `InfeasiblePlan` with limits that conflict.
    """
    asked = firm_scenario(
        scenario, reach=reach, capability=capability, adoption=adoption, pay_per_head=pay_per_head,
        quarters=quarters, parameters=numbers(set) or None,
    )  # fmt: skip
    requested = exits is not None or asked.exits is not None
    decided = exits if requested else default_exits(asked)
    asked = firm_scenario(asked, exits=decided, exits_from=exits_from, exits_date=exits_date)
    if problems := unread(asked.parameters, ("cut",), lambda name: f"[parameters] {name}"):
        raise InputError(problems)
    folder = free_folder(out, CUT)
    with shown(progress) as say:
        made = answer_at_hand(asked, command_line(), requested) or cut_study(
            asked, progress=say, command=command_line(), requested=requested
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
