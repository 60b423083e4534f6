"""The page and the summary of a run of the nation's market: which table, chart and sentence stands where."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd

from reallocate.kernel.blocks import Block, Bullets, Card, Cards, Heading, Prose, Section
from reallocate.kernel.glossary import terms
from reallocate.kernel.number import cell, rounded, say, span
from reallocate.kernel.table import Column, Range
from reallocate.kernel.text import NOTE
from reallocate.kernel.units import MILLION, MONTHS_A_YEAR
from reallocate.market.laws.closures import Closure
from reallocate.market.nation.slumps import NO_SLUMP
from reallocate.market.simulate.assumptions import assumption_grids, own_assumptions
from reallocate.market.simulate.charts import CHARTS
from reallocate.market.simulate.money import DRAWS
from reallocate.market.simulate.people_text import LARGE
from reallocate.market.simulate.tables import HEADS, RATES, TABLES, figures
from reallocate.market.simulate.text import TEXT
from reallocate.render.outline import sections
from reallocate.render.provenance import how_to_repeat
from reallocate.render.result import Kind, Result
from reallocate.work.reach import SOURCE_WORDS

_SIDE = 5
"""Occupations of the summary on either side."""
_WORDS = (
    "Without further AI", "Jobs wanted", "Draw", DRAWS, "Labour force", "Open positions", "Exposed hours",
    "Quintile", "Adopters", "Real", "Gini coefficient",
)


_SECTIONS = {
    "headline": "In short",
    "jobs": "Jobs that end and jobs that are made",
    "jobs/decides": "What it depends on",
    "unemployment": "Unemployment and openings",
    "people": "Who gains and who loses",
    "people/industries": "By industry",
    "people/exposure": "By how exposed the work was",
    "people/later": "The same people later",
    "people/age": "By age",
    "people/lost": "What a lost job costs",
    "pay": "Pay",
    "money": "Where the money goes",
    "policy": "What the policy does",
    "reversal": "What returns after the reversal",
    "gate": "Whether the market looks like the nation's",
    "not_said": "What this does not say",
    "market": "How the market works",
    "assumptions": "What is assumed",
    "sources": "Sources",
}


def _page(result: Result) -> list[Section]:
    """Every part of the page, in its order."""
    words = Section("words", "Words used here", (terms(*_WORDS),))
    return [*sections(result, TEXT, _SECTIONS), _repeat(result), words]


def _card(result: Result) -> list[Block]:
    """The summary for a terminal of 80 columns."""
    said = partial(TEXT.picked, result.text)
    path, jobs = result.table("path").iloc[MONTHS_A_YEAR - 1 :: MONTHS_A_YEAR], result.table("jobs")
    last = jobs[jobs["year"] == jobs["year"].max()]
    people = result.table("occupations")
    people = people[people["employment_start"] >= LARGE].sort_values("change", ascending=False, kind="stable")
    returned = said("reversal_text")
    back: list[Block] = [Heading(_SECTIONS["reversal"]), Prose(returned)] if returned else []
    return [
        Prose(said("answer", "more")),
        result.grid(
            "path", "year",
            Range("Unemployed", "unemployment_low", "unemployment_high", "unemployment"),
            Column("unemployment_without", "No further AI", "%", digits=1),
            Range("Open positions", "openings_low", "openings_high", "openings"),
            Column("openings_without", "No further AI", "%", digits=1),
            rows=path, caption=f"Year by year, {NO_SLUMP}: median of the runs ({DRAWS})",
        ),
        result.grid(
            "jobs", "part", Column("million", "Change", "million jobs", signed=True, digits=1), "share",
            Range(DRAWS, "share_low", "share_high"),
            rows=last.assign(million=last["jobs"] / MILLION),
            caption="Jobs that end and are made, at the end",
        ),
        Prose(said("no_slump"), NOTE),
        closures(result),
        Prose(said("decides")),
        *back,
        result.grid(
            "occupations", "title", "employment", "change", Range(DRAWS, "change_low", "change_high"),
            rows=pd.concat([people.head(_SIDE), people.tail(_SIDE)]),
            caption=f"Who gains and who loses: occupations of {LARGE:,} people or more",
        ),
        Prose(said("by_exposure", "cost_of_lost_job", "money", "policy")),
        Heading("Whether it looks like the nation's market"),
        Prose(said("gate"), NOTE),
        Heading(_SECTIONS["not_said"]),
        Prose(said("not_said"), NOTE),
    ]  # fmt: skip


@TEXT.block("headline", after="answer")
def cards(result: Result) -> Cards:
    """The figures that a reader takes away."""
    end, jobs = result.table("path").iloc[-1], result.table("jobs")
    net = jobs[(jobs["part"] == "net") & (jobs["year"] == jobs["year"].max())].iloc[0]
    most, compute = result.table("quintiles").iloc[-1], result.table("money")["compute"].iloc[-1]

    def figure(
        label: str, against: str, unit: str, *values: object, signed: bool = True, decimals: int = 1
    ) -> Card:
        value, low, high = values
        digits = decimals if unit else None
        ends = span(low, high, unit, signed, digits)
        return Card(label, say(value, unit, signed, digits), against, ends, DRAWS)

    def rate(label: str, name: str, of: str, holds: str = "") -> Card:
        value, low, high, without = (end[f"{name}{part}"] for part in ("", "_low", "_high", "_without"))
        against = f"of {of}; {say(without, '%', digits=1)} without further AI{holds}"
        return figure(label, against, "%", value, low, high, signed=False)

    employed = result.table("closures").set_index("measure").loc["employed"]
    in_work = (employed[f"{result.facts['closure']}{part}"] for part in ("", "_low", "_high"))
    jobs_wanted = (rounded(net[name]) for name in ("jobs", "jobs_low", "jobs_high"))
    changes = (most[name] for name in ("change", "change_low", "change_high"))
    label, share = "Employment in the most exposed quintile", say(net["share"], "%", True, 1)
    return Cards(
        (
            figure("People in work at the end", "against no further AI", "%", *in_work, decimals=2),
            figure("Jobs, filled or open", f"{share} of all jobs, against no further AI", "", *jobs_wanted),
            rate("Unemployed at the end", "unemployment", "the labour force", f", both {NO_SLUMP}"),
            rate("Open positions at the end", "openings", "all positions"),
            figure(label, "against no further AI", "share", *changes),
            Card("Spent on compute at the end", say(compute, "USD billion"), "a year, beyond today's"),
        )
    )


@TEXT.block("jobs", after="parts_of_jobs")
def closures(result: Result) -> Block:
    """Jobs, pay, share and transition under each closure; the run's with its range."""

    def ends(closure: Closure) -> list[Range]:
        mine = closure.value == result.facts["closure"]
        return [Range(DRAWS, f"{closure.value}_low", f"{closure.value}_high")] if mine else []

    return result.grid(
        "closures", "measure", *(one for name in HEADS for one in (name.value, *ends(name))),
        caption="At the end, against no further AI, under each assumption on pay and spending",
        note="The median of the runs. A fails on past decades and decides nothing; docs/economy.md has the "
        "test.",
    )  # fmt: skip


