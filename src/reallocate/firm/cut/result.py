"""A cut taken apart as a result: run, summary and page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from reallocate.data.bundle import read_manifest, shipped_world
from reallocate.data.national import country_facts
from reallocate.firm.cut.model import Pair, with_ai_last
from reallocate.firm.cut.sheet import sheet
from reallocate.firm.cut.sheet_tables import TABLES as SHEET_TABLES
from reallocate.firm.cut.sheet_text import SHEET
from reallocate.firm.cut.tables import CHARTS, HEADLINE, NAME, TABLES, haste, steps, turns
from reallocate.firm.cut.text import TEXT, first_answer
from reallocate.firm.cut.turns import SolvedCut, solve_cut, with_turns
from reallocate.firm.request.amounts import money_of_firm
from reallocate.firm.request.kept import Kept
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.prepare import PlanProblem
from reallocate.firm.request.saved import kept_scenario
from reallocate.kernel.blocks import Block, Bullets, Heading, Prose, Section
from reallocate.kernel.money import shown_money, shows
from reallocate.kernel.table import computed
from reallocate.kernel.text import LEAD
from reallocate.kernel.units import MILLION
from reallocate.render.outline import sections
from reallocate.render.provenance import how_to_repeat, plain, provenance, unrecognised
from reallocate.render.result import Kind, Result
from reallocate.render.status import optimality
from reallocate.work.world import World

_SECTIONS = {
    HEADLINE: "Cut now or wait?",
    "haste": "What haste is made of",
    "quarters": "How soon quits get there",
    "turns": "What turns it",
    "limits": "What this does not say",
}

LIMITS = ("quits_as_they_come", "those_who_stay", "worth_not_measured", "limits")
"""Sentences on what the answer does not say, the longest list last."""


def _card(result: Result) -> list[Block]:
    """The summary in a terminal and a notebook: answer, steps, what haste is made of, and what turns it."""
    short = TEXT.picked(
        result.text, "requested", "together", "ai_last", "method", "undone", "threshold", "bears"
    )
    return [
        Prose(TEXT.picked(result.text, "answer"), LEAD),
        *not_recognised(result),
        Prose(TEXT.picked(result.text, "of_it_cash", "whether")),
        *(Prose((line,)) for line in short),
        *titles_of_people(result),
        result.grid(steps.name),
        result.grid(haste.name),
        result.grid(NAME),
        *_what_turns_it(result),
        Heading(_SECTIONS["limits"]),
        Bullets(TEXT.picked(result.text, *LIMITS)),
    ]


def _what_turns_it(result: Result) -> list[Block]:
    rows = result.in_dollars(turns.name)
    if rows.empty:
        return [Prose((_NOT_TURNED,), "absent")]
    said = TEXT.picked(result.text, "idle", "moves", "pay_moved")
    return [result.grid(turns.name, most=len(rows)), Prose(said)]


@TEXT.block("turns")
def not_turned(result: Result) -> list[Block]:
    """That what turns the cut was not solved, where it was not."""
    return [Prose((_NOT_TURNED,), "absent")] if result.in_dollars(turns.name).empty else []


_NOT_TURNED = "What turns it is not computed: only the four plans were asked for (--quick)."


def _page(result: Result) -> list[Section]:
    """Every part of the page."""
    return [*sections(result, TEXT, _SECTIONS), how_to_repeat(result.facts)]


@TEXT.block(HEADLINE, after="answer")
def not_recognised(result: Result) -> list[Block]:
    """Of how many people the job title is not recognised, and what to run."""
    told = unrecognised(result.facts)
    return [Prose(told)] if told else []


@TEXT.block(HEADLINE, after="requested")
def titles_of_people(result: Result) -> list[Block]:
    """How sure the titles of a roster are, and that exact figures of it are private."""
    told = result.facts.get("title_notes")
    return [Prose(tuple(told))] if told else []


def _steps(rows: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Cost and cash of each step.

    rows : (step) cost, cash
    """
    return {
        name: {kind: _in_full(float(rows[kind][name])) for kind in ("cost", "cash")} for name in rows.index
    }


def _in_full(millions: float) -> float:
    """An amount in the money that is shown; [USD million]."""
    return shown_money().of(MILLION * millions)


