"""The verb `roster`: a table of people or positions, read, checked, matched, and reported without them."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reallocate.cli.results import print_object
from reallocate.errors import visible

if TYPE_CHECKING:
    from reallocate.roster.reporting import Spans
    from reallocate.roster.roster import Roster

FAULTY = 1
LISTED = 40
FLAGS = {"header_row": "--header-row", "date": "--date", "rates": "--rate", "rates_date": "--rates-date"}


def roster(
    file: Annotated[
        Path, typer.Argument(help="CSV, XLSX or Parquet, one row a person or position; no names are needed.")
    ],
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", help="OURS=THEIRS: a column that is not recognised; several by repeating it."),
    ] = None,
    review: Annotated[
        Path | None,
        typer.Option("--review", help="Where unsure titles are written; edited, they are read from it."),
    ] = None,
    industry: Annotated[
        list[str] | None,
        typer.Option("--industry", "-i", help="NAICS code or words; weighs titles of several occupations."),
    ] = None,
    rate: Annotated[
        list[str] | None,
        typer.Option("--rate", help="EUR=1.08: dollars that one unit of a currency is worth; several."),
    ] = None,
    rates_date: Annotated[str, typer.Option(help="The day of the rates, as 2026-06-30.")] = "",
    date: Annotated[
        str,
        typer.Option(help="The day of the file; without it, what the file's own days say."),
    ] = "",
    header_row: Annotated[
        int | None, typer.Option(help="Row of the column heads, where it is not found.")
    ] = None,
    faults: Annotated[
        Path | None,
        typer.Option("--faults", help="Where every faulty row is listed; only you may read the file."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")] = False,
) -> None:
    """Check a roster: every bad row at once, titles as occupations, groups of people without persons.

    Ends with 0 where the file is clean, 1 where rows are faulty, 2 where it cannot be read. Pay in a currency
    other than USD needs its rate.

    reallocate roster people.csv --map title="Position Name" --review review.csv
    """
    from reallocate.data.bundle import load_world
    from reallocate.disk.look import look_at_file
    from reallocate.disk.replace import replace_file
    from reallocate.roster.fault_groups import fault_list
    from reallocate.roster.options import read_options
    from reallocate.roster.people_columns import mapping_of
    from reallocate.roster.review import read_review, review_rows, write_review
    from reallocate.roster.roster import Given, read_roster
    from reallocate.scenario.firm.rows import industry_people

    columns = mapping_of(map_ or [])
    reading = read_options(header_row, date, rate or [], rates_date, FLAGS)
    for place in (review, faults):
        if place is not None:
            look_at_file(place)
    world = load_world()
    titles = {str(code): str(title) for code, title in world.occupations["title"].items()}
    exists = review is not None and review.exists()
    choices, earlier = read_review(review, titles) if review is not None and exists else ({}, [])
    weights = industry_people(world, tuple(industry or ()))
    found = read_roster(file, world, weights, Given(columns, choices, reading))
    unsure = review_rows(found.matches, _counts_said(found), titles)
    if review is not None and (unsure or not exists):
        write_review(review, unsure, earlier)
    if faults is not None:
        replace_file(faults, fault_list(found.people.faults).encode("utf-8"))
    if as_json:
        print_object(_record(found, unsure))
    else:
        _print(found, unsure, review, faults)
        again = {"--map": map_, "--industry": industry, "--rate": rate, "--rates-date": [rates_date]}
        again |= {"--date": [date], "--header-row": [str(header_row or "")], "--review": [str(review or "")]}
        _print_next(found, unsure, _same_words(file, again))
    if found.people.faults:
        raise typer.Exit(FAULTY)


def _same_words(file: Path, given: Mapping[str, list[str] | None]) -> str:
    """The words of a command that plans on what was read here, with the options that were given."""
    words = ["--roster", str(file)]
    for option, values in given.items():
        words += [word for value in values or [] if value for word in (option, value)]
    return shlex.join(words)


def _print_next(found: Roster, unsure: list[dict[str, str]], words: str) -> None:
    """What to do next: mend what a plan would refuse, or plan. Whole, so that it can be copied."""
    if found.people.faults or unsure:
        what = " and ".join(
            said
            for said, any_left in (("no row is faulty", found.people.faults), ("every title is sure", unsure))
            if any_left
        )
        print(visible(f"Next: run this command again until {what}. Then: reallocate plan {words}"))
    else:
        print(visible(f"Next: reallocate plan {words}"))


def _counts_said(found: Roster) -> dict[str, str]:
    from reallocate.roster.review import FEW

    counts = found.title_counts()
    return {str(title): f"{count:.0f}" if count == count else FEW for title, count in counts.items()}


def _record(found: Roster, unsure: list[dict[str, str]]) -> dict[str, Any]:
    """One object for machines; an amount that may not be shown is null."""
    from reallocate.roster.fault_groups import FIRST_ROWS, MOST_VALUES, grouped

    people, counts, tree = found.people, found.title_counts(), found.tree()
    return {
        "status": "faults" if people.faults else "ok",
        "file": people.name,
        "faults": [
            {
                "fault": group.fault,
                "column": group.column,
                "rows": len(group.rows),
                "first_rows": list(group.rows[:FIRST_ROWS]),
                "values": dict(group.values[:MOST_VALUES]),
                "remedy": group.remedy,
            }
            for group in grouped(people.faults)
        ],
        "counts": {name: _or_null(count) for name, count in found.counts().items()},
        "columns": dict(people.columns),
        "dropped": [{"column": column, "why": why} for column, why in people.dropped],
        "unused": list(people.unused),
        "matches": [
            {
                "title": title,
                "people": counts[title],
                "occupation": match.occupation,
                "sure": match.sure,
                "score": match.score,
                "how": match.how,
                "runners_up": [{"occupation": code, "score": score} for code, score in match.options[1:]],
            }
            for title, match in found.matches.items()
            if counts[title] == counts[title]
        ],
        "unsure_titles": len(unsure),
        "groups": {
            column: [{"group": str(group), "people": size} for group, size in sizes.items()]
            for column, sizes in found.groups().items()
        },
        "pay": [{"currency": str(code), "people": _or_null(size)} for code, size in found.pay().items()],
        "rates": {"usd_per_unit": dict(people.rates.usd), "date": people.rates.date},
        "reporting": None if tree is None else {name: _or_null(size) for name, size in vars(tree).items()},
        "notes": list(people.notes),
    }


def _or_null(amount: float) -> float | None:
    return amount if amount == amount else None


def _print(found: Roster, unsure: list[dict[str, str]], review: Path | None, faults: Path | None) -> None:
    from rich.console import Console

    console = Console(highlight=False, markup=False, soft_wrap=False)
    people = found.people
    for line in _overview(found):
        console.print(line)
    _print_faults(found, faults, console)
    _print_groups(found, console)
    for note in people.notes:
        console.print(note)
    _print_titles(found, unsure, review, console)


def _overview(found: Roster) -> list[str]:
    from reallocate.roster.roster import contractors_said

    people, counts = found.people, found.counts()
    shown = counts["people"] == counts["people"]
    heads = f"{counts['people']:,.0f} people" if shown else "fewer than ten people"
    unclear = people.rows["status"].eq("").any()
    lines = [
        f"{people.name}: {heads}, {contractors_said(counts)}, "
        f"{counts['open_positions']:,.0f} open positions"
        + ("; rows whose status or worker type is faulty count as none of these." if unclear else "."),
        "Counts of people and of open positions are rounded to five; contractors are no part of the people.",
        "Read: " + ", ".join(f"{ours} ({header})" for ours, header in people.columns.items()) + ".",
    ]
    if people.dropped:
        lines.append(
            "Dropped as personal: " + "; ".join(f"{name}, {why}" for name, why in people.dropped) + "."
        )
    if people.unused:
        lines.append(f"Not used: {', '.join(people.unused)}.")
    lines += _pay_lines(found)
    tree = found.tree()
    return [*lines, *([_tree_said(tree)] if tree is not None else [])]


def _pay_lines(found: Roster) -> list[str]:
    """People by the currency of their pay, whose pay is not used, and the rates."""
    pay, rates = found.pay(), found.people.rates
    if pay.empty:
        return []
    paid = ", ".join(
        f"{code} {size:,.0f}" if size == size else f"{code} fewer than ten" for code, size in pay.items()
    )
    used = f" at {rates.text()}" if rates.usd else ""
    return [f"People by the currency of their pay{used}: {paid}."]


def _tree_said(tree: Spans) -> str:
    if tree.median_span != tree.median_span:
        return f"Reporting tree: {tree.layers} layers; spans are not shown of so few managers."
    return (
        f"Reporting tree: {tree.layers} layers; {tree.median_span:g} people a manager in the median, "
        f"{tree.low_span:g} to {tree.high_span:g} for half of them."
    )


def _print_groups(found: Roster, console: Any) -> None:
    from reallocate.roster.roster import GROUPED_BY

    groups = found.groups()
    for column in [column for column in GROUPED_BY if len(groups.get(column, ()))]:
        sizes = groups[column]
        shown = ", ".join(f"{group} {size:,.0f}" for group, size in sizes.head(LISTED).items())
        more = f", and {len(sizes) - LISTED} more" if len(sizes) > LISTED else ""
        console.print(f"People by {column}: {shown}{more}.")


def _print_titles(found: Roster, unsure: list[dict[str, str]], review: Path | None, console: Any) -> None:
    sure = len(found.matches) - len(unsure)
    console.print(f"Titles: {sure} of {len(found.matches)} are read as an occupation.")
    if not unsure:
        return
    counts = found.title_counts()
    shown = [row for row in unsure if counts[row["title"]] == counts[row["title"]]]
    for row in shown[:LISTED]:
        likely = f"{row['proposed']} ({row['score']})" if row["proposed"] else "nothing is near"
        others = f"; or {row['runners-up']}" if row["runners-up"] else ""
        console.print(f"  {row['title']!r}, {row['count']} people: {likely}{others}")
    rest = len(unsure) - len(shown[:LISTED])
    if rest:
        console.print(f"  {rest} {'more' if shown else 'of few people each'}.")
    if review is None:
        console.print("Write them into a table to choose from with --review review.csv.")
    else:
        console.print(
            f"{visible(str(review))} holds them: write a code, or yes for what is proposed, under 'chosen', "
            "and run this command again."
        )


def _print_faults(found: Roster, listed: Path | None, console: Any) -> None:
    from reallocate.roster.fault_groups import grouped

    groups = grouped(found.people.faults)
    if not groups:
        console.print("No row is faulty.")
        return
    rows = len({fault.row for fault in found.people.faults})
    console.print(f"{rows:,} {'row is' if rows == 1 else 'rows are'} faulty:")
    for group in groups:
        column = f"{group.column}: " if group.column else ""
        console.print(f"- {column}{group.what}; {group.first_rows}. {group.remedy}")
    if listed is None:
        console.print("Every faulty row is listed with --faults faults.csv.")
    else:
        console.print(f"{listed} lists every faulty row; only you may read it.")
