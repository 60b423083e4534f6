"""A scenario becomes a result: every plan it needs, its tables and their order."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from reallocate.data.bundle import bundle_folder, read_manifest, shipped_world
from reallocate.firm.alternatives.page import (
    assumptions,
    history,
    history_summary,
    limits,
    tipping_points,
)
from reallocate.firm.alternatives.promises import (
    alternatives,
    bounds,
    cases,
    frontier,
    grid,
    promises,
    sources,
)
from reallocate.firm.beliefs.page import IMPLIED_TABLES
from reallocate.firm.council.model import people_groups
from reallocate.firm.council.page import calendar, families, refused, routes, training, ways, workload
from reallocate.firm.cut.tables import cut_figures_of_plan, cut_paths
from reallocate.firm.finance.page import accounts, finance, route_costs, switches
from reallocate.firm.model.compute_rules import most_power, power_for_own_work
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.totals import totals
from reallocate.firm.outlooks.page import OUTLOOK_TABLES
from reallocate.firm.own_plan.page import OWN_PLAN_TABLES, decisions
from reallocate.firm.plan.operating import funding, operating_models
from reallocate.firm.plan.people import (
    DIMENSION_TABLES,
    activities,
    bridge,
    cash,
    channels,
    groups,
    headcount,
    headline,
    kinds,
    modes,
    moves,
    profit_and_loss,
    roles,
    statistics,
)
from reallocate.firm.plan.response import capture, price_response, products, scale
from reallocate.firm.plan.roles import role_table
from reallocate.firm.plan.solved import SolvedCases
from reallocate.firm.report.brief import brief
from reallocate.firm.report.charts import CHARTS
from reallocate.firm.report.page import WORDS, card, first, page, rest
from reallocate.firm.report.parts import EVERY, Ahead, missing
from reallocate.firm.report.sheets import SHEETS
from reallocate.firm.report.solve import solve_parts, solve_plan
from reallocate.firm.report.text import text
from reallocate.firm.request.copied import Kept
from reallocate.firm.request.firm import named_industries, own_share
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.saved import OWN_PLAN, ROLE_TABLE, kept_scenario, scenario_again
from reallocate.kernel.errors import InvariantError, Problem
from reallocate.kernel.executor import SERIAL, Pool, Where
from reallocate.kernel.number import listed
from reallocate.kernel.table import Table, computed
from reallocate.render.provenance import provenance
from reallocate.render.result import QUICK as QUICK_STATUS
from reallocate.render.result import WAITING, Kind, Result, Status, optimality
from reallocate.render.saving import open_saved
from reallocate.work.world import World

TABLES: tuple[Table[Any], ...] = (
    *OWN_PLAN_TABLES,
    cut_figures_of_plan, cut_paths, headline, operating_models, cases, headcount, roles, groups,
    *DIMENSION_TABLES, kinds, activities, moves, ways, bridge, modes, cash, profit_and_loss, channels,
    price_response, scale, capture,
    funding, products, finance, accounts, switches, route_costs, families, routes, workload, people_groups,
    training, calendar, refused, promises, limits, alternatives, frontier, *OUTLOOK_TABLES, *IMPLIED_TABLES,
    tipping_points, grid, sources, history, history_summary, assumptions, statistics, decisions, role_table,
)  # fmt: skip


PLAN = Kind(
    "plan", "a plan", "reallocate plan … --out", TABLES, CHARTS, page, card,
    words=WORDS, sign_off="assumptions", lead=("own_plan", "cut_or_wait", "headline"), first=first,
    rest=rest, brief=brief, sheets=SHEETS,
)  # fmt: skip


Progress = Callable[[str], None]

WITHIN = 0.02
DECIDING = ("highspy", "numpy", "pandas", "xarray")
"""Libraries whose version may move a digit."""
OF_THE_FILE = ("notes", "pay_notes", "title_notes")
"""Facts on how a firm's file was read."""
HOW = "plan.more() computes the rest, and so does the command without --quick"


def plan_study(
    scenario: Scenario,
    world: World | None = None,
    workers: Where = SERIAL,
    progress: Progress | None = None,
    command: str = "",
    within: float = WITHIN,
    implied: str | None = None,
    parts: Collection[str] = EVERY,
    near: Result | None = None,
    ahead: Ahead | None = None,
    kept: Kept | None = None,
) -> Result:
    """One firm's plan with everything a reader needs to judge it, or its first parts.

    world : the shipped one where none is given
    workers : processes to share the work among; the result does not depend on it
    progress : receives what is under way
    command : that made it, for the record
    within : [share of the least cost] that an alternative may cost more
    implied : `8000` or `10%`: a cut of which to find the assumptions under which it is optimal
    parts : that are solved besides baseline and plan, by name
    near : a plan much like this one; where it was made here, this one starts from what it found
    ahead : parts that are begun while the plan is solved, for `more_study`
    kept : what a saved result keeps of the firm's people, where the scenario is its
    Raises `InputError` for a scenario that cannot be read, `InfeasiblePlan` for one that cannot be kept.
    """
    report = progress or (lambda text: None)
    known = None if near is None else near.memory
    solved = solve_plan(scenario, world or shipped_world(), report, within, implied, known, ahead, kept)
    return plan_result(solve_parts(solved, workers, report, parts), command)


