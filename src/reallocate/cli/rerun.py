"""The verb `rerun`: a saved result computed again and compared."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from reallocate.api.requests import RerunCommand
from reallocate.cli.results import print_object
from reallocate.cli.verb import takes
from reallocate.kernel.options import File

if TYPE_CHECKING:
    from reallocate.api.rerun import Rerun


_DIFFERENT = 1
"""How the verb ends where figures differ."""
_SHOWN = 8
"""Differences that are printed."""
_WIDTH = 60


@takes(RerunCommand)
def rerun(asked: RerunCommand) -> None:
    """Compute a saved result again, from its own scenario, options and seed, and compare the figures.

    Ends with 0 if the figures are the same, 1 if they differ, 2 if it cannot be run again from its folder:
    a comparison, a run of adopters or an ensemble, whose own command is then named.

    reallocate rerun results/ours --out results/again
    """
    import reallocate

    made = reallocate.rerun(asked.folder, out=asked.out, workers=asked.workers)
    if asked.as_json:
        print_object(made.to_dict())
    else:
        _print(made, asked.out)
    if made.differences:
        raise typer.Exit(_DIFFERENT)


def _print(made: Rerun, out: File | None) -> None:
    if not made.differences:
        far = f"{made.digits} digits, as it was computed beforehand" if made.digits else "the last digit"
        print(f"Same figures: the new result equals the saved one to {far}.")
    else:
        print(f"{len(made.differences):,} values differ. The first:")
        for at, old, new in made.differences[:_SHOWN]:
            print(f"- {at}: saved {_short(old)}, now {_short(new)}")
    for cause in made.because:
        print(f"Changed since: {cause}.")
    if made.without_roster:
        groups = (
            " Groups of people were not computed again: they need the file "
            f"{made.without_roster!r} and reallocate plan --roster."
        )
        kept = "A result keeps the roles of a roster, not the roster."
        print(kept + (groups if made.result.kind.name == "plan" else ""))
    if out is not None:
        print(f"The new result: {out}")


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 3]}…"
