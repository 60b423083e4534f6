"""The layoff record in sentences: who said what, what came back, and at what price."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from reallocate.study.layoffs.record import PERSON_RATE, REASONS, Reversal

PERCENT = 100.0
WORDS = {
    "substitution": "that AI does the work",
    "funding": "that money is needed elsewhere (mostly for AI)",
    "other": "something else (weak demand, other skills, or no word of AI)",
    "contested": "what contradicts itself or could not be checked",
}


def record_said(tables: Mapping[str, pd.DataFrame]) -> list[str]:
    """What was announced, by the reason given.

    tables : as from `layoff_tables`
    """
    record = tables["record"]
    jobs = record["jobs_cut"]
    first, last = (str(record["date"].iloc[place]) for place in (0, -1))
    without, unchecked = int(jobs.isna().sum()), int((~record["checked"]).sum())
    parts = []
    for name in REASONS:
        rows = record[record["reason"] == name]
        if len(rows):
            parts.append(f"{WORDS[name]} in {len(rows)}, with {float(rows['jobs_cut'].sum()):,.0f} jobs")
    return [
        f"{len(record)} announcements of {record['company'].nunique()} companies from {first} to {last} are "
        f"kept, with {float(jobs.sum()):,.0f} jobs; {without} give no number. Employers say "
        f"{'; '.join(parts)}.",
        "These are reasons given, not measured causes; the companies were picked because they were in the "
        "news, so that shares among them are no shares of the economy. One company's later announcement may "
        "count jobs of an earlier one.",
        f"Under {unchecked} of them the reason was coded from memory and awaits a check; they are marked.",
    ]


def reversals_said(tables: Mapping[str, pd.DataFrame], found: Reversal) -> list[str]:
    """What was taken back, how often, and what that costs a plan.

    tables : as from `layoff_tables`
    found : price and rates
    """
    later = tables["record"]["later"]
    surveys = "; ".join(f"{name}: {rate:.0%}" for name, rate in found.firm_rates.items())
    most = max(found.firm_rates.values())
    return [
        f"Something is noted as changed later under {int(later.ne('').sum())} of {len(later)} announcements, "
        "from a change of words to as many people hired again; the table says what.",
        f"How often people came back: {PERSON_RATE}: {found.person_rate:.1%}, whatever the cut's reason. "
        f"Firms that hired again, of those surveyed: {surveys}. The first counts people, the others firms: a "
        "firm that hires one of a hundred back counts as a whole one.",
        f"A plan pays USD {found.price:,.0f} to take back one cut at a loaded cost of USD "
        f"{found.loaded_cost:,.0f} a year: severance {found.severance:,.0f}, finding somebody "
        f"{found.hiring:,.0f}, pay while they learn {found.learning:,.0f}; {found.months:.1f} months of pay. "
        f"Where {found.person_rate:.1%} of the cuts are taken back, that adds "
        f"{found.person_rate * found.months:.1f} months of pay to each cut; were it {most:.0%} of the cuts, "
        f"which no survey says, {most * found.months:.1f}.",
    ]
