"""A roster as it is reported: counts, groups, faults and titles to decide, for people and for machines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reallocate.data.titles.match import TitleMatch
from reallocate.kernel.errors import visible
from reallocate.kernel.money import DOLLAR
from reallocate.kernel.number import first_of
from reallocate.render.result import EXACT
from reallocate.roster.faults import FIRST_ROWS, MOST_VALUES, grouped
from reallocate.roster.file.cells import CONTRACTOR, FILLED, KINDS, LEFT, OPEN
from reallocate.roster.file.headers import systems
from reallocate.roster.file.people_columns import COLUMNS
from reallocate.roster.groups import FEW, FEWER
from reallocate.roster.people import People
from reallocate.roster.roster import (
    Roster,
    certainty_text,
    contractors_text,
    fte_text,
    not_used_text,
    unpaid_text,
)
from reallocate.work.firm import OTHER

_GROUPS, _GUESSES = 6, 4
"""Groups, and columns read by likeness, that one line names."""


def lines(
    found: Roster, unsure: list[dict[str, str]], review: Path | None, faults: Path | None
) -> Iterator[str]:
    """The report for people, line by line.

    unsure : rows of the review
    review, faults : files that hold the titles to decide and the faulty rows
    """
    yield EXACT
    yield from found.people.warnings
    yield from _overview(found)
    yield from _fault_lines(found, faults)
    yield from _group_lines(found)
    yield from found.people.notes
    yield from _title_lines(found, unsure, review)


def _few_titles(found: Roster) -> tuple[int, int]:
    """How many titles have fewer than five rows, and how many rows these are together."""
    few = [size for size in found.title_counts().values() if size < FEW]
    return len(few), sum(few)


def _overview(found: Roster) -> list[str]:
    people, counts = found.people, found.counts()
    unclear = people.rows["status"].eq("").any()
    none_of_these = "; rows whose status or worker type is faulty count as none of these" if unclear else ""
    opened = counts["open_positions"]
    lines = [
        f"{people.name}: {counts['people']:,} people in {fte_text(found.positions)} full-time positions, "
        f"{contractors_text(counts)}, {opened:,} open position{'' if opened == 1 else 's'}{none_of_these}. "
        "Contractors are no part of the people.",
        *filter(None, [found.unrecognised.text()]),
        people.source.text,
        _read_text(people),
    ]
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
        sizes = ", ".join(f"{code} {size:,}" for code, size in pay.items())
        lines.append(f"People by the currency of their pay{used}: {sizes}.")
    if unpaid := unpaid_text(found):
        lines.append(f"{unpaid[0].upper()}{unpaid[1:]}.")
    if (tree := found.tree()) is not None:
        half = f"{tree.low_span:g} to {tree.high_span:g} for half of them"
        spans = f"{tree.managers:,} managers, {tree.median_span:g} people a manager in the median, {half}."
        lines.append(f"Reporting tree: {tree.layers} layers; {spans}")
    return lines


def _read_text(people: People) -> str:
    """What was taken for what, and how to differ where a header only resembles ours."""
    read = "Read: " + ", ".join(f"{ours} ({header})" for ours, header in people.columns.items()) + "."
    if not people.alike:
        return read
    guessed = first_of([f"{people.columns[ours]} as {ours}" for ours in people.alike], _GUESSES)
    return f"{read} By likeness: {guessed}; if one is wrong, write --map {people.alike[0]}=HEADER."


def _group_lines(found: Roster) -> Iterator[str]:
    """The largest groups of five people and more; smaller ones together as "other"."""
    for column, sizes in found.groups.items():
        largest = sorted(sizes.items(), key=lambda one: (one[0] == OTHER, -one[1]))
        shown = first_of([f"{group} {size:,}" for group, size in largest], _GROUPS)
        yield f"People by {column}: {shown}."


def _title_lines(found: Roster, unsure: list[dict[str, str]], review: Path | None) -> Iterator[str]:
    matches, counts = found.matches, found.title_counts()
    text = certainty_text(found)
    yield f"{text[0].upper()}{text[1:]}."
    if found.told_industry:
        yield f"Its titles are those of {found.told_industry}; --industry names another."
    many = {title: size for title, size in counts.items() if size >= FEW}
    read = [title for title in many if title in matches and matches[title].is_accepted]
    if read:
        yield "Titles that need no decision, with rows, occupation and probability:"
    for title in read:
        yield f"  {title!r}, {many[title]:,}: {matches[title].occupation} ({matches[title].probability:.2f})"
    titles, people = _few_titles(found)
    if titles:
        are = "title has" if titles == 1 else "titles have"
        yield f"{titles:,} {are} {FEWER} rows each, {people:,} together."
    if not unsure:
        return
    number = "1 decision maps" if len(unsure) == 1 else f"{len(unsure):,} decisions map"
    yield (
        f"{number} the others: one holds for all titles that differ only in level, place, terms or a slip of "
        "spelling."
    )
    shown = [row for row in unsure if row["count"] != FEWER]
    for row in shown:
        state = "provisional: " if matches[row["title"]].is_provisional else "uncertain: "
        likely = f"{state}{row['proposed']} ({row['score']})" if row["proposed"] else "no match found"
        others = f"; or {row['runners-up']}" if row["runners-up"] else ""
        yield f"  {row['title']!r}, {row['count']} rows: {likely}{others}"
    if left := len(unsure) - len(shown):
        yield f"  {left:,} more, of {FEWER} rows each, {'stands' if left == 1 else 'stand'} in the review."
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
    out = len({fault.row for fault in found.people.removing})
    stay = f"; {rows - out:,} of them stay in a plan, which uses no such column" if out < rows else ""
    yield f"{rows:,} {'row is' if rows == 1 else 'rows are'} faulty{stay}:"
    for group in groups:
        column = f"{group.column}: " if group.column else ""
        yield f"- {column}{group.what}; {group.first_rows}. {group.remedy}"
    if listed is None:
        yield "Every faulty row is listed with --faults faults.csv."
    else:
        yield f"{listed} lists every faulty row; only you may read it."


_ACCEPT, _PROVISIONAL, _ASK, _NONE, _NOT_READ = "accept", "provisional", "ask", "none", "not read"
"""What happens with a title: it is used, used and flagged, not recognised until somebody chooses, without a
match, or not needed."""


def record(found: Roster, unsure: list[dict[str, str]]) -> dict[str, Any]:
    """One object for machines.

    unsure : rows of the review
    """
    people, tree = found.people, found.tree()
    titles, bearers = _few_titles(found)
    left = found.unrecognised
    return {
        "status": "faults" if people.faults else "ok",
        "privacy": EXACT,
        "file": people.name,
        "rows": len(people.rows),
        **found.counts(),
        "positions": found.positions,
        "profile": people.source.system.name if people.source.system else None,
        "header_row": people.header_row,
        "columns": dict(people.columns),
        "dropped": [{"column": column, "why": why} for column, why in people.dropped],
        "unused": list(people.unused),
        "faults": [
            {"row": fault.row, "column": fault.column, "fault": fault.fault} for fault in people.faults
        ],
        "fault_kinds": _fault_kinds(found),
        "titles": _titles(found),
        "titles_of_few": {"titles": titles, "count": bearers},
        "titles_to_decide": len(unsure),
        "certainty": [
            {"occupation": str(kind), "people": int(size)} for kind, size in found.certainty().items()
        ],
        "unrecognised": {"people": left.people, "titles": left.titles, "sentence": left.text()},
        "currencies": _currencies(found),
        "not_used": [{"reason": reason, "rows": rows} for reason, rows in found.not_used().items()],
        "dimensions": _dimensions(found),
        "reporting": None if tree is None else dict(vars(tree)),
        "warnings": list(people.warnings),
        "notes": list(people.notes),
    }


def _fault_kinds(found: Roster) -> list[dict[str, Any]]:
    """Faults by kind, with whether they keep their rows out of a plan."""
    out = {(one.fault, one.column) for one in found.people.removing}
    return [
        {
            "fault": group.fault,
            "column": group.column,
            "rows": len(group.rows),
            "leaves_out": (group.fault, group.column) in out,
            "first_rows": list(group.rows[:FIRST_ROWS]),
            "values": dict(group.values[:MOST_VALUES]),
            "remedy": group.remedy,
        }
        for group in grouped(found.people.faults)
    ]


def _action(match: TitleMatch) -> str:
    """What happens with a title until somebody decides.

    match : how it was read
    """
    if match.is_accepted:
        return _ACCEPT
    if match.is_provisional:
        return _PROVISIONAL
    return _ASK if match.options else _NONE


def _titles(found: Roster) -> list[dict[str, Any]]:
    """Titles of five rows and more, those of most first; others stand in the review.

    A title of rows with a code of their own, or of contractors alone, is not read and has no probability.
    """
    rows = []
    for title, count in found.title_counts().items():
        if count < FEW:
            continue
        match = found.matches.get(title)
        options = () if match is None else match.options
        rows.append(
            {
                "title": title,
                "group": title if match is None else match.family,
                "count": count,
                "proposed": options[0][0] if options else None,
                "probability": None if match is None else match.probability,
                "action": _NOT_READ if match is None else _action(match),
                "how": _NOT_READ if match is None else match.how,
                "candidates": [
                    {"occupation": code, "title": found.titles.get(code, ""), "probability": chance}
                    for code, chance in options
                ],
            }
        )
    return rows


def _currencies(found: Roster) -> list[dict[str, Any]]:
    """People by the currency of their pay, with the rate [USD/unit] and its day."""
    rates = found.people.rates
    rows = []
    for code, size in found.pay().items():
        rate = rates.rate(str(code)) if code == DOLLAR or code in rates.known else None
        rows.append({"currency": str(code), "people": int(size), "rate": rate, "date": rates.day(str(code))})
    return rows


def _dimensions(found: Roster) -> list[dict[str, Any]]:
    """Groupings that the file has: column, groups of five people and more, and whether others are pooled."""
    return [
        {
            "dimension": column,
            "column": found.people.columns.get(column, ""),
            "groups": sum(str(group) != OTHER for group in sizes.index),
            "pooled": OTHER in sizes.index,
            "people": [{"group": str(group), "people": int(size)} for group, size in sizes.items()],
        }
        for column, sizes in found.groups.items()
    ]


_COUNTS_AS = {FILLED: "employee", CONTRACTOR: "from outside", OPEN: "open position", LEFT: "not used"}
_TITLES = (
    "Job titles are read in English, German, French and Spanish. Level, place and terms of employment do not "
    "count."
)


def known_words() -> Iterator[str]:
    """Columns, states and languages that are read, line by line."""
    yield "Columns, and the headers by which each is known, without case and punctuation:"
    for column, heads in COLUMNS.items():
        yield f"  {column}: {', '.join(heads)}"
    yield f"Headers of exports are known too: {', '.join(one.name for one in systems())}."
    yield "Words of a status or worker type, without case, accents and punctuation:"
    for kind in KINDS:
        yield f"  {_COUNTS_AS[kind.status]} ({kind.reason}): {', '.join(kind.phrases)}"
    yield _TITLES
