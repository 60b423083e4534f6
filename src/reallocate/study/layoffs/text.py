"""The layoff record in sentences: who gave which reason, what was taken back, and at what price."""

from __future__ import annotations

import pandas as pd

from reallocate.study.layoffs.record import PERSON_RATE, REASONS, LayoffContext

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
            reasons.append(f"{WORDS[name]} in {len(rows)}, with {float(rows['jobs_cut'].sum()):,.0f} jobs")
    return [
        f"The record holds {len(record)} announcements of {record['company'].nunique()} companies from "
        f"{first} to {last}, with {float(jobs.sum()):,.0f} jobs; {without} give no number. Employers say: "
        f"{'; '.join(reasons)}.",
        "These are reasons given, not measured causes. The companies were picked because they were in the "
        "news: shares among them are no shares of the economy. A company's later announcement may count jobs "
        "of an earlier one.",
        f"In {unchecked} of them the reason was coded from memory and awaits a check; they are marked.",
    ]


def _taken_back(context: LayoffContext) -> list[str]:
    """What was taken back, how often, and what that costs a plan."""
    later, found = context.record["later"], context.reversal
    surveys = "; ".join(f"{name}: {rate:.0%}" for name, rate in found.firm_rates.items())
    most = max(found.firm_rates.values())
    return [
        f"{int(later.ne('').sum())} of {len(later)} announcements were changed later, from a change of words "
        "to as many people hired again; the table says how.",
        f"How often people came back: {PERSON_RATE}: {found.person_rate:.1%}, whatever the cut's reason. "
        f"Firms that hired again, of those surveyed: {surveys}. The first counts people, the others firms: a "
        "firm that hires one of a hundred back counts as a whole one.",
        f"A plan pays USD {found.price:,.0f} to take back one cut at a loaded cost of USD "
        f"{found.loaded_cost:,.0f} a year: severance {found.severance:,.0f}, finding somebody "
        f"{found.hiring:,.0f}, pay while they learn {found.learning:,.0f}; {found.months:.1f} months of pay. "
        f"Where {found.person_rate:.1%} of the cuts are taken back, that adds "
        f"{found.person_rate * found.months:.1f} months of pay to each cut. At {most:.0%} of the cuts, "
        f"which no survey says, it adds {most * found.months:.1f}.",
    ]
