"""The simulated market's charts: tables of a result in, Vega-Lite specifications out."""

from __future__ import annotations

from reallocate.economy.charts.beveridge import BEVERIDGE
from reallocate.economy.charts.occupations import WHO_GAINS_AND_LOSES
from reallocate.economy.charts.unemployment import UNEMPLOYMENT
from reallocate.output.chart import Chart

MARKET_CHARTS: dict[str, Chart] = {
    chart.name: chart for chart in (UNEMPLOYMENT, BEVERIDGE, WHO_GAINS_AND_LOSES)
}
