"""Occupations side by side: employment, pay, and the share of hours that AI reaches by every source."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import pandas as pd

from reallocate.kernel.arrays import Array
from reallocate.work.world import ReachBySource, World

REACHES = ("augmentable", "automatable")
_ENDS = {"": 0.5, "_low": 0.0, "_high": 1.0}


def _occupation_reach(world: World) -> pd.DataFrame:
    """The share of each occupation's hours that AI reaches, by source.

    world : content and reach
    Returns (source, occupation) augmentable, automatable [share of hours].
    x[s,o] = Σ_a h[o,a]·x[s,o,a]
    """
    both = zip(REACHES, (world.augmentable, world.automatable), strict=True)
    totals = {name: reached_hours(world, reach).stack() for name, reach in both}
    return pd.DataFrame(totals)


def reached_hours(world: World, reach: ReachBySource) -> pd.DataFrame:
    """The share of each occupation's hours that AI reaches; (source, occupation) [share of hours].

    world : content
    reach : by source
    Σ_a h[o,a]·x[s,o,a]
    """
    content = world.content.to_numpy()
    sums = {source: (content * cells.to_numpy()).sum(axis=1) for source, cells in reach.items()}
    return pd.DataFrame(sums, index=world.content.index).T.rename_axis("source")


@lru_cache(maxsize=4)
def reach_bands(world: World) -> pd.DataFrame:
    """Middle, lowest and highest of the sources' reach into every occupation.

    world : content and reach
    Returns (occupation) automatable, automatable_low, automatable_high, augmentable, … [share of hours].
    """
    bands = dict[str, Array]()
    for name in reversed(REACHES):
        each = reached_hours(world, getattr(world, name)).loc[list(world.sources)].to_numpy()
        ends = np.quantile(each, list(_ENDS.values()), axis=0)
        bands |= {f"{name}{end}": found for end, found in zip(_ENDS, ends, strict=True)}
    return pd.DataFrame(bands, index=world.content.index)


def jobs_table(world: World, jobs: pd.DataFrame, sources: Sequence[str]) -> tuple[pd.DataFrame, pd.Series]:
    """Occupations with employment, pay and reach, the largest first; and all of them together.

    world : titles, content and reach
    jobs : (occupation) employment [persons], wage_mean [USD/year, may be missing], wage_filled [share of
        employment whose pay stands in]
    sources : of reach; the middle of several is their median, beside the lowest and the highest
    Returns (occupation) title, employment, wage_mean, augmentable, augmentable_low, augmentable_high,
    automatable, … [share of hours], content_filled [flag], wage_filled [share]; and the total: employment
    summed, the rest weighted by employment, the band over the sources' own totals.
    """
    reach = _occupation_reach(world).loc[list(sources)]
    people = jobs["employment"]
    table = jobs[["employment", "wage_mean"]].copy()
    table.insert(0, "title", world.occupations["title"].reindex(jobs.index))
    total: dict[str, object] = {"title": "All", "employment": float(people.sum())}
    total["wage_mean"] = _mean(jobs["wage_mean"], people)
    for name in REACHES:
        by_source = reach[name].unstack("source").reindex(jobs.index)[list(sources)]
        together = by_source.apply(lambda column: _mean(column, people))
        for end, rule in (("", "median"), ("_low", "min"), ("_high", "max")):
            table[f"{name}{end}"] = by_source.agg(rule, axis=1)
            total[f"{name}{end}"] = float(together.agg(rule))
    table["content_filled"] = world.occupations["content_status"].reindex(jobs.index).eq("filled")
    table["wage_filled"] = jobs["wage_filled"]
    total["content_filled"] = _mean(table["content_filled"].astype(float), people)
    total["wage_filled"] = _mean(jobs["wage_filled"], people)
    # Equal employment is ordered by code.
    ranked = table.sort_index().sort_values("employment", ascending=False, kind="stable")
    return ranked, pd.Series(total)


def major_groups(world: World, jobs: pd.DataFrame, sources: Sequence[str]) -> pd.DataFrame:
    """The major groups of occupations with employment and reach, the largest first.

    world : groups, content and reach
    jobs, sources : as for `jobs_table`
    Returns (group) title, employment [persons], augmentable, …, automatable, … [share of hours]: means over
    the group weighted by employment, the band over the sources' own means.
    x[s,g] = Σ_{o∈g} n[o]·x[s,o] / Σ_{o∈g} n[o]
    """
    reach = _occupation_reach(world).loc[list(sources)]
    people = jobs["employment"][jobs["employment"] > 0]
    of = world.occupations["major_group"].reindex(people.index)
    employed = people.groupby(of).sum()
    titles = world.table("groups").set_index("code")["title"]
    table = pd.DataFrame({"title": titles.reindex(employed.index), "employment": employed})
    for name in REACHES:
        by_source = reach[name].unstack("source").reindex(people.index)
        means = by_source.mul(people, axis=0).groupby(of).sum().div(employed, axis=0)
        for end, rule in (("", "median"), ("_low", "min"), ("_high", "max")):
            table[f"{name}{end}"] = means.agg(rule, axis=1)
    ranked = table.rename_axis("group").sort_index()
    return ranked.sort_values("employment", ascending=False, kind="stable")


def _mean(values: pd.Series, weights: pd.Series) -> float:
    known = values.notna()
    total = float(weights[known].sum())
    return float((values[known] * weights[known]).sum() / total) if total > 0 else float(np.nan)
