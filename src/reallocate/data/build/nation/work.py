"""Tables of work that a country takes through W: content, AI's reach, scores, demands, kin."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from reallocate.data.build.nation.fit import internal
from reallocate.data.occupations import whole_shares
from reallocate.work.world import World

_LEAST = 0.0005
"""[share of hours] An activity with less has no row; the others take its hours."""
_SMALLEST, _WRITTEN = 1e-4, 2e-6
"""[share of a group's people] Below the first a cell has no row, unless it is an occupation's largest; the
second is the least that is written."""
_KNOWN = 0.3
"""[share of W] With less of it rated, an occupation has no rating."""
_TIERS = ("Primary-Short",) * 5 + ("Primary-Long",) * 5 + ("Supplemental",) * 10
"""O*NET's tiers and how many occupations each has."""
BRIDGED = "bridged"


def work_through(weights: pd.DataFrame, world: World) -> dict[str, pd.DataFrame]:
    """Every table of work that needs nothing of a country but W.

    weights : W as from `bridge.weights`; (code, occupation) [share]
    world : the United States
    content′ = W·c; reach′ = W·(c∘r) / W·c; ratings and scores are means over what W knows of;
    related′ = W·S·Wᵀ with S = 1/place among O*NET's related occupations, the 20 nearest.
    """
    named = weights.set_axis([internal(code) for code in weights.index]).rename_axis(index="occupation")
    return {
        "content": _content(named, world),
        "reach": _reach(named, world),
        "scores": _scores(named, world),
        "education": _education(named, world),
        "related": _related(named, world),
        **{name: _ratings(named, world.table(name)) for name in ("skills", "knowledge")},
    }


def _us_hours(world: World) -> pd.DataFrame:
    """(occupation, activity) [share of hours] of the United States."""
    return world.content


def _hours(weights: pd.DataFrame, world: World) -> pd.DataFrame:
    """(occupation, activity) [share of hours] W·c, small ones left out; rows sum to 1."""
    content = weights @ _us_hours(world)
    kept = content.where(content >= _LEAST, 0.0)
    return kept.div(kept.sum(axis=1), axis=0)


def _content(weights: pd.DataFrame, world: World) -> pd.DataFrame:
    cells = _long(_hours(weights, world), "activity", "share")
    cells["share"] = whole_shares(cells["share"], cells[["occupation"]], 6)
    return cells[cells["share"] > 0]


def _reach(weights: pd.DataFrame, world: World) -> pd.DataFrame:
    content = _us_hours(world)
    hours, kept = weights @ content, _hours(weights, world) > 0
    parts = []
    for source in world.sources:
        columns = {}
        for name in ("augmentable", "automatable"):
            reach = getattr(world, name)[source]
            share = (weights @ (reach * content)).div(hours).where(kept)
            columns[name] = share.clip(0.0, 1.0).stack()
        cells = pd.DataFrame(columns).dropna().rename_axis(["occupation", "activity"]).reset_index()
        parts.append(cells.assign(source=source, status=BRIDGED))
    return pd.concat(parts, ignore_index=True)


def _scores(weights: pd.DataFrame, world: World) -> pd.DataFrame:
    table = world.table("scores")
    measures = table.drop_duplicates("source").set_index("source")["measure"]
    mean = _mean(weights, table.pivot(index="occupation", columns="source", values="score"), 0.0)
    found = _cells(mean, "source", "score")
    return found.assign(measure=found["source"].map(measures))


def _ratings(weights: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    columns = {
        column: _mean(
            weights, table.pivot(index="occupation", columns="element", values=column), _KNOWN
        ).stack()
        for column in ("importance", "level")
    }
    found = pd.DataFrame(columns).dropna().rename_axis(["occupation", "element"]).reset_index()
    return found.assign(status=BRIDGED)


def _education(weights: pd.DataFrame, world: World) -> pd.DataFrame:
    """Answers on preparation; shares of a scale sum to 1."""
    table = world.table("education")
    parts = []
    for scale, rows in table.groupby("scale"):
        wide = rows.pivot(index="occupation", columns="category", values="share").fillna(0.0)
        mean = _mean(weights, wide, _KNOWN).dropna()
        found = _long(mean.div(mean.sum(axis=1), axis=0), "category", "share")
        found = found[found["share"] >= 1e-4].reset_index(drop=True)
        found["share"] /= found.groupby("occupation")["share"].transform("sum")
        found["share"] = whole_shares(found["share"], found[["occupation"]], 4)
        parts.append(found.assign(scale=scale, status=BRIDGED))
    return pd.concat(parts, ignore_index=True)


def _related(weights: pd.DataFrame, world: World) -> pd.DataFrame:
    table = world.table("related")
    near = (
        1.0 / table.pivot_table(index="occupation", columns="related", values="index", aggfunc="min")
    ).fillna(0.0)
    near = near.reindex(index=weights.columns, columns=weights.columns, fill_value=0.0)
    between = weights.to_numpy() @ near.to_numpy() @ weights.to_numpy().T
    np.fill_diagonal(between, 0.0)
    rows = []
    for place, code in enumerate(weights.index):
        order = np.argsort(-between[place], kind="stable")[: len(_TIERS)]
        nearest = [weights.index[other] for other in order.tolist() if between[place, other] > 0]
        rows += [(code, other, _TIERS[rank], rank + 1) for rank, other in enumerate(nearest)]
    return pd.DataFrame(rows, columns=["occupation", "related", "tier", "index"])


def _mean(weights: pd.DataFrame, values: pd.DataFrame, least: float) -> pd.DataFrame:
    """W-mean of what is known; missing where less than a share of W is.

    values : (occupation, …)
    """
    whole = values.reindex(weights.columns)
    known = weights @ whole.notna().astype(float)
    return (weights @ whole.fillna(0.0)) / known.where(known > least)


def _cells(wide: pd.DataFrame, column: str, value: str) -> pd.DataFrame:
    """Every cell; occupation, the column, the value."""
    return pd.DataFrame({value: wide.stack()}).rename_axis(["occupation", column]).reset_index()


def _long(wide: pd.DataFrame, column: str, value: str) -> pd.DataFrame:
    """The cells that are above nothing; occupation, the column, the value."""
    cells = _cells(wide, column, value)
    return cells[cells[value] > 0].reset_index(drop=True)


def projections_through(
    weights: pd.DataFrame, people: pd.Series, projected: Mapping[str, pd.DataFrame] | pd.DataFrame
) -> pd.DataFrame:
    """Rates of leaving as W-means of those of the United States, and what entry asks, of the likeliest
    occupation.

    weights : W; people : (code) [persons]
    projected : the table projections of the United States
    openings = people · (exit rate + transfer rate), at least 1: nothing is projected.
    """
    table = pd.DataFrame(projected).set_index("occupation").reindex(weights.columns)
    found = pd.DataFrame({"employment_2024": people.reindex(weights.index).fillna(0.0).clip(lower=1.0)})
    for name in ("exit_rate", "transfer_rate", "self_employed_share"):
        found[name] = weights @ table[name].fillna(table[name].median())
    found["employment_2034"] = np.nan
    leaving = found["exit_rate"] + found["transfer_rate"]
    found["openings"] = (found["employment_2024"] * leaving).clip(lower=1.0)
    nearest = weights.idxmax(axis=1)
    for name in ("education", "experience", "training"):
        found[name] = table[name].reindex(nearest).to_numpy()
    return found.rename(index=internal).rename_axis("occupation").reset_index()


def mobility_through(weights: pd.DataFrame, people: pd.Series, world: World) -> dict[str, pd.DataFrame]:
    """Yearly moves of the United States between its own broad groups, and which national occupation is in
    which.

    weights : W; people : (code) [persons]
    share[group, n] ∝ people[n] · Σ_o W[n, o] over the group's occupations. Single destinations are not to be
    believed; groups are.
    """
    bridge = world.table("mobility_bridge")
    within = bridge.pivot_table(index="occupation", columns="group", values="share", fill_value=0.0) > 0
    within = within.reindex(weights.columns, fill_value=False).astype(float)
    jobs = (weights @ within).mul(people.reindex(weights.index).fillna(0.0) + 1.0, axis=0)
    cells = _cells((jobs / jobs.sum()).rename(index=internal), "group", "share")
    most = cells.groupby("occupation")["share"].transform("max")
    cells = cells[(cells["share"] > _SMALLEST) | cells["share"].eq(most)].reset_index(drop=True)
    cells["share"] = cells["share"].clip(lower=_WRITTEN)
    cells["share"] = whole_shares(
        cells["share"] / cells.groupby("group")["share"].transform("sum"), cells[["group"]], 6
    )
    groups, moves = world.table("mobility_groups"), world.table("mobility")
    have = set(cells["group"])
    groups = groups[groups["group"].isin(have)]
    return {
        "mobility_bridge": cells,
        "mobility_groups": groups.assign(employment=groups["group"].map(jobs.sum())),
        "mobility": moves[moves["source"].isin(have) & moves["target"].isin(have)],
    }
