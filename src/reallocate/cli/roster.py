"""The verb `roster`: a table of people or positions, read, checked, matched, and reported without them."""

from __future__ import annotations

import json
import shlex
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reallocate.errors import visible

if TYPE_CHECKING:
    from reallocate.roster.reporting import Spans
    from reallocate.roster.roster import Roster

FAULTY = 1
LISTED = 40


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
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")] = False,
) -> None:
    """Check a roster: every bad row at once, titles as occupations, groups of people without persons.

    Ends with 0 where the file is clean, 1 where rows are faulty, 2 where it cannot be read.

    reallocate roster people.csv --map title="Position Name" --review review.csv
    """
    from reallocate.data.bundle import load_world
    from reallocate.roster.people_columns import mapping_of
    from reallocate.roster.review import read_review, review_rows, write_review
    from reallocate.roster.roster import Given, read_roster
    from reallocate.study.scenario.rows import industry_people

    columns = mapping_of(map_ or [])
    world = load_world()
    titles = {str(code): str(title) for code, title in world.occupations["title"].items()}
    exists = review is not None and review.exists()
    choices, earlier = read_review(review, titles) if review is not None and exists else ({}, [])
    weights = industry_people(world, tuple(industry or ()))
    found = read_roster(file, world, weights, Given(columns, choices))
    unsure = review_rows(found.matches, _counts_said(found), titles)
    if review is not None and (unsure or not exists):
        write_review(review, unsure, earlier)
    if as_json:
        print(json.dumps(_record(found, unsure), ensure_ascii=False, allow_nan=False))
    else:
        _print(found, unsure, review)
        _print_next(found, unsure, _same_files(file, map_ or [], review, industry or []))
    if found.people.faults:
        raise typer.Exit(FAULTY)


def _same_files(file: Path, columns: list[str], review: Path | None, industry: list[str]) -> str:
    """The words of a command that plans on what was read here."""
    words = ["--roster", str(file)]
    for option, values in (("--map", columns), ("--industry", industry)):
        words += [word for value in values for word in (option, value)]
    return shlex.join([*words, *(["--review", str(review)] if review is not None else [])])


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
    people, counts, tree = found.people, found.title_counts(), found.tree()
    return {
        "status": "faults" if people.faults else "ok",
        "file": people.name,
        "faults": [vars(fault) for fault in people.faults],
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
        "reporting": None if tree is None else {name: _or_null(size) for name, size in vars(tree).items()},
        "notes": list(people.notes),
    }


def _or_null(amount: float) -> float | None:
    return amount if amount == amount else None


def _print(found: Roster, unsure: list[dict[str, str]], review: Path | None) -> None:
    from rich.console import Console

    console = Console(highlight=False, markup=False, soft_wrap=False)
    people = found.people
    for line in _overview(found):
        console.print(line)
    _print_groups(found, console)
    for note in people.notes:
        console.print(note)
    _print_titles(found, unsure, review, console)
    _print_faults(found, console)


def _overview(found: Roster) -> list[str]:
    from reallocate.roster.roster import contractors_said

    people, counts = found.people, found.counts()
    shown = counts["people"] == counts["people"]
    heads = f"{counts['people']:,.0f} people" if shown else "fewer than ten people"
    lines = [
        f"{people.name}: {heads}, {contractors_said(counts)}, "
        f"{counts['open_positions']:,.0f} open positions.",
        "Counts of people and of open positions are rounded to five; contractors are no part of the people.",
        "Read: " + ", ".join(f"{ours} ({header})" for ours, header in people.columns.items()) + ".",
    ]
    if people.dropped:
        lines.append(
            "Dropped as personal: " + "; ".join(f"{name}, {why}" for name, why in people.dropped) + "."
        )
    if people.unused:
        lines.append(f"Not used: {', '.join(people.unused)}.")
    tree = found.tree()
    return [*lines, *([_tree_said(tree)] if tree is not None else [])]


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


def _print_faults(found: Roster, console: Any) -> None:
    from reallocate.roster.faults import REMEDIES

    faults = found.people.faults
    if not faults:
        console.print("No row is faulty.")
        return
    console.print(f"{len(faults)} {'fault' if len(faults) == 1 else 'faults'}:")
    kinds = Counter(fault.fault for fault in faults)
    for kind in sorted(kinds, key=lambda kind: (-kinds[kind], kind)):
        console.print(f"- {kind}: {kinds[kind]}. {REMEDIES[kind]}")
    for fault in faults[:LISTED]:
        column = f", {fault.column}" if fault.column else ""
        value = f": {fault.value!r}" if fault.value else ""
        console.print(f"  row {fault.row}{column}: {fault.fault}{value}")
    if len(faults) > LISTED:
        console.print(f"  and {len(faults) - LISTED} more; --json lists all of them.")
