"""Plan a firm: which work moves between people and compute, when, and at what cost."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from reallocate.api.ahead import READY
from reallocate.api.command_line import command_line, option_words, recorded
from reallocate.api.firm import split_names
from reallocate.api.handed import handed
from reallocate.api.interruption import set_stop_message
from reallocate.api.out import finished, free_folder
from reallocate.api.own_plan import own_plan_file
from reallocate.api.progress import Progress, executor_name, shown
from reallocate.api.promises import known_promises
from reallocate.api.spelling import python_errors
from reallocate.firm.report.result import PLAN, plan_study, scenario_of, whole_study, world_of
from reallocate.firm.report.solve import Ahead
from reallocate.firm.request.copied import Kept
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.read import exits_from_text, firm_scenario
from reallocate.kernel.assignments import Assignments, numbers
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.executor import SERIAL, Pool, Where, of, processes
from reallocate.render.result import MORE, OBJECT, WORKBOOK, Result

if TYPE_CHECKING:
    import pandas as pd


QUICK_FLAG = "--quick"
"""Of the command line that stops after the first answer."""
MOST_WITHIN = 0.25
"""Largest extra cost of an alternative [share of the optimum]."""


class Changes(TypedDict, total=False):
    """What can be changed of a plan's scenario: the arguments of `plan` of the same names.

    Promises and an own plan stay as they are.
    """

    exits: str | float
    exits_from: str
    exits_date: str
    budget: float
    ai_budget: float
    reach: str
    capability: str
    adoption: str
    pay_per_head: float
    start: str
    quarters: int
    hiring_freeze: int
    max_hires: float
    set: Assignments


class Plan(Result):
    """A firm's plan: a result that can be completed, or changed and planned again."""

    @classmethod
    def of(cls, made: Result) -> Plan:
        """A plan as a study made it, or as it was opened."""
        return cls(**{one.name: getattr(made, one.name) for one in fields(made)})

    def saved_in(self, folder: Path | None) -> Plan:
        """The same, saved where a folder is given."""
        finished(self, folder)
        return self

    @python_errors
    def more(
        self,
        *,
        out: str | Path | None = None,
        workers: int | None = None,
        progress: Progress = True,
    ) -> Plan:
        """The whole plan. What is solved stays; a plan that was opened from a folder is solved again.

        out : folder to save the result in; checked before the work
        workers : processes; one for each core by default
        progress : `False` for none, or a function that is called with each stage
        """
        return self._completed(free_folder(out, PLAN), executor_name(workers), progress)

    def _completed(
        self, folder: Path | None, workers: Where | Pool, progress: Progress, ahead: Ahead | None = None
    ) -> Plan:
        if self.is_whole:
            return self.saved_in(folder)
        kept: Path | None = None
        set_stop_message(_kept(kept))

        def keep() -> None:
            nonlocal kept
            self.saved_in(folder)
            kept = folder
            set_stop_message(_kept(kept))

        def report(stage: str) -> None:
            set_stop_message(_kept(kept, stage))
            say(stage)

        command = " ".join(word for word in str(self.facts["command"]).split(" ") if word != QUICK_FLAG)
        with of(workers, READY) as pool:
            with shown(progress) as say:
                made = whole_study(
                    self, workers=pool, progress=report, command=command, ahead=ahead, meanwhile=keep
                )
            whole = Plan.of(made)
            finished(whole, folder, {} if folder is None else made_elsewhere(whole, pool))
        set_stop_message("")
        return whole

    @python_errors
    def what_if(self, *, progress: Progress = True, **changes: Unpack[Changes]) -> Plan:
        """The first answer of a plan that differs from this one in what is named.

        changes : arguments of `plan`; what is not named stays as it is here
        progress : `False` for none, or a function that is called with each stage
        Raises `InputError` with every problem of the input, `InfeasiblePlan` with limits that conflict.
        """
        options = self.facts["options"]
        words = [*str(self.facts["command"]).split(" "), shlex.join(option_words(changes))]
        command = " ".join([*(word for word in words if word != QUICK_FLAG), QUICK_FLAG])
        flags: dict[str, Any] = {name: value for name, value in changes.items() if name != "set"}
        with TemporaryDirectory() as folder, shown(progress) as say:
            written = scenario_of(self, Path(folder))
            asked = firm_scenario(written, parameters=numbers(changes.get("set")) or None, **flags)
            made = plan_study(
                asked, world_of(self), progress=say, command=command_line() or command,
                within=options["within"], implied=options["implied"], quick=True, near=self,
                kept=Kept.read(self.inputs),
            )  # fmt: skip
        return Plan.of(made)


