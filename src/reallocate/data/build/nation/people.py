"""Who works where, for what pay: a country's occupations, industries and years."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reallocate.data.accounts import biproportional
from reallocate.data.build.nation.complete import OF_GROUP
from reallocate.data.build.nation.fit import PAY, internal
from reallocate.data.build.nation.pack import WHOLE, NationPack, group_code, members
from reallocate.data.build.nation.work import BRIDGED
from reallocate.data.seeds import sections, seeds
from reallocate.work.world import World

_MIXED = 0.02
"""[share] Of a cell's seed that is the group's people wherever they work: none is impossible. A judgement."""
_ROUNDS = 200
_FEWEST = 1.0
"""[persons] A cell with fewer has no row."""
_BY_GROUP, _BY_SECTOR, _BY_DIVISION = 0, 2, 3


def occupation_table(pack: NationPack, weights: pd.DataFrame, world: World) -> pd.DataFrame:
    """The country's occupations; pay is in its own money.

    weights : W; (code, occupation) [share]
    Pay that was not published is that of the nearest group with any, by people; percentiles that were not
    are in the proportion to the mean that W gives.
    """
    own = pack.occupations.set_index("code")
    people, pay = own["people"].fillna(0.0), filled_pay(own["wage_mean"], own["people"].fillna(0.0))
    known = world.occupations.reindex(weights.columns)
    within = weights.reindex(own.index)
    table = pd.DataFrame(
        {
            "title": own["title"],
            "major_group": [group_code(code[:2]) for code in own.index],
            "minor_group": [group_code(code[:3]) for code in own.index],
            "broad_group": [internal(code) for code in own.index],
            "job_zone": within @ known["job_zone"].fillna(known["job_zone"].median()),
            "content_status": BRIDGED,
            "content_from": [_from(row) for _, row in within.iterrows()],
            "employment": people,
            "employment_rse": np.nan,
            "wage_mean": pay,
            "wage_rse": np.nan,
            "wage_status": _pay_status(own),
            "wage_top_coded": False,
        }
    )
    for name in PAY:
        ratio = within @ (known[name] / known["wage_mean"]).fillna(
            (known[name] / known["wage_mean"]).median()
        )
        table[name] = own[name].where(own["wage_mean"].notna()).fillna(pay * ratio)
    return table.rename(index=internal).rename_axis("occupation").reset_index()


def _published(own: pd.DataFrame) -> pd.Series:
    """Whether the mean pay of an occupation itself was published."""
    return own["wage_mean"].notna() & ~own.get(OF_GROUP, pd.Series(False, own.index)).eq(True)


def _pay_status(own: pd.DataFrame) -> np.ndarray:
    """observed: mean and percentiles were published; (partly) modelled: the mean, no or some others."""
    known = own[list(PAY)].notna()
    cases = [~_published(own), known.all(axis=1), known.any(axis=1)]
    return np.select(cases, ["filled", "observed", "partly modelled"], "modelled")


def _from(row: pd.Series) -> str:
    """The likeliest US occupations of one, with their weights."""
    first = row[row > 0].sort_values(ascending=False, kind="stable").head(3)
    return ", ".join(f"{code} {share:.0%}" for code, share in first.items())


def filled_pay(pay: pd.Series, people: pd.Series) -> pd.Series:
    """Pay with gaps from the minor, sub-major and major group, weighed by people; (code) [money/year]."""
    found = pay.astype(float).copy()
    weight = people.where(pay.notna(), 0.0) + np.where(pay.notna(), 1.0, 0.0)
    for digits in (3, 2, 1, 0):
        group = pay.index.str[:digits]
        total, counted = ((one).groupby(group).transform("sum") for one in (pay.fillna(0.0) * weight, weight))
        found = found.fillna(total / counted.where(counted > 0))
    return found


def group_table(pack: NationPack) -> pd.DataFrame:
    """Groups of two and three digits, and each occupation as a group of its own."""
    titles = dict(zip(pack.groups["code"], pack.groups["title"], strict=True))
    codes = pack.occupations["code"]
    rows = [
        (group_code(group), titles[group], level)
        for digits, level in ((2, "major"), (3, "minor"))
        for group in sorted(set(codes.str[:digits]))
    ]
    own = zip(codes, pack.occupations["title"], strict=True)
    rows += [(internal(code), title, "broad") for code, title in own]
    return pd.DataFrame(rows, columns=["code", "title", "level"]).drop_duplicates("code")


def industry_tables(pack: NationPack, weights: pd.DataFrame, world: World) -> dict[str, pd.DataFrame]:
    """People of each occupation in each section and division, and the list of these.

    weights : W
    x[s, n] ∝ seed[s, n], with Σ_n∈g x[s, n] as published for group g of section s, and Σ_s x[s, n] in
    proportion
    to the people of n; seed[s, n] = Σ_o P(n | o)·US people[s, o], and a fiftieth of it the group's people.
    A section's people are divided over its divisions as the seeds of these are.
    Source: Deming, Stephan 1940, Ann. Math. Statist. 11:427, DOI 10.1214/aoms/1177731829.
    """
    people = pack.occupations.set_index("code")["people"].fillna(0.0)
    seeded = _seeded(people, weights, world)
    cells = {"": {WHOLE: people}, "sector": _in_sections(pack, people, seeded)}
    cells["division"] = _in_divisions(cells["sector"], people, seeded)
    table = seeds()
    title = dict(zip(table["industry"].astype(str), table["title"].astype(str), strict=True))
    within = dict(zip(table["industry"].astype(str), table["section"].astype(str), strict=True))
    rows = [(WHOLE, "", f"All industries, {pack.country.name}", _BY_GROUP, people)]
    rows += [(one, one, title[one], _BY_SECTOR, x) for one, x in cells["sector"].items()]
    rows += [
        (one, f"{within[one]}{one}", title[one], _BY_DIVISION, x) for one, x in cells["division"].items()
    ]
    industries = pd.DataFrame(
        [(code, short, title, level, x.sum(), 0.0) for code, short, title, level, x in rows],
        columns=["industry", "naics", "title", "level", "employment", "suppressed_share"],
    )
    long = pd.concat([x.rename("employment").reset_index().assign(industry=code) for code, *_, x in rows])
    pay = filled_pay(pack.occupations.set_index("code")["wage_mean"], people)
    middle = pack.occupations.set_index("code")["wage_p50"]
    long = long[long["employment"] >= _FEWEST].reset_index(drop=True)
    own = long["industry"].eq(WHOLE) & long["code"].map(_published(pack.occupations.set_index("code")))
    staffing = long.assign(
        occupation=long["code"].map(internal), wage_mean=long["code"].map(pay),
        wage_p50=long["code"].map(middle),
        wage_status=np.where(own, "observed", "filled"),
    )  # fmt: skip
    return {"industries": industries, "staffing": staffing.drop(columns="code")}


def _seeded(people: pd.Series, weights: pd.DataFrame, world: World) -> dict[str, pd.Series]:
    """(section or division) people of each national occupation, with US staffing of the same industry."""
    back = weights.mul(people.reindex(weights.index) + 1.0, axis=0)
    back = back / back.sum().replace(0.0, np.nan)
    table = world.table("staffing")
    short = world.table("industries").set_index("industry")["naics"]
    table = table.assign(naics=table["industry"].map(short)).dropna(subset="employment")
    found = {}
    listed = seeds()
    for industry, codes in zip(listed["industry"], listed["naics"], strict=True):
        rows = table[table["naics"].isin(list(codes))]
        if len(rows):
            us = rows.groupby("occupation")["employment"].sum().reindex(weights.columns, fill_value=0.0)
            found[str(industry)] = (back.fillna(0.0) @ us).reindex(people.index, fill_value=0.0)
    return found


def _in_sections(pack: NationPack, people: pd.Series, seeded: dict[str, pd.Series]) -> dict[str, pd.Series]:
    """(section) people of each occupation, from what was published of its groups."""
    mix = pack.mix.groupby(["industry", "group"])["people"].sum()
    groups = sorted(mix.index.unique("group"))
    of = members(people.index, groups)
    within = np.where(of.sum(axis=0) > 0, of.argmax(axis=0), -1)
    base = people.to_numpy() + 1e-3
    order = [one for one in sections() if one in mix.index.unique("industry")]
    seed = np.zeros((len(order), len(people)))
    margin = np.zeros((len(order), len(groups)))
    for place, section in enumerate(order):
        margin[place] = mix.loc[section].reindex(groups).fillna(0.0).to_numpy()
        own = seeded[section].to_numpy() if section in seeded else base
        seed[place] = (1 - _MIXED) * _within(own, of) + _MIXED * _within(base, of)
    goal = margin.sum(axis=0)
    total = np.where(within >= 0, goal[within] * _within(base, of), 0.0)
    rows, columns = np.meshgrid(np.arange(len(order)), np.arange(len(people)), indexing="ij")
    cells = pd.Series((seed * margin[:, within] * (within >= 0)).ravel())
    both = pd.Series((rows * len(groups) + within[columns]).ravel())
    by_group = pd.Series(margin[rows, within[columns]].ravel())
    by_code = pd.Series(total[columns].ravel())
    cells = biproportional(cells, (pd.Series(columns.ravel()), by_code), (both, by_group), _ROUNDS)
    found = cells.to_numpy().reshape(seed.shape)
    return {
        one: pd.Series(found[place], people.index)
        for place, one in enumerate(order)
        if found[place].sum() > 0
    }


def _within(values: np.ndarray, of: np.ndarray) -> np.ndarray:
    """(code) share of its group's sum; equal where the group has none."""
    total, count = of @ values, of.sum(axis=1)
    own = of.T @ np.where(total > 0, total, 0.0)
    equal = of.T @ (1.0 / np.maximum(count, 1.0))
    return np.where(own > 0, values / np.where(own > 0, own, 1.0), equal)


def _in_divisions(
    sector: dict[str, pd.Series], people: pd.Series, seeded: dict[str, pd.Series]
) -> dict[str, pd.Series]:
    """(division) people of each occupation: the section's, as its divisions' seeds share them."""
    table, found = seeds(), {}
    for section, cells in sector.items():
        own = [one for one in table.loc[table["section"].eq(section), "industry"] if one in seeded]
        if not own:
            continue
        seed = np.array([seeded[one].to_numpy() for one in own])
        size = seed.sum(axis=1, keepdims=True) / seed.sum()
        total = seed.sum(axis=0)
        share = np.where(total > 0, seed / np.where(total > 0, total, 1.0), size)
        for place, one in enumerate(own):
            found[one] = cells * ((1 - _MIXED) * share[place] + _MIXED * size[place])
    return found


def history_table(pack: NationPack) -> pd.DataFrame:
    """The years there are; pay in the country's money."""
    table = pack.history
    return pd.DataFrame(
        {
            "occupation": table["code"].map(internal),
            "year": table["year"].astype(int),
            "employment": table["people"].astype(float),
            "employment_rse": np.nan,
            "wage_mean": table["wage_mean"].astype(float),
            "wage_rse": np.nan,
            "status": "direct",
        }
    )
