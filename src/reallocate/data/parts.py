"""Employment of codes that today's survey publishes only together with others."""

from __future__ import annotations

import pandas as pd


def parts_employment(national: pd.DataFrame, bridge: pd.DataFrame, published: pd.Index) -> pd.Series:
    """The last published employment of each SOC 2018 code that the survey no longer publishes.

    national : (row) year, occupation, level, employment [persons], each year in its own frame of codes
    bridge : (pair) soc2010, soc2018; many-to-many
    published : the occupations that are published today
    Returns (SOC 2018 code) [persons], only where its SOC 2010 code became this code alone and this
    code came from it alone; a code that kept its number and changed its meaning is thereby left out.
    """
    alone = ~bridge["soc2010"].duplicated(keep=False) & ~bridge["soc2018"].duplicated(keep=False)
    pairs = bridge[alone & ~bridge["soc2018"].isin(published)]
    rows = national[national["level"] == "detailed"].dropna(subset="employment")
    found = pairs.merge(rows[["year", "occupation", "employment"]], left_on="soc2010", right_on="occupation")
    last = found.sort_values("year").drop_duplicates("soc2018", keep="last")
    return last.set_index("soc2018")["employment"].sort_index()
