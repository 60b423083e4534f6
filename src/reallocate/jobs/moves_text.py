"""The ways out in sentences: what is shown, what it asks, what is usual, what to do this month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from reallocate.jobs.model import WEIGHT_PER_PERSON, WITH_GAPS, JobContext, JobMoves
from reallocate.jobs.question import JobQuery
from reallocate.jobs.tables import Row, against, further, hours_further, in_hundred, in_place, odds_of, people
from reallocate.kernel.number import cell, rounded
from reallocate.kernel.text import LEAD, Text
from reallocate.moves.ways import AFTER, FULL, LONG_STUDY, NOW, SAFER, USUAL, WELL_SEEN

_WORDS = {"narrow": "managing", "wide": "also deciding, scheduling, training and checking"}
SHOWN, _LOOKED_AT = 3, 2
_LEAST_PAY, _LEAST_START, _MOST_PAY = -0.10, -0.28, 1.0
"""Below and above these changes of pay a move is not advised [share]."""

_MORE_PAY = 0.03

_SMALL = 3.0
"""Fewer people than this behind a move may be chance or a slip in coding [people]."""

_IMPORTANT = 0.5
"""From here on O*NET calls a skill important to an occupation: 3 on its scale from 1 to 5."""

_Moves = Sequence[Row]
Facts = Mapping[str, Any]

TEXT = Text(
    "headline", "job", "hours", "so_far", "history", "pay", "now", "after_study", "usual", "month", "ways",
    "direction", "skills", "not_said",
)  # fmt: skip

_RECODED = "Some never happened: the survey may describe the same job otherwise a year later."


def _of_section(found: JobMoves, section: str) -> _Moves:
    """The moves of one section of the card, row by row."""
    return [row for row in found.rows if row["section"] == section]


@TEXT.sentence("now")
def now_text(job: JobContext, facts: Facts) -> Iterator[str]:
    """What is at hand now, and whether one of them is named first."""
    found = job.moves
    moves = _of_section(found, NOW)
    if not moves:
        yield (
            "No move without long study was found that keeps your pay and adds little reach of AI. That is a "
            "statement about the figures, not about you."
        )
        return
    count = f"{len(moves)} moves keep" if len(moves) > 1 else "One move keeps"
    if any(row["better"] for row in moves):
        yield f"{count} your pay or raise{'' if len(moves) > 1 else 's'} it (middle pay of that job)."
    else:
        yield f"{count} most of your pay. Neither pay nor the reach of AI gets better."
    if hours := hours_further(moves[0]):
        yield f"AI reaches further into the one listed first: {hours}."
    first = [row for row in found.rows if row["first"]]
    if first:
        row = first[0]
        yield f"{row['title']} comes first: {_better_in(row)}.{_room(found, row)}"
    else:
        yield from _without_first(found)


def _room(found: JobMoves, row: Row) -> str:
    """Whether the openings of a first would hold everybody whom it suits best, whatever their job."""
    times = found.crowd[row["occupation"]]
    if times <= FULL:
        return " It has openings for everybody whom it suits best."
    return (
        f" If everybody whom it suits best took it, there would be {times:.1f} people for each opening; your "
        "job is among those that it suits most."
    )


def _without_first(found: JobMoves) -> Iterator[str]:
    """Why no move is named first, and where to start all the same."""
    moves = _of_section(found, NOW)
    if found.overfull:
        row = next(row for row in found.rows if row["occupation"] == found.overfull)
        later = " (after study)" if row["section"] != NOW else ""
        yield (
            f"No move is named first. {row['title']}{later} would be, but if everybody whom it suits best "
            f"took it, there would be {found.crowd[found.overfull]:.1f} people for each opening, and it "
            "suits other jobs more."
        )
        yield from _start_with(found, [one for one in moves if one is not row and _gains(one)])
        if not later and _of_section(found, AFTER):
            yield "Look at the moves after study as well."
    elif found.is_unusual:
        yield (
            "No move is named first for you: whether openings suffice is only worked out for the pay and "
            "schooling that are usual in this job. The order of the moves is worked out for yours."
        )
    elif moves[0]["better"] and hours_further(moves[0]):
        yield "So no move is named first."
        if safer := [row for row in moves if _gains(row)]:
            yield f"Closest without that: {safer[0]['title']}."
    elif better := [row for row in moves if row["better"]]:
        yield (
            "No move is named first: the closest ones gain nothing, and the better ones are further away. "
            f"Nearest of the better ones: {better[0]['title']}."
        )


def _start_with(found: JobMoves, others: _Moves) -> Iterator[str]:
    """What somebody can do whose closest move has too few openings for everybody.

    others : better moves at hand beside it
    A move has room where its openings hold both those who follow what is shown to them and everybody whom it
    suits best, so no job has room on one card and too little on another.
    """
    if not others:
        yield "It is still worth a try; do not rely on it alone."
        return
    # Where nobody else is sent there is room for all.
    room = [
        0.0 if found.crowd[row["occupation"]] > FULL
        else row["room"] if row["room"] == row["room"] else float("inf")
        for row in others
    ]  # fmt: skip
    most = max(room)
    if most < 1.0:
        yield "Try it and a second move beside it: none has enough openings for everybody whom it suits."
        return
    count = f", {most:.1f} openings for each who follows" if most < float("inf") else ""
    yield f"Try it and a second move beside it. {others[room.index(most)]['title']} has the most room{count}."


def _gains(row: Row) -> bool:
    """Whether a move is better in something and has AI reach no further."""
    return bool(row["better"] and not hours_further(row))


def _better_in(row: Row) -> str:
    """In what a first is better than the present job."""
    less = row["automatable"] - row["automatable_now"] <= -SAFER
    if row["pay_change"] < _MORE_PAY:
        return "it keeps your pay and AI reaches less of it"
    return "it pays more and AI reaches less of it" if less else "it pays more, and AI reaches as much of it"


@TEXT.sentence("after_study")
def after_text(job: JobContext, facts: Facts) -> Iterator[str]:
    """What is within reach after study."""
    found = job.moves
    moves = _of_section(found, AFTER)
    if not moves:
        yield (
            f"No close job with up to {LONG_STUDY:.0f} years of study was found that pays a tenth more. "
            "Study within your own job, and short courses, are not in these figures."
        )
        return
    named = "; ".join(
        f"{row['title']} (later pay {'; '.join(filter(None, (against(row, 'later'), further(row))))})"
        for row in moves
    )
    yield f"Closest of the jobs that pay at least a tenth more: {named}."
    yield (
        "Before you pay for a course, ask the licensing board of your state and two employers what they "
        "accept."
    )


@TEXT.sentence("usual")
def usual_text(job: JobContext, facts: Facts) -> Iterator[str]:
    """The most frequent of the other moves, and what they cost."""
    found = job.moves
    moves = _of_section(found, USUAL)
    if not moves:
        yield f"{_nowhere(found)} Where people go from it is not known."
        return
    share = in_hundred(sum(float(row["of_100_leavers"]) for row in moves) / 100)
    yield f"Of 100 who left this occupation, {share} made one of these moves. This is no advice. {_RECODED}"
    for row in moves:
        way = "less" if row["pay_change"] < 0 else "more"
        change = f"{cell(abs(float(row['pay_change'])), 'share')} {way}"
        yield (
            f"{row['title']}: {in_hundred(row['of_100_leavers'] / 100)} of 100 ({people(row['seen'])}). "
            f"It usually pays {change}{_missing(row)}.{_why_not_advised(row)}"
        )


def _missing(row: Row) -> str:
    """What a usual move asks beyond what somebody brings, with time and money."""
    return f"; it asks: {row['asks']}" if row["years_of_study"] > 0 or not row["experience_met"] else ""


def _why_not_advised(row: Row) -> str:
    """Why a usual move that pays about as much is not advised, where no requirement says so."""
    if words := further(row):
        return f" {words}."
    if row["pay_change"] < _LEAST_PAY or _missing(row):
        return ""
    if row["entry_change"] < _LEAST_START:
        return f" Its first pay is {cell(-float(row['entry_change']), 'share')} below yours."
    if row["pay_change"] > _MOST_PAY:
        return " More than twice the pay is seldom the next step."
    if not row["better"]:
        return " Neither pay nor AI's reach gets better."
    return " Too few people made it to advise it." if row["seen"] < WELL_SEEN else ""


@TEXT.sentence("so_far")
def so_far_text(job: JobContext, facts: Facts) -> Iterator[str]:
    """What happened to the job beside all jobs."""
    quintiles = job.history.quintiles
    if quintiles.empty:
        yield "How employment in this job changed cannot be told: its code changed meanwhile."
        return
    row = quintiles.iloc[0]
    own, every = (cell(float(row[f"{who}_after"]), "share", signed=True) for who in ("job", "all"))
    yield (
        f"From 2022 to 2025 employment in this job changed by {own} a year, in all jobs by {every}. These "
        "figures do not say why."
    )


@TEXT.sentence("month")
def month_text(job: JobContext, facts: Facts) -> Iterator[str]:
    """What to do this month."""
    query, found = job.query, job.moves
    moves = _to_look_at(found)
    where = in_place(query.area_title)
    if moves:
        places = [f" a year in {where}", *[""] * len(moves)]
        named = " and ".join(
            f"{row['title']}{_openings(row, place)}" for row, place in zip(moves, places, strict=False)
        )
        each = "does it" if len(moves) == 1 else "does each"
        yield (
            f"Read three postings for {named}. Note what you have of it. Ask somebody who {each} about a "
            "usual week and first pay."
        )
        row = moves[0]
        asked = found.gaps["occupation"].eq(row["occupation"]) & found.gaps["importance"].ge(_IMPORTANT)
        if skills := list(found.gaps.loc[asked, "title"])[:2]:
            yield f"Look for tasks now that practise what {row['title']} asks more of: {'; '.join(skills)}."
    yield (
        "If your employer allows it, try AI on a task without confidential data. Whom you tell is up to you."
    )
    yield "Go through this with a career adviser; at an American Job Center that is free."


def _to_look_at(found: JobMoves) -> _Moves:
    """The first move; where none is, the two closest that gain something, or those there are."""
    moves = _of_section(found, NOW) or _of_section(found, AFTER)
    first = [row for row in moves if row["first"]]
    return first or [row for row in moves if _gains(row)][:_LOOKED_AT] or moves[:_LOOKED_AT]


def _openings(row: Row, where: str) -> str:
    """Openings of a move, where they are known.

    where : when and where, in words
    """
    count = row["openings"]
    return f" ({cell(rounded(count, 2), 'persons')} openings{where})" if count == count else ""


@TEXT.sentence("ways", "ways", LEAD)
def not_advice(job: JobContext, facts: Facts) -> str:
    """What the order of moves weighs, and that it is no advice."""
    return (
        "The order weighs what people did, pay, AI's reach and study. Nobody can say which move is best for "
        "you: what you like, benefits and hours are not in it."
    )


@TEXT.sentence("ways", "ways")
def ways_text(job: JobContext, facts: Facts) -> Iterator[str]:
    """How the moves are to be read, and what is unsure in them."""
    query, found, weight = job.query, job.moves, job.parameters.about(WEIGHT_PER_PERSON)
    if query.own_moves is not None:
        yield "Where your table of moves has an occupation, it stands in place of the survey."
    yield (
        f"The survey of 2010–2019 saw {people(found.people_seen)} leave this job. People are an estimate: "
        f"its weights over {weight.value:,.0f}, a judgement ({weight.low:,.0f} to {weight.high:,.0f}). "
        "Shares also lean on what is usual between such jobs, so they are not people over all people."
    )
    yield from _together(query, found)
    if found.moves["seen"].lt(_SMALL).any():
        yield (
            f"Moves of fewer than {_SMALL:.0f} people stand here only where O*NET calls the two jobs close; "
            "what people did says little about them."
        )
    shown = [row for row in found.rows if row["section"] in (NOW, AFTER)]
    if shown:
        row = shown[0]
        yield (
            "Chances of being hired are a rough guess, since only moves are counted, not tries: for "
            f"{row['title']}, {odds_of(row)} of 100 who try for a year, by assumptions on how many look for "
            "work."
        )
    yield (
        "Study, cost and licences come from BLS, O*NET and this project's own lists, most of them not "
        "checked at the source. Public tuition, without living costs; states differ."
    )
    yield from _where(query, found)


def _together(query: JobQuery, found: JobMoves) -> Iterator[str]:
    """What the survey does not tell apart."""
    if found.counted_with:
        titles = list(found.counted_with.values())
        more = f" and {len(titles) - SHOWN} more" if len(titles) > SHOWN else ""
        yield (
            f"The survey counts {query.job.titles.iloc[0]} together with {'; '.join(titles[:SHOWN])}{more}: "
            "the moves are of all of them, and none between them is seen."
        )
    if found.moves["counted_with"].ne("").any():
        yield (
            "† Counted together with other jobs: people seen are divided by openings, so their number is an "
            "estimate."
        )


def _where(query: JobQuery, found: JobMoves) -> Iterator[str]:
    if query.area is None:
        return
    known = found.moves["pay_local"]
    if not bool(found.pay.local[query.job.likeliest]):
        yield (
            f"{query.area_title} published no pay of this occupation; the nation's × {found.pay.level:.2f}, "
            "the level of pay there, is taken."
        )
    if not known.all():
        yield (
            f"For {int((~known).sum())} of {len(known)} moves {query.area_title} published no pay; the "
            f"nation's × {found.pay.level:.2f} is taken."
        )
    yield (
        f"Moves are the nation's: too few were seen to tell {query.area_title} apart. Openings are the "
        "nation's times the place's share of the job."
    )


def common_text(job: JobContext, facts: Facts) -> Iterator[str]:
    """How many leave, and where most of them went."""
    found = job.moves
    every = zip(*(found.every[name].tolist() for name in ("title", "of_100_leavers", "seen")), strict=True)
    usual = [(title, share) for title, share, seen in every if seen >= _SMALL][:SHOWN]
    if not usual:
        yield f"{_nowhere(found)}"
        return
    named = "; ".join(f"{title} {in_hundred(share / 100)}" for title, share in usual)
    yield (
        f"{in_hundred(found.leaving)} of 100 leave this occupation for another in a year. Of 100 who left: "
        f"{named}; the others went elsewhere ({people(found.people_seen)} in all, survey of 2010–2019)."
    )


def _nowhere(found: JobMoves) -> str:
    if not found.people_seen:
        return "The survey saw nobody leave this occupation for another."
    return (
        f"The survey saw {people(found.people_seen)} leave this occupation, no three of them for the "
        "same one."
    )


@TEXT.sentence("direction", "direction")
def direction_text(job: JobContext, facts: Facts) -> Iterator[str]:
    """How far the job directs."""
    own = {str(row["width"]): row for row in job.direction.to_dict("records")}
    yield (
        f"{own['narrow']['share']:.0%} of the hours direct others or machines by the narrow definition, "
        f"{_WORDS['narrow']} (more than in {own['narrow']['rank']:.0%} of all jobs), "
        f"{own['wide']['share']:.0%} by the wide one, {_WORDS['wide']} ({own['wide']['rank']:.0%})."
    )


@TEXT.sentence("skills")
def skills_text(job: JobContext, facts: Facts) -> Iterator[str]:
    """What the first moves ask above the job of today, a sentence each."""
    found = job.moves
    for move in _of_section(found, NOW)[:WITH_GAPS]:
        target, title = move["occupation"], move["title"]
        rows = found.gaps[found.gaps["occupation"].eq(target)].head(SHOWN).to_dict("records")
        named = "; ".join(
            f"{row['title']} {row['level_now']:.1f} → {row['level_needed']:.1f}" for row in rows
        )
        yield f"{title}: {named or 'nothing that ratings can tell'}."
