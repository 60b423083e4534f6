"""What each table is called in front of a reader, in the order of the workbook, and where it comes from."""

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

ASKED_FOR = (
    "implied", "implied_together", "implied_edge", "implied_choices", "implied_grid", "implied_draws",
)  # fmt: skip
"""Tables that a study has only where they were asked for; they are not missed elsewhere."""

TABLES: dict[str, Sheet] = {
    "cut_or_wait": Sheet("The cut beside attrition", f"{_RESOLVED} Differences: the cut less attrition."),
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
        "Where people were seen to go",
        "National figures, no plan is involved: moves that the household survey saw, counted in people.",
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
    "products": Sheet(
        "Positions or GPUs for products",
        f"{_RESOLVED} Value of GPUs falls as more are bought; all of it is set beside the plan.",
    ),
    "finance": Sheet("What finance argues about", _RESOLVED),
    "accounts": Sheet("Cash and accounts by year", f"{_SOLVED} Bought compute is spread over its life."),
    "switches": Sheet("Own, rent or API", "Closed form from the prices in the sheet Assumptions."),
    "route_costs": Sheet("Tokens by route", "Closed form from the prices in the sheet Assumptions."),
    "families": Sheet("Jobs by route", f"{_SOLVED} Roles by major group."),
    "routes": Sheet("Jobs by route and quarter", f"{_SOLVED} Roles by major group."),
    "workload": Sheet("Workload of those who stay", f"{_SOLVED} Roles by major group."),
    "people_groups": Sheet(
        "Groups of people",
        "The scenario's roster against the plan's roles; small ones left out, shares rounded to 5%.",
    ),
    "training": Sheet("Training", f"{_SOLVED} Moves as on the sheet Moves between roles."),
    "calendar": Sheet("Consultation calendar", f"{_SOLVED} Days and thresholds: the law named in each row."),
    "refused": Sheet("What was not chosen", _RESOLVED),
    "limits": Sheet("Limits", _RESOLVED),
    "alternatives": Sheet(
        "Plans nearly as cheap",
        f"{_RESOLVED} Each goes as far as it can in one direction within the extra cost allowed.",
    ),
    "frontier": Sheet("What jobs kept cost", _RESOLVED),
    "outlooks": Sheet(
        "Outlooks", f"{_RESOLVED} Weights and what differs: the scenario, or the outlooks that ship."
    ),
    "strategies": Sheet(
        "First years side by side", f"{_RESOLVED} One plan for all outlooks; the rest adapts."
    ),
    "regret": Sheet("Regret by outlook", f"{_RESOLVED} Against one who knows the outlook."),
    "information": Sheet("What knowing is worth", f"{_RESOLVED} Differences of expected cost."),
    "reversal": Sheet(
        "Another outlook than planned",
        f"{_RESOLVED} The plan's first year, beside one who knew, by kind of cost.",
    ),
    "implied": Sheet("What one must believe", f"{_RESOLVED} The cut and the free plan under drawn beliefs."),
    "implied_together": Sheet("Beliefs moved together", _RESOLVED),
    "implied_edge": Sheet("One belief at a time", f"{_RESOLVED} Ranges: the sheet Assumptions."),
    "implied_choices": Sheet("Beliefs that are choices", _RESOLVED),
    "implied_grid": Sheet("Quits and demand", _RESOLVED),
    "implied_draws": Sheet("Every draw of beliefs", "Drawn from the ranges on the sheet Assumptions."),
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
