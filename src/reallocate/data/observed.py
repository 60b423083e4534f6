"""What was observed of AI: firms that use it, chips for each employee, followers, and use by occupation."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from reallocate.kernel.errors import DataError, Problem
from reallocate.work.reach import published

_STATES = "states, question of 2023 to 2025"
_SECTORS = "sectors, supplement of March 2026"
_FORTNIGHT = pd.Timedelta(days=14)


def ai_use_table(survey: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Firms that use AI or expect to, by state and fortnight, and by sector once.

    survey : as from `packs.btos`: states, fortnights, sectors
    Returns segment, measure, place, date, share, standard_error [share of firms]. What was suppressed has
    no row. The question widened in November 2025, after the states' last fortnight at hand and before the
    sectors' supplement, so that a rise from one segment to the other says nothing.
    """
    states = survey["states"].assign(segment=_STATES)
    dates = _fortnight_dates(survey["fortnights"], states["fortnight"].drop_duplicates())
    states["date"] = states["fortnight"].map(dates)
    sectors = survey["sectors"].assign(segment=_SECTORS)
    columns = ["segment", "measure", "place", "date", "share", "standard_error"]
    both = [states.rename(columns={"state": "place"}), sectors.rename(columns={"sector": "place"})]
    return pd.concat(both)[columns].dropna(subset="share").reset_index(drop=True)


def _fortnight_dates(listed: pd.DataFrame, fortnights: pd.Series) -> pd.Series:
    """The first day asked about in each fortnight; those after the last listed one follow two weeks apart.

    listed : fortnight [YYYYFF], date, as from `packs.btos`
    Raises `DataError` where listed fortnights are not two weeks apart, or one lies before the first.
    """
    starts = pd.Series(pd.to_datetime(listed["date"]).to_numpy(), index=listed["fortnight"]).sort_index()
    if (starts.diff().iloc[1:] != _FORTNIGHT).any():
        raise DataError(Problem("the survey's fortnights are not two weeks apart", "dates of reference"))
    for name in sorted(set(fortnights) - set(starts.index)):
        if name < starts.index[-1]:
            raise DataError(Problem("a fortnight without a date lies before dated ones", where=name))
        starts.loc[name] = starts.iloc[-1] + _FORTNIGHT
    return pd.Series(starts.dt.strftime("%Y-%m-%d"))


_OWNERS = ("Meta", "Microsoft", "Google", "Amazon")
"""Owners whose headcount is known for the end of some quarter; Google stands for all of Alphabet."""
_FIGURES = ["h100", "h100_low", "h100_high"]


def h100_per_employee(chips: pd.DataFrame, headcounts: pd.DataFrame) -> pd.DataFrame:
    """H100 equivalents for each employee on days of which both are known.

    chips : owner, maker, date, h100, h100_low, h100_high [equivalents], the shipped table `ai_chips`
    headcounts : company, date, people, grade, the shipped table `headcounts`
    Returns (company, date) h100, people, each, each_low, each_high [H100 equivalents per employee].
    each[c,t] = Σ_m h100[c,m,t] / people[c,t] over the makers m. Ends of 5 and 95% are added over makers as if
    all were low or high at once, which is the widest they can be. Of several headcounts the best grade holds.
    Source: Epoch AI, AI chip counts by owner, April 2026; headcounts name theirs.
    """
    owned = chips[chips["owner"].isin(_OWNERS)].groupby(["owner", "date"])[_FIGURES].sum()
    best = headcounts.sort_values("grade", kind="stable").drop_duplicates(["company", "date"])
    people = best.rename(columns={"company": "owner"}).set_index(["owner", "date"])["people"]
    both = owned.join(people, how="inner").rename_axis(["company", "date"]).sort_index()
    each = {name.replace("h100", "each"): both[name] / both["people"] for name in _FIGURES}
    return both[["h100", "people"]].assign(**each)


_EXPLAINED_BY_AI = ("substitution", "funding")
"""What employers gave as the reason: AI does the work, or pays for it."""


def first_cuts_by_year(announcements: pd.DataFrame) -> pd.Series:
    """Companies that explained a cut by AI or by paying for it, by the year of their first one; (year).

    announcements : company, date, ai_attribution, the shipped table
    The record lists only companies that cut: it gives no share of all peers.
    """
    explained = announcements[announcements["ai_attribution"].isin(_EXPLAINED_BY_AI)]
    first = explained.groupby("company")["date"].min().str[:4].astype(int)
    return first.value_counts().sort_index().rename_axis("year").rename("companies")


