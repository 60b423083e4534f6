"""Every industry's answer to the same cut: solved, listed, and told."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from reallocate.data.bundle import read_manifest, shipped_world
from reallocate.data.country import HOME, country_money
from reallocate.data.national import country_facts
from reallocate.firm.cut.beforehand import answer_at_hand
from reallocate.firm.cut.result import LIBRARIES, cut_study
from reallocate.firm.request.read import firm_scenario, scenario_from_flags
from reallocate.kernel.blocks import Block, Bullets, Prose, Section
from reallocate.kernel.errors import ReallocateError
from reallocate.kernel.executor import SERIAL, Where, Workers
from reallocate.kernel.money import shown_in
from reallocate.kernel.number import cell, rounded, say
from reallocate.kernel.table import Column, Tables, computed, of_unit, table
from reallocate.kernel.text import BULLETS, LEAD, Text
from reallocate.render.outline import sections
from reallocate.render.provenance import how_to_repeat, provenance
from reallocate.render.result import Kind, Result
from reallocate.render.shipped import as_shipped


@dataclass(frozen=True)
class _Answer:
    """One industry's answer.

    industry : code
    parts : the answer as `as_shipped` gives it; none where it is impossible
    reason : why it is impossible, in words; empty where it is not
    seconds : of processor that it took; 0 where it was at hand
    """

    industry: str
    parts: dict[str, Any] | None
    reason: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, eq=False)
class _Swept:
    """The answers of all industries that were asked for.

    industries : (industry) naics, title, employment
    answers : in the same order
    """

    industries: pd.DataFrame
    answers: tuple[_Answer, ...]
    headcount: float
    cut: str


_NOT_POSSIBLE, _POSSIBLE = "no answer", "answered"


@table(
    "industries", "The cut in every industry",
    Column("industry", "Code"), Column("title", "Industry"),
    Column("employment", "Employed", "persons", digits=0), Column("status", "Status"),
    Column("exits", "Exits", "FTE"), Column("haste_per_exit", "Haste", "USD/exit", signed=True),
    of_unit("USD million", signed=True, ai="AI", size="Size", haste="Haste", together="The cut"),
    Column("haste_share", "Haste", "share of the cost without the cut", signed=True, digits=2),
    Column("quarters_to_size", "By quits", "quarters", digits=0),
    Column("worth_threshold", "Threshold", "USD per USD of cost", digits=2,
           about="worth of undone work below which the size pays"),
    Column("turning_idle", "Idle hours", "share", digits=0, about="beyond which layoffs pay"),
    Column("reason", "Why not", about="why there is no answer"),
    source="BLS OEWS May 2025 (roles and pay of each industry). Solved on every role.",
    section="headline", after="headline", most=1_000,
    show=("industry", "title", "haste_per_exit", "quarters_to_size", "ai", "size", "together",
          "turning_idle"),
)  # fmt: skip
def _industries(swept: _Swept) -> pd.DataFrame:
    """One row an industry, in the order of its codes."""
    rows = [_row(answer) for answer in swept.answers]
    about = swept.industries[["title", "employment"]].reset_index(drop=True)
    return pd.concat([about, pd.DataFrame(rows)], axis=1)


def _row(answer: _Answer) -> dict[str, Any]:
    if answer.parts is None:
        return {"industry": answer.industry, "status": _NOT_POSSIBLE, "reason": answer.reason}
    figures = {row["figure"]: row for row in answer.parts["tables"]["cut_or_wait"]}
    steps = {row["step"]: row["cost"] for row in answer.parts["tables"]["cut_steps"]}
    return {
        "industry": answer.industry,
        "status": _POSSIBLE,
        "exits": figures["exits"]["cut"],
        "haste_per_exit": rounded(figures["haste_per_exit"]["haste"], 3),
        **steps,
        "haste_share": steps["haste"] / figures["cost"]["free"],
        "quarters_to_size": figures["quarters_to_size"]["freeze"],
        "worth_threshold": figures["worth_threshold"]["freeze"],
        "turning_idle": answer.parts["facts"]["turning_idle"],
        "reason": "",
    }


_TABLES = (_industries,)


_TEXT = Text()


@_TEXT.sentence("headline", "headline", LEAD)
def headline(swept: _Swept, tables: Tables) -> list[str]:
    """The range over industries, and how many have no answer."""
    rows = tables["industries"]
    known, lacking = rows[rows["status"].eq(_POSSIBLE)], rows[rows["status"].ne(_POSSIBLE)]
    firm = f"a firm of {cell(swept.headcount, 'persons')} in each industry"
    nothing = [f"None of {len(rows)} industries has an answer for {firm}."]
    lines = nothing if known.empty else _range(known, firm)
    if len(lacking) and len(known):
        lines.append(f"{len(lacking)} of {len(rows)} industries have no answer; the table says why.")
    return lines


@_TEXT.sentence("limits", "limits", BULLETS)
def limits(swept: _Swept, tables: Tables) -> list[str]:
    """What a comparison of industries does not say."""
    return [
        "Firms of an industry differ more than the means of industries do. Compare your own firm with "
        "its industry, not industries with each other.",
        "Severance, the cost of a hire and the pause are the same shares of pay and people in each industry. "
        "Roles, pay and quits are its own.",
    ]


def _range(known: pd.DataFrame, firm: str) -> list[str]:
    """Industries ranked by haste, by size and by what AI saves; and where the cut saves."""
    dearer, saves = int(known["haste"].gt(0).sum()), int(known["together"].lt(0).sum())
    return [
        f"In {dearer} of {len(known)} industries laying off costs more than stopping refills, for {firm}.",
        _ranked(known, "haste_per_exit", "USD/exit", "What it costs more"),
        _ranked(known, "size", "USD million", "What the smaller size gives back"),
        _ranked(known.assign(ai=-known["ai"]), "ai", "USD million", "What AI saves with the size left free"),
        f"Against doing nothing the cut costs less in {saves} of them, by what AI saves.",
    ]


def _ranked(known: pd.DataFrame, column: str, unit: str, what: str) -> str:
    """The median of a figure, and the industries where it is least and most."""
    ordered = known.sort_values(column)
    low, high = (
        f"{row['title']} ({say(float(row[column]), unit)})" for _, row in ordered.iloc[[0, -1]].iterrows()
    )
    middle = say(float(ordered[column].median()), unit)
    return f"{what} has a median of {middle}, least in {low}, most in {high}."


_SECTIONS = {"headline": "In short", "limits": "What this does not say"}


@_TEXT.block("headline")
def without_answer(result: Result) -> list[Block]:
    """The industries that have no answer, with the reason."""
    rows = result.in_dollars("industries")
    lacking = rows[rows["reason"].ne("")]
    return [result.grid("industries", "industry", "title", "reason", rows=lacking)] if len(lacking) else []


def _page(result: Result) -> list[Section]:
    """Every part of the page."""
    return [*sections(result, _TEXT, _SECTIONS), how_to_repeat(result.facts, request="Request")]


def _card(result: Result) -> list[Block]:
    """The summary in a terminal and a notebook: the dearest first."""
    rows = result.in_dollars("industries").sort_values("haste_per_exit", ascending=False)
    return [
        Prose(_TEXT.picked(result.text, "headline"), LEAD),
        result.grid("industries", rows=rows),
        Bullets(_TEXT.picked(result.text, "limits")),
    ]


SWEEP = Kind(
    "sweep", "a cut in every industry", "reallocate sweep … --out", _TABLES, (), _page, _card,
    about="cut now or wait, by industry",
)  # fmt: skip


_FINEST = 4
"""Digits of the NAICS codes that are swept; of a group of three digits where it has none of four."""
_Progress = Callable[[str], None]


def finest_industries(industries: pd.DataFrame) -> pd.DataFrame:
    """The industries of four digits, and those of three digits that are not divided further.

    industries : the shipped table
    """
    table = industries.set_index("industry")
    table = table[table["employment"] > 0]
    four = table[table["level"].eq(_FINEST)]
    divided = set(four["naics"].astype(str).str[: _FINEST - 1])
    three = table[table["level"].eq(_FINEST - 1) & ~table["naics"].isin(divided)]
    if four.empty and three.empty:
        return table[table["level"].eq(table["level"].max())].sort_index()
    return pd.concat([four, three]).sort_index()


def answered(
    industry: str, headcount: float, cut: str, anew: bool = False, country: str = HOME
) -> _Answer:
    """One industry's answer to a cut.

    industry : code
    headcount : [FTE]
    cut : share or number, as a user writes it
    anew : solve it although it is at hand
    country : its code
    """
    began = time.process_time()
    try:
        firm = scenario_from_flags([industry], headcount, country=country)
        scenario = firm_scenario(firm, exits=cut)
        made = None if anew else answer_at_hand(scenario)
        if made is not None:
            return _Answer(industry, as_shipped(made))
        parts = as_shipped(cut_study(scenario, shipped_world(country)))
    except ReallocateError as error:
        return _Answer(industry, None, " ".join(str(one) for one in error.problems))
    return _Answer(industry, parts, seconds=time.process_time() - began)


def sweep_study(
    industries: pd.DataFrame,
    headcount: float,
    cut: str,
    where: Where = SERIAL,
    progress: _Progress | None = None,
    command: str = "",
    country: str = HOME,
) -> Result:
    """The same cut in each of some industries.

    industries : (industry) naics, title, employment
    headcount : [FTE] of a firm in each
    cut : share or number, as a user writes it
    where : work runs; the figures do not depend on it
    country : its code
    Raises `InputError` for an executor that is not there, `WorkerError` where workers are lost.
    """
    say = progress or (lambda _: None)
    codes = [str(code) for code in industries.index]
    found: dict[int, _Answer] = {}
    say(f"Industries: 0 of {len(codes)}")
    with Workers(where) as workers:
        asked = [(code, headcount, cut, False, country) for code in codes]
        for place, answer in workers.finished(answered, asked):
            found[place] = answer
            say(f"Industries: {len(found)} of {len(codes)}")
    swept = _Swept(industries, tuple(found[place] for place in range(len(codes))), headcount, cut)
    request = {"industries": codes, "headcount": headcount, "cut": cut}
    facts = {
        "title": f"A cut of {cut} in {len(codes)} industries",
        **request,
        **country_facts(country),
        **provenance(request, read_manifest(country), LIBRARIES, command or "reallocate sweep"),
    }
    with shown_in(country_money(country)):
        tables = computed(SWEEP.tables, swept)
        return Result(SWEEP, facts, tables, _TEXT.said(swept, tables), memory=swept)
