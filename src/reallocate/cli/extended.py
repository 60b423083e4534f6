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
    from reallocate.result.saving import must_be_free
    from reallocate.study.economy.outline import KIND

    if out is not None:
        must_be_free(out, KIND.name, KIND.phrase)
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
    from reallocate.report.terminal import summary
    from reallocate.scenario.market.economy_run import economy_run
    from reallocate.study.economy.run import economy_study

    request = economy_run(scenario, load_world().sources)
    study = economy_study(request, progress=say, command=made_by, scenario=scenario)
    return Answer(
        study.to_dict(),
        study.facts,
        lambda console, place: console.print(summary(study.title, study.kind.card(study))),
        lambda: {PAGE: b""},
        lambda folder, files: study.save(folder),
        {},
    )
