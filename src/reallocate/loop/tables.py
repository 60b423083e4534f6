"""What a round trip gives, as tables: jobs, rounds, who gains and loses, money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from reallocate.firm.model.cases import Setting
from reallocate.kernel.arrays import Array
from reallocate.kernel.errors import InvariantError, Problem
from reallocate.kernel.executor import Say
from reallocate.kernel.number import sentence
from reallocate.kernel.table import BY_ROW, Column, of_unit, table
from reallocate.kernel.units import QUARTERS_A_YEAR
from reallocate.loop.draws import (
    OUTCOMES,
    draw_frame,
    draws_over,
    interval_frame,
    outcomes,
    run_draws,
    sample_values,
    sources_of,
)
from reallocate.loop.ledger import LEDGER, ledgers, reversal_frame
from reallocate.loop.rounds import Replan, Rounds, replan
from reallocate.loop.shock import FIRST, WITH, WITHOUT, CoupledMarket, employs, ended_jobs, plan_positions
from reallocate.market.laws.money_held import PARTS
from reallocate.market.nation.batches import Returned, returned, select_runs, worker_path
from reallocate.market.nation.demand import PART_LABELS
from reallocate.market.nation.demand import ended_jobs as market_ended_jobs
from reallocate.market.nation.lost_jobs import GROUPS, IN_AREA
from reallocate.market.nation.outcomes import REVERSAL
from reallocate.market.nation.slumps import NO_SLUMP
from reallocate.market.nation.trajectory import MONEY, Trajectory
from reallocate.market.simulate.assumptions import ASSUMPTIONS, assumption_frame
from reallocate.market.simulate.runs import START
from reallocate.market.simulate.tables import pay_and_finding
from reallocate.render.result import Result
from reallocate.work.world import World

_Facts = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class RoundTrip:
    """One round trip from a firm to the market and back.

    plan : saved
    world : what is known about work
    market : with those who follow the plan
    setting : the firm, grouped
    rounds : of plan and market
    draws : how many; none where it is 0
    say : receives what is under way
    """

    plan: Result
    world: World
    market: CoupledMarket
    setting: Setting
    rounds: Rounds
    draws: int
    say: Say

    @cached_property
    def extended(self) -> Trajectory:
        """The market with adopters, without, and with the change of the first round, side by side."""
        years = self.market.request.years
        self.say(f"The market for {years} years")
        first = self.market.shock.change.to_numpy()
        return self.market.run([self.rounds.last, None, first], 4 * years)

    @property
    def ended(self) -> Array:
        """Jobs that adopters end at unchanged output; (occupation) [persons]."""
        return ended_jobs(self.market, self.rounds.last)

    @cached_property
    def ledgers(self) -> Mapping[str, pd.DataFrame]:
        """The displaced by group of occupations, by age and by state."""
        return ledgers(self.market, self.plan, self.ended, self.extended, self.world)

    @property
    def sampled(self) -> tuple[str, ...]:
        """Parameters that the draws go over; none where there are no draws."""
        if not self.draws:
            return ()
        return draws_over(self.setting.options.parameters, self.market.request.parameters)

    @cached_property
    def draws_made(self) -> pd.DataFrame:
        """Each draw: its assumptions, how its rounds ended, and its outcomes."""
        request, first = self.market.request, self.rounds.first
        sources = sources_of(self.plan, request.sources, self.world)
        values = sample_values(self.sampled, sources, self.draws, request.seed)
        titles = self.world.table("groups").set_index("code")["title"]
        made = run_draws(values, self.market, self.setting, first, self.world, self.say)
        return draw_frame(values, made, self.plan, titles)


_CLOSE = 1e-9
_RESPONSES = {
    "pay a tenth lower": (0.9, 1.0, 1.0),
    "hiring takes half as long again": (1.0, 1.5, 1.0),
    "half as many quit": (1.0, 1.0, 0.5),
}
"""Responses of a market that are large enough to change the plan: pay, time to hire, quits [ratio]."""


def _reconciled_frame(trip: RoundTrip) -> pd.DataFrame:
    """From the plan's cut to the jobs that adopters end, step by step; `InvariantError` where it differs."""
    market, extended, totals = trip.market, trip.extended, trip.plan.facts["totals"]
    work = 1.0 + totals["plan"]["work_added"] - totals["plan"]["work_dropped"]
    cut = 1.0 - totals["plan"]["positions"] / (totals["baseline"]["positions"] * work)
    own_mix = cut * market.share * market.follow.people
    lacks = market.staff[~employs(plan_positions(trip.plan), market.shock.occupations)].sum()
    not_employed = -cut * market.share * float(lacks)
    first, last = (
        float(ended_jobs(market, change).sum())
        for change in (market.shock.change.to_numpy(), trip.rounds.last)
    )
    at = min(market.shock.quarters, len(extended.parts) - 1)
    ended = float(market_ended_jobs(extended, market.accounts)[at, :, WITH].sum())
    expected = last * float(market.shock.path[at])
    if abs(ended - expected) > _CLOSE * max(1.0, abs(expected)):
        what = f"the market ends {ended:,.3f} jobs where the plan says {expected:,.3f}"
        raise InvariantError(Problem(what, "round trip"))
    rows = [
        ("the plan's cut per unit of work × share that follows × people of the industries", own_mix),
        ("occupations of the industries that the firm does not have stay as they are", not_employed),
        ("the others stand in other proportions there", first - own_mix - not_employed),
        ("response of the market", last - first),
        ("of it not yet there when the run ends", expected - last),
        ("jobs that adopters end at unchanged output", ended),
    ]
    return pd.DataFrame(rows, columns=["step", "persons"])


