"""What a job that AI ends costs in the nation's market, by the age of who loses it and by state."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.economy.effects import Effects
from reallocate.economy.job_effects import ended_jobs
from reallocate.economy.laws.age import Ages
from reallocate.economy.laws.policy import Responses
from reallocate.economy.lost_jobs.areas import IN_AREA_UNITS, area_rows, looking_near, states
from reallocate.economy.lost_jobs.cells import CLOSE, Cells, must_add_up
from reallocate.economy.lost_jobs.loss import YEARS_SHOWN, ages_of_runs, loss, slopes
from reallocate.errors import InvariantError, Problem

Array = npt.NDArray[np.float64]

COUNTED = ("jobs_ended", "employed", "more_unemployed")
BORNE = ("benefits_years", "person_years")
"""Who bears what one person loses; they add up to it."""
LOST_BY_AGE, LOST_BY_AREA = "lost_by_age", "lost_by_area"
LOST_UNITS: Mapping[str, str] = {
    "pay": "USD/year before",
    "jobs_ended": "persons",
    "employed": "persons, against no further AI",
    "more_unemployed": "person-years over the run, against no further AI",
    "months": "months",
    **dict.fromkeys(("lost_years", *BORNE), "years of the pay before"),
    **dict.fromkeys(("pay_found", *(f"pay_after_{year}" for year in YEARS_SHOWN)), "ratio to the pay before"),
    **dict.fromkeys(("with_job", "out_of_labour_force"), "share, mean of the three years after"),
}
"""Column -> unit, of both tables."""
LOST_TABLE_UNITS: Mapping[tuple[str, str], str] = {
    **{(table, name): unit for table in (LOST_BY_AGE, LOST_BY_AREA) for name, unit in LOST_UNITS.items()},
    **{(LOST_BY_AREA, name): unit for name, unit in IN_AREA_UNITS.items()},
}


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
    each = loss(market, rates, p, pair, 0, start)
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
    areas, pay = states(effects.world, market)
    near = looking_near(nation, rates, areas, pair, start)
    tables = {
        LOST_BY_AGE: cells.over_ages(pd.Index(ages.names)).rename(columns={"group": "age"}),
        LOST_BY_AREA: area_rows(cells, each, areas, pay, near, slopes(market, rates, p, pair, 0, start)),
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
