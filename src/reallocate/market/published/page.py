"""A labour market by the published laws: its sentences, page and card."""

from __future__ import annotations

from pathlib import PurePath

import pandas as pd

from reallocate.kernel.blocks import Block, Card, Cards, Heading, Prose, Section
from reallocate.kernel.glossary import terms
from reallocate.kernel.number import bare_span, say
from reallocate.kernel.table import Column
from reallocate.kernel.text import BULLETS, LEAD, Text
from reallocate.market.laws.demand_shock import progress
from reallocate.market.published.keys import BUILT_IN, US, US_GROUPS
from reallocate.market.published.result import beveridge, headline, limitations, occupations
from reallocate.market.published.tables import CHARTS, TABLES, MarketContext
from reallocate.render.outline import sections
from reallocate.render.provenance import how_to_repeat
from reallocate.render.result import Kind, Result

_SURVEY = ("2001-01", "2019-12")
_OEWS = (
    "Employment: BLS Occupational Employment and Wage Statistics; table `occupations` of `reallocate data`."
)
_GROUPS = (
    "Employment and moves: del Rio-Chanona et al. 2021, J. R. Soc. Interface 18:20200898, from the monthly "
    "household survey (CPS); tables `mobility` and `mobility_groups` of `reallocate data`."
)
_DETAIL = (
    "Moves: people counted between broad groups by the same project from the yearly survey (CPS ASEC), "
    "thin counts held up by this project's model of moves (docs/transition.md)."
)
LAWS = (
    "Laws: del Rio-Chanona, Mealy, Beguerisse-Díaz, Lafond, Farmer 2021, J. R. Soc. Interface 18:20200898, "
    "DOI 10.1098/rsif.2020.0898, E1 to E8 of docs/reference/math.md, and nothing else."
)


TEXT = Text()


@TEXT.sentence("headline", "headline", LEAD)
def answer(context: MarketContext) -> str:
    """What the shock does to unemployment; without one, how far it swings or where it ends."""
    return headline(context.result)[0]


@TEXT.sentence("headline", "headline", after="cards")
def more(context: MarketContext) -> list[str]:
    """The rest of what became of unemployment."""
    return headline(context.result)[1:]


def _observed_separations(series: pd.DataFrame) -> tuple[float, float, float]:
    """Separations in the nation, 2001 to 2019: lowest, average and highest month [% of employment].

    series : month, separations [share of employment/month]
    """
    month = series["month"].astype(str)
    seen = series.loc[(month >= _SURVEY[0]) & (month <= _SURVEY[1]), "separations"].dropna() * 100.0
    return float(seen.min()), float(seen.mean()), float(seen.max())


@TEXT.sentence("market", "market", BULLETS)
def market(context: MarketContext) -> list[str]:
    """Which people and which moves the run is of."""
    prepared, result = context.prepared, context.result
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


@TEXT.sentence("beveridge", "beveridge")
def curve(context: MarketContext) -> list[str]:
    """How the Beveridge curve turns."""
    return beveridge(context.result)


@TEXT.sentence("occupations", "occupations")
def gains_and_losses(context: MarketContext) -> list[str]:
    """Who gains and who loses."""
    return occupations(context.result)


@TEXT.sentence("not_said", "not_said", BULLETS)
def not_said(context: MarketContext) -> list[str]:
    """What such a run cannot say."""
    return limitations(context.result, _observed_separations(context.series))


@TEXT.sentence("sources", "sources", BULLETS)
def sources(context: MarketContext) -> list[str]:
    """Where the figures come from."""
    prepared = context.prepared
    market = prepared.scenario.market
    lines = [LAWS]
    lines += {US: [_OEWS], US_GROUPS: [_GROUPS]}.get(
        market.occupations, [f"Employment: {PurePath(market.occupations).name}."]
    )
    if market.mobility == "bundle" and prepared.network.endswith("as published"):
        lines += [] if market.occupations in BUILT_IN else [_GROUPS]
    elif market.mobility == "bundle":
        lines.append(_DETAIL)
    elif market.mobility != "complete":
        lines.append(f"Moves: {PurePath(market.mobility).name}.")
    if prepared.scenario.shock is not None:
        lines.append(f"Shock: {PurePath(prepared.scenario.shock.file).name}.")
    return lines


_MOST_ROWS = 1_000
_SIDE_ON_PAGE, _SIDE_ON_CARD = 10, 5
_MOMENTS = 10
"""Rows of the path on the card."""
_RUNS = "10th–90th percentile of the runs"
_WORDS = ("Labour force", "Unemployed", "Long-term unemployed", "Open positions", "Beveridge curve", "Step")


_SECTIONS = {
    "headline": "In short",
    "unemployment": "Unemployment through time",
    "beveridge": "Openings against unemployment",
    "occupations": "Occupations that gain and lose",
    "people": "People who had a job at the start",
    "not_said": "Limits of these figures",
    "market": "The market and its laws",
    "sources": "Sources",
}


def _page(result: Result) -> list[Section]:
    """Every part of the page."""
    facts = result.facts
    without_shock = {} if _shocked(result) else {"occupations": "Occupations"}
    return [
        *sections(result, TEXT, _SECTIONS | without_shock),
        how_to_repeat(
            facts,
            ("Laws, engine, runs, seed", f"published, {facts['engine']}, {facts['runs']}, {facts['seed']}"),
            ("Market as it was run", str(facts["hashes"]["market"])),
        ),
        Section("words", "Words used here", (terms(*_WORDS),)),
    ]


