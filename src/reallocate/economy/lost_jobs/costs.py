"""What a job that AI ends costs in the nation's market, by the age of who loses it and by state."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from reallocate.economy.effects import Effects
from reallocate.economy.job_effects import ended_jobs
from reallocate.economy.laws.age import Ages
from reallocate.economy.laws.policy import Responses
from reallocate.economy.lost_jobs.areas import area_rows
from reallocate.economy.lost_jobs.cells import ALL, CLOSE, OTHER, Cells, must_add_up
from reallocate.economy.lost_jobs.loss import YEARS_SHOWN, ages_of_runs, loss
from reallocate.errors import InvariantError, Problem
from reallocate.output.table import Column

COUNTED = ("jobs_ended", "employed", "more_unemployed")
BORNE = ("benefits_years", "person_years")
"""Who bears what one person loses; they add up to it."""
EXITS_FROM_55 = (
    "Present value. All from 55 on leave the labour force at one rate, since no published rate for 65 and "
    "over is at hand. People of 65 and over leave sooner, and so lose less than is shown from 55 on."
)
YEARS_OF_PAY, SHARE_OF_PAY = "years of the pay before", "share of the pay before"
OVER_THE_RUN = "person-years over the run"
GROUPS = {ALL: "All together", OTHER: "Others, fewer than five people each"}

PAY_BEFORE = Column("pay", "Pay before", "USD/year", digits=0)
JOBS_ENDED = Column("jobs_ended", "Jobs that end", "persons", digits=0)
MORE_UNEMPLOYED = Column("more_unemployed", "Added time without work", OVER_THE_RUN, signed=True, digits=0)
MONTHS_WITHOUT = Column("months", "Without work", "months", digits=1)
YEARS_LOST = Column("lost_years", "Pay lost", YEARS_OF_PAY, digits=2, about=EXITS_FROM_55)
AFTERWARDS = (
    Column("pay_found", "Pay of job found", SHARE_OF_PAY, digits=0),
    *(Column(f"pay_after_{year}", f"Pay {year} years on", SHARE_OF_PAY, digits=0) for year in YEARS_SHOWN),
    Column("with_job", "Have a job", "share", digits=0, about="Mean of the three years after."),
    Column("out_of_labour_force", "Out of labour force", "share", about="Mean of the three years after."),
)
"""What becomes of one person, after months without work and pay lost."""
ALONE = "If everybody looks for work in their own state alone."
IN_AREA = (
    replace(MONTHS_WITHOUT, name="months_in_area", label="Months, own state only", about=ALONE),
    replace(YEARS_LOST, name="lost_years_in_area", label="Pay lost, own state", about=ALONE),
    Column("pay_found_in_area", "Pay found, own state", SHARE_OF_PAY, digits=0, about=ALONE),
    replace(MORE_UNEMPLOYED, name="more_unemployed_in_area", label="Time added, own state", about=ALONE),
)
"""The same for people who look for work in their own state alone; not part of what adds up."""
LOST_JOB = (
    PAY_BEFORE,
    JOBS_ENDED,
    Column("employed", "In work at end", "persons", signed=True, digits=0, about="Against no further AI."),
    MORE_UNEMPLOYED,
    MONTHS_WITHOUT,
    YEARS_LOST,
    Column("benefits_years", "Borne by benefits", YEARS_OF_PAY, digits=2),
    Column("person_years", "Borne by the person", YEARS_OF_PAY, digits=2),
    *AFTERWARDS,
)
"""Columns of both tables."""


def lost_tables(effects: Effects) -> dict[str, pd.DataFrame]:
    """What one person loses whose job AI ends, by age and by state, with a row for all.

    effects : one run of the nation's market
    Jobs ended are those where AI does the hours, at unchanged output, at the end of the run; who holds them
    has the ages of the nation, and lives where the occupation works. The loss is that of somebody who loses
    the job in the quarter by which half of them have ended; how many end by a layoff is not told apart, so
    that it is not to be multiplied by them. Benefits: those who draw them, at today's level and length;
    there is no severance, since firms are not planned here. More without work, and fewer in work, are of the
    run.
    Raises `InvariantError` where ages or states do not add up to the run.
    """
    nation, p, assumed = effects.nation, effects.parameters, effects.assumed
    market, rates = nation.market, assumed.laws.of(effects.rates)
    pair = effects.pair
    path = -pair.parts[:, 0, :, 0].sum(axis=1)
    start = int(np.argmax(path >= path[-1] / 2.0))
    each = loss(market, rates, p, pair, start)
    ages, responses = Ages.of(p), Responses.of(p)
    seen = ages_of_runs(nation, rates, p, pair, start, assumed.laws, True)
    ended = ended_jobs(pair, effects.accounts)[-1, :, 0]
    jobs = ended[:, None] * ages.share
    benefits = np.broadcast_to(each.benefit_years(responses)[:, None], each.lost.shape)
    number = np.maximum(jobs, 0.0)
    cells = Cells(
        persons=dict(zip(COUNTED, (jobs, seen.employed, seen.unemployed), strict=True)),
        money={},
        means={**each.of_one, **dict(zip(BORNE, (benefits, each.lost - benefits), strict=True))},
        number=number,
        paid=number * market.wage[:, None],
    )
    people = pair.people[..., 0] - pair.people[..., 1]
    of_run = (ended.sum(), people[-1, 0].sum(), people[1:, 1].sum() / 4.0)
    tables = {
        "lost_by_age": cells.over_ages(pd.Index(ages.names)).rename(columns={"group": "age"}),
        "lost_by_area": area_rows(cells, each, effects.world, nation, rates, p, pair, start),
    }
    for name, table in tables.items():
        must_add_up(table, pd.Series(dict(zip(COUNTED, of_run, strict=True))), COUNTED, name)
        must_be_borne(table, name)
    return tables


def must_be_borne(table: pd.DataFrame, what: str) -> None:
    """End where those who bear what one person loses do not bear all of it.

    table : lost_years and `BORNE` [years]
    what : the rows are; raises `InvariantError`
    """
    gap = float((table[list(BORNE)].sum(axis=1) - table["lost_years"]).abs().max())
    if gap > CLOSE:
        raise InvariantError(Problem(f"{what}: {gap:.6f} years of pay are borne by nobody", "lost jobs"))
