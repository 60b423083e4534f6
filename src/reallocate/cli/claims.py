"""The verb `claims`: the story's statements with verdicts; with --evidence, the scorecard."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reallocate.cli.progress import progress

if TYPE_CHECKING:
    from reallocate.claims.ledger import Entry
    from reallocate.evidence.scorecard import Scorecard
    from reallocate.work.parameters import Parameters


def claims(
    names: Annotated[
        list[str] | None,
        typer.Argument(help="Claims or rows of the story; with --evidence, papers. Default: all of them."),
    ] = None,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="The scorecard: published figures, computed again.")
    ] = False,
    sources: Annotated[
        Path | None,
        typer.Option("--sources", help="Folder of source files, for figures whose data may not ship."),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", help="An assumption, NAME=VALUE; `reallocate data --params` lists them."),
    ] = None,
    draws: Annotated[int, typer.Option("--draws", help="Draws of what is assumed, for intervals.")] = 32,
    seed: Annotated[int, typer.Option("--seed", help="Of the draws.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON list on standard output.")] = False,
) -> None:
    """What the story says, computed: each claim with its interval, what would turn it, and a verdict.

    reallocate claims

    reallocate claims --evidence --sources FOLDER
    """
    from reallocate.evidence.ground import sources_folder

    folder = sources_folder(sources)
    with progress(as_json) as say:
        if evidence:
            found = _scorecard(names, folder, set_, say)
            if as_json:
                print(json.dumps(found.json(), allow_nan=False))
            else:
                _print_scorecard(found, explain=bool(names))
            return
        entries = _ledger(names, folder, set_, draws, seed, say)
    if as_json:
        print(json.dumps([one.json() for one in entries], allow_nan=False))
    else:
        _print_ledger(entries)


def _parameters(set_: list[str] | None) -> Parameters:
    from reallocate.cli.assignments import assignments
    from reallocate.work.parameters import Parameters

    return Parameters(assignments(set_ or []))


def _scorecard(
    names: list[str] | None, folder: Path | None, set_: list[str] | None, say: object
) -> Scorecard:
    from reallocate.data.bundle import load_world
    from reallocate.evidence.ground import Ground
    from reallocate.evidence.scorecard import score

    told = say if callable(say) else lambda text: None
    return score(Ground(load_world(), _parameters(set_), folder, told), names or None)


def _ledger(
    names: list[str] | None,
    folder: Path | None,
    set_: list[str] | None,
    draws: int,
    seed: int,
    say: object,
) -> tuple[Entry, ...]:
    from reallocate.claims.ground import ClaimGround
    from reallocate.claims.ledger import ledger
    from reallocate.data.bundle import load_world

    told = say if callable(say) else lambda text: None
    ground = ClaimGround(load_world(), sources=folder, draws=draws, seed=seed, say=told)
    return ledger(ground, _parameters(set_), names or None)


def _print_scorecard(found: Scorecard, explain: bool) -> None:
    from rich.console import Console

    from reallocate.report.terminal_evidence import print_scorecard

    print_scorecard(found, Console(), explain)


def _print_ledger(entries: tuple[Entry, ...]) -> None:
    from rich.console import Console

    from reallocate.report.terminal_claims import print_ledger

    print_ledger(entries, Console())