def _rounds_frame(trip: RoundTrip) -> pd.DataFrame:
    """Each round: the market's response, and the plan at it; the first row is the plan at today's market."""
    people = trip.market.staff / trip.market.staff.sum()

    def row(
        number: int, change: Array, ratios: list[float], plan: Replan, left: float
    ) -> dict[str, object]:
        return {
            "round": number, "change": float(people @ change),
            **dict(zip(("pay", "hiring", "quits"), ratios, strict=True)),
            "positions": float(plan.positions["plan"].sum()), "layoffs": plan.layoffs, "hires": plan.hires,
            "present_value": plan.present_value, "residual": left,
        }  # fmt: skip

    rows = [row(0, trip.market.shock.change.to_numpy(), [1.0] * 3, trip.rounds.first, np.nan)]
    for number, one in enumerate(trip.rounds.each, start=1):
        ratios = [float(people @ values) for values in (one.back.pay, one.back.hiring, one.back.quits)]
        rows.append(row(number, one.change, ratios, one.plan, one.residual))
    return pd.DataFrame(rows)


def _response_frame(trip: RoundTrip) -> pd.DataFrame:
    """The plan at larger responses of the market than its own."""
    codes = trip.market.shock.occupations
    people = pd.Series(trip.market.staff, index=codes)
    trip.say("The plan under larger responses")
    plans = [("no response", trip.rounds.first), ("the market's own", trip.rounds.each[-1].plan)]
    for name, values in _RESPONSES.items():
        back = Returned(*(pd.Series(value, index=codes) for value in values))
        plans.append((name, replan(trip.setting, back, people)))
    return pd.DataFrame(
        {
            "comes_back": [name for name, _ in plans],
            "positions": [float(one.positions["plan"].sum()) for _, one in plans],
            "layoffs": [one.layoffs for _, one in plans],
            "hires": [one.hires for _, one in plans],
        }
    )


def _occupations_frame(trip: RoundTrip) -> pd.DataFrame:
    """By occupation: the change by adopters, people in work at the end, and the market's response."""
    nation, extended = trip.market.national.market, trip.extended
    pair = type(extended)(**{name: getattr(extended, name)[..., :2] for name in vars(extended)})
    quarters = min(trip.market.shock.quarters, len(extended.people) - 1)
    back = returned(pair, nation, trip.market.rates, quarters)
    rows = pd.DataFrame(
        {
            "occupation": nation.occupations,
            "title": nation.titles or nation.occupations,
            "people": trip.market.staff,
            "change": trip.rounds.last,
            "jobs_ended": trip.ended,
            "employment": extended.people[-1, 0, :, WITH] - extended.people[-1, 0, :, WITHOUT],
            "pay": back.pay.to_numpy(),
            "hiring": back.hiring.to_numpy(),
            "quits": back.quits.to_numpy(),
        }
    )
    return rows.sort_values("jobs_ended", ascending=False, kind="stable")


