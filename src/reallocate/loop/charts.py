"""The charts of a round trip: walks that add up, people, rounds, the displaced, and the draws."""

from __future__ import annotations

import pandas as pd

from reallocate.kernel.chart import Chart
from reallocate.kernel.chart_kinds import Bars, Curve, Dots, Line, Lines, Walk
from reallocate.kernel.table import Column, of_unit
from reallocate.loop.ledger import SOME
from reallocate.loop.tables import LABELS, interval, jobs, ledger, path, reconciled, rounds
from reallocate.market.nation.lost_jobs import ALL

_SHOWN = 10
"""Groups of occupations that a chart shows at most."""
_LINES = 5
_STEPS = (
    "The plan's cut, spread",
    "What the firm lacks",
    "Other proportions",
    "Market's response",
    "Not yet there at the end",
    "Jobs that adopters end",
)
"""The rows of the table `reconciled` in few words, in their order."""
_ORDER = ["ended", "renewed", "built", "cheaper", "spent", "net"]
_HOW, _BEARERS = ("laid_off", "not_replaced"), ("severance", "benefits", "person")
_YEARS_AFTER = {"pay_found": 0, "pay_after_1": 1, "pay_after_5": 5, "pay_after_10": 10}
EVERYBODY = "All together"
_OUTCOMES = {
    "jobs_ended": "Jobs at unchanged output; end of the plan",
    "jobs_wanted": "Jobs wanted in all; end of the run",
    "employed": "People in work; end of the run",
    "unemployed": "People without work; end of the run",
}


def groups_of(table: pd.DataFrame) -> pd.DataFrame:
    """Groups of occupations with the most jobs ended first, without the total, in short words.

    table : the ledger
    """
    groups = table[table["group"] != ALL].sort_values("jobs_ended", ascending=False, kind="stable")
    return groups.assign(title=groups["title"].str.removesuffix(" Occupations"))


def _largest(table: pd.DataFrame, most: int = _SHOWN) -> pd.DataFrame:
    """Groups that a chart shows: those in which jobs end."""
    groups = groups_of(table)
    return groups[groups["jobs_ended"].abs() > SOME].head(most)


_STEPS_CHART = Chart(
    name="couple_steps",
    section="jobs",
    title="From the plan's cut to the jobs that adopters end, end of the plan [jobs]",
    reading=(
        "Each bar begins where the one above ends; the last is their sum and the market's own figure. The "
        "first is the plan's cut for a unit of work, times the share that follows, times the people of the "
        "industries. The firm lacks some occupations of the industries, which are unchanged, and the others "
        "stand in other proportions there."
    ),
    tables=(reconciled,),
    columns=("step", Column("persons", "Jobs", "jobs")),
    kind=Walk("step", "persons"),
    rows=lambda table: table.assign(step=_STEPS),
)
_JOBS = Chart(
    name="couple_jobs",
    section="jobs/elsewhere",
    title="From the jobs that end to the jobs that are wanted, end of the run [jobs]",
    reading=(
        "Each bar begins where the one above ends; the last is their sum. Bars to the left of 0 are fewer "
        "jobs than in the same market without these adopters. Lower prices, compute, new tasks and incomes "
        "act in every industry, not only in the firm's."
    ),
    tables=(jobs,),
    columns=("part", Column("run_end", "Jobs", "jobs", signed=True)),
    kind=Walk("part", "run_end"),
    rows=lambda table: table.set_index("part").loc[_ORDER].reset_index(),
)
_PEOPLE = Chart(
    name="couple_people",
    section="jobs/elsewhere",
    title="Where people are, against the same market without these adopters [people]",
    reading=(
        "Below 0 there are fewer people than without adopters, above 0 more. The three lines add up to 0 in "
        "every year: nobody appears or is lost."
    ),
    tables=(path,),
    columns=("year", *(Column(name, label, "people", signed=True) for name, label in LABELS.items())),
    kind=Lines("year", tuple(Line(*each) for each in LABELS.items()), level=0.0),
    rows=lambda table: table.assign(**{name: table[name] - table[f"{name}_without"] for name in LABELS}),
)


