"""When people must be told, what was not chosen and why: what a works council is consulted about."""

from __future__ import annotations

import pandas as pd

from reallocate.output.table import Column, Rows, table
from reallocate.plan.alternatives import Alternative, first_year_cash, moved
from reallocate.plan.outcome import Outcome
from reallocate.plan.plan_sentences import money
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
from reallocate.problem.firm.notice import EXITS, ONE, PROMISE, START, announced_notice, laws_of, notice_due
from reallocate.problem.firm.solved_cases import SolvedCases

MODELLED = (
    "Only notice periods of US law are modelled: the WARN Act (60 days) and New Jersey's law (90 days). A "
    "consultation with a works council or union, as European laws require, is not modelled."
)


@table(
    "calendar", "Consultation calendar",
    Column("step"), Column("law"), PERIOD, LAYOFFS, Column("threshold", "Law applies from", "FTE"),
    Column("notice_days", "Notice", "days"), Column("tell_for_first_day", "Notify by, first day"),
    Column("tell_for_last_day", "Notify by, last day"), NOTE,
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
        rows += announced_notice(scenario, law)
        for quarter, count in enumerate(exits):
            if count >= ONE:
                rows.append(notice_due(scenario, law, quarter, count))
    return rows


def calendar_sentences(table: pd.DataFrame) -> list[str]:
    """The first quarter in which a law asks for notice, for each law."""
    lines = []
    planned = table[table["step"] == EXITS]
    if planned.empty:
        return [f"Nobody is laid off in this plan, so no notice is due. {MODELLED}"]
    for law, rows in planned.groupby("law", sort=False):
        days, least = rows["notice_days"].iloc[0], rows["threshold"].iloc[0]
        reached = rows[rows["layoffs"] >= rows["threshold"]]
        rule = f"{law}: {days:.0f} days of notice; it applies from {least:.0f} layoffs"
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
