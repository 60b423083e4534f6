"""The tables of a ledger of claims: verdicts, other readings, drivers, tipping points, attainable ranges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from reallocate.claims.basis.claim import VERDICT_WORDS, Change
from reallocate.claims.ledger import Entry
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.table import BY_ROW, Column, Rows, table

_Entries = Sequence[Entry]

ABOVE, _BELOW, FIXED = "above", "below", "fixed"
"""Where a tipping point turns the verdict: beyond it upwards, downwards, or as soon as the value is fixed."""
LIST = "; "
"""Between the items of a cell that holds several."""

_CLAIM = Column("claim", "Claim", about="id of the claim")
_VERDICT = Column("verdict", "Verdict", words=VERDICT_WORDS)
_PARAMETER = Column("parameter", "Name for --set")
_ASSUMPTION = Column("assumption", "Assumption")


@table("claims", "Every claim",
       Column("id", "Claim"), Column("row", "Row", about="of the argument"),
       Column("statement", "The argument says"), _VERDICT,
       Column("verdict_reason", "Reason", about="why the figure alone does not decide"),
       Column("verdict_by_first_rule", "Verdict by first rule", about="empty where the rule is unchanged",
              words=VERDICT_WORDS),
       Column("result", "Median", BY_ROW), Column("low", "10th percentile", BY_ROW),
       Column("high", "90th percentile", BY_ROW), Column("unit", "Unit"), Column("finding", "Finding"),
       Column("rests_on", "What it rests on", about="empty where the finding says it"),
       Column("reading", "Definition"),
       Column("supported_where", "Supported where"), Column("not_supported_where", "Not supported where"),
       Column("otherwise", "Otherwise"), Column("instead", "Exception"),
       Column("threshold_supported", "Threshold, supported", BY_ROW),
       Column("threshold_not_supported", "Threshold, not supported", BY_ROW),
       Column("first_rule", "First rule"), Column("change_reason", "Reason for change"),
       Column("change_when", "Changed when"), Column("change_date", "Changed on"),
       Column("assumptions", "Assumptions", about="that may move it; none for a measurement"),
       Column("sources", "Sources"),
       source="Each claim names its own sources, with their grades.")  # fmt: skip
def _claims(entries: _Entries) -> Rows:
    """One row a claim, with its rule and verdict."""
    return [_claim(one) for one in entries]


def _claim(entry: Entry) -> dict[str, object]:
    claim, measured, rule = entry.claim, entry.measured, entry.claim.rule
    thresholds = rule.thresholds or (float("nan"),)
    change = rule.change or Change("", "", "", "")
    return {
        **{name: getattr(claim, name) for name in ("id", "row", "statement", "reading", "unit")},
        **{name: getattr(measured, name) for name in ("verdict", "low", "high", "finding", "rests_on")},
        "verdict_reason": measured.reason,
        "verdict_by_first_rule": measured.first_verdict or "",
        "result": measured.middle,
        "supported_where": rule.supported,
        "not_supported_where": rule.not_supported,
        "otherwise": rule.otherwise,
        "instead": rule.instead,
        "threshold_supported": thresholds[0],
        "threshold_not_supported": thresholds[-1],
        "first_rule": change.before,
        "change_reason": change.why,
        "change_when": change.when,
        "change_date": change.date,
        "assumptions": len(claim.drivers),
        "sources": LIST.join(claim.sources),
    }


def _each(entries: _Entries, part: str) -> Iterator[dict[str, Any]]:
    """Every row of one part of the entries: the id of its claim and its own fields."""
    return ({"claim": entry.claim.id, **asdict(one)} for entry in entries for one in getattr(entry, part))


@table("readings", "Other readings of the same statements", _CLAIM, Column("reading", "Alternative reading"),
       Column("finding", "Finding"), _VERDICT)  # fmt: skip
def _readings(entries: _Entries) -> Rows:
    """Other defensible readings, each with its finding and verdict."""
    return [*_each(entries, "readings")]


_OF_DRAWS = ("figures_low", "figures_high")
"""Of a driver, what the search for tipping points takes."""


@table("drivers", "Assumptions that move the findings most", _CLAIM, _PARAMETER, _ASSUMPTION,
       Column("grade", "Grade"), Column("low", "Low", BY_ROW), Column("high", "High", BY_ROW),
       Column("unit", "Unit"),
       Column("result_low", "Finding at low", about="in the unit of the claim"),
       Column("result_high", "Finding at high", about="in the unit of the claim"),
       Column("verdict_low", "Verdict at low", words=VERDICT_WORDS),
       Column("verdict_high", "Verdict at high", words=VERDICT_WORDS),
       source="Plausible ranges: docs/reference/parameters.md.")  # fmt: skip
def drivers(entries: _Entries) -> Rows:
    """Up to three assumptions a claim, each at the ends of its plausible range."""
    return [
        {**shown, "assumption": about.says.split(";")[0], "grade": about.grade}
        for row in _each(entries, "drivers")
        for about in [Parameters.default().about(row["parameter"])]
        for shown in [{name: value for name, value in row.items() if name not in _OF_DRAWS}]
    ]


@table("tipping_points", "Values of one assumption that change a verdict", _CLAIM, _PARAMETER,
       Column("value", "Tipping point", BY_ROW), Column("unit", "Unit"),
       Column("direction", "Turns", about="above or below the value; fixed: as soon as it is not drawn"),
       _VERDICT)  # fmt: skip
def _tipping_points(entries: _Entries) -> Rows:
    """Where a single assumption, all else as it is, changes the verdict."""
    directions = {True: ABOVE, False: _BELOW, None: FIXED}
    return [{"direction": directions[row.pop("above")], **row} for row in _each(entries, "tipping_points")]


@table("attainable", "Verdicts that a rule cannot give", _CLAIM, Column("low", "Lowest figure", BY_ROW),
       Column("high", "Highest figure", BY_ROW), Column("unit", "Unit"),
       Column("fixed", "Fixed at default", about="by name; all others at the ends of their ranges"),
       Column("impossible", "Impossible verdicts"),
       Column("why", "Why", about="where data rule them out; else empty"))  # fmt: skip
def _attainable(entries: _Entries) -> Rows:
    """How far the figure of a claim goes with all assumptions at the ends of their plausible ranges."""
    lists = ("fixed", "impossible")
    return [
        {**row, **{name: LIST.join(row[name]) for name in lists}} for row in _each(entries, "attainable")
    ]


@table("figures", "Further figures of each claim", _CLAIM, Column("figure", "Figure"),
       Column("value", "Value", BY_ROW), Column("unit", "Unit"))  # fmt: skip
def _figures(entries: _Entries) -> Rows:
    """Figures that a finding or its other readings rest on."""
    rows = []
    for entry in entries:
        for whole, value in entry.measured.figures.items():
            name, _, unit = whole.removesuffix("]").partition(" [")
            rows.append({"claim": entry.claim.id, "figure": name, "value": value, "unit": unit})
    return rows


TABLES = (_claims, _readings, drivers, _tipping_points, _attainable, _figures)
