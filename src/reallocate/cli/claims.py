"""The verb `claims`: the story's statements with verdicts; the scorecard, the layoff record, own claims."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reallocate.cli.assignments import own_parameters
from reallocate.cli.progress import command, progress, workers
from reallocate.cli.results import print_object

if TYPE_CHECKING:
    from reallocate.claims.basis.context import ClaimContext
    from reallocate.claims.computed import Entry
    from reallocate.work.parameters import Parameters

ADD = "add"
DRAWS = 32


def claims(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            help="Claims or rows of the story; with --evidence, papers or figures of theirs. Default: all. "
            "`add FILE.toml` tests a claim of your own."
        ),
    ] = None,
    evidence: Annotated[
        bool,
        typer.Option(
            "--evidence", help="The scorecard: published figures, computed again. With names, in words."
        ),
    ] = False,
    layoffs: Annotated[
        bool, typer.Option("--layoffs", help="The layoff record: who announced what, and what came back.")
    ] = False,
    sources: Annotated[
        Path | None,
        typer.Option(
            "--sources",
            help="Folder of source files, for figures whose data may not ship. Default: the folder that the "
            "environment variable REALLOCATE_SOURCE_DATA names.",
        ),
    ] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", help="An assumption, NAME=VALUE; `reallocate data --params` lists them."),
    ] = None,
    draws: Annotated[
        int | None,
        typer.Option("--draws", min=2, help="Draws of what is assumed, for intervals. Default: 32."),
    ] = None,
    seed: Annotated[int | None, typer.Option("--seed", min=0, help="Of the draws. Default: 0.")] = None,
    processes: Annotated[
        int | None, typer.Option("--workers", help="Processes to use. Default: one a core.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder for the page and the ledger as JSON.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON list on standard output.")] = False,
) -> None:
    """What the story says, computed: each claim with its interval, what would turn it, and a verdict.

    reallocate claims

    reallocate claims --evidence --sources FOLDER

    reallocate claims add mine.toml
    """
    parameters = own_parameters(set_ or [])
    ensemble = {"--draws": draws, "--seed": seed, "--workers": processes, "--out": out}
    given = {name: value is not None for name, value in ensemble.items()}
    if layoffs:
        others = {"--evidence": evidence, "names": bool(names), "--sources": sources is not None}
        _one_thing(others | given, "--layoffs")
        _layoffs(parameters, as_json)
    elif evidence:
        _one_thing(given, "--evidence")
        _evidence(names, sources, parameters, as_json)
    else:
        _one_thing({"--workers": processes is not None and (names or [])[:1] == [ADD]}, "claims add")
        drawn = (DRAWS if draws is None else draws, seed or 0, workers(processes or 0))
        _ledger(names or [], sources, parameters, drawn, out, as_json)


def _one_thing(given: dict[str, bool], where: str) -> None:
    """Refuse what does not go together."""
    from reallocate.errors import InputError, Problem

    problems = [
        Problem(f"{name} does nothing there", where, "Leave it out.")
        for name, is_given in given.items()
        if is_given
    ]
    if problems:
        raise InputError(problems)


def _evidence(names: list[str] | None, sources: Path | None, parameters: Parameters, as_json: bool) -> None:
    from reallocate.data.bundle import load_world
    from reallocate.evidence.context import EvidenceContext, sources_folder
    from reallocate.evidence.outline import scorecard_result
    from reallocate.evidence.scorecard import score

    folder = sources_folder(sources)
    with progress() as say:
        context = EvidenceContext(load_world(), parameters, folder, say)
        found = scorecard_result(score(context, names or None), parameters, bool(names), command())
    if as_json:
        print_object(found.to_dict())
        return
    from rich.console import Console

    from reallocate.report.terminal import summary

    Console(highlight=False).print(summary(found.title, found.kind.card(found)))


def _layoffs(parameters: Parameters, as_json: bool) -> None:
    from reallocate.data.bundle import load_world
    from reallocate.study.layoffs.run import layoff_record

    found = layoff_record(load_world(), parameters, command())
    if as_json:
        print_object(found.to_dict())
        return
    from rich.console import Console

    from reallocate.report.terminal import summary

    Console(highlight=False).print(summary(found.title, found.kind.card(found)))


def _ledger(
    names: list[str],
    sources: Path | None,
    parameters: Parameters,
    drawn: tuple[int, int, int],
    out: Path | None,
    as_json: bool,
) -> None:
    from reallocate.claims.basis.context import ClaimContext
    from reallocate.claims.outline import CLAIMS
    from reallocate.claims.run import ledger_result
    from reallocate.data.bundle import load_world
    from reallocate.evidence.context import sources_folder
    from reallocate.result.saving import must_be_free

    if out is not None:
        must_be_free(out, CLAIMS.name, CLAIMS.phrase)
    folder = sources_folder(sources)
    with progress() as say:
        context = ClaimContext(load_world(), sources=folder, draws=drawn[0], seed=drawn[1], say=say)
        entries = _entries(names, context, parameters, drawn[2])
        found = ledger_result(entries, context, parameters, names, command())
        if out is not None:
            found.save(out)
    if as_json:
        print_object(found.to_dict())
        return
    from rich.console import Console

    from reallocate.report.terminal import summary

    Console(highlight=False).print(summary(found.title, found.kind.card(found)))


def _entries(
    names: list[str], context: ClaimContext, parameters: Parameters, processes: int
) -> tuple[Entry, ...]:
    from reallocate.claims.ledger import entry, ledger
    from reallocate.claims.own import own_claims
    from reallocate.errors import InputError, Problem

    if names[:1] != [ADD]:
        return ledger(context, parameters, names or None, processes)
    if not names[1:]:
        raise InputError(Problem("no file is named", "claims add", "Write: reallocate claims add FILE.toml"))
    own = own_claims([Path(name) for name in names[1:]], context)
    return tuple(entry(claim, context, parameters) for claim in own)
