"""The tables of the nation's market: rates by month, jobs ended and made, closures side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import INTERVAL, by_quantile, median
from reallocate.kernel.number import say, sentence, span
from reallocate.kernel.table import BY_ROW, Column, Range, Table, Tables, of_unit, table, with_quantiles
from reallocate.market.flow.engine import monthly_rates
from reallocate.market.laws.closures import Closure
from reallocate.market.laws.money_held import PARTS
from reallocate.market.nation.batches import PATH_TABLE, worker_path
from reallocate.market.nation.demand import PART_LABELS, job_parts, net_jobs
from reallocate.market.nation.jobs_law import LAW_DRAWS
from reallocate.market.nation.lost_jobs import GROUPS, IN_AREA, LOST_JOB, LostJobs
from reallocate.market.nation.outcomes import (
    MEASURES,
    REVERSAL,
    least_years,
    missing,
    policy_effect,
    returned_frame,
)
from reallocate.market.nation.slumps import NO_SLUMP
from reallocate.market.simulate.assumptions import assumptions, gate
from reallocate.market.simulate.jobs_drawn import FEWER, PER_DRAW, share_fewer
from reallocate.market.simulate.jobs_tables import NET, jobs_law_readings, jobs_worst, surface, swings
from reallocate.market.simulate.jobs_text import JobsAnswer
from reallocate.market.simulate.money import (
    CHANGE,
    DRAWS,
    QUINTILES,
    build_out,
    industries,
    money,
    pay,
    rents,
)
from reallocate.market.simulate.runs import START, EconomyContext
from reallocate.market.state.market import unemployment_rate
from reallocate.work.reach import SOURCE_WORDS

HEADS = {
    Closure.PAY_CLEARS: "Pay clears (C)",
    Closure.INCOME_ON_PATH: "Income on path (B)",
    Closure.MONEY_HELD: "Money held (A)",
}
_FAILS = "That assumption fails on past decades and decides nothing."


@table(
    "closures", "Jobs and pay under each assumption",
    Column("measure", "At the end", words={name: one.label for name, one in MEASURES.items()}),
    Column("unit", "Unit"),
    *(
        with_quantiles(Column(closure.value, words, BY_ROW, signed=True, digits=2))
        for closure, words in HEADS.items()
    ),
    source="The same draws, each against itself without further AI. C: pay clears. B: money income stays on "
    "its path and money pay does not give way. A: spending and real pay are held.",
)  # fmt: skip
def closures(context: EconomyContext) -> pd.DataFrame:
    """Each outcome under every closure, the median of the draws with its range."""
    found = context.outcomes
    rows = []
    for name, measure in MEASURES.items():
        row: dict[str, object] = {"measure": name, "unit": measure.unit}
        for closure in HEADS:
            values = found[closure][name]
            if name == "jobs" and closure is Closure.PAY_CLEARS and context.jobs is not None:
                values = context.jobs.at_end.ravel()
            ends = by_quantile(closure.value, values)
            row |= {column: float(value) for column, value in ends.items()}
        rows.append(row)
    return pd.DataFrame(rows)


def figures(tables: Tables, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The answer for machines: the closure; people in work and jobs, filled or open, under each [% after the
    run].

    tables, facts : of a result
    """
    rows = tables["closures"].set_index("measure")
    ends = {"median": "", "low": "_low", "high": "_high"}
    people, jobs = (
        {
            closure.value: {name: float(rows[f"{closure.value}{end}"][of]) for name, end in ends.items()}
            for closure in Closure
        }
        for of in ("employed", "jobs")
    )
    written = {"closure": facts["closure"], "people_in_work": people, "jobs": jobs, "jobs_unit": _unit(facts)}
    if "jobs_worst" in tables:
        answer = JobsAnswer.of(tables, PER_DRAW * facts["draws"], LAW_DRAWS)
        written["jobs_answer"] = answer.figures()
    return written


def _unit(facts: Mapping[str, Any]) -> str:
    low, high = (f"{100 * INTERVAL[name]:.0f}th" for name in ("low", "high"))
    length = "1 year" if facts["years"] == 1 else f"{facts['years']} years"
    return (
        f"% of jobs, filled or open, after {length}, against no further AI; "
        f"median of {facts['draws']} draws, of which the run's closure takes {PER_DRAW} times as many "
        f"where pay clears; {low} and {high} "
        "percentile"
    )


