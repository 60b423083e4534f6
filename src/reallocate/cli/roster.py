"""The verb `roster`: a table of people or positions, checked and reported without any person."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer

from reallocate.api.command_line import option_words
from reallocate.api.requests import RosterCommand, RosterRequest
from reallocate.cli.results import print_object
from reallocate.cli.verb import takes
from reallocate.kernel.errors import InputError, Problem, visible
from reallocate.kernel.options import ROSTER, File, given

if TYPE_CHECKING:
    from reallocate.api.roster import RosterCheck


_FAULTY = 1


@takes(RosterCommand, {ROSTER: "How the file is read"})
def roster(asked: RosterCommand) -> None:
    """Check a roster: faulty rows, titles that need a decision, and groups of people.

    Figures are exact; no person is named. Ends with 0 if the file is clean, 1 if rows are faulty, 2 if it
    cannot be read.
    Exports of Workday, SAP SuccessFactors, Oracle HCM, BambooHR and Personio are recognised.

    reallocate roster people.csv --map title="Position Name" --review review.csv

    reallocate roster export.csv --fix clean.csv --faults faults.csv

    reallocate roster --template people.csv
    """
    import reallocate
    from reallocate.api.roster import check_files

    if asked.columns:
        print("\n".join(reallocate.Roster.known_words()))
        return
    check_files(asked.review, asked.faults, asked.fix, asked.template)
    if asked.template is not None:
        reallocate.Roster.write_template(asked.template)
    if asked.file is None:
        if asked.template is None:
            remedy = "Name a roster, or write an empty one with --template people.csv."
            raise InputError(Problem("there is no file to read", "reallocate roster", remedy))
        print(visible(f"{asked.template} is an empty roster: write one row a person or position."))
        return
    options = given(asked, RosterRequest)
    read = reallocate.Roster.read(**options)
    if asked.review is not None:
        read.write_review(asked.review)
    if asked.faults is not None:
        read.write_faults(asked.faults)
    changed = () if asked.fix is None else read.write_clean(asked.fix)
    found = read.check(asked.review, asked.faults)
    if asked.as_json:
        print_object(found.to_dict() | ({} if asked.fix is None else {"fixed": list(changed)}))
    else:
        _print([*found.lines, *_fixed(asked.fix, changed)])
        again = {"roster": options.pop("file"), **options}
        _print_next(found, shlex.join(option_words(again)))
    if not found.is_clean:
        raise typer.Exit(_FAULTY)


def _fixed(file: File | None, changed: tuple[str, ...]) -> list[str]:
    """What the clean copy changes, line by line."""
    if file is None:
        return []
    first = f"{visible(str(file))} is a clean copy; only you may read it. Cells at fault stay as they are."
    return [first, *(f"- {line}" for line in changed)]


def _print(lines: Sequence[str]) -> None:
    from rich.console import Console

    console = Console(highlight=False, markup=False, soft_wrap=False)
    for line in lines:
        console.print(line)


def _print_next(found: RosterCheck, words: str) -> None:
    """What to do next: mend what a plan would refuse, or plan. Whole, so that it can be copied."""
    first = "" if found.is_clean else "run this command again until no row is faulty. Then: "
    print(visible(f"Next: {first}reallocate plan {words}"))
    if not found.is_clean:
        print(visible(f"Or leave the faulty rows out: reallocate plan {words} --without-faulty"))
