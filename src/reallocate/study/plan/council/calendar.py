"""When people must be told, what was not chosen and why: what a works council is consulted about."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.measure.arrays import Flags
from reallocate.output.table import Column, Rows, table
from reallocate.plan.alternatives import Alternative, first_year_cash, moved
from reallocate.plan.grouping import SEVERAL
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
from reallocate.scenario.firm.dimensions import dimensions_of
from reallocate.work.dimensions import NOT_GIVEN, OTHER, plain

UNITED_STATES = {"us", "usa", "u.s.", "u.s.a.", "united states", "united states of america"}
"""How files write the country whose laws are at hand."""
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
    The laws at hand are US laws: roles that are known to be in another country do not count under them.
    """
    scenario = solved.problem.scenario
    rows: list[dict[str, object]] = [{"step": START, "period": scenario.periods[0], "note": scenario.start}]
    if scenario.promises.no_layoffs_before:
        rows.append({"step": PROMISE, "note": scenario.promises.no_layoffs_before})
    exits = solved.plan.layoffs[~_elsewhere(solved)].sum(axis=0)
    for law in laws_of(scenario):
        rows += announced_notice(scenario, law)
        for quarter, count in enumerate(exits):
            if count >= ONE:
                rows.append(notice_due(scenario, law, quarter, count))
    return rows


def _countries(solved: SolvedCases) -> pd.Index:
    """The country of each role, "" where it is not known; (role)."""
    i = solved.plan.inputs
    none = pd.Index([""] * len(i.roles))
    return i.places.get("country", none) if "country" in dimensions_of(solved.problem.scenario) else none


def _elsewhere(solved: SolvedCases) -> Flags:
    """Whether each role is known to be outside the United States; (role)."""
    unknown = {"", OTHER, NOT_GIVEN, SEVERAL}
    countries = _countries(solved)
    return np.array([one not in unknown and plain(one) not in UNITED_STATES for one in countries], dtype=bool)


def country_sentences(solved: SolvedCases) -> list[str]:
    """The countries whose notice law is not at hand, with the layoffs there; nothing where none is known."""
    places, away = _countries(solved), _elsewhere(solved)
    people, gone = solved.plan.inputs.headcount, solved.plan.layoffs.sum(axis=1)
    return [
        f"{country}: {people[here].sum():,.0f} positions at the start, {gone[here].sum():,.0f} layoffs in "
        "the plan. Its rules on notice and consultation are not known here: ask a lawyer there. The plan "
        "pays everybody the same days of notice."
        for country in sorted({str(one) for one in places[away]})
        for here in [away & np.asarray(places == country)]
    ]


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
