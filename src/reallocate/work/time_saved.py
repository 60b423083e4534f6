"""Hours of an occupation that AI saves within its reach (W5), and the price of a finished hour (W4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from reallocate.kernel.arrays import Array, Integers
from reallocate.work.capability import difficulty, done_alone, doublings, good_result, long_share
from reallocate.work.compute import cost_per_million_tokens
from reallocate.work.world import World


@dataclass(frozen=True, eq=False)
class HoursFreed:
    """Hours that the best use of AI frees, per hour worked without it.

    by_systems, by_people : (occupation, quarter) [share of hours] net of review, directing and rework, where
        systems work alone and where people work with AI, captured or not
    automated : (occupation, quarter) [share of hours] that systems do, reviewed and directed by people
    augmented : (occupation, quarter) [share of hours] that people do with AI
    compute : (occupation, quarter) [share of the loaded cost of an hour before] what all of it costs to
        run, software included
    assisted : (occupation) [share of hours] within reach where people do all of it with AI, as today
    freed_assisted : (occupation) [share of hours] that this frees
    """

    by_systems: Array
    by_people: Array
    automated: Array
    augmented: Array
    compute: Array
    assisted: Array
    freed_assisted: Array

    @property
    def freed(self) -> Array:
        """All of them; (occupation, quarter) [share of hours]."""
        freed: Array = self.by_systems + self.by_people
        return freed

    def saved(self, parameters: Mapping[str, float]) -> Array:
        """Hours that become fewer paid hours; (occupation, quarter) [share of hours].

        parameters : capture_automated, capture_augmented [share of hours freed]
        χ_a·freed by systems + χ_u·freed where people work with AI
        """
        saved: Array = (
            parameters["capture_automated"] * self.by_systems
            + parameters["capture_augmented"] * self.by_people
        )
        return saved


def hours_freed(
    world: World,
    parameters: Mapping[str, float],
    source: str,
    capability: str,
    quarters: int,
    hourly: Array,
    good: Array | None = None,
    first: int = 0,
) -> HoursFreed:
    """The unit economics of a firm's plan, by occupation: what use of all reach frees and costs.

    world : content and reach
    parameters : freed_hour_value, review_hours, directing_hours, redo_share, reach_per_doubling, the savings
        by family, those of capability and of compute prices
    source : of reach
    capability : trend, plateau, fast or reversal
    quarters : how many
    hourly : (occupation) loaded cost of an hour of a person [USD/hour]
    good : as `good_results` gives it for the same arguments; computed where nothing is said
    first : quarter from which on it is wanted
    s_o = Σ_a h[o,a]·(χ_a·m·max(0, 1 − ρ − ω − d·(1 − w_t)) + χ_u·(x_ζ − m)·max(0, σ_a)); freed is the same
    with χ = 1; `HoursFreed.saved` applies capture. Of an activity's hours x(t) of `automatable_at` can be
    automated: m is x(t) where a system pays more than a person with AI does, v·freed·hourly − tokens·price, v
    of `freed_hour_value`, and else 0. A use is made where it pays; whether the hour is captured does not
    enter.
    What is measured of capture is of hours net of checking, so χ scales them here; a plan (P6,
    `firm/model/relief.py`), which gives review to those who do it, charges it in full, and so frees
    (1 − χ_a)·(ρ + ω) fewer hours for each automated one.
    Source: W2 to W6 of this project's model; Patwardhan et al. 2025, arXiv:2510.04374 (review, quality);
    Humlum, Vestergaard 2025, NBER 33777 (hours are freed where neither pay nor hours answer).
    """
    if good is None:
        good = good_results(world, parameters, source, capability, quarters, first)
    wider = _wider(parameters, capability, quarters)[first:]
    parts = []
    for occupations, where, cells in _in_blocks(world, source):
        parts.append(_freed(cells, parameters, wider, hourly[occupations], good[where]))
    return HoursFreed(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def _freed(
    cells: ReachedCells, parameters: Mapping[str, float], wider: Array, hourly: Array, good: Array
) -> tuple[Array, ...]:
    """The fields of `HoursFreed` for some occupations.

    cells : of these occupations
    wider : (quarter) as from `_wider`
    hourly : (occupation) [USD/hour]
    good : (cell, quarter)
    """
    each = np.array([parameters[f"saving_{name}"] for name in cells.families]).clip(min=0.0)
    saving = each[cells.activity]
    checked = 1.0 - parameters["review_hours"] - parameters["directing_hours"]
    kept = np.maximum(0.0, checked - rework(parameters["redo_share"], good))
    route = min(cost_per_million_tokens(parameters).values()) + _software_per_million_tokens(parameters)
    worth = parameters["freed_hour_value"] * hourly[cells.occupation]
    with_person = worth * saving - parameters["tokens_per_augmented_hour"] * route
    by_system = worth[:, None] * kept - parameters["tokens_per_automated_hour"] * route
    chosen = by_system > np.maximum(with_person, 0.0)[:, None]
    alone = cells.hours[:, None] * automatable_at(cells, wider) * chosen
    assisted = cells.hours * cells.augmentable * (with_person > 0.0)
    beside = (assisted[:, None] - alone) * (with_person > 0.0)[:, None]
    automated, augmented = cells.by_occupation(alone), cells.by_occupation(beside)
    tokens = (
        parameters["tokens_per_automated_hour"] * automated
        + parameters["tokens_per_augmented_hour"] * augmented
    )
    return (
        cells.by_occupation(alone * kept),
        cells.by_occupation(beside * saving[:, None]),
        automated,
        augmented,
        tokens * route / hourly[:, None],
        cells.by_occupation(assisted),
        cells.by_occupation(assisted * saving),
    )


@dataclass(frozen=True, eq=False)
class ReachedCells:
    """Work within the reach of AI, a cell for each activity of each occupation.

    occupation : (cell) place of the occupation, rising
    activity : (cell) place of the activity
    occupations : how many there are
    hours : (cell) h, of the occupation's hours [share]
    families : (activity) by which time saved is told apart
    automatable, augmentable : (cell) x_A and x_ζ, of the activity's hours [share]
    """

    occupation: Integers
    activity: Integers
    occupations: int
    hours: Array
    families: tuple[str, ...]
    automatable: Array
    augmentable: Array

    def by_occupation(self, values: Array) -> Array:
        """Sums over the activities of each occupation; (occupation, …).

        values : (cell, …)
        """
        summed: Array = self._members @ values
        return summed

    @cached_property
    def _members(self) -> csr_array:
        """Which cells are of an occupation; (occupation, cell)."""
        cells = len(self.occupation)
        first = np.searchsorted(self.occupation, np.arange(self.occupations + 1))
        return csr_array((np.ones(cells), np.arange(cells), first), shape=(self.occupations, cells))


@lru_cache(maxsize=32)
def reached_cells(world: World, source: str) -> ReachedCells:
    """Work within the reach of AI by one source.

    world : content and reach
    source : of reach
    """
    content = world.content.to_numpy()
    most, today = world.augmentable[source].to_numpy(), automatable_hours(world, source)
    families = world.activities.loc[world.content.columns]["family"].to_numpy(dtype=str)
    occupation, activity = np.nonzero(content * most > 0.0)
    at = occupation, activity
    return ReachedCells(
        occupation, activity, len(content), content[at], tuple(families), today[at], most[at]
    )


_BLOCK = 1000
"""Cells that are computed together: what stands between then stays in the processor's cache."""