def closures_text(tables: Tables, closure: str) -> list[str]:
    """Pay, share and transition under the run's closure; and people in work and jobs under the others.

    closure : of the run
    """
    rows = tables["closures"].set_index("measure")

    def ends(name: str, of: str, digits: int = 1) -> str:
        row = rows.loc[name]
        unit, low, high = str(row["unit"]), row[f"{of}_low"], row[f"{of}_high"]
        return f"{say(row[of], unit, True, digits)} ({span(low, high, unit, True, digits)})"

    lines = [
        f"Real pay differs by {ends('real_pay', closure)}, labour's share of income by "
        f"{ends('labour_share', closure)}, unemployment by {ends('unemployment_peak', closure, 2)} at its "
        f"peak and {ends('unemployment_end', closure, 2)} at the end.",
    ]
    others = [one for one in HEADS if one.value != closure]
    each = " ".join(
        f"If {one.words}, people in work differ by {ends('employed', one.value, 2)}, jobs by "
        f"{ends('jobs', one.value, 2)}."
        + (f" {_FAILS}" if one is Closure.MONEY_HELD else "")
        for one in others
    )
    return [*lines, f"Other assumptions: {each}"]


_PEOPLE = ("employment", "unemployed", "vacancies")
"""Of the states of people and positions, those that are shown by occupation."""
RATES = {
    "unemployment": Column("unemployment", "Unemployed", "% of the labour force", digits=1),
    "long_term": Column("long_term", "Unemployed 27+ weeks", "% of the labour force", digits=1),
    "openings": Column("openings", "Open positions", "% of all positions, open or filled", digits=1),
    "hires": Column("hires", "Hired", "% of employment a month", digits=1),
    "quits": Column("quits", "Quit", "% of employment a month", digits=1),
    "occupation_changes": Column(
        "occupation_changes", "Change occupation", "% of employment a year", digits=1
    ),
}
"""Rates by month."""
_REAL_PAY = Column("pay", "Real pay", "ratio to the start", about="Pay divided by the prices of households.")
_QUINTILE = Column("quintile", "Exposure before", words=QUINTILES)


def _rate_columns(rate: Column) -> tuple[Column, ...]:
    """A rate over draws, the same without further AI, and the difference draw by draw."""
    about = f"Both rates hold {NO_SLUMP}." if rate.name == "unemployment" else ""
    without = replace(rate, name=f"{rate.name}_without", label=f"{rate.label}, no further AI", about=about)
    points = Column(f"{rate.name}_change", f"{rate.label}, change", "percentage points", signed=True)
    return (*with_quantiles(rate), without, *with_quantiles(points))


@table(
    "path", "Rates by month",
    Column("month", "Month"),
    Column("year", "End of month", "year"),
    *(_rate_columns(rate) for rate in RATES.values()),
    source="Each draw with adoption; without further AI: the median of the same draws.",
)  # fmt: skip
def path(context: EconomyContext) -> pd.DataFrame:
    """Rates by month with AI, without it, and the difference draw by draw."""
    others = monthly_rates(context.without.totals, of_whole=100.0)
    columns: dict[str, object] = {}
    for name, values in monthly_rates(context.extended.totals, of_whole=100.0).items():
        columns |= by_quantile(name, values)
        columns[f"{name}_without"] = median(others[name])
        columns |= by_quantile(f"{name}_change", values - others[name])
    month = np.arange(1, 12 * context.request.years + 1)
    return pd.DataFrame({"month": month, "year": START + month / 12.0, **columns})


def _parts_across(rows: pd.DataFrame, facts: Mapping[str, Any]) -> pd.DataFrame:
    """A row a year, with a column for each part."""
    net = rows[rows["part"] == "net"].set_index("year")[["share_low", "share_high", "fewer"]]
    return rows.pivot(index="year", columns="part", values="share").join(net).reset_index()


