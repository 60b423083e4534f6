"""A scenario with a cut becomes a result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reallocate.data.bundle import bundle_folder, read_manifest, shipped_world
from reallocate.output.table import computed
from reallocate.problem.firm.cut_solve import SolvedCut, solve_cut
from reallocate.problem.firm.firm_title import title
from reallocate.result.provenance import provenance
from reallocate.result.result import Result, optimality
from reallocate.scenario.firm.saved import kept_scenario, rounded_by
from reallocate.scenario.firm.schema import Scenario
from reallocate.study.cut.outline import CUT
from reallocate.study.cut.tables import TABLES
from reallocate.study.cut.text import text
from reallocate.work.world import World

Progress = Callable[[str], None]

LIBRARIES = ("highspy", "numpy", "pandas", "xarray")
"""Libraries whose version may move a digit."""


def cut_study(
    scenario: Scenario,
    world: World | None = None,
    progress: Progress | None = None,
    command: str = "",
    requested: bool = True,
) -> Result:
    """A cut beside attrition.

    scenario : with exits that are decided
    world : the shipped one where none is given
    progress : receives what is under way
    command : that made it, for the record
    requested : whether the cut was asked for
    Raises `InputError` for a scenario that cannot be read, `InfeasiblePlan` for one that cannot be kept.
    """
    solved = solve_cut(scenario, world or shipped_world(), progress or (lambda text: None), requested)
    tables = computed(TABLES, solved)
    facts = _facts(solved, command)
    return Result(CUT, facts, tables, text(solved, tables), optimality(facts["unproven"]))


def _facts(solved: SolvedCut, command: str) -> dict[str, Any]:
    world, scenario = solved.problem.world, solved.problem.scenario
    data = kept_scenario(scenario)
    written = command or f"reallocate cut {scenario.name}"
    return {
        "name": scenario.name,
        "title": title(world, scenario, solved.problem.setting.firm.headcount),
        **provenance(data, read_manifest(bundle_folder()), LIBRARIES, written, **rounded_by(scenario)),
        "start": scenario.start,
        "periods": list(scenario.periods),
        "unproven": max(solved.compared.cut.unproven, solved.compared.wait.unproven),
        "extra_cost_bounds": list(solved.compared.extra_cost_bounds),
        "roles": solved.roles,
        "requested": solved.requested,
        "title_notes": [note.sentence for note in solved.problem.notes if note.about == "titles of people"],
        "scenario": data,
    }
