"""When people must be notified of layoffs, under each law."""

from __future__ import annotations

import datetime

import pandas as pd

from reallocate.scenario.firm.notice_laws import JURISDICTIONS, Jurisdiction
from reallocate.scenario.firm.schema import Scenario

ONE = 0.5
"""Exits below half a position are none [FTE]."""
START, EXITS, PROMISE = "the plan starts", "layoffs", "no layoffs are promised before"


def announced_notice(scenario: Scenario, law: Jurisdiction) -> list[dict[str, object]]:
    """The earliest day of exits after an announcement that was notice to everybody; none without its day."""
    cut = scenario.announced
    if cut is None or not cut.exits or len(cut.date) < len("YYYY-MM-DD"):
        return []
    first = datetime.date.fromisoformat(cut.date) + datetime.timedelta(days=law.notice_days)
    return [
        {
            "step": f"exits announced on {cut.date}",
            **_rule(law, cut.exits),
            "note": f"if that was notice to everybody, exits from {first.isoformat()} on",
        }
    ]


def laws_of(scenario: Scenario) -> list[Jurisdiction]:
    """The law that a scenario names; all at hand where it names none."""
    named = scenario.promises.jurisdiction
    return [JURISDICTIONS[named]] if named in JURISDICTIONS else list(JURISDICTIONS.values())


def notice_due(scenario: Scenario, law: Jurisdiction, quarter: int, count: float) -> dict[str, object]:
    """When a law asks for notice of a quarter's exits.

    law : its days and the number of exits from which it asks
    quarter : of the exits, counted from 0
    count : [exits] in it
    last day to tell for a day of exits = that day − notice_days, for the quarter's first and last day; where
    count < threshold the law asks for none, and where the day lies before the plan starts the note says so.
    Source: the law's own, `scenario/firm/notice_laws.py`.
    """
    first, last = quarter_days(scenario.start, quarter)
    days = datetime.timedelta(days=law.notice_days)
    reaches = count >= law.threshold
    note = _law_note(law) if reaches else "below the number from which the law asks for notice"
    if reaches and first - days < quarter_days(scenario.start, 0)[0]:
        note = f"notice would be due before the plan starts; {note}"
    return {
        "step": EXITS,
        **_rule(law, count),
        "period": scenario.periods[quarter],
        "tell_for_first_day": (first - days).isoformat(),
        "tell_for_last_day": (last - days).isoformat(),
        "note": note,
    }


def _rule(law: Jurisdiction, count: float) -> dict[str, object]:
    return {
        "law": law.name,
        "layoffs": float(count),
        "threshold": law.threshold,
        "notice_days": law.notice_days,
    }


def quarter_days(start: str, quarter: int) -> tuple[datetime.date, datetime.date]:
    """First and last day of a quarter of the plan.

    start : first month of the first quarter, YYYY-MM
    quarter : counted from 0
    """
    month = pd.Period(start, "M") + 3 * quarter
    return month.start_time.date(), (month + 2).end_time.date()


def _law_note(law: Jurisdiction) -> str:
    beside = f"; also {law.beside}" if law.beside else ""
    return f"{law.source}, {law.date}; {law.applies}{beside}"
