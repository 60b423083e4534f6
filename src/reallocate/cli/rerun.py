"""The verb `rerun`: a saved result computed again from what it keeps, and held against what it said."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reallocate.cli.progress import progress, workers
from reallocate.cli.results import OBJECT, Answer, keep, print_object

if TYPE_CHECKING:
    from reallocate.result.folder import Kind, Saved

DIFFERENT = 1
"""How the verb ends where figures differ."""
SHOWN = 8
"""Differences that are printed."""
RECORD_ONLY = ("command", "hashes", "scenario", "version")
"""Keys of an object that are no figures."""
OF_THE_ROSTER = "people_groups"
"""The table that only a roster gives, which no result keeps."""


def rerun(
    folder: Annotated[Path, typer.Argument(help="A folder of results.")],
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the new result.")] = None,
    processes: Annotated[int, typer.Option("--workers", help="Processes to use; 0 takes one a core.")] = 0,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object on standard output.")
    ] = False,
) -> None:
    """Compute a saved result again, from its own scenario, options and seed, and compare the figures.

    Ends with 0 where the figures are the same, 1 where they differ, 2 where it cannot be run again.

    reallocate rerun results/ours

    reallocate rerun results/ours --out results/again
    """
    from reallocate.result.folder import must_be_free, open_result

    saved = open_result(folder)
    kind, run = _runner(saved)
    before = saved.json(OBJECT)
    if out is not None:
        must_be_free(out, kind)
    with tempfile.TemporaryDirectory() as place, progress() as say:
        answer = run(saved, Path(place), workers(processes), say)
        if out is not None:
            keep(answer, out)
    found = list(differences(*(_figures(one, _had_a_roster(before)) for one in (before, answer.found))))
    causes = _causes(saved.json(kind.record).get("meta", {}), answer.meta)
    if as_json:
        rows = [{"at": at, "saved": one, "now": other} for at, one, other in found]
        print_object({"status": "differs" if found else "same", "differences": rows, "because": causes})
    else:
        _print(found, causes, before, out)
    if found:
        raise typer.Exit(DIFFERENT)


def differences(one: Any, other: Any, at: str = "") -> Iterator[tuple[str, Any, Any]]:
    """Where two objects differ, down to the innermost: place, first, second.

    one, other : objects as JSON has them
    at : where they stand
    """
    if isinstance(one, dict) and isinstance(other, dict):
        for name in [*one, *(name for name in other if name not in one)]:
            yield from differences(one.get(name), other.get(name), f"{at}.{name}".lstrip("."))
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for place, (first, second) in enumerate(zip(one, other, strict=True)):
            yield from differences(first, second, f"{at}[{place}]")
    elif one != other:
        yield at, one, other


def _figures(found: Any, had_a_roster: bool) -> Any:
    """An object without what is no figure or needs a roster, as JSON has it."""
    import json

    plain = json.loads(json.dumps(found))
    if not isinstance(plain, dict):
        return plain
    made = {name: value for name, value in plain.items() if name not in RECORD_ONLY}
    if had_a_roster:
        made["council"] = {name: value for name, value in made["council"].items() if name != OF_THE_ROSTER}
    return made


def _had_a_roster(found: Any) -> bool:
    scenario = found.get("scenario") if isinstance(found, dict) else None
    return isinstance(scenario, dict) and "council" in found and bool(scenario.get("roster"))


def _causes(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What is not as it was when the result was saved."""
    old, new = before.get("hashes", {}), now.get("hashes", {})
    causes = [f"reallocate was {before['version']}, now {now['version']}"] * (
        before.get("version") != now.get("version")
    )
    causes += ["the figures that ship are others"] * (old.get("bundle") != new.get("bundle"))
    libraries = (old.get("libraries"), new.get("libraries"))
    return causes + [f"libraries were {libraries[0]}, now {libraries[1]}"] * (libraries[0] != libraries[1])


def _print(found: list[tuple[str, Any, Any]], causes: list[str], before: Any, out: Path | None) -> None:
    if not found:
        print("Same figures: the result computed again is equal to the saved one, to the last digit.")
    else:
        print(f"{len(found):,} values differ. The first:")
        for at, one, other in found[:SHOWN]:
            print(f"- {at}: saved {_short(one)}, now {_short(other)}")
    for cause in causes:
        print(f"Not as it was: {cause}.")
    if _had_a_roster(before):
        print(
            "The roster itself is not kept, only the roles made of it. Groups of people were not computed "
            f"again; they need the file {before['scenario']['roster']!r} and reallocate plan --roster."
        )
    if out is not None:
        print(f"The new result: {out}")


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"


def _runner(saved: Saved) -> tuple[Kind, Callable[[Saved, Path, int, Any], Answer]]:
    """The kind of a result, and what computes one again; `InputError` says what it needs."""
    from reallocate.errors import InputError, Problem
    from reallocate.study.calibration.folder import KIND as CALIBRATION
    from reallocate.study.economy.folder import KIND as ECONOMY

    runners = (
        (ECONOMY, _economy),
        (CALIBRATION, _calibration),
    )
    for kind, run in runners:
        if kind.name == saved.kind:
            return kind, run
    needs = {
        "comparison": "the two plans that were compared: reallocate compare A B --out FOLDER",
        "adopters": "the plan that was followed: reallocate simulate --adopters FOLDER --share-of-industry …",
        "ensemble": "its scenario: reallocate simulate … --draws N --ensemble FOLDER goes on with it",
    }
    needed = needs.get(saved.kind, "an input of which nothing is known here")
    raise InputError(
        Problem("the result does not keep all of its input", str(saved.folder), f"It needs {needed}.")
    )


def _economy(saved: Saved, place: Path, count: int, say: Any) -> Answer:
    from reallocate.cli.extended import extended
    from reallocate.scenario.market.read import load_market_scenario
    from reallocate.study.economy.folder import open_economy

    return extended(load_market_scenario(saved.folder), say, open_economy(saved.folder).meta["command"])


def _calibration(saved: Saved, place: Path, count: int, say: Any) -> Answer:
    from reallocate.cli.calibration import calibrated

    return calibrated(say)
