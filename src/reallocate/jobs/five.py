"""The same five facts of every option in words: pay, time and cost, what people did, openings, AI's reach."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from reallocate.jobs.model import JobContext
from reallocate.jobs.tables import against, degree, dollars, further, in_hundred, pay_back, people, took
from reallocate.jobs.ways import Row, rows_of
from reallocate.kernel.number import cell, rounded
from reallocate.kernel.table import Column, table
from reallocate.moves.options import STAY, STUDY

_LEARN = "learn"
"""The option of somebody who might learn the job."""
_FACTS = ("Pay", "Time and cost", "What people did", "Openings a year", "AI could do alone")
_LEAST_TUITION = 50.0
_Fact = tuple[str, str]


@table("five_facts", "Five facts of each option, in words", Column("option", "Option"),
       Column("rank", "Rank"), Column("occupation", "Code"), Column("title", "Occupation"),
       Column("star", "Star"), Column("fact", "Fact"), Column("figure", "Figure"), Column("more", "More"),
       source="The tables options, pay and flows.")  # fmt: skip
def five_facts(job: JobContext) -> pd.DataFrame:
    """Pay, time and cost, what people did, openings, and AI's reach: of each row of the options.

    The option `learn` is the job itself for somebody who comes from school.
    """
    rows = rows_of(job.moves.options)
    said = {_LEARN: _learning, STAY: _staying}
    lines = [
        (option, row["rank"], row["occupation"], row["title"], row["star"], fact, figure, more)
        for option, row in [(_LEARN, rows[0]), *((row["option"], row) for row in rows)]
        for fact, (figure, more) in zip(_FACTS, said.get(option, _moving)(job, row), strict=True)
    ]
    return pd.DataFrame(lines, columns=five_facts.names)


def _staying(job: JobContext, row: Row) -> Iterator[_Fact]:
    """The five facts of the present job."""
    half = f"half earn {dollars(row['later_pay_low'])} to {dollars(row['later_pay_high'])}"
    if job.query.pay is None:
        yield f"{dollars(row['later_pay'])}{_or_more(row)}", f"the middle; {half}"
    else:
        rank = 100 * job.moves.pay.rank_of(row["occupation"], job.query.pay)
        yield dollars(row["entry_pay"]), f"yours, above {rank:.0f} of 100; {half}"
    yield "none", "no course or licence"
    yield _stayed(job)
    yield _opened(row)
    yield _reached(row)


def _learning(job: JobContext, row: Row) -> Iterator[_Fact]:
    """The five facts of the job for somebody who comes from school."""
    found = job.learning
    start, low, middle, _ = found.pay
    first, share = (start, "a tenth earns") if found.apprenticeship else (low, "a quarter earn")
    half = f"{dollars(middle)}{_or_more(row)} in the middle{_in(job)}"
    yield f"{dollars(first)} at first", f"{share} less; {half}"
    work = f"; {_experience(found.experience)}" if found.experience else ""
    if found.apprenticeship:
        yield "4 to 5 years, paid", f"apprenticeship after {degree(found.held)}{work}"
    elif found.years:
        yield (
            f"{took({'years_of_study': found.years})}, {_cost(found.tuition)}",
            f"{found.asks}, after {degree(found.held)}{work}",
        )
    else:
        yield "none", f"no course or licence after {degree(found.held)}{work}"
    figure, more = _stayed(job)
    yield figure, f"{more}; usual there: {degree(found.usual)}"
    yield _opened(row)
    yield _reached(row)


def _moving(job: JobContext, row: Row) -> Iterator[_Fact]:
    """The five facts of a move."""
    yield (
        f"{dollars(row['entry_pay'])} {'as an apprentice' if row['apprenticeship'] else 'at first'}",
        f"{dollars(row['later_pay'])} later ({against(row, 'later')}); half earn "
        f"{dollars(row['later_pay_low'])} to {dollars(row['later_pay_high'])}",
    )
    yield _time_and_cost(job, row)
    share, low, high = (in_hundred(row[one] / 100) for one in ("of_100_leavers", "low", "high"))
    yield f"{share} of 100 leavers", f"{low} to {high}; {people(row['seen'])} seen"
    yield _opened(row)
    own = f"; your job {cell(row['automatable_now'], 'share')}"
    figure, more = _reached(row)
    yield figure, f"{more}{own}"


def _time_and_cost(job: JobContext, row: Row) -> _Fact:
    """How long a move takes until it pays, what it costs, and when that is paid back."""
    parts = []
    if row["years_of_study"] > 0:
        figure = f"{took(row)}, {_cost(row['tuition'])}"
        parts.append(row["asks"].partition(": ")[2])
    elif row["apprenticeship"]:
        figure = f"{took(row)}, paid"
        parts.append(row["asks"])
    else:
        figure = "none"
        parts.append(row["asks"])
    if row["apprenticeship"] and row["years_of_study"] > 0:
        figure = f"{took(row)}, paid"
    if row["payback_high"] == row["payback_high"]:
        then = "" if job.query.age is None else f", at {row['age_low']:.0f} to {row['age_high']:.0f}"
        parts.append(f"if hired, pays back {pay_back(row)} after{then}")
    elif row["option"] == STUDY:
        parts.append("pay hardly rises")
    return figure, "; ".join(part for part in parts if part)


def _cost(tuition: float) -> str:
    return f"about {dollars(tuition, 2)}" if tuition >= _LEAST_TUITION else "no tuition"


def _experience(years: float) -> str:
    return "5 years or more of related work" if years >= 5 else "some years of related work"


def _stayed(job: JobContext) -> _Fact:
    leaving = job.moves.leaving
    return f"{100 * (1 - leaving):.0f} of 100", f"stay in it a year; {in_hundred(leaving)} change occupation"


def _opened(row: Row) -> _Fact:
    """Openings a year, and the colleagues who look for other work, where it is a move."""
    if row["openings"] != row["openings"]:
        return "not known", "the place published no number of these jobs"
    count = cell(rounded(row["openings"], 2), "persons")
    if row["looking"] != row["looking"]:
        return f"about {count}", "as people leave"
    return f"about {count}", f"for {cell(rounded(row['looking'], 2), 'persons')} colleagues who look"


def _reached(row: Row) -> _Fact:
    middle, low, high = (cell(row[f"automatable{end}"], "share") for end in ("", "_low", "_high"))
    words = f"all sources say {low}" if low == high else f"sources say {low} to {high}"
    return middle, "; ".join(filter(None, (words, "further than in your job" if further(row) else "")))


def _or_more(row: Row) -> str:
    return "" if row["pay_known"] else " or more"


def _in(job: JobContext) -> str:
    return "" if job.query.area is None else f" in {job.query.area_title}"
