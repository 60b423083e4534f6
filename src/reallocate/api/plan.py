"""Plan a firm: which work moves between people and compute, when, and at what cost."""

from __future__ import annotations

import shlex
from concurrent.futures import Future
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reallocate.api.ahead import READY
from reallocate.api.command_line import command_line, option_words, recorded
from reallocate.api.interruption import set_stop_message
from reallocate.api.out import finished, free_folder, handed
from reallocate.api.own_plan import own_plan_file
from reallocate.api.progress import Progress, executor_name, shown
from reallocate.api.requests import PlanChanges, PlanRequest, WhatIf
from reallocate.api.spelling import python_errors
from reallocate.firm.report.result import PLAN, plan_study, scenario_of, whole_study, world_of
from reallocate.firm.report.solve import Ahead
from reallocate.firm.request.kept import Kept
from reallocate.firm.request.plan_keys import Commitments, exits_from_text
from reallocate.firm.request.read import firm_scenario
from reallocate.firm.request.roster_keys import Apart
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.executor import SERIAL, Pool, Where, of, processes
from reallocate.kernel.options import given, method_takes, takes
from reallocate.render.result import MORE, OBJECT, WORKBOOK, Result

_QUICK_FLAG = "--quick"
"""Of the command line that stops after the first answer."""
_MOST_WITHIN = 0.25
"""Largest extra cost of an alternative [share of the optimum]."""


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

        command = " ".join(word for word in str(self.facts["command"]).split(" ") if word != _QUICK_FLAG)
        with of(workers, READY) as pool:
            with shown(progress) as say:
                made = whole_study(
                    self, workers=pool, progress=report, command=command, ahead=ahead, meanwhile=keep
                )
            whole = Plan.of(made)
            finished(whole, folder, {} if folder is None else _made_elsewhere(whole, pool))
        set_stop_message("")
        return whole

    @python_errors
    @method_takes(WhatIf)
    def what_if(self, asked: WhatIf) -> Plan:
        """The first answer of a plan that differs from this one in what is named.

        Raises `InputError` with every problem of the input, `InfeasiblePlan` with limits that conflict.
        """
        options, changes = self.facts["options"], given(asked, PlanChanges)
        words = [*str(self.facts["command"]).split(" "), shlex.join(option_words(changes))]
        command = " ".join([*(word for word in words if word != _QUICK_FLAG), _QUICK_FLAG])
        with TemporaryDirectory() as folder, shown(asked.progress) as say:
            written = scenario_of(self, Path(folder))
            made = plan_study(
                firm_scenario(written, **changes), world_of(self), progress=say,
                command=command_line() or command, within=options["within"], implied=options["implied"],
                quick=True, near=self, kept=Kept.read(self.inputs),
            )  # fmt: skip
        return Plan.of(made)


def _made_elsewhere(plan: Plan, pool: Pool) -> dict[str, Future[bytes]]:
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
@takes(PlanRequest)
def plan(asked: PlanRequest) -> Plan:
    """Plan a firm's move of work between people and compute, against the same firm without AI.

    Raises `InputError` with every problem of the input, `InfeasiblePlan` with limits that conflict.
    """
    with own_plan_file(asked.given) as own:
        changes = {**given(asked, PlanChanges), **given(asked, Apart), **given(asked, Commitments)}
        scenario = firm_scenario(asked.scenario, **changes, given=own)
        extra = extra_cost(asked.within)
        if asked.implied is not None:
            exits_from_text(asked.implied, "--implied")
        folder, files = free_folder(asked.out, PLAN), handed(asked.pdf, asked.slides)
        cut = None if asked.implied is None else str(asked.implied)
        where = SERIAL if asked.quick else executor_name(asked.workers)
        with of(where, READY) as pool:
            ahead = Ahead(pool, processes(where) - 1)
            with shown(asked.progress) as say:
                made = Plan.of(
                    plan_study(
                        scenario, progress=say, command=command_line(), within=extra, implied=cut,
                        quick=True, ahead=ahead,
                    )
                )  # fmt: skip
            if not asked.quick and asked.first is not None:
                asked.first(made)
            whole = (
                made.saved_in(folder)
                if asked.quick
                else made._completed(folder, pool, asked.progress, ahead=ahead)
            )
        files.write(whole)
        return whole


def extra_cost(within: str | float) -> float:
    """A share as written, "2%" or 0.02; `InputError` where it is no share or too large."""
    text = str(within).strip()
    try:
        share = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        share = -1.0
    if not 0 < share <= _MOST_WITHIN:
        what = f"{text!r} is no share of the optimum above 0 and at most {_MOST_WITHIN:.0%}"
        raise InputError(Problem(what, "--within", "Write 2% or 0.02."))
    return share