def _card(result: Result) -> list[Block]:
    """The summary in a terminal and a notebook."""
    text = result.explain()
    return [
        Prose(text["headline"]),
        _path_on_card(result),
        Prose((*text["beveridge"], *text["occupations"][:1])),
        _occupations_on_card(result),
        Heading(_SECTIONS["not_said"]),
        Prose(text["not_said"], "note"),
        Heading("The market"),
        Prose(text["market"], "note"),
    ]


@TEXT.block("headline", after="answer")
def cards(result: Result) -> Cards:
    """The figures that a reader takes away."""
    path = result.tables["path"]
    end = path.iloc[-1]
    after = f"{end['years']:.1f} years after the start"
    found = []
    if "unemployment_rate_without" in path:
        rise = path["unemployment_rate"] - path["unemployment_rate_without"]
        top = path.iloc[int(rise.to_numpy().argmax())]
        without = say(top["unemployment_rate_without"], "%")
        found.append(
            Card(
                "Largest rise of unemployment by the shock",
                say(float(rise.max()), "points", signed=True),
                f"{say(top['unemployment_rate'], '%')} instead of {without}, "
                f"{top['years']:.1f} years after the start",
            )
        )
    in_cycle = path[path["in_loop"]] if result.facts["scenario"].get("cycle") else path.iloc[:0]
    if 1 < len(in_cycle) < len(path):
        rate = in_cycle["unemployment_rate"]
        found.append(
            Card(
                "Unemployed over the last business cycle",
                f"{bare_span(rate.min(), rate.max(), '%', 2)}%",
                f"of the labour force; {say(float(rate.mean()), '%')} on average",
            )
        )
    for name, label in (
        ("unemployment_rate", "Unemployed at the end"),
        ("long_term_unemployment_rate", "Long-term unemployed at the end"),
        ("vacancy_rate", "Open positions at the end"),
    ):
        unit = "of all positions" if name == "vacancy_rate" else "of the labour force"
        found.append(Card(label, say(end[name], "%"), f"{unit}, {after}", *_percentiles(end, name)))
    return Cards(tuple(found))


def _percentiles(end: pd.Series, name: str) -> tuple[str, str]:
    if f"{name}_low" not in end:
        return "", ""
    return f"{bare_span(end[f'{name}_low'], end[f'{name}_high'], '%', 2)}%", _RUNS


def _shocked(result: Result) -> bool:
    return "probability" in result.tables["occupations"]


def _in_order(result: Result) -> pd.DataFrame:
    """Occupations by gain or loss; without a shock, by the share of their people without a job."""
    first = "change" if _shocked(result) else "unemployment_share"
    return result.tables["occupations"].sort_values(first, ascending=False, kind="stable")


def _occupations(result: Result, fold: str, side: int = 0) -> Block:
    """Occupations by gain or loss, some on either side or all."""
    rows = _in_order(result)
    if side and len(rows) > 2 * side:
        rows = pd.concat([rows.head(side), rows.tail(side)])
    shocked = _shocked(result)
    label = "Employed without the shock" if shocked else "Employed at the start"
    before = Column("compared_with", label, "persons")
    columns: list[str | Column] = ["title", "occupation", *(["probability"] if shocked else []), before]
    columns += ["employment", "change", "change_share", "unemployment", "unemployment_share", "vacancies"]
    caption = "Occupations by gain or loss" if shocked else "Occupations by who has no job"
    return result.grid("occupations", *columns, rows=rows, caption=caption, fold=fold, most=_MOST_ROWS)


@TEXT.block("occupations")
def who_gains_and_loses(result: Result) -> list[Block]:
    """The occupations that differ most drawn, the most and the fewest, and all of them."""
    return [
        *([result.picture("who_gains_and_loses")] if _shocked(result) else []),
        _occupations(result, "The most and the fewest", _SIDE_ON_PAGE),
        _occupations(result, "Every occupation"),
    ]


@TEXT.block("market", after="laws")
def left_out(result: Result) -> list[Block]:
    """The groups that are left out, where there are any."""
    count = len(result.tables["left_out"])
    return [result.grid("left_out", fold=f"The {count} groups that are left out")] if count else []


def _path_on_card(result: Result) -> Block:
    rows = result.tables["path"]
    places = sorted({round(at * (len(rows) - 1) / _MOMENTS) for at in range(_MOMENTS + 1)})
    names = ("unemployment_rate", "unemployment_rate_without", "long_term_unemployment_rate", "vacancy_rate")
    known = [name for name in names if name in rows]
    return result.grid("path", "years", *known, rows=rows.iloc[places], caption="The labour market in time")


def _occupations_on_card(result: Result) -> Block:
    rows = _in_order(result)
    most, fewest = rows.head(_SIDE_ON_CARD), rows.iloc[max(_SIDE_ON_CARD, len(rows) - _SIDE_ON_CARD) :]
    shocked = _shocked(result)
    against = ("change", "change_share") if shocked else ("employment_start", "unemployment_share")
    what = "Gains and losses against no shock" if shocked else "Most and fewest without a job"
    rows, caption = pd.concat([most, fewest]), f"{what}, at the end"
    columns = ("title", "employment", *against, "unemployment", "vacancies")
    return result.grid("occupations", *columns, rows=rows, caption=caption)


MARKET = Kind(
    "market", "a simulated market", "reallocate simulate market --out", TABLES, CHARTS, _page, _card,
    text=(TEXT,),
)  # fmt: skip