_STATUSES = {"employed": 0, "unemployed": 1, "outside": 3}
LABELS = {"employed": "In work", "unemployed": "Without work", "outside": "Outside labour force"}
_JOB_PARTS = {
    **PART_LABELS,
    "ended": "Jobs that adopters end",
    "built": "Compute bought",
    "net": "Jobs wanted in all",
}
"""The parts of `money_held.PARTS` and their sum, in words."""
_RATIO = "ratio to the market without adopters"
_PER_UNIT = "share of positions per unit of work"
_RATIOS = of_unit(_RATIO, pay="Real pay", hiring="Time to hire", quits="Job finding")
_PLAN = of_unit("FTE", positions="Positions at end", layoffs="Laid off", hires="Hired")
_AGAINST = "The end of the run, against the same market without adopters."


reconciled = table(
    "reconciled", "From the plan to the industry",
    Column("step", "Step"),
    Column("persons", "Jobs ended", "persons"),
    source="The end of the plan; the last row is the market's own figure and the sum of those before.",
)(_reconciled_frame)  # fmt: skip


@table(
    "jobs", "Jobs that end and are made",
    Column("part", "Part", words=_JOB_PARTS),
    of_unit("persons", signed=True, plan_end="End of the plan", run_end="End of the run"),
    Column("run_end_first_round", "Run, first round", "persons", signed=True,
           about="The end of a run with the change of the first round, before the market's response."),
    source="Jobs wanted, against the same market without adopters.",
)  # fmt: skip
def jobs(trip: RoundTrip) -> pd.DataFrame:
    """Jobs ended and made, part by part."""
    market, extended = trip.market, trip.extended
    at = min(market.shock.quarters, len(extended.parts) - 1)
    whole = float(market.accounts.jobs.sum())
    every = extended.parts[:]
    parts = whole * (every - every[..., [WITHOUT]]).sum(axis=2)
    columns = {
        "plan_end": parts[at, :, WITH],
        "run_end": parts[-1, :, WITH],
        "run_end_first_round": parts[-1, :, FIRST],
    }
    rows = pd.DataFrame({"part": PARTS, **columns})
    net = {"part": "net", **rows.drop(columns="part").sum().to_dict()}
    return pd.concat([rows, pd.DataFrame([net])], ignore_index=True)


CHANGES = tuple(
    Column(f"{column.name}_change", column.label, "share", signed=True) for column in _RATIOS
)
"""Responses of the market as changes against the market without adopters."""


def with_changes(rows: pd.DataFrame, facts: _Facts) -> pd.DataFrame:
    """The rows with the market's responses as changes.

    facts : of the result
    """
    return rows.assign(**{f"{column.name}_change": rows[column.name] - 1.0 for column in _RATIOS})


def _by_round(rows: pd.DataFrame, facts: _Facts) -> pd.DataFrame:
    when = ["today's market", *(f"round {number}" for number in rows["round"].iloc[1:])]
    known = with_changes(rows, facts)
    changes = {column.name: known[column.name].where(rows["round"] > 0) for column in CHANGES}
    return rows.assign(when=when, percent=100.0 * rows["residual"], **changes)


rounds = table(
    "rounds", "Rounds of plan and market",
    Column("round", "Round", "rounds"),
    Column("change", "Change of positions", _PER_UNIT, signed=True),
    _RATIOS,
    _PLAN,
    Column("present_value", "Cost, present value", "USD million"),
    Column("residual", "Change of shock", "share of the shock", about="Relative change by the round."),
    source="The firm with its small roles grouped. Responses: means over the industries' people and the "
    "plan's quarters.",
    section="back", caption="Round by round: the market's response, and the plan at it", rows=_by_round,
    show=(Column("when", "Round"), *CHANGES, "positions", "layoffs", "hires", "present_value",
          Column("percent", "Change of shock", "% of itself")),
    note="Of the firm with its small roles grouped, so that its positions differ a little from the plan's. "
    "Responses are averaged over the industry's people and the quarters of the plan.",
)(_rounds_frame)  # fmt: skip


