"""Write the scenario of a firm as a commented file, with a role table to start from or a roster."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reallocate.api.firm import Names, rates_and_day, several, texts
from reallocate.api.spelling import python_errors
from reallocate.data.bundle import shipped_world
from reallocate.firm.request.read import scenario_from_flags
from reallocate.firm.request.written import NewStudy, new_study
from reallocate.kernel.errors import InputError, Problem


@python_errors
def new(
    name: str,
    industry: Names = None,
    headcount: float | None = None,
    *,
    roster: str | Path | None = None,
    dir: str | Path = ".",
    map: Any = None,
    rate: Any = None,
    rates: str | Path | None = None,
    rates_date: str | None = None,
    **options: Any,
) -> NewStudy:
    """Write `scenario.toml` into a new folder `dir/name`, and `roles.csv` where no roster gives the roles.

    Arguments as in `Scenario.from_industry` and `Scenario.from_roster`. Raises `InputError` where the folder
    exists, nothing says which roles the firm has, or the roster cannot be planned.
    """
    industries = several(industry)
    if roster is None and not (industries and headcount is not None):
        what = "nothing says which roles the firm has"
        remedy = "Give --industry and --headcount, or --roster with a table of people or positions."
        raise InputError(Problem(what, remedy=remedy))
    table = None if roster is None else str(roster)
    written, day = rates_and_day(rate, rates, rates_date)
    flags = {**options, "roster": table, "map": texts(map), "rate": written, "rates_date": day or None}
    scenario = scenario_from_flags(industries, headcount, name=name, **flags)
    return new_study(shipped_world(), scenario, Path(dir))
