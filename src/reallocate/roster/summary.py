"""A roster as it is reported: counts, groups, faults and titles to decide, never a person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reallocate.errors import visible
from reallocate.roster.fault_groups import grouped
from reallocate.roster.privacy import MOST_FEW
from reallocate.roster.record import decisions
from reallocate.roster.review import FEW
from reallocate.roster.roster import (
    NOT_USED,
    Roster,
    certainty_text,
    contractors_text,
    not_used_text,
    small_groups_text,
)
from reallocate.titles.match import CHOSEN, OFFICIAL
from reallocate.work.dimensions import OTHER

LISTED = 40
"""Titles and groups that are listed."""


def lines(
    found: Roster, unsure: list[dict[str, str]], review: Path | None, faults: Path | None
) -> Iterator[str]:
    """The report for people, line by line.

    unsure : rows of the review
    review, faults : files that hold the titles to decide and the faulty rows
    """
    yield from found.people.warnings
    yield from _overview(found)
    yield from _fault_lines(found, faults)
    yield from _group_lines(found)
    yield from found.people.notes
    yield from _title_lines(found, unsure, review)


def counts_text(found: Roster) -> dict[str, str]:
    """(title) how many bear it, in words where they are few."""
    counts = found.title_counts()
    return {str(title): f"{count:.0f}" if count == count else FEW for title, count in counts.items()}


def _overview(found: Roster) -> list[str]:
    people, counts = found.people, found.counts()
    shown = counts["people"] == counts["people"]
    heads = f"{counts['people']:,.0f} people" if shown else f"fewer than {MOST_FEW} people"
    unclear = people.rows["status"].eq("").any()
    none_of_these = "; rows whose status or worker type is faulty count as none of these" if unclear else ""
    lines = [
        f"{people.name}: {heads}, {contractors_text(counts)}, {counts['open_positions']:,.0f} open positions"
        f"{none_of_these}.",
        "People are rounded to 25, open positions to five. Groups and titles may have 2.2 times as many "
        "people or as few; some 4% of groups are further off. Contractors are no part of the people.",
        people.source.text,
        "Read: " + ", ".join(f"{ours} ({header})" for ours, header in people.columns.items()) + ".",
    ]
    if small := small_groups_text(found):
        lines.append(f"{small[0].upper()}{small[1:]}.")
    if not_used := not_used_text(found):
        lines.append(f"Rows that are not used: {not_used}.")
    if people.dropped:
        dropped = "; ".join(f"{name}, {why}" for name, why in people.dropped)
        lines.append(f"Dropped as personal: {dropped}.")
    if people.unused:
        lines.append(f"Columns that are not used: {', '.join(people.unused)}.")
    pay, rates = found.pay(), people.rates
    if not pay.empty:
        used = f" at {rates.text(codes)}" if (codes := found.pay_currencies()) else ""
        by_currency = pay.drop(NOT_USED, errors="ignore")
        sizes = ", ".join(f"{code} {size:,.0f}" for code, size in by_currency.items())
        # Where only the pool is left, its size says nothing of currencies.
        is_told = bool({*by_currency.index} - {OTHER})
        said = f"People by the currency of their pay{used}: {sizes}" if is_told else f"Pay is converted{used}"
        lines.append(f"{said}.")
    if unpaid := found.unpaid_text():
        lines.append(f"{unpaid[0].upper()}{unpaid[1:]}.")
    if (tree := found.tree()) is not None:
        spans = "spans are not shown of so few managers."
        if tree.median_span == tree.median_span:
            half = f"{tree.low_span:g} to {tree.high_span:g} for half of them"
            spans = f"{tree.median_span:g} people a manager in the median, {half}."
        lines.append(f"Reporting tree: {tree.layers} layers; {spans}")
    return lines


def _group_lines(found: Roster) -> Iterator[str]:
    for column, sizes in found.groups().items():
        if len(sizes):
            shown = ", ".join(f"{group} {size:,.0f}" for group, size in sizes.head(LISTED).items())
            more = f", and {len(sizes) - LISTED} more" if len(sizes) > LISTED else ""
            yield f"People by {column}, about: {shown}{more}."


def _title_lines(found: Roster, unsure: list[dict[str, str]], review: Path | None) -> Iterator[str]:
    matches, counts = found.matches, found.title_counts()
    text = certainty_text(found)
    yield f"{text[0].upper()}{text[1:]}."
    read = [
        f"{title!r} as {match.occupation} ({match.probability:.2f})"
        for title, match in matches.items()
        if match.is_accepted and match.how not in (OFFICIAL, CHOSEN) and counts[title] == counts[title]
    ]
    if read:
        more = f", and {len(read) - LISTED} more" if len(read) > LISTED else ""
        yield f"Accepted without asking: {', '.join(read[:LISTED])}{more}."
    if not unsure:
        return
    if number := decisions(found, unsure):
        yield (
            f"About {number:.0f} decisions map the others: one holds for all titles that differ only in "
            "level, place, terms or a slip of spelling."
        )
    shown = [row for row in unsure if counts[row["title"]] == counts[row["title"]]]
    for row in sorted(shown, key=lambda row: (-counts[row["title"]], row["title"]))[:LISTED]:
        state = "provisional: " if matches[row["title"]].is_provisional else "uncertain: "
        likely = f"{state}{row['proposed']} ({row['score']})" if row["proposed"] else "no match found"
        others = f"; or {row['runners-up']}" if row["runners-up"] else ""
        yield f"  {row['title']!r}, about {row['count']} people: {likely}{others}"
    if len(unsure) > len(shown[:LISTED]):
        yield "  Titles of few people stand in the review alone."
    if review is None:
        yield "Write them into a table to choose from with --review review.csv."
    else:
        yield (
            f"{visible(str(review))} holds them: write a code, or yes for what is proposed, under 'chosen', "
            "and run this command again."
        )


def _fault_lines(found: Roster, listed: Path | None) -> Iterator[str]:
    groups = grouped(found.people.faults)
    if not groups:
        yield "No row is faulty."
        return
    rows = len({fault.row for fault in found.people.faults})
    yield f"{rows:,} {'row is' if rows == 1 else 'rows are'} faulty:"
    for group in groups:
        column = f"{group.column}: " if group.column else ""
        yield f"- {column}{group.what}; {group.first_rows}. {group.remedy}"
    if listed is None:
        yield "Every faulty row is listed with --faults faults.csv."
    else:
        yield f"{listed} lists every faulty row; only you may read it."
