"""The tables of a round trip: jobs, rounds, who gains and loses, money, and what the draws leave open."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.coupling.context import RoundTrip
from reallocate.coupling.frames import (
    occupations_frame,
    reconciled_frame,
    response_frame,
    rounds_frame,
)
from reallocate.coupling.interval import OUTCOMES, interval_frame, outcomes
from reallocate.coupling.ledger import LEDGER
from reallocate.coupling.market import FIRST, WITH, WITHOUT
from reallocate.coupling.reversal import reversal_frame
from reallocate.economy.batches import select_runs
from reallocate.economy.job_effects import PART_LABELS
from reallocate.economy.laws.closed_demand import PARTS
from reallocate.economy.lost_jobs.costs import GROUPS, IN_AREA
from reallocate.economy.path import worker_path
from reallocate.economy.reversal import REVERSAL
from reallocate.economy.trajectory import MONEY
from reallocate.output.table import BY_ROW, Column, of_unit, table
from reallocate.problem.nation.context import START
from reallocate.study.economy.assumptions import ASSUMPTIONS, assumption_frame
from reallocate.study.economy.tables import pay_and_finding

QUARTERS = 4
STATUSES = {"employed": 0, "unemployed": 1, "outside": 3}
LABELS = {"employed": "In work", "unemployed": "Without work", "outside": "Outside labour force"}
JOB_PARTS = {
    **PART_LABELS,
    "ended": "Jobs that adopters end",
    "built": "Compute bought",
    "net": "Jobs wanted in all",
}
"""The parts of `closed_demand.PARTS` and their sum, in words."""
RATIO = "ratio to the market without adopters"
PER_UNIT = "share of positions per unit of work"
RATIOS = of_unit(RATIO, pay="Real pay", hiring="Time to hire", quits="Job finding")
PLAN = of_unit("FTE", positions="Positions at end", layoffs="Laid off", hires="Hired")
AGAINST = "The end of the run, against the same market without adopters."


reconciled = table(
    "reconciled", "From the plan to the industry",
    Column("step", "Step"),
    Column("persons", "Jobs ended", "persons"),
    source="The end of the plan; the last row is the market's own figure and the sum of those before.",
)(reconciled_frame)  # fmt: skip


@table(
    "jobs", "Jobs that end and are made",
    Column("part", "Part", words=JOB_PARTS),
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


rounds = table(
    "rounds", "Rounds of plan and market",
    Column("round", "Round", "rounds"),
    Column("change", "Change of positions", PER_UNIT, signed=True),
    RATIOS,
    PLAN,
    Column("present_value", "Cost, present value", "USD million"),
    Column("residual", "Change of shock", "share of the shock", about="Relative change by the round."),
    source="The firm with its small roles grouped. Responses: means over the industries' people and the "
    "plan's quarters.",
)(rounds_frame)  # fmt: skip


response = table(
    "response", "The plan under larger responses",
    Column("comes_back", "Market's response"),
    PLAN,
    source="No forecasts: they show how large a response must be to change the plan.",
)(response_frame)  # fmt: skip


@table(
    "path", "People by year",
    Column("year", "Spring of", "year"),
    (Column(name, label, "persons") for name, label in LABELS.items()),
    (Column(f"{name}_without", f"{label}, without", "persons") for name, label in LABELS.items()),
    source="The whole country, with adopters and without.",
)  # fmt: skip
def path(trip: RoundTrip) -> pd.DataFrame:
    """People by status and year, with adopters and without."""
    at = np.arange(0, len(trip.extended.people), QUARTERS)
    people = trip.extended.people[at].sum(axis=2)
    columns = {name: people[:, place, WITH] for name, place in STATUSES.items()}
    columns |= {f"{name}_without": people[:, place, WITHOUT] for name, place in STATUSES.items()}
    return pd.DataFrame({"year": START + at / QUARTERS, **columns})


occupations = table(
    "occupations", "Occupations",
    Column("occupation", "Code"),
    Column("title", "Occupation"),
    Column("people", "People, the industries", "persons"),
    Column("change", "Change of positions", PER_UNIT, signed=True),
    Column("jobs_ended", "Jobs ended", "persons", about="At unchanged output, at the end of the plan."),
    Column("employment", "People in work", "persons", signed=True, about=AGAINST),
    RATIOS,
    source="Pay, time to hire and job finding: means over the plan, against the market without adopters.",
)(occupations_frame)  # fmt: skip


@table(
    "money", "Incomes and spending",
    Column("money", "In the last year"),
    Column("with", "With adopters", "USD million/year"),
    Column("without", "Without", "USD million/year"),
    Column("change", "Difference", "USD million/year", signed=True),
    source="The whole country, at the end of the run.",
)  # fmt: skip
def money(trip: RoundTrip) -> pd.DataFrame:
    """Incomes and spending at the end, with adopters and without."""
    with_it, without = (trip.extended.money[-1, :, run] for run in (WITH, WITHOUT))
    return pd.DataFrame({"money": MONEY, "with": with_it, "without": without, "change": with_it - without})


LOSS = (
    "Of somebody laid off when half of the plan's change is there. Severance, benefits and the person's part "
    "add up to the loss."
)


@table(
    "ledger", "The displaced by occupation group",
    Column("group", "Code"), Column("title", "Group"), LEDGER, source=LOSS,
)  # fmt: skip
def ledger(trip: RoundTrip) -> pd.DataFrame:
    """The displaced by major group of occupations, with a row for all."""
    return trip.ledgers["ledger"]


@table(
    "ledger_by_age", "The displaced by age", Column("age", "Age", words=GROUPS), LEDGER,
    source=f"{LOSS} People are laid off, and change role, at all ages alike.",
)  # fmt: skip
def ledger_by_age(trip: RoundTrip) -> pd.DataFrame:
    """The displaced by age, with a row for all."""
    return trip.ledgers["ledger_by_age"]


@table(
    "ledger_by_area", "The displaced by state",
    Column("area", "Code"), Column("title", "State"), LEDGER, IN_AREA,
    source=f"{LOSS} Jobs end where an occupation's people work; all states start as slack as the nation.",
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
)  # fmt: skip
def reversal(trip: RoundTrip) -> pd.DataFrame | None:
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
def pay_and_job_finding(trip: RoundTrip) -> pd.DataFrame:
    """Pay and job finding by occupation and year since the start."""
    market = trip.market
    return worker_path(select_runs(trip.extended, [WITH]), market.national.market, market.rates)


@table("assumptions", "Assumptions", ASSUMPTIONS, source="Each row names its own source, vintage and grade.")
def assumptions(trip: RoundTrip) -> pd.DataFrame:
    """Every parameter of the market, and whether the draws go over its range."""
    frame = assumption_frame(trip.market.request)
    return frame.assign(drawn=frame["name"].isin(trip.sampled))


TABLES = (
    reconciled, jobs, rounds, response, path, occupations, money, ledger, ledger_by_age, ledger_by_area,
    reversal, interval, draws_made, pay_and_job_finding, assumptions,
)  # fmt: skip
