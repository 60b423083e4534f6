"""A firm as it is asked for: a scenario by name, an industry or a roster, with options that change it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reallocate.errors import InputError, Problem
from reallocate.scenario.firm.contradictions import contradictions
from reallocate.scenario.firm.read import load_scenario, scenario_from_flags, shipped_studies, with_flags
from reallocate.scenario.firm.schema import Scenario
from reallocate.scenario.lines import dotted

FILES = ("roster", "review", "given")


def firm_scenario(
    scenario: Scenario | str | Path | None = None,
    industry: Sequence[str] = (),
    headcount: float | None = None,
    **flags: Any,
) -> Scenario:
    """The scenario that a user asks for.

    scenario : as made, or what `load_scenario` takes; an industry or a roster where there is none
    industry : NAICS codes or words of official titles
    headcount : [FTE]
    flags : by the names of `reallocate.scenario.firm.read.FLAGS`; what is `None` stays as written
    A roster replaces the people that the scenario names.
    Raises `InputError` with everything that is missing, wrong or contradictory.
    """
    if scenario is None and not industry and not flags.get("roster") and not flags.get("roles"):
        remedy = "Name a scenario, give --industry and --headcount, or --roster. Shipped studies: "
        remedy += f"{', '.join(shipped_studies())}."
        raise InputError(Problem("there is nothing to plan", remedy=remedy))
    written = load_scenario(scenario) if isinstance(scenario, str | Path) else scenario
    decided = flags.get("exits") is not None or (written is not None and written.exits is not None)
    remedy = "Give the number too, such as --exits 10% or --exits 8000; without a cut, leave both out."
    about = {"exits_from": "--exits-from {} says who leaves", "exits_date": "--exits-date {} says when"}
    alone = {name: words.format(flags[name]) for name, words in about.items() if flags.get(name) is not None}
    if alone and not decided:
        raise InputError(
            Problem(f"{words}, but not how many", f"--{name.replace('_', '-')}", remedy)
            for name, words in alone.items()
        )
    folder = written.folder if written is not None else None
    flags |= {name: _seen_from(folder, flags.get(name)) for name in FILES}
    if written is None:
        return scenario_from_flags(industry, headcount, **flags)
    if flags["roster"] is not None:
        written = written.model_copy(update={"headcount": None, "open_positions": None, "roles": ""})
    asked = with_flags(written, industry=tuple(industry), headcount=headcount, **flags)
    if problems := contradictions(asked, dotted):
        raise InputError(problems)
    return asked


def _seen_from(folder: Path | None, file: str | Path | None) -> str | None:
    """A file as the scenario in a folder names it."""
    if file is None or folder is None:
        return str(file) if file is not None else None
    return os.path.relpath(file, folder)