@lru_cache(maxsize=32)
def _in_blocks(world: World, source: str) -> list[tuple[slice, slice, ReachedCells]]:
    """The cells of `reached_cells` by blocks of whole occupations: places of the occupations, places of the
    cells, and the cells as of these occupations alone."""
    cells, blocks, begin = reached_cells(world, source), list[tuple[slice, slice, ReachedCells]](), 0
    first = np.searchsorted(cells.occupation, np.arange(cells.occupations + 1))
    while begin < cells.occupations:
        beyond = int(np.searchsorted(first, first[begin] + _BLOCK, side="right")) - 1
        end = min(max(beyond, begin + 1), cells.occupations)
        where = slice(first[begin], first[end])
        block = replace(
            cells, occupation=cells.occupation[where] - begin, activity=cells.activity[where],
            occupations=end - begin, hours=cells.hours[where], automatable=cells.automatable[where],
            augmentable=cells.augmentable[where],
        )  # fmt: skip
        blocks.append((slice(begin, end), where, block))
        begin = end
    return blocks


def _software_per_million_tokens(parameters: Mapping[str, float]) -> float:
    """Software and operation around a model, as a market pays for it [USD/million tokens].

    parameters : api_price [USD/million tokens], api_share [share of all-in cost]
    api_price·(1 − api_share)/api_share
    A firm's plan has software by the hour (`firm/model/costs.py`): more tokens do not make it dearer.
    """
    return parameters["api_price"] * (1 - parameters["api_share"]) / parameters["api_share"]