def more_study(
    plan: Result,
    workers: Where | Pool = SERIAL,
    progress: Progress | None = None,
    command: str = "",
    so_far: Callable[[Result], None] | None = None,
    ahead: Ahead | None = None,
    meanwhile: Callable[[], None] | None = None,
) -> Result:
    """The whole of a plan of which some parts are made; in the process that made them, they stay.

    plan : opened from a folder, or made here
    workers, progress, command : as in `plan_study`
    so_far : receives the plan each time that a part of it is there
    ahead : parts that were begun while the plan was solved
    meanwhile : is done while the workers solve; before, where there are none
    """
    report = progress or (lambda text: None)
    # What was read of a file that the folder does not keep.
    read = {} if plan.memory is not None else {name: plan.facts[name] for name in OF_THE_FILE}

    def made(solved: SolvedCases) -> Result:
        found = plan_result(solved, command)
        return replace(found, facts={**found.facts, **read}) if read else found

    def shown(solved: SolvedCases) -> None:
        if so_far is not None and missing(solved):
            so_far(made(solved))

    def whole(solved: SolvedCases) -> Result:
        each = None if so_far is None else shown
        return made(solve_parts(solved, workers, report, EVERY, each, ahead, meanwhile))

    if plan.memory is not None:
        return whole(plan.memory)
    options = plan.facts["options"]
    with TemporaryDirectory() as folder:
        scenario, kept = scenario_of(plan, Path(folder)), Kept.read(plan.inputs)
        solved = solve_plan(
            scenario, shipped_world(), report, options["within"], options["implied"], kept=kept
        )
        return whole(solved)


def scenario_of(plan: Result, folder: Path) -> Scenario:
    """The scenario that a plan was made from.

    folder : where its own role table and an own plan are put, if it has them; read while the plan is made
    """
    if plan.memory is not None:
        made: Scenario = plan.memory.problem.scenario
        return made
    facts = plan.facts
    roles, own = (plan.tables.get(name) for name in (ROLE_TABLE, OWN_PLAN))
    return scenario_again(facts["scenario"], roles, folder, facts["name"], own)


def world_of(plan: Result) -> World | None:
    """The figures that a plan made here rests on, which another can share; none for an opened one."""
    made: World | None = None if plan.memory is None else plan.memory.problem.world
    return made


def plan_result(solved: SolvedCases, command: str = "") -> Result:
    """The result made of what was solved: the tables and sentences whose parts are there.

    command : as in `plan_study`
    """
    tables, waiting = computed(TABLES, solved), missing(solved)
    if tables.waiting and not waiting:
        what = f"every part is solved, and these tables were not computed: {', '.join(tables.waiting)}"
        raise InvariantError(Problem(what))
    options = {"within": solved.within, "implied": solved.implied_cut}
    facts, files = {**_facts(solved, command), "options": options}, solved.problem.kept.files()
    if not waiting:
        ended = optimality(solved.plan.unproven)
        return Result(PLAN, facts, tables, text(solved, tables), ended, files, memory=solved)
    words = [part.words for part in waiting]
    facts[WAITING] = {"parts": words, "tables": tables.waiting}
    status = Status(QUICK_STATUS, f"Not computed yet: {listed(words)}", HOW)
    return Result(PLAN, facts, tables, text(solved, tables), status, files, memory=solved)


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
    made = command or f"reallocate plan {scenario.name}"
    outlay = solved.saving_of(solved.plan).cash.outlay_quarter
    base, plan = _totals(solved.base), _totals(solved.plan)
    return {
        "name": scenario.name,
        **solved.problem.head,
        **provenance(data, manifest, DECIDING, made, 0, **solved.problem.hashes),
        "objective": solved.plan_totals.present_value,
        **bounds(solved),
        "headline_source": solved.problem.setting.options.reach_source,
        "industry_text": "; ".join(f"{name} ({code})" for code, name in named_industries(world, scenario))
        or "own role table",
        "own_share": own_share(firm.roles),
        "filled_share": firm.filled_share,
        "start": scenario.start,
        "periods": list(scenario.periods),
        "notes": [note.sentence for note in solved.problem.notes],
        "pay_notes": [note.sentence for note in solved.problem.notes if note.about == "own pay"],
        "title_notes": [
            note.sentence for note in solved.problem.notes if note.about in ("titles of people", "promise")
        ],
        "scenario": data,
        "largest_outlay_quarter": None if outlay is None else scenario.periods[outlay],
        "totals": {"baseline": base, "plan": plan, "delta": {name: plan[name] - base[name] for name in plan}},
    }


def _totals(plan: Outcome) -> dict[str, float]:
    """A plan in a few figures, with the most that the firm's own GPUs draw [MW]."""
    power = most_power(power_for_own_work(plan.figures, plan.inputs), plan.inputs)
    return {**asdict(totals(plan)), "power": float(power)}
