"""The share of firms that say they use AI: two segments that were asked differently, never joined."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from reallocate.errors import DataError, Problem

STATES = "states, question of 2023 to 2025"
SECTORS = "sectors, supplement of March 2026"
FORTNIGHT = pd.Timedelta(days=14)


def ai_use_table(survey: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Firms that use AI or expect to, by state and fortnight, and by sector once.

    survey : as from `packs.btos`: states, fortnights, sectors
    Returns segment, measure, place, date, share, standard_error [share of firms]. What was suppressed has
    no row. The question widened in November 2025, after the states' last fortnight at hand and before the
    sectors' supplement, so that a rise from one segment to the other says nothing.
    """
    states = survey["states"].assign(segment=STATES)
    dates = fortnight_dates(survey["fortnights"], states["fortnight"].drop_duplicates())
    states["date"] = states["fortnight"].map(dates)
    sectors = survey["sectors"].assign(segment=SECTORS)
    columns = ["segment", "measure", "place", "date", "share", "standard_error"]
    both = [states.rename(columns={"state": "place"}), sectors.rename(columns={"sector": "place"})]
    return pd.concat(both)[columns].dropna(subset="share").reset_index(drop=True)


def fortnight_dates(listed: pd.DataFrame, fortnights: pd.Series) -> pd.Series:
    """The first day asked about in each fortnight; those after the last listed one follow two weeks apart.

    listed : fortnight [YYYYFF], date, as from `packs.btos`
    Raises `DataError` where listed fortnights are not two weeks apart, or one lies before the first.
    """
    starts = pd.Series(pd.to_datetime(listed["date"]).to_numpy(), index=listed["fortnight"]).sort_index()
    if (starts.diff().iloc[1:] != FORTNIGHT).any():
        raise DataError(Problem("the survey's fortnights are not two weeks apart", "dates of reference"))
    for name in sorted(set(fortnights) - set(starts.index)):
        if name < starts.index[-1]:
            raise DataError(Problem("a fortnight without a date lies before dated ones", where=name))
        starts.loc[name] = starts.iloc[-1] + FORTNIGHT
    return pd.Series(starts.dt.strftime("%Y-%m-%d"))
