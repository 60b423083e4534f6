"""A scenario with a cut becomes a result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reallocate.data.bundle import bundle_folder, read_manifest, shipped_world
from reallocate.output.table import computed
from reallocate.problem.firm.cut_solve import SolvedCut, solve_cut
from reallocate.result.provenance import provenance
from reallocate.result.result import Result, optimality
from reallocate.scenario.firm.kept import Kept
from reallocate.scenario.firm.saved import kept_scenario
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
    kept: Kept | None = None,
) -> Result:
    """A cut beside attrition.

    scenario : with exits that are decided
    world : the shipped one where none is given
    progress : receives what is under way
    command : that made it, for the record
    requested : whether the cut was asked for
    kept : what a saved result keeps of the firm's people, where the scenario is its
    Raises `InputError` for a scenario that cannot be read, `InfeasiblePlan` for one that cannot be kept.
    """
    solved = solve_cut(scenario, world or shipped_world(), progress or (lambda text: None), requested, kept)
    tables, files = computed(TABLES, solved), solved.problem.kept.files()
    facts = _facts(solved, command)
    return Result(CUT, facts, tables, text(solved, tables), optimality(facts["unproven"]), files)


def _facts(solved: SolvedCut, command: str) -> dict[str, Any]:
    problem = solved.problem
    scenario = problem.scenario
    data = kept_scenario(scenario)
    written = command or f"reallocate cut {scenario.name}"
    return {
        "name": scenario.name,
        **problem.head,
        **provenance(data, read_manifest(bundle_folder()), LIBRARIES, written, 0, **problem.hashes),
        "start": scenario.start,
        "periods": list(scenario.periods),
        "unproven": max(solved.compared.cut.unproven, solved.compared.wait.unproven),
        "extra_cost_bounds": list(solved.compared.extra_cost_bounds),
        "roles": solved.roles,
        "requested": solved.requested,
        "title_notes": [note.sentence for note in problem.notes if note.about == "titles of people"],
        "scenario": data,
    }
