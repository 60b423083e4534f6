"""What a simulated market says, part by part: its result, the market it is of, and what it cannot say."""

from __future__ import annotations

from pathlib import PurePath

import pandas as pd

from reallocate.economy.explain import beveridge, headline, limitations, occupations
from reallocate.economy.laws.shock import progress
from reallocate.economy.result import MarketResult
from reallocate.problem.market.prepare import PreparedMarket
from reallocate.scenario.market.schema import BUILT_IN, US, US_GROUPS
from reallocate.study.market.tables import MarketContext

SURVEY = ("2001-01", "2019-12")
OEWS = (
    "Employment: BLS Occupational Employment and Wage Statistics; table `occupations` of `reallocate data`."
)
GROUPS = (
    "Employment and moves: del Rio-Chanona et al. 2021, J. R. Soc. Interface 18:20200898, from the monthly "
    "household survey (CPS); tables `mobility` and `mobility_groups` of `reallocate data`."
)
DETAIL = (
    "Moves: people counted between broad groups by the same project from the yearly survey (CPS ASEC), "
    "thin counts held up by this project's model of moves (docs/transition.md)."
)
LAWS = (
    "Laws: del Rio-Chanona, Mealy, Beguerisse-Díaz, Lafond, Farmer 2021, J. R. Soc. Interface 18:20200898, "
    "DOI 10.1098/rsif.2020.0898, E1 to E8 of docs/math.md, and nothing else."
)


def sentences(context: MarketContext) -> dict[str, list[str]]:
    """The sentences of the page, by part."""
    prepared, result = context.prepared, context.result
    return {
        "headline": headline(result),
        "market": _market(prepared, result),
        "beveridge": beveridge(result),
        "occupations": occupations(result),
        "not_said": limitations(result, observed_separations(context.series)),
        "sources": _sources(prepared),
    }


def observed_separations(series: pd.DataFrame) -> tuple[float, float, float]:
    """Separations in the nation, 2001 to 2019: lowest, average and highest month [% of employment].

    series : month, separations [share of employment/month]
    """
    month = series["month"].astype(str)
    seen = series.loc[(month >= SURVEY[0]) & (month <= SURVEY[1]), "separations"].dropna() * 100.0
    return float(seen.min()), float(seen.mean()), float(seen.max())


def _market(prepared: PreparedMarket, result: MarketResult) -> list[str]:
    """Which people and which moves the run is of."""
    market, scenario = prepared.market, prepared.scenario
    lines = [
        f"{market.employment.sum():,.0f} people are employed in {market.size} occupations at the start; "
        f"{result.flows.labour_force[0] - market.employment.sum():,.0f} have no job "
        f"({prepared.rates.separation:.1%} of the employed, as just separated).",
        f"Who can move where: {prepared.network}"
        + (f"; {prepared.stay:.0%} of the weight lies on the own occupation." if prepared.stay else "."),
    ]
    if scenario.market.occupations == US and scenario.laws.mode is None:
        lines.append(
            "These are the published laws, since the scenario says what only they read; those that meet the "
            "data of the nation are `reallocate simulate nation`."
        )
    if len(prepared.left_out):
        people = prepared.left_out["employment"].sum()
        lines.append(
            f"{len(prepared.left_out)} groups with {people:,.0f} people are left out, since no move out of "
            "them or into them was seen; a table lists them."
        )
    lines += prepared.notes
    if result.shock is not None:
        reached = float(progress(scenario.time.steps, *result.shock)[-1])
        if reached < 0.99:
            lines.append(
                f"The shock is not over when the run ends: {reached:.1%} of it has happened by step "
                f"{scenario.time.steps - 1}."
            )
    if scenario.time.step_weeks != 6.75:
        lines.append(
            f"A step has {scenario.time.step_weeks:g} weeks. The rates are per step and stay as written; "
            "the published ones are of steps of 6.75 weeks."
        )
    if scenario.engine == "flow" and scenario.runs > 1:
        lines.append("The engine of expected values draws nothing: all runs are the same, and one was made.")
    return lines


def _sources(prepared: PreparedMarket) -> list[str]:
    """Where the figures come from."""
    market = prepared.scenario.market
    lines = [LAWS]
    lines += {US: [OEWS], US_GROUPS: [GROUPS]}.get(
        market.occupations, [f"Employment: {PurePath(market.occupations).name}."]
    )
    if market.mobility == "bundle" and prepared.network.endswith("as published"):
        lines += [] if market.occupations in BUILT_IN else [GROUPS]
    elif market.mobility == "bundle":
        lines.append(DETAIL)
    elif market.mobility != "complete":
        lines.append(f"Moves: {PurePath(market.mobility).name}.")
    if prepared.scenario.shock is not None:
        lines.append(f"Shock: {PurePath(prepared.scenario.shock.file).name}.")
    return lines