def made_elsewhere(plan: Plan, pool: Pool) -> dict[str, Future[bytes]]:
    """(path in its folder) the files of a plan that workers make while this process writes its page."""
    given = (dict(plan.facts), dict(plan.tables), dict(plan.text), plan.status)
    return {name: pool.submit(_file, name, *given) for name in (MORE, WORKBOOK, OBJECT)}


def _file(name: str, *given: Any) -> bytes:
    plan = Plan(PLAN, *given)
    return {MORE: plan.workbook_more, WORKBOOK: plan.workbook, OBJECT: plan.as_json}[name]()


def _kept(folder: Path | None, stage: str = "") -> str:
    """What a stop says: how far the plan is, and that its first answer is kept, or how to keep it.

    stage : as the study says it, "5 of 12 parts"
    """
    kept = f"The first answer is kept in {folder}." if folder is not None else "Nothing was saved."
    return f"Stopped after {stage or 'the first answer'}. {kept}"


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
    start: str | None = None,
    quarters: int | None = None,
    hiring_freeze: int | None = None,
    max_hires: float | None = None,
    by: str | Sequence[str] | None = None,
    given: str | Path | pd.DataFrame | None = None,
    set: Assignments = None,
    within: str | float = "2%",
    implied: str | float | None = None,
    quick: bool = False,
    first: Callable[[Plan], None] | None = None,
    out: str | Path | None = None,
    pdf: str | Path | None = None,
    slides: str | Path | None = None,
    workers: int | None = None,
    progress: Progress = True,
    **promises: Any,
) -> Plan:
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
    start : first month of the first quarter, such as 2027-01
    quarters : length of the plan
    hiring_freeze : [quarters] without hires
    max_hires : [FTE/quarter] hires into all roles together, at most
    by : dimensions that roles are kept apart by: "department", "site", "country", one or several
    given : your own plan, priced beside the cheapest: a file or table of role, quarter, hires, exits, moves
    set : assumptions by name, such as {"demand_growth": 0.02}
    within : maximum extra cost of alternatives [% of the optimum]
    implied : find the assumptions under which this cut is optimal: 8000 or "10%"; takes minutes
    quick : only the first answer; `more()` of the result computes the rest
    first : called with the first answer as soon as it is there, unless it is all that is asked for
    out : folder to save the result in; checked before the work. It holds the first answer until all is done
    pdf, slides : files for the summary and report as a PDF, and for six slides; checked before the work
    workers : processes; one for each core by default
    progress : `False` for none, or a function that is called with each stage
    promises : keys of [promises] in docs/reference/keys.md, such as protect=["43-4051"], keep_at_least=0.9
    Raises `InputError` with every problem of the input, `InfeasiblePlan` with limits that conflict.
    """
    with own_plan_file(given) as own:
        asked = firm_scenario(
            scenario, exits=exits, exits_from=exits_from, exits_date=exits_date, budget=budget,
            ai_budget=ai_budget, reach=reach, capability=capability, adoption=adoption,
            pay_per_head=pay_per_head, start=start, quarters=quarters, hiring_freeze=hiring_freeze,
            max_hires=max_hires, by=split_names(by), given=own, parameters=numbers(set) or None,
            **known_promises(promises),
        )  # fmt: skip
        extra = extra_cost(within)
        if implied is not None:
            exits_from_text(implied, "--implied")
        folder, files = free_folder(out, PLAN), handed(pdf, slides)
        cut = None if implied is None else str(implied)
        where = SERIAL if quick else executor_name(workers)
        with of(where, READY) as pool:
            ahead = Ahead(pool, processes(where) - 1)
            with shown(progress) as say:
                made = Plan.of(
                    plan_study(
                        asked,
                        progress=say,
                        command=command_line(),
                        within=extra,
                        implied=cut,
                        quick=True,
                        ahead=ahead,
                    )
                )
            if not quick and first is not None:
                first(made)
            whole = made.saved_in(folder) if quick else made._completed(folder, pool, progress, ahead=ahead)
        files.write(whole)
        return whole


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
