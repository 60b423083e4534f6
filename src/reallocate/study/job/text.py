"""A job's study in sentences, part by part of its card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from reallocate.study.job.figures import band, in_place, usd, years_of
from reallocate.study.job.moves import WEIGHT_PER_PERSON, JobMoves
from reallocate.study.job.moves_text import (
    SHOWN,
    Moves,
    common_text,
    direction_text,
    skills_text,
    ways_text,
)
from reallocate.study.job.request import Asked
from reallocate.transition.worker import LAST_WORKING_AGE
from reallocate.work.job_history import JobHistory
from reallocate.work.job_hours import JobHours
from reallocate.work.job_pay import JobPay
from reallocate.work.parameters import Parameters


def sentences(
    asked: Asked,
    hours: JobHours,
    history: JobHistory,
    paid: JobPay,
    found: JobMoves,
    direction: pd.DataFrame,
    parameters: Parameters,
    meta: Mapping[str, Any],
) -> dict[str, list[str]]:
    """What is said beside the figures.

    asked : the job and the worker
    hours, history, paid, found, direction : what was found; `found` is the moves
    parameters : the numbers in force
    meta : facts of the study
    """
    moves: Moves = found.moves.to_dict("records")
    return {
        "headline": [_reach(hours), *common_text(found, moves)],
        "job": [*_job(asked, found), *_market(meta)],
        "hours": [*hours.said, *_tasks(asked)],
        "history": list(history.said),
        "pay": [*paid.said],
        "ways": list(ways_text(asked, found, parameters.about(WEIGHT_PER_PERSON))),
        "direction": list(direction_text(direction)),
        "skills": list(skills_text(found)),
        "not_said": list(_not_said(asked, meta)),
    }


def _reach(hours: JobHours) -> str:
    total = hours.total
    return (
        f"AI could speed up {band(total, 'augmentable')} of the hours with a person still in them and do "
        f"{band(total, 'automatable')} alone: the middle of the sources, and from the lowest to the highest. "
        "This is not the chance of losing the job."
    )


def _job(asked: Asked, found: JobMoves) -> Iterator[str]:
    if asked.job.how != "code":
        yield from asked.job.said
    others = list(asked.job.mix.index[1:])
    if others:
        more = f" and {len(others) - SHOWN} more" if len(others) > SHOWN else ""
        yield (
            f"Moves and skills are those of {asked.job.likeliest} {asked.job.titles.iloc[0]}, the "
            "likeliest: hours, history and pay are of all together. For the others: "
            f"{', '.join(f'reallocate job {code}' for code in others[:SHOWN])}{more}."
        )
    pay, where = found.own_pay, in_place(asked.area_title)
    if asked.pay is None:
        yield f"Pay is taken as {usd(pay)} a year, the middle of the occupation in {where}; --pay says yours."
    else:
        rank = found.pay.rank_of(asked.job.likeliest, pay)
        end = " or below" if rank <= 0.1 else " or above" if rank >= 0.9 else ""
        yield f"Pay of {usd(pay)} a year is at rank {100 * rank:.0f} of 100{end} in {where}."
    if asked.education_title:
        yield f"Education: {asked.education_title}."
    if asked.skill_titles:
        yield f"Held besides what the occupation asks: {', '.join(asked.skill_titles)}."
    if asked.age is not None:
        left = LAST_WORKING_AGE - int(asked.age)
        ahead = f"At {asked.age:.0f} the full retirement age of {LAST_WORKING_AGE} is {years_of(left)} away."
        yield ahead if left > 0 else f"The full retirement age, {LAST_WORKING_AGE}, is reached."


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
        yield "These are the hours of your own list; history, pay and moves are those of the occupation."


def _not_said(asked: Asked, meta: Mapping[str, Any]) -> Iterator[str]:
    yield "It does not say whether this job will be lost, and it scores no person."
    yield (
        "It does not say how likely you are to get another job, which to try first, or what you would earn "
        "over the years. The figures at hand do not tell. Until a tested model does, only moves that were "
        "seen are shown."
    )
    future = "follows the market given" if meta["market_given"] else "is today's"
    yield f"Spells without work, benefits, working hours and what you like are not in it; pay {future}."
    if not asked.skill_titles:
        yield "You are taken to have the skills that are usual in the occupation; --have says otherwise."
