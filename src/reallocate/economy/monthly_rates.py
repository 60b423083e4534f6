"""Rates of a run by month: unemployment, openings, hires, quits and changes of occupation."""

from __future__ import annotations

import numpy as np

from reallocate.economy.engines.flow import Flows
from reallocate.economy.engines.flow_cell import TOTALS
from reallocate.economy.market.time_steps import STEPS_PER_MONTH, by_month
from reallocate.economy.market.unemployment_rate import long_term_rate, openings_rate, unemployment_rate
from reallocate.economy.observed import SERIES
from reallocate.measure.arrays import Array

MIDDLE, END = 0, STEPS_PER_MONTH - 1
"""Steps of a month after which people are counted: in its middle, as household surveys do, or at its end."""


def monthly_rates(totals: Array, counted: int = END, of_whole: float = 1.0) -> dict[str, Array]:
    """Rates by name; (month, run) [share, or % where the whole is 100].

    totals : (step, total, run) as `TOTALS`, from the first step of a month [persons]
    counted : step of the month after which people without and with a job are counted, `MIDDLE` or `END`
    of_whole : what counts as a whole: 1 for shares, 100 for percent
    Openings are those at the end of the month; hires, quits and changes of occupation are those of the whole
    month, by employment when people are counted, the last times 12, for a year.
    """
    total = {name: totals[:, place] for place, name in enumerate(TOTALS)}
    when, end = (slice(step, None, STEPS_PER_MONTH) for step in (counted, END))
    employed, unemployed = total["employed"][when], total["unemployed"][when]
    long_term, vacant = total["long_term_unemployed"][when], total["vacancies"][end]
    return {
        "unemployment": of_whole * unemployment_rate(employed, unemployed),
        "long_term": of_whole * long_term_rate(employed, unemployed, long_term),
        "openings": of_whole * openings_rate(total["employed"][end], vacant),
        "hires": of_whole * by_month(total["hires"]) / employed,
        "quits": of_whole * by_month(total["quits"]) / employed,
        "occupation_changes": 12.0 * of_whole * by_month(total["occupation_switches"]) / employed,
    }


def survey_series(flows: Flows) -> Array:
    """The series as the surveys take them; (month, series, run) [share], series as `observed.SERIES`.

    flows : of steps of half a month, from the first of a month
    Unemployment and employment are counted in the middle of the month.
    """
    rates = monthly_rates(flows.totals, MIDDLE)
    return np.stack([rates[name] for name in SERIES], axis=1)
