"""The tables of a simulated market: rates by step, people by occupation, laws in force, what was left out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.economy.explain import employment_before, loop, occupation_change
from reallocate.economy.laws.retention import CHANGING, MOBILITY
from reallocate.economy.result import END, RATES, MarketResult, middle
from reallocate.measure.quantiles import quantiles
from reallocate.scenario.market.schema import PUBLISHED
from reallocate.study.market.lives import LIVES_UNITS, people_table
from reallocate.study.market.prepare import Prepared, after_shock
from reallocate.work.parameters import Parameters

Array = npt.NDArray[np.float64]

FLOWS = ("separations", "openings", "hires", "occupation_switches")
WHOSE = "del Rio-Chanona et al. 2021, DOI 10.1098/rsif.2020.0898"

MARKET_UNITS: dict[tuple[str, str], str] = {
    ("path", "years"): "years",
    **{
        ("path", f"{name}{end}"): "% of positions" if name == "vacancy_rate" else "% of the labour force"
        for name in RATES
        for end in ("", "_low", "_high", "_without")
    },
    **{("path", name): "persons/step" for name in FLOWS},
    **{
        ("occupations", name): "persons"
        for name in (
            "employment_start", *END, "employment_low", "employment_high", "compared_with", "change",
            "demand_before", "demand_after",
        )
    },
    ("occupations", "change_share"): "share",
    ("occupations", "unemployment_share"): "share of the occupation's labour force",
    ("occupations", "probability"): "share of the hours",
    ("occupations", "wage"): "USD/year",
    ("left_out", "employment"): "persons",
    **LIVES_UNITS,
}  # fmt: skip
"""(table, column) -> unit."""


def market_tables(prepared: Prepared, result: MarketResult) -> dict[str, pd.DataFrame]:
    """Every table, by name.

    prepared : market
    result : of the run
    """
    made = {
        "path": path_table(result),
        "occupations": occupation_table(prepared, result),
        "laws": law_table(prepared, result),
        "left_out": prepared.left_out,
    }
    if result.workers is not None:
        falls = after_shock(prepared) if result.shock is not None else None
        made["people"] = people_table(result.workers, prepared.market, falls, Parameters.default())
    return made


def path_table(result: MarketResult) -> pd.DataFrame:
    """Rates and flows after each step; of several runs the middle, with one in ten below and above.

    result : of the run
    Returns (step) step, years, each rate, its ends over runs, the same without the shock, flows, in_loop.
    """
    columns: dict[str, object] = {"step": np.arange(result.steps), "years": result.years}
    for name, rate in RATES.items():
        values = rate(result.flows)
        columns[name] = middle(values)
        if result.runs > 1:
            ends = quantiles(values)
            columns |= {f"{name}_low": ends["p10"], f"{name}_high": ends["p90"]}
        if result.without is not None:
            columns[f"{name}_without"] = middle(rate(result.without))
    columns |= {name: middle(result.flows.total(name)) for name in FLOWS}
    window, _ = loop(result)
    inside = np.zeros(result.steps, dtype=bool)
    inside[window if window is not None else slice(None)] = True
    return pd.DataFrame(columns | {"in_loop": inside})


def occupation_table(prepared: Prepared, result: MarketResult) -> pd.DataFrame:
    """People by occupation at the end, and against what they are held.

    prepared : market
    result : of the run
    """
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
            "change_share": _share(change, before),
            "unemployment_share": _share(end["unemployment"], force),
            "demand_before": result.demand[0],
            "demand_after": result.demand[1],
        }
    )


def _share(part: Array, whole: Array) -> Array:
    """A part of a whole; missing where there is no whole."""
    found: Array = np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole > 0)
    return found


def law_table(prepared: Prepared, result: MarketResult) -> pd.DataFrame:
    """Every number the laws read, with unit, published value and source.

    prepared : market
    result : of the run
    Returns law, symbol, says, value, published, unit, source.
    """
    rates, scenario = prepared.rates, prepared.scenario
    share, gap = "share of the employed/step", "share of the gap/step"
    rows: list[tuple[str, str, str, float, float | None, str, str]] = [
        ("E2", "δ_u", "random separations", rates.separation, PUBLISHED.separation, share, WHOSE),
        ("E3", "δ_v", "random openings", rates.opening, PUBLISHED.opening, share, WHOSE),
        (
            "E2",
            "γ_u",
            "surplus closed by separations",
            rates.close_surplus,
            PUBLISHED.close_surplus,
            gap,
            WHOSE,
        ),
        (
            "E3",
            "γ_v",
            "shortage closed by openings",
            rates.close_shortage,
            PUBLISHED.close_shortage,
            gap,
            WHOSE,
        ),
        ("E6", "τ", "spell that counts as long", scenario.laws.long_term_steps, 3, "steps", WHOSE),
        ("", "Δt", "length of a step", scenario.time.step_weeks, 6.75, "weeks", WHOSE),
    ]
    if prepared.stay is not None:
        said = f"{WHOSE}: {MOBILITY:.0%} change occupation in a year, {CHANGING:.0%} look for a job"
        rows.append(
            ("E7", "r", "weight of the own occupation", prepared.stay, 0.5502916755953751, "share", said)
        )
    if scenario.cycle is not None:
        cycle = scenario.cycle
        rows += [
            ("E8", "", "amplitude of the business cycle", cycle.amplitude, 0.065, "share of demand", WHOSE),
            ("E8", "", "length of the business cycle", cycle.period_steps, None, "steps", "scenario"),
        ]
    if result.shock is not None:
        start, length = result.shock
        rows += [
            ("E8", "t₀", "step at which the shock starts", start, None, "steps", "scenario"),
            ("E8", "", "from the start to 0.9999 of the shock", length, None, "steps", "scenario"),
        ]
    columns = ["law", "symbol", "says", "value", "published", "unit", "source"]
    return pd.DataFrame(rows, columns=columns).astype({"value": float, "published": float})
