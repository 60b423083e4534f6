"""A roster as one object for machines: the same figures as the report's, no person and no personal value."""

from __future__ import annotations

from typing import Any

from reallocate.result.privacy import EXACT
from reallocate.roster.currency import DOLLAR
from reallocate.roster.fault_groups import FIRST_ROWS, MOST_VALUES, grouped
from reallocate.roster.groups import FEW
from reallocate.roster.roster import Roster
from reallocate.roster.summary import few_titles
from reallocate.titles.match import TitleMatch
from reallocate.work.dimensions import OTHER

ACCEPT, PROVISIONAL, ASK, NONE, NOT_READ = "accept", "provisional", "ask", "none", "not read"
"""What happens with a title: it is used, used and flagged, left out until somebody chooses, not matched, or
not needed."""


def record(found: Roster, unsure: list[dict[str, str]]) -> dict[str, Any]:
    """One object for machines.

    unsure : rows of the review
    """
    people, tree = found.people, found.tree()
    titles, bearers = few_titles(found)
    return {
        "status": "faults" if people.faults else "ok",
        "privacy": EXACT,
        "file": people.name,
        "rows": len(people.rows),
        **found.counts(),
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
        "currencies": _currencies(found),
        "not_used": [{"reason": reason, "rows": rows} for reason, rows in found.not_used().items()],
        "dimensions": _dimensions(found),
        "reporting": None if tree is None else dict(vars(tree)),
        "warnings": list(people.warnings),
        "notes": list(people.notes),
    }


def _fault_kinds(found: Roster) -> list[dict[str, Any]]:
    return [
        {
            "fault": group.fault,
            "column": group.column,
            "rows": len(group.rows),
            "first_rows": list(group.rows[:FIRST_ROWS]),
            "values": dict(group.values[:MOST_VALUES]),
            "remedy": group.remedy,
        }
        for group in grouped(found.people.faults)
    ]


def action(match: TitleMatch) -> str:
    """What happens with a title until somebody decides.

    match : how it was read
    """
    if match.is_accepted:
        return ACCEPT
    if match.is_provisional:
        return PROVISIONAL
    return ASK if match.options else NONE


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
                "action": NOT_READ if match is None else action(match),
                "how": NOT_READ if match is None else match.how,
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
        for column, sizes in found.groups().items()
    ]
