"""The tables of a country: everything that ships of it, from its pack and through W."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from reallocate.data.build.nation.bridge import group_titles, weights
from reallocate.data.build.nation.complete import completed
from reallocate.data.build.nation.fit import internal
from reallocate.data.build.nation.pack import NationPack
from reallocate.data.build.nation.people import (
    group_table,
    history_table,
    industry_tables,
    occupation_table,
)  # fmt: skip
from reallocate.data.build.nation.work import (
    BRIDGED,
    mobility_through,
    projections_through,
    work_through,
)  # fmt: skip
from reallocate.data.bundle import conform, table_problems, tables
from reallocate.data.occupations import whole_shares
from reallocate.data.titles.known import WEIGHTS
from reallocate.data.titles.words import title_key
from reallocate.kernel.errors import DataError, Problem
from reallocate.work.world import World

_NATION = "00"
_CATEGORIES = {"0-2": (1, 1), "3-4": (2, 5), "5-8": (6, 12)}
"""(level of ISCED 2011) O*NET's categories of education that are of it, the first and the last."""


def nation_tables(pack: NationPack, world: World, shared: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Every table of a country, rounded, sorted and checked; what it shares with others is not among them.

    world : the United States
    shared : the tables of ISCO-08, as from `shared_tables`
    A table for which the country gives nothing, and for which nothing of another would be true, is not
    among them.
    Raises `DataError` where a table does not hold what is declared, or a title leads to no work.
    """
    if pack.bridge is None:
        way = wide_bridge(shared)
        pack = completed(pack, way, world)
        way = way.reindex(pd.Index(pack.occupations["code"]))
        own: dict[str, pd.DataFrame] = {}
    else:
        soc = shared["occupation_bridge"].rename(columns={"code": "isco08", "source": "occupation"})
        soc = soc.assign(weight=soc["by_codes"])[["isco08", "occupation", "weight"]]
        codes = pd.Index(pack.occupations["code"])
        way = weights(codes, pack.bridge, _titles_to_read(pack), soc, world)
        own = work_through(way, world) | {"occupation_bridge": bridge_table(way)}
    people = pack.occupations.set_index("code")["people"].fillna(0.0)
    education = own.get("education", shared["education"])
    raw = own | {
        "occupations": occupation_table(pack, way, world),
        "groups": group_table(pack),
        **industry_tables(pack, way, world),
        "projections": projections_through(way, people, world.table("projections")),
        **mobility_through(way, people, world),
        "history": history_table(pack),
        "areas": _nation_alone(pack),
        "sources": pack.sources,
        **{name: _without_rows(name) for name in ("programmes", "licences", "area_employment")},
    }
    if len(pack.education):
        raw["education"] = _scaled(education, pack)
    if pack.bridge is not None:
        raw["title_keys"] = title_table(pack)
    else:
        del raw["mobility"]
        if len(pack.titles):
            raw["title_keys"] = _joined(title_table(pack), shared["title_keys"])
    return checked(raw)


def _joined(own: pd.DataFrame, shared: pd.DataFrame) -> pd.DataFrame:
    """A country's titles beside those that all of ISCO-08 share.

    Of one listed twice, the larger weight; what the country itself lists first replaces what the others say.
    """
    first = own.loc[own["weight"] > WEIGHTS["official"], ["key", "source"]]
    replaced = pd.MultiIndex.from_frame(shared[["key", "source"]]).isin(pd.MultiIndex.from_frame(first))
    both = pd.concat([own, shared[~replaced]], ignore_index=True)
    return both.groupby(["key", "occupation", "source"])["weight"].max().reset_index()


def checked(raw: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Tables rounded, sorted and as declared; `DataError` names every one that is not."""
    shaped = {name: conform(name, raw[name]) for name in sorted(raw)}
    problems = [found for name, frame in shaped.items() for found in table_problems(name, frame)]
    if problems:
        raise DataError(problems)
    return shaped


def _titles_to_read(pack: NationPack) -> dict[str, dict[str, float]]:
    jobs = pack.occupations.get("jobs", pd.Series("", pack.occupations.index)).fillna("")
    rows = zip(pack.occupations["code"], pack.occupations["title"], jobs, strict=True)
    return {
        code: group_titles(title, [one.strip() for one in own.split(";") if one.strip()])
        for code, title, own in rows
    }


def bridge_table(
    way: pd.DataFrame, codes: pd.Series | None = None, titles: pd.Series | None = None
) -> pd.DataFrame:
    """W as a table: code, source (occupation of the United States), weight, and its two ways where given."""
    long = way.stack().rename_axis(["code", "source"])
    table = pd.DataFrame({"weight": long, "by_codes": codes, "by_titles": titles})
    table = table.rename_axis(["code", "source"]).fillna({"weight": 0.0})
    return table[table.fillna(0.0).max(axis=1) > 0].reset_index()


def wide_bridge(shared: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """(code, occupation) [share] W of ISCO-08."""
    table = shared["occupation_bridge"]
    wide = table.pivot(index="code", columns="source", values="weight").fillna(0.0)
    return wide.loc[:, wide.sum() > 0].rename_axis(columns="occupation")


def title_table(pack: NationPack) -> pd.DataFrame:
    """What jobs are called, and official titles; a title may name several occupations.

    Raises `DataError` where titles name occupations without work: a gap of the bridge.
    """
    official = pd.DataFrame(
        {"title": pack.occupations["title"], "code": pack.occupations["code"], "weight": WEIGHTS["official"],
         "source": "official"}
    )  # fmt: skip
    listed = pack.titles.assign(source=pack.titles["source"].fillna("reported"))
    rows = pd.concat([official, listed], ignore_index=True)
    rows["key"] = [title_key(title) for title in rows["title"]]
    rows["occupation"] = rows["code"].map(internal)
    rows = rows[rows["key"].ne("")]
    table = rows.groupby(["key", "occupation", "source"])["weight"].max().reset_index()
    lost = sorted(set(table["occupation"]) - set(pack.occupations["code"].map(internal)))
    if lost:
        raise DataError(Problem(f"titles lead to occupations without work: {', '.join(lost[:5])}", "titles"))
    return table


def _scaled(education: pd.DataFrame, pack: NationPack) -> pd.DataFrame:
    """Answers on education in proportion to W's, with each ISCED level's share of the group's people.

    education : occupation, scale, category, share, of the country's occupations
    A level whose answers W has none of keeps its people out; shares sum to 1.
    """
    is_level = education["scale"].eq("education")
    rows = education[is_level].copy()
    code = rows["occupation"].str[3:]
    level = pd.cut(rows["category"], [0, 1, 5, 12], labels=list(_CATEGORIES)).astype(str)
    goal = pack.education.set_index(["group", "level"])["share"]
    keys = pd.MultiIndex.from_arrays([_group_of(code, goal.index.unique("group")), level])
    wanted = goal.reindex(keys).to_numpy()
    found = rows.groupby(["occupation", level])["share"].transform("sum").to_numpy()
    rows["share"] = np.where(np.isnan(wanted), rows["share"], rows["share"] * wanted / found)
    rows = rows[rows["share"] >= 1e-4].reset_index(drop=True)
    rows["share"] /= rows.groupby("occupation")["share"].transform("sum")
    rows["share"] = whole_shares(rows["share"], rows[["occupation"]], 4)
    return pd.concat([rows.assign(status=BRIDGED), education[~is_level]], ignore_index=True)


def _group_of(codes: pd.Series, groups: Iterable[str]) -> list[str]:
    """The group that each code begins with."""
    longest = sorted(groups, key=len, reverse=True)
    return [next((group for group in longest if code.startswith(group)), "") for code in codes]


def _nation_alone(pack: NationPack) -> pd.DataFrame:
    title = pack.country.name.removeprefix("the ")
    rows = [(_NATION, title[:1].upper() + title[1:], "nation", "")]
    return pd.DataFrame(rows, columns=["area", "title", "areatype", "state"])


def _without_rows(name: str) -> pd.DataFrame:
    return pd.DataFrame(columns=list(tables()[name].columns))
