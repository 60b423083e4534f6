"""Two plans side by side: the difference of inputs, of results, and its causes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reallocate.data.bundle import bundle_folder, read_manifest, shipped_world
from reallocate.executor import SERIAL, Where
from reallocate.measure.number import listed
from reallocate.output.table import computed
from reallocate.problem.firm.solved_cases import RANGES, SOURCES
from reallocate.problem.firm.why import attribution
from reallocate.result.privacy import ABOUT
from reallocate.result.provenance import provenance
from reallocate.result.result import QUICK, WAITING, Result, Status
from reallocate.scenario.firm.differences import input_differences
from reallocate.study.compare.outline import COMPARISON
from reallocate.study.compare.tables import TABLES, ComparedPlans
from reallocate.study.compare.text import text
from reallocate.study.plan.run import DECIDING
from reallocate.work.world import World

HOW = "It was not computed for both plans; plan.more() of each does that"
SHOWN = (SOURCES, RANGES, "limits")
"""Parts of a plan that its comparison with another shows."""


def compare_studies(
    a: Result,
    b: Result,
    names: tuple[str, str] = ("A", "B"),
    world: World | None = None,
    workers: Where = SERIAL,
    progress: Callable[[str], None] | None = None,
    command: str = "",
) -> Result:
    """How two plans differ, in input and result, and the causes of the difference.

    a, b : solved plans
    names : how the two were called
    world : the shipped one where none is given
    workers : processes to share the plans among that say why; the result does not depend on it
    progress : receives what is under way
    command : that made it, for the record
    Raises `InputError` where a scenario holds what this version does not know.
    """
    differences, same = input_differences(a, b)
    why = attribution(a, b, differences, world or shipped_world(), workers, progress)
    plans = ComparedPlans(a, b, differences, same, why)
    tables = computed(TABLES, plans)
    facts = _facts(plans, names, command)
    if not tables.waiting:
        return Result(COMPARISON, facts, tables, text(plans, tables))
    facts[WAITING] = {"parts": [], "tables": tables.waiting}
    lacking = f"Not compared: {listed([one.name for one in TABLES if one.name in tables.waiting])}"
    return Result(COMPARISON, facts, tables, text(plans, tables), Status(QUICK, lacking, HOW))


def _facts(plans: ComparedPlans, names: tuple[str, str], command: str) -> dict[str, Any]:
    sides = {
        letter: _side(plan, name)
        for letter, plan, name in zip("ab", (plans.a, plans.b), names, strict=True)
    }
    first, second = (str(side["title"]) for side in sides.values())
    request = {letter: side["hashes"] for letter, side in sides.items()}
    both = [plan.privacy for plan in (plans.a, plans.b) if plan.privacy]
    private = next((one for one in both if one != ABOUT), next(iter(both), ""))
    return {
        **({"privacy": private} if private else {}),
        "title": f"{first}: two plans compared" if first == second else f"{first} against {second}",
        **sides,
        "method": plans.why.method,
        "plans": plans.why.plans,
        "same_inputs": plans.same,
        **provenance(request, read_manifest(bundle_folder()), DECIDING, command or "reallocate compare"),
    }


def _side(plan: Result, name: str) -> dict[str, Any]:
    facts = {key: plan.facts[key] for key in ("title", "version", "command", "start")}
    quarters, hashes = len(plan.facts["periods"]), dict(plan.facts["hashes"])
    return {"named": name, **facts, "quarters": quarters, "hashes": hashes}