def _against_none(rows: pd.DataFrame, facts: _Facts) -> pd.DataFrame:
    moved = rows["positions"] - rows["positions"].iloc[0]
    return rows.assign(comes_back=rows["comes_back"].map(sentence), moved=moved)


_response = table(
    "response", "The plan under larger responses",
    Column("comes_back", "Market's response"),
    _PLAN,
    source="No forecasts: they show how large a response must be to change the plan.",
    section="back", caption="The plan under larger responses of the market", rows=_against_none,
    show=("comes_back", "positions", Column("moved", "Against no response", "FTE", signed=True), "layoffs",
          "hires"),
    note="These are no forecasts: they show how large a response must be to change the plan.",
)(_response_frame)  # fmt: skip


@table(
    "path", f"People by year, {NO_SLUMP}",
    Column("year", "Spring of", "year"),
    (Column(name, label, "persons") for name, label in LABELS.items()),
    (Column(f"{name}_without", f"{label}, without", "persons") for name, label in LABELS.items()),
    source="The whole country, with adopters and without.",
)  # fmt: skip
def path(trip: RoundTrip) -> pd.DataFrame:
    """People by status and year, with adopters and without."""
    at = np.arange(0, len(trip.extended.people), QUARTERS_A_YEAR)
    people = trip.extended.people[at].sum(axis=2)
    columns = {name: people[:, place, WITH] for name, place in _STATUSES.items()}
    columns |= {f"{name}_without": people[:, place, WITHOUT] for name, place in _STATUSES.items()}
    return pd.DataFrame({"year": START + at / QUARTERS_A_YEAR, **columns})


_occupations = table(
    "occupations", "Occupations",
    Column("occupation", "Code"),
    Column("title", "Occupation"),
    Column("people", "People, the industries", "persons"),
    Column("change", "Change of positions", _PER_UNIT, signed=True),
    Column("jobs_ended", "Jobs ended", "persons", about="At unchanged output, at the end of the plan."),
    Column("employment", "People in work", "persons", signed=True, about=_AGAINST),
    _RATIOS,
    source="Pay, time to hire and job finding: means over the plan, against the market without adopters.",
    section="back", caption="Occupations, those that lose most jobs first", fold="Every occupation",
    rows=lambda rows, facts: with_changes(rows[rows["people"] > 0], facts),
    show=("title", "people", "change", "jobs_ended", "employment", *CHANGES),
    note="Jobs ended are at unchanged output, at the end of the plan. People in work are of the whole "
    "country at the end of the run, against the same market without adopters. The last three are averaged "
    "over the plan.",
)(_occupations_frame)  # fmt: skip


_MONEYS = (
    Column("with", "With adopters", "USD million/year"),
    Column("without", "Without", "USD million/year"),
    Column("change", "Difference", "USD million/year", signed=True),
)


def _in_billions(rows: pd.DataFrame, facts: _Facts) -> pd.DataFrame:
    billions = {column.name: rows[column.name] / 1e3 for column in _MONEYS}
    return rows.assign(money=rows["money"].map(sentence), **billions)


@table(
    "money", "Incomes and spending", Column("money", "In the last year"), _MONEYS,
    source="The whole country, at the end of the run.",
    section="jobs/elsewhere", rows=_in_billions,
    show=("money", *(replace(column, unit="USD bn/year") for column in _MONEYS)),
    caption="Incomes and spending of the whole country", fold="Where the money goes",
)  # fmt: skip
def _money(trip: RoundTrip) -> pd.DataFrame:
    """Incomes and spending at the end, with adopters and without."""
    with_it, without = (trip.extended.money[-1, :, run] for run in (WITH, WITHOUT))
    return pd.DataFrame({"money": MONEY, "with": with_it, "without": without, "change": with_it - without})


_LOSS = (
    "Of somebody laid off when half of the plan's change is there. Severance, benefits and the person's part "
    "add up to the loss."
)


@table(
    "ledger", "The displaced by occupation group",
    Column("group", "Code"), Column("title", "Group"), LEDGER, source=_LOSS,
)  # fmt: skip
def ledger(trip: RoundTrip) -> pd.DataFrame:
    """The displaced by major group of occupations, with a row for all."""
    return trip.ledgers["ledger"]


