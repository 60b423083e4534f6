"""A job's study in sentences, part by part of its card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reallocate.jobs.model import JobContext
from reallocate.jobs.moves_text import SHOWN, TEXT, Facts, common_text
from reallocate.jobs.outlook import outlook_head
from reallocate.jobs.question import JobQuery
from reallocate.jobs.tables import degree, in_place, people, reach, usd, years_of
from reallocate.jobs.ways import YEARS, JobMoves
from reallocate.kernel.text import BULLETS, LEAD, NOTE
from reallocate.moves.odds import LAST_WORKING_AGE
from reallocate.work.own_reach import measured_sentence
from reallocate.work.reach import SOURCE_WORDS, SOURCES_OF_REACH

__all__ = ["TEXT", "outlook_head"]


@TEXT.sentence("headline")
def reach_of_hours(job: JobContext, facts: Facts) -> list[str]:
    """How many of the hours AI reaches, by the sources and by a measurement that was named."""
    total = job.hours.total
    by_sources = (
        f"AI could help a person in {reach(total, 'augmentable')} of the hours and do "
        f"{reach(total, 'automatable')} alone, partly the same hours: the median of {len(SOURCES_OF_REACH)} "
        "sources (lowest–highest). This is not the chance of losing the job."
    )
    return [by_sources, *_by_named_source(job)]


def _by_named_source(job: JobContext) -> list[str]:
    """What a measurement or source that was named says, beside the sources."""
    world = job.query.reached
    if world is None:
        return []
    if world.measured is None:
        totals = job.hours.source_totals.loc[str(job.query.reach)]
        words = SOURCE_WORDS[str(job.query.reach)]
        return [
            f"{words}: AI could do {100 * totals['automatable']:.0f}% of the hours and help in "
            f"{100 * totals['augmentable']:.0f}%."
        ]
    return [measured_sentence(world, job.query.job.mix, "the hours"), *world.measured.said]


TEXT.sentence("headline")(common_text)


@TEXT.sentence("hours", "hours", LEAD)
def no_chance(job: JobContext, facts: Facts) -> str:
    """What reach is not."""
    return job.hours.said[0]


@TEXT.sentence("hours", "hours", after="reach_by_kind", lines=2)
def how_reached(job: JobContext, facts: Facts) -> Sequence[str]:
    """How reach is found."""
    return job.hours.said[1:3]


@TEXT.sentence("hours", "hours", after="how_reached")
def own_hours(job: JobContext, facts: Facts) -> list[str]:
    """What hours stand in for others, and what is the person's own."""
    tasks = job.query.tasks
    whose = "These are the hours of your own list; history, pay and moves are those of the occupation."
    return [*job.hours.said[3:], *([] if tasks is None else [*tasks.said, whose])]


@TEXT.sentence("history", "history", lines=2)
def growth(job: JobContext, facts: Facts) -> Sequence[str]:
    """How employment and pay changed."""
    return job.history.said[:2]


@TEXT.sentence("history", "history", NOTE, after="by_year_in_bars")
def history_notes(job: JobContext, facts: Facts) -> Sequence[str]:
    """What must be known of the history."""
    return job.history.said[2:]


@TEXT.sentence("pay", "pay")
def pay_text(job: JobContext, facts: Facts) -> Sequence[str]:
    """Pay in the place."""
    return job.pay.said


@TEXT.sentence("job")
def about_job(job: JobContext, facts: Facts) -> Iterator[str]:
    """Whom the page is about, and the market that is looked ahead on."""
    yield from _job(job.query, job.moves)
    yield from _market(facts)


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


def _market(facts: Facts) -> Iterator[str]:
    if ends := facts["market_ends"]:
        pay, hired = (f"{100 * ends[name]:.1f}%" for name in ("pay", "job_finding"))
        yield (
            f"In the market given, pay in this occupation is {pay} of today's in the last year looked at; "
            f"those who look for work in it are hired at {hired} of today's rate; the first year is as today."
        )


@TEXT.sentence("not_said", "not_said", BULLETS)
def about_the_job(job: JobContext, facts: Facts) -> Iterator[str]:
    """Whom the figures are about."""
    yield "It is about the job, not about you, and does not say whether it will be lost."
    if not job.query.skill_titles:
        yield "You are taken to have the skills that are usual in the occupation; --have says otherwise."


@TEXT.sentence("not_said", "not_said", BULLETS)
def cannot_know(job: JobContext, facts: Facts) -> Iterator[str]:
    """What the figures do not say."""
    found = job.moves
    if job.groups is None:
        seen = people(found.people_seen) if found.people_seen else "nobody"
        yield (
            "Whether you would be hired: the survey sees people who moved, not people who tried. From 2010 "
            f"to 2019 it saw {seen} leave this occupation."
        )
    else:
        yield "Whether you would be hired, and where people of this job go here."
    current = "is today's" if job.groups is None else "is that of the survey named under sources"
    future = "follows the market given" if facts["market_given"] else current
    yield f"Benefits, working hours, spells without work and what you like are not counted; pay {future}."
