"""A roster as one object for machines: the same figures as the report's, no person and no personal value."""

from __future__ import annotations

from typing import Any

from reallocate.roster.currency import DOLLAR
from reallocate.roster.fault_groups import FIRST_ROWS, MOST_VALUES, grouped
from reallocate.roster.privacy import published_number, published_total
from reallocate.roster.roster import NOT_USED, Roster
from reallocate.titles.match import TitleMatch
from reallocate.work.dimensions import OTHER

ACCEPT, PROVISIONAL, ASK, NONE = "accept", "provisional", "ask", "none"
"""What happens with a title: it is used, used and flagged, left out until somebody chooses, not matched."""


def record(found: Roster, unsure: list[dict[str, str]]) -> dict[str, Any]:
    """One object for machines; an amount that may not be shown is null.

    unsure : rows of the review
    """
    people, tree, counts = found.people, found.tree(), found.counts()
    total = published_total(len(people.rows), people.key, "rows")
    return {
        "status": "faults" if people.faults else "ok",
        "file": people.name,
        "rows": _or_null(total),
        "people": _or_null(counts["people"]),
        "contractors": _or_null(counts["contractors"]),
        "open_positions": _or_null(counts["open_positions"]),
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
        "titles_to_decide": decisions(found, unsure),
        "certainty": [{"occupation": str(kind), "people": size} for kind, size in found.certainty().items()],
        "currencies": _currencies(found),
        "not_used": [{"reason": reason, "rows": _or_null(rows)} for reason, rows in found.not_used().items()],
        "dimensions": _dimensions(found),
        "reporting": None if tree is None else {name: _or_null(size) for name, size in vars(tree).items()},
        "warnings": list(people.warnings),
        "notes": list(people.notes),
    }


def decisions(found: Roster, unsure: list[dict[str, str]]) -> float:
    """About how many titles are to be decided, without those that only people of small groups bear.

    unsure : rows of the review
    """
    borne = {*found.shown.people.rows["title"]}
    return published_number(sum(row["title"] in borne for row in unsure), found.people.key, "decisions")


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
    """Titles of enough people, those of most first; those of few stand in the review alone."""
    counts = found.title_counts().dropna()
    rows = [
        {
            "title": title,
            "group": match.family,
            "count": float(counts[title]),
            "proposed": match.options[0][0] if match.options else None,
            "probability": match.probability,
            "action": action(match),
            "how": match.how,
            "candidates": [
                {"occupation": code, "title": found.titles.get(code, ""), "probability": chance}
                for code, chance in match.options
            ],
        }
        for title, match in found.matches.items()
        if title in counts.index
    ]
    return sorted(rows, key=lambda row: (-row["count"], row["title"]))


def _currencies(found: Roster) -> list[dict[str, Any]]:
    """People by the currency of their pay, with the rate [USD/unit] and its day."""
    rates = found.people.rates
    rows = []
    for code, size in found.pay().items():
        rate = rates.rate(str(code)) if code == DOLLAR or code in rates.known else None
        rows.append(
            {"currency": str(code), "people": _or_null(size), "rate": rate, "date": rates.day(str(code))}
        )
    return [row for row in rows if row["currency"] != NOT_USED]


def _dimensions(found: Roster) -> list[dict[str, Any]]:
    """Groupings that the file has: column, groups that may be shown, and whether small ones are pooled."""
    return [
        {
            "dimension": column,
            "column": found.people.columns.get(column, ""),
            "groups": sum(str(group) != OTHER for group in sizes.index),
            "pooled": OTHER in sizes.index,
            "people": [{"group": str(group), "people": size} for group, size in sizes.items()],
        }
        for column, sizes in found.groups().items()
    ]


def _or_null(amount: float) -> float | None:
    return amount if amount == amount else None
