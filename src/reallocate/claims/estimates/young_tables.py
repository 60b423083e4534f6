"""Tables of the young in exposed jobs and of unemployment by exposure."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reallocate.claims.estimates.findings import Estimates
from reallocate.claims.estimates.outside import PAYROLLS, SHORT, YOUNG_ALONE
from reallocate.claims.estimates.regression import SIGNIFICANT, Estimate, least_detectable
from reallocate.claims.estimates.young import BY_USE, LOWEST_QUARTER, NORWAY, PLACEBO, SURVEY
from reallocate.kernel.chart import Chart
from reallocate.kernel.chart_kinds import Dots
from reallocate.kernel.table import Column, Range, of_unit, table

_UNIT = Column("unit", "Unit")
_NAN = float("nan")
_POINTS = "log points"
_DRAWN = {
    SURVEY: "US household survey",
    BY_USE: "US survey, by use",
    NORWAY: "Register, Norway",
}
"""Published estimate -> its name in the chart."""


@table(
    "young",
    "People at 22 to 25, most against least exposed jobs",
    Column("source", "Source"),
    Column("what", "What"),
    Column("label", "In the chart", about="empty where it is not drawn"),
    _UNIT,
    Column("estimate", "Estimate", signed=True, digits=1),
    Column("error", "Standard error", digits=1, absent="–"),
    *of_unit("", signed=True, digits=1, absent="–", low="95%, low", high="95%, high"),
    Column("detectable", "MDE", digits=1, absent="–"),
    Column("from", "From"),
    Column("grade", "Grade"),
    source="Sweden: estimated here. Others: as published, or computed from series that do not ship.",
    section="young",
    show=("source", "what", "unit", "estimate", "error", "detectable", "grade", "from"),
)
def young(found: Estimates) -> list[dict[str, Any]]:
    """One row a source: payrolls, the household survey, registers."""
    pay, alone = found.outside[PAYROLLS], found.outside[YOUNG_ALONE]
    figures, here = pay.figures, f"computed from a series that does not ship ({pay.computed})"

    def row(
        source: str, what: str, one: Estimate, origin: str, grade: str, label: str = "", unit: str = _POINTS
    ) -> dict[str, Any]:
        return {
            "source": source,
            "what": what,
            "label": label,
            "unit": unit,
            "estimate": one.value,
            "error": one.error,
            "low": one.value - SIGNIFICANT * one.error,
            "high": one.value + SIGNIFICANT * one.error,
            "detectable": least_detectable(one.error),
            "from": origin,
            "grade": grade,
        }

    rows = [
        row("US payrolls", "fifth 5 on 1, to 2026-04", Estimate(figures["fall"], _NAN), here, "B"),
        row(
            "US payrolls",
            f"the same beyond the slope before November 2022 ({figures['slope']:+.1f} a year); one "
            f"kink fits best at {pay.best_month}",
            pay.estimate("beyond"),
            here,
            "B",
            "Payrolls, past slope",
        ),
        row(
            "US payrolls",
            f"the same without the older; one kink fits best at {alone.best_month}",
            alone.estimate("beyond"),
            here,
            "B",
            "Payrolls, young only",
        ),
    ]
    for line in found.world.table("published_estimates").to_dict("records"):
        if line["unit"] == _POINTS or "22-25" in line["what"]:
            one, label = found.published[line["id"]], _DRAWN.get(line["id"], "")
            words = (line["locator"], line["grade"], label, line["unit"])
            rows.append(row(line["data"], f"{line['what']}, {line['period']}", one, *words))
    for name, one in found.register.items():
        against = "2022 on 2019, placebo" if name == PLACEBO else f"quarter 4 against {name}, to 2023-12"
        label = "Register, Sweden" if name == LOWEST_QUARTER else ""
        origin = "estimated here from the whole register"
        rows.append(row("register, Sweden", against, one, origin, "E", label))
    return rows


def _with_errors(rows: pd.DataFrame) -> pd.DataFrame:
    """Estimates of employment that have an error, the largest fall first."""
    return rows[rows["label"].ne("")].sort_values(["estimate", "label"], kind="stable")


def _where_it_shows(rows: pd.DataFrame) -> str:
    """In how many of the sources the interval excludes 0."""
    shows = int((rows["high"] < 0.0).sum())
    return f"The fall of the young differs from 0 in {shows} of {len(rows)} estimates"


YOUNG = Chart(
    name="young_by_source",
    title="Employment of the young, most against least exposed jobs [log points]",
    reading=(
        "Each dot is an estimate with its 95% interval. Left of 0 the young lost jobs against older people. "
        "Estimates without a published error are in the table alone."
    ),
    tables=(young,),
    columns=("label", Column("estimate", "Estimate", _POINTS, digits=1), "low", "high"),
    kind=Dots("label", {"estimate": "estimate"}, ("low", "high")),
    rows=_with_errors,
    finding=_where_it_shows,
    section="young",
)


@table(
    "pooled",
    "Mean of the estimates with errors",
    Column("set", "Estimates"),
    *of_unit("log points", signed=True, digits=1, mean="Mean"),
    *of_unit("log points", digits=1, error="Standard error"),
    *of_unit("log points", digits=1, between="Between studies"),
    *of_unit("log points", signed=True, digits=1, low="Further study, 10%", high="Further study, 90%"),
    source="Random effects (DerSimonian, Laird 1986): household survey by reach and use, Norway, Sweden.",
    section="young",
    show=("set", "mean", "error", "between", Range("Further study, 10–90%", "low", "high")),
    note="The household survey stands twice in all but the last. The comparison within families of jobs has "
    "no error yet.",
)
def pooled(found: Estimates) -> list[dict[str, Any]]:
    """Without payrolls and with them, and with the household survey once."""
    return [{"set": name, **vars(one)} for name, one in found.pooled.items()]


@table(
    "unemployment",
    "Unemployment by exposure, as published",
    Column("what", "What"),
    _UNIT,
    Column("estimate", "Estimate", signed=True),
    *of_unit("", absent="–", low="Low", high="High", detectable="MDE"),
    Column("locator", "From"),
    source="Published figures. The shipped tables cannot estimate it: it needs the survey's records.",
    section="young",
    show=("what", "unit", "estimate", Range("Interval", "low", "high"), "detectable", "locator"),
)
def unemployment(found: Estimates) -> list[dict[str, Any]]:
    """Published estimates of unemployment, and the odds of a published tracker."""
    rows = []
    for line in found.world.table("published_estimates").to_dict("records"):
        if line["what"].startswith("unemployment"):
            error = found.published[line["id"]].error
            rows.append(
                {
                    "what": line["what"],
                    "unit": line["unit"],
                    "estimate": line["value"],
                    "low": line["low"],
                    "high": line["high"],
                    "detectable": least_detectable(error),
                    "locator": line["locator"],
                }
            )
    short = found.outside[SHORT]
    figures = short.figures
    words = (
        "odds of the highest group among people unemployed under five weeks against workers. "
        f"{figures['first_year']:.2f} in the first year from 2022-11, {figures['last_year']:.2f} in the year "
        "to 2026-06"
    )
    reach = SIGNIFICANT * figures["change_error"]
    rows.append(
        {
            "what": words,
            "unit": "log points",
            "estimate": figures["change"],
            "low": figures["change"] - reach,
            "high": figures["change"] + reach,
            "detectable": least_detectable(figures["change_error"]),
            "locator": short.series,
        }
    )
    return rows
