"""The calendar of layoffs: who is consulted, what must pass before, notice and exits by quarter."""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reallocate.data.country import HOME, country
from reallocate.firm.law import Consultation, Law, law_of, laws, notice, threshold
from reallocate.firm.model.grouping import SEVERAL
from reallocate.firm.model.inputs import mean_notice
from reallocate.firm.model.plan import Outcome
from reallocate.firm.plan.roles import LAYOFFS, NOTE, PERIOD, SOLVED
from reallocate.firm.plan.solved import SolvedPlan
from reallocate.firm.request.exit_terms import ExitStart
from reallocate.firm.request.faults import dimensions_of
from reallocate.firm.request.keys import Scenario
from reallocate.firm.request.prepare import PlanProblem
from reallocate.kernel.arrays import Flags
from reallocate.kernel.table import Column, Rows, table
from reallocate.kernel.units import MONTHS_A_QUARTER
from reallocate.work.firm import NOT_GIVEN, OTHER, plain

LEAST_NOTICE = 0.5
"""Exits below half a position are none [FTE]."""
START, EXITS, PROMISE = "the plan starts", "layoffs", "no layoffs are promised before"
OPENS, NOTIFIED, NOTICES, FIRST_STOP = (
    "consultation opens", "authority is told", "notice from", "first people stop work",
)  # fmt: skip
CALENDAR = "calendar"
COLUMNS = (
    Column("step"), Column("law"), PERIOD, LAYOFFS, Column("threshold", "Law applies from", "FTE"),
    Column("day", "From", optional=True, about="earliest day of the step"),
    Column("until", "Until", optional=True, about="consultation, the authority's wait or notice ends"),
    Column("who", "With whom", optional=True), Column("office", "Told", optional=True),
    Column("notice_days", "Notice", "days"), Column("tell_for_first_day", "Notify by, first day"),
    Column("tell_for_last_day", "Notify by, last day"), NOTE,
)  # fmt: skip
SHOWN = (
    "step", "period", "layoffs", "day", "until", "who", "office", "notice_days", "tell_for_first_day", "note",
)  # fmt: skip
"""Columns that are shown where a law says when exits may begin."""
READING = (
    "A quarter's layoffs count as if on one site. Notice is the mean over everybody. Statutory minimum, no "
    "legal advice."
)


@dataclass(frozen=True, eq=False)
class Laid:
    """A plan with what its calendar needs: as made ready, and layoffs of roles at home by quarter [FTE]."""

    problem: PlanProblem
    plan: Outcome

    @property
    def layoffs(self) -> np.ndarray:
        """(period) [FTE] without roles that are known to be in another country."""
        result: np.ndarray = self.plan.layoffs[~elsewhere(self.problem, self.plan)].sum(axis=0)
        return result


@table(
    CALENDAR, "Consultation calendar", COLUMNS,
    source=f"{SOLVED} Days and thresholds: the law named in each row.",
)  # fmt: skip
def calendar(solved: SolvedPlan) -> Rows:
    """What must be said by when: each quarter with layoffs under each law at hand.

    The whole quarter's exits are counted as if they fell on one site and within the law's window, the
    strictest reading, since a plan knows neither. An exit on a quarter's first day needs notice the law's
    days before it; the last day of notice in time for exits within the quarter is counted from its last.
    Roles that are known to be in another country do not count under the law of the firm's.
    """
    return calendar_rows(Laid(solved.problem, solved.plan))


def calendar_rows(laid: Laid) -> Rows:
    """The rows of a calendar, in the order of time within each law."""
    scenario, start = laid.problem.scenario, laid.problem.exit_start
    rows: list[dict[str, object]] = [{"step": START, "period": scenario.periods[0], "note": scenario.start}]
    if scenario.promises.no_layoffs_before:
        rows.append({"step": PROMISE, "note": scenario.promises.no_layoffs_before})
    if start is not None:
        return [*rows, *_by_law(laid, start)]
    for law in laws_of(laid.problem):
        rows += _announced_notice(scenario, law)
        for quarter, count in enumerate(laid.layoffs):
            if count >= LEAST_NOTICE:
                rows.append(_notice_due(scenario, law, quarter, count))
    return rows


