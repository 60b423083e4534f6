"""The simulated market's charts: tables of a result in, Vega-Lite specifications out."""

from __future__ import annotations

from reallocate.economy.charts.economy_beveridge import ECONOMY_BEVERIDGE
from reallocate.economy.charts.economy_jobs import ECONOMY_JOBS
from reallocate.economy.charts.economy_people import (
    ECONOMY_FIFTHS,
    ECONOMY_INDUSTRIES,
    ECONOMY_OCCUPATIONS,
)
from reallocate.economy.charts.economy_surface import ECONOMY_SURFACE
from reallocate.economy.charts.economy_swings import ECONOMY_SWINGS
from reallocate.economy.charts.economy_unemployment import ECONOMY_UNEMPLOYMENT
from reallocate.output.chart import Chart

ECONOMY_CHARTS: dict[str, Chart] = {
    chart.name: chart
    for chart in (
        ECONOMY_JOBS,
        ECONOMY_SURFACE,
        ECONOMY_SWINGS,
        ECONOMY_UNEMPLOYMENT,
        ECONOMY_BEVERIDGE,
        ECONOMY_OCCUPATIONS,
        ECONOMY_INDUSTRIES,
        ECONOMY_FIFTHS,
    )
}
