"""The ways out in sentences: what is shown, what it asks, what is usual, what to do this month."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from reallocate.jobs.model import JobContext
from reallocate.jobs.pay import modelled_pay
from reallocate.jobs.question import JobQuery
from reallocate.jobs.tables import (
    against,
    degree_years,
    further,
    hours_further,
    in_hundred,
    in_place,
    licensing_board,
    odds_of,
    pay_back,
    people,
    reach,
    usd,
)
from reallocate.jobs.ways import WEIGHT_PER_PERSON, WITH_GAPS, JobMoves, Row, rows_of
from reallocate.kernel.money import shown_money
from reallocate.kernel.number import cell
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.text import LEAD, Text
from reallocate.moves.odds import LAST_WORKING_AGE
from reallocate.moves.options import SIDEWAYS, STAY, STUDY
from reallocate.moves.ways import SAFER

_WORDS = {"narrow": "managing", "wide": "also deciding, scheduling, training and checking"}
SHOWN, _LOOKED_AT = 3, 2
_MORE_PAY = 0.03

_HALF = 1e-9
"""Halves are rounded up."""
_IMPORTANT = 0.5
"""From here on O*NET calls a skill important to an occupation: 3 on its scale from 1 to 5."""

_PART = re.compile(r" \([^)]*\)$")
"""What official titles of industries say in brackets."""

_Moves = Sequence[Row]
Facts = Mapping[str, Any]

TEXT = Text(
    "headline", "outlook", "young", "card", "job", "hours", "history", "pay", STAY, SIDEWAYS, STUDY, "usual",
    "month", "learn", "ways", "direction", "skills", "not_said",
)  # fmt: skip

_RECODED = "Some never happened: the survey may describe the same job otherwise a year later."


@TEXT.sentence(STAY)
def stay_text(job: JobContext, facts: Facts) -> Iterator[str]:
    """What staying means: the hours that AI reaches least and most, the spread of pay, and industries."""
    found, where = job.moves, in_place(job.query.area_title)
    yield found.labels[STAY]
    yield from _apart(job.reached)
    yield _spread(job, where)
    if len(job.industries) > 1:
        yield from _elsewhere(job.industries)
    if job.displaced is not None and len(job.displaced):
        yield _if_lost(job.displaced)


def _apart(reached: pd.DataFrame) -> Iterator[str]:
    """The activities that AI reaches least and most, where it tells them apart."""
    rows = rows_of(reached)
    if rows and rows[0]["automatable"] == max(row["automatable"] for row in rows):
        yield f"AI reaches the larger activities alike: {reach(rows[0], 'automatable')} of their hours alone."
        return
    for which in ("least", "most"):
        named = "; ".join(
            f"{row['title']} ({cell(row['share'], 'share')} of hours, AI alone {reach(row, 'automatable')})"
            for row in rows
            if row["reached"] == which
        )
        if named:
            yield f"AI reaches {which} into: {named}."


def _spread(job: JobContext, where: str) -> str:
    """The percentiles of pay in the place, and where somebody stands who said their pay."""
    found, query = job.moves, job.query
    paid = {share: float(found.pay.table[f"p{share}"][query.job.likeliest]) for share in (25, 50, 75, 90)}
    ends = ", ".join(f"{share} of 100 below {usd(amount)}" for share, amount in paid.items())
    own = ""
    if query.pay is not None:
        rank = 100 * found.pay.rank_of(query.job.likeliest, query.pay)
        own = f" Yours is at {rank:.0f} of 100."
    modelled = modelled_pay(str(job.pay.pay["status"][query.job.likeliest]))
    basis = f" ({modelled})" if modelled else ""
    return f"Pay in this job in {where}{basis}: {ends}.{own}"


def _elsewhere(industries: pd.DataFrame) -> Iterator[str]:
    """The industries that pay this job most and least."""
    rows = rows_of(industries)
    best = [row for row in rows if row["change"] > 0][:_LOOKED_AT]
    least = [row for row in rows[len(best) :][-1:] if row["change"] < 0]
    named = "; ".join(
        f"{_PART.sub('', row['title'])} {cell(row['change'], 'share', signed=True, digits=0)}"
        for row in [*best, *least]
    )
    if named:
        yield (
            f"People with this job earn, against its median: {named}. That is what they earn there, not what "
            "you would."
        )


def _if_lost(surveys: pd.DataFrame) -> str:
    """What became of people of an age who lost a job, over the surveys."""
    years = " and ".join(str(year) for year in surveys["survey_year"])
    each = (100 * surveys[name] for name in ("employed", "outside"))
    work, outside = (f"{round(one.min() + _HALF)} to {round(one.max() + _HALF)}" for one in each)
    return (
        f"Of 100 people aged {surveys['group'].iloc[0]} who had lost a job of three years or more, {work} "
        f"worked again at the next survey and {outside} were out of the labour force (January {years})."
    )


@TEXT.sentence(SIDEWAYS)
def sideways_text(job: JobContext, facts: Facts) -> Iterator[str]:
    """What holds of the moves without long study, which one has a star, and what is closer and pays less."""
    found = job.moves
    moves = found.of(SIDEWAYS)
    yield found.labels[SIDEWAYS]
    for row in moves:
        if row["star"]:
            yield f"★ {row['title']}: {_better_in(row)}, and it has openings for all who are sent there."
    if hours := hours_further(moves[0]) if moves else "":
        yield f"AI reaches further into the one listed first: {hours}."
    if len(found.closer):
        named = "; ".join(f"{row['title']} {against(row, 'later')}" for row in rows_of(found.closer))
        yield f"Closer, but they pay less: {named}."


def _better_in(row: Row) -> str:
    """In what a move with a star is better than the present job."""
    less = row["automatable"] - row["automatable_now"] <= -SAFER
    if row["pay_change"] < _MORE_PAY:
        return "it keeps your pay and AI reaches less of it"
    return "it pays more and AI reaches less of it" if less else "it pays more, and AI reaches as much of it"


@TEXT.sentence(STUDY)
def study_text(job: JobContext, facts: Facts) -> Iterator[str]:
    """What holds of the moves after study, and what study takes and brings."""
    found, age = job.moves, job.query.age
    moves = found.of(STUDY)
    yield found.labels[STUDY]
    for row in moves:
        yield _studied(row, age)
    if found.too_late and age is not None:
        yield (
            f"At {age:.0f}, study would not pay back before {LAST_WORKING_AGE} for: "
            f"{'; '.join(found.too_late[:SHOWN])}."
        )
    if moves:
        yield (
            f"Before you pay for a course, ask {licensing_board()} and two employers what they accept."
        )
    if age is not None:
        yield "Age changes what study pays back; our sources do not tell moves by age."


def _studied(row: Row, age: float | None) -> str:
    """What study for one job takes, and when it is paid back."""
    takes = f"about {degree_years(row['wait'])} of paid apprenticeship"
    if not row["apprenticeship"]:
        takes = f"{degree_years(row['years_of_study'])} of study, about {usd(row['tuition'], 2)}"
    licence = f", {row['licence']}" if row["licence"] else ""
    if row["payback_high"] != row["payback_high"]:
        hours = f"{100 * row['automatable']:.0f} of 100 hours against {100 * row['automatable_now']:.0f}"
        return f"{row['title']}: {takes}{licence}. Pay hardly rises; AI reaches {hours}."
    then = f", at {row['age_low']:.0f} to {row['age_high']:.0f}" if age is not None else ""
    return f"{row['title']}: {takes}{licence}. Then it pays back {pay_back(row)}{then}, if you are hired."


@TEXT.sentence("usual")
def usual_text(job: JobContext, facts: Facts) -> Iterator[str]:
    """The most frequent of the other moves, and what they cost."""
    found = job.moves
    if job.groups is not None:
        yield "The groups of jobs that most went to stand below."
        return
    moves = rows_of(found.usual)
    if not moves:
        yield _nowhere(found) if found.every.empty else "No other move was made by at least ten people."
        yield from _few(found)
        return
    share = in_hundred(sum(float(row["of_100_leavers"]) for row in moves) / 100)
    count = len(moves)
    named = "the commonest other move" if count == 1 else f"one of the {count} commonest other moves"
    yield f"Of 100 who left this occupation, {share} made {named}. This is no advice. {_RECODED}"
    for row in moves:
        way = "less" if row["pay_change"] < 0 else "more"
        change = f"{cell(abs(float(row['pay_change'])), 'share')} {way}"
        yield (
            f"{row['title']}: {in_hundred(row['of_100_leavers'] / 100)} of 100 ({people(row['seen'])}). "
            f"It usually pays {change}{_missing(row)}.{_why_not_advised(row, job.parameters)}"
        )
    yield from _few(found)


def _few(found: JobMoves) -> Iterator[str]:
    """Where fewer than ten people were seen to go, without pay: so few may be chance."""
    if found.few:
        more = f" and {len(found.few) - SHOWN} more" if len(found.few) > SHOWN else ""
        yield f"Few people went to {'; '.join(found.few[:SHOWN])}{more}."


def _missing(row: Row) -> str:
    """What a usual move asks beyond what somebody brings, with time and money."""
    return f"; it asks: {row['asks']}" if row["years_of_study"] > 0 or not row["experience_met"] else ""


def _why_not_advised(row: Row, p: Parameters) -> str:
    """Why a usual move that pays about as much is not advised, where no requirement says so."""
    if words := further(row):
        return f" {words}."
    if row["pay_change"] < p["move_least_median"] - 1.0 or _missing(row):
        return ""
    if row["entry_change"] < p["move_least_entry"] - 1.0:
        return f" Its first pay is {cell(-float(row['entry_change']), 'share')} below yours."
    if row["pay_change"] > p["move_most_median"] - 1.0:
        return f" More than {p['move_most_median']:g} times your pay is seldom the next step."
    if row["room"] < p["move_least_room"]:
        return " It has few openings for all who look."
    return ""


@TEXT.sentence("month")
def month_text(job: JobContext, facts: Facts) -> Iterator[str]:
    """What to do this month."""
    found = job.moves
    if moves := _to_look_at(found):
        named = " and ".join(row["title"] for row in moves)
        asked = found.gaps["occupation"].eq(moves[0]["occupation"]) & found.gaps["importance"].ge(_IMPORTANT)
        skills = list(found.gaps.loc[asked, "title"])[:2] if len(moves) == 1 else []
        more = f" It asks more of: {'; '.join(skills)}." if skills else ""
        yield f"Read three postings for {named}. Note what you have and what you lack.{more}"
        each = "does it" if len(moves) == 1 else "does each"
        yield f"Ask somebody who {each} about a usual week and first pay."
    yield ("If your employer allows it, try AI on a task without confidential data.")
    free = ", free at an American Job Center" if shown_money().is_home else ""
    yield f"Go through this with a career adviser{free}."


def _to_look_at(found: JobMoves) -> _Moves:
    """The move with a star; where none has one, the first two sideways, or after study."""
    moves = found.of(SIDEWAYS) or found.of(STUDY)
    return [row for row in moves if row["star"]] or moves[:_LOOKED_AT]


@TEXT.sentence("ways", "ways", LEAD)
def not_advice(job: JobContext, facts: Facts) -> str:
    """What the order of moves weighs, and that it is no advice."""
    if job.groups is not None:
        return "No moves are put in order here, and nothing here is advice."
    return (
        "The order weighs what people did, openings, pay, AI's reach and study. Nobody can say which is best "
        "for you: what you like, benefits and hours are not in it."
    )


@TEXT.sentence("ways", "ways")
def ways_text(job: JobContext, facts: Facts) -> Iterator[str]:
    """How the moves are to be read, and what is unsure in them."""
    query, found, weight = job.query, job.moves, job.parameters.about(WEIGHT_PER_PERSON)
    if query.own_moves is not None:
        yield "Where your table of moves has an occupation, it stands in place of the survey."
    if job.groups is not None:
        yield (
            "What a job asks of schooling follows from similar occupations elsewhere. Licences, programmes "
            f"and tuition of {shown_money().nation} are not known here."
        )
        return
    yield (
        f"The survey of 2010–2019 saw {people(found.people_seen)} leave this job. People are an estimate: "
        f"its weights over {weight.value:,.0f}, a judgement ({weight.low:,.0f} to {weight.high:,.0f}). "
        "Shares also lean on what is usual between such jobs, so they are not people over all people."
    )
    yield from _together(query, found)
    shown = [*found.of(SIDEWAYS), *found.of(STUDY)]
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
    if found.options["counted_with"].ne("").any():
        yield (
            "† Counted together with other jobs: people seen are divided by openings, so their number is an "
            "estimate."
        )


def _where(query: JobQuery, found: JobMoves) -> Iterator[str]:
    if query.area is None:
        return
    known = found.options["pay_local"].iloc[1:]
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
    if job.groups is not None:
        most = job.groups[:SHOWN].items()
        named = "; ".join(f"{title} {in_hundred(share / 100)}" for title, share in most)
        yield (
            f"{in_hundred(found.leaving)} of 100 leave this occupation for another in a year. Of 100 who "
            f"left: {named}. These moves were seen in another country and are carried over by kind of work; "
            "they tell groups, not single occupations."
        )
        return
    usual = list(zip(found.every["title"], found.every["of_100_leavers"], strict=True))[:SHOWN]
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
        f"The survey saw {people(found.people_seen)} leave this occupation, no ten of them for the "
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
    for move in found.of(SIDEWAYS)[:WITH_GAPS]:
        target, title = move["occupation"], move["title"]
        rows = found.gaps[found.gaps["occupation"].eq(target)].head(SHOWN).to_dict("records")
        named = "; ".join(
            f"{row['title']} {row['level_now']:.1f} → {row['level_needed']:.1f}" for row in rows
        )
        yield f"{title}: {named or 'nothing that ratings can tell'}."
