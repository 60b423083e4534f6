"""Hours of a job, or of a list of tasks, within AI's reach: by activity, by kind of work, by source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from reallocate.data.country import HOME
from reallocate.work.jobs import REACHES
from reallocate.work.reach import activity_means
from reallocate.work.reach_accuracy import accuracy_sentence
from reallocate.work.world import World

_NOT_A_CHANCE = (
    "These are shares of working hours that AI could help with or do, as each source judges the tasks; they "
    "are not the chance that this job is lost."
)
_PEOPLE, _MODEL = "people", "gpt4"
_PEOPLE_DIRECT, _MODEL_DIRECT = "people-direct", "gpt4-direct"
_SEVERAL = "several"
_RESCALED = "rescaled"
_EQUAL = 12
"""Kinds of work with as much of the hours to so many decimals stand in the order of their names."""
_RANGE = {"": 0.5, "_low": 0.0, "_high": 1.0}
"""Middle, lowest and highest of the sources, as quantiles."""


@dataclass(frozen=True, eq=False)
class JobHours:
    """What a job's hours are, and how much of them AI reaches.

    activities : (activity) title, kind, share [share of hours]; augmentable, augmentable_low,
        augmentable_high, automatable, … [share of the activity's hours]: middle, lowest and highest of the
        sources; people_augmentable, model_augmentable, people_direct, model_direct [share of the activity's
        hours]: by people's labels and by GPT-4's; status (observed, predicted, filled, or several); the most
        hours first
    kinds : (kind of work) the same but title and status
    total : the same for all hours together
    by_source : (source, activity) augmentable, automatable [share of the activity's hours], status
        (observed, predicted, filled, rescaled, or several)
    source_totals : (source) augmentable, automatable [share of hours]
    said : what a reader must know, one sentence each; the first says what this is not
    """

    activities: pd.DataFrame
    kinds: pd.DataFrame
    total: pd.Series
    by_source: pd.DataFrame
    source_totals: pd.DataFrame
    said: tuple[str, ...]


def job_hours(world: World, mix: pd.Series) -> JobHours:
    """The hours of a job and AI's reach into them.

    world : content, reach and its statuses
    mix : (occupation) weight [share of the people with this job]; one occupation, or several
    h[a] = Σ_o w_o·h[o,a]; x[s,a] = Σ_o w_o·h[o,a]·x[s,o,a] / h[a]; w sums to 1
    """
    weights = mix / mix.sum()
    codes = [str(code) for code in weights.index]
    labels = _labels(world)
    rows = [labels.occupation[code] for code in codes]
    hours = world.content.to_numpy()[rows]
    weighted = hours * weights.to_numpy(float)[:, None]
    whole = weighted.sum(axis=0)
    columns = labels.by_code[whole[labels.by_code] > 0]
    share = pd.Series(whole[columns], index=labels.activities.index[columns])
    reached = {}
    for name, reach in zip(REACHES, (world.augmentable, world.automatable), strict=True):
        cells = np.stack([reach[source].to_numpy()[rows] for source in world.sources])
        sums = (cells * weighted).sum(axis=1)[:, columns] / share.to_numpy()
        reached[name] = pd.DataFrame(sums, index=list(world.sources), columns=share.index)
    return _hours(world, share, reached, _statuses(world, rows, columns), _filled_notes(world, codes))


@dataclass(frozen=True, eq=False)
class _Labels:
    """Labels under which occupations and activities are found fast.

    occupation : place by code
    activities : (activity) title, kind; by_code : their places in the order of codes
    filled : code → what an occupation's hours stand in from, in words, for those that O*NET does not describe
    """

    occupation: dict[str, int]
    activities: pd.DataFrame
    by_code: NDArray[np.intp]
    filled: dict[str, str]


@lru_cache(maxsize=2)
def _labels(world: World) -> _Labels:
    """The same for every job, so made once a World."""
    known = world.occupations[["content_status", "title", "content_from"]]
    filled = known[known["content_status"].eq("filled")]
    who = "O*NET does not describe" if world.country == HOME else "No source describes"
    notes = {
        str(code): f"{who} {code} {title}: its hours stand in from "
        f"{str(origin).replace(' ', ', ') or 'its group'}."
        for code, title, origin in filled[["title", "content_from"]].itertuples()
    }
    order = world.content.columns.astype(object)
    named = world.activities[["title", "kind"]].astype(object)
    named = named.set_axis(named.index.astype(object)).reindex(order)
    by_code = np.argsort(order.to_numpy(str), kind="stable")
    place = {str(code): at for at, code in enumerate(world.content.index)}
    return _Labels(place, named, by_code, notes)


def list_hours(world: World, content: pd.Series, way: str = "activities") -> JobHours:
    """The hours of a list of tasks that nobody rated, and AI's reach into them.

    world : content, reach and the table accuracy
    content : (activity) [share of hours]; some above 0
    way : how the activities are known: activities (they are named), or text (some are read from words)
    Reach into an activity is its mean over the occupations that O*NET describes, weighted by hours.
    x[s,a] = Σ_o h[o,a]·x[s,o,a] / Σ_o h[o,a]
    """
    share = content[content > 0].sort_index() / content.sum()
    means = _reach_means(world)
    sources = list(world.sources)
    reached = {name: means[name].unstack("activity").loc[sources, share.index] for name in REACHES}
    status = pd.DataFrame("predicted", index=sources, columns=share.index)
    return _hours(world, share, reached, status, (accuracy_sentence(world.table("accuracy"), way),))


def _reach_means(world: World) -> pd.DataFrame:
    """The mean reach into each activity over the occupations whose work was described, by source.

    world : content and reach
    Returns (source, activity) augmentable, automatable [share of the activity's hours].
    """
    observed = world.occupations.index[world.occupations["content_status"].eq("observed")]
    hours = pd.Series(world.content.loc[observed].stack(), name="share")
    hours = hours[hours > 0]
    parts = {}
    for source in world.sources:
        both = (
            reach[source].loc[observed].stack().reindex(hours.index)
            for reach in (world.augmentable, world.automatable)
        )
        cells = pd.DataFrame(dict(zip(REACHES, both, strict=True)))
        parts[source] = activity_means(hours.reset_index(), cells.reset_index(), list(REACHES))
    return pd.concat(parts, names=["source"])


def _hours(
    world: World,
    share: pd.Series,
    reached: dict[str, pd.DataFrame],
    status: pd.DataFrame,
    notes: Sequence[str],
) -> JobHours:
    named = _labels(world).activities
    named = named.iloc[named.index.get_indexer(share.index)]
    together = _together(status)
    kinds, of_kind = np.unique(named["kind"].to_numpy(str), return_inverse=True)
    amount = share.to_numpy(float)
    of_work = pd.Index(kinds.astype(object), name="kind_of_work")
    kind_share = np.bincount(of_kind, weights=amount)
    member = (of_kind[:, None] == np.arange(len(kinds))).astype(float)
    hours = {name: table.to_numpy(float) * amount for name, table in reached.items()}
    sources = list(world.sources)
    by_kind = {
        name: pd.DataFrame(cells @ member / kind_share, sources, of_work) for name, cells in hours.items()
    }
    totals = pd.DataFrame({name: cells.sum(axis=1) for name, cells in hours.items()}, sources)
    whole = {name: totals[[name]].set_axis(["all"], axis=1) for name in reached}
    texts = {name: named[name].to_numpy(object) for name in ("title", "kind")}
    columns = texts | {"share": amount} | _bands(reached) | {"status": together.to_numpy(object)}
    activities = pd.DataFrame(columns, share.index)
    ordered = activities.iloc[np.argsort(-amount, kind="stable")]
    pairs = pd.MultiIndex.from_product([status.index, status.columns], names=["source", "activity"])
    long = {name: table.to_numpy().ravel() for name, table in reached.items()}
    by_source = pd.DataFrame(long | {"status": status.to_numpy(object).ravel()}, index=pairs)
    by_work = pd.DataFrame({"share": kind_share} | _bands(by_kind), of_work)
    by_work = by_work.iloc[np.argsort(-np.round(kind_share, _EQUAL), kind="stable")]
    total = pd.Series({name: float(band[0]) for name, band in _bands(whole).items()}, name="all")
    total["share"] = float(amount.sum())
    lines = (_NOT_A_CHANCE, *_against(total), *notes, *_status_notes(status, together, share))
    return JobHours(ordered, by_work, total, by_source, totals, lines)


def _bands(reached: dict[str, pd.DataFrame]) -> dict[str, NDArray[np.float64]]:
    """Middle, lowest and highest of the sources, and people's labels beside a model's; (column) (row)."""
    table: dict[str, NDArray[np.float64]] = {}
    for name, by_source in reached.items():
        bands = np.quantile(by_source.to_numpy(float), list(_RANGE.values()), axis=0)
        table |= {f"{name}{end}": band for end, band in zip(_RANGE, bands, strict=True)}
    for side, labels, direct in (("people", _PEOPLE, _PEOPLE_DIRECT), ("model", _MODEL, _MODEL_DIRECT)):
        for name, source, reach in (("augmentable", labels, REACHES[0]), ("direct", direct, REACHES[1])):
            if source in reached[reach].index:
                cells = reached[reach].to_numpy(float)[reached[reach].index.get_loc(source)]
                table[f"{side}_{name}"] = cells
    return table


def _statuses(world: World, rows: Sequence[int], columns: NDArray[np.intp]) -> pd.DataFrame:
    """(source, activity) how reach came about; several where the occupations differ.

    rows, columns : places of the occupations and of the activities
    """
    cube, names = _status_cube(world)
    cells = cube[:, rows][:, :, columns]
    most = cells.max(axis=1)
    least = np.where(cells < 0, len(names), cells).min(axis=1)
    result = np.where(most == least, np.array(names, dtype=object)[most], _SEVERAL)
    labels = _labels(world).activities.index[columns]
    return pd.DataFrame(result, index=list(world.sources), columns=labels, dtype=object)


@lru_cache(maxsize=2)
def _status_cube(world: World) -> tuple[NDArray[np.int8], tuple[str, ...]]:
    """(source, occupation, activity) the status by its place in the names, −1 without hours; once a World."""
    rows = world.table("reach")
    occupation, activity = world.content.axes
    axes = {"source": pd.Index(world.sources), "occupation": occupation, "activity": activity}
    cube = np.full([len(axis) for axis in axes.values()], -1, dtype=np.int8)
    # Arrow tells the distinct labels of a column apart ten times as fast as pandas.
    coded = {name: pa.array(rows[name]).dictionary_encode() for name in (*axes, "status")}
    places = {name: coded[name].indices.to_numpy() for name in coded}
    labels = {name: pd.Index(coded[name].dictionary.to_pylist()) for name in coded}
    cells = tuple(axis.get_indexer(labels[name])[places[name]] for name, axis in axes.items())
    names = sorted(labels["status"])
    cube[cells] = pd.Index(names).get_indexer(labels["status"])[places["status"]]
    return cube, tuple(map(str, names))


def _together(status: pd.DataFrame) -> pd.Series:
    """One status an activity over the sources that label tasks; rescaled ones borrow theirs."""
    cells = status.to_numpy(object)
    labelled = cells[~(cells == _RESCALED).all(axis=1)]
    same = (labelled == labelled[0]).all(axis=0)
    return pd.Series(np.where(same, labelled[0], _SEVERAL), index=status.columns, dtype=object)


def _against(total: pd.Series) -> tuple[str, ...]:
    """What people's labels say against what a model's say, in words, and where they cannot differ."""
    if not {"people_augmentable", "model_augmentable"} <= set(total.index):
        return ()
    by_people, by_model = (100 * float(total[f"{side}_augmentable"]) for side in ("people", "model"))
    lines = [
        f"By people's labels AI, alone or with other software, halves the time of {by_people:.0f}% of the "
        f"hours, by GPT-4's labels of {by_model:.0f}%."
    ]
    if {"people_direct", "model_direct"} <= set(total.index):
        people, model = (100 * float(total[f"{side}_direct"]) for side in ("people", "model"))
        lines.append(
            "Automation was labelled by GPT-4 only. Counting just what the model alone already speeds up, "
            f"{people:.0f}% of the hours are automatable where people judge the speed and {model:.0f}% where "
            "GPT-4 does."
        )
    return tuple(lines)


def _filled_notes(world: World, codes: Sequence[str]) -> tuple[str, ...]:
    filled = _labels(world).filled
    return tuple(filled[code] for code in codes if code in filled)


def _status_notes(status: pd.DataFrame, together: pd.Series, share: pd.Series) -> tuple[str, ...]:
    notes = []
    predicted = float(share.to_numpy()[together.to_numpy() == "predicted"].sum())
    if 0.0005 < predicted < 0.9995:
        notes.append(f"{predicted:.1%} of the hours carry no label; they take their activity's mean.")
    everywhere = (status.to_numpy(object) == _RESCALED).all(axis=1)
    rescaled = [str(source) for source in status.index[everywhere]]
    if rescaled:
        notes.append(
            f"{' and '.join(rescaled)} rank whole occupations by usage; their level and spread over "
            "activities are borrowed from people's and GPT-4's labels."
        )
    return tuple(notes)
