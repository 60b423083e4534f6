"""Displaced people by state: they live where their occupation works, and may look for work there alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.economy.areas import Areas, area_quarters, pay_beside_nation, read_areas
from reallocate.economy.cohorts import demanded
from reallocate.economy.laws.unemployment_duration import expected_months_without
from reallocate.economy.lost_jobs.cells import ALL, OTHER, Cells
from reallocate.economy.lost_jobs.loss import Loss, slopes
from reallocate.economy.lost_pay import finding
from reallocate.economy.market.flow_parameters import Rates
from reallocate.economy.market.time_steps import in_a_month
from reallocate.economy.market.unemployment_rate import ratio
from reallocate.economy.nation import National
from reallocate.economy.trajectory import Trajectory
from reallocate.measure.arrays import Array
from reallocate.work.parameters import Parameters
from reallocate.work.world import World


@dataclass(frozen=True, eq=False)
class Looking:
    """What people meet who look for work in their area alone.

    months : (occupation, area) without work, expected [months]
    found : (occupation, area) pay of the jobs found beside the occupation's [ratio]
    unemployed : (area) more without work in the first run [person-years over the run]
    """

    months: Array
    found: Array
    unemployed: Array


def looking_near(nation: National, rates: Rates, areas: Areas, extended: Trajectory, start: int) -> Looking:
    """Two runs in every area by itself, and what somebody meets who loses a job in a quarter of the first.

    nation : the market and its normal slack
    rates : of flows, with laws that are off set to nothing
    areas : who works where
    extended : two runs side by side
    start : the quarter; the market after the run's end is taken to stay as it ends
    The law of geography: an occupation's jobs change everywhere alike, and people apply within their area.
    """
    market, idle = nation.market, []
    chances: list[Array] = []
    result = np.ones_like(areas.employment)
    for run in (0, 1):
        demand, total = demanded(market, nation.normal, rates, extended, run), np.zeros(len(areas.names))
        for quarter, (state, _) in enumerate(area_quarters(market, nation.normal, areas, demand), start=1):
            total += state.people[1].sum(axis=0) / 4.0
            if run == 0 and quarter >= max(start, 1):
                chance, paid = finding(market, rates, state.people[:3])
                result = paid if not chances else result
                chances.append(in_a_month(chance))
        idle.append(total)
    return Looking(expected_months_without(chances), result, idle[0] - idle[1])


def area_rows(
    cells: Cells,
    each: Loss,
    world: World,
    nation: National,
    rates: Rates,
    p: Parameters,
    extended: Trajectory,
    start: int,
) -> pd.DataFrame:
    """The displaced by state, those with most jobs ended first, with a row for all.

    cells : by occupation and age
    each : what one person loses
    world : who works in which state, and pay there
    nation, rates, p, extended, start : as `ages_of_runs`
    An industry's adopters have no place: of each occupation's displaced, every state has its share of the
    occupation's people. Pay, and with it money, is the state's; months and shares of pay are those of the
    run, in which people look anywhere. Beside them stands what they would be if all looked in their state
    alone; the loss then to first order, by how many months longer and for what pay.
    """
    market, table = nation.market, world.table("area_employment")
    areas = read_areas(world.table("areas"), table, market, "state")
    near = looking_near(nation, rates, areas, extended, start)
    by_month, by_pay = slopes(market, rates, p, extended, start)
    part = (areas.employment / areas.employment.sum(axis=1, keepdims=True)).T
    weight = cells.paid.sum(axis=1)

    def over_ages(values: Array) -> Array:
        sums = (cells.paid * values).sum(axis=1)
        return ratio(sums, weight)

    longer, better = near.months.T - each.months, near.found.T - each.found
    means = {
        "months_in_area": near.months.T,
        "lost_years_in_area": over_ages(each.lost)
        + over_ages(by_month) * longer
        + over_ages(by_pay) * better,
        "pay_found_in_area": near.found.T * over_ages(each.kept[0]),
    }
    more = {"more_unemployed_in_area": near.unemployed}
    pay = pay_beside_nation(areas, table, market).T
    table = cells.over_occupations(part, pd.Index(areas.names["area"]), pay, means, more)
    titles = {**areas.names.set_index("area")["title"].to_dict(), OTHER: "Other states", ALL: "All states"}
    table.insert(1, "title", table["group"].map(titles))
    last = table["group"].isin([OTHER, ALL])
    first = table[~last].sort_values("jobs_ended", ascending=False, kind="stable")
    return pd.concat([first, table[last]], ignore_index=True).rename(columns={"group": "area"})
