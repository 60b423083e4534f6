"""A copy of a result to hand on: solved anew on roles whose sizes a key moves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reallocate.api.out import finished, free_folder, handed
from reallocate.api.plan import Plan
from reallocate.api.progress import Progress, executor_name, shown
from reallocate.api.saved import open as open_result
from reallocate.api.spelling import python_errors
from reallocate.data.bundle import shipped_world
from reallocate.firm.cut.result import CUT, cut_study
from reallocate.firm.report.result import PLAN, plan_study
from reallocate.firm.request.copied import CopiedFirm, copied_firm, usual_figures
from reallocate.firm.request.saved import SCENARIO, checked_scenario
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.manifest import LIST
from reallocate.render.result import ABOUT, AS_IT_IS, Result
from reallocate.roster.disclosure import own_key
from reallocate.roster.staff import COUNTS, Staff

_COMMAND = "reallocate share RESULT"
"""Of every copy: a folder's name may say what nobody else should know."""
_COPIES = (ABOUT, AS_IT_IS)


@python_errors
def share(
    result: Result | str | Path,
    *,
    by: str | None = None,
    out: str | Path | None = None,
    pdf: str | Path | None = None,
    slides: str | Path | None = None,
    quick: bool | None = None,
    workers: int | None = None,
    progress: Progress = True,
) -> Result:
    """A copy to hand on of a plan or a cut that was made from a roster; its figures are about.

    result : as made, or the folder of a saved one; the roster itself is not needed
    by : the one dimension that roles stay apart by, or "none"; the plan's first by default
    out : folder to save the copy in; checked before the work
    pdf, slides : files for the report as a PDF, and for six slides; checked before the work
    quick : only the first answer; as far as the result goes by default
    workers : processes; one for each core by default
    progress : `False` for none, or a function that is called with each stage
    The same result and the same machine's key give the same copy. A result without a roster is handed on as
    it is. Raises `InputError` where the result keeps no counts of people, or the firm is too small.
    """
    given = open_result(result) if isinstance(result, str | Path) else result
    kind = given.kind
    if kind not in (PLAN, CUT):
        what = f"{kind.phrase} has no copy of its own to hand on"
        remedy = "Give a plan or a cut. For a comparison, compare two copies."
        raise InputError(Problem(what, given.title, remedy))
    folder, files = free_folder(out, kind), handed(pdf, slides)
    if folder is not None:
        _must_hold_no_original(folder)
    firm = copy_of_firm(given, by)
    if firm is None:
        privacy = given.privacy if given.privacy in _COPIES else AS_IT_IS
        made = replace(given, facts={**given.facts, "privacy": privacy}, memory=None)
    else:
        with shown(progress) as say:
            first = not given.is_whole if quick is None else quick
            made = _solved(firm, given, first, {"workers": executor_name(workers), "progress": say})
    files.write(finished(made, folder))
    return made


def has_copy(result: Result) -> bool:
    """Whether a copy can be made of it whose figures are about: it keeps exact counts of people."""
    return COUNTS in result.inputs


def copy_of_firm(given: Result, by: str | None) -> CopiedFirm | None:
    """The firm of the copy; none where no roster is behind the result, or it is a copy already."""
    staff = Staff.read(given.inputs)
    if staff is not None:
        scenario = checked_scenario(given.facts[SCENARIO], given.title)
        usual = usual_figures(shipped_world(scenario.country), scenario)
        return copied_firm(scenario, usual, staff.counts, own_key(), by)
    if given.facts[SCENARIO].get("roster") or (given.privacy and given.privacy not in _COPIES):
        what = "the result does not keep the counts that a copy is made of"
        remedy = "Plan the roster again with reallocate plan --roster … --out, and share that."
        why = "An earlier version made it, or it was planned from a table of a roster's roles."
        raise InputError(Problem(what, given.title, remedy, why))
    return None


def _solved(firm: CopiedFirm, given: Result, quick: bool, how: dict[str, Any]) -> Result:
    """The copy: of the firm, and of how far and how the result was computed; of nothing else of it."""
    with TemporaryDirectory() as folder:
        scenario = firm.placed_in(Path(folder))
        if given.kind is CUT:
            requested, say = given.facts["requested"], how["progress"]
            return cut_study(scenario, progress=say, command=_COMMAND, requested=requested, kept=firm.kept)
        options = given.facts["options"]
        within, implied = options["within"], options["implied"]
        made = plan_study(
            scenario, command=_COMMAND, within=within, implied=implied, quick=quick, kept=firm.kept, **how
        )
        return Plan.of(made)


def _must_hold_no_original(folder: Path) -> None:
    """Refuse a folder whose result is no copy: a copy would take the place of exact figures."""
    if (folder / LIST).is_file() and open_result(folder).privacy not in _COPIES:
        what = "the folder holds a result that is no copy"
        raise InputError(Problem(what, str(folder), "Name another folder. Nothing was changed."))


def beside(exact: Result, copy: Result) -> list[str]:
    """How far a copy is from the exact result, for its owner alone; nothing where it is the same."""
    if copy.privacy != ABOUT or exact.privacy == ABOUT or exact.kind is not PLAN:
        return []
    first, second = (_ends(one) for one in (exact, copy))
    lines = [f"{name}: {first[name]:,.0f} exact, {second[name]:,.0f} in the copy" for name in first]
    return ["For you alone, how far the copy is off:", *(f"- {line}." for line in lines)]


def _ends(plan: Result) -> dict[str, float]:
    """Main figures of a plan by their names."""
    walk = plan.table("headcount").query("case == 'plan'")
    first, last = (walk[walk["period"].eq(walk["period"].iloc[place])] for place in (0, -1))
    return {
        "Positions today": float(first["begin"].sum()),
        "Positions at the end": float(last["end"].sum()),
        "Layoffs": float(walk["layoffs"].sum()),
        "Roles": float(len(plan.table("role_table"))),
    }
