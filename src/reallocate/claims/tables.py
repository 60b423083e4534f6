"""The tables of a ledger of claims: verdicts, other readings, drivers, tipping points, attainable ranges."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from reallocate.claims.basis.sensitivity import TippingPoint
from reallocate.claims.computed import Entry
from reallocate.output.table import BY_ROW, Column, Rows, table
from reallocate.work.parameters import Parameters

Entries = Sequence[Entry]

ABOVE, BELOW, FIXED = "above", "below", "fixed"
"""Where a tipping point turns the verdict: beyond it upwards, downwards, or as soon as the value is fixed."""
LIST = "; "
"""Between the items of a cell that holds several."""
UNIT = re.compile(r"(.*) \[(.*)\]")

CLAIM = Column("claim", "Claim", about="id of the claim")
VERDICT = Column("verdict", "Verdict")
PARAMETER = Column("parameter", "Name for --set")
ASSUMPTION = Column("assumption", "Assumption")


@table("claims", "Every claim",
       Column("id", "Claim"), Column("row", "Row", about="of the argument"),
       Column("statement", "The argument says"), VERDICT,
       Column("verdict_reason", "Reason", about="why the figure alone does not decide"),
       Column("verdict_by_first_rule", "Verdict by first rule", about="empty where the rule is unchanged"),
       Column("result", "Median", BY_ROW), Column("low", "10th percentile", BY_ROW),
       Column("high", "90th percentile", BY_ROW), Column("unit", "Unit"), Column("finding", "Finding"),
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
def claims(entries: Entries) -> Rows:
    """One row a claim, with its rule and verdict."""
    return [_claim(one) for one in entries]


def _claim(entry: Entry) -> dict[str, object]:
    claim, measured, rule = entry.claim, entry.measured, entry.claim.rule
    thresholds, change = rule.thresholds, rule.change
    return {
        "id": claim.id,
        "row": claim.row,
        "statement": claim.statement,
        "verdict": measured.verdict.value,
        "verdict_reason": measured.reason,
        "verdict_by_first_rule": measured.first_verdict.value if measured.first_verdict else "",
        "result": measured.middle,
        "low": measured.low,
        "high": measured.high,
        "unit": claim.unit,
        "finding": measured.finding,
        "reading": claim.reading,
        "supported_where": rule.supported,
        "not_supported_where": rule.not_supported,
        "otherwise": rule.otherwise.value,
        "instead": rule.instead,
        "threshold_supported": thresholds[0] if thresholds else float("nan"),
        "threshold_not_supported": thresholds[-1] if thresholds else float("nan"),
        "first_rule": change.before if change else "",
        "change_reason": change.why if change else "",
        "change_when": change.when if change else "",
        "change_date": change.date if change else "",
        "assumptions": len(claim.drivers),
        "sources": LIST.join(claim.sources),
    }


@table("readings", "Other readings of the same statements", CLAIM, Column("reading", "Alternative reading"),
       Column("finding", "Finding"), VERDICT)  # fmt: skip
def readings(entries: Entries) -> pd.DataFrame:
    """Other defensible readings, each with its finding and verdict."""
    rows = [
        (entry.claim.id, one.reading, one.finding, one.verdict.value)
        for entry in entries
        for one in entry.readings
    ]
    return pd.DataFrame(rows, columns=readings.names)


@table("drivers", "Assumptions that move the findings most", CLAIM, PARAMETER, ASSUMPTION,
       Column("grade", "Grade"), Column("low", "Low", BY_ROW), Column("high", "High", BY_ROW),
       Column("unit", "Unit"),
       Column("result_low", "Finding at low", about="in the unit of the claim"),
       Column("result_high", "Finding at high", about="in the unit of the claim"),
       Column("verdict_low", "Verdict at low"), Column("verdict_high", "Verdict at high"),
       source="Plausible ranges: docs/parameters.md.")  # fmt: skip
def drivers(entries: Entries) -> pd.DataFrame:
    """Up to three assumptions a claim, each at the ends of its plausible range."""
    rows = [
        (
            entry.claim.id, one.parameter, about.says.split(";")[0], about.grade, one.low, one.high, one.unit,
            one.at_low, one.at_high, one.verdict_low.value, one.verdict_high.value,
        )
        for entry in entries
        for one in entry.drivers
        for about in [Parameters.default().about(one.parameter)]
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=drivers.names)


@table("tipping_points", "Values of one assumption that change a verdict", CLAIM, PARAMETER,
       Column("value", "Tipping point", BY_ROW), Column("unit", "Unit"),
       Column("direction", "Turns", about="above or below the value; fixed: as soon as it is not drawn"),
       VERDICT)  # fmt: skip
def tipping_points(entries: Entries) -> pd.DataFrame:
    """Where a single assumption, all else as it is, changes the verdict."""
    rows = [
        (entry.claim.id, one.parameter, one.value, one.unit, _direction(one), one.verdict.value)
        for entry in entries
        for one in entry.tipping_points
    ]
    return pd.DataFrame(rows, columns=tipping_points.names)


def _direction(one: TippingPoint) -> str:
    return FIXED if one.above is None else ABOVE if one.above else BELOW


@table("attainable", "Verdicts that a rule cannot give", CLAIM, Column("low", "Lowest figure", BY_ROW),
       Column("high", "Highest figure", BY_ROW), Column("unit", "Unit"),
       Column("fixed", "Fixed at default", about="by name; all others at the ends of their ranges"),
       Column("impossible", "Impossible verdicts"))  # fmt: skip
def attainable(entries: Entries) -> pd.DataFrame:
    """How far the figure of a claim goes with all assumptions at the ends of their plausible ranges."""
    rows = [
        (entry.claim.id, one.low, one.high, one.unit, LIST.join(one.fixed), LIST.join(one.impossible))
        for entry in entries
        for one in entry.attainable
    ]
    return pd.DataFrame(rows, columns=attainable.names)


@table("figures", "Further figures of each claim", CLAIM, Column("figure", "Figure"),
       Column("value", "Value", BY_ROW), Column("unit", "Unit"))  # fmt: skip
def figures(entries: Entries) -> pd.DataFrame:
    """Figures that a finding or its other readings rest on."""
    rows = []
    for entry in entries:
        for whole, value in entry.measured.figures.items():
            name, unit = _split(whole)
            rows.append((entry.claim.id, name, value, unit))
    return pd.DataFrame(rows, columns=figures.names)


def _split(name: str) -> tuple[str, str]:
    """A name and the unit in brackets at its end."""
    match = UNIT.fullmatch(name)
    return (match[1], match[2]) if match else (name, "")


TABLES = (claims, readings, drivers, tipping_points, attainable, figures)
