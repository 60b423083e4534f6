"""The layoff record in sentences: who gave which reason, what was taken back, and at what price."""

from __future__ import annotations

from functools import partial

import pandas as pd

from reallocate.measure.number import cell, say, sentence
from reallocate.problem.firm.layoff_record import PERSON_RATE, LayoffContext
from reallocate.study.layoffs.tables import REASONS

WORDS = {
    "substitution": "AI does the work",
    "funding": "money is needed elsewhere, mostly for AI",
    "other": "something else: weak demand, other skills, or no word of AI",
    "contested": "reasons that contradict themselves or could not be checked",
}


def text(context: LayoffContext) -> dict[str, list[str]]:
    """Sentences by part of the page."""
    return {"headline": _record(context.record), "taken_back": _taken_back(context)}


def _record(record: pd.DataFrame) -> list[str]:
    """What was announced, by the reason given."""
    jobs = record["jobs_cut"]
    first, last = (str(record["date"].iloc[place]) for place in (0, -1))
    without, unchecked = int(jobs.isna().sum()), int((~record["checked"]).sum())
    reasons = []
    for name in REASONS:
        rows = record[record["reason"] == name]
        if len(rows):
            reasons.append(f"{WORDS[name]} in {len(rows)}, with {cell(rows['jobs_cut'].sum(), 'jobs')} jobs")
    return [
        f"The record holds {len(record)} announcements of {record['company'].nunique()} companies from "
        f"{first} to {last}, with {cell(jobs.sum(), 'jobs')} jobs; {without} give no number. Employers say: "
        f"{'; '.join(reasons)}.",
        "These are stated reasons, not measured causes. The companies were selected from the news, so shares "
        "among them are not shares of the economy. A later announcement may count jobs of an earlier one.",
        f"{unchecked} reasons were coded from memory and are not checked yet; they are marked.",
    ]


def _taken_back(context: LayoffContext) -> list[str]:
    """What was taken back, how often, and what that costs a plan."""
    later, cost = context.record["later"], context.reversal
    surveys = "; ".join(f"{name}: {say(rate, 'share')}" for name, rate in cost.firm_rates.items())
    most, people = max(cost.firm_rates.values()), say(cost.person_rate, "share")
    severance, hiring, learning = (cell(one, "USD") for one in (cost.severance, cost.hiring, cost.learning))
    return [
        f"{int(later.ne('').sum())} of {len(later)} announcements changed later, from new wording to as many "
        "people hired again; the table gives details.",
        f"{sentence(PERSON_RATE)}: {people}, whatever the reason for the cut. Firms that hired again, of "
        f"those surveyed: {surveys}. The first rate counts people, the others firms: a firm that hires one "
        "of a hundred back counts as a whole one.",
        f"Taking back one cut costs a plan {say(cost.price, 'USD')} at a loaded cost of "
        f"{say(cost.loaded_cost, 'USD')} a year: severance {severance}, finding somebody {hiring}, pay while "
        f"they learn {learning}; {_months(cost.months)} months of pay. Where {people} of the cuts are taken "
        f"back, that adds {_months(cost.person_rate * cost.months)} months of pay to each cut. At "
        f"{say(most, 'share')} of the cuts, a rate that no survey gives, it adds "
        f"{_months(most * cost.months)}.",
    ]


_months = partial(cell, unit="months", digits=1, exact=True)
