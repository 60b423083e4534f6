"""A scenario becomes a result: every plan it needs, its tables and their order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from functools import partial
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from reallocate.data.bundle import read_manifest, shipped_world
from reallocate.data.national import country_facts
from reallocate.firm.alternatives.prices import NAME as PRICES
from reallocate.firm.alternatives.prices import PricedPlan, price_promises, promise_options, promise_prices
from reallocate.firm.cut.tables import compared
from reallocate.firm.cut.text import TEXT
from reallocate.firm.model.compute_rules import most_power, power_for_own_work
from reallocate.firm.model.plan import Outcome
from reallocate.firm.model.totals import totals
from reallocate.firm.plan.solved import SolvedPlan, Spread
from reallocate.firm.report.answer import card, first, rest
from reallocate.firm.report.brief import brief
from reallocate.firm.report.charts import CHARTS
from reallocate.firm.report.page import TEXTS, WORDS, page
from reallocate.firm.report.questions import COMPARED, QUESTIONS, FirstAnswer, WholePlan, requested_questions
from reallocate.firm.report.sheets import SHEETS
from reallocate.firm.report.solve import Ahead, answers, set_up, solve_first, solve_plan, solve_whole
from reallocate.firm.report.tables import (
    TABLES,
    compared_tables,
    first_tables,
    moved_inputs,
    waiting_tables,
    whole_tables,
)
from reallocate.firm.report.text import first_text, whole_text
from reallocate.firm.request.amounts import money_of_firm
from reallocate.firm.request.firm import named_industries, own_share
from reallocate.firm.request.kept import Kept
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.plan_keys import Promises
from reallocate.firm.request.prepare import exits_by_default
from reallocate.firm.request.saved import OWN_PLAN, ROLE_TABLE, kept_scenario, scenario_again
from reallocate.kernel.executor import SERIAL, Pool, Where
from reallocate.kernel.money import shows
from reallocate.kernel.number import listed
from reallocate.kernel.on_demand import Completed
from reallocate.kernel.table import computed
from reallocate.kernel.text import Said
from reallocate.render.provenance import provenance
from reallocate.render.result import WAITING, Kind, Result
from reallocate.render.saving import open_saved
from reallocate.render.status import QUICK as QUICK_STATUS
from reallocate.render.status import Status, optimality
from reallocate.work.world import World

_TOTALS = (
    "payroll", "compute", "capex", "exits", "training", "change", "cash", "run_rate", "one_off",
    "present_value",
)  # fmt: skip
_CASES = ("baseline", "plan", "delta")
_AMOUNTS = ("objective", "bound", *(f"totals.{case}.{name}" for case in _CASES for name in _TOTALS))
"""Facts of a plan that are amounts of money."""

PLAN = Kind(
    "plan", "a plan", "reallocate plan … --out", TABLES, CHARTS, page, card,
    words=WORDS, sign_off="assumptions", lead=("own_plan", "cut_or_wait", "headline"), first=first,
    rest=rest, brief=brief, sheets=SHEETS, text=(TEXT, *TEXTS), renewed={"cut_or_wait": 6, "ways": 7},
    amounts=dict.fromkeys(_AMOUNTS, "USD million"),
)  # fmt: skip


_Progress = Callable[[str], None]
_READING = "Reading the firm"
_WITHIN = 0.02
DECIDING = ("highspy", "numpy", "pandas")
"""Libraries whose version may move a digit."""
_OF_THE_FILE = ("notes", "pay_notes", "title_notes")
"""Facts on how a firm's file was read."""
_RULED_OUT, _QUARTER = "cut_ruled_out", "exits_quarter"
"""Facts of the cut that is set beside a plan."""
_HOW = "plan.more() computes the rest, and so does the command without --quick"


def _no_progress(stage: str) -> None:
    """Nobody is told."""