@table(
    "ledger_by_age", "The displaced by age", Column("age", "Age", words=GROUPS), LEDGER,
    source=f"{_LOSS} People are laid off, and change role, at all ages alike.",
)  # fmt: skip
def ledger_by_age(trip: RoundTrip) -> pd.DataFrame:
    """The displaced by age, with a row for all."""
    return trip.ledgers["ledger_by_age"]


@table(
    "ledger_by_area", "The displaced by state",
    Column("area", "Code"), Column("title", "State"), LEDGER, IN_AREA,
    source=f"{_LOSS} Jobs end where an occupation's people work; all states start as slack as the nation.",
)  # fmt: skip
def ledger_by_area(trip: RoundTrip) -> pd.DataFrame:
    """The displaced by state, with a row for all."""
    return trip.ledgers["ledger_by_area"]


@table(
    REVERSAL, "Return after the reversal",
    Column("jobs", "Counted"),
    of_unit("persons", at_reversal="Missing at reversal", after="Missing two years later"),
    Column("back", "Back", "persons", signed=True),
    Column("share_back", "Back", "share of those missing at the reversal"),
    Column("unbroken", "Missing without reversal", "persons"),
    Column("share_of_unbroken", "Not missing", "share of those missing without it"),
    source="The same market with the reversal and without it.",
    optional=True,
    section="reversal", caption="Two years after AI's capability fell back",
    rows=lambda rows, facts: rows.assign(jobs=rows["jobs"].map(sentence)),
)  # fmt: skip
def _reversal(trip: RoundTrip) -> pd.DataFrame | None:
    """Jobs missing when capability falls back, and how many of them are back two years later."""
    if trip.market.request.capability != REVERSAL:
        return None
    trip.say("Return after the reversal")
    return reversal_frame(trip.market, trip.world, trip.rounds.last, trip.plan)


@table(
    "interval", "Central run and draws",
    Column("outcome", "Name"),
    Column("says", "Outcome"),
    Column("unit", "Unit"),
    of_unit(BY_ROW, one_run="Central run", p10="10th percentile", p50="Median", p90="90th percentile"),
    source="All but positions and the loss are against the same market without adopters.",
    optional=True,
)  # fmt: skip
def interval(trip: RoundTrip) -> pd.DataFrame | None:
    """Each outcome: the central run beside the draws."""
    if not trip.draws:
        return None
    central = outcomes(trip.market, trip.rounds, trip.extended, trip.ledgers["ledger"])
    return interval_frame(central, trip.draws_made)


@table(
    "draws_made", "Draws",
    Column("source", "Source of reach"),
    Column("draw", "Draw", "draws"),
    Column("possible", "Plan possible"),
    Column("rounds", "Rounds", "rounds"),
    Column("settled", "Rounds settle"),
    Column("residual", "Change of shock", "share of the shock"),
    OUTCOMES,
    source="The assumptions of each draw, and its outcomes.",
    optional=True,
    sheet=False,
    others=Column("", about="The value of this parameter in each draw."),
)  # fmt: skip
def draws_made(trip: RoundTrip) -> pd.DataFrame | None:
    """Each draw: its assumptions, how its rounds ended, and its outcomes."""
    return trip.draws_made if trip.draws else None


@table(
    pay_and_finding.name, pay_and_finding.title, pay_and_finding.columns,
    source="With adopters; a worker's ways out look ahead on it.", sheet=False,
)  # fmt: skip
def _pay_and_job_finding(trip: RoundTrip) -> pd.DataFrame:
    """Pay and job finding by occupation and year since the start."""
    market = trip.market
    return worker_path(select_runs(trip.extended, [WITH]), market.national.market, market.rates)


@table("assumptions", "Assumptions", ASSUMPTIONS, source="Each row names its own source, vintage and grade.")
def _assumptions(trip: RoundTrip) -> pd.DataFrame:
    """Every parameter of the market, and whether the draws go over its range."""
    frame = assumption_frame(trip.market.request)
    return frame.assign(drawn=frame["name"].isin(trip.sampled))


TABLES = (
    reconciled, jobs, rounds, _response, path, _occupations, _money, ledger, ledger_by_age, ledger_by_area,
    _reversal, interval, draws_made, _pay_and_job_finding, _assumptions,
)  # fmt: skip
