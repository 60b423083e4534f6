"""The market area by area: each one a lane of the flow engine, in which people look among themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.economy.cohorts import DemandPath
from reallocate.economy.engines.flow import Path, State, run_flow
from reallocate.economy.engines.flow_cell import TOTALS
from reallocate.economy.laws.geography import filled_cells, jobs_by_area
from reallocate.economy.market.market import Market
from reallocate.economy.market.time_steps import LONG_TERM, STEP_WEEKS, STEPS_PER_QUARTER
from reallocate.economy.steady_state import NormalSlack
from reallocate.measure.arrays import Array

OUTSIDE_THE_NATION = ("Puerto Rico", "Guam", "Virgin Islands")
"""Territories that national employment does not count."""


@dataclass(frozen=True, eq=False)
class Areas:
    """Who works where.

    names : (area) label, title, state
    employment : (occupation, area) [persons]; each occupation adds up to the nation's
    filled : (area) of its employment, not released and filled [share]
    """

    names: pd.DataFrame
    employment: Array
    filled: Array


def read_areas(areas: pd.DataFrame, cells: pd.DataFrame, market: Market, kind: str = "metropolitan") -> Areas:
    """Areas of one kind with all their people.

    areas : the shipped table: area, title, areatype, state
    cells : the shipped table area_employment: area, occupation, employment
    market : the nation's occupations and employment
    kind : metropolitan, with the rest of each state as areas of their own, or state
    Source: BLS OEWS May 2025.
    """
    names = areas[(areas["areatype"] == kind) & ~areas["state"].isin(OUTSIDE_THE_NATION)]
    people, filled = filled_cells(_wide(cells, names, market, "employment"), market.employment)
    return Areas(names[["area", "title", "state"]].reset_index(drop=True), people, filled)


def pay_beside_nation(areas: Areas, cells: pd.DataFrame, market: Market) -> Array:
    """Pay of an occupation in an area beside the nation's; (occupation, area) [ratio].

    areas : who works where
    cells : the shipped table area_employment: area, occupation, wage_mean
    market : the nation's occupations and pay
    Mean pay over the nation's mean pay, 1 where none was released; then each occupation is scaled so that
    its people earn the nation's pay together: Σ_a n_oa·r_oa = Σ_a n_oa.
    Source: BLS OEWS May 2025.
    """
    ratio = np.nan_to_num(_wide(cells, areas.names, market, "wage_mean") / market.wage[:, None], nan=1.0)
    people = areas.employment
    result: Array = ratio * (people.sum(axis=1) / (people * ratio).sum(axis=1))[:, None]
    return result


def _wide(cells: pd.DataFrame, names: pd.DataFrame, market: Market, values: str) -> Array:
    """A column of cells; (occupation, area), missing where there is none."""
    inside = cells[cells["area"].isin(names["area"]) & cells["occupation"].isin(market.occupations)]
    wide = inside.pivot(index="occupation", columns="area", values=values)
    return wide.reindex(index=market.occupations, columns=names["area"]).to_numpy(dtype=float)


@dataclass(frozen=True, eq=False)
class ByArea:
    """What a run gave in every area.

    totals : (step, total, area) [persons], totals as the flow engine's
    employed : (occupation, area) at the end [persons]
    """

    totals: Array
    employed: Array

    @property
    def unemployment(self) -> Array:
        """Unemployed people at the end of every step; (step, area) [share of the labour force]."""
        without = self.totals[:, TOTALS.index("unemployed")]
        return without / (without + self.totals[:, TOTALS.index("employed")])


def run_areas(market: Market, normal: NormalSlack, areas: Areas, demand: DemandPath) -> ByArea:
    """A run of the nation's demand in every area by itself.

    market, normal, areas, demand : as `area_quarters`
    """
    totals, employed = [], areas.employment
    for state, each in area_quarters(market, normal, areas, demand):
        totals.append(each)
        employed = state.people[0]
    return ByArea(np.concatenate(totals), employed)


def area_quarters(
    market: Market, normal: NormalSlack, areas: Areas, demand: DemandPath
) -> Iterator[tuple[State, Array]]:
    """A run of the nation's demand in every area by itself, quarter by quarter: people and openings at its
    end, and (step, total, area) [persons].

    market : the nation's network, pay and exits
    normal : slack that demand is counted from
    areas : who works where
    demand : of the nation's run
    Each area starts with the nation's people at rest, by occupation in proportion to those who work there.
    Nobody moves between areas. Small areas have fractions of people.
    """
    people = areas.employment
    part = people / people.sum(axis=1, keepdims=True)
    start = demand.start[:, :, None] * part[None]
    spells = np.zeros((LONG_TERM + 1, *people.shape))
    spells[0] = start[1]
    rates = [demand.rates] * people.shape[1]
    entering = np.repeat(demand.entering[:, None], len(rates), axis=1)
    state = State(start, spells)
    normal_jobs = demand.jobs[0]
    before = normal_jobs[:, None] * part
    mix = np.repeat((np.arange(STEPS_PER_QUARTER)[:, None] + 1.0) / STEPS_PER_QUARTER, len(rates), axis=1)
    for jobs in demand.jobs[1:]:
        after = jobs_by_area(normal_jobs[:, None] * part, jobs / normal_jobs)
        path = Path(np.stack([before, after]), mix, np.ones_like(mix))
        flows = run_flow(market, state, path, rates, STEP_WEEKS, entering=entering)
        state, before = flows.end, after
        yield state, flows.totals


def area_table(areas: Areas, with_ai: ByArea, without: ByArea) -> pd.DataFrame:
    """Who gains and who loses, by area, at the end against the run without AI.

    with_ai, without : the same areas
    Returns area, title, state, employment without AI [persons], change [persons] and change_share, gained
    and lost [persons] over occupations, unemployment and unemployment_without [share], filled [share];
    ordered from the greatest loss.
    """
    change = with_ai.employed - without.employed
    table = areas.names.copy()
    table["employment"] = without.employed.sum(axis=0)
    table["change"] = change.sum(axis=0)
    table["change_share"] = table["change"] / table["employment"]
    table["gained"] = np.maximum(change, 0.0).sum(axis=0)
    table["lost"] = np.minimum(change, 0.0).sum(axis=0)
    table["unemployment"] = with_ai.unemployment[-1]
    table["unemployment_without"] = without.unemployment[-1]
    table["filled"] = areas.filled
    return table.sort_values("change_share", kind="stable").reset_index(drop=True)