@table(
    "jobs", "Jobs that end and are made",
    Column("year", "Year", "year"),
    Column("part", "Part", words=PART_LABELS),
    with_quantiles(Column("share", "Share of jobs", "% of all jobs at the start", signed=True, digits=1)),
    with_quantiles(Column("jobs", "Jobs wanted", "jobs", signed=True)),
    Column("fewer", "Draws with fewer", "share of draws", digits=0,
           about=f"With at least {-FEWER:g}% fewer jobs."),
    source="Jobs wanted at the end of each year, each draw against itself without further AI.",
    section="jobs", caption="Jobs ended and made by year", fold="Every year", rows=_parts_across,
    show=(
        "year",
        *(Column(name, label, "% of all jobs", signed=True, digits=1) for name, label in PART_LABELS.items()),
        Range(DRAWS, "share_low", "share_high"), "fewer",
    ),
)  # fmt: skip
def jobs(context: EconomyContext) -> pd.DataFrame:
    """Jobs ended and made by the end of every year, part by part."""
    whole = float(context.accounts.jobs.sum())
    extended, without = context.extended, context.without
    effects, rows = job_parts(extended, without), []
    for quarter in range(4, len(extended.wanted), 4):
        for name, values in (*zip(PARTS, effects[quarter], strict=True), ("net", context.net(quarter))):
            fewer = share_fewer(100.0 * values)
            row = {"year": START + quarter / 4.0, "part": name, "fewer": fewer}
            for column, at in by_quantile("share", values).items():
                row |= {column: 100.0 * float(at), column.replace("share", "jobs"): float(at) * whole}
            rows.append(row)
    return pd.DataFrame(rows)


_PAY_CHANGE = Column("pay_change", "Pay, real", "share", signed=True, digits=1)


def _with_pay_change(rows: pd.DataFrame, facts: Mapping[str, Any]) -> pd.DataFrame:
    return rows.assign(pay_change=rows["pay"] - 1.0)


@table(
    "occupations", "Occupations",
    Column("occupation", "Code"),
    Column("title", "Occupation"),
    of_unit("persons", employment_start="Employed at start", unemployed_start="Unemployed at start"),
    *map(with_quantiles, of_unit("persons", employment="Employed at end", unemployed="Unemployed at end",
                                 vacancies="Openings at end")),
    Column("without", "Without further AI", "persons"),
    with_quantiles(CHANGE),
    Column("unemployment", "Unemployment rate", "share of the occupation's labour force"),
    _REAL_PAY,
    Column("exposure", "Exposed hours", "share of hours", about="No chance of losing a job."),
    replace(_QUINTILE, label="Exposure quintile"),
    source="The end of the run; each draw against itself without further AI.",
    section="people", most=1_000,
    caption="Occupations, those that lose most first", fold="Every occupation",
    note="Exposed hours are no chance of losing a job. Small occupations rest on few people in surveys.",
    rows=lambda rows, facts: _with_pay_change(rows.sort_values("change", kind="stable"), facts),
    show=("title", "occupation", "exposure", "without", "employment", "change",
          Range(DRAWS, "change_low", "change_high"), "unemployment", _PAY_CHANGE),
)  # fmt: skip
def occupations(context: EconomyContext) -> pd.DataFrame:
    """People and pay by occupation at the end."""
    extended, market = context.extended, context.nation.market
    people, without = extended.people[-1], context.without.people[-1, 0]
    columns: dict[str, object] = {**by_quantile("change", people[0] / without - 1.0)}
    for place, name in enumerate(_PEOPLE):
        columns |= by_quantile(name, people[place])
    return pd.DataFrame(
        columns
        | {
            "occupation": market.occupations,
            "title": market.titles,
            "employment_start": extended.people[0, 0].mean(axis=1),
            "unemployed_start": extended.people[0, 1].mean(axis=1),
            "without": median(without),
            "unemployment": median(unemployment_rate(*people[:2])),
            "pay": median(extended.real_pay(-1)),
            "exposure": context.exposure,
            "quintile": context.quintile,
        }
    )


@table(
    "quintiles", "By exposure before",
    _QUINTILE,
    of_unit("persons", employment_start="Employed at start", employment="Employed at end",
            without="Without further AI"),
    with_quantiles(CHANGE),
    _REAL_PAY,
    Column("unemployment", "Unemployment rate", "share of the labour force"),
    source="Occupations by exposed hours at the start, cut into fifths of employment; the end of the run.",
    section="people/exposure", caption="Occupations by exposure before anything happened",
    rows=_with_pay_change,
    show=("quintile", "without", "employment", "change", "unemployment", _PAY_CHANGE),
)  # fmt: skip
def quintiles(context: EconomyContext) -> pd.DataFrame:
    """Employment and pay by quintile of exposure, grouped before anything happened."""
    extended, rows = context.extended, []
    pay_now = extended.real_pay(-1)
    for place in QUINTILES:
        inside = context.quintile == place
        people = extended.people[-1][:2, inside]
        employed, idle = people.sum(axis=1)
        without = context.without.people[-1, 0, inside].sum(axis=0)
        row = {
            "employment_start": extended.people[0, 0, inside].mean(axis=1).sum(),
            "employment": median(employed),
            "without": median(without),
            "pay": median((pay_now[inside] * people[0]).sum(axis=0) / employed),
            "unemployment": median(unemployment_rate(employed, idle)),
            **by_quantile("change", employed / without - 1.0),
        }
        rows.append({"quintile": place, **{name: float(value) for name, value in row.items()}})
    return pd.DataFrame(rows)


