"""Rows 3a to 3c: who is most at risk, as a place among all US jobs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.claims.basis.claim import (
    AFTER_THE_RESULT,
    Change,
    Claim,
    Measured,
    Reading,
    Rule,
    Verdict,
)
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.basis.plan_context import firm_of
from reallocate.claims.basis.raters import by_families, family_values, independent_sources
from reallocate.claims.basis.verdicts import by_sources
from reallocate.measure.quantiles import interval
from reallocate.work.hours_saved import automatable_hours
from reallocate.work.parameters import Parameters

Array = npt.NDArray[np.float64]

HIGH_PLACE, LOW_PLACE = 75.0, 50.0
TENTH = 0.1
CHIEFS = "11-1011"
RULE = Rule(
    "the place among US jobs and the place inside the firm are both at or above the 75th percentile, each by "
    "the votes of more than half of the families of raters (people, language models, usage)",
    "both are at or below the 50th, each by more than half of the families",
    Verdict.MIXED,
    (HIGH_PLACE, LOW_PLACE),
    Change(
        "at or above the 75th percentile of US jobs under at least 5 of 8 sources, at or below the 50th "
        "under at least 5",
        "eight sources count as about two, so that families of raters vote; and a verdict needs both places, "
        "in the nation and inside the firm",
        AFTER_THE_RESULT,
        "2026-11-26",
    ),
)
SOURCES = ("O*NET 30.1 (content, A)", "BLS OEWS May 2025 (jobs, A)", "eight sources of reach (A)")


@dataclass(frozen=True)
class Group:
    """Whom a claim is about.

    name : in words
    kind : of work, whose share of hours picks the tenth of jobs that does most of it; none for managers
    """

    name: str
    kind: str = ""


class MostAtRisk(Claim):
    """Where a group of jobs stands among all US jobs by the share of its hours that can be automated.

    group : whom it is about
    """

    unit = "percentile of US jobs by automatable share of hours"
    rule = RULE
    drivers = ()
    sources = SOURCES

    def __init__(self, letter: str, group: Group, statement: str) -> None:
        self.id = f"most-at-risk-{group.name.replace(' ', '-')}"
        self.row = f"3{letter}"
        self.statement = statement
        self._group = group
        who = (
            "all managers but chief executives (middle managers are not counted apart)"
            if not group.kind
            else f"the tenth of US jobs with the largest share of {group.kind} hours"
        )
        self.reading = (
            f"mean place of {who} among all US jobs in order of the share of their hours that AI "
            "could do by itself, from 0 for the least to 100 for the most, and the same among the jobs of "
            "the study's firm; a share of hours is not a chance of losing a job"
        )

    def centre(self, context: ClaimContext, parameters: Parameters) -> float:
        """The middle of the sources.

        context : the world
        parameters : not needed: this is a measurement
        """
        return float(np.median(self._places(context)))

    def measure(self, context: ClaimContext, parameters: Parameters) -> Measured:
        """The place under every source.

        context : the world
        parameters : not needed
        """
        places, inside = self._places(context), self._places(context, "firm")
        sources = context.world.sources
        middle, low, high = interval(places)
        votes = [_by_families(one, sources) for one in (places, inside)]
        verdict = votes[0] if votes[0] is votes[1] else Verdict.MIXED
        first = by_sources(places, _is_high, _is_low)
        firm = interval(inside)
        count = independent_sources(
            context.once(("automatable hours", "nation"), lambda: nation_row(context).automatable)
        )
        families = family_values(places, sources)
        each = ", ".join(f"{name} {value:.0f}" for name, value in families.items())
        finding = (
            f"{self._group.name.capitalize()} stand at percentile {middle:.0f} of US jobs by automatable "
            f"hours ({low:.0f} to {high:.0f} over the sources), and at percentile {firm[0]:.0f} inside one "
            f"firm ({firm[1]:.0f} to {firm[2]:.0f}). By families of raters, in the nation: {each}. The "
            f"families vote {votes[0]} for the nation and {votes[1]} for the firm ({_firm_named(context)}). "
            f"All automatable shares rest on one model's ratings (GPT-4's): {len(sources)} sources count as "
            f"{count:.1f} independent ones."
        )
        figures: dict[str, float] = dict(zip(sources, (float(one) for one in places), strict=True))
        figures |= {f"{name}, the family's middle": value for name, value in families.items()}
        figures["sources count as so many independent ones (participation ratio)"] = count
        return Measured(middle, low, high, verdict, finding, figures, first_verdict=first)

    def readings(self, context: ClaimContext, parameters: Parameters) -> tuple[Reading, ...]:
        """By augmentable hours, which is another thing; and among the jobs of the study's firm.

        context, parameters : as `measure`
        """
        return (
            _reading(
                "hours that AI could help with, not do, in the nation alone",
                self._places(context, "augmentable"),
                context.world.sources,
            ),
            _reading(
                f"the place among the jobs of one firm ({_firm_named(context)}) alone",
                self._places(context, "firm"),
                context.world.sources,
            ),
        )

    def _places(self, context: ClaimContext, among: str = "") -> Array:
        def places() -> Array:
            row = firm_row(context) if among == "firm" else nation_row(context, bool(among))
            return self._compute(row)

        found: Array = context.once((self.id, among), places)
        return found

    def _compute(self, row: Row) -> Array:
        weight = row.jobs * self._members(row)
        each = [float(weight @ _percentile(one, row.jobs) / weight.sum()) for one in row.automatable]
        return np.array(each)

    def _members(self, row: Row) -> Array:
        """Share of each occupation's jobs that belong to the group; (occupation) [share]."""
        if not self._group.kind:
            managers = row.codes.str.startswith("11-") & (row.codes != CHIEFS)
            return managers.to_numpy().astype(np.float64)
        share = (row.content * (row.kinds == self._group.kind)[None, :]).sum(axis=1)
        order = np.argsort(-share, kind="stable")
        before = np.cumsum(row.jobs[order]) - row.jobs[order]
        members = np.zeros(len(row.jobs))
        members[order] = np.clip((TENTH * row.jobs.sum() - before) / row.jobs[order], 0.0, 1.0)
        return members


