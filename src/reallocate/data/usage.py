"""Usage of Claude by occupation: from tasks in an old frame of codes to shares per job in today's."""

from __future__ import annotations

import pandas as pd

from reallocate.work.filled import published

CONVERSATIONS = 1e6
JOBS = 1e3


def bridged_usage(
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

    usage, bridge, employment, split : as in `bridged_usage`
    Returns (occupation) [conversations in a million per thousand employed]; 0 where the bridge reaches the
    occupation and no conversations on its tasks were published; missing where the bridge does not.
    Source: Handa et al. 2025, arXiv:2503.04761 (tasks with few conversations are left out).
    """
    shares, _ = bridged_usage(usage, bridge, employment, split)
    reached = published(bridge["onet_code"], employment.index, split).dropna().unique()
    per_job = shares / employment[shares.index] * CONVERSATIONS * JOBS
    return per_job.reindex(pd.Index(sorted(reached), name="occupation")).fillna(0.0)