@shows(money_of_firm)
def plan_study(
    scenario: Scenario,
    world: World | None = None,
    workers: Where = SERIAL,
    progress: _Progress | None = None,
    command: str = "",
    within: float = _WITHIN,
    implied: str | None = None,
    quick: bool = False,
    near: Result | None = None,
    ahead: Ahead | None = None,
    kept: Kept | None = None,
) -> Result:
    """One firm's plan with everything a reader needs to judge it, or its first answer.

    world : the shipped one where none is given
    workers : processes to share the work among; the result does not depend on it
    progress : receives what is under way
    command : that made it, for the record
    within : [share of the least cost] that an alternative may cost more
    implied : `8000` or `10%`: a cut of which to find the assumptions under which it is optimal
    quick : only the first answer, which `whole_study` completes
    near : a plan much like this one; where it was made here, this one starts from what it found
    ahead : begins questions while the plan is solved, for `whole_study`
    kept : what a saved result keeps of the firm's people, where the scenario is its
    Raises `InputError` for a scenario that cannot be read, `InfeasiblePlan` for one that cannot be kept.
    """
    report = progress or _no_progress
    known = None if near is None else near.memory
    report(_READING)
    setup = set_up(scenario, world or shipped_world(scenario.country), within, implied, known, kept)
    made = solve_first(setup, report, known, ahead)
    if quick:
        return _first_result(made, command)
    return _whole_result(solve_whole(made, workers, report), command)


@shows(attrgetter("money"))
def whole_study(
    plan: Result,
    workers: Where | Pool = SERIAL,
    progress: _Progress | None = None,
    command: str = "",
    ahead: Ahead | None = None,
    meanwhile: Callable[[], None] = lambda: None,
) -> Result:
    """The whole of a first answer; in the process that made it, what is solved stays.

    plan : opened from a folder, or made here
    workers, progress, command : as in `plan_study`
    ahead : questions that were begun while the plan was solved
    meanwhile : is done while the workers solve; before, where there are none
    """
    report = progress or _no_progress
    if plan.memory is not None:
        return _whole_result(solve_whole(plan.memory, workers, report, ahead, meanwhile), command)
    options = plan.facts["options"]
    with TemporaryDirectory() as folder:
        report(_READING)
        scenario, kept = scenario_of(plan, Path(folder)), Kept.read(plan.inputs)
        world = shipped_world(scenario.country)
        setup = set_up(scenario, world, options["within"], options["implied"], kept=kept)
        made = solve_first(setup, report)
        found = _whole_result(solve_whole(made, workers, report, ahead, meanwhile), command)
    # What was read of a file that the folder does not keep.
    read = {name: plan.facts[name] for name in _OF_THE_FILE}
    return replace(found, facts={**found.facts, **read})


@shows(money_of_firm)
def compared_study(scenario: Scenario, workers: Where, report: _Progress) -> Result:
    """As much of a plan as its comparison with another reads.

    workers, report : as in `plan_study`
    """
    report(_READING)
    setup = set_up(scenario, shipped_world(scenario.country), _WITHIN)
    made = FirstAnswer(setup, solve_plan(setup, report))
    questions = [one for one in QUESTIONS if one.name in COMPARED]
    found = answers(questions, made, workers, report)
    spread = Spread(found["ranges"], found["sources"].others.plans)
    return _result(made, compared_tables(made, spread, found["limits"]), {})


@shows(attrgetter("money"))
def prices_of_promises(plan: Result) -> pd.DataFrame | None:
    """What each promise of a plan costs, as in the table of a whole plan; none where nothing is promised.

    plan : opened from a folder, or made here; of a first answer its promises are priced now
    """
    if plan.is_whole:
        return plan.tables.get(PRICES)
    with TemporaryDirectory() as folder:
        scenario, kept = scenario_of(plan, Path(folder)), Kept.read(plan.inputs)
        if scenario.promises == Promises():
            return None
        setup = set_up(scenario, shipped_world(scenario.country), _WITHIN, kept=kept)
    figures = plan.in_dollars("headline").set_index("figure")["plan"]
    cost, layoffs, positions = (
        float(figures[name]) for name in ("cost, present value", "layoffs", "positions")
    )
    together, setting = PricedPlan(cost, layoffs, positions), setup.full
    options = promise_options(setup.problem, setup.options)
    found = price_promises(setting, options, together, setup.problem.setting.baseline())
    return computed((promise_prices,), found)[PRICES]


def scenario_of(plan: Result, folder: Path) -> Scenario:
    """The scenario that a plan was made from.

    folder : where its own role table and an own plan are put, if it has them; read while the plan is made
    """
    if plan.memory is not None:
        made: Scenario = plan.memory.setup.problem.scenario
        return made.as_written
    facts = plan.facts
    roles, own = (plan.tables.get(name) for name in (ROLE_TABLE, OWN_PLAN))
    return scenario_again(facts["scenario"], roles, folder, facts["name"], own, plan.inputs)


