"""Two printed pages of a cut for the works council or the board, made of the exact figures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reallocate.api.out import handed
from reallocate.api.progress import Progress, shown
from reallocate.api.saved import open as open_result
from reallocate.api.spelling import python_errors
from reallocate.firm.cut.result import CUT, cut_study
from reallocate.firm.cut.sheet import LEFT_OUT, is_whole
from reallocate.firm.model.broken import promises
from reallocate.firm.model.options import Options
from reallocate.firm.report.result import PLAN, scenario_of
from reallocate.firm.request.kept import Kept
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.plan_keys import Promises
from reallocate.firm.request.prepare import default_exits
from reallocate.firm.request.promises import promises_of
from reallocate.firm.request.read import firm_scenario
from reallocate.kernel.disk import replace_file
from reallocate.kernel.errors import InputError, Problem, UnknownName
from reallocate.kernel.marker import must_be_ours_or_new
from reallocate.kernel.parameters import Parameters
from reallocate.render.page import pdf as as_pdf
from reallocate.render.readers import SHEETS
from reallocate.render.result import Result

_COMMAND = "reallocate sheet RESULT"


@python_errors
def sheet(
    result: Result | str | Path,
    reader: str = "council",
    *,
    out: str | Path | None = None,
    pdf: str | Path | None = None,
    progress: Progress = True,
) -> str:
    """Two printed pages, A4 or Letter, that compare a cut with waiting; returned as HTML.

    result : a plan or a cut, as made, or the folder of a saved one
    reader : "council" or "board"
    out, pdf : files for the sheet as HTML and as a PDF; checked before the work
    progress : `False` for none, or a function that is called with each stage
    It shows the figures of the result; groups of fewer than ten people stand together. What turns the answer
    is solved where it was not. Raises `UnknownName` for another reader, `InputError` for another result.
    """
    if reader not in SHEETS:
        remedy = f"Write {' or '.join(SHEETS)}."
        raise UnknownName(Problem(f"there is no sheet for {reader!r}", "--reader", remedy))
    file, files = None if out is None else Path(out), handed(pdf, None)
    if file is not None:
        must_be_ours_or_new(file)
    with shown(progress) as say:
        made = sheet_result(result, say).sheet(reader)
    if file is not None:
        replace_file(file, made.encode())
    if files.pdf is not None:
        replace_file(files.pdf, as_pdf([made]))
    return made


def sheet_result(result: Result | str | Path, say: Any) -> Result:
    """The cut that the sheets of a result are made of, with everything that they show.

    say : receives what is under way
    """
    given = open_result(result) if isinstance(result, str | Path) else result
    if given.kind not in (PLAN, CUT):
        what = f"{given.kind.phrase} has no sheet"
        raise InputError(Problem(what, given.title, "Give a plan or a cut."))
    if given.kind is CUT and is_whole(given):
        return given
    with TemporaryDirectory() as folder:
        scenario, kept = scenario_of(given, Path(folder)), Kept.read(given.inputs)
        requested, promised = scenario.exits is not None, _promised(scenario)
        made = cut_study(
            _with_cut(scenario), progress=say, command=_COMMAND, requested=requested, kept=kept
        )
    left_out = {LEFT_OUT: promised} if promised else {}
    facts = {**made.facts, **left_out, **({"privacy": given.privacy} if given.privacy else {})}
    return replace(made, facts=facts)


def _promised(scenario: Scenario) -> list[str]:
    """What a scenario promises beside notice, in words."""
    options = Options(Parameters.default(), quarters=scenario.quarters, promises=promises_of(scenario))
    return [one.text for one in promises(options)]


def _with_cut(scenario: Scenario) -> Scenario:
    """The scenario with a cut, without promises that would rule it out: their price stands on the sheet."""
    kept = scenario.promises
    notice = Promises(notice_days=kept.notice_days, jurisdiction=kept.jurisdiction)
    free = scenario.model_copy(update={"promises": notice})
    return free if free.exits is not None else firm_scenario(free, exits=default_exits(free))
