"""A job's study in sentences, part by part of its card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from reallocate.jobs.hours import JobHours
from reallocate.jobs.model import WEIGHT_PER_PERSON, YEARS, JobContext, JobMoves
from reallocate.jobs.moves_text import (
    SHOWN,
    after_text,
    common_text,
    direction_text,
    month_text,
    now_text,
    skills_text,
    so_far_text,
    usual_text,
    ways_text,
)
from reallocate.jobs.question import JobQuery
from reallocate.jobs.tables import degree, in_place, reach, usd, years_of
from reallocate.moves.odds import LAST_WORKING_AGE
from reallocate.work.reach import SOURCES_OF_REACH


def sentences(job: JobContext, facts: Mapping[str, Any]) -> dict[str, list[str]]:
    """The sentences beside the figures, by part of the page."""
    query, found = job.query, job.moves
    return {
        "headline": [_reach(job.hours), *common_text(found)],
        "job": [*_job(query, found), *_market(facts)],
        "hours": [*job.hours.said, *_tasks(query)],
        "so_far": list(so_far_text(job.history.quintiles)),
        "history": list(job.history.said),
        "pay": [*job.pay.said],
        "now": list(now_text(found)),
        "after_study": list(after_text(found)),
        "usual": list(usual_text(found)),
        "month": list(month_text(query, found)),
        "ways": list(ways_text(query, found, job.parameters.about(WEIGHT_PER_PERSON))),
        "direction": list(direction_text(job.direction)),
        "skills": list(skills_text(found)),
        "not_said": list(_not_said(query, facts)),
    }


def _reach(hours: JobHours) -> str:
    total = hours.total
    return (
        f"AI could help a person in {reach(total, 'augmentable')} of the hours and do "
        f"{reach(total, 'automatable')} alone, partly the same hours: the median of {len(SOURCES_OF_REACH)} "
        "sources (lowest–highest). This is not the chance of losing the job."
    )


def _job(query: JobQuery, found: JobMoves) -> Iterator[str]:
    if query.job.how != "code":
        yield from query.job.said
    others = list(query.job.mix.index[1:])
    if others:
        more = f" and {len(others) - SHOWN} more" if len(others) > SHOWN else ""
        yield (
            f"Moves and skills are those of {query.job.likeliest} {query.job.titles.iloc[0]}, the "
            "likeliest: hours, history and pay are of all together. For the others: "
            f"{', '.join(f'reallocate job {code}' for code in others[:SHOWN])}{more}."
        )
    pay, where = found.own_pay, in_place(query.area_title)
    if query.pay is not None:
        rank = found.pay.rank_of(query.job.likeliest, pay)
        end = " or below" if rank <= 0.1 else " or above" if rank >= 0.9 else ""
        yield f"Pay of {usd(pay)} a year is at rank {100 * rank:.0f} of 100{end} in {where}."
    if assumed := _assumed(query, found, where):
        yield assumed
    if query.education_title:
        yield f"Education: {query.education_title}."
    if query.skill_titles:
        yield f"Held besides what the occupation asks: {', '.join(query.skill_titles)}."
    if query.field_titles:
        yield f"Licences or fields held: {', '.join(query.field_titles)}."
    if query.age is not None:
        left = LAST_WORKING_AGE - int(query.age)
        if left <= 0:
            yield f"The full retirement age, {LAST_WORKING_AGE}, is reached."
        elif left < YEARS:
            yield (
                f"The full retirement age of {LAST_WORKING_AGE} is {years_of(left)} away. Chances "
                "are counted until then."
            )


def _assumed(query: JobQuery, found: JobMoves, where: str) -> str:
    """Pay and education that are taken for somebody who did not say theirs."""
    parts, options = [], []
    if query.pay is None:
        parts, options = [f"{usd(found.own_pay)} a year, the middle in {where}"], ["--pay"]
    if query.education is None:
        parts.append(f"{degree(found.schooling)}, the usual")
        options.append("--education")
    if not parts:
        return ""
    return f"Assumed: {', and '.join(parts)}. Yours ({', '.join(options)}) changes the moves."


def _market(facts: Mapping[str, Any]) -> Iterator[str]:
    if ends := facts["market_ends"]:
        pay, hired = (f"{100 * ends[name]:.1f}%" for name in ("pay", "job_finding"))
        yield (
            f"In the market given, pay in this occupation is {pay} of today's in the last year looked at; "
            f"those who look for work in it are hired at {hired} of today's rate; the first year is as today."
        )


def _tasks(query: JobQuery) -> Iterator[str]:
    if query.tasks is not None:
        yield from query.tasks.said
        yield "These are the hours of your own list; history, pay and moves are those of the occupation."


def _not_said(query: JobQuery, facts: Mapping[str, Any]) -> Iterator[str]:
    yield "It is about the job, not about you, and does not say whether it will be lost."
    yield (
        "How likely you are to be hired is not measured: the survey sees those who moved, not those who "
        "tried. The bands rest on assumptions. What you would earn over the years is not in it either."
    )
    future = "follows the market given" if facts["market_given"] else "is today's"
    yield f"Spells without work, benefits, working hours and what you like are not in it; pay {future}."
    if not query.skill_titles:
        yield "You are taken to have the skills that are usual in the occupation; --have says otherwise."