def _figures(result: Result) -> Mapping[str, Any]:
    """The answer for machines; amounts in full, in the money of the country; a missing figure null.

    result : computed or opened
    """
    rows = result.in_dollars(NAME).set_index("figure")
    last, parts = result.in_dollars(steps.name).set_index("step")["ai_last"], result.in_dollars(haste.name)
    turned = result.in_dollars(turns.name)[["change", "haste_per_exit", "size"]]
    quarters, of = result.in_dollars("quarters"), shown_money().of
    return {
        "exits": rows["cut"]["exits"],
        "size": rows["cut"]["size"],
        "steps": _steps(result.in_dollars(steps.name).set_index("step")),
        "steps_ai_last": {name: plain(_in_full(float(last[name]))) for name in last.index},
        "haste_per_exit": of(rows["haste"]["haste_per_exit"]),
        "haste_cash_per_exit": of(rows["haste"]["haste_cash_per_exit"]),
        "haste_bounds_per_exit": [of(end) for end in result.facts["haste_bounds"]],
        "haste_by_kind": {
            name: plain(of(float(each)))
            for name, each in zip(parts["part"], parts["per_exit"], strict=True)
        },
        "quarters_to_size": plain(float(rows["freeze"]["quarters_to_size"])),
        "worth_threshold": plain(float(rows["freeze"]["worth_threshold"])),
        "worth_threshold_of_cut": plain(float(rows["cut"]["worth_threshold"])),
        "turning_idle_hours": result.facts["turning_idle"],
        "turns": [
            {
                "change": turns.column("change").words[one],
                "haste_per_exit": plain(of(quick)),
                "size": plain(_in_full(size)),
            }
            for one, quick, size in turned.itertuples(index=False)
        ],
        "quarters": [
            {
                "quarter": period,
                **{
                    f"positions_{plan}": quarters[f"positions_{plan}"][at]
                    for plan in ("cut", "freeze", "free", "nothing")
                },
                **{
                    f"cash_{plan}": _in_full(quarters[f"cash_{plan}"][at])
                    for plan in ("cut", "freeze", "free", "nothing")
                },
            }
            for at, period in enumerate(quarters["period"])
        ],
    }


CUT = Kind(
    "cut", "a cut taken apart", "reallocate cut … --out", (*TABLES, *SHEET_TABLES), CHARTS, _page, _card,
    about="cut now or wait", lead=(NAME, "turns"), figures=_figures, text=(TEXT, SHEET), sheet=sheet, since=6,
    amounts={"haste_bounds": "USD/exit"},
)  # fmt: skip


_Progress = Callable[[str], None]

LIBRARIES = ("highspy", "numpy", "pandas")
"""Libraries whose version may move a digit."""


@shows(money_of_firm)
def cut_study(
    scenario: Scenario,
    world: World | None = None,
    progress: _Progress | None = None,
    command: str = "",
    requested: bool = True,
    kept: Kept | None = None,
    quick: bool = False,
) -> Result:
    """A cut taken apart into AI, size and haste, and what turns it.

    scenario : with exits that are decided
    world : the shipped one where none is given
    progress : receives what is under way
    command : that made it, for the record
    requested : whether the cut was asked for
    kept : what a saved result keeps of the firm's people, where the scenario is its
    quick : without what turns it
    Raises `InputError` for a scenario that cannot be read, `InfeasiblePlan` for one that cannot be kept.
    """
    report = progress or (lambda text: None)

    def first(problem: PlanProblem, pair: Pair) -> None:
        report(f"First figure: {first_answer(problem, pair)}")

    home = world or shipped_world(scenario.country)
    solved = solve_cut(scenario, home, report, requested, kept, first)
    solved = replace(solved, compared=with_ai_last(solved.compared, solved.problem.setting, report))
    if not quick:
        solved = with_turns(solved, report)
    tables, files = computed(CUT.tables, solved), solved.problem.kept.files()
    facts = _facts(solved, command)
    text = {**TEXT.said(solved), **SHEET.said(solved)}
    return Result(CUT, facts, tables, text, optimality(facts["unproven"]), files)


def _facts(solved: SolvedCut, command: str) -> dict[str, Any]:
    problem = solved.problem
    scenario = problem.scenario
    data = kept_scenario(scenario)
    written = command or f"reallocate cut {scenario.name}"
    return {
        "name": scenario.name,
        **problem.head,
        **country_facts(problem.world.country),
        **provenance(data, read_manifest(problem.world.country), LIBRARIES, written, 0),
        "start": scenario.start,
        "periods": list(scenario.periods),
        "unproven": max(solved.compared.cut.unproven, solved.compared.freeze.unproven),
        "haste_bounds": [end * MILLION / solved.compared.exits.count for end in solved.compared.haste_bounds],
        "turning_idle": plain(solved.turning_idle),
        "exits_quarter": solved.compared.exits.quarter,
        "requested": solved.requested,
        "title_notes": [one.sentence for one in problem.notes if one.about in ("titles of people", "reach")],
        "scenario": data,
    }
