"""Every industry's answer to the same cut."""

from __future__ import annotations

from reallocate.api.command_line import command_line, recorded
from reallocate.api.out import finished, free_folder
from reallocate.api.progress import executor_name, shown
from reallocate.api.requests import SweepRequest
from reallocate.api.spelling import python_errors
from reallocate.data.bundle import shipped_world
from reallocate.data.industry_names import everyday_names, find_industries
from reallocate.firm.cut.sweep import SWEEP, finest_industries, sweep_study
from reallocate.firm.request.amounts import requested_country
from reallocate.firm.request.read import firm_scenario, scenario_from_flags
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.executor import must_be_ready
from reallocate.kernel.options import as_names, takes
from reallocate.render.result import Result


@python_errors
@recorded("sweep")
@takes(SweepRequest)
def sweep(asked: SweepRequest) -> Result:
    """The same cut in every industry, taken apart; where a cut is impossible, why.

    Raises `InputError` for a headcount or cut that no firm can have, `UnknownName` for an industry.
    """
    code = requested_country(asked.country)
    table = shipped_world(code).table("industries")
    rows = finest_industries(table)
    if asked.industry is not None:
        codes = [one.code for one in find_industries(as_names(asked.industry) or (), table, "--industry")]
        rows = table.set_index("industry").loc[codes]
    _must_be_a_cut(asked.headcount, asked.cut, str(rows.index[0]), code)
    where = asked.executor or executor_name(None)
    must_be_ready(where)
    folder = free_folder(asked.out, SWEEP)
    with shown(asked.progress) as say:
        made = sweep_study(rows, asked.headcount, str(asked.cut), where, say, command_line(), code)
        return finished(made, folder)


def _must_be_a_cut(headcount: float, cut: str | float, industry: str, code: str) -> None:
    """Refuse what is wrong in every industry, before any is solved."""
    exits = firm_scenario(scenario_from_flags([industry], headcount, country=code), exits=cut).exits
    if exits is None or not 1 <= exits.positions(headcount) < headcount:
        what = f"a cut of {cut} is no number of people between 1 and {headcount:,.0f}"
        raise InputError(Problem(what, "--cut", 'Write a share, such as "10%", or a number of people.'))


def names_of_industries() -> dict[str, tuple[str, ...]]:
    """Everyday words that may mean an industry, by the code of each that is swept."""
    naics = finest_industries(shipped_world().table("industries"))["naics"]
    return {str(code): everyday_names(str(code), str(short)) for code, short in naics.items()}
