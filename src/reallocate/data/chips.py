"""AI chips that companies have for each person they employ, as observed."""

from __future__ import annotations

import pandas as pd

OWNERS = ("Meta", "Microsoft", "Google", "Amazon")
"""Owners whose headcount is known for the end of some quarter; Google stands for all of Alphabet."""
FIGURES = ["h100", "h100_low", "h100_high"]


def h100_per_employee(chips: pd.DataFrame, headcounts: pd.DataFrame) -> pd.DataFrame:
    """H100 equivalents for each employee on days of which both are known.

    chips : owner, maker, date, h100, h100_low, h100_high [equivalents], the shipped table `ai_chips`
    headcounts : company, date, people, grade, the shipped table `headcounts`
    Returns (company, date) h100, people, each, each_low, each_high [H100 equivalents per employee].
    each[c,t] = Σ_m h100[c,m,t] / people[c,t] over the makers m. Ends of 5 and 95% are added over makers as if
    all were low or high at once, which is the widest they can be. Of several headcounts the best grade holds.
    Source: Epoch AI, AI chip counts by owner, April 2026; headcounts name theirs.
    """
    owned = chips[chips["owner"].isin(OWNERS)].groupby(["owner", "date"])[FIGURES].sum()
    best = headcounts.sort_values("grade", kind="stable").drop_duplicates(["company", "date"])
    people = best.rename(columns={"company": "owner"}).set_index(["owner", "date"])["people"]
    both = owned.join(people, how="inner").rename_axis(["company", "date"]).sort_index()
    each = {name.replace("h100", "each"): both[name] / both["people"] for name in FIGURES}
    return both[["h100", "people"]].assign(**each)
