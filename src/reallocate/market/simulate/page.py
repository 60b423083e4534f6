"""The page and the summary of a run of the nation's market: which table, chart and sentence stands where."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from reallocate.kernel.blocks import Block, Bullets, Card, Cards, Heading, Prose, Section
from reallocate.kernel.glossary import terms
from reallocate.kernel.number import cell, rounded, say, sentence, span
from reallocate.kernel.table import Column, Range
from reallocate.market.laws.closures import Closure
from reallocate.market.nation.demand import PART_LABELS
from reallocate.market.simulate.assumptions import assumption_grids, own_assumptions
from reallocate.market.simulate.charts import CHARTS
from reallocate.market.simulate.money import FLOWS, PRICES, QUINTILES
from reallocate.market.simulate.people_text import LARGE
from reallocate.market.simulate.tables import HEADS, RATES, TABLES, figures
from reallocate.render.provenance import how_to_repeat
from reallocate.render.result import Kind, Result
from reallocate.work.reach import SOURCE_WORDS

SIDE = 5
"""Occupations of the summary on either side."""
MILLION, MONTHS = 1e6, 12
MOST_ROWS = 1_000
"""Rows of the table of occupations on the page."""
DRAWS = "10th–90th percentile"
WITHOUT = "Without further AI"
PAY_CHANGE = Column("pay_change", "Pay, real", "share", signed=True, digits=1)
WORDS = (
    "Without further AI", "Jobs wanted", "Draw", DRAWS, "Labour force", "Open positions", "Exposed hours",
    "Quintile", "Adopters", "Real", "Gini coefficient",
)


def page(result: Result) -> list[Section]:
    """Every part of the page, in its order."""
    text = result.explain()
    first, *others = text["headline"]
    flows = result.grid(
        "money", "year", *FLOWS, replace(PRICES, unit="share of the start", digits=1),
        caption="Where the money comes from and goes", fold="Year by year",
        note="Earned and not spent is against the start; it is negative where budgets spend more than comes "
        "in. Each figure is the median of its own runs, so that a row need not add up; in each run it "
        "does.",
    )  # fmt: skip
    sections = [
        Section("headline", "In short", (Prose((first,), "lead"), cards(result), Prose(others))),
        Section("jobs", "Jobs that end and jobs that are made", _jobs(result)),
        Section("unemployment", "Unemployment and openings", _unemployment(result)),
        Section("people", "Who gains and who loses", _people(result)),
        Section("pay", "Pay", (Prose(text["pay"]), result.grid("pay", fold="Year by year"), _rents(result))),
        Section("money", "Where the money goes", (Prose(text["money"]), flows, _build_out(result))),
    ]
    if text["policy"]:
        rows = result.table("policy")
        effect = result.grid(
            "policy", "measure", "with", "without", "difference",
            Range(DRAWS, "difference_low", "difference_high"),
            rows=rows.assign(measure=rows["measure"].map(sentence)),
            caption="The same runs with the policy and without it",
        )  # fmt: skip
        sections.append(Section("policy", "What the policy does", (Prose(text["policy"]), effect)))
    if text["reversal"]:
        sections.append(Section("reversal", "What returns after the reversal", _reversal(result)))
    rows = result.table("gate")
    rows["check"] = rows["check"].map(sentence)
    checks = result.grid("gate", "check", "value", "low", "high", "holds", rows=rows)
    return [
        *sections,
        Section("gate", "Whether the market looks like the nation's", (Prose(text["gate"]), checks)),
        Section("not_said", "What this does not say", (Bullets(text["not_said"]),)),
        Section("market", "How the market works", (Bullets(text["market"]),)),
        Section("assumptions", "What is assumed", _assumptions(result)),
        Section("sources", "Sources", (Bullets(text["sources"]),)),
        _repeat(result),
        Section("words", "Words used here", (terms(*WORDS),)),
    ]


def card(result: Result) -> list[Block]:
    """The summary for a terminal of 80 columns."""
    text = result.explain()
    path, jobs = result.table("path").iloc[MONTHS - 1 :: MONTHS], result.table("jobs")
    last = jobs[jobs["year"] == jobs["year"].max()]
    people = result.table("occupations")
    people = people[people["employment_start"] >= LARGE].sort_values("change", ascending=False, kind="stable")
    back: list[Block] = [Heading("What returns after the reversal"), Prose(text["reversal"])]
    more = [*text["occupations"][1:], *text["lost_jobs"][:1], *text["money"], *text["policy"]]
    return [
        Prose(text["headline"]),
        result.grid(
            "path", "year",
            Range("Unemployed", "unemployment_low", "unemployment_high", "unemployment"),
            Column("unemployment_without", "No further AI", "%", digits=1),
            Range("Open positions", "openings_low", "openings_high", "openings"),
            Column("openings_without", "No further AI", "%", digits=1),
            rows=path, caption=f"Year by year: median of the runs ({DRAWS})",
        ),
        result.grid(
            "jobs", "part", Column("million", "Change", "million jobs", signed=True, digits=1), "share",
            Range(DRAWS, "share_low", "share_high"),
            rows=last.assign(million=last["jobs"] / MILLION),
            caption="Jobs that end and are made, at the end",
        ),
        _closures(result),
        Prose(text["decides"]),
        *(back if text["reversal"] else []),
        result.grid(
            "occupations", "title", "employment", "change", Range(DRAWS, "change_low", "change_high"),
            rows=pd.concat([people.head(SIDE), people.tail(SIDE)]),
            caption=f"Who gains and who loses: occupations of {LARGE:,} people or more",
        ),
        Prose(more),
        Heading("Whether it looks like the nation's market"),
        Prose(text["gate"], "note"),
        Heading("What this does not say"),
        Prose(text["not_said"], "note"),
    ]  # fmt: skip


def cards(result: Result) -> Cards:
    """The figures that a reader takes away."""
    end, jobs = result.table("path").iloc[-1], result.table("jobs")
    net = jobs[(jobs["part"] == "net") & (jobs["year"] == jobs["year"].max())].iloc[0]
    most, compute = result.table("quintiles").iloc[-1], result.table("money")["compute"].iloc[-1]

    def figure(label: str, against: str, unit: str, *values: object, signed: bool = True) -> Card:
        value, low, high = values
        digits = 1 if unit else None
        ends = span(low, high, unit, signed, digits)
        return Card(label, say(value, unit, signed, digits), against, ends, DRAWS)

    def rate(label: str, name: str, of: str) -> Card:
        value, low, high, without = (end[f"{name}{part}"] for part in ("", "_low", "_high", "_without"))
        against = f"of {of}; {say(without, '%', digits=1)} without further AI"
        return figure(label, against, "%", value, low, high, signed=False)

    jobs_wanted = (rounded(net[name]) for name in ("jobs", "jobs_low", "jobs_high"))
    changes = (most[name] for name in ("change", "change_low", "change_high"))
    label, share = "Employment in the most exposed quintile", say(net["share"], "%", True, 1)
    return Cards(
        (
            figure("Jobs wanted, against no further AI", f"{share} of all jobs", "", *jobs_wanted),
            rate("Unemployed at the end", "unemployment", "the labour force"),
            rate("Open positions at the end", "openings", "all positions"),
            figure(label, "against no further AI", "share", *changes),
            Card("Spent on compute at the end", say(compute, "USD billion"), "a year, beyond today's"),
        )
    )


def _rents(result: Result) -> Block:
    """What employers share of what they keep, by exposure before."""
    return result.grid(
        "rents", "quintile", "shared", Range(DRAWS, "shared_low", "shared_high"), "all_kept",
        Range(DRAWS, "all_kept_low", "all_kept_high"),
        caption="Pay gained where people work with AI",
        note="Employers share a tenth of the surplus per worker that they keep (.05 to .15, Card and others "
        "2018). The first figure keeps what the run keeps, the second all: an upper bound.",
    )  # fmt: skip


def _build_out(result: Result) -> Block:
    """Jobs of the build-out with new and with diverted money."""
    return result.grid(
        "build_out", "reading", "spending", "imported", "per_billion", "jobs",
        caption="Jobs while compute is built",
        note="They end with the spending and are not in the run. Who pays for it is not known, so that both "
        "readings stand. Spending is guidance from the press.",
    )  # fmt: skip


def _jobs(result: Result) -> list[Block]:
    """Jobs by part, and what their number depends on."""
    text, rows = result.explain(), result.table("jobs")
    net = rows[rows["part"] == "net"].set_index("year")[["share_low", "share_high", "negative"]]
    shares = rows.pivot(index="year", columns="part", values="share").join(net).reset_index()
    columns = [
        Column(name, label, "% of all jobs", signed=True, digits=1) for name, label in PART_LABELS.items()
    ]
    blocks: list[Block] = [
        result.picture("economy_jobs"),
        Bullets(text["jobs"]),
        _closures(result),
        result.grid(
            "jobs", "year", *columns, Range(DRAWS, "share_low", "share_high"), "negative",
            rows=shares, caption="Jobs ended and made by year", fold="Every year",
        ),
        Heading("What it depends on"),
        Prose(text["decides"]),
    ]  # fmt: skip
    beside = [result.picture(f"economy_{name}") for name in ("swings", "surface") if name in result.tables]
    return [*blocks, *beside]


def _closures(result: Result) -> Block:
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


def _unemployment(result: Result) -> list[Block]:
    """Rates through time, and year by year with further AI and without."""
    rows = result.table("path").iloc[MONTHS - 1 :: MONTHS]
    names = list(RATES)
    both = {
        name: (rate, replace(rate, name=f"{name}_without", label="without")) for name, rate in RATES.items()
    }
    grids = [
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
    pictures = [result.picture(name) for name in ("economy_unemployment", "economy_beveridge")]
    return [Prose(result.explain()["unemployment"]), *pictures, *grids]


def _people(result: Result) -> list[Block]:
    """By occupation, industry, exposure and age."""
    text = {part: Prose(lines) for part, lines in result.explain().items()}
    quintiles = result.table("quintiles")
    rows, work = (
        result.table(name).sort_values("change", kind="stable") for name in ("occupations", "industries")
    )
    work.loc[work["jobs_start"] == 0, ["change", "change_low", "change_high"]] = float("nan")
    blocks: list[Block] = [
        text["occupations"],
        result.picture("economy_occupations"),
        result.grid(
            "occupations", "title", "occupation", "exposure", "without", "employment", "change",
            Range(DRAWS, "change_low", "change_high"), "unemployment", PAY_CHANGE,
            rows=rows.assign(pay_change=rows["pay"] - 1.0), most=MOST_ROWS,
            caption="Occupations, those that lose most first", fold="Every occupation",
            note="Exposed hours are no chance of losing a job. Small occupations rest on few people in "
            "surveys.",
        ),
        Heading("By industry"),
        text["industries"],
        result.picture("economy_industries"),
        result.grid(
            "industries", "title", "adopted_start", "adopted", Range(DRAWS, "adopted_low", "adopted_high"),
            "jobs_start", "change", Range(DRAWS, "change_low", "change_high"),
            rows=work, caption="Industries, those that lose most first", fold="Every industry",
        ),
        Heading("By how exposed the work was"),
        result.picture("economy_quintiles"),
        result.grid(
            "quintiles", "quintile", "without", "employment", "change", "unemployment", PAY_CHANGE,
            rows=quintiles.assign(pay_change=quintiles["pay"] - 1.0),
            caption="Occupations by exposure before anything happened",
        ),
    ]  # fmt: skip
    return [*blocks, *(_followed(result) if "divide" in result.tables else [])]


def _followed(result: Result) -> list[Block]:
    """The same people later, ages, and what a lost job costs."""
    units = {column.name: column for column in result.kind.table("divide").columns}
    names = ("employed", "displaced", "pay")
    pairs = [(name, replace(units[f"{name}_without"], label="without further AI")) for name in names]
    change = result.table("ages").pivot(index="age", columns="quintile", values="change")
    fifths = [Column(str(place), label, "share", signed=True, digits=1) for place, label in QUINTILES.items()]
    counted = ("jobs_ended", "employed", "more_unemployed", "months", "lost_years")
    of_one = ("benefits_years", "person_years", "pay_found", "pay_after_5", "with_job")
    alone = ("months_in_area", "lost_years_in_area", "more_unemployed_in_area")
    return [
        Heading("The same people later"),
        Prose(result.explain()["divide"]),
        result.grid(
            "divide", "quintile", *(column for pair in pairs for column in pair),
            caption="The same people later, by their work before",
            note="Every separation counts as a lost job, also one that would have come without AI. Pay is "
            "that of the occupation someone works in, less what a lost job costs in years of tenure.",
        ),
        Heading("By age"),
        result.grid(
            "ages", "age", *fifths, rows=change.rename(columns=str).reset_index(),
            caption="Employment by age and by exposure before, against no further AI",
            note="The draw that lies nearest the median. Ages keep their place: nobody grows older in the "
            "run.",
        ),
        Heading("What a lost job costs"),
        Prose(result.explain()["lost_jobs"]),
        result.grid(
            "lost_by_age", "age", *counted, *of_one,
            note="Pay lost and who bears it are of one person, averaged by pay. The jobs of each occupation "
            "that end have the ages of the nation.",
        ),
        result.grid(
            "lost_by_area", "title", *counted, *alone, fold="Every state",
            note="The jobs of each occupation end where its people work. All states start as slack as the "
            "nation, and nobody moves house or works across a border where people look in their state alone.",
        ),
    ]  # fmt: skip


def _reversal(result: Result) -> list[Block]:
    """Work and people back two years after the reversal, where it is counted."""
    text = Prose(result.explain()["reversal"])
    if "reversal" not in result.tables:
        return [text]
    rows = result.table("reversal")
    grid = result.grid(
        "reversal", "jobs", "at_reversal", "after", "unbroken", "share_of_unbroken",
        Range(DRAWS, "share_of_unbroken_low", "share_of_unbroken_high"), "share_back",
        rows=rows.assign(jobs=rows["jobs"].map(sentence)),
        caption="Two years after AI's capability fell back",
        note="Each figure is the median of its own runs. Below 0 more are missing than at the reversal.",
    )  # fmt: skip
    return [text, grid]


def _assumptions(result: Result) -> list[Block]:
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
    "nation", "a run of the nation's market", "reallocate simulate nation --out", TABLES, CHARTS, page, card,
    words={"Word": terms(*WORDS).pairs},
    figures=lambda result: figures(result.tables, result.facts),
)  # fmt: skip