@dataclass(frozen=True, eq=False)
class Row:
    """Jobs that are put in a row.

    codes : (job) occupation
    jobs : (job) [persons]
    content : (job, activity) [share of hours]
    reach : (source, job, activity) [share of the activity's hours]
    kinds : (activity) kind of work
    """

    codes: pd.Series
    jobs: Array
    content: Array
    reach: Array
    kinds: npt.NDArray[np.object_]

    @property
    def automatable(self) -> Array:
        """Hours within reach; (source, job) [share of hours]."""
        found: Array = (self.content[None, :, :] * self.reach).sum(axis=2)
        return found


def nation_row(context: ClaimContext, augmentable: bool = False) -> Row:
    """All US jobs.

    context : the world
    augmentable : by hours that AI could help with, not do
    """
    world = context.world
    helped = world.augmentable.transpose("source", "occupation", "activity").to_numpy()
    done = np.array([automatable_hours(world, source) for source in world.sources])
    return Row(
        world.occupations.index.to_series().astype(str),
        world.occupations["employment"].to_numpy(dtype=float),
        world.content.transpose("occupation", "activity").to_numpy(),
        helped if augmentable else done,
        world.activities.loc[world.content.get_index("activity"), "kind"].to_numpy(),
    )


def firm_row(context: ClaimContext) -> Row:
    """The jobs of the study's firm.

    context : the study
    """
    firm = firm_of(context).whole
    filled = firm.roles["headcount"].to_numpy(dtype=float) > 0
    order = ("source", "role", "activity")
    helped, done = (one.transpose(*order).to_numpy() for one in (firm.augmentable, firm.automatable))
    kinds = context.world.activities.loc[firm.content.get_index("activity"), "kind"].to_numpy()
    return Row(
        firm.roles["occupation"].astype(str)[filled],
        firm.roles["headcount"].to_numpy(dtype=float)[filled],
        firm.content.transpose("role", "activity").to_numpy()[filled],
        np.minimum(done, helped)[:, filled],
        kinds,
    )


def _firm_named(context: ClaimContext) -> str:
    scenario = firm_of(context).scenario
    return scenario.title or scenario.name


def _reading(words: str, places: Array, sources: Sequence[str]) -> Reading:
    middle, low, high = interval(places)
    finding = f"percentile {middle:.0f} ({low:.0f} to {high:.0f} over the sources)"
    return Reading(words, finding, _by_families(places, sources))


def _by_families(places: Array, sources: Sequence[str]) -> Verdict:
    return by_families(places, sources, _is_high, _is_low)


def _is_high(place: float) -> bool:
    return place >= HIGH_PLACE


def _is_low(place: float) -> bool:
    return place <= LOW_PLACE


def _percentile(score: Array, jobs: Array) -> Array:
    """Place of every occupation among all jobs, ties in the middle; (occupation) [0 to 100]."""
    table = pd.DataFrame({"score": score, "jobs": jobs})
    at = table.groupby("score")["jobs"].sum().sort_index()
    middle = (at.cumsum() - at / 2.0) / at.sum()
    place: Array = 100.0 * table["score"].map(middle).to_numpy(dtype=float)
    return place


CLAIMS = (
    MostAtRisk("a", Group("middle managers"), "Most at risk: middle management"),
    MostAtRisk("b", Group("coordinators", "coordinating"), "Most at risk: coordination"),
    MostAtRisk("c", Group("basic analysts", "routine analysis"), "Most at risk: basic analysis"),
)
