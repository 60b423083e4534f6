"""When people must be told, what was not chosen and why: what a works council is consulted about."""

from __future__ import annotations

import datetime

import pandas as pd

from reallocate.output.table import Column, Rows, table
from reallocate.plan.alternatives import Alternative, first_year_cash, moved
from reallocate.plan.explain import money
from reallocate.plan.outcome import Outcome
from reallocate.problem.firm.columns import (
    EXTRA_COST,
    EXTRA_SHARE,
    LAYOFFS,
    NOTE,
    PERIOD,
    SENTENCE,
    SOLVED,
    SOLVED_AGAIN,
)
from reallocate.problem.firm.solved_cases import SolvedCases
from reallocate.scenario.firm.jurisdictions import JURISDICTIONS, Jurisdiction
from reallocate.scenario.firm.schema import Scenario

ONE = 0.5
"""Exits below half a position are none [FTE]."""

START, EXITS, PROMISE = "the plan starts", "layoffs", "no layoffs are promised before"
MODELLED = (
    "Only notice periods of US law are modelled: the WARN Act (60 days) and New Jersey's law (90 days). A "
    "consultation with a works council or union, as European laws require, is not modelled."
)


@table(
    "calendar", "Consultation calendar",
    Column("step"), Column("law"), PERIOD, LAYOFFS, Column("threshold", "Notice from", "FTE"),
    Column("notice_days", "Notice", "days"), Column("tell_for_first_day", "Notify by, first-day exits"),
    Column("tell_for_last_day", "Notify by, last-day exits"), NOTE,
    source=f"{SOLVED} Days and thresholds: the law named in each row.",
)  # fmt: skip
def calendar(solved: SolvedCases) -> Rows:
    """What must be said by when: each quarter with layoffs under each law at hand.

    The whole quarter's exits are counted as if they fell on one site and within 30 days, the strictest
    reading, since a plan knows neither. An exit on a quarter's first day needs notice the law's days
    before it; the last day of notice in time for exits within the quarter is counted from its last.
    """
    scenario = solved.problem.scenario
    rows: list[dict[str, object]] = [{"step": START, "period": scenario.periods[0], "note": scenario.start}]
    if scenario.promises.no_layoffs_before:
        rows.append({"step": PROMISE, "note": scenario.promises.no_layoffs_before})
    exits = solved.plan.layoffs.sum(axis=0)
    for law in laws_of(scenario):
        rows += _announced(scenario, law)
        rows += [_due(scenario, law, quarter, count) for quarter, count in enumerate(exits) if count >= ONE]
    return rows


def _announced(scenario: Scenario, law: Jurisdiction) -> list[dict[str, object]]:
    """The earliest day of exits after an announcement that was notice to everybody; none without its day."""
    cut = scenario.announced
    if cut is None or not cut.exits or len(cut.date) < len("YYYY-MM-DD"):
        return []
    first = datetime.date.fromisoformat(cut.date) + datetime.timedelta(days=law.notice_days)
    return [
        {
            "step": f"exits announced on {cut.date}",
            "law": law.name,
            "layoffs": float(cut.exits),
            "threshold": law.threshold,
            "notice_days": law.notice_days,
            "note": f"if that was notice to everybody, exits from {first.isoformat()} on",
        }
    ]


def laws_of(scenario: Scenario) -> list[Jurisdiction]:
    """The law that a scenario names; all at hand where it names none."""
    named = scenario.promises.jurisdiction
    return [JURISDICTIONS[named]] if named in JURISDICTIONS else list(JURISDICTIONS.values())


def _due(scenario: Scenario, law: Jurisdiction, quarter: int, count: float) -> dict[str, object]:
    first, last = quarter_days(scenario.start, quarter)
    days = datetime.timedelta(days=law.notice_days)
    reaches = count >= law.threshold
    note = _law_note(law) if reaches else "below the number from which the law asks for notice"
    if reaches and first - days < quarter_days(scenario.start, 0)[0]:
        note = f"notice would be due before the plan starts; {note}"
    return {
        "step": EXITS,
        "law": law.name,
        "period": scenario.periods[quarter],
        "layoffs": float(count),
        "threshold": law.threshold,
        "notice_days": law.notice_days,
        "tell_for_first_day": (first - days).isoformat(),
        "tell_for_last_day": (last - days).isoformat(),
        "note": note,
    }


