"""A plan's page: the order of its sections, those on people, money and work, and the reader's words."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from reallocate.firm.alternatives import assumptions
from reallocate.firm.alternatives import page as alternatives
from reallocate.firm.alternatives.assumptions import repeat
from reallocate.firm.beliefs import page as beliefs
from reallocate.firm.council import page as council
from reallocate.firm.cut.text import IN_A_PLAN
from reallocate.firm.finance import page as finance
from reallocate.firm.outlooks import page as outlooks
from reallocate.firm.own_plan import page as own_plan
from reallocate.firm.plan import operating
from reallocate.firm.plan.parts import over_sources, picked
from reallocate.firm.plan.roles import informative_ranges
from reallocate.firm.report.open import in_dollars, open_sections
from reallocate.firm.report.text import TEXT, WHOLE
from reallocate.kernel.blocks import Block, Grid, Head, Heading, Prose, Section
from reallocate.kernel.glossary import GLOSSARY, GRADES, terms
from reallocate.kernel.number import sentence
from reallocate.kernel.table import Range
from reallocate.kernel.text import Text
from reallocate.render.outline import sections
from reallocate.render.result import Result
from reallocate.work.firm import DIMENSIONS
from reallocate.work.reach import SOURCES_OF_REACH

_TEXT = Text()
"""People, money, reasons and work."""
_NEAR = Range("Near-optimal plans", "delta_low", "delta_high")
_OVER = Range("Over sources", "sources_low", "sources_high")
_LAYOFFS = Range("Layoffs, near-optimal plans", "layoffs_low", "layoffs_high")
_CELLS = (
    "The rows of each dimension add up to the firm. “other”: people whose group is too small to be planned "
    "by itself. Moves inside a department, site or country count as moved out and moved in. Moves between "
    "sites cost training and time to become productive, and nothing for relocation."
)
_KIND_OF_ROLE = "Kind: the kind of work of most of a role's hours, whatever its title."
_IDLE = (
    "No range is shown for a role that near-optimal plans could at least double against the baseline; the "
    "workbook has it."
)


_EVERY_ROLE = "every-role"
"""The fold with every role, by its anchor."""


@_TEXT.block("people")
def people(result: Result) -> list[Block]:
    """All headline figures, and departments, sites and countries."""
    change = Range("Change over sources", "low", "high")
    figures = result.grid(
        "headline", "figure", "baseline", "plan", "delta", *over_sources(result, change),
        caption="All headline figures",
    )  # fmt: skip
    return [figures, *_by_place(result)]


@_TEXT.block("people", after="grouped_roles")
def roles(result: Result) -> list[Block]:
    """Roles in groups, where ranges are computed, and each by itself."""
    return [*([_groups(result)] if result.is_whole else []), _roles(result)]


def _by_place(result: Result) -> list[Block]:
    """Departments, sites and countries, where the plan keeps roles apart by them."""
    if not result.has("places"):
        return []
    blocks: list[Block] = [
        result.picture("by_place"),
        result.grid(
            "places", "dimension", "name", "headcount", "baseline_end", "plan_end", "delta", "layoffs",
            "quits", "moves_out", "moves_in", "hires",
            caption="By department, site and country", note=_CELLS, merged=True,
        ),
    ]  # fmt: skip
    for name in (f"{one}_quarters" for one in DIMENSIONS if result.has(f"{one}_quarters")):
        table = result.in_dollars(name)
        blocks.append(
            result.grid(
                name, "name", "period", "begin", "hires", "quits", "voluntary", "layoffs", "moves_in",
                "moves_out", "end",
                rows=table[table["case"] == "plan"], fold=f"{result.kind.table(name).title}, in the plan",
                merged=True,
            )
        )  # fmt: skip
    return blocks


def _near(result: Result, name: str) -> tuple[Range, ...]:
    """The range over near-optimal plans, where it is computed."""
    return (_NEAR,) if _NEAR.low in result.in_dollars(name) else ()


def _telling(result: Result, name: str) -> tuple[pd.DataFrame, str]:
    """Roles without the ranges that tell nothing, and the notes on kinds of work and on those."""
    whole = result.in_dollars(name)
    rows = informative_ranges(whole) if _NEAR.low in whole else whole
    return rows, " ".join((_KIND_OF_ROLE, *((_IDLE,) if not rows.equals(whole) else ())))


def _groups(result: Result) -> Block:
    rows, note = _telling(result, "groups")
    return result.grid(
        "groups", "title", "delta", _NEAR, *over_sources(result, _OVER), "layoffs", _LAYOFFS,
        note=note, rows=rows, caption="Roles with every range, small ones in groups",
    )  # fmt: skip


_MOST_ROLES = 60


def _roles(result: Result) -> Block:
    rows, _ = _telling(result, "roles")
    return result.grid("roles", rows=rows, most=_MOST_ROLES)


@_TEXT.block("history/predicted")
def predicted(result: Result) -> list[Block]:
    """Whether exposure predicted losses."""
    summary = result.in_dollars("history_summary")
    if summary.empty:
        return []
    lines = dict.fromkeys(line for line in summary["sentence"].dropna().astype(str) if line.strip())
    return [
        *([Prose(tuple(lines))] if lines else []),
        result.picture("history_fifths"),
    ]  # fmt: skip


@_TEXT.block("work")
def work(result: Result) -> Block:
    """The walk from reach to positions."""
    return result.grid(
        "bridge", "step", "positions", "note", caption="From reach to whole positions, step by step",
        note="Only part of the freed hours reduces positions. Each row is one step. The workbook has hours "
        "by kind of work and activity, and moves between roles.",
    )  # fmt: skip


WORDS = {
    "Word": tuple(GLOSSARY.items()),
    "Grade of evidence": tuple((sentence(grade), means) for grade, means in GRADES.items()),
    "Source of reach": tuple(
        (f"{source.words} ({code})", source.measures) for code, source in SOURCES_OF_REACH.items()
    ),
}
"""The last sheet of the workbook."""


def _words() -> list[Block]:
    """Every word of the reader once, and the sources of reach."""
    heads = (Head("Source of reach"), Head("Name in a scenario"), Head("What it measures"))
    rows = tuple((source.words, code, source.measures) for code, source in SOURCES_OF_REACH.items())
    return [Heading("Words used here"), terms(*GLOSSARY), Grid("The sources of reach", heads, rows)]


_APPENDIX = {
    "people": "Every role",
    "near": "Plans that cost nearly as much",
    "near/own": "Your plan",
    "near/plans": "Cut or wait: the four plans",
    "outlooks": "Other futures",
    "limits": "Limits, and what would change the plan",
    "limits/turns": "What would change it",
    "finance": "Money for finance",
    "finance/money": "Cash against a firm without further AI",
    "finance/routes": "Own, rent or API",
    "finance/models": "Two operating models",
    "finance/reasons": "Why positions end",
    "council": "Work for those who stay",
    "council/workload": "The workload of those who stay",
    "council/consultation": "Consultation: notice and deadlines",
    "history": "Where people can go, and who lost jobs before",
    "history/predicted": "Did exposure predict job losses?",
    "work": "How work turns into positions",
    "work/rests": "Freed time, and the inputs that move positions most",
    "assumptions": "Assumptions",
    "assumptions/sources": "The plan under each estimate of what AI can do",
    "assumptions/implied": "Assumptions under which the cut is best",
    "assumptions/together": "Assumptions that favour the cut together",
    "assumptions/one": "One assumption at a time",
}
"""The folds of the appendix, and what stands under a heading in them."""
_IN_FIRST = {
    "people", "near/own", "near/plans", "finance/money", "finance/models", "work", "assumptions",
}  # fmt: skip
"""What a first answer has of them."""
TEXTS = (
    IN_A_PLAN, TEXT, WHOLE, assumptions.TEXT, _TEXT, alternatives.TEXT, own_plan.TEXT, council.TEXT,
    finance.TEXT, outlooks.TEXT, beliefs.TEXT, operating.TEXT,
)  # fmt: skip


def page(result: Result) -> list[Section]:
    """Eight open sections, then the appendix in folds."""
    return in_dollars([*open_sections(result), *appendix(result)])


def appendix(result: Result) -> list[Section]:
    """The folds, each with a line on what it holds."""
    left_out = () if result.is_whole else set(_APPENDIX) - _IN_FIRST
    made = sections(result, TEXTS, _APPENDIX, _APPENDIX, left_out)
    how = repeat(result)
    last = Section("repeat", "How to repeat it, words used here", (*how.blocks, *_words()), True)
    # The open section on people has the name already.
    names = {"people": _EVERY_ROLE}
    return [
        replace(one, name=names.get(one.name, one.name), inside=_inside(result, one.name))
        for one in (*made, last)
    ]


def _inside(result: Result, name: str) -> str:
    """What a fold holds, in a line."""

    def rows(table: str) -> int:
        return len(result.tables.get(table, ()))

    kept = picked(result, WHOLE, "kept_for_little") if result.is_whole else []
    known = {
        "people": f"{rows('roles')} roles: who leaves, is hired and moves, with every range",
        "near": " ".join(kept) or "plans beside this one",
        "outlooks": f"{rows('outlooks')} outlooks, and {rows('strategies')} ways to plan the first year",
        "limits": f"{rows('limits')} limits; {rows('tipping_points')} inputs, and where layoffs begin",
        "finance": "cash and profit by year, server life, own or rented compute",
        "council": "jobs by route, hours of checking and directing AI, training, notice",
        "history": f"{rows('ways')} moves with pay and what they ask",
        "work": "from the hours that AI can reach to whole positions, step by step",
        "assumptions": f"{rows('assumptions')} figures; here those that matter most, with range and grade",
        "repeat": "command, version, hashes; glossary",
    }
    return known[name]