def _rounds(table: pd.DataFrame) -> pd.DataFrame:
    rows = table[(table["round"] > 0) & (table["residual"] > 0)]
    return rows if len(rows) > 1 else rows.head(0)


_ROUNDS = Chart(
    name="couple_rounds",
    section="back",
    after="rounds",
    title="Change of the shock by each round [% of itself]",
    reading=(
        "Plan and market are solved in turn until the shock stays. Each step down the axis is a tenth of the "
        "one before."
    ),
    empty="Rounds: nothing to draw; the first round already leaves the shock unchanged.",
    tables=(rounds,),
    columns=(Column("round", "Round"), "residual"),
    kind=Curve("round", "residual", logarithmic="y"),
    rows=_rounds,
)
_HOW_CHART = Chart(
    name="couple_how",
    title="Jobs that adopters end, by group of occupations and by how they end [jobs]",
    reading=(
        "The groups with the most jobs ended; the table has all. People are laid off as often for each "
        "position as in the plan. Where more are laid off than jobs end, others are hired again, and the bar "
        "of those not replaced lies to the left of 0."
    ),
    empty="No jobs end.",
    tables=(ledger,),
    columns=("title", *_HOW),
    kind=Bars("title", _HOW),
    rows=_largest,
)


def _pay(table: pd.DataFrame) -> pd.DataFrame:
    total = table[table["group"] == ALL].assign(title=EVERYBODY)
    groups = pd.concat([total, _largest(table, _LINES)])[["title", *_YEARS_AFTER]]
    tall = groups.melt("title", var_name="years", value_name="pay")
    return tall.assign(years=tall["years"].map(_YEARS_AFTER))


_PAY_CHART = Chart(
    name="couple_pay",
    title="Pay in the job found, against the lost job [%]",
    reading=(
        "100% is what the lost job would pay at the same time, with the tenure it would have by then. Of "
        "somebody laid off who finds a job and stays in it; months without work come before. The axis does "
        "not begin at 0."
    ),
    tables=(ledger,),
    columns=(
        Column("title", "Group"), Column("years", "After the new job is found", "years"),
        Column("pay", "Pay, against the lost job", "share"),
    ),
    kind=Lines("years", by="title", value="pay", level=1.0),
    rows=_pay,
)  # fmt: skip
_BEARERS_CHART = Chart(
    name="couple_bearers",
    title="Who bears the loss of those laid off, by group of occupations [USD million, present value]",
    reading=(
        "A whole bar is the loss of all who are laid off in the group. Its parts are what the firm pays "
        "them in severance and notice, what benefits replace, and what the people themselves bear."
    ),
    empty=(
        "The plan lays nobody off: there is no loss of people laid off, no severance and no benefits. The "
        "loss falls on people who look for a job that is no longer offered."
    ),
    tables=(ledger,),
    columns=("title", *_BEARERS),
    kind=Bars("title", _BEARERS),
    rows=lambda table: _largest(table).query("lost > 0"),
)


def _interval(table: pd.DataFrame) -> pd.DataFrame:
    figures = table.set_index("outcome")[["p10", "p50", "p90", "one_run"]].loc[list(_OUTCOMES)]
    figures.loc["jobs_ended"] = -figures.loc["jobs_ended", ["p90", "p50", "p10", "one_run"]].to_numpy()
    return figures.dropna(subset="p50").rename(_OUTCOMES).reset_index()


_INTERVAL = Chart(
    name="couple_interval",
    section="interval",
    title="Jobs and people: central run and draws [persons]",
    reading=(
        "A line goes from the 10th to the 90th percentile of the draws. Left of 0 there are fewer than "
        "without adopters."
    ),
    empty="No draw gave a plan.",
    tables=(interval,),
    columns=(
        Column("outcome"),
        *of_unit("persons", signed=True, p10="10th percentile", p50="Median", p90="90th percentile",
                 one_run="Central run"),
    ),
    kind=Dots(
        "outcome", {"p50": "median of the draws", "one_run": "central run"}, ("p10", "p90"),
    ),
    rows=_interval,
)  # fmt: skip

CHARTS = (_STEPS_CHART, _JOBS, _PEOPLE, _ROUNDS, _HOW_CHART, _PAY_CHART, _BEARERS_CHART, _INTERVAL)
