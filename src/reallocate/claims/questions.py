"""The story's four questions with short answers, and its twelve claims in a line each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from reallocate.claims.basis.claim import VERDICT_WORDS
from reallocate.firm.model.words import money
from reallocate.kernel.number import rounded, with_minus
from reallocate.market.simulate.jobs_text import QUESTION
from reallocate.render.result import Result

INDUSTRY, CODE, PEOPLE, SHARE = "software publishers", "513200", 20_000, "10%"
"""The firm and the cut of the last question."""
LEANER, EXCLUSIVE = "Will tech get leaner?", "More exclusive?"
BLUEPRINT = f"Is a {SHARE} cut the blueprint?"
"""The questions beside that of how many jobs."""
_MIXED = "mixed"
_SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-Z])")
_UNMOVED = re.compile(r"go from ([\d.]+%) to \1")
"""A figure that ends, as rounded, where it began."""
_YEAR = 2030
"""The year of the forecast that the answer names."""
_MILLION = 1e6
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True)
class Question:
    """A question of the story with its answer.

    name : in a link
    short : the answer
    says : its figures
    limit : what they do not say
    rule : id of the claim that has the rule and the sources
    page : address of the page that has the figures, and its name
    """

    name: str
    asks: str
    short: str
    says: str
    limit: str
    rule: str
    page: tuple[str, str]


@dataclass(frozen=True)
class Line:
    """A claim of the story in a line.

    number : of the row
    verdict : its code; of several parts that differ, that of a claim that is shown in part
    figure : what comes out
    parts : ids of the claims that it is made of, each with its row, statement and verdict
    """

    number: int
    says: str
    verdict: str
    figure: str
    parts: tuple[tuple[str, str, str, str], ...]


def questions(
    jobs: Sequence[str], employment: pd.DataFrame, saved: str, claims: pd.DataFrame, cut: Result
) -> list[Question]:
    """The four questions.

    jobs : sentences on how many jobs AI costs
    employment : of the forecast of tech that is kept; saved : its date
    claims : the table of claims
    cut : of `INDUSTRY`, taken apart
    """
    return [
        _how_many_jobs(jobs), _leaner(employment, saved), _exclusive(claims.set_index("row")),
        _blueprint(cut),
    ]  # fmt: skip


def _how_many_jobs(said: Sequence[str]) -> Question:
    first, _, cannot, ends, worst = said
    figures = first.removeprefix(f"{QUESTION} {VERDICT_WORDS['cannot be told']}. ")
    return Question(
        "jobs", QUESTION, f"{VERDICT_WORDS['cannot be told']}.",
        f"{figures} {_SENTENCE.split(ends)[0]} {worst.partition(';')[0]}.", _SENTENCE.split(cannot)[0],
        "more-jobs-destroyed", ("/economy", "Economy"),
    )  # fmt: skip


def _leaner(employment: pd.DataFrame, saved: str) -> Question:
    jobs = employment[employment["industry"] == "all"].set_index("year")
    today = float(jobs["middle"].iloc[0]) / _MILLION
    then = jobs.loc[_YEAR, ["low", "middle", "high"]].astype(float) / _MILLION
    is_open = then["low"] < today < then["high"]
    short = f"{VERDICT_WORDS['cannot be told']}."
    if not is_open:
        short = "Yes, by our forecast." if then["high"] <= today else "No, by our forecast."
    says = (
        f"US tech employs {today:.2f} million people ({jobs.index[0]}). Our forecast for {_YEAR} is "
        f"{then['middle']:.2f} million; eight of ten runs say {then['low']:.2f} to {then['high']:.2f}."
    )
    return Question(
        "leaner", LEANER, short,
        f"{says} Growth and decline are both open." if is_open else says,
        f"The forecast was saved on {saved}; none of its figures is out yet.", "leaner-market",
        ("/#predictions", "Our predictions"),
    )  # fmt: skip


def _exclusive(rows: pd.DataFrame) -> Question:
    young = rows.loc["12b"]
    model_says = _UNMOVED.sub(r"stay at \1", with_minus(str(rows.loc["12c", "finding"])).partition(";")[0])
    fall, most, least = (-100 * float(np.expm1(young[name] / 100)) for name in ("result", "low", "high"))
    words = {
        "supported": "Data show it for people at 22 to 25.",
        "not supported": "Data do not show it for people at 22 to 25.",
        _MIXED: "Shown in part: people at 22 to 25 in exposed jobs.",
    }
    verdict = str(young["verdict"])
    short = words.get(verdict, f"{VERDICT_WORDS[verdict]}.")
    says = (
        f"Employment at 22 to 25 {'fell' if fall > 0 else 'rose'} by {abs(fall):.0f}% against older people "
        f"in the two most exposed fifths of jobs (interval of 80%: {least:.0f} to {most:.0f}%). "
        f"In the model: {_lower(model_says)}."
    )
    return Question(
        "exclusive", EXCLUSIVE, short, says,
        "A survey of US households, from public working notes without peer review (grade C); such a fall may "
        "have other causes.",
        "young-people", ("/estimates", "What public data say"),
    )  # fmt: skip


def _blueprint(cut: Result) -> Question:
    figures: Mapping[str, Any] = cut.to_dict()
    steps, people = figures["steps"], round(figures["exits"])
    saved, back, whole = (_money(steps[name]["cost"]) for name in ("ai", "size", "together"))
    alone = sum(figures["steps_ai_last"][name] for name in ("size", "haste"))
    haste, quarters = figures["haste_per_exit"], figures["quarters_to_size"]
    soon = f"quits get there in {_quarters(quarters)}"
    soon = soon if quarters else "quits do not get there in three years"
    word = "cheaper" if haste > 0 else "dearer"
    by_ai = ", all of it by AI" if steps["together"]["cost"] < 0 < haste else ""
    says = (
        f"At a software publisher of {PEOPLE:,} AI saves {saved} with nobody laid off. A cut of {people:,} "
        f"for good {'saves' if steps['together']['cost'] < 0 else 'costs'} {whole}{by_ai}; without further "
        f"AI it would {'cost' if alone > 0 else 'save'} {_money(alone)}. Staying at {figures['size']:,.0f} "
        f"gives {back} of it back."
    )
    rows = cut.table("turns").set_index("change")["haste_per_exit"]
    ends = rows[["low_severance", "high_severance", "cheap_hires", "dear_hires"]]
    idle = figures["turning_idle_hours"]
    turns = "No share of idle hours up to a fifth turns it."
    if idle:
        turns = f"Beyond {idle:.0%} idle hours layoffs are the cheaper way."
    limit = (
        f"Other severance or hiring costs: USD {_each(ends.min())} to {_each(ends.max())} a person. {turns} "
        "What those laid off lose is not in it."
    )
    return Question(
        "blueprint", BLUEPRINT,
        f"{'Hardly' if haste > 0 else 'It may be'}: {soon}, USD {_each(abs(haste))} a person {word}.",
        says, limit, "industry-standard", (f"/firm/{CODE}", "Cut or wait there"),
    )  # fmt: skip


def _lower(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def _money(amount: float) -> str:
    """An amount of either sign in words [USD]."""
    return money(abs(amount) / _MILLION)


def _each(amount: float) -> str:
    return f"{float(str(rounded(amount))):,.0f}"


def _quarters(count: float) -> str:
    words = _NUMBERS[round(count)] if count < len(_NUMBERS) else f"{count:.0f}"
    return f"{words} quarter{'s' * (round(count) != 1)}"


_Figure = Callable[[Mapping[str, pd.Series]], str]


def _of(row: str, digits: int, words: str, times: float = 1.0, sign: str = "") -> _Figure:
    """The figure of a row and its range, in words.

    words : with {0} for the figure and {1} for "low to high"
    """

    def in_words(rows: Mapping[str, pd.Series]) -> str:
        ends = [times * float(rows[row][name]) for name in ("result", "low", "high")]
        ends = [ends[0], *sorted(ends[1:])]
        middle, low, high = (f"{round(one, digits) + 0.0:{sign}.{digits}f}" for one in ends)
        return with_minus(words.format(middle, f"{low} to {high}"))

    return in_words


def _at_risk(rows: Mapping[str, pd.Series]) -> str:
    managers, coordinators, analysts = (float(rows[row]["result"]) for row in ("3a", "3b", "3c"))
    return (
        f"of 100 jobs in order of AI's reach, coordinators stand at {coordinators:.0f}, analysts at "
        f"{analysts:.0f}, managers at {managers:.0f}"
    )


def _net_jobs(rows: Mapping[str, pd.Series]) -> str:
    headline = with_minus(str(rows["10"]["finding"])).partition(" against ")[0]
    return headline[0].lower() + headline[1:]


def _replaced(rows: Mapping[str, pd.Series]) -> str:
    return (
        f"{rows['5']['result']:.0f} of 4 signs turn; AI chips per employee grew "
        f"{rows['14']['result']:.1f} times at the slowest of four companies"
    )


def _market(rows: Mapping[str, pd.Series]) -> str:
    return (
        f"{_of('12a', 0, 'open positions {0}% ({1}%)', sign='+')(rows)} by July 2027; for young people see "
        "above"
    )


_STORY: tuple[tuple[str, tuple[str, ...], _Figure], ...] = (
    ("Payroll pays for the GPUs", ("1",), _of(
        "1", 1, "{0}% of the rise in capital spending over three years ({1}%)", 100)),
    ("One model does the work of dozens of coordinators", ("2",), _of(
        "2", 1, "an hour of people's review supports {0} hours of AI's ({1})")),
    ("Managers, coordinators and analysts are most at risk", ("3a", "3b", "3c", "3d"), _at_risk),
    ("Small teams become “force multipliers”", ("4",), _of(
        "4", 2, "{0} times the work for each position ({1})")),
    ("The AI-first firm replaces the old one", ("5", "14"), _replaced),
    ("Peers follow until it is the standard", ("6",), _of(
        "6", 0, "only companies that cut are on record; in the model {0}% of tech jobs follow ({1}%)")),
    ("The augmented and the displaced drift apart", ("7",), _of("7", 2, "by {0}% of all pay a year ({1}%)")),
    ("Those who direct are safer than those who do", ("8",), _of(
        "8", 1, "at like pay, jobs with least directing end {0} times as often ({1})")),
    ("It is permanent", ("9",), _of(
        "9", 0, "{0}% of the positions come back or stay if AI falls back ({1}%)", 100)),
    ("AI destroys more jobs than it creates", ("10",), _net_jobs),
    ("Energy is part of the race", ("11",), _of(
        "11", 0, "one more megawatt pays in {0}% of runs ({1}%)", 100)),
    ("The labour market gets leaner and more exclusive", ("12a", "12b", "12c"), _market),
)  # fmt: skip
"""Claims in the order of the story: words, the rows that make each, and its figure."""
STATEMENTS = tuple(words for words, _, _ in _STORY)
"""The twelve claims in words."""


def story(claims: pd.DataFrame) -> list[Line]:
    """The twelve claims, each in a line; every row of the record stands in one.

    claims : the table of claims
    """
    rows: dict[str, pd.Series] = {str(row["row"]): row for _, row in claims.iterrows()}
    lines = []
    for number, (says, names, figure) in enumerate(_STORY, start=1):
        parts = tuple(
            (str(row["id"]), name, str(row["statement"]), str(row["verdict"]))
            for name in names
            for row in (rows[name],)
        )
        verdicts = {verdict for *_, verdict in parts}
        verdict = verdicts.pop() if len(verdicts) == 1 else _MIXED
        lines.append(Line(number, says, verdict, figure(rows), parts))
    return lines