def quarter_days(start: str, quarter: int) -> tuple[datetime.date, datetime.date]:
    """First and last day of a quarter of the plan.

    start : first month of the first quarter, YYYY-MM
    quarter : counted from 0
    """
    month = int(start[:4]) * 12 + int(start[5:7]) - 1 + 3 * quarter
    first = datetime.date(month // 12, month % 12 + 1, 1)
    after = datetime.date((month + 3) // 12, (month + 3) % 12 + 1, 1)
    return first, after - datetime.timedelta(days=1)


def _law_note(law: Jurisdiction) -> str:
    beside = f"; also {law.beside}" if law.beside else ""
    return f"{law.source}, {law.date}; {law.applies}{beside}"


def calendar_sentences(table: pd.DataFrame) -> list[str]:
    """The first quarter in which a law asks for notice, for each law."""
    lines = []
    planned = table[table["step"] == EXITS]
    if planned.empty:
        return [f"Nobody is laid off in this plan, so no notice is due. {MODELLED}"]
    for law, rows in planned.groupby("law", sort=False):
        days, least = rows["notice_days"].iloc[0], rows["threshold"].iloc[0]
        reached = rows[rows["layoffs"] >= rows["threshold"]]
        rule = f"{law}: {days:.0f} days of notice from {least:.0f} exits"
        if reached.empty:
            lines.append(f"{rule}; no quarter has more than {rows['layoffs'].max():,.0f}.")
            continue
        one = reached.iloc[0]
        lines.append(
            f"{rule}. First reached in {one['period']} with {one['layoffs']:,.0f} layoffs. Notice is due by "
            f"{one['tell_for_first_day']} for layoffs on the first day of that quarter and by "
            f"{one['tell_for_last_day']} for layoffs on its last day."
        )
    return [*lines, MODELLED]


@table(
    "refused", "Rejected alternatives",
    Column("alternative", "Direction"), EXTRA_COST, EXTRA_SHARE,
    Column("kept", "Positions kept", "FTE", signed=True), Column("layoffs_spared", "Layoffs avoided", "FTE"),
    SENTENCE,
    source=SOLVED_AGAIN,
)  # fmt: skip
def refused(solved: SolvedCases) -> Rows:
    """Near-optimal plans that were not chosen: what each would have cost and kept; on grouped roles."""
    best = solved.alternatives[0].plan
    assert best is not None
    return [_refused(one, best, abs(best.objective)) for one in solved.alternatives[1:]]


def _refused(one: Alternative, best: Outcome, least: float) -> dict[str, object]:
    name = one.name[:1].upper() + one.name[1:]
    if one.plan is None:
        return {"alternative": one.name, "sentence": f"{name}: no such plan is possible: {one.reason}."}
    plan = one.plan
    more = float(plan.positions[-1] - best.positions[-1])
    spared = float(best.layoffs.sum() - plan.layoffs.sum())
    changes = _changes(plan, best)
    if not changes and one.extra < ONE:
        sentence = f"{name}: the chosen plan already does this."
    else:
        costs = f"costs {money(one.extra)} more in present value ({one.extra / least:.2%})"
        sentence = f"{name}: {costs}; {', '.join(changes) if changes else 'no change for people'}."
    return {
        "alternative": one.name,
        "extra_cost": one.extra,
        "extra_share": one.extra / least,
        "kept": more,
        "layoffs_spared": spared,
        "sentence": sentence,
    }


def _changes(plan: Outcome, best: Outcome) -> list[str]:
    """What is different in another plan, in words; nothing where less than one position moves."""
    figures = (
        ("layoffs", plan.layoffs.sum() - best.layoffs.sum()),
        ("positions at the end", plan.positions[-1] - best.positions[-1]),
        ("people who change role", moved(plan) - moved(best)),
        ("hires", plan.hires.sum() - best.hires.sum()),
    )
    changes = [
        f"{abs(change):,.0f} {'more' if change > 0 else 'fewer'} {what}"
        for what, change in figures
        if abs(change) >= 1
    ]
    cash = first_year_cash(plan) - first_year_cash(best)
    if abs(cash) >= 1:
        changes.append(f"{money(abs(cash))} {'more' if cash > 0 else 'less'} cash in the first year")
    return changes
