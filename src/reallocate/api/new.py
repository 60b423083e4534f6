"""Write the scenario of a firm as a commented file, with a role table to start from or a roster."""

from __future__ import annotations

from pathlib import Path

from reallocate.api.firm import roster_rates
from reallocate.api.requests import NewRequest
from reallocate.api.spelling import python_errors
from reallocate.data.bundle import shipped_world
from reallocate.firm.request.keys import FirmRequest
from reallocate.firm.request.read import scenario_from_flags
from reallocate.firm.request.written import NewStudy, new_study
from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.options import given, takes


@python_errors
@takes(NewRequest)
def new(asked: NewRequest) -> NewStudy:
    """Write `scenario.toml` into a new folder `dir/name`, and `roles.csv` where no roster gives the roles.

    Raises `InputError` where the folder exists, nothing says which roles the firm has, or the roster cannot
    be planned.
    """
    if asked.roster is None and not (asked.industry and asked.headcount is not None):
        what = "nothing says which roles the firm has"
        remedy = "Give --industry and --headcount, or --roster with a table of people or positions."
        raise InputError(Problem(what, remedy=remedy))
    scenario = scenario_from_flags(**roster_rates(given(asked, FirmRequest)))
    return new_study(shipped_world(scenario.country), scenario, Path(asked.dir))
