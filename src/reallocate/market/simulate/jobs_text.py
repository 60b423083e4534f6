"""How many jobs AI costs, in the words of every door: terminal, page, README, site."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

import pandas as pd

from reallocate.kernel.number import moment, rounded, say, signed, span
from reallocate.kernel.parameters import Parameters
from reallocate.kernel.table import Tables
from reallocate.kernel.units import MILLION
from reallocate.market.nation.jobs_law import AREA_GAP
from reallocate.market.simulate.jobs_drawn import FEWER, SUPPLY

QUESTION = "How many jobs will AI cost?"
MOST_DRAWS, FEW_DRAWS = 0.8, 0.2
"""From so many draws on, and up to so few, their share decides."""
_HARDLY = 0.05
"""[% of jobs] What is written as none."""
_HARDLY_PEOPLE = 0.005
"""The same of people in work [%], of which two decimals are written."""


@dataclass(frozen=True)
class JobsAnswer:
    """The figures of the answer.

    year : the run's end [year]
    draws, laws : of AI, and of the law of missing jobs
    whole : jobs at the start
    people, people_low, people_high : change of people in work against no further AI, over the runs of the
        market [%]
    jobs, jobs_low, jobs_high : change of jobs, filled or open, against no further AI [% of jobs]
    fewer : draws with at least 0.5% fewer [share]
    ended : jobs whose work AI does at unchanged output [% of jobs]
    most, most_year : the largest change at the end of any year, median [% of jobs], and when [year]
    gap : jobs missing at first, of those that AI ends, median [ratio]
    half, half_low, half_high : until half of a gap is closed [years]
    supply, supply_low, supply_high : change of jobs where labour supply answers to pay [% of jobs]
    pay, pay_low, pay_high : change of real pay [%]
    worst, worst_fast, worst_low, worst_high : change of jobs with all numbers about AI at their bad ends, the
        same where capability grows fast, and the range of both [% of jobs]
    """

    year: float
    draws: int
    laws: int
    whole: float
    people: float
    people_low: float
    people_high: float
    jobs: float
    jobs_low: float
    jobs_high: float
    fewer: float
    ended: float
    most: float
    most_year: float
    gap: float
    half: float
    half_low: float
    half_high: float
    supply: float
    supply_low: float
    supply_high: float
    pay: float
    pay_low: float
    pay_high: float
    worst: float
    worst_fast: float
    worst_low: float
    worst_high: float

    @classmethod
    def of(cls, tables: Tables, draws: int, laws: int) -> JobsAnswer:
        """The figures of a run in which pay clears.

        tables : of the run
        draws, laws : of AI, and of the law
        """
        jobs, law = tables["jobs"], tables["jobs_law"].set_index("reading")
        last = jobs[jobs["year"] == jobs["year"].max()].set_index("part")
        worst, net = tables["jobs_worst"].iloc[-2:], jobs[jobs["part"] == "net"]
        closures = tables["closures"].set_index("measure")
        found = {
            "people": _three(closures, "employed", "C"),
            "jobs": _three(last, "net", "share"),
            "supply": _three(law, "supply", "jobs"),
            "half": _three(law, "as_drawn", "half_life"),
            "pay": _three(closures, "real_pay", "C"),
        }
        return cls(
            year=float(jobs["year"].max()),
            draws=draws,
            laws=laws,
            whole=float(tables["occupations"]["employment_start"].sum()),
            fewer=float(last["fewer"]["net"]),
            ended=-float(last["share"]["ended"]),
            most=float(net["share"].min()),
            most_year=float(net["year"].iloc[int(net["share"].to_numpy().argmin())]),
            gap=float(law["gap"]["as_drawn"]),
            worst=float(worst["jobs"].iloc[0]),
            worst_fast=float(worst["jobs"].iloc[1]),
            worst_low=float(worst["jobs_low"].min()),
            worst_high=float(worst["jobs_high"].max()),
            **{f"{name}{end}": value for name, each in found.items() for end, value in each.items()},
        )

    def figures(self) -> dict[str, float]:
        """All of them, by name."""
        return asdict(self)


def _three(rows: pd.DataFrame, of: str, name: str) -> dict[str, float]:
    """Median, 10th and 90th percentile in a row, by how their columns end."""
    return {end: float(rows[f"{name}{end}"][of]) for end in ("", "_low", "_high")}


def _percent(value: float, digits: int = 1) -> str:
    """A size, without its sign."""
    shown = abs(round(value, digits))
    return f"{shown:.{digits}f}" if shown else "0"


def _short_answer(answer: JobsAnswer) -> str:
    """Whether jobs are lost, how many, and how sure that is."""
    verdict = (
        "At least four of five runs lose jobs."
        if answer.fewer >= MOST_DRAWS
        else "Hardly any, as far as the runs can tell."
        if answer.fewer <= FEW_DRAWS
        else "Nobody can tell yet."
    )
    return f"{verdict} {_people_in_work(answer)} {_filled_or_open(answer)}"


def _people_in_work(answer: JobsAnswer) -> str:
    """The headline: people in work in the middle run, and where eight of ten runs lie."""
    by = f"By {moment(answer.year)}"
    ends = span(answer.people_low, answer.people_high, "%", True, 2)
    if abs(answer.people) < _HARDLY_PEOPLE:
        return f"{by} as many people are in work as without further AI; eight of ten runs say {ends}."
    count = say(rounded(abs(answer.people) / 100.0 * answer.whole, 2))
    return (
        f"{by}: {_percent(answer.people, 2)}% {'fewer' if answer.people < 0 else 'more'} people are in work "
        f"than without further AI, about {count} of {answer.whole / MILLION:.0f} million; eight of ten runs "
        f"say {ends}."
    )


def _filled_or_open(answer: JobsAnswer) -> str:
    """The second row: jobs, filled or open."""
    if abs(answer.jobs_low) < _HARDLY:
        return "As many jobs, filled or open, are wanted as without further AI."
    return (
        f"Jobs, filled or open, are {_percent(answer.jobs)}% fewer "
        f"({span(answer.jobs_low, answer.jobs_high, '%', True, 1)})."
    )


def jobs_sentences(answer: JobsAnswer) -> tuple[str, ...]:
    """The answer to `QUESTION`, then what it rests on; the same at every door.

    answer : of a run in which pay clears
    """
    return (f"{QUESTION} {_short_answer(answer)}", *_doubts(answer))


_RUN = "Jobs are {worst}{later}. Real pay is {pay} by then."
"""One run in a sentence, whose parts a page moves."""


def run_sentence(ends: Mapping[str, float], mark: Callable[[str, str], str] = lambda _, words: words) -> str:
    """What one run comes to: jobs at worst and at the end, and real pay; a page's script writes the same.

    ends : of the run, by measure
    mark : (name, words) of each part that moves -> how it is written
    """
    return _RUN.format(**{name: mark(name, words) for name, words in _run_parts(ends).items()})


def run_jobs(ends: Mapping[str, float]) -> str:
    """Jobs of one run at worst and at the end, as a part of another sentence.

    ends : of the run, by measure
    """
    parts = _run_parts(ends)
    return f"{parts['worst']}{parts['later']}"


def _run_parts(ends: Mapping[str, float]) -> dict[str, str]:
    """Words for the worst, the end and pay, by name."""
    year, last = int(ends["jobs_worst_year"]), int(ends["year"])
    if not round(abs(ends["jobs_worst"]), 1):
        worst, later = "as many as without further AI", ""
    else:
        worst = f"{_compared(ends['jobs_worst'], 'fewer', 'more')} at worst, in {year}"
        later = "" if year == last else f", and {_compared(ends['jobs'], 'fewer', 'more')} in {last}"
    pay = _compared(ends["real_pay"], "lower", "higher")
    return {"worst": worst, "later": later, "pay": pay}


def _compared(change: float, less: str, more: str) -> str:
    """A change [%] in words; `hardly` where it rounds to zero."""
    size = f"{abs(change):.1f}%" if round(abs(change), 1) else "hardly"
    return f"{size} {less if change < 0 else more}"


def _doubts(answer: JobsAnswer) -> list[str]:
    """What the number rests on: what cannot come out, what areas lost, and the worst that the ranges allow.

    answer : of a run in which pay clears
    """
    worst = " to ".join(dict.fromkeys(_percent(one, 0) for one in (answer.worst, answer.worst_fast)))
    area, more = Parameters.default().about(AREA_GAP), "more" if answer.pay >= 0 else "less"
    few, middle, many = (_words(10.0 * one) for one in (area.low, area.value, area.high))
    return [
        f"The verdict counts jobs, filled or open: at least {-FEWER:g}% fewer are wanted in "
        f"{answer.fewer:.0%} of the draws: {answer.draws} of AI, each under {answer.laws:,} of how "
        f"many stay without a job. Up to one draw in five would mean "
        "hardly any, from four in five on that jobs are lost. The fall of jobs is largest in "
        f"{moment(answer.most_year)}: {_percent(answer.most)}%.",
        "The model cannot show more jobs: it has no people who start work because pay rises. If 1% more real "
        f"pay brought {SUPPLY:g}% more people to work, the change would be {signed(answer.supply, 1)}% "
        f"({span(answer.supply_low, answer.supply_high, '%', True, 1)}).",
        f"AI ends {_percent(answer.ended)}% of today's jobs. Of ten jobs that US areas lost to imports or "
        f"computers, about {middle} were still missing a decade or two later ({few} to {many}). For the "
        f"nation we estimate {_words(10.0 * answer.gap)} of ten at first. Half of that gap closes in about "
        f"{answer.half:.0f} years ({answer.half_low:.0f} to {answer.half_high:.0f}), not always by the same "
        "people.",
        f"If all numbers about AI turned out badly together, {worst}% fewer jobs "
        f"({_percent(answer.worst_high, 0)} to {_percent(answer.worst_low, 0)}%); no source says how likely "
        f"that is. Average pay buys {_percent(answer.pay)}% {more} "
        f"({span(answer.pay_low, answer.pay_high, '%', True, 1)}).",
    ]


_NUMBERS = (
    "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip


def _words(number: float) -> str:
    whole = round(number)
    return _NUMBERS[whole] if whole < len(_NUMBERS) else str(whole)
