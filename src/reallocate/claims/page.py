"""A ledger of claims as a result: order of the page, and the tornado of a claim."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reallocate.claims.basis.claim import VERDICT_WORDS
from reallocate.claims.basis.comparison import comparison, comparison_blocks
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.ledger import Entry
from reallocate.claims.tables import TABLES, drivers
from reallocate.claims.text import (
    IN_WORDS,
    TEXT,
    Row,
    assumption,
    explained,
    interval,
    moves,
    of_claim,
    plausible,
    text,
    tipping_of,
    verdict,
    worded,
)
from reallocate.data.bundle import read_manifest
from reallocate.firm.council.layoffs import TABLES as LAYOFF_TABLES
from reallocate.firm.council.layoffs import TIMELINE, layoff_record
from reallocate.firm.council.layoffs import blocks as layoff_blocks
from reallocate.kernel.blocks import Block, Facts, Heading, Picture, Prose, Section, picture
from reallocate.kernel.chart import Chart
from reallocate.kernel.chart_kinds import tornado
from reallocate.kernel.number import with_minus
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.table import Column, Tables, computed, of_unit
from reallocate.kernel.text import NOTE
from reallocate.render.outline import sections
from reallocate.render.provenance import provenance
from reallocate.render.result import Kind, Result


def _drivers_charts(tables: Tables) -> tuple[Chart, ...]:
    """One chart for each claim that an assumption moves."""
    charts = [_drivers_chart(row) for row in tables["claims"].to_dict("records")]
    return tuple(chart for chart in charts if not chart.figures(tables).empty)


def _drivers_chart(row: Row) -> Chart:
    """The chart of one claim.

    row : of the table claims
    """
    unit, thresholds = str(row["unit"]), {row["threshold_supported"], row["threshold_not_supported"]}

    def moving(table: pd.DataFrame) -> pd.DataFrame:
        moved: pd.DataFrame = table[table["claim"] == row["id"]].query("result_low != result_high")
        return moved

    return Chart(
        name=f"drivers-{row['id']}",
        title=f"Main drivers: {row['statement']} [{unit}]",
        reading=(
            "Each line moves one assumption from one end of its plausible range to the other, all else drawn "
            "as before, and shows how far the finding goes. Dashed: where the rule changes the verdict."
        ),
        tables=(drivers,),
        columns=(
            "assumption", "parameter", "unit", "low", "high",
            *of_unit(unit, result_low="Finding at low", result_high="Finding at high"),
        ),
        kind=tornado(
            "assumption", "result_low", "result_high", texts=("low", "high"), zero=False,
            levels=tuple(sorted(one for one in thresholds if one == one)),
        ),
        rows=moving,
    )  # fmt: skip


_WORDS = {
    "Data show it, data do not show it": "By the rule that each claim shows. “Data do not show it” is not "
    "“false”: a true effect may be too small or too new to see.",
    "Shown in part, nobody can tell yet": "The finding lies between the thresholds, or the assumptions "
    "decide more than the figures do. A law that fails on past decades gives no verdict.",
    "True by definition": "The verdict follows from the definition. Only the size is a finding.",
    "First rule": "Where a rule was changed, the first rule and its verdict stand beside the present ones, "
    "with the reason.",
    "Median": "Half of the draws, or of the sources, lie below it.",
    "Plan, baseline": "The best plan of one firm over three years; the same firm without further AI.",
    "Interval": "10th–90th percentile over assumptions and sources. For a share of draws: its sampling "
    "error.",
    "Draw": "One set of values for all assumptions, each within its plausible range.",
    "Tipping point": "The value of one assumption, all else as it is, beyond which the verdict changes.",
    "Percentile of US jobs": "All US jobs in order of one measure: at the 78th percentile, 78% of the jobs "
    "come before.",
    "Rank correlation": "Whether two orders agree: 1 if they are the same, 0 if they are unrelated.",
    "Odds ratio": "How many times as likely one thing is as another, approximately where both are rare.",
    "Log points": "Approximately a share: −0.008 log points are 0.8% less.",
    "Source of reach": "One published rating of the tasks that AI can do (its reach). Sources disagree, so "
    "all are used.",
    "Grades": "A: a filing or primary source, read. B: named press, or a primary source at second hand. "
    "C: secondary. X: computed from graded figures. J: a judgement, with a wide range.",
}


_SECTIONS = {
    "headline": "In short",
    "claims": "Claim by claim",
    "comparison": "Jobs in ten years, here and by others",
    "drivers": "Which assumptions decide the verdicts",
    "layoffs": "Announced layoffs",
    "not_computable": "Statements that cannot be computed",
    "repeat": "How to repeat it",
    "words": "Words used here",
}


def _page(result: Result) -> list[Section]:
    """Every part of the page."""
    return sections(result, TEXT, _SECTIONS)


def _card(result: Result) -> list[Block]:
    """The summary in a terminal and a notebook: each claim in sentences, then the count of verdicts."""
    text, rows = result.explain(), result.tables["claims"].to_dict("records")
    blocks: list[Block] = []
    for row in rows:
        words = Prose(text[f"{IN_WORDS}{row['id']}"])
        blocks += [Heading(f"{row['row']}. {row['statement']}: {verdict(row)}"), words]
    blocks += [*comparison_blocks(result), Prose(text["brackets"], NOTE), Prose(text["headline"])]
    own = all(row["row"] == "own" for row in rows)
    not_computable = tuple(f"Not computable: {line}" for line in text["not_computable"])
    return blocks if own else [*blocks, Prose(not_computable)]


@TEXT.block("claims")
def every_claim(result: Result) -> list[Block]:
    """Each claim after the other."""
    rows = result.tables["claims"].to_dict("records")
    return [block for row in rows for block in _claim_blocks(result, row)]


def _claim_blocks(result: Result, row: Row) -> list[Block]:
    """One claim: finding, verdict, definition, rule, tipping points, other readings, drivers.

    row : of the table claims
    """
    finding = worded(with_minus(row["finding"]))
    facts = {"Verdict": verdict(row), "Finding": finding, **explained(row, result.tables)}
    blocks: list[Block] = [Heading(f"{row['row']}. {row['statement']}"), Facts(tuple(facts.items()))]
    others = result.tables["readings"]
    others = others[others["claim"] == row["id"]]
    if len(others):
        blocks.append(result.grid("readings", "reading", "finding", "verdict", rows=others))
    drawn = picture(_drivers_chart(row), result.tables)
    return [*blocks, drawn] if isinstance(drawn, Picture) else blocks


@TEXT.block("headline")
def overview(result: Result) -> Block:
    """Every claim with its verdict and finding."""
    rows = result.tables["claims"]
    each = rows.to_dict("records")
    written = rows.assign(verdict=[*map(verdict, each)], interval=[*map(interval, each)])
    finding = Column("interval", "Finding (10th–90th percentile)")
    return result.grid("claims", "row", "statement", "verdict", finding, rows=written)


@TEXT.block("comparison")
def comparison_with_others(result: Result) -> Sequence[Block]:
    """Row 10 beside what others published."""
    return comparison_blocks(result, "places")


@TEXT.block("drivers")
def over_all_claims(result: Result) -> list[Block]:
    """Which assumptions move which claims, over all of them."""
    moving = _moving(result)
    if moving.empty:
        return [Prose(("No assumption enters these claims: they are measurements.",))]
    claims = result.tables["claims"]
    measured = claims.loc[claims["assumptions"] == 0, "row"]
    note = f"Measurements, which no assumption enters: {', '.join(measured)}." if len(measured) else ""
    tipping = moving[moving["where"] != ""]
    return [
        result.grid(
            "drivers", Column("words", "Assumption (name)"), Column("range", "Plausible range"), "grade",
            Column("moved", "Claims it moves", "claims"), Column("turned", "Verdicts it changes"),
            rows=_by_assumption(moving), caption="Assumptions by the number of claims they move", note=note,
        ),
        result.grid(
            "tipping_points", Column("row", "Row"), Column("now", "Verdict now"),
            Column("words", "Assumption (name)"), Column("where", "Changes to"), rows=tipping,
        )
        if len(tipping)
        else Prose(
            ("No single number changes any of these verdicts in its plausible range; another reading may.",)
        ),
    ]  # fmt: skip


def _moving(result: Result) -> pd.DataFrame:
    """Every assumption that moves a claim, with its words, range and tipping points there."""
    rows = []
    for claim in result.tables["claims"].to_dict("records"):
        turns = of_claim(result.tables, "tipping_points", claim)
        for driver in filter(moves, of_claim(result.tables, "drivers", claim)):
            words, where = assumption(driver), tipping_of(turns, driver)
            now = VERDICT_WORDS[claim["verdict"]]
            row = {"row": claim["row"], "now": now, "words": words, "where": where}
            rows.append({**row, "range": plausible(driver), "grade": driver["grade"]})
    return pd.DataFrame(rows)


def _by_assumption(moving: pd.DataFrame) -> pd.DataFrame:
    """One row an assumption, those that move most claims first."""
    turned = moving["row"].where(moving["where"] != "")
    rows = moving.assign(turned=turned).groupby(["words", "range", "grade"], sort=False, as_index=False)
    each = rows.agg(moved=("row", "size"), turned=("turned", lambda one: ", ".join(one.dropna()) or "none"))
    return each.sort_values("moved", ascending=False, kind="stable")


@TEXT.block("layoffs")
def announced(result: Result) -> list[Block]:
    """The record of announced layoffs."""
    return layoff_blocks(result, "layoffs")


@TEXT.block("repeat")
def repeated(result: Result) -> Facts:
    """What made the page."""
    facts = result.facts
    own = ", ".join(f"{name} = {value:g}" for name, value in facts["set"].items())
    return Facts(
        (
            ("Made by", f"reallocate {facts['version']}"),
            ("Command", str(facts["command"])),
            ("Draws, seed", f"{facts['draws']}, {facts['seed']}"),
            ("Assumptions set", own or "none: all at their defaults"),
        )
    )


@TEXT.block("words")
def words(result: Result) -> Facts:
    """The words of the page."""
    return Facts(tuple(_WORDS.items()))


CLAIMS = Kind(
    "claims", "a ledger of claims", "reallocate claims --out", (*TABLES, comparison, *LAYOFF_TABLES),
    (TIMELINE,), _page, _card, about="the argument's claims, computed",
    of_rows=lambda result: _drivers_charts(result.tables), text=(TEXT,),
)  # fmt: skip


_LIBRARIES = ("numpy", "pandas", "scipy", "highspy")
"""Libraries whose version may move a digit."""


def compared(tables: Tables) -> Tables:
    """The comparison of row 10 with others; nothing where the row was not computed.

    tables : of claims, of a run or of the record
    """
    return computed((comparison,), tables)


def ledger_result(
    entries: Sequence[Entry],
    context: ClaimContext,
    parameters: Parameters,
    names: Sequence[str] = (),
    command: str = "",
) -> Result:
    """Claims, computed, with the layoff record beside them.

    context : that they were computed on
    names : of the claims, as requested; all where none are given
    command : that made it, for the record
    """
    own = {name: parameters[name] for name in parameters if parameters.about(name).is_own}
    sources = context.sources is not None
    request = {"names": list(names), "sources": sources, "draws": context.draws, "set": own}
    layoffs = layoff_record(context.world, parameters)
    tables = computed(TABLES, entries)
    facts = {
        "title": "The argument's claims and their verdicts",
        **request,
        **provenance(
            request, read_manifest(), _LIBRARIES, command or "reallocate claims", context.seed
        ),
    }
    words = {**text(tables), "layoffs": layoffs.text["headline"], "taken_back": layoffs.text["taken_back"]}
    every = {**tables, **compared(tables), **layoffs.tables}
    return Result(CLAIMS, facts, every, words)