def _quintiles_across(rows: pd.DataFrame, facts: Mapping[str, Any]) -> pd.DataFrame:
    change = rows.pivot(index="age", columns="quintile", values="change")
    return change.rename(columns=str).reset_index()


@table(
    "ages", "By age and exposure",
    Column("age", "Age"),
    _QUINTILE,
    of_unit("persons", employment="Employed at end", without="Without further AI"),
    CHANGE,
    source="The draw nearest the median, against itself without further AI.",
    optional=True,
    section="people/age", rows=_quintiles_across,
    show=(
        "age",
        *(Column(str(one), label, "share", signed=True, digits=1) for one, label in QUINTILES.items()),
    ),
    caption="Employment by age and by exposure before, against no further AI",
    note="The draw that lies nearest the median. Ages keep their place: nobody grows older in the run.",
)  # fmt: skip
def _ages(lost: LostJobs) -> pd.DataFrame:
    """Employment by age and quintile of exposure at the end."""
    return lost.effects.ages()


def _followed(name: str, label: str, unit: str, digits: int | None = None) -> tuple[Column, Column]:
    column = Column(name, label, unit, digits=digits)
    return column, replace(column, name=f"{name}_without", label=f"{label}, no further AI")


_EMPLOYED, _DISPLACED, _MEAN_PAY = (
    _followed("employed", "Have a job", "share", 1),
    _followed("displaced", "Lost a job", "share", 1),
    _followed("pay", "Mean pay of all", "USD/year", 0),
)


@table(
    "divide", "The same people later",
    _QUINTILE,
    *zip(
        _followed("people", "Labour force", "persons"), _EMPLOYED, _DISPLACED,
        _followed("pay_with_job", "Pay with a job", "USD/year", 0), _MEAN_PAY,
        strict=True,
    ),
    source="People followed for up to five years, by their work before; the draw nearest the median.",
    optional=True,
    section="people/later", caption="The same people later, by their work before",
    show=(
        "quintile",
        *(one for column, without in (_EMPLOYED, _DISPLACED, _MEAN_PAY)
          for one in (column, replace(without, label="without further AI"))),
    ),
    note="Every separation counts as a lost job, also one that would have come without AI. Pay is that of "
    "the occupation someone works in, less what a lost job costs in years of tenure.",
)  # fmt: skip
def _divide(lost: LostJobs) -> pd.DataFrame:
    """People followed for up to five years, by exposure of their work before."""
    return lost.effects.pay()[0]


_LOSS = (
    "The draw nearest the median. Jobs that end at unchanged output; the loss of somebody who is laid off "
    "when half of them have ended."
)


_LOST = ("jobs_ended", "employed", "more_unemployed", "months", "lost_years")


@table(
    "lost_by_age", "What a lost job costs, by age",
    Column("age", "Age", words=GROUPS),
    LOST_JOB,
    source=_LOSS,
    optional=True,
    section="people/lost",
    show=("age", *_LOST, "benefits_years", "person_years", "pay_found", "pay_after_5", "with_job"),
    note="Pay lost and who bears it are of one person, averaged by pay. The jobs of each occupation that end "
    "have the ages of the nation.",
)  # fmt: skip
def lost_by_age(context: EconomyContext) -> pd.DataFrame | None:
    """What one person loses whose job AI ends, by age, with a row for all."""
    return context.lost_jobs.by_age if context.adopted else None


@table(
    "lost_by_area", "What a lost job costs, by state",
    Column("area", "Code"),
    Column("title", "State"),
    LOST_JOB,
    IN_AREA,
    source=f"{_LOSS} Jobs end where an occupation's people work; all states start as slack as the nation.",
    optional=True,
    section="people/lost", fold="Every state",
    show=("title", *_LOST, "months_in_area", "lost_years_in_area", "more_unemployed_in_area"),
    note="The jobs of each occupation end where its people work. All states start as slack as the nation, "
    "and nobody moves house or works across a border where people look in their state alone.",
)  # fmt: skip
def lost_by_area(lost: LostJobs) -> pd.DataFrame:
    """What one person loses whose job AI ends, by state, with a row for all."""
    return lost.by_area


