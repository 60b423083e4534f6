"""What `simulate` does with the extended laws: the nation's market as a summary, a page, a folder or JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from reallocate.cli.progress import command, progress
from reallocate.cli.results import PAGE, Answer, give

if TYPE_CHECKING:
    from reallocate.scenario.market.schema import MarketScenario


def run_extended_market(scenario: MarketScenario, out: Path | None, as_json: bool) -> None:
    """Run the nation's market by the extended laws, and say what comes out.

    scenario : in mode extended
    out : folder for the page, the tables and the scenario
    as_json : print one object on standard output instead
    """
    from reallocate.result.folder import must_be_free
    from reallocate.study.economy.folder import KIND

    if out is not None:
        must_be_free(out, KIND)
    with progress() as say:
        answer = extended(scenario, say, command())
    give(answer, out, as_json)


def extended(scenario: MarketScenario, say: Any, made_by: str) -> Answer:
    """The nation's market by the extended laws, as it is printed and saved.

    scenario : in mode extended
    say : told what is under way
    made_by : the command, for the record
    """
    from reallocate.data.bundle import load_world
    from reallocate.report.economy.card import print_economy
    from reallocate.report.economy.page import economy_page
    from reallocate.scenario.market.economy_run import economy_run
    from reallocate.study.economy.folder import save_economy
    from reallocate.study.economy.run import economy_study

    study = economy_study(economy_run(scenario, load_world().sources), progress=say, command=made_by)
    return Answer(
        study.as_json(),
        study.meta,
        lambda console, place: print_economy(study, console, place),
        lambda: {PAGE: economy_page(study).encode("utf-8")},
        lambda folder, files: save_economy(study, scenario, folder, files),
        {},
    )
