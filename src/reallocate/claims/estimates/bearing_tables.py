"""Tables of what the estimates leave open for parameters, and of when an effect would show."""

from __future__ import annotations

from typing import Any

from reallocate.claims.estimates import bearing
from reallocate.claims.estimates.findings import Estimates
from reallocate.claims.estimates.outside import LATER_LAYOFFS
from reallocate.kernel.table import Column, Range, of_unit, table

_UNIT = Column("unit", "Unit")
_NAN = float("nan")


@table(
    "bounds",
    "What the data leave open",
    Column("what", "What"),
    _UNIT,
    *of_unit("", signed=True, digits=2, absent="–", low="Low", high="High"),
    *of_unit(
        "", digits=2, absent="–", bound_low="95% bound, low", bound_high="95% bound, high", most="At most"
    ),
    Column("says", "How"),
    source="The tables above.",
    section="bearing",
    show=(
        "what",
        "unit",
        Range("Estimate", "low", "high"),
        Range("95% bound", "bound_low", "bound_high"),
        "most",
        "says",
    ),
)
def bounds(found: Estimates) -> list[dict[str, Any]]:
    """One row a quantity, at the rate to March 2024; layoffs of later months as stated."""
    rows = [vars(one) for one in bearing.bounds(found)]
    later = found.outside[LATER_LAYOFFS]
    kept = {
        "what": "people displaced in five years, by later months",
        "unit": "% of workers",
        "says": f"stated: {later.series}",
        "low": later.figures["low"],
        "high": later.figures["high"],
        "bound_low": _NAN,
        "bound_high": _NAN,
        "most": later.figures["most"],
    }
    return [rows[0], kept, *rows[1:]]


@table(
    "capture",
    "Capture of freed hours, before and after the data",
    Column("parameter", "Parameter"),
    Column("brought_back", "Brought back", "share", digits=0, about="of the positions, by cheaper work"),
    *of_unit(
        "share",
        digits=0,
        judged_low="Judged, 10%",
        judged="Judged, 50%",
        judged_high="Judged, 90%",
        low="After, 10%",
        middle="After, 50%",
        high="After, 90%",
    ),
    source="Judged laws, each draw weighted by its fit to the jobs of 685 occupations.",
    section="bearing",
    show=(
        "parameter",
        "brought_back",
        Range("Judged", "judged_low", "judged_high", "judged"),
        Range("After the data", "low", "high", "middle"),
    ),
)
def capture(found: Estimates) -> list[dict[str, Any]]:
    """One row a parameter and share that is brought back."""
    rows = []
    for one in bearing.capture_laws(found):
        (judged_low, judged, judged_high), (low, middle, high) = one.law.before, one.law.after
        rows.append(
            {
                "parameter": one.name,
                "brought_back": one.brought_back,
                "judged_low": judged_low,
                "judged": judged,
                "judged_high": judged_high,
                "low": low,
                "middle": middle,
                "high": high,
            }
        )
    return rows


@table(
    "tested",
    "Parameters that were tested",
    Column("parameter", "Parameter"),
    *of_unit("its own unit", digits=2, judged_low="Range, low", judged_high="Range, high"),
    *of_unit("its own unit", digits=2, absent="–", low="Data, 10%", middle="Data, 50%", high="Data, 90%"),
    Column("status", "Status"),
    Column("says", "From"),
    source="The tables above; grade E only where the 10–90% interval is narrower than the range.",
    section="bearing",
    show=(
        "parameter",
        Range("Range", "judged_low", "judged_high"),
        Range("Data, 10–90%", "low", "high"),
        "status",
        "says",
    ),
)
def tested(found: Estimates) -> list[dict[str, Any]]:
    """One row a parameter."""
    return [
        {
            "parameter": one.name,
            "judged_low": one.judged[0],
            "judged_high": one.judged[1],
            "low": one.ends[0],
            "middle": one.ends[1],
            "high": one.ends[2],
            "status": one.status.value,
            "says": one.says,
        }
        for one in bearing.tested(found).values()
    ]


@table(
    "power",
    "When an effect would show",
    Column("what", "Effect"),
    Column("size", "Size"),
    Column("needs", "Needs", digits=1),
    _UNIT,
    Column("year", "Year", "year", digits=1, absent="never"),
    Column("assumes", "Assumes"),
    source="Standard errors of the tables above.",
    section="power",
    note="OEWS of a May is published a year later.",
)
def power(found: Estimates) -> list[dict[str, Any]]:
    """One row an effect, size and assumption."""
    return [vars(one) for one in bearing.power(found)]