@table(
    "draws", "Draws",
    Column("source", "Source of reach", words=SOURCE_WORDS),
    NET,
    RATES["unemployment"],
    source="What each draw assumes, and how it ends.",
    sheet=False,
    others=Column("", about="The value of this parameter in each draw."),
)  # fmt: skip
def _draws(context: EconomyContext) -> pd.DataFrame:
    """What each draw assumes, with how it ended."""
    made = context.ensemble
    unemployment = monthly_rates(made.extended.totals, of_whole=100.0)["unemployment"][-1]
    return made.sample.assign(net=net_jobs(made.extended, made.without)[-1], unemployment=unemployment)


@table(
    PATH_TABLE, "Pay and job finding",
    Column("occupation", "Code"),
    Column("year", "Year", "years since the start"),
    _REAL_PAY,
    Column("job_finding", "Job finding", "ratio to the start"),
    source="The median of the draws; what a worker's ways out look ahead on.",
    sheet=False,
)  # fmt: skip
def pay_and_finding(context: EconomyContext) -> pd.DataFrame:
    """Pay and job finding by occupation and year since the start."""
    laws = context.request.laws.of(context.rates)
    return worker_path(context.extended, context.nation.market, laws)


@table(
    "policy", "What the policy does",
    Column("measure", "In the last year"),
    Column("unit", "Unit"),
    Column("with", "With the policy", BY_ROW, digits=2),
    Column("without", "Without", BY_ROW, digits=2),
    with_quantiles(Column("difference", "Difference", BY_ROW, signed=True, digits=2)),
    source="The same draws with the policy and without it; the mean of the last year.",
    optional=True,
    section="policy", caption="The same runs with the policy and without it",
    rows=lambda rows, facts: rows.assign(measure=rows["measure"].map(sentence)),
    show=("measure", "with", "without", "difference", Range(DRAWS, "difference_low", "difference_high")),
)  # fmt: skip
def _policy(context: EconomyContext) -> pd.DataFrame | None:
    """What the policy changes in the last year, draw by draw, and what it costs."""
    if context.request.policy.is_nothing:
        return None
    return policy_effect(context.extended, context.without_policy)


@table(
    REVERSAL, "What returns after the reversal",
    Column("jobs", "Counted"),
    *map(with_quantiles, of_unit("persons", at_reversal="Missing at reversal",
                                 after="Missing two years later", unbroken="Missing without reversal")),
    with_quantiles(Column("back", "Back", "persons", signed=True)),
    with_quantiles(Column("share_back", "Back", "share of those missing at the reversal", digits=1)),
    with_quantiles(Column("share_of_unbroken", "Not missing", "share of those missing without it", digits=1)),
    Column("further", "Draws with more missing", "share of draws"),
    source="The same draws with the reversal and without it.",
    optional=True,
    section="reversal", caption="Two years after AI's capability fell back",
    rows=lambda rows, facts: rows.assign(jobs=rows["jobs"].map(sentence)),
    show=("jobs", "at_reversal", "after", "unbroken", "share_of_unbroken",
          Range(DRAWS, "share_of_unbroken_low", "share_of_unbroken_high"), "share_back"),
    note="Each figure is the median of its own runs. Below 0 more are missing than at the reversal.",
)  # fmt: skip
def _reversal(context: EconomyContext) -> pd.DataFrame | None:
    """What is back two years after AI's capability fell, beside the same draws in which it did not."""
    request = context.request
    quarter = request.parameters["reversal_quarter"]
    least = least_years(quarter)
    if request.capability != REVERSAL or not context.adopted or request.years < least:
        return None
    usual = context.without_reversal(least)
    turned = missing(context.extended, context.without, context.accounts)
    return returned_frame(turned, missing(usual.extended, usual.without, context.accounts), quarter)


TABLES: tuple[Table[Any], ...] = (
    path, jobs, closures, jobs_law_readings, jobs_worst, swings, surface,
    occupations, industries, quintiles, _divide, _ages, lost_by_age,
    lost_by_area, pay, rents, money, build_out, _policy, _reversal, gate, assumptions, _draws,
    pay_and_finding,
)  # fmt: skip
"""In reading order."""
BY_PEOPLE: tuple[Table[Any], ...] = (_divide, _ages, lost_by_area)
"""Of these, what follows groups of people and every state through a run, which takes as long as all else: the
summary does not read it. They are of `LostJobs`, and there where firms adopt."""