def laws_of(problem: PlanProblem) -> list[Law]:
    """The law that a scenario names; all of its country where it names none."""
    code, named = problem.world.country, problem.scenario.promises.jurisdiction
    known = laws(code)
    return [law_of(HOME, named)] if code == HOME and named in known else list(known.values())


def _by_law(laid: Laid, start: ExitStart) -> list[dict[str, object]]:
    """Consultation, first notice and first exits, then each quarter with layoffs."""
    scenario, name = laid.problem.scenario, country(laid.problem.world.country).name
    law, asked, layoffs = start.law, start.asked, laid.layoffs
    rows: list[dict[str, object]] = []
    if layoffs.max() < LEAST_NOTICE:
        return rows
    same = {"law": name, "threshold": threshold(law, float(laid.plan.inputs.headcount.sum()))}
    if asked is not None:
        rows.append({
            "step": OPENS, **same, "period": _period(start.opens), "day": start.opens.isoformat(),
            "until": start.notified.isoformat(), "who": asked.who,
            "note": f"{_span(asked)}; {law.source}, as of {law.date}",
        })  # fmt: skip
        rows.append({
            "step": NOTIFIED, **same, "period": _period(start.notified), "day": start.notified.isoformat(),
            "until": start.waited.isoformat(), "office": asked.office,
            "note": f"after the consultation; nobody leaves within {asked.wait:.0f} days of it",
        })  # fmt: skip
    rows.append({
        "step": NOTICES, **same, "period": _period(start.gives_notice), "day": start.gives_notice.isoformat(),
        "notice_days": start.days, "note": _before_notice(asked),
    })  # fmt: skip
    rows.append({
        "step": FIRST_STOP, **same, "period": _period(start.stops), "day": start.stops.isoformat(),
        "note": f"the first whole quarter begins with {_quarter(scenario, start.quarter)}",
    })  # fmt: skip
    worked = laid.plan.inputs.options.parameters["notice_worked"]
    days = datetime.timedelta(days=round(worked * start.days))
    rest = datetime.timedelta(days=round((1 - worked) * start.days))
    for quarter, count in enumerate(layoffs):
        if count >= LEAST_NOTICE:
            one, last = _quarter_days(scenario.start, quarter)
            rows.append({
                "step": EXITS, **same, "period": scenario.periods[quarter], "layoffs": float(count),
                "day": one.isoformat(), "until": (last + rest).isoformat(), "notice_days": start.days,
                "tell_for_first_day": (one - days).isoformat(),
                "tell_for_last_day": (last - days).isoformat(),
                "note": f"{worked:.0%} of notice is worked",
            })  # fmt: skip
    return rows


def _span(asked: Consultation) -> str:
    """How long consultation lasts, in words."""
    days = f"{asked.least:.0f}" if asked.least == asked.most else f"{asked.least:.0f} to {asked.most:.0f}"
    return f"{days} days"


def _before_notice(asked: Consultation | None) -> str:
    """What notice waits for, in words."""
    if asked is None:
        return "too few layoffs for a consultation"
    permit = f" and its decision, {asked.permit:.0f} days later" if asked.permit else ""
    return f"after the consultation and the word to the authority{permit}"


def _period(day: datetime.date) -> str:
    return f"{day.year} Q{(day.month - 1) // MONTHS_A_QUARTER + 1}"


def _quarter(scenario: Scenario, quarter: int) -> str:
    return _period(_quarter_days(scenario.start, quarter)[0])


def _announced_notice(scenario: Scenario, law: Law) -> list[dict[str, object]]:
    """The earliest day of exits after an announcement that was notice to everybody; none without its day."""
    cut = scenario.announced
    if cut is None or not cut.exits or len(cut.date) < len("YYYY-MM-DD"):
        return []
    first = datetime.date.fromisoformat(cut.date) + datetime.timedelta(days=notice(law, 0.0, 0.0))
    return [
        {
            "step": f"exits announced on {cut.date}",
            **_rule(law, cut.exits),
            "note": f"if that was notice to everybody, exits from {first.isoformat()} on",
        }
    ]


