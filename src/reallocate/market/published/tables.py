"""Tables and charts of a labour market by the published laws."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import quantiles
from reallocate.kernel.chart import Chart, distinct_titles
from reallocate.kernel.chart_kinds import Bars, Curve, Line, Lines
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.table import BY_ROW, Column, table
from reallocate.market.laws.retention import CHANGING, MOBILITY
from reallocate.market.published.keys import PUBLISHED
from reallocate.market.published.prepare import PreparedMarket, after_shock
from reallocate.market.published.result import (
    END,
    RATES,
    MarketResult,
    employment_before,
    loop,
    middle,
    occupation_change,
    people_table,
)
from reallocate.market.state.market import ratio

_PERSONS, FORCE, POSITIONS = "persons", "% of the labour force", "% of positions"
_FLOWS = {
    "separations": "Separations",
    "openings": "Openings",
    "hires": "Hires",
    "occupation_switches": "Occupation changes",
}
_WHOSE = "del Rio-Chanona et al. 2021, DOI 10.1098/rsif.2020.0898"
_ENDS = (("_low", "10th percentile"), ("_high", "90th percentile"))


@dataclass(frozen=True, eq=False)
class MarketContext:
    """A market that was run.

    series : month, separations [share of employment/month] of the nation
    """

    prepared: PreparedMarket
    result: MarketResult
    series: pd.DataFrame


def _rate(name: str, label: str, unit: str) -> Iterator[Column]:
    """A rate by step, its percentiles over several runs, and the same without the shock."""
    yield Column(name, label, unit, digits=2)
    for end, words in _ENDS:
        yield Column(f"{name}{end}", f"{label}, {words}", unit, digits=2, optional=True)
    yield Column(f"{name}_without", f"{label}, no shock", unit, digits=2, optional=True)


@table("path", "The labour market by step", Column("step", "Step"),
       Column("years", "Years", "years", digits=1),
       _rate("unemployment_rate", "Unemployed", FORCE), _rate("vacancy_rate", "Open", POSITIONS),
       _rate("long_term_unemployment_rate", "Long-term unemployed", FORCE),
       (Column(name, label, "persons/step") for name, label in _FLOWS.items()),
       Column("in_loop", "In the loop", about="steps over which the Beveridge curve is judged"))  # fmt: skip
def _path(context: MarketContext) -> pd.DataFrame:
    """Rates and flows after each step; of several runs the median, with 10th and 90th percentile."""
    result = context.result
    columns: dict[str, object] = {"step": np.arange(result.steps), "years": result.years}
    for name, rate in RATES.items():
        values = rate(result.flows)
        columns[name] = middle(values)
        if result.runs > 1:
            ends = quantiles(values)
            columns |= {f"{name}_low": ends["p10"], f"{name}_high": ends["p90"]}
        if result.without is not None:
            columns[f"{name}_without"] = middle(rate(result.without))
    columns |= {name: middle(result.flows.total(name)) for name in _FLOWS}
    window, _ = loop(result)
    inside = np.zeros(result.steps, dtype=bool)
    inside[window if window is not None else slice(None)] = True
    return pd.DataFrame(columns | {"in_loop": inside})


@table("occupations", "Occupations at the end", Column("occupation", "Code"), Column("title", "Occupation"),
       Column("wage", "Pay", "USD/year", optional=True),
       Column("probability", "Work that falls away", "share of hours", optional=True),
       Column("employment_start", "Employed at the start", _PERSONS),
       Column("employment", "Employed at the end", _PERSONS), Column("unemployment", "No job", _PERSONS),
       Column("vacancies", "Open", _PERSONS),
       (Column(f"employment{end}", f"Employed, {words}", _PERSONS, optional=True) for end, words in _ENDS),
       Column("compared_with", "Compared with", _PERSONS, about="the start, or the end without the shock"),
       Column("change", "Change", _PERSONS, signed=True),
       Column("change_share", "Change", "share", signed=True),
       Column("unemployment_share", "No job", "share of their people"),
       Column("demand_before", "Demand before", _PERSONS), Column("demand_after", "Demand after", _PERSONS),
       )  # fmt: skip
def _occupations(context: MarketContext) -> pd.DataFrame:
    """People by occupation at the end, and against the start or against no shock."""
    prepared, result = context.prepared, context.result
    market = result.market
    end = {name: middle(result.flows.end.people[place]) for place, name in enumerate(END)}
    before, change = employment_before(result), occupation_change(result)
    known = {"wage": market.wage} if np.isfinite(market.wage).any() else {}
    shock = {"probability": after_shock(prepared)} if prepared.shock is not None else {}
    spread = {}
    if result.runs > 1:
        ends = quantiles(result.flows.end.people[0])
        spread = {"employment_low": ends["p10"], "employment_high": ends["p90"]}
    force = end["employment"] + end["unemployment"]
    return pd.DataFrame(
        {
            "occupation": [str(code) for code in market.occupations],
            "title": list(market.titles),
            **known,
            **shock,
            "employment_start": market.employment,
            **end,
            **spread,
            "compared_with": before,
            "change": change,
            "change_share": ratio(change, before, np.nan),
            "unemployment_share": ratio(end["unemployment"], force, np.nan),
            "demand_before": result.demand[0],
            "demand_after": result.demand[1],
        }
    )


@table("laws", "Parameters of the laws", Column("law", "Law"), Column("symbol", "Symbol"),
       Column("says", "Parameter"), Column("value", "Value", BY_ROW),
       Column("published", "Published", BY_ROW), Column("unit", "Unit"), Column("source", "Source"),
       section="market", show=("says", "law", "value", "published", "source"),
       rows=lambda rows, facts: rows.assign(
           says=rows["says"].where(rows["symbol"] == "", rows["says"] + ", " + rows["symbol"])
       ))  # fmt: skip
def _laws(context: MarketContext) -> pd.DataFrame:
    """Every number that the laws read, with its published value."""
    prepared, result = context.prepared, context.result
    rates, scenario = prepared.rates, prepared.scenario
    share, gap = "share of the employed/step", "share of the gap/step"
    named = (
        ("E2", "δ_u", "random separations", "separation", share),
        ("E3", "δ_v", "random openings", "opening", share),
        ("E2", "γ_u", "surplus closed by separations", "close_surplus", gap),
        ("E3", "γ_v", "shortage closed by openings", "close_shortage", gap),
    )
    rows: list[tuple[str, str, str, float, float | None, str, str]] = [
        (law, symbol, says, getattr(rates, name), getattr(PUBLISHED, name), unit, _WHOSE)
        for law, symbol, says, name, unit in named
    ]
    rows += [
        ("E6", "τ", "spell that counts as long", scenario.laws.long_term_steps, 3, "steps", _WHOSE),
        ("", "Δt", "length of a step", scenario.time.step_weeks, 6.75, "weeks", _WHOSE),
    ]
    if prepared.stay is not None:
        why = f"{_WHOSE}: {MOBILITY:.0%} change occupation in a year, {CHANGING:.0%} look for a job"
        rows += [("E7", "r", "weight of the own occupation", prepared.stay, 0.5502916755953751, "share", why)]
    if scenario.cycle is not None:
        cycle = scenario.cycle
        rows += [
            ("E8", "", "amplitude of the business cycle", cycle.amplitude, 0.065, "share of demand", _WHOSE),
            ("E8", "", "length of the business cycle", cycle.period_steps, None, "steps", "scenario"),
        ]
    if result.shock is not None:
        start, length = result.shock
        rows += [
            ("E8", "t₀", "step at which the shock starts", start, None, "steps", "scenario"),
            ("E8", "", "from the start to 0.9999 of the shock", length, None, "steps", "scenario"),
        ]
    return pd.DataFrame(rows, columns=_laws.names).astype({"value": float, "published": float})


@table("left_out", "Groups that are left out", Column("occupation", "Code"), Column("title", "Group"),
       Column("employment", "Employed", _PERSONS), Column("wage", "Pay", "USD/year", optional=True),
       Column("why", "Reason"))  # fmt: skip
def left_out(context: MarketContext) -> pd.DataFrame:
    """Groups without a move in or out."""
    return context.prepared.left_out


_SHARE = "share of them"


@table("people", "People with a job at the start", Column("group", "Exposure before"),
       Column("people", "With a job", _PERSONS), Column("displaced", "Lost a job since", _SHARE),
       Column("cut", "Lost it to a surplus", _SHARE), Column("without_now", "Unemployed at the end", _SHARE),
       Column("months_without", "Months without work", "months", about="of those who lost a job"),
       Column("pay_before", "Pay before", "USD/year", optional=True),
       Column("pay_after", "Pay after", "USD/year", optional=True),
       Column("pay_loss", "Pay loss", "share", optional=True),
       Column("earnings_loss", "Earnings loss", "share", optional=True, about="of those who lost a job"),
       Column("pay_change_others", "Pay change of others", "share", signed=True, optional=True),
       optional=True, section="people", caption="One record each, in the first run",
       show=("group", "people", "displaced", "cut", "without_now", "months_without", "pay_before",
             "pay_after", "earnings_loss"),
       note="Pay is that of the occupation at the start and of tenure, which starts anew with a new job "
       "after a spell without one. Most who lose a job lose it at random and would have without the shock.",
       )  # fmt: skip
def _people(context: MarketContext) -> pd.DataFrame | None:
    """What became of those who had a job at the start, where the engine keeps a record of each."""
    prepared, result = context.prepared, context.result
    if result.workers is None:
        return None
    falls = after_shock(prepared) if result.shock is not None else None
    return people_table(result.workers, prepared.market, falls, Parameters.default())


TABLES = (_path, _occupations, _laws, left_out, _people)


_YEARS = Column("years", "Years since the start", "years", digits=1)

UNEMPLOYMENT = Chart(
    name="unemployment",
    title="Unemployment through time [% of the labour force at the start]",
    reading=(
        "Each line is a share of the labour force after each step; of several runs the median, with a band "
        "from the 10th to the 90th percentile. The first years are the way from the start, "
        "where everybody without a job has just lost it, to the market's own level."
    ),
    section="unemployment",
    tables=(_path,),
    columns=(
        _YEARS, "unemployment_rate", "unemployment_rate_low", "unemployment_rate_high",
        "unemployment_rate_without", "long_term_unemployment_rate", "long_term_unemployment_rate_low",
        "long_term_unemployment_rate_high",
    ),
    kind=Lines(
        "years",
        (
            Line("unemployment_rate", "unemployed"),
            Line("unemployment_rate_without", "unemployed, without the shock"),
            Line("long_term_unemployment_rate", "long-term unemployed"),
        ),
        level=0.0,
    ),
)  # fmt: skip

BEVERIDGE = Chart(
    name="beveridge",
    title="The Beveridge curve: openings against unemployment [%]",
    reading=(
        "The line goes from moment to moment; the numbers are years since the start, light is early and dark "
        "is late. Over a shock the part from its first step is drawn, over a business cycle the last full "
        "one, else all. A curve that turns counter-clockwise has more people without a job, for the same "
        "openings, while unemployment falls than while it rises."
    ),
    section="beveridge",
    tables=(_path,),
    columns=(
        _YEARS, "unemployment_rate", Column("vacancy_rate", "Open positions", "% of all positions", digits=2)
    ),
    kind=Curve("unemployment_rate", "vacancy_rate", "years", marks=10),
    # An ensemble marks no loop and draws all.
    rows=lambda table: table[table["in_loop"]] if table.get("in_loop", pd.Series(False)).any() else table,
)  # fmt: skip

_SIDE = 10
"""Occupations that are drawn on either side."""


def _gains(table: pd.DataFrame) -> pd.DataFrame:
    ordered = table[table["change"].abs() >= 0.5].sort_values("change", ascending=False, kind="stable")
    most = pd.concat([ordered[ordered["change"] > 0].head(_SIDE), ordered[ordered["change"] < 0].tail(_SIDE)])
    return distinct_titles(most, "occupation")


_WHO_GAINS_AND_LOSES = Chart(
    name="who_gains_and_loses",
    title="Who gains and who loses, at the end [persons]",
    reading=(
        "The occupations whose employment differs most: at the end, against the same market without the "
        "shock; without a shock, against the start. The table holds every one."
    ),
    empty="No occupation's employment differs by half a person.",
    tables=(_occupations,),
    columns=("title", "occupation", "change", "change_share"),
    kind=Bars("title", ("change",)),
    rows=_gains,
)

CHARTS = (UNEMPLOYMENT, BEVERIDGE, _WHO_GAINS_AND_LOSES)
