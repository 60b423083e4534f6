"""A job's study in sentences, part by part of its card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from reallocate.study.job.asked import Asked
from reallocate.study.job.figures import Row, band, chance, in_place, usd, years_of
from reallocate.study.job.ways import WaysOut
from reallocate.study.job.ways_said import (
    SHOWN,
    Moves,
    common_said,
    direction_said,
    routes_said,
    skills_said,
    ways_said,
)
from reallocate.transition.worker import LAST_WORKING_AGE
from reallocate.work.job_history import JobHistory
from reallocate.work.job_hours import JobHours
from reallocate.work.job_pay import JobPay


def sentences(
    asked: Asked,
    hours: JobHours,
    history: JobHistory,
    paid: JobPay,
    ways: WaysOut,
    direction: pd.DataFrame,
    meta: Mapping[str, Any],
) -> dict[str, list[str]]:
    """What is said beside the figures.

    asked : the job and the worker
    hours, history, paid, ways, direction : what was found
    meta : facts of the study
    """
    moves: Moves = ways.moves.to_dict("records")
    return {
        "headline": list(_headline(hours, ways, moves)),
        "job": [*_job(asked, ways), *_market(meta)],
        "hours": [*hours.said, *_tasks(asked)],
        "history": list(history.said),
        "pay": [*paid.said],
        "ways": list(ways_said(asked, ways, moves, meta)),
        "common": list(common_said(ways, moves)),
        "routes": list(routes_said(ways)),
        "direction": list(direction_said(direction, ways)),
        "skills": list(skills_said(ways)),
        "not_said": list(_not_said(asked, meta)),
    }


def _headline(hours: JobHours, ways: WaysOut, moves: Moves) -> Iterator[str]:
    total = hours.total
    yield (
        f"AI could speed up {band(total, 'augmentable')} of the hours with a person still in them and do "
        f"{band(total, 'automatable')} alone: the middle of the sources, and from the lowest to the highest. "
        "This is not the chance of losing the job."
    )
    best = [row for row in moves if row["is_best"]]
    if not best:
        instead = "waiting" if ways.ways.wait_value > ways.ways.stay_value else "staying"
        yield f"Over {years_of(ways.ways.years)} no way out is expected to be worth more than {instead}."
        return
    row = best[0]
    yield (
        f"Best is to go for {row['title']} first: a gain of {usd(row['gain'])} over "
        f"{years_of(ways.ways.years)} against never moving is expected of it alone ({_range(row)}), "
        f"{usd(row['gain_with_later_moves'])} with what may follow. Odds of getting it: "
        f"{chance(row['odds_if_try'])} in a year of trying."
    )


def _job(asked: Asked, ways: WaysOut) -> Iterator[str]:
    if asked.job.how != "code":
        yield from asked.job.said
    others = list(asked.job.mix.index[1:])
    if others:
        more = f" and {len(others) - SHOWN} more" if len(others) > SHOWN else ""
        yield (
            f"Ways out and skills are those of {asked.job.likeliest} {asked.job.titles.iloc[0]}, the "
            "likeliest: hours, history and pay are of all together. For the others: "
            f"{', '.join(f'reallocate job {code}' for code in others[:SHOWN])}{more}."
        )
    pay, where = ways.ways.pay, in_place(asked.area_title)
    if asked.pay is None:
        yield f"Pay is taken as {usd(pay)} a year, the middle of the occupation in {where}; --pay says yours."
    else:
        rank = ways.pay.rank_of(asked.job.likeliest, pay)
        end = " or below" if rank <= 0.1 else " or above" if rank >= 0.9 else ""
        yield f"Pay of {usd(pay)} a year is at rank {100 * rank:.0f} of 100{end} in {where}."
    if asked.education_title:
        yield f"Education: {asked.education_title}."
    if asked.skill_titles:
        yield f"Held besides what the occupation asks: {', '.join(asked.skill_titles)}."
    if ways.ways.years < asked.horizon:
        yield f"Looked at: {years_of(ways.ways.years)}, until the age of {LAST_WORKING_AGE}."


def _market(meta: Mapping[str, Any]) -> Iterator[str]:
    if ends := meta["market_ends"]:
        pay, hired = (f"{100 * ends[name]:.1f}%" for name in ("pay", "job_finding"))
        yield (
            f"In the market given, pay in this occupation is {pay} of today's in the last year looked at; "
            f"those who look for work in it are hired at {hired} of today's rate; the first year is as today."
        )


def _tasks(asked: Asked) -> Iterator[str]:
    if asked.tasks is not None:
        yield from asked.tasks.said
        yield "These are the hours of your own list; history, pay and ways out are those of the occupation."


def _not_said(asked: Asked, meta: Mapping[str, Any]) -> Iterator[str]:
    yield "It does not say whether this job will be lost, and it scores no person."
    future = "follow the market given" if meta["market_given"] else "stay as they are today"
    yield (
        "Spells without work, benefits, working hours and what you like are not in the ways out; pay and "
        f"hiring {future}."
    )
    yield "Gains are expectations; a single life is luckier or less so."
    if not asked.skill_titles and not asked.education_title:
        yield "You are taken to have what is usual in the occupation; --education and --have say otherwise."


def _range(row: Row) -> str:
    if row["gain_low"] != row["gain_low"]:
        return "range not drawn"
    return f"{usd(row['gain_low'])} to {usd(row['gain_high'])}"
