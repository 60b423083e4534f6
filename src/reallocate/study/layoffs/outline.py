"""The layoff record as it is read: a timeline by stated reason, the tables, and what was taken back."""

from __future__ import annotations

from dataclasses import replace

from reallocate.output.blocks import Block, Heading, Prose, Section
from reallocate.output.chart import Chart
from reallocate.output.kinds import BarsByTime
from reallocate.result.result import Kind, Result
from reallocate.study.layoffs.tables import MECHANISM, REASON, REASONS, TABLES, timeline

WAYS = ("layoff", "voluntary", "hiring freeze")
CODES = (
    "Times: announcements. No number: they do not say how many jobs. Unchecked: the reason awaits a check. "
    "Changed: changed later. Substitution: AI does the work. Funding: money is needed elsewhere, mostly for "
    "AI. Contested: the employer contradicts itself, or nobody could check."
)
GRADES = "Grades: A a filing; B named press or a tracker's row; C a secondary page."


def page(result: Result) -> list[Section]:
    """Every part of the page."""
    return [
        Section("headline", "Announced layoffs by the reason given", _reasons(result)),
        Section("taken_back", "Cuts that were taken back, and their cost", _taken_back(result)),
        Section("record", "Every announcement", (_record(result),)),
    ]


def blocks(result: Result, part: str) -> list[Block]:
    """The whole record as one part of another page.

    part : of the text, with the sentences on reasons
    """
    taken_back = [Heading("Cuts that were taken back, and their cost"), *_taken_back(result)]
    return [*_reasons(result, part), *taken_back, _record(result, fold="Every announcement")]


def card(result: Result) -> list[Block]:
    """The summary in a terminal and a notebook."""
    text = result.explain()
    return [
        Prose(text["headline"]),
        result.grid("by_reason", note=CODES, merged=True),
        Prose(text["taken_back"]),
    ]


def _reasons(result: Result, part: str = "headline") -> list[Block]:
    by_reason = result.grid("by_reason", note=CODES, merged=True)
    return [Prose(result.explain()[part]), result.picture("layoffs"), by_reason]


def _taken_back(result: Result) -> list[Block]:
    record = result.tables["record"]
    changed = record[record["later"].ne("")]
    columns = ("company", "date", "jobs_cut", "reason", "grade", "later")
    return [
        Prose(result.explain()["taken_back"]),
        result.grid("taken_back", "figure", "value"),
        result.grid("record", *columns, rows=changed, caption="Announcements that were changed later"),
    ]


def _record(result: Result, fold: str = "") -> Block:
    record = result.tables["record"]
    marked = record["reason"].where(record["checked"], record["reason"] + " (not checked)")
    columns = (
        "date", "company", "jobs_cut", "workforce_share", "mechanism", "reason", "grade", "stated_reason",
    )  # fmt: skip
    return result.grid("record", *columns, rows=record.assign(reason=marked), note=GRADES, fold=fold)


TIMELINE = Chart(
    name="layoffs",
    title="Jobs in announced cuts, by the reason that the employer gave [jobs a quarter]",
    reading=(
        "Each panel is a way to cut, each bar a quarter; colours are reasons given, coded by what the "
        "employer said. Announcements without a number are not drawn. Companies were picked because they "
        "were in the news."
    ),
    tables=(timeline,),
    columns=(
        "quarter", replace(MECHANISM, words={way: way for way in WAYS}),
        replace(REASON, words={reason: reason for reason in REASONS}), "jobs_cut", "announcements",
    ),
    kind=BarsByTime("quarter", by="reason", value="jobs_cut", panel="mechanism", every="Q"),
)  # fmt: skip

LAYOFFS = Kind(
    "layoffs", "the layoff record", "reallocate claims layoffs --out", TABLES, (TIMELINE,), page, card,
    about="announced layoffs and the reasons given",
)  # fmt: skip
