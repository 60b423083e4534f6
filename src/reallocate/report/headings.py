"""What tables and columns are called in front of a reader, and where each table comes from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sheet:
    """A table as a reader meets it.

    title : what it holds
    source : where its figures come from
    """

    title: str
    source: str


_SOLVED = "Solved by this plan from the sheet Assumptions and the firm's roles."
_RESOLVED = "The plan solved again for each row; see the sheet Assumptions for what stays the same."

TABLES: dict[str, Sheet] = {
    "headline": Sheet("Headline figures", f"{_SOLVED} The range is over the sources of reach."),
    "operating_models": Sheet(
        "Two operating models",
        "Observed years: as the scenario states them, with their own grade; baseline and plan: solved.",
    ),
    "cases": Sheet("Cases side by side", _RESOLVED),
    "headcount": Sheet("Headcount by role and quarter", _SOLVED),
    "roles": Sheet("Roles", f"{_SOLVED} Ranges: equally good plans, and the sources of reach."),
    "groups": Sheet(
        "Roles, small ones in groups",
        f"{_SOLVED} Ranges: equally good plans, and the sources of reach; a group's of its roles together.",
    ),
    "kinds": Sheet("Kinds of work", _SOLVED),
    "activities": Sheet("Activities", f"{_SOLVED} Ranges: equally good plans."),
    "moves": Sheet(
        "Moves between roles", f"{_SOLVED} Which moves are possible: observed mobility and related jobs."
    ),
    "ways": Sheet(
        "Where they can go",
        "National figures, no plan is involved: observed moves between occupations, odds and gains modelled.",
    ),
    "bridge": Sheet("From reach to whole positions", _SOLVED),
    "modes": Sheet("Work by kind, mode and quarter", _SOLVED),
    "cash": Sheet("Cash", _SOLVED),
    "profit_and_loss": Sheet("Profit and loss", f"{_SOLVED} Bought compute is spread over its life."),
    "channels": Sheet("Substitution, funding, slack", _RESOLVED),
    "funding": Sheet(
        "What the cut would pay for",
        "Plan minus baseline cash; pay, severance and capital spending as the scenario states them.",
    ),
    "limits": Sheet("Limits", _RESOLVED),
    "alternatives": Sheet(
        "Plans nearly as cheap",
        f"{_RESOLVED} Each goes as far as it can in one direction within the extra cost allowed.",
    ),
    "frontier": Sheet("What jobs kept cost", _RESOLVED),
    "flips": Sheet("What would change it", _RESOLVED),
    "grid": Sheet("Exits and adoption", _RESOLVED),
    "sources": Sheet("Sources of reach", _RESOLVED),
    "history": Sheet(
        "History by exposure fifth",
        "US employment by occupation (OEWS) against each source of reach; no plan is involved.",
    ),
    "history_summary": Sheet(
        "History, summed up", "Rank correlation of exposure with growth, from the sheet before."
    ),
    "assumptions": Sheet("Assumptions", "Each row names its own source, vintage and grade."),
    "statistics": Sheet("The objective, taken apart", f"{_SOLVED} Present values add up to the objective."),
}

COLUMNS: dict[str, str] = {
    "activity": "Activity code",
    "alternative": "Direction",
    "augmented": "Augmented",
    "augmented_share": "Work augmented",
    "automated": "Automated",
    "automated_high": "Automated, high",
    "automated_low": "Automated, low",
    "automated_share": "Work automated",
    "baseline": "Baseline",
    "baseline_end": "Baseline at the end",
    "basis": "What makes it possible",
    "begin": "At the start",
    "capex": "Compute, bought",
    "case": "Case",
    "change": "Change (installing, adopting)",
    "channel": "Channel",
    "compute": "Compute",
    "compute_opex": "Compute, running",
    "rank_correlation_after": "Rank correlation 2022 to 2025",
    "rank_correlation_before": "Rank correlation 2017 to 2019",
    "cost_per_job": "Each further job kept costs",
    "decides": "Decides",
    "delta": "Change",
    "delta_high": "Equally good plans, high",
    "delta_low": "Equally good plans, low",
    "depreciation": "Depreciation",
    "difference": "After minus before",
    "discount": "Discount factor",
    "down": "One less changes the cost by",
    "dropped": "Left undone",
    "end": "At the end",
    "entry_pay": "Pay on entry",
    "exits": "Exits",
    "exits_share": "Exits forced",
    "extra_cost": "Costs more by",
    "extra_share": "Costs more by, share",
    "fifth": "Exposure fifth",
    "figure": "Figure",
    "finding": "What was found",
    "first_year_cash": "Cash in the first year",
    "flips_at": "Answer turns at",
    "freed_bn": "Freed a year",
    "gain": "Gain over staying",
    "gpu_years": "It would buy",
    "grade": "Grade",
    "growth_2017_2019": "Growth 2017 to 2019",
    "growth_2022_2025": "Growth 2022 to 2025",
    "group": "Range shown with",
    "headcount": "Today",
    "high": "High",
    "hires": "Hires",
    "hours": "Hours of work",
    "human": "By people",
    "in_firm": "In this firm too",
    "input": "Input",
    "jobs": "Jobs",
    "kind": "Kind of work",
    "layoffs": "Layoffs",
    "layoffs_at_high": "Layoffs at its highest",
    "layoffs_at_low": "Layoffs at its lowest",
    "layoffs_high": "Layoffs, most",
    "layoffs_low": "Layoffs, fewest",
    "level": "Limit at",
    "limit": "Limit",
    "low": "Low",
    "measure": "Measure",
    "mode": "How",
    "moved": "People who change role",
    "moves_in": "Moved in",
    "moves_out": "Moved out",
    "name": "Assumption",
    "note": "What it means",
    "now": "Taken here",
    "occupation": "Occupation code",
    "odds_if_try": "Odds in a year if you try",
    "one_off": "One-off cost",
    "origin": "From (role)",
    "origin_title": "From",
    "own": "Own",
    "pay_now": "Median pay now",
    "pay_per_head": "Pay per head",
    "parameter": "Name in a scenario",
    "payback": "Payback",
    "payback_high_months": "Payback, high",
    "payback_low_months": "Payback, low",
    "payroll": "Payroll",
    "period": "Quarter",
    "plan": "Plan",
    "plan_end": "Plan at the end",
    "positions": "Positions",
    "positions_at_high": "Positions at its highest",
    "positions_at_low": "Positions at its lowest",
    "positions_baseline": "Positions, baseline",
    "positions_plan": "Positions, plan",
    "power": "Power of own GPUs",
    "present_value": "Present value",
    "quits": "Quits",
    "restructuring": "Restructuring charge",
    "role": "Role",
    "roles": "Roles in it",
    "row": "Row",
    "saving": "Run-rate saving",
    "sentence": "In words",
    "setting": "Pay per head taken as",
    "severance_high_bn": "Severance once, high",
    "severance_low_bn": "Severance once, low",
    "share_of_capex_high": "Share of capital spending, high",
    "share_of_capex_low": "Share of capital spending, low",
    "share_of_increase_high": "Share of its increase, high",
    "share_of_increase_low": "Share of its increase, low",
    "share_of_movers": "People who make this move",
    "source": "Source",
    "sources_high": "Over sources, high",
    "sources_low": "Over sources, low",
    "speed": "Speed of adoption",
    "statistic": "Statistic",
    "step": "Step",
    "target": "To (role)",
    "target_title": "To",
    "title": "Title",
    "total": "Total",
    "training": "Hiring, training, learning",
    "training_cost": "Training cost",
    "training_weeks": "Training",
    "unit": "Unit",
    "up": "One more changes the cost by",
    "value": "Value",
    "vintage": "Vintage",
    "voluntary": "Voluntary exits",
    "work_dropped": "Work dropped",
}

CHANGES = {
    ("headline", "delta"),
    ("headline", "low"),
    ("headline", "high"),
    ("roles", "delta"),
    ("groups", "delta"),
    ("roles", "delta_low"),
    ("groups", "delta_low"),
    ("roles", "delta_high"),
    ("groups", "delta_high"),
    ("roles", "sources_low"),
    ("groups", "sources_low"),
    ("roles", "sources_high"),
    ("groups", "sources_high"),
    ("ways", "gain"),
    ("kinds", "delta"),
    ("kinds", "delta_low"),
    ("kinds", "delta_high"),
    ("history", "growth_2017_2019"),
    ("history", "growth_2022_2025"),
    ("limits", "up"),
    ("limits", "down"),
    ("cases", "positions"),
    ("grid", "positions"),
    ("sources", "positions"),
}
"""Columns that hold changes, written with their sign."""


def label(column: str) -> str:
    """A column's heading in words.

    column : its name in the table
    """
    return COLUMNS.get(column, column.replace("_", " ").capitalize())


def title(table: str) -> str:
    """What a table is called.

    table : its name
    """
    return TABLES[table].title if table in TABLES else table.replace("_", " ").capitalize()
