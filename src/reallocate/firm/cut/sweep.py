"""Every industry's answer to the same cut: solved, listed, and told."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from reallocate.data.bundle import bundle_folder, read_manifest, shipped_world
from reallocate.firm.cut.beforehand import answer_at_hand
from reallocate.firm.cut.result import LIBRARIES, cut_study
from reallocate.firm.request.read import firm_scenario, scenario_from_flags
from reallocate.kernel.blocks import Block, Bullets, Prose, Section
from reallocate.kernel.errors import ReallocateError
from reallocate.kernel.executor import SERIAL, Where, Workers
from reallocate.kernel.number import cell, rounded, say
from reallocate.kernel.table import Column, Tables, computed, of_unit, table
from reallocate.kernel.text import BULLETS, LEAD, Text
from reallocate.render.outline import sections
from reallocate.render.provenance import how_to_repeat, provenance
from reallocate.render.result import Kind, Result, as_shipped


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


_COUNTS = ("exits", "positions_refilled", "would_have_quit", "positions_saved")
_NOT_POSSIBLE, _POSSIBLE = "no answer", "answered"


@table(
    "industries", "The cut in every industry",
    Column("industry", "Code"), Column("title", "Industry"),
    Column("employment", "Employed", "persons", digits=0), Column("status", "Status"),
    Column("extra_cost_per_exit", "Extra cost per exit", "USD/exit", signed=True),
    Column("extra_cost", "Extra cost", "USD million", signed=True),
    Column("extra_share", "Extra cost", "share of the least cost", signed=True, digits=2),
    of_unit("FTE", exits="Exits", positions_refilled="Refilled", would_have_quit="Would have quit",
            positions_saved="Positions saved"),
    Column("worth_threshold", "Threshold", "USD per USD of cost", digits=2,
           about="worth of undone work below which the cut pays"),
    Column("as_cheap", "Beliefs", "of those tried", digits=0, about="that make the cut as cheap as any plan"),
    Column("reason", "Why not", about="why there is no answer"),
    source="BLS OEWS May 2025 (roles and pay of each industry). Solved on roles with small ones grouped.",
    section="headline", after="headline", most=1_000,
    show=("industry", "title", "extra_cost_per_exit", "extra_share", "positions_refilled", "would_have_quit",
          "worth_threshold", "as_cheap"),
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
    cost = figures["cost"]
    effects = [row["effect"] for row in answer.parts["tables"]["beliefs"]]
    return {
        "industry": answer.industry,
        "status": _POSSIBLE,
        "extra_cost_per_exit": rounded(figures["extra_cost_per_exit"]["extra"], 2),
        "extra_cost": cost["extra"],
        "extra_share": cost["extra"] / cost["wait"],
        **{name: figures[name]["cut"] for name in _COUNTS},
        "worth_threshold": figures["worth_threshold"]["cut"],
        "as_cheap": effects.count("turns"),
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
        "Severance, the cost of a hire and the pause after a cut are the same shares of pay and people "
        "in each industry. Roles, pay and quits are its own.",
    ]


def _range(known: pd.DataFrame, firm: str) -> list[str]:
    """The lowest, the middle and the highest extra cost of an exit."""
    ordered = known.sort_values("extra_cost_per_exit")
    low, high = ordered.iloc[0], ordered.iloc[-1]
    middle = say(float(ordered["extra_cost_per_exit"].median()), "USD/exit")
    dearer = int(known["extra_cost"].gt(0).sum())
    return [
        f"In {dearer} of {len(known)} industries the cut costs more than attrition, for {firm}.",
        f"The median extra cost is {middle}. It is least in {low['title']} "
        f"({say(low['extra_cost_per_exit'], 'USD/exit')}) and most in {high['title']} "
        f"({say(high['extra_cost_per_exit'], 'USD/exit')}).",
    ]


_SECTIONS = {"headline": "In short", "limits": "What this does not say"}


@_TEXT.block("headline")
def without_answer(result: Result) -> list[Block]:
    """The industries that have no answer, with the reason."""
    rows = result.table("industries")
    lacking = rows[rows["reason"].ne("")]
    return [result.grid("industries", "industry", "title", "reason", rows=lacking)] if len(lacking) else []


def _page(result: Result) -> list[Section]:
    """Every part of the page."""
    return [*sections(result, _TEXT, _SECTIONS), how_to_repeat(result.facts, request="Request")]


def _card(result: Result) -> list[Block]:
    """The summary in a terminal and a notebook: the dearest first."""
    rows = result.table("industries").sort_values("extra_cost_per_exit", ascending=False)
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
    return pd.concat([four, three]).sort_index()


def answered(industry: str, headcount: float, cut: str, anew: bool = False) -> _Answer:
    """One industry's answer to a cut.

    industry : code
    headcount : [FTE]
    cut : share or number, as a user writes it
    anew : solve it although it is at hand
    """
    began = time.process_time()
    try:
        scenario = firm_scenario(scenario_from_flags([industry], headcount), exits=cut)
        made = None if anew else answer_at_hand(scenario)
        if made is not None:
            return _Answer(industry, as_shipped(made))
        parts = as_shipped(cut_study(scenario, shipped_world()))
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
) -> Result:
    """The same cut in each of some industries.

    industries : (industry) naics, title, employment
    headcount : [FTE] of a firm in each
    cut : share or number, as a user writes it
    where : work runs; the figures do not depend on it
    Raises `InputError` for an executor that is not there, `WorkerError` where workers are lost.
    """
    say = progress or (lambda _: None)
    codes = [str(code) for code in industries.index]
    found: dict[int, _Answer] = {}
    say(f"Industries: 0 of {len(codes)}")
    with Workers(where) as workers:
        for place, answer in workers.finished(answered, [(code, headcount, cut) for code in codes]):
            found[place] = answer
            say(f"Industries: {len(found)} of {len(codes)}")
    swept = _Swept(industries, tuple(found[place] for place in range(len(codes))), headcount, cut)
    request = {"industries": codes, "headcount": headcount, "cut": cut}
    facts = {
        "title": f"A cut of {cut} in {len(codes)} industries",
        **request,
        **provenance(request, read_manifest(bundle_folder()), LIBRARIES, command or "reallocate sweep"),
    }
    tables = computed(SWEEP.tables, swept)
    return Result(SWEEP, facts, tables, _TEXT.said(swept, tables), memory=swept)
