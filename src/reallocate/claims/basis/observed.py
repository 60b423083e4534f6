"""What has been observed of two claims, in sentences: compute for each employee, and whether peers follow."""

from __future__ import annotations

import pandas as pd

from reallocate.data.chips import h100_per_employee
from reallocate.data.followers import exposed_gap, firms_using_ai, first_cuts_by_year, naming_ai
from reallocate.work.world import World

OF_ALL_FIRMS = (
    "Firms that cut and firms that did not were asked in the winter of 2025 to 2026: 18% used AI in some "
    "function (32% weighted by jobs, 50 to 60% of very large firms in information, professional services and "
    "finance). 2% had fewer jobs because of it; of users about as many had more (second hand), and jobs fell "
    "somewhat with the functions that use it. Use is wide and shallow: 57% of users have it in at most three "
    "functions (Bonney and others 2026, Census CES-26-25, abstract). Of service firms around New York that "
    "use AI 1% had laid off for it in half a year and 13% expected to (Federal Reserve Bank of New York, "
    "September 2025)."
)
"""What surveys of firms found that do not ship.
Source: Bonney, Breaux, Dinlersoz, Foster, Haltiwanger, Pande 2026, Census CES-26-25 (abstract); Abel, Deitz,
Emanuel, Hyman, Montalbano 2025, Liberty Street Economics, 4 September."""
ON_A_LEGAL_FORM = (
    "New York has asked every large employer since March 2025 whether technology or automation caused a mass "
    "layoff. In eleven months 162 employers with about 28,300 workers filed, Amazon and Goldman Sachs among "
    "them, and none said yes (Wired, February 2026, second hand). That may be silence."
)
"""What a compulsory notice says, which does not ship.
Source: New York State Department of Labor, as reported by Wired, 9 February 2026, and by Hunton Andrews
Kurth."""
BEFORE_THE_CUTS, YEAR_BEFORE = "2023-12", "2021-12"
"""By the first of these months three companies had explained a cut by AI; the second is two years earlier."""


def compute_per_employee(world: World) -> str:
    """H100 equivalents for each employee at the first and last day known, of each company, with 5 to 95%.

    world : with the tables ai_chips and headcounts
    """
    table = h100_per_employee(world.table("ai_chips"), world.table("headcounts"))
    parts = []
    for company, rows in table.groupby(level="company", sort=False):
        last = rows.iloc[-1]
        month = str(rows.index[-1][1])[:7]
        span = f"{_each(last['each_low'])}–{_each(last['each_high'])}"
        parts.append(f"{company} {_each(last['each'])} ({span}, {month})")
    first, last = (table.loc["Meta"].iloc[end] for end in (0, -1))
    days = table.loc["Meta"].index
    return (
        f"Observed: Meta's AI chips per employee rose from {_each(first['each'])} H100 equivalents in "
        f"{days[0][:7]} to {_each(last['each'])} in {days[-1][:7]}. Latest of each company, with 5–95%: "
        f"{'; '.join(parts)}. Own chips of Amazon and Microsoft are not counted, and Amazon's employees "
        "work mostly in warehouses."
    )


def whether_peers_follow(world: World) -> str:
    """Companies with a first cut explained by AI by year, firms that use AI, and postings by AI's reach.

    world : with the tables announcements, ai_use and postings
    """
    first = first_cuts_by_year(world.table("announcements"))
    postings, use = world.table("postings"), firms_using_ai(world.table("ai_use"))
    gap, naming = exposed_gap(postings), naming_ai(postings)
    years = ", ".join(f"{year}: {count}" for year, count in first.items())
    return (
        f"{first.sum()} companies on record explained a cut by AI or by paying for it (first in {years}); "
        "the record lists only companies that cut, so it gives no share of peers. "
        f"{ON_A_LEGAL_FORM} "
        f"Of all firms {use.iloc[0]:.0%} used AI to produce goods or services in {use.index[0][:7]} and "
        f"{use.iloc[-1]:.0%} in {use.index[-1][:7]} (means of states; the question was widened after that). "
        f"Postings in sectors that AI reaches far stood {_against(gap, YEAR_BEFORE)} other sectors' in "
        f"{YEAR_BEFORE}, {_against(gap, BEFORE_THE_CUTS)} in {BEFORE_THE_CUTS} and "
        f"{_against(gap, gap.index[-1])} in {gap.index[-1]}. They fell before most of these cuts. Of US "
        f"postings {naming.iloc[-1]:.1%} name AI ({naming[BEFORE_THE_CUTS]:.1%} in {BEFORE_THE_CUTS}). "
        f"{OF_ALL_FIRMS} What would tell whether peers follow: the same firms asked again after others of "
        "their industry have cut. The survey was asked once, and does not say whom a firm follows."
    )


def _each(count: float) -> str:
    return f"{count:.0f}" if count >= 9.95 else f"{count:.1f}"


def _against(gap: pd.Series, month: str) -> str:
    return f"{abs(gap[month]):.0%} {'below' if gap[month] < 0 else 'above'}"