@TEXT.block("unemployment", after="economy_beveridge")
def rates_by_year(result: Result) -> list[Block]:
    """Rates year by year, with further AI and without."""
    rows = result.table("path").iloc[MONTHS_A_YEAR - 1 :: MONTHS_A_YEAR]
    names = list(RATES)
    both = {
        name: (rate, replace(rate, name=f"{name}_without", label="without")) for name, rate in RATES.items()
    }
    return [
        result.grid(
            "path", Column("year", "Year", "year"), *(column for name in three for column in both[name]),
            rows=rows, caption=caption, fold=caption,
            note="The median of the runs at the end of each year of the run, with further AI and without.",
        )
        for three, caption in (
            (names[:3], "Unemployment and openings, year by year"),
            (names[3:], "Hiring, quits and changes of occupation, year by year"),
        )
    ]  # fmt: skip


@TEXT.block("assumptions")
def assumed(result: Result) -> list[Block]:
    """What draws go over, what the scenario sets, and every assumption."""
    words = (
        "A draw takes a value for each of these assumptions, most often near the value in force and never "
        "beyond its range. A value that the scenario sets is not drawn."
    )
    own = own_assumptions(result.tables)
    return [Prose((words,)), *([Bullets(own)] if own else []), *assumption_grids(result.tables)]


def _repeat(result: Result) -> Section:
    facts = result.facts
    sources = "; ".join(SOURCE_WORDS.get(source, source) for source in facts["sources"])
    return how_to_repeat(
        facts,
        ("Years, draws, seed", ", ".join(cell(facts[name]) for name in ("years", "draws", "seed"))),
        ("What AI can do", f"{facts['capability']}; {sources}"),
        ("Market fitted", f"to {facts['fitted']['first']} to {facts['fitted']['last']}"),
        request="Request",
    )


KIND = Kind(
    "nation", "a run of the nation's market", "reallocate simulate nation --out", TABLES, CHARTS, _page,
    _card,
    words={"Word": terms(*_WORDS).pairs},
    figures=lambda result: figures(result.tables, result.facts),
    text=(TEXT,),
)  # fmt: skip
