"""What README repeats: pictures, questions, the chart, operating models, answers and forecast skill."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import pandas as pd
from scripts.pages import claims, study
from scripts.pages.forecasts import TECH_FORECASTS
from scripts.pages.hindcast import record_says
from scripts.pages.parts import FORECASTS, IMAGES, ROOT, passages, read_json, table, tight, write
from scripts.pages.study import Figures

import reallocate as ra
from reallocate.claims.basis.claim import VERDICT_WORDS
from reallocate.claims.questions import BLUEPRINT, EXCLUSIVE, LEANER, STATEMENTS
from reallocate.claims.text import worded
from reallocate.firm.model.words import money
from reallocate.firm.report.charts import PAYROLL_AGAINST_COMPUTE
from reallocate.kernel.number import cell, is_number, rounded, say, span, with_minus
from reallocate.kernel.units import MILLION
from reallocate.market.forecast.skill import no_better_text, shipped_skill, skill_text
from reallocate.market.simulate.jobs_text import QUESTION
from reallocate.render.drawing import drawing

NEWEST = 1
"""Sentences on intervals of the newest era."""
CHART = IMAGES / "payroll-against-compute.svg"
PICTURES = {
    "web-job": ("My job", "One job: what is expected of it, and three ways from here."),
    "web-cut": ("Cut or wait?", "An insurer: what AI saves, a smaller size gives back and haste costs."),
    "web-plan": ("Plan", "Promises to people, as sentences with blanks."),
    "web-economy": ("Economy", "Jobs and unemployment under assumptions that the reader moves."),
}
"""Name of a picture -> page, and what it shows; a figure would go stale."""


FIRM, OTHER_FIRM, PEOPLE, CUT = "software publishers", "insurance carriers", 20_000, 10
"""A cut of so many per cent is taken apart in these industries, for a firm of so many people."""
AT_RISK = ("managing", "coordinating", "routine analysis")
"""Kinds of work of the groups most at risk."""
OBSERVED = " (observed)"
HEADCOUNT = "headcount"
SHARE_OF_SPEND = "pay as a share of pay plus capital expenditure"
SHARE_OF_COST = "people's share of running cost of the firm's own work"
REVENUE = "revenue per employee"
WORK = "hours of work delivered per employee (hours of coordination not counted)"
LINES = (
    ("Growth driver", HEADCOUNT, "people", HEADCOUNT, "positions"),
    ("Core asset", SHARE_OF_SPEND, "share", SHARE_OF_COST, "share"),
    ("Operational goal", REVENUE, "USD/person/year", WORK, "hours a quarter"),
)
"""Rows of the story: the measure of the past and that of the plan, each with its unit."""
LEADING = 3
"""Sentences on the cut of the worked example: haste, of it cash, and size beside AI."""
NOT_YET_RUN = "not yet run"
MOST_AT_RISK = 3
"""The row of which the worked example says more than the ledger."""


def parts() -> dict[str, str]:
    """Every part of README that is made."""
    figures = study.figures()
    rows = shipped_skill()
    newest = " ".join([*no_better_text(rows), *skill_text(rows)[:NEWEST]])
    return {
        "live-pages": _pictures(),
        "questions": _questions(),
        "chart": _picture(figures),
        "operating-models": _operating_models(figures),
        "answers": answers(figures),
        "forecast-skill": f"- How good our forecasts have been: {newest} "
        "[By era](docs/reference/forecast-ledger.md).",
    }


def draw() -> None:
    """Draw the chart of the figures that were kept."""
    write(CHART, chart(study.figures()))


def _pictures() -> str:
    """Two rows of two pictures, each with its page and what it shows."""
    cells = []
    for file, (name, shows) in PICTURES.items():
        ended = name if name.endswith("?") else f"{name}."
        place = (IMAGES / f"{file}.webp").relative_to(ROOT).as_posix()
        cells.append(f"![{name}: {shows}]({place})<br>**{ended}** {shows}")
    return "| | |\n|---|---|\n" + "\n".join(
        f"| {one} | {two} |" for one, two in zip(cells[::2], cells[1::2], strict=True)
    )


def chart(figures: Figures) -> str:
    """Payroll against compute as a drawing that stands alone."""
    rows = PAYROLL_AGAINST_COMPUTE.figures({"cash": figures.table("cash")})
    return drawing(PAYROLL_AGAINST_COMPUTE, rows).svg()


def _picture(figures: Figures) -> str:
    """The cut taken apart, and the chart with its description for screen readers."""
    plan, over = figures.kept["totals"]["plan"], f"over {figures.years:g} years"
    payroll = say(plan["payroll"], "USD million")
    compute = say(plan["compute"] + plan["capex"], "USD million")
    seen = (
        f"Cash paid per quarter, baseline and plan: {payroll} of payroll and {compute} of compute for the "
        f"firm's own work {over} of the plan."
    )
    said = (
        f"*Cash paid per quarter in the worked example: {say(figures.parameter('headcount'), 'positions')}, "
        "built from Meta's public figures and the average roles of four industries. Pale: baseline. Full: "
        f"plan. {over[0].upper()}{over[1:]} the plan spends {payroll} on payroll and {compute} on compute "
        "for the firm's own work. Compute for products is not included. "
        "[The example in words](docs/worked-example.md).*"
    )
    first = " ".join(figures.said("cut_or_wait")[:LEADING])
    doubt = "[Ten past cuts](docs/hindcast-plans.md) show how far plans like these hold."
    lead = f"> **In the worked example.** {first} {doubt}"
    return f"{lead}\n\n![{seen}]({CHART.relative_to(ROOT).as_posix()})\n\n{said}"


def _questions() -> str:
    """One paragraph a question."""
    answers = {
        QUESTION: _jobs(),
        LEANER: _leaner(),
        EXCLUSIVE: _exclusive(),
        BLUEPRINT: _blueprint(),
    }
    return passages(*(f"**{question}** {answer}" for question, answer in answers.items()))


def _jobs() -> str:
    """How many jobs AI costs, as every door tells it."""
    first, _, *doubts = ra.Market.answer()
    return " ".join([first.removeprefix(f"{QUESTION} "), *doubts, "[The economy](docs/simulate.md)."])


def _leaner() -> str:
    """The forecast of jobs in tech that is kept."""
    forecast = read_json(max(FORECASTS.glob(TECH_FORECASTS)))
    jobs = pd.DataFrame(forecast["employment"]).query("industry == 'all'").set_index("year")
    first, last = jobs.index.min(), 2030
    today, then = float(jobs.loc[first, "middle"]), jobs.loc[last]
    ends = span(float(then["low"]) / 1e6, float(then["high"]) / 1e6, "")
    return (
        f"US tech industries employ {today / 1e6:.2f} million people ({first}). The forecast for {last} is "
        f"{float(then['middle']) / 1e6:.2f} million ({ends} million in 8 of 10 runs), so neither growth nor "
        f"decline is ruled out. It was saved on {forecast['date']} and none of its figures has come out yet. "
        "[The ledger](docs/reference/forecast-ledger.md)."
    )


def _exclusive() -> str:
    """The parts of the claim that ask it: what is observed of young people, and the model."""
    return f"{_part('12b')} {_part('12c')} [Claim by claim](docs/reference/claims.md)."


def _blueprint() -> str:
    """A cut of a tenth taken apart, at a software publisher and, in short, at an insurer."""
    answer, other = (_taken_apart(industry) for industry in (FIRM, OTHER_FIRM))
    chosen = _taken_apart(FIRM, exits_from="plan", quick=True)["haste_per_exit"]
    back = _money(other["steps"]["size"]["cost"])
    return (
        f"{_how_large(answer)} {_how_fast(answer, chosen)} {_turning(answer)} At an insurer of that size AI "
        f"saves {_money(other['steps']['ai']['cost'])}, staying a tenth smaller gives {back} back, and "
        f"laying off costs {_each(other['haste_per_exit'])} for each person. What those laid off lose "
        f"is not in it. {record_says()} [Cut or wait](docs/cut.md)."
    )


def _how_large(answer: Mapping[str, Any]) -> str:
    """What AI saves, the cut against doing nothing, and what the smaller size gives back."""
    ai, size, haste, whole = (step["cost"] for step in answer["steps"].values())
    alone = sum(answer["steps_ai_last"][name] for name in ("size", "haste"))
    share = ", all of it AI's" if whole < 0 < haste else ", AI's saving included"
    return (
        f"At a software publisher of {PEOPLE:,} AI saves {_money(ai)} (present value, three years and four "
        f"after) with {_laid_off(answer)} laid off. Against doing nothing a cut of {answer['exits']:,.0f} "
        f"positions for good {'saves' if whole < 0 else 'costs'} {_money(whole)}{share}; without further AI "
        f"it would {'save' if alone < 0 else 'cost'} {_money(alone)}. Staying at {answer['size']:,.0f} gives "
        f"{_money(size)} of AI's saving back; it pays only if the work given up is worth less than about USD "
        f"{answer['worth_threshold']:.2f} for each dollar that it costs."
    )


def _how_fast(answer: Mapping[str, Any], chosen: float) -> str:
    """How soon quits get there, and what layoffs cost more.

    chosen : haste where the firm chooses whom to lay off [USD/exit]
    """
    quits, rows = answer["quarters_to_size"], pd.DataFrame(answer["tables"]["turns"]).set_index("change")
    each = rows.loc[["low_severance", "high_severance", "cheap_hires", "dear_hires"], "haste_per_exit"]
    return (
        f"Quits alone get there {f'within {quits:.0f} quarters' if quits else 'not within the plan'}; laying "
        f"off now costs about {_each(answer['haste_per_exit'])} for each person, "
        f"{_dollars(answer['haste_cash_per_exit'])} of it cash, whether or not the positions come back "
        f"({_dollars(chosen)} if the firm chooses whom). Other severance or hiring costs give "
        f"{span(rounded(each.min()), rounded(each.max()), 'USD')}."
    )


def _taken_apart(industry: str, **options: Any) -> dict[str, Any]:
    firm = ra.Scenario.from_industry(industry, headcount=PEOPLE)
    return ra.cut(firm, exits=f"{CUT}%", progress=False, **options).to_dict()


def _laid_off(answer: Mapping[str, Any]) -> str:
    """How many people the plan without the cut lays off."""
    rows = pd.DataFrame(answer["tables"]["cut_or_wait"]).set_index("figure")
    people = float(rows.loc["layoffs", "free"])
    return f"{people:,.0f} people" if people >= 1 else "nobody"


def _money(amount: float) -> str:
    """An amount of either sign in words.

    amount : [USD]
    """
    return money(abs(amount) / MILLION)


def _dollars(per_exit: float) -> str:
    return say(rounded(per_exit), "USD")


def _each(per_exit: float) -> str:
    """What one person laid off costs more or less than one who quits [USD]."""
    return f"{_dollars(abs(per_exit))} {'more' if per_exit >= 0 else 'less'}"


def _turning(answer: Mapping[str, Any]) -> str:
    """Beyond how many idle hours layoffs are the cheaper way."""
    idle = answer["turning_idle_hours"]
    if idle is None:
        return "No share of idle hours up to a fifth turns that."
    return f"Beyond {idle:.0%} idle hours layoffs are the cheaper way."


def _operating_models(figures: Figures) -> str:
    """The observed years, then today, baseline and plan: each table with its own measures."""
    planned = list(figures.table("operating_models").columns[-3:])
    observed_rows = [_observed_row(figures, row, *past) for row, *past, _, _ in LINES]
    planned_rows = [_planned_row(figures, row, *plan, planned) for row, _, _, *plan in LINES] + [
        _profile(figures, planned)
    ]
    work = figures.measure(WORK)
    base, plan = (float(work[name]) for name in planned[1:])
    note = (
        f"*{plan:,.0f} against {base:,.0f} hours is {plan / base:.2f} times the work per employee, with "
        "every assumption at its middle value. Claim 4 below is the median over draws of the assumptions "
        "and over all sources of AI's reach, so it differs.*"
    )
    return passages(
        "What the company has published:",
        table(["", "measure", "earliest year", "latest year"], observed_rows),
        "The worked example. Core asset and operational goal are measured differently here, because the "
        "company does not publish these measures for past years:",
        table(["", "measure", *(_dated(name) for name in planned)], planned_rows),
        note,
    )


def _observed(figures: Figures, measure: str) -> list[tuple[str, float]]:
    """The observed years of a measure, with its value."""
    found = figures.measure(measure)
    return [
        (name.removesuffix(OBSERVED), float(value))
        for name, value in found.items()
        if name.endswith(OBSERVED) and is_number(value)
    ]


def _observed_row(figures: Figures, row: str, measure: str, unit: str) -> list[str]:
    years = _observed(figures, measure)
    return [f"**{row}**", measure, *(f"{say(value, unit)} ({year})" for year, value in (years[0], years[-1]))]


def _planned_row(figures: Figures, row: str, measure: str, unit: str, planned: list[str]) -> list[str]:
    found = figures.measure(measure)
    return [f"**{row}**", measure, *(_cell(found, name, unit) for name in planned)]


def _profile(figures: Figures, planned: list[str]) -> list[str]:
    parts = [figures.measure(kind) for kind in AT_RISK]
    directing = figures.measure("directing AI")
    words = f"share of positions in {', '.join(AT_RISK[:-1])} and {AT_RISK[-1]} (directing AI in brackets)"
    cells = [
        f"{cell(sum(float(part[name]) for part in parts), 'share')} ({cell(directing[name], 'share')})"
        for name in planned
    ]
    return ["**Talent profile**", words, *cells]


def _cell(found: Mapping[str, Any], name: str, unit: str) -> str:
    # Shares near the whole keep a decimal, or a plan that changes them would look as if it did not.
    value = float(found[name])
    return f"{value:.1%}" if unit == "share" and 0.9 < value < 1 else say(value, unit)


def _dated(name: str) -> str:
    words, _, year = name.rpartition(" ")
    return f"{words}, {year}" if words else name


def answers(figures: Figures) -> str:
    """The table of the twelve rows."""
    rows = []
    for number, statement in enumerate(STATEMENTS, start=1):
        said = _most_at_risk(figures) if number == MOST_AT_RISK else _finding(str(number))
        rows.append([str(number), statement, _verdicts(str(number)) or NOT_YET_RUN, said or NOT_YET_RUN])
    return tight(["", "the story", "verdict", "finding"], rows)


def _most_at_risk(figures: Figures) -> str:
    """Row 3: the percentiles that decide, then positions by kind of work, and the band over sources."""
    kinds = figures.table("kinds")
    kinds = kinds[kinds["positions_baseline"] > 0]
    change = (kinds["delta"] / kinds["positions_baseline"]).astype(float)
    order = change[kinds["kind"].isin(AT_RISK)].sort_values(kind="stable").index
    named = ", ".join(f"{kinds['kind'][at]} {cell(change[at], 'share', True)}" for at in order)
    base = figures.figure("positions")["baseline"]
    band = span(*(figures.figure("positions")[end] / base for end in ("low", "high")), "share", True)
    return f"{_places()} The plan cuts otherwise: {named}; all {band}."


def _finding(row: str) -> str:
    """What comes out in a sentence, of a row with parts that of the first; nothing where it has not run."""
    findings = [claim["finding"] for claim in _ledger() if re.sub(r"\D", "", claim["row"]) == row]
    return worded(with_minus(_first_sentence(findings[0]))) if findings else ""


def _part(row: str) -> str:
    """What one part of a row is about, its verdict, and what comes out in a sentence."""
    claim = next(claim for claim in _ledger() if claim["row"] == row)
    about = _about(claim["statement"])
    said = worded(with_minus(_first_sentence(claim["finding"])))
    return f"{about[:1].upper()}{about[1:]}: {_verdict(claim)}. {said}"


def _places() -> str:
    """Row 3: the percentiles that decide the verdicts on three groups of jobs, and the thresholds."""
    rows = [claim for claim in _ledger() if claim["id"].startswith("most-at-risk")]
    each = ", ".join(f"{_about(row['statement'])} {row['result']:.0f}" for row in rows)
    high, low = rows[0]["threshold_supported"], rows[0]["threshold_not_supported"]
    return (
        f"Percentile of US jobs by automatable hours ({high:.0f} supports, {low:.0f} does not, inside the "
        f"firm too): {each}."
    )


def _first_sentence(text: str) -> str:
    """The sentence of a finding that can stand alone."""
    return re.split(r"(?<=[.!?]) (?=[A-Z])", text.strip())[0]


def _verdicts(number: str) -> str:
    """The verdict of a row with its reason, or those of its parts, each with what it is about."""
    claims = [claim for claim in _ledger() if re.sub(r"\D", "", claim["row"]) == number]
    if len(claims) == 1:
        return _verdict(claims[0])
    return "; ".join(f"{_about(claim['statement'])}: {_verdict(claim)}" for claim in claims)


def _verdict(claim: dict[str, Any]) -> str:
    reason = claim["verdict_reason"]
    return f"**{VERDICT_WORDS[claim['verdict']]}**" + (f": {reason}" if reason else "")


def _about(statement: str) -> str:
    """What a part is about: what stands behind the colon of its statement, or all of it."""
    _, colon, after = statement.partition(": ")
    about = after if colon else statement
    return about[:1].lower() + about[1:]


@cache
def _ledger() -> list[dict[str, Any]]:
    return list(read_json(claims.LEDGER)["claims"])
