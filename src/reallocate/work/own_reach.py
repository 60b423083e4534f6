"""A measurement of AI's reach that stands beside the sources of the medians: one's own, or a later one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.kernel.errors import InputError, Problem
from reallocate.kernel.number import first_of
from reallocate.work.reach import (
    RATERS,
    by_quantile,
    fill_from_siblings,
    occupation_totals,
    spread_over_activities,
)
from reallocate.work.reach_names import OWN, USAGE_2026
from reallocate.work.world import Measured, World

REACHES = ("augmentable", "automatable")
_KEYS = ["occupation", "activity"]
_PEOPLE_OF_SCORE = 1e9
"""Use is scored per person, times this, so that it reads as a number."""


@dataclass(frozen=True, eq=False)
class Measurement:
    """A table of measured reach, every row of it read.

    totals : (occupation) augmentable, automatable [share of hours], where whole occupations were measured
    cells : (occupation, activity) augmentable, automatable [share of the activity's hours], where activities
        or tasks were
    source, date : who measured, and when
    file : its name
    said : what a reader must know of how it was read
    """

    totals: pd.DataFrame
    cells: pd.DataFrame
    source: str
    date: str
    file: str
    said: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """What results call it."""
        return f"Your own measurement: {self.source}, {self.date} ({self.file})"


def with_measurement(world: World, own: Measurement, gaps: str = "") -> World:
    """The World with one's own measurement beside its sources, which stay as they are.

    gaps : source that fills occupations and activities that were not measured; none where they are refused
    A whole occupation's reach is spread over its activities in proportion to the mean of people's and GPT-4's
    labels, as the sources are that score occupations.
    """
    content = _content(world)
    pattern = _of_sources(world, content, RATERS)
    given = own.cells.reindex(pd.MultiIndex.from_frame(content[_KEYS])).reset_index(drop=True)
    whole = content["occupation"].isin(own.totals.index).to_numpy()
    rows = content[whole].reset_index(drop=True)
    for name in REACHES:
        if len(rows):
            spread = spread_over_activities(
                rows, pattern.loc[whole, name].reset_index(drop=True), own.totals[name]
            )
            given.loc[whole, name] = spread.to_numpy()
    missing = given[REACHES[0]].isna()
    unmeasured = frozenset(content.loc[missing, "occupation"].astype(str))
    stand_in = _of_sources(world, content, (gaps,) if gaps else RATERS)
    filled = given.fillna(stand_in)
    about = Measured(OWN, own.words, unmeasured, gaps, own.said)
    return _with_source(world, content.join(filled), about)


def with_usage(world: World) -> World:
    """The World with use of Claude in April and May 2026 beside its sources.

    Score of an occupation: its share of conversations per person employed; one without takes the mean of its
    siblings. By its quantile the score lands on the scale of people's and GPT-4's labels, as those
    of the other two sources of use do.
    Source: Anthropic Economic Index, June 2026 release (table claude_use).
    """
    content = _content(world)
    pattern = _of_sources(world, content, RATERS)
    table = world.table("claude_use")
    use = table[table["channel"].eq("chat") & table["level"].eq("occupation")].set_index("code")["use"]
    people = world.occupations["employment"]
    score = (use / people).reindex(people.index) * _PEOPLE_OF_SCORE
    score = fill_from_siblings(score, world.occupations)
    totals = occupation_totals(content, content[_KEYS].join(pattern))
    spread = {}
    for name in REACHES:
        landed = by_quantile(score, totals[name], people.fillna(0.0))
        spread[name] = spread_over_activities(content, pattern[name], landed).round(4)
    words = "Use of Claude, April and May 2026"
    return _with_source(world, content.assign(**spread), Measured(USAGE_2026, words))


def must_be_measured(world: World, occupations: Collection[str], where: str) -> None:
    """`InputError` where an own measurement lacks occupations that are asked about and nothing fills them.

    occupations : codes
    where : key or option that names the measurement
    """
    own = world.measured
    if own is None or own.gaps:
        return
    lacks = sorted(set(map(str, occupations)) & own.unmeasured)
    if not lacks:
        return
    titles = world.occupations["title"].reindex(lacks)
    named = first_of([f"{code} {title}" for code, title in titles.items()], 5)
    what = f"the measurement lacks {len(lacks)} of the {len(set(occupations))} occupations asked about, "
    what += f"or some of their activities: {named}"
    remedy = "Add their rows, or name a source that fills them, such as --reach-gaps people."
    raise InputError(
        Problem(what, where, remedy, "What AI can do in them was not measured, and is not guessed.")
    )


def totals_by_source(world: World, weights: pd.Series) -> pd.DataFrame:
    """The share of hours that AI reaches in some occupations together, by each source and beside them.

    weights : (occupation) people, or any weight
    Returns (source) augmentable, automatable [share of hours].
    x[s] = Σ_o w_o·Σ_a h[o,a]·x[s,o,a] / Σ_o w_o
    """
    shares = (weights / weights.sum()).to_numpy(float)
    rows = world.content.index.get_indexer(weights.index)
    hours = world.content.to_numpy()[rows] * shares[:, None]
    values = {
        name: {source: float((hours * cells.to_numpy()[rows]).sum()) for source, cells in reach.items()}
        for name, reach in zip(REACHES, (world.augmentable, world.automatable), strict=True)
    }
    return pd.DataFrame(values).rename_axis("source")


def measured_sentence(world: World, weights: pd.Series, of: str) -> str:
    """What a measurement beside the sources says of some occupations, and what the sources say.

    weights : (occupation) people, or any weight
    of : whose hours they are, in words
    """
    own = world.measured
    if own is None:
        return ""
    table = totals_by_source(world, weights)
    sources = table.loc[list(world.sources)]
    each = []
    for name, words in (("automatable", "could do"), ("augmentable", "could help in")):
        low, middle, high = (f"{100 * float(sources[name].quantile(place)):.0f}" for place in (0.0, 0.5, 1.0))
        share = f"{100 * float(table[name].loc[own.name]):.0f}%"
        each.append(
            f"AI {words} {share} of {of} ({len(sources)} published sources: {middle}%, {low}–{high}%)"
        )
    gaps = f" Gaps are filled from {own.gaps!r}." if own.gaps and own.unmeasured else ""
    return f"{own.words}: {'; '.join(each)}.{gaps}"


def _content(world: World) -> pd.DataFrame:
    hours = pd.Series(world.content.stack(), name="share")
    return hours[hours > 0].reset_index()


def _of_sources(world: World, content: pd.DataFrame, names: Collection[str]) -> pd.DataFrame:
    """The mean of some sources over the cells of `content`."""
    at = _places(world, content)
    both = zip(REACHES, (world.augmentable, world.automatable), strict=True)
    return pd.DataFrame(
        {name: np.mean([reach[one].to_numpy() for one in names], axis=0)[at] for name, reach in both}
    )


def _with_source(world: World, cells: pd.DataFrame, about: Measured) -> World:
    with_it = []
    for name, reach in zip(REACHES, (world.augmentable, world.automatable), strict=True):
        values = np.zeros(world.content.shape)
        values[_places(world, cells)] = cells[name]
        one = pd.DataFrame(values, index=world.content.index, columns=world.content.columns, copy=False)
        with_it.append({**reach, about.name: one})
    return replace(world, augmentable=with_it[0], automatable=with_it[1], measured=about)


def _places(world: World, cells: pd.DataFrame) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """(cell) row and column of an occupation and an activity among the content."""
    row, column = (
        axis.get_indexer(pd.Index(cells[key])) for axis, key in zip(world.content.axes, _KEYS, strict=True)
    )
    return row, column
