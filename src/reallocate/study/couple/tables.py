"""The tables of a round trip: rounds, jobs, what the plan's cut becomes, who gains and loses, money."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.economy.job_effects import ended_jobs as market_ended_jobs
from reallocate.economy.laws.closed_demand import PARTS
from reallocate.economy.lost_jobs.loss import YEARS_SHOWN
from reallocate.economy.trajectory import MONEY, Trajectory
from reallocate.errors import InvariantError, Problem
from reallocate.result.result import Result
from reallocate.study.couple.rounds import Meeting, Rounds
from reallocate.study.couple.shock import held_by, plan_positions
from reallocate.study.economy.context import START
from reallocate.study.economy.lost_jobs import IN_AREA
from reallocate.study.economy.path import returned

Array = npt.NDArray[np.float64]

WITH, WITHOUT, FIRST = range(3)
"""Runs of the last round, side by side: with adopters, without, and with what the first round was told."""
CLOSE = 1e-9
YEARLY = 4

AFTER = tuple(f"pay_after_{year}" for year in YEARS_SHOWN)

LEDGERS = ("ledger", "ledger_by_age", "ledger_by_area")
LEDGER_UNITS: Mapping[str, str] = {
    **dict.fromkeys(("jobs_ended", "laid_off", "not_replaced", "moved"), "persons"),
    "more_unemployed": "person-years over the run",
    **dict.fromkeys(("lost", "severance", "benefits", "person", "training"), "USD million"),
    "pay": "USD/year before",
    "months": "months",
    "lost_years": "years of the pay before",
    **dict.fromkeys(("pay_found", *AFTER), "ratio to the pay before"),
    **dict.fromkeys(("with_job", "out_of_labour_force"), "share, mean of the three years after"),
}
"""Column -> unit, of each ledger."""

COUPLE_UNITS: Mapping[tuple[str, str], str] = {
    ("rounds", "residual"): "relative change of the shock",
    ("rounds", "change"): "share of positions per unit of work, over the industries' people",
    **{("rounds", name): "ratio to the market without adopters" for name in ("pay", "hiring", "quits")},
    **{("rounds", name): "FTE" for name in ("positions", "layoffs", "hires")},
    ("rounds", "present_value"): "USD million",
    **{("response", name): "FTE" for name in ("positions", "layoffs", "hires")},
    **{("jobs", name): "persons" for name in ("plan_end", "run_end", "run_end_first_round")},
    ("reconciled", "persons"): "persons",
    **{
        ("path", name): "persons"
        for status in ("employed", "unemployed", "outside")
        for name in (status, f"{status}_without")
    },
    **{("occupations", name): "persons" for name in ("people", "jobs_ended", "employment")},
    ("occupations", "change"): "share of positions per unit of work",
    **{("occupations", name): "ratio to the market without adopters" for name in ("pay", "hiring", "quits")},
    **{("money", name): "USD million/year" for name in ("with", "without", "change")},
    **{("reversal", name): "persons" for name in ("at_reversal", "after", "back", "unbroken")},
    **{("reversal", name): "share" for name in ("share_back", "share_of_unbroken")},
    ("worker_path", "pay"): "ratio to the start, real",
    ("worker_path", "job_finding"): "ratio to the start",
    **{(table, name): unit for table in LEDGERS for name, unit in LEDGER_UNITS.items()},
    **{("ledger_by_area", name): unit for name, unit in {one.name: one.unit for one in IN_AREA}.items()},
}
"""(table, column) -> unit."""


def ended_jobs(met: Meeting, change: Array) -> Array:
    """Jobs that adopters end at unchanged output, at the end of the plan; (occupation) [persons].

    met : the industries' people and the share that adopts
    change : (occupation) [share]
    S·n_o·(−Δ_o), n the people of the plan's industries
    """
    found: Array = -met.share * met.staff * change
    return found


def round_table(rounds: Rounds, met: Meeting) -> pd.DataFrame:
    """What each round told, what came back, and what the plan was then.

    rounds, met : of the trip
    """
    people = met.staff / met.staff.sum()
    rows = []
    for number, one in enumerate(rounds.each, start=1):
        back, again = one.back, one.again
        means = (float(people @ values.to_numpy()) for values in (back.pay, back.hiring, back.quits))
        rows.append(
            (
                number, float(people @ one.change), *means, float(again.positions["plan"].sum()),
                again.layoffs, again.hires, again.present_value, one.residual,
            )
        )  # fmt: skip
    first = rounds.first
    nothing = (
        0, float(people @ met.shock.change.to_numpy()), 1.0, 1.0, 1.0, float(first.positions["plan"].sum()),
        first.layoffs, first.hires, first.present_value, np.nan,
    )  # fmt: skip
    columns = [
        "round", "change", "pay", "hiring", "quits", "positions", "layoffs", "hires", "present_value",
        "residual",
    ]  # fmt: skip
    return pd.DataFrame([nothing, *rows], columns=columns)


def job_table(extended: Trajectory, met: Meeting) -> pd.DataFrame:
    """Jobs ended and made: at the end of the plan, of the run, and of the run told the first round's shock.

    extended : the three runs
    met : of the trip
    """
    jobs = float(met.accounts.jobs.sum())
    at = min(met.shock.quarters, len(extended.parts) - 1)
    parts = jobs * (extended.parts - extended.parts[..., [WITHOUT]]).sum(axis=2)
    columns = {
        "plan_end": parts[at, :, WITH],
        "run_end": parts[-1, :, WITH],
        "run_end_first_round": parts[-1, :, FIRST],
    }
    table = pd.DataFrame({"part": PARTS, **columns})
    net = {"part": "net", **table.drop(columns="part").sum().to_dict()}
    return pd.concat([table, pd.DataFrame([net])], ignore_index=True)


def reconciled_table(extended: Trajectory, met: Meeting, rounds: Rounds, plan: Result) -> pd.DataFrame:
    """From the plan's cut to the jobs that adopters end, step by step.

    extended : the three runs
    met, rounds, plan : of the trip
    Returns step, persons; the last row is the market's own figure and the sum of those before.
    Raises `InvariantError` where it is not.
    """
    totals = plan.facts["totals"]
    work = 1.0 - totals["plan"]["work_dropped"]
    cut = 1.0 - totals["plan"]["positions"] / (totals["baseline"]["positions"] * work)
    own_mix = cut * met.share * met.follow.people
    lacks = met.staff[~held_by(plan_positions(plan), met.shock.occupations)].sum()
    not_held = -cut * met.share * float(lacks)
    first, last = (
        float(ended_jobs(met, change).sum()) for change in (met.shock.change.to_numpy(), rounds.last)
    )
    at = min(met.shock.quarters, len(extended.parts) - 1)
    found = float(market_ended_jobs(extended, met.accounts)[at, :, WITH].sum())
    expected = last * float(met.shock.path[at])
    if abs(found - expected) > CLOSE * max(1.0, abs(expected)):
        raise InvariantError(
            Problem(f"the market ends {found:,.3f} jobs where the plan says {expected:,.3f}", "round trip")
        )
    rows = [
        ("the plan's cut per unit of work × share that follows × people of the industries", own_mix),
        ("occupations of the industries that the firm does not have stay as they are", not_held),
        ("the others stand in other proportions there", first - own_mix - not_held),
        ("what came back from the market", last - first),
        ("of it not yet there when the run ends", expected - last),
        ("jobs that adopters end at unchanged output", found),
    ]
    return pd.DataFrame(rows, columns=["step", "persons"])


def path_by_year(extended: Trajectory) -> pd.DataFrame:
    """People by status and year, with adopters and without [persons].

    extended : the three runs
    """
    at = np.arange(0, len(extended.people), YEARLY)
    people = extended.people[at].sum(axis=2)
    named = {"employed": 0, "unemployed": 1, "outside": 3}
    columns = {name: people[:, place, WITH] for name, place in named.items()}
    columns |= {f"{name}_without": people[:, place, WITHOUT] for name, place in named.items()}
    return pd.DataFrame({"year": START + at / YEARLY, **columns})


def occupation_rows(extended: Trajectory, met: Meeting, rounds: Rounds) -> pd.DataFrame:
    """By occupation: what adopters change, who is employed at the end, and what came back.

    extended : the three runs
    met, rounds : of the trip
    """
    market = met.national.market
    pair = type(extended)(**{name: getattr(extended, name)[..., :2] for name in vars(extended)})
    back = returned(pair, market, met.rates, min(met.shock.quarters, len(extended.people) - 1))
    table = pd.DataFrame(
        {
            "occupation": market.occupations,
            "title": market.titles or market.occupations,
            "people": met.staff,
            "change": rounds.last,
            "jobs_ended": ended_jobs(met, rounds.last),
            "employment": extended.people[-1, 0, :, WITH] - extended.people[-1, 0, :, WITHOUT],
            "pay": back.pay.to_numpy(),
            "hiring": back.hiring.to_numpy(),
            "quits": back.quits.to_numpy(),
        }
    )
    return table.sort_values("jobs_ended", ascending=False, kind="stable").reset_index(drop=True)


def money_rows(extended: Trajectory) -> pd.DataFrame:
    """Incomes and spending at the end, with adopters and without [USD million/year].

    extended : the three runs
    """
    with_it, without = (extended.money[-1, :, run] for run in (WITH, WITHOUT))
    return pd.DataFrame({"money": MONEY, "with": with_it, "without": without, "change": with_it - without})
