"""The charts of a round trip, by name."""

from __future__ import annotations

from reallocate.output.chart import Chart
from reallocate.report.couple.interval_chart import COUPLE_INTERVAL
from reallocate.report.couple.ledger_charts import COUPLE_BEARERS, COUPLE_HOW, COUPLE_PAY
from reallocate.report.couple.people_chart import COUPLE_PEOPLE, COUPLE_ROUNDS
from reallocate.report.couple.steps_chart import COUPLE_JOBS, COUPLE_STEPS

COUPLE_CHARTS: dict[str, Chart] = {
    chart.name: chart
    for chart in (
        COUPLE_STEPS,
        COUPLE_JOBS,
        COUPLE_PEOPLE,
        COUPLE_ROUNDS,
        COUPLE_HOW,
        COUPLE_PAY,
        COUPLE_BEARERS,
        COUPLE_INTERVAL,
    )
}
