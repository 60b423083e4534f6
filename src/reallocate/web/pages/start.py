"""Start: my job, my firm, everyone; the story's four questions and its twelve claims."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import Any

import pandas as pd

import reallocate
from reallocate.kernel.blocks import Grid, Head
from reallocate.kernel.number import cell, short_count
from reallocate.web.draw import alone, dots, interval
from reallocate.web.page import Page, filled
from reallocate.web.pages.answers import four_questions, twelve_claims
from reallocate.web.pages.cut_charts import dollar_signs, dollars, positions
from reallocate.web.pages.economy_ends import FIGURES, HEADLINE, medians, shipped_outcomes
from reallocate.web.pages.firm import EXAMPLE

_WITHOUT = "unemployment_without"
_Written = Callable[[float], str]


def page() -> Page:
    """The first page; every figure is a shipped result."""
    job = reallocate.shipped("job")
    predictions, tables = _predictions()
    return filled(
        "start.html.jinja", "/", tables=tables, job=_job(job), firm=_firm(reallocate.shipped("cut")),
        everyone=_everyone(), predictions=predictions, questions=four_questions(), claims=twelve_claims(),
        example=job.facts["request"]["job"], slumps=reallocate.Market.slumps(),
    )  # fmt: skip


def _predictions() -> tuple[Grid, dict[str, str]]:
    """What is predicted, each figure with interval, date and source; and the same as CSV."""
    rows = [*_tech_workforce(reallocate.shipped("forecast")), *_national(reallocate.Market.band())]
    heads = (Head("What"), Head("When"), Head("Median", number=True), Head("8 of 10 runs", number=True),
             Head("No further AI", number=True), Head("Kind, made on"), Head("Source"))  # fmt: skip
    names = ("what", "when", "median", "eight_of_ten", "without", "made", "source")
    table = pd.DataFrame(rows, columns=list(names))
    return Grid("Predictions", heads, tuple(rows)), {"predictions.csv": table.to_csv(index=False)}


def _tech_workforce(result: Any) -> list[tuple[str, ...]]:
    """The dated forecast of the tech workforce, as it was kept."""
    made = f"Forecast, {result.facts['date']}"
    runs = f"{result.facts['draws']} runs with other assumptions"
    draws = f"{runs}; BLS OEWS and projections, eight ratings of AI's reach"
    jobs = result.table("employment")
    end = jobs[(jobs["industry"] == "all") & (jobs["year"] == jobs["year"].max())].iloc[0]
    rows = [
        _row("Jobs in five technology industries", f"May {end['year']:.0f}", end, short_count, made, draws)
    ]
    measures = result.table("exclusive")
    last = measures[measures["year"] == measures["year"].max()].set_index("measure")
    for name, (words, written) in _OPENNESS.items():
        rows.append(_row(words, f"{last['year'].iloc[0]:.0f}", last.loc[name], written, made, draws))
    return rows


def _row(what: str, when: str, row: Any, written: _Written, made: str, source: str) -> tuple[str, ...]:
    low, middle, high, without = (written(float(row[name])) for name in ("low", "middle", "high", "without"))
    return (what, when, middle, f"{low} to {high}", without, made, source)


def _national(band: Any) -> list[tuple[str, ...]]:
    """The national series of the shipped market."""
    ends = band.groupby("series").tail(1).set_index("series")
    when, made = f"{ends['year'].iloc[0]:.0f}", f"Scenario, version {version('reallocate')}"
    runs = "32 runs with other assumptions"
    source = f"{runs}; BEA accounts, BLS OEWS, JOLTS and CPS, eight ratings of AI's reach"
    people, about = shipped_outcomes()["employed"], FIGURES["employed"]
    middle, low, high = (about.written(people[f"{HEADLINE}{end}"]) for end in ("", "_low", "_high"))
    in_work = "People in work in the US, against no further AI"
    rows: list[tuple[str, ...]] = [(in_work, when, middle, f"{low} to {high}", "—", made, source)]
    for name, (words, written) in _NATIONAL.items():
        row = ends.loc[name]
        without = _share(ends.loc[_WITHOUT, "p50"]) if name == "unemployment" else "—"
        interval = f"{written(row['p10'])} to {written(row['p90'])}"
        rows.append((words, when, written(row["p50"]), interval, without, made, source))
    return rows


def _share(percent: float) -> str:
    return f"{cell(percent, '%', digits=1, exact=True)}%"


def _of_one(share: float) -> str:
    return cell(share, "share", digits=1, exact=True)


def _two(value: float) -> str:
    return cell(value, digits=2, exact=True)


def _job(result: Any) -> dict[str, Any]:
    total, table = result.table("hours_total").iloc[0], result.table("sources")
    shares = sorted(table["automatable"])
    reach, low, high = (cell(float(one), "share") for one in (total["automatable"], shares[0], shares[-1]))
    words = f"{len(shares)} sources"
    each = ", ".join(cell(one, "share") for one in shares)
    spoken = f"Share of the hours that AI could do alone, {words}: {each}."
    draw = dots(shares, float(total["automatable"]), f"middle {reach}", words)
    return {"reach": reach, "low": low, "high": high, "picture": alone(spoken, draw)}


def _firm(result: Any) -> dict[str, Any]:
    told = {name: dollar_signs(lines) for name, lines in result.text["cut_or_wait"].items()}
    haste = float(result.in_dollars("cut_or_wait").set_index("figure")["haste"]["haste_per_exit"])
    drawn = positions(result, is_card=True)
    return {
        "industry": EXAMPLE["industry"], "people": f"{EXAMPLE['people']:,}", "cut": f"{EXAMPLE['cut']}",
        "figure": dollars(haste), "word": "more" if haste >= 0 else "less", "cash": told["of_it_cash"][0],
        "turns": result.text["turns"]["idle"][0].partition(". ")[0], "finding": drawn["finding"],
        "picture": drawn["picture"],
    }  # fmt: skip


def _everyone() -> dict[str, Any]:
    outcomes = shipped_outcomes()
    ends = [outcomes["employed"][f"{HEADLINE}{end}"] for end in ("_low", "", "_high")]
    low, middle, high = map(FIGURES["employed"].written, ends)
    pay, share = (FIGURES[name].written(medians()[name]) for name in ("real_pay", "labour_share"))
    change = f"Change of people in work in the US in ten years: {middle}"
    spoken = f"{change}; eight of ten runs lie between {low} and {high}."
    asked = four_questions()[0]
    return {
        "short": asked.short.rstrip("."), "says": asked.says.partition(";")[0], "limit": asked.limit,
        "pay": pay, "share": share,
        "picture": alone(spoken, interval(ends[0], ends[1], ends[2], FIGURES["employed"].written)),
    }  # fmt: skip


_OPENNESS: Mapping[str, tuple[str, _Written]] = {
    "entry_share": ("Open tech positions that need no related experience", _of_one),
    "within_reach": ("Tech openings within reach of each displaced worker", _two),
    "pay_spread": ("Tech pay, 90th percentile to 10th", _two),
}
"""Measure of the forecast -> words and how its figure is written."""
_NATIONAL: Mapping[str, tuple[str, _Written]] = {
    "jobs": ("US jobs, filled or open, against no further AI", FIGURES["jobs"].written),
    "unemployment": ("US unemployment, if no slump comes", _share),
    "pay": ("US real pay, against no further AI", FIGURES["real_pay"].written),
    "labour_share": ("Labour's share of US income, against no further AI", FIGURES["labour_share"].written),
}
"""Series of the market -> words and how its figure is written."""
