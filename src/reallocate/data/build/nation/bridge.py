"""How a country's occupations become those of the United States: weights by codes, by titles, and by both.

W[n, o] is the share of national occupation n that is work of SOC 2018 occupation o; rows sum to 1. Codes
say which
occupations are possible, titles which of them are meant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from reallocate.data.frames import JOINT_CODES
from reallocate.data.occupations import whole_shares
from reallocate.data.titles.abbreviations import Abbreviations
from reallocate.data.titles.match import TitleMatcher
from reallocate.kernel.errors import DataError, Problem
from reallocate.work.world import World

BLUR = 0.05
"""[share] What an occupation counts that codes allow and no title names. A judgement."""
_AGREED = 0.2
"""[share of titles] Below it codes and titles name different work, and each counts half."""
_LEAST = 0.01
"""[share] Weights below it are left out: they are the reader's noise."""


def isco_to_soc(pairs: pd.DataFrame, newer: pd.DataFrame, employment: pd.Series) -> pd.DataFrame:
    """Weights of SOC 2018 for each unit group of ISCO-08, by US employment where several fit.

    pairs : isco, soc2010, as from `packs.isco`
    newer : soc2010, soc2018, as from `packs.crosswalks`
    employment : (occupation of the frame) [persons]
    weight[g, o] ∝ people[o] / number of groups of o. A code that OEWS publishes together with others counts
    as
    what it is published as; groups of three digits in the list are left out.
    Returns isco08, occupation, weight.
    Source: BLS, crosswalk of ISCO-08 to the 2010 SOC, June 2015.
    """
    table = pairs[pairs["isco"].str.len().eq(4)].merge(newer, on="soc2010")
    broad = table["soc2018"].str[:6] + "0"
    known = table["soc2018"].isin(employment.index)
    joint = {part: whole for whole, parts in JOINT_CODES.items() for part in parts}
    table["occupation"] = table["soc2018"].where(known, table["soc2018"].map(joint).fillna(broad))
    table = table[table["occupation"].isin(employment.index)]
    table = table.rename(columns={"isco": "isco08"})[["isco08", "occupation"]].drop_duplicates()
    groups = table.groupby("occupation")["isco08"].transform("size")
    people = table["occupation"].map(employment).fillna(employment.median())
    table["weight"] = people / groups
    table["weight"] /= table.groupby("isco08")["weight"].transform("sum")
    return table.reset_index(drop=True)


def by_codes(bridge: pd.DataFrame, soc: pd.DataFrame) -> pd.Series:
    """(code, occupation) weight by way of ISCO-08.

    bridge : code, isco08, weight; soc : as from `isco_to_soc`
    """
    both = bridge.merge(soc, on="isco08", suffixes=("", "_soc"))
    weight = (both["weight"] * both["weight_soc"]).groupby([both["code"], both["occupation"]]).sum()
    return _to_one(weight)


def by_titles(titles: Mapping[str, Mapping[str, float]], world: World) -> pd.Series:
    """(code, occupation) weight that the product's reader of titles gives.

    titles : (code) (title) what it counts
    world : whose titles are known
    """
    every = sorted({title for own in titles.values() for title in own})
    found = TitleMatcher(world, abbreviations=Abbreviations({})).match(every)
    rows = [
        (code, occupation, counts * chance)
        for code, own in titles.items()
        for title, counts in own.items()
        for occupation, chance in found[title].options
    ]
    table = pd.DataFrame(rows, columns=["code", "occupation", "weight"])
    return _to_one(table.groupby(["code", "occupation"])["weight"].sum())


def group_titles(title: str, jobs: Sequence[str]) -> dict[str, float]:
    """(title) what it counts: the group's own as much as all of its jobs together."""
    return {**{job: 1.0 / len(jobs) for job in jobs}, title: 1.0}


def together(codes: pd.Series, titles: pd.Series) -> pd.Series:
    """(code, occupation) weight ∝ codes · (titles + blur); rows sum to 1.

    codes, titles : as from `by_codes`, `by_titles`
    Where less than a fifth of what titles name is possible by codes, both count half; an occupation that
    has no
    way by codes has that of its titles.
    """
    both = _to_one(codes * (titles.reindex(codes.index).fillna(0.0) + BLUR))
    shared = titles[titles.index.isin(codes.index)].groupby(level=0).sum()
    agreed = shared.reindex(both.index.unique(0)).fillna(0.0)
    named = agreed.index.isin(titles.index.unique(0))
    apart = agreed.index[(agreed < _AGREED).to_numpy() & named]
    halved = np.where(both.index.get_level_values(0).isin(apart), 0.5, 1.0)
    own = titles.index.get_level_values(0)
    alone = titles[~own.isin(codes.index.unique(0))]
    parts = [both * halved, 0.5 * titles[own.isin(apart)], alone]
    weight = pd.concat(parts).groupby(level=[0, 1]).sum()
    return _to_one(weight[_to_one(weight) >= _LEAST])


def weights(
    codes: pd.Index,
    bridge: pd.DataFrame,
    titles: Mapping[str, Mapping[str, float]],
    soc: pd.DataFrame,
    world: World,
) -> pd.DataFrame:
    """W: the share of each national occupation that is work of each US occupation; rows sum to 1.

    codes : national occupations
    bridge : code, isco08, weight; titles : as for `by_titles`; soc : as from `isco_to_soc`
    An occupation that has no way takes the mean of its minor group, as elected officers, whom OEWS does not
    count.
    Returns (code, occupation) [share].
    Raises `DataError` naming the occupations without a way whose minor group has none either.
    """
    found = together(by_codes(bridge, soc), by_titles(titles, world))
    wide = found.unstack(fill_value=0).reindex(index=codes, columns=world.occupations.index, fill_value=0.0)
    has = wide.sum(axis=1) > 0
    group = codes.str[:3]
    wide[~has] = wide[has].groupby(group[has]).mean().reindex(group[~has]).fillna(0.0).to_numpy()
    lost = wide.index[wide.sum(axis=1) == 0]
    if len(lost):
        what = f"{len(lost)} occupations have no way to those of the United States: {', '.join(lost[:8])}"
        raise DataError(Problem(what, "bridge", "Give their ISCO-08 group or titles that can be read."))
    return rounded(wide)


def rounded(wide: pd.DataFrame) -> pd.DataFrame:
    """W with four digits, whose rows still sum to 1."""
    long = pd.DataFrame({"share": wide.stack()}).rename_axis(["code", "occupation"]).reset_index()
    long["share"] = whole_shares(long["share"], long[["code"]], 4)
    return long.pivot(index="code", columns="occupation", values="share").reindex_like(wide)


def _to_one(weight: pd.Series) -> pd.Series:
    return weight / weight.groupby(level=0).transform("sum")


def compare_ways(codes: pd.Series, titles: pd.Series, reach: pd.Series) -> pd.DataFrame:
    """Each occupation's reach by codes alone and by titles alone; (code) codes, titles, difference.

    reach : (occupation) [share of hours]
    """
    means = {
        name: (way * reach.reindex(way.index.get_level_values(1)).to_numpy()).groupby(level=0).sum()
        for name, way in (("codes", codes), ("titles", titles))
    }
    table = pd.DataFrame(means)
    return table.assign(difference=(table["codes"] - table["titles"]).abs())
