"""What `simulate --adopters` does: a saved plan becomes its industry's, and the market answers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from reallocate.cli.progress import command, progress
from reallocate.cli.results import PAGE, Answer, give

if TYPE_CHECKING:
    from reallocate.scenario.market.schema import MarketScenario


def run_adopters(
    scenario: MarketScenario,
    plan: Path | None,
    share: float | None,
    others: Mapping[str, object],
    out: Path | None,
    as_json: bool,
) -> None:
    """Let an industry follow a saved plan, and say what comes of it.

    scenario : of the market, in mode extended; draws are made where it says how many
    plan : folder of `plan --out`
    share : of the industry's work that adopters do in the end [share]
    others : options that a round trip does not read, by name
    out : folder for the page, the tables and the sentences
    as_json : print one object on standard output instead
    Raises `InputError` where plan or share is missing, or an option is given that is not read.
    """
    from reallocate.data.bundle import load_world
    from reallocate.errors import InputError, Problem
    from reallocate.report.couple.card import print_coupled
    from reallocate.report.couple.page import couple_page
    from reallocate.result.folder import must_be_free
    from reallocate.scenario.market.economy_run import economy_run
    from reallocate.study.couple.folder import KIND, save_coupled
    from reallocate.study.couple.run import coupled_study
    from reallocate.study.plan.run import open_plan

    problems = [
        Problem(f"a round trip does not read {flag}", "simulate --adopters", "Leave it out.")
        for flag, value in others.items()
        if value is not None
    ]
    if scenario.mode != "extended":
        remedy = "Leave --mode and what only the published laws read out."
        problems.append(Problem("a round trip needs the extended laws", "simulate --adopters", remedy))
    if share is None:
        why = "How many follow a firm is not known, and not guessed."
        remedy = "Add a share, such as --share-of-industry 0.4."
        problems.append(Problem("there is no --share-of-industry", "simulate --adopters", remedy, why))
    if plan is None:
        remedy = "Name a saved plan: --adopters FOLDER, as written by reallocate plan … --out."
        problems.append(Problem("there is no --adopters", "simulate --share-of-industry", remedy))
    if problems or plan is None or share is None:
        raise InputError(problems)
    if out is not None:
        must_be_free(out, KIND)
    asked = economy_run(scenario, load_world().sources)
    saved = open_plan(plan)
    draws = scenario.draws if "draws" in scenario.model_fields_set else 0
    with progress() as say:
        study = coupled_study(saved, share, asked, progress=say, command=command(), draws=draws)
    answer = Answer(
        study.as_json(),
        study.meta,
        lambda console, place: print_coupled(study, console, place.parent if place else None),
        lambda: {PAGE: couple_page(study).encode("utf-8")},
        lambda folder, files: save_coupled(study, folder, files),
        {"share_of_industry": share, "draws": draws},
    )
    give(answer, out, as_json)