def rework(redo_share: float, good: Array) -> Array:
    """Hours that people do again, of an automated hour (P6, W4) [hours/hour].

    redo_share : d, share of bad results that review finds and people do again
    good : w, probability that a result is good
    d·(1 − w)
    """
    redone: Array = redo_share * (1.0 - good)
    return redone


def automatable_hours(world: World, source: str) -> Array:
    """Share of an activity's hours that can be automated; (occupation, activity) [share].

    world : reach
    source : of reach
    min(x_A, x_ζ)
    """
    most = world.augmentable[source].to_numpy()
    return np.asarray(np.minimum(world.automatable[source].to_numpy(), most))


def _wider(parameters: Mapping[str, float], capability: str, quarters: int) -> Array:
    """Of the work that people do with AI today, what systems take over as AI does longer tasks; (quarter)
    [share].

    parameters : reach_per_doubling, those of `doublings`
    capability, quarters : as for `hours_freed`
    1 − (1 − r)^D(t), D the doublings of task length since today, r of `reach_per_doubling`
    """
    wider: Array = 1.0 - (1.0 - parameters["reach_per_doubling"]) ** doublings(
        parameters, capability, quarters
    )
    return wider


def automatable_at(cells: ReachedCells, wider: Array) -> Array:
    """Share of an activity's hours that can be automated, as AI does longer tasks; (cell, quarter) [share].

    wider : (quarter) as from `_wider`
    x(t) = x_A + (x_ζ − x_A)·wider(t)
    """
    today = cells.automatable[:, None]
    reached: Array = today + (cells.augmentable[:, None] - today) * wider
    return reached


def good_results(
    world: World,
    parameters: Mapping[str, float],
    source: str,
    capability: str,
    quarters: int,
    first: int = 0,
) -> Array:
    """Probability that an automated hour's result is good; (cell, quarter), cells as `reached_cells`.

    world : reach and job zones
    parameters : of capability, tooling_difficulty, long_project_share_by_zone
    source : of reach
    capability : trend, plateau, fast or reversal
    quarters : how many
    first : quarter from which on it is wanted
    """
    alone, zone, kind = _kinds_of_work(world, source)
    long = np.nan_to_num(long_share(parameters, zone))
    good = good_result(parameters, capability, quarters, difficulty(parameters, alone), long, first=first)
    each: Array = good[kind]
    return each


@lru_cache(maxsize=32)
def _kinds_of_work(world: World, source: str) -> tuple[Array, Array, Integers]:
    """Cells that are alike in all that how good a result is depends on, computed once: of each kind the share
    that a model does alone and the job zone; and (cell) its kind.

    world, source : as for `reached_cells`
    """
    cells = reached_cells(world, source)
    each = without_tools(world, source)[cells.occupation, cells.activity], job_zones(world)[cells.occupation]
    (alone, zone), kind = np.unique(np.stack(each), axis=1, return_inverse=True)
    return alone, zone, kind


def without_tools(world: World, source: str) -> Array:
    """Share of the automatable hours that a model does without software around it; (occupation, activity).

    world : reach
    source : of reach
    """
    people, model = (world.automatable[name].to_numpy() for name in ("people-direct", "gpt4-direct"))
    return done_alone((people + model) / 2, automatable_hours(world, source))


def job_zones(world: World) -> Array:
    """The job zone of each occupation; (occupation) [job zone, 1–5]; not a number where it has none.

    world : occupations
    """
    return pd.to_numeric(world.occupations["job_zone"]).to_numpy(dtype=float)


def augmented_cost(human: float, saving: float, compute: float) -> float:
    """Cost of an hour's result when a person works with AI [USD].

    human : [USD/hour] loaded cost
    saving : [share of hours] saved
    compute : [USD/hour]
    (1 − σ)·H + M_u
    """
    return (1 - saving) * human + compute


def automated_cost(human: float, good: float, review_share: float, compute: float) -> float:
    """Cost of an hour's result when a system does it, people review it and redo what is bad [USD].

    human : [USD/hour] loaded cost
    good : [probability] that the result is good
    review_share : [share of the human cost]
    compute : [USD/hour]
    M + ρ_c·H + (1 − w)·H
    Source: Patwardhan et al. 2025, arXiv:2510.04374, try once then fix.
    """
    return compute + review_share * human + (1 - good) * human


def advantage(human: float, good: float, review_share: float, compute: float) -> float:
    """How many times cheaper the automated result is than the human one [ratio].

    human : [USD/hour] loaded cost
    good : [probability] that the result is good
    review_share : [share of the human cost]
    compute : [USD/hour]
    """
    return human / automated_cost(human, good, review_share, compute)
