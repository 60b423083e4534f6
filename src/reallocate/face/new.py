"""Write the scenario of a firm as a commented file and a role table to start from."""

from __future__ import annotations

from pathlib import Path

from reallocate.data.bundle import load_world
from reallocate.face.firm import Names, several
from reallocate.face.spelling import python_errors
from reallocate.scenario.firm.new import NewStudy, new_study
from reallocate.scenario.firm.read import scenario_from_flags


@python_errors
def new(
    name: str,
    industry: Names,
    headcount: float,
    *,
    dir: str | Path = ".",
    area: str | None = None,
    pay_per_head: float | None = None,
    open_positions: float | None = None,
    start: str | None = None,
) -> NewStudy:
    """Write `scenario.toml` and `roles.csv` into a new folder `dir/name`; returns what was written.

    Arguments as in `Scenario.from_industry`. Raises `InputError` where the folder exists.
    """
    scenario = scenario_from_flags(
        several(industry), headcount, name=name, area=area, pay_per_head=pay_per_head,
        open_positions=open_positions, start=start,
    )  # fmt: skip
    return new_study(load_world(), scenario, Path(dir))