def world_of(plan: Result) -> World | None:
    """The figures that a plan made here rests on, which another can share; none for an opened one."""
    made: World | None = None if plan.memory is None else plan.memory.setup.problem.world
    return made


def _first_result(made: FirstAnswer, command: str = "") -> Result:
    """A first answer as a result, which says what it does not hold yet.

    command : as in `plan_study`
    """
    tables, words = first_tables(made), [one.words for one in requested_questions(made.setup)]
    later = {"parts": words, "tables": waiting_tables(made.setup)}
    found = _result(made, tables, first_text(made, tables), command, **{WAITING: later})
    return replace(found, status=Status(QUICK_STATUS, f"Further parts: {listed(words)}", _HOW))


def _whole_result(whole: WholePlan, command: str = "") -> Result:
    """A whole plan as a result.

    command : as in `plan_study`
    """
    tables = whole_tables(whole)
    return _result(whole.first, tables, whole_text(whole, tables, moved_inputs(whole)), command)


def _result(
    made: FirstAnswer,
    tables: Mapping[str, pd.DataFrame],
    text: Said,
    command: str = "",
    **further: object,
) -> Result:
    setup, solved = made.setup, made.solved
    options = {"within": setup.within, "implied": setup.implied}
    known = {**_facts(solved, command), "options": options, **further}
    facts = Completed(known, (_RULED_OUT, _QUARTER), partial(_with_cut, known, solved))
    ended, files = optimality(solved.plan.unproven), setup.problem.kept.files()
    return Result(PLAN, facts, tables, text, ended, files, memory=made)


def open_plan(folder: Path) -> Result:
    """A plan that was saved.

    Raises `InputError` where there is none or one of a newer format, `DataError` where it was altered or is
    damaged.
    """
    return Result.opened(PLAN, open_saved(folder))


def _facts(solved: SolvedPlan, command: str) -> dict[str, Any]:
    """What a reader must know to repeat the plan, how surely it costs least, and its totals."""
    world, scenario, firm = solved.problem.world, solved.problem.scenario, solved.problem.setting.firm
    data, manifest = kept_scenario(scenario), read_manifest(world.country)
    made = command or f"reallocate plan {scenario.name}"
    outlay = solved.saving_of(solved.plan).cash.outlay_quarter
    base, plan = _totals(solved.base), _totals(solved.plan)
    return {
        "name": scenario.name,
        **solved.problem.head,
        **country_facts(world.country),
        **provenance(data, manifest, DECIDING, made, 0),
        "objective": solved.plan_totals.present_value,
        "bound": solved.plan.bound,
        "unproven": solved.plan.unproven,
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
            note.sentence
            for note in solved.problem.notes
            if note.about in ("titles of people", "promise", "reach")
        ],
        "scenario": data,
        "largest_outlay_quarter": None if outlay is None else scenario.periods[outlay],
        "totals": {"baseline": base, "plan": plan, "delta": {name: plan[name] - base[name] for name in plan}},
    }


def _with_cut(known: Mapping[str, Any], solved: SolvedPlan) -> dict[str, Any]:
    """Facts with those of the cut that is set beside a plan."""
    both = compared(solved)
    return {**known, **_ruled_out(solved), _QUARTER: None if both is None else both.exits.quarter}


def _ruled_out(solved: SolvedPlan) -> dict[str, Any]:
    """The size of the cut that promises rule out, and their keys; nothing where none is ruled out."""
    sets = solved.cases.ruled_out
    if not sets:
        return {}
    keys = sorted({where.rpartition("] ")[2] for one in sets for where, _ in one})
    count = exits_by_default(solved.problem.scenario, solved.problem.setting.firm.headcount)
    return {_RULED_OUT: {"count": count, "promises": keys}}


def _totals(plan: Outcome) -> dict[str, float]:
    """A plan in a few figures, with the most that the firm's own GPUs draw [MW]."""
    power = most_power(power_for_own_work(plan.figures, plan.inputs), plan.inputs)
    return {**asdict(totals(plan)), "power": float(power)}
