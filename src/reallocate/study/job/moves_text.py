"""The moves out of a job in sentences: how to read them, what is common, direction, what to learn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from reallocate.problem.job.moves import WITH_GAPS, JobMoves
from reallocate.scenario.job import JobQuery
from reallocate.study.job.figures import Row, in_hundred, people
from reallocate.transition.observed import LEAST_SEEN
from reallocate.work.parameters import Parameter

WORDS = {"narrow": "managing", "wide": "also deciding, scheduling, training and checking"}
SHOWN = 3
LEAST_LEFT = 0.005

Moves = Sequence[Row]

NOT_ADVICE = (
    "These are moves that people were seen to make, the most common first. A row is no advice and no chance "
    "of getting the job: nobody counted those who tried."
)
NO_CLOSED_DOOR = "The sample is small: this is no closed door."


def ways_text(query: JobQuery, found: JobMoves, weight: Parameter) -> Iterator[str]:
    """How the table of moves is to be read, and what is unsure in it.

    weight : person weights that stand for one person seen
    """
    if found.moves.empty:
        yield f"{_nowhere(found)} No move is shown. {NO_CLOSED_DOOR}"
        return
    yield NOT_ADVICE
    yield (
        f"How many were seen: the survey's weights ÷ {weight.value:,.0f}, a judgement ({weight.low:,.0f} to "
        f"{weight.high:,.0f}): about {people(found.people_seen)} in all. Brackets hold 80% of what so "
        "few leave open."
    )
    yield from _together(query, found)
    if (left := 1.0 - float(found.moves["share_of_movers"].sum())) >= LEAST_LEFT:
        yield (
            f"Not listed are {in_hundred(left)} of 100: moves of fewer than {LEAST_SEEN:.0f} people, which "
            'may be chance or slips in coding, and those to chief executives, legislators and "All Other".'
        )
    yield (
        f"Licences come from this project's own list of {found.licensed} occupations, most of them not "
        "checked at the source; a job without the mark may need one in your state. Degrees are BLS's typical "
        "entry education; employers differ, and the field counts. How long either takes you, and what it "
        "costs, is not known here."
    )
    yield from _where(query, found)


def _together(query: JobQuery, found: JobMoves) -> Iterator[str]:
    """What the survey does not tell apart."""
    if found.counted_with:
        titles = list(found.counted_with.values())
        more = f" and {len(titles) - SHOWN} more" if len(titles) > SHOWN else ""
        yield (
            f"The survey counts {query.job.titles.iloc[0]} together with {'; '.join(titles[:SHOWN])}{more}: "
            "the moves are of all of them."
        )
    if found.moves["counted_with"].ne("").any():
        yield (
            "† Counted together with other jobs, for which the row stands too; pay, hours and what is asked "
            "are of the one named."
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
    yield f"Moves are the nation's: too few were seen to tell {query.area_title} apart."


def common_text(found: JobMoves, moves: Moves) -> Iterator[str]:
    """Where most of those who were seen to leave went.

    moves : the same, row by row
    """
    if not moves:
        yield f"{_nowhere(found)} Where people go from it is not known."
        return
    named = "; ".join(f"{row['title']} {in_hundred(row['share_of_movers'])}" for row in moves[:SHOWN])
    yield (
        f"Of 100 people who changed occupation from here: {named}; the others spread over more. The survey "
        f"saw about {people(found.people_seen)} change."
    )


def _nowhere(found: JobMoves) -> str:
    if not found.people_seen:
        return "The survey saw nobody leave this occupation for another."
    return (
        f"The survey saw about {people(found.people_seen)} leave this occupation, no two of them for the "
        "same one that may be listed."
    )


def direction_text(direction: pd.DataFrame) -> Iterator[str]:
    """How far the job directs.

    direction : of the job by width
    """
    own = {str(row["width"]): row for row in direction.to_dict("records")}
    yield (
        f"{own['narrow']['share']:.0%} of the hours direct others or machines by the narrow definition, "
        f"{WORDS['narrow']} (more than in {own['narrow']['rank']:.0%} of all jobs), "
        f"{own['wide']['share']:.0%} by the wide one, {WORDS['wide']} ({own['wide']['rank']:.0%})."
    )


def skills_text(found: JobMoves) -> Iterator[str]:
    """What the most common moves ask above the job of today, a sentence each."""
    first = found.moves.head(WITH_GAPS)
    for target, title in zip(first["occupation"], first["title"], strict=True):
        rows = found.gaps[found.gaps["occupation"].eq(target)].head(SHOWN).to_dict("records")
        named = "; ".join(
            f"{row['title']} {row['level_now']:.1f} → {row['level_needed']:.1f}" for row in rows
        )
        yield f"{title}: {named or 'nothing that ratings can tell'}."
