"""A scenario becomes a result: every plan it needs, solved and put together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from reallocate.data.bundle import bundle_folder, load_world, read_manifest
from reallocate.output.table import computed
from reallocate.problem.firm.firm_title import named_industries, own_share, title
from reallocate.problem.firm.solve import solve_plans
from reallocate.problem.firm.solved_cases import SolvedCases
from reallocate.result.provenance import provenance
from reallocate.result.result import Result, Status
from reallocate.result.saving import open_saved
from reallocate.scenario.firm.saved import kept_scenario
from reallocate.scenario.firm.schema import Scenario
from reallocate.study.plan.kind import PLAN
from reallocate.study.plan.tables import TABLES
from reallocate.study.plan.text import text
from reallocate.work.world import World

Progress = Callable[[str], None]

WITHIN = 0.02
DECIDING = ("highspy", "numpy", "pandas", "xarray")
"""Libraries whose version may move a digit."""


def plan_study(
    scenario: Scenario,
    world: World | None = None,
    workers: int = 1,
    progress: Progress | None = None,
    command: str = "",
    within: float = WITHIN,
    implied: str | None = None,
) -> Result:
    """One firm's plan with everything a reader needs to judge it.

    world : the shipped one where none is given
    workers : processes to share the work among; the result does not depend on it
    progress : receives what is under way
    command : that made it, for the record
    within : [share of the least cost] that an alternative may cost more
    implied : `8000` or `10%`: a cut of which to find the assumptions under which it is optimal
    Raises `InputError` for a scenario that cannot be read, `InfeasiblePlan` for one that cannot be kept.
    """
    report = progress or (lambda text: None)
    solved = solve_plans(scenario, world or load_world(), workers, report, within, implied)
    return plan_result(solved, command, within, implied)


def plan_result(
    solved: SolvedCases, command: str = "", within: float = WITHIN, implied: str | None = None
) -> Result:
    """The result made of everything that was solved.

    command, within, implied : as in `plan_study`
    """
    tables = computed(TABLES, solved)
    facts = {**_facts(solved, command), "options": {"within": within, "implied": implied}}
    return Result(PLAN, facts, tables, text(solved, tables), Status("optimal"))


def open_plan(folder: Path) -> Result:
    """A plan that was saved.

    Raises `InputError` where there is none or one of a newer format, `DataError` where it was altered or is
    damaged.
    """
    return Result.opened(PLAN, open_saved(folder))


def _facts(solved: SolvedCases, command: str) -> dict[str, Any]:
    """What a reader must know to repeat the plan, and its totals."""
    world, scenario, firm = solved.problem.world, solved.problem.scenario, solved.problem.setting.firm
    data, manifest = kept_scenario(scenario), read_manifest(bundle_folder())
    outlay = solved.saving_of(solved.plan).cash.outlay_quarter
    base, plan = (asdict(figures) for figures in (solved.base_totals, solved.plan_totals))
    return {
        "name": scenario.name,
        "title": title(world, scenario, firm.headcount),
        **provenance(data, manifest, DECIDING, command or f"reallocate plan {scenario.name}"),
        "objective": solved.plan_totals.present_value,
        "headline_source": solved.problem.setting.options.reach_source,
        "industry_text": "; ".join(f"{name} ({code})" for code, name in named_industries(world, scenario))
        or "own role table",
        "own_share": own_share(firm.roles),
        "filled_share": firm.filled_share,
        "start": scenario.start,
        "periods": list(scenario.periods),
        "notes": [note.sentence for note in solved.problem.notes],
        "pay_notes": [note.sentence for note in solved.problem.notes if note.about == "own pay"],
        "scenario": data,
        "largest_outlay_quarter": None if outlay is None else scenario.periods[outlay],
        "totals": {"baseline": base, "plan": plan, "delta": {name: plan[name] - base[name] for name in plan}},
    }
