"""The tornado of one claim: how far each assumption moves its finding, and where the verdict changes."""

from __future__ import annotations

import pandas as pd

from reallocate.claims.tables import drivers
from reallocate.claims.text import Row
from reallocate.output.chart import Chart
from reallocate.output.kinds import tornado
from reallocate.output.table import Tables, of_unit


def drivers_charts(tables: Tables) -> tuple[Chart, ...]:
    """One chart for each claim that an assumption moves."""
    charts = [drivers_chart(row) for row in tables["claims"].to_dict("records")]
    return tuple(chart for chart in charts if not chart.figures(tables).empty)


def drivers_chart(row: Row) -> Chart:
    """The chart of one claim.

    row : of the table claims
    """
    unit, thresholds = str(row["unit"]), {row["threshold_supported"], row["threshold_not_supported"]}

    def moving(table: pd.DataFrame) -> pd.DataFrame:
        moved: pd.DataFrame = table[table["claim"] == row["id"]].query("result_low != result_high")
        return moved

    return Chart(
        name=f"drivers-{row['id']}",
        title=f"Main drivers: {row['statement']} [{unit}]",
        reading=(
            "Each line moves one assumption from one end of its plausible range to the other, all else drawn "
            "as before, and shows how far the finding goes. Dashed: where the rule changes the verdict."
        ),
        tables=(drivers,),
        columns=(
            "assumption", "parameter", "unit", "low", "high",
            *of_unit(unit, result_low="Finding at low", result_high="Finding at high"),
        ),
        kind=tornado(
            "assumption", "result_low", "result_high", "Finding", texts=("low", "high"), zero=False,
            levels=tuple(sorted(one for one in thresholds if one == one)),
        ),
        rows=moving,
    )  # fmt: skip