def _notice_due(scenario: Scenario, law: Law, quarter: int, count: float) -> dict[str, object]:
    """When a law asks for notice of a quarter's exits.

    law : its days and the number of exits from which it asks
    quarter : of the exits, counted from 0
    count : [exits] in it
    last day to tell for a day of exits = that day − days of notice, for the quarter's first and last day;
    where count < threshold the law asks for none, and where the day lies before the plan starts the note says
    so. Source: the law's own, in the country's file.
    """
    first, last = _quarter_days(scenario.start, quarter)
    rule = _rule(law, count)
    days = datetime.timedelta(days=notice(law, 0.0, 0.0))
    reaches = count >= threshold(law, math.inf)
    note = _law_note(law) if reaches else "below the number from which the law asks for notice"
    if reaches and first - days < _quarter_days(scenario.start, 0)[0]:
        note = f"notice would be due before the plan starts; {note}"
    return {
        "step": EXITS,
        **rule,
        "period": scenario.periods[quarter],
        "tell_for_first_day": (first - days).isoformat(),
        "tell_for_last_day": (last - days).isoformat(),
        "note": note,
    }


def _rule(law: Law, count: float) -> dict[str, object]:
    return {
        "law": law.label,
        "layoffs": float(count),
        "threshold": threshold(law, math.inf),
        "notice_days": notice(law, 0.0, 0.0),
    }


def _quarter_days(start: str, quarter: int) -> tuple[datetime.date, datetime.date]:
    """First and last day of a quarter of the plan.

    start : first month of the first quarter, YYYY-MM
    quarter : counted from 0
    """
    month = pd.Period(start, "M") + MONTHS_A_QUARTER * quarter
    return month.start_time.date(), (month + 2).end_time.date()


def _law_note(law: Law) -> str:
    beside = f"; also {law.beside}" if law.beside else ""
    return f"{law.source}, in force since {law.date}; {law.applies}{beside}"


def countries_of(problem: PlanProblem, plan: Outcome) -> pd.Index:
    """The country of each role, "" where it is not known; (role)."""
    i = plan.inputs
    none = pd.Index([""] * len(i.roles))
    return i.places.get("country", none) if "country" in dimensions_of(problem.scenario) else none


def elsewhere(problem: PlanProblem, plan: Outcome) -> Flags:
    """Whether each role is known to be outside the firm's country; (role)."""
    own = country(problem.world.country)
    here = {"", OTHER, NOT_GIVEN, SEVERAL, *(plain(one) for one in (own.code, own.name, *own.names))}
    return np.array([one not in here and plain(one) not in here for one in countries_of(problem, plan)], bool)


def calendar_sentences(laid: Laid, rows: pd.DataFrame) -> list[str]:
    """Who is consulted from when, what must pass before, and from when people leave.

    rows : the calendar
    """
    start = laid.problem.exit_start
    assert start is not None
    name = country(laid.problem.world.country).name
    if EXITS not in set(rows["step"]):
        return [f"Nobody is laid off in this plan, so the law of {name} asks for no consultation."]
    lines = []
    if start.asked is not None:
        asked = start.asked
        lines.append(
            f"Consultation with {asked.who} opens on {start.opens} and ends by {start.notified}. Then "
            f"{asked.office} is told, and notice is given from {start.gives_notice}."
        )
        if asked.wait:
            lines.append(
                f"Nobody leaves before {start.waited}, {asked.wait:.0f} days after the authority is told."
            )
    lines.append(
        f"Notice is {mean_notice(laid.plan.inputs):.0f} days on average. People stop work from {start.stops} "
        f"at the earliest, so the first layoffs are in {_quarter(laid.problem.scenario, start.quarter)} or "
        "later."
    )
    return lines
