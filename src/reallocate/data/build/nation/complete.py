"""A country in ISCO-08 with every unit group that has work: figures of groups spread, others left out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from reallocate.data.build.nation.fit import isco_titles
from reallocate.data.build.nation.pack import NationPack
from reallocate.kernel.errors import InputError, Problem
from reallocate.work.world import World

SPREAD = 0.5
"""Power of the ratio of US pay by which pay of a group is spread over its unit groups. A judgement."""
_TOLERANCE = 0.005
"""[share] By how much listed people may exceed those of their group, for rounding."""
OF_GROUP = "pay_of_group"
"""Flag of an occupation whose pay is its group's, spread."""


def us_people(way: pd.DataFrame, world: World) -> pd.Series:
    """(isco08) [persons] of the United States by unit group: each US occupation's people as W shares it."""
    share = way / way.sum().replace(0.0, np.nan)
    return pd.Series(share.fillna(0.0) @ world.occupations["employment"].reindex(way.columns).fillna(0.0))


def spread_pay(group: pd.Series, way: pd.DataFrame, world: World, within: pd.Index) -> pd.Series:
    """Pay of a group, spread over its unit groups; (isco08) [money of the country/year].

    group : (isco08) pay of the group that each lies in [money/year]
    within : (isco08) which group that is
    pay[n] = pay[g]·(US pay[n] / its mean in g)^½, the mean weighted by US people
    """
    us = way @ world.occupations["wage_mean"].reindex(way.columns)
    prior = us_people(way, world) + 1.0
    mean = (us * prior).groupby(within).transform("sum") / prior.groupby(within).transform("sum")
    return pd.Series(group.to_numpy(), way.index) * (us / mean) ** SPREAD


def completed(pack: NationPack, way: pd.DataFrame, world: World) -> NationPack:
    """The pack with every unit group of ISCO-08 that has work content, and with no other.

    pack : without a bridge; codes of one to three digits are groups
    way : W of ISCO-08; world : the United States
    A group's people, less those of its unit groups that are listed with people, are spread over the others as
    people of the United States are; its pay as by `spread_pay`. The narrowest group counts first. A unit
    group that is in no line has nobody.
    Raises `InputError` where unit groups have more people than their group.
    """
    listed = pack.occupations.assign(**{OF_GROUP: pack.occupations.get(OF_GROUP, False)}).set_index("code")
    units = listed.reindex(way.index)
    units["title"] = units["title"].fillna(isco_titles().reindex(way.index))
    units[OF_GROUP] = units[OF_GROUP].eq(True)
    prior, problems = us_people(way, world) + 1.0, list[Problem]()
    groups = listed[listed.index.str.len() < 4]
    for code in sorted(map(str, groups.index), key=lambda code: (-len(code), code)):
        people, pay = (float(groups[name][code]) for name in ("people", "wage_mean"))
        inside = way.index.str.startswith(code)
        if people == people:
            free = inside & units["people"].isna().to_numpy()
            rest = float(people - units.loc[inside, "people"].sum())
            if rest < -_TOLERANCE * people or (rest > _TOLERANCE * people and not free.any()):
                what = f"unit groups of {code} have {people - rest:,.0f} people, the group {people:,.0f}"
                remedy = "Correct them, or leave the group's cell empty."
                problems.append(Problem(what, "occupations.csv", remedy))
            units.loc[free, "people"] = max(rest, 0.0) * prior[free] / prior[free].sum()
        unpaid = inside & units["wage_mean"].isna().to_numpy()
        if pay == pay and unpaid.any():
            whole = spread_pay(pd.Series(pay, way.index), way, world, pd.Index(np.where(unpaid, code, "")))
            units.loc[unpaid, "wage_mean"] = whole[unpaid]
            units.loc[unpaid, OF_GROUP] = True
    if problems:
        raise InputError(problems)
    mix = pack.mix[[any(one.startswith(group) for one in way.index) for group in pack.mix["group"]]]
    return replace(
        pack,
        occupations=units.rename_axis("code").reset_index(),
        mix=mix.reset_index(drop=True),
        titles=pack.titles[pack.titles["code"].isin(way.index)].reset_index(drop=True),
        history=pack.history[pack.history["code"].isin(way.index)].reset_index(drop=True),
    )


def without_content(pack: NationPack, way: pd.DataFrame) -> pd.Series:
    """(isco08) [persons] of listed unit groups that have no work content, which `completed` leaves out."""
    own = pack.occupations.set_index("code")["people"].fillna(0.0)
    return own[(own.index.str.len() == 4) & ~own.index.isin(way.index)]

