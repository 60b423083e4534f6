"""The verb `claims`: the story's statements with verdicts; the scorecard, the layoff record, own claims."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reallocate.cli.assignments import own_parameters
from reallocate.cli.progress import command, progress, workers

if TYPE_CHECKING:
    from reallocate.claims.computed import Entry
    from reallocate.claims.ground import ClaimGround
    from reallocate.work.parameters import Parameters

ADD = "add"
PAGE = "page.html"
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
    from reallocate.evidence.ground import Ground, sources_folder
    from reallocate.evidence.scorecard import score

    folder = sources_folder(sources)
    with progress() as say:
        ground = Ground(load_world(), parameters, folder, say)
        found = score(ground, names or None)
    if as_json:
        print(json.dumps(found.json(), allow_nan=False))
        return
    from rich.console import Console

    from reallocate.report.terminal_evidence import print_scorecard

    print_scorecard(found, Console(highlight=False), bool(names))


def _layoffs(parameters: Parameters, as_json: bool) -> None:
    from reallocate.data.bundle import load_world
    from reallocate.study.layoffs.record import layoff_tables, mean_pay, reversal

    world = load_world()
    tables, found = layoff_tables(world), reversal(world, parameters, mean_pay(world))
    if as_json:
        rows = tables["record"].astype(object).where(tables["record"].notna(), None)
        print(json.dumps(rows.to_dict("records"), allow_nan=False))
        return
    from rich.console import Console

    from reallocate.report.terminal_claims import print_layoffs

    print_layoffs(tables, found, Console(highlight=False))


def _ledger(
    names: list[str],
    sources: Path | None,
    parameters: Parameters,
    drawn: tuple[int, int, int],
    out: Path | None,
    as_json: bool,
) -> None:
    from reallocate.claims.ground import ClaimGround
    from reallocate.claims.ledger import entry_json
    from reallocate.data.bundle import load_world
    from reallocate.evidence.ground import sources_folder
    from reallocate.study.whole_folder import must_be_free

    folder = sources_folder(sources)
    if out is not None:
        must_be_free(out, PAGE, "a ledger of claims")
    with progress() as say:
        ground = ClaimGround(
            load_world(), sources=folder, draws=drawn[0], seed=drawn[1], say=say
        )
        entries = _entries(names, ground, parameters, drawn[2])
    if out is not None:
        _save(entries, ground, parameters, out)
    if as_json:
        print(json.dumps([entry_json(one) for one in entries], allow_nan=False))
        return
    from rich.console import Console

    from reallocate.report.terminal_claims import print_ledger

    print_ledger(entries, Console(highlight=False), out / PAGE if out is not None else None)


def _entries(
    names: list[str], ground: ClaimGround, parameters: Parameters, processes: int
) -> tuple[Entry, ...]:
    from reallocate.claims.ledger import entry, ledger
    from reallocate.claims.own import own_claim
    from reallocate.errors import InputError, Problem

    if names[:1] != [ADD]:
        return ledger(ground, parameters, names or None, processes)
    if not names[1:]:
        raise InputError(Problem("no file is named", "claims add", "Write: reallocate claims add FILE.toml"))
    own = [own_claim(Path(name), ground) for name in names[1:]]
    return tuple(entry(claim, ground, parameters) for claim in own)


def _save(entries: tuple[Entry, ...], ground: ClaimGround, parameters: Parameters, out: Path) -> None:
    from datetime import date
    from importlib.metadata import version

    from reallocate.claims.ledger import entry_json
    from reallocate.report.claims.page import Ledger, claims_page
    from reallocate.study.layoffs.record import layoff_tables, mean_pay, reversal
    from reallocate.study.whole_folder import whole_folder

    meta = {
        "date": date.today().isoformat(),
        "version": version("reallocate"),
        "command": command(),
        "draws": ground.draws,
        "seed": ground.seed,
        "set": {name: parameters[name] for name in parameters if parameters.about(name).is_own},
    }
    price = reversal(ground.world, parameters, mean_pay(ground.world))
    page = claims_page(Ledger(entries, meta, layoff_tables(ground.world), price))
    kept = {"meta": meta, "claims": [entry_json(one) for one in entries]}
    text = json.dumps(kept, allow_nan=False, ensure_ascii=False, indent=1)
    with whole_folder(out, PAGE, "a ledger of claims", {PAGE: page.encode("utf-8")}) as folder:
        (folder / "claims.json").write_text(text + "\n", encoding="utf-8")
