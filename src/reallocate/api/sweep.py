"""Every industry's answer to the same cut."""

from __future__ import annotations

from pathlib import Path

from reallocate.api.command_line import command_line, recorded
from reallocate.api.firm import Names, several
from reallocate.api.out import finished, free_folder
from reallocate.api.progress import Progress, executor_name, shown
from reallocate.api.spelling import python_errors
from reallocate.data.bundle import shipped_world
from reallocate.data.industries import everyday_names, find_industries
from reallocate.firm.cut.sweep import SWEEP, finest_industries, sweep_study
from reallocate.firm.request.read import firm_scenario, scenario_from_flags
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.executor import must_be_ready
from reallocate.render.result import Result


@python_errors
@recorded("sweep")
def sweep(
    *,
    headcount: float = 20_000,
    cut: str | float = "10%",
    industry: Names = None,
    executor: str | None = None,
    out: str | Path | None = None,
    progress: Progress = True,
) -> Result:
    """The same cut in every industry, beside attrition; where a cut is impossible, why.

    headcount : [FTE] of a firm in each industry
    cut : "10%" or 2000 [FTE]
    industry : NAICS codes or words of titles; every industry of four digits by default
    executor : where industries are solved: "serial", "processes:4" or "dask:ADDRESS"; the same figures
        anywhere. One process for each core by default
    out : folder to save the result in; checked before the work
    progress : `False` for none, or a function that is called with each stage
    Raises `InputError` for a headcount or cut that no firm can have, `UnknownName` for an industry.
    """
    table = shipped_world().table("industries")
    rows = finest_industries(table)
    if industry is not None:
        codes = [one.code for one in find_industries(several(industry), table, "--industry")]
        rows = table.set_index("industry").loc[codes]
    _must_be_a_cut(headcount, cut, str(rows.index[0]))
    where = executor or executor_name(None)
    must_be_ready(where)
    folder = free_folder(out, SWEEP)
    with shown(progress) as say:
        return finished(sweep_study(rows, headcount, str(cut), where, say, command_line()), folder)


def _must_be_a_cut(headcount: float, cut: str | float, industry: str) -> None:
    """Refuse what is wrong in every industry, before any is solved."""
    exits = firm_scenario(scenario_from_flags([industry], headcount), exits=cut).exits
    if exits is None or not 1 <= exits.positions(headcount) < headcount:
        what = f"a cut of {cut} is no number of people between 1 and {headcount:,.0f}"
        raise InputError(Problem(what, "--cut", 'Write a share, such as "10%", or a number of people.'))


def names_of_industries() -> dict[str, tuple[str, ...]]:
    """Everyday words that may mean an industry, by the code of each that is swept."""
    naics = finest_industries(shipped_world().table("industries"))["naics"]
    return {str(code): everyday_names(str(code), str(short)) for code, short in naics.items()}