def exposed_gap(postings: pd.DataFrame) -> pd.Series:
    """Postings in sectors that AI reaches far beside others; (month) [ratio − 1].

    postings : series, place, month, value, the shipped table
    gap[t] = (exposed[t]/exposed[first]) / (control[t]/control[first]) − 1
    Source: Indeed Hiring Lab.
    """
    wide = postings[postings["series"].isin(["exposed", "control"])]
    table = wide.pivot(index="month", columns="series", values="value").sort_index()
    ratio = table / table.iloc[0]
    return (ratio["exposed"] / ratio["control"] - 1.0).rename("gap")


def naming_ai(postings: pd.DataFrame, place: str = "US") -> pd.Series:
    """Postings that name AI; (month) [share of postings].

    postings : series, place, month, value, the shipped table
    Source: Indeed Hiring Lab.
    """
    rows = postings[postings["series"].eq("naming AI") & postings["place"].eq(place)]
    return rows.set_index("month")["value"].sort_index() / 100.0


def firms_using_ai(ai_use: pd.DataFrame) -> pd.Series:
    """Firms that use AI to produce goods or services, by survey date; (date) [share of firms].

    The mean of the states that have a figure on the first and on the last date.

    ai_use : segment, measure, place, date, share, the shipped table
    Source: US Census Bureau, Business Trends and Outlook Survey, question of 2023 to 2025.
    """
    rows = ai_use[ai_use["segment"].str.startswith("states") & ai_use["measure"].eq("current")]
    wide = rows.pivot(index="date", columns="place", values="share").dropna(how="all").sort_index()
    ends = wide.iloc[[0, -1]].dropna(axis=1)
    return ends.mean(axis=1).rename("share")


_CONVERSATIONS = 1e6
_JOBS = 1e3


def _bridged_usage(
    usage: pd.DataFrame, bridge: pd.DataFrame, employment: pd.Series, split: pd.DataFrame
) -> tuple[pd.Series, float]:
    """The share of conversations on each occupation, and the share lost to occupations outside the frame.

    usage : (task) onet_code_2010, share [share of conversations]
    bridge : (pair) onet_code_2010, onet_code, of the codes whose tasks were offered; many-to-many
    employment : (occupation) [persons]
    split : occupation, part of hybrids, as from `hybrids`
    Usage of a code that became several is split over the occupations they belong to in proportion to
    employment, so that usage per job stays the same among them.
    """
    pairs = bridge.assign(occupation=published(bridge["onet_code"], employment.index, split))
    pairs = pairs[["onet_code_2010", "occupation"]].drop_duplicates()
    pairs["weight"] = pairs["occupation"].map(employment)
    pairs = pairs.dropna()
    pairs["weight"] /= pairs.groupby("onet_code_2010")["weight"].transform("sum")
    by_code = usage.groupby("onet_code_2010")["share"].sum().rename("usage").reset_index()
    joined = pairs.merge(by_code, on="onet_code_2010")
    shares = (joined["usage"] * joined["weight"]).groupby(joined["occupation"]).sum()
    return shares, float(by_code["usage"].sum() - shares.sum())


def claude_usage(
    usage: pd.DataFrame, bridge: pd.DataFrame, employment: pd.Series, split: pd.DataFrame
) -> pd.Series:
    """Usage per job: of a million conversations, those on an occupation for each thousand people in it.

    usage, bridge, employment, split : as in `_bridged_usage`
    Returns (occupation) [conversations in a million per thousand employed]; 0 where the bridge reaches the
    occupation and no conversations on its tasks were published; missing where the bridge does not.
    Source: Handa et al. 2025, arXiv:2503.04761 (tasks with few conversations are left out).
    """
    shares, _ = _bridged_usage(usage, bridge, employment, split)
    reached = published(bridge["onet_code"], employment.index, split).dropna().unique()
    per_job = shares / employment[shares.index] * _CONVERSATIONS * _JOBS
    return per_job.reindex(pd.Index(sorted(reached), name="occupation")).fillna(0.0)
