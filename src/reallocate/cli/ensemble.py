"""What `simulate --draws` does: many runs, each with numbers of its own, in a folder that can go on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reallocate.cli.progress import progress
from reallocate.cli.results import Answer, give

if TYPE_CHECKING:
    from reallocate.scenario.market.schema import MarketScenario


def run_ensemble(
    scenario: MarketScenario,
    draws: int | None,
    folder: Path | None,
    spread: float | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Make an ensemble, or go on with one, and say what it says.

    scenario : as written
    draws : how many; `InputError` where it or the folder is missing
    folder : where shards and results lie
    spread : how far above and below its value a number is drawn; a quarter where nothing is said
    out : `InputError` where one is given: tables lie in the ensemble's own folder
    as_json : print one object on standard output instead
    """
    from reallocate.errors import InputError, Problem
    from reallocate.study.ensemble.draws import SPREAD
    from reallocate.study.ensemble.run import ensemble

    if draws is None or folder is None:
        missing, given = ("--draws N", "--ensemble") if draws is None else ("--ensemble FOLDER", "--draws")
        raise InputError(
            Problem(f"{missing} is missing", given, "Shards are kept in a folder as they are made.")
        )
    if out is not None:
        what = "--out does not go with --draws: tables lie in the folder of --ensemble"
        raise InputError(Problem(what, "--out", "Leave it out."))
    with progress() as say:
        found = ensemble(scenario, draws, folder, SPREAD if spread is None else spread, progress=say)
    from reallocate.report.market.ensemble_card import print_ensemble
    from reallocate.result.folder import list_files
    from reallocate.study.ensemble.folder import KIND

    answer = Answer(
        found.as_json(),
        found.meta,
        lambda console, place: print_ensemble(found, console, place),
        dict,
        lambda place, files: list_files(place, KIND, files),
        {},
    )
    give(answer, folder, as_json)
