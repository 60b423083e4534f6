"""Plan a firm: which work moves between people and compute, when, and at what cost."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from reallocate.errors import InputError, Problem
from reallocate.face.command_line import command_line, recorded
from reallocate.face.out import finished, free_folder
from reallocate.face.own_plan import own_plan_file
from reallocate.face.progress import Progress, shown, worker_count
from reallocate.face.promises import known_promises
from reallocate.face.spelling import python_errors
from reallocate.result.result import Result
from reallocate.scenario.assignments import Assignments, numbers
from reallocate.scenario.firm.read import exits_from_text
from reallocate.scenario.firm.request import firm_scenario
from reallocate.scenario.firm.schema import Scenario
from reallocate.study.plan.kind import PLAN
from reallocate.study.plan.run import plan_study

if TYPE_CHECKING:
    import pandas as pd

MOST_WITHIN = 0.25
"""Largest extra cost of an alternative [share of the optimum]."""


@python_errors
@recorded("plan", "scenario")
def plan(
    scenario: Scenario | str | Path,
    *,
    exits: str | float | None = None,
    exits_from: str | None = None,
    exits_date: str | None = None,
    budget: float | None = None,
    ai_budget: float | None = None,
    reach: str | None = None,
    capability: str | None = None,
    adoption: str | None = None,
    pay_per_head: float | None = None,
    quarters: int | None = None,
    hiring_freeze: int | None = None,
    max_hires: float | None = None,
    given: str | Path | pd.DataFrame | None = None,
    set: Assignments = None,
    within: str | float = "2%",
    implied: str | float | None = None,
    out: str | Path | None = None,
    workers: int | None = None,
    progress: Progress = True,
    **promises: Any,
) -> Result:
    """Plan a firm's move of work between people and compute, against the same firm without AI.

    scenario : a `Scenario`, a folder or .toml file, or the name of a shipped study
    exits : a cut that is decided: "10%" or 8000 [FTE]
    exits_from : who leaves: "pro rata" (every role alike) or "plan"
    exits_date : quarter of the cut, "2027 Q1" or "2027-01"; the first by default
    budget, ai_budget : [USD million/year] all cash costs, at most; cash costs of AI alone, at most
    reach : source of AI's reach, or "all"
    capability : "trend", "plateau", "fast" or "reversal"
    adoption : "slow", "medium" or "fast"
    pay_per_head : [USD/FTE/year] average loaded cost of a position
    quarters : length of the plan
    hiring_freeze : [quarters] without hires
    max_hires : [FTE/quarter] hires into all roles together, at most
    given : your own plan, priced beside the cheapest: a file or table of role, quarter, hires, exits, moves
    set : assumptions by name, such as {"demand_growth": 0.02}
    within : maximum extra cost of alternatives [% of the optimum]
    implied : find the assumptions under which this cut is optimal: 8000 or "10%"; takes minutes
    out : folder to save the result in; checked before the work
    workers : processes; one for each core by default
    progress : `False` for none, or a function that is called with each stage
    promises : keys of [promises] in docs/scenario.md, such as protect=["43-4051"], keep_at_least=0.9
    Raises `InputError` with every problem of the input, `InfeasiblePlan` with limits that conflict.
    """
    with own_plan_file(given) as own:
        asked = firm_scenario(
            scenario, exits=exits, exits_from=exits_from, exits_date=exits_date, budget=budget,
            ai_budget=ai_budget, reach=reach, capability=capability, adoption=adoption,
            pay_per_head=pay_per_head, quarters=quarters, hiring_freeze=hiring_freeze, max_hires=max_hires,
            given=own, parameters=numbers(set) or None,
            **known_promises(promises),
        )  # fmt: skip
        extra = extra_cost(within)
        if implied is not None:
            exits_from_text(implied, "--implied")
        folder = free_folder(out, PLAN)
        cut = None if implied is None else str(implied)
        with shown(progress) as say:
            made = plan_study(
                asked, workers=worker_count(workers), progress=say, command=command_line(), within=extra,
                implied=cut,
            )  # fmt: skip
            return finished(made, folder)


def extra_cost(within: str | float) -> float:
    """A share as written, "2%" or 0.02; `InputError` where it is no share or too large."""
    text = str(within).strip()
    try:
        share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        share = -1.0
    if not 0 < share <= MOST_WITHIN:
        what = f"{text!r} is no share of the optimum above 0 and at most {MOST_WITHIN:.0%}"
        raise InputError(Problem(what, "--within", "Write 2% or 0.02."))
    return share
