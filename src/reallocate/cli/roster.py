"""The verb `roster`: a table of people or positions, checked and reported without any person."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from reallocate.api.command_line import option_words
from reallocate.cli.options import AS_JSON, INDUSTRY, flag, option
from reallocate.cli.results import print_object
from reallocate.kernel.errors import InputError, Problem, visible

if TYPE_CHECKING:
    from reallocate.api.roster import RosterCheck


FAULTY = 1
FILES, READING = "Files to write", "How the file is read"


def roster(
    file: Path | None = typer.Argument(
        None, help="CSV, XLSX or Parquet, one row a person or position; names are not needed."
    ),
    map_: list[str] | None = option(
        "Name of a column that was not recognised: OURS=THEIRS, such as headcount=Staff; repeatable.",
        READING,
        "--map",
    ),
    industry: list[str] | None = INDUSTRY,
    rate: list[str] | None = option("Dollars for one unit of a currency, EUR=1.08; repeatable.", READING),
    rates: Path | None = option(
        "Table of rates (CSV: currency, usd, date) in place of those that ship.", READING, "--rates"
    ),
    rates_date: str | None = option("Date of the rates [YYYY-MM-DD].", READING),
    date: str | None = option(
        "Date of the file [YYYY-MM-DD]. Default: the date above its headers, else today.", READING
    ),
    header_row: int | None = option("Row of the column heads, if not recognised.", READING),
    skip_rows: int | None = option("Rows at the top of the file that are not read.", READING),
    review: Path | None = option("Table of titles to decide; your choices in it are read.", FILES),
    faults: Path | None = option("List of every faulty row, readable by you alone.", FILES),
    fix: Path | None = option("Clean copy of the file (CSV), readable by you alone.", FILES),
    template: Path | None = option("Empty file with all headers (CSV), to fill in.", FILES),
    columns: bool = flag("--columns", "List every column, header and word that is read, and end.", READING),
    as_json: bool = AS_JSON,
) -> None:
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

    if columns:
        print("\n".join(reallocate.Roster.known_words()))
        return
    check_files(review, faults, fix, template)
    if template is not None:
        reallocate.Roster.write_template(template)
    if file is None:
        if template is None:
            remedy = "Name a roster, or write an empty one with --template people.csv."
            raise InputError(Problem("there is no file to read", "reallocate roster", remedy))
        print(visible(f"{template} is an empty roster: write one row a person or position."))
        return
    read = reallocate.Roster.read(
        file, map=map_, review=review, industry=industry, rate=rate, rates=rates, rates_date=rates_date,
        date=date, header_row=header_row, skip_rows=skip_rows,
    )  # fmt: skip
    if review is not None:
        read.write_review(review)
    if faults is not None:
        read.write_faults(faults)
    changed = () if fix is None else read.write_clean(fix)
    found = read.check(review, faults)
    if as_json:
        print_object(found.to_dict() | ({} if fix is None else {"fixed": list(changed)}))
    else:
        _print([*found.lines, *_fixed(fix, changed)])
        again = {
            "roster": file, "map": map_, "industry": industry, "rate": rate, "rates": rates,
            "rates_date": rates_date, "date": date, "header_row": header_row, "skip_rows": skip_rows,
            "review": review,
        }  # fmt: skip
        _print_next(found, shlex.join(option_words(again)))
    if not found.is_clean:
        raise typer.Exit(FAULTY)


def _fixed(file: Path | None, changed: tuple[str, ...]) -> list[str]:
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
    left = (("no row is faulty", found.is_clean), ("a title is mapped", found.is_ready or not found.is_clean))
    until = " and ".join(goal for goal, is_met in left if not is_met)
    first = f"run this command again until {until}. Then: " if until else ""
    print(visible(f"Next: {first}reallocate plan {words}"))
    if not found.is_clean:
        print(visible(f"Or leave the faulty rows out: reallocate plan {words} --without-faulty"))
