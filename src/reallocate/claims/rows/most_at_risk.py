"""Rows 3a to 3c: who is most at risk, as a place among all US jobs."""

from __future__ import annotations

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
    by_families,
    by_sources,
    family_values,
    independent_sources,
)
from reallocate.claims.basis.context import ClaimContext, once
from reallocate.claims.basis.plan_basis import figures_of, firm_of, in_force
from reallocate.data.country import begins, country
from reallocate.kernel.arrays import Array, interval
from reallocate.kernel.parameters import Parameters
from reallocate.work.panel import middle_ranks
from reallocate.work.time_saved import automatable_hours
from reallocate.work.world import World, by_source

_HIGH_PLACE, _LOW_PLACE = 75.0, 50.0
_TENTH = 0.1
_RULE = Rule(
    "the place among US jobs and the place inside the firm are both at or above the 75th percentile, each by "
    "the votes of more than half of the families of raters (people, language models, usage)",
    "both are at or below the 50th, each by more than half of the families",
    Verdict.MIXED,
    (_HIGH_PLACE, _LOW_PLACE),
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


class _MostAtRisk(Claim):
    """Where a group of jobs stands among all US jobs by the share of its hours that can be automated.

    group : whom it is about, in words
    kind : of work, whose share of hours picks the tenth of jobs that does most of it; none for managers
    """

    unit = "percentile of US jobs by automatable share of hours"
    rule = _RULE
    drivers = ()
    sources = SOURCES
    together = "most-at-risk"
    effort = 10.0

    def __init__(self, letter: str, group: str, statement: str, kind: str = "") -> None:
        self.id = f"most-at-risk-{group.replace(' ', '-')}"
        self.row = f"3{letter}"
        self.statement = statement
        self._group, self._kind, self._planned = group, kind, kind or "managing"
        who = (
            f"the tenth of US jobs with the largest share of {kind} hours"
            if kind
            else "all managers but chief executives (middle managers are not counted apart)"
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
        nation, firm = (by_families(one, sources, _HIGH_PLACE, _LOW_PLACE) for one in (places, inside))
        within = interval(inside)
        count = independent_sources(_nation_row(context).automatable)
        families = family_values(places, sources)
        each = ", ".join(f"{name} {value:.0f}" for name, value in families.items())
        finding = (
            f"{self._group.capitalize()} stand at percentile {middle:.0f} of US jobs by automatable hours "
            f"({low:.0f} to {high:.0f} over the sources), and at percentile {within[0]:.0f} inside one firm "
            f"({within[1]:.0f} to {within[2]:.0f}). By families of raters, in the nation: {each}. The "
            f"families vote {nation} for the nation and {firm} for the firm ({_firm_named(context)}). All "
            f"automatable shares rest on one model's ratings (GPT-4's): {len(sources)} sources count as "
            f"{count:.1f} independent ones."
        )
        figures: dict[str, float] = dict(zip(sources, places.tolist(), strict=True))
        figures |= {f"{name}, the family's middle": value for name, value in families.items()}
        figures["sources count as so many independent ones (participation ratio)"] = count
        first = by_sources(places, _HIGH_PLACE, _LOW_PLACE)
        verdict = nation if nation is firm else Verdict.MIXED
        return Measured(middle, low, high, verdict, finding, figures, first_verdict=first)

    def readings(self, context: ClaimContext, parameters: Parameters) -> tuple[Reading, ...]:
        """By augmentable hours, which is another thing; among the jobs of the study's firm; and what the
        firm's plan cuts.

        context, parameters : as `measure`
        """
        each = {
            "hours that AI could help with, not do, in the nation alone": "augmentable",
            f"the place among the jobs of one firm ({_firm_named(context)}) alone": "firm",
        }
        readings = []
        for words, among in each.items():
            places = self._places(context, among)
            verdict = by_families(places, context.world.sources, _HIGH_PLACE, _LOW_PLACE)
            finding = "percentile {:.0f} ({:.0f} to {:.0f} over the sources)".format(*interval(places))
            readings.append(Reading(words, finding, verdict))
        return *readings, self._as_planned(context, parameters)

    def _as_planned(self, context: ClaimContext, parameters: Parameters) -> Reading:
        """Whether the plan of the study's firm cuts this work by more than all positions.

        A family of sources votes for it where its middle plan does.
        """
        sources, own = context.world.sources, in_force(context, parameters)
        plans = [figures_of(context, own, source) for source in sources]
        kind = 100.0 * np.array([one.by_kind[self._planned] for one in plans])
        every = 100.0 * np.array([one.by_all for one in plans])
        return Reading(
            f"the cut of {self._planned} against that of all positions, in the best plan of one firm "
            f"({_firm_named(context)})",
            f"positions in {self._planned} change by {_span(kind)}, all positions by {_span(every)}, over "
            f"the sources. The plan cuts it by more under {(kind < every).sum()} of {len(sources)}",
            by_families(every - kind, sources, 0.0, 0.0),
        )

    def _places(self, context: ClaimContext, among: str = "") -> Array:
        """Mean place of the group under every source; (source) [0 to 100]."""
        return self.places(_firm_row(context) if among == "firm" else _nation_row(context, bool(among)))

    def places(self, row: Row) -> Array:
        """Mean place of the group among some jobs, under every source; (source) [0 to 100]."""
        weight = row.jobs * self._members(row)
        places = [weight @ middle_ranks(one, row.jobs) / weight.sum() for one in row.automatable]
        return 100.0 * np.array(places) / float(row.jobs.sum())

    def _members(self, row: Row) -> Array:
        """Share of each occupation's jobs that belong to the group; (occupation) [share]."""
        if not self._kind:
            return row.leads.astype(np.float64)
        share = (row.content * (row.kinds == self._kind)).sum(axis=1)
        order = np.argsort(-share, kind="stable")
        before = np.cumsum(row.jobs[order]) - row.jobs[order]
        members = np.zeros(len(row.jobs))
        members[order] = np.clip((_TENTH * row.jobs.sum() - before) / row.jobs[order], 0.0, 1.0)
        return members


@dataclass(frozen=True, eq=False)
class Row:
    """Jobs that are put in a row.

    leads : (job) whether its people manage, chief executives left out
    jobs : (job) [persons]
    content : (job, activity) [share of hours]
    reach : (source, job, activity) [share of the activity's hours]
    kinds : (activity) kind of work
    """

    leads: npt.NDArray[np.bool_]
    jobs: Array
    content: Array
    reach: Array
    kinds: npt.NDArray[np.object_]

    @property
    def automatable(self) -> Array:
        """Hours within reach; (source, job) [share of hours]."""
        return np.asarray((self.content * self.reach).sum(axis=2))


@once
def _nation_row(context: ClaimContext, augmentable: bool = False) -> Row:
    """All US jobs.

    context : the world
    augmentable : by hours that AI could help with, not do
    """
    return national_row(context.world, augmentable)


def national_row(world: World, augmentable: bool = False) -> Row:
    """All jobs of a country in which there are people.

    augmentable : by hours that AI could help with, not do
    """
    jobs = world.occupations["employment"].fillna(0.0).to_numpy(dtype=float)
    helped = by_source(world.augmentable)
    reach = helped if augmentable else np.array([automatable_hours(world, one) for one in world.sources])
    filled = jobs > 0
    return Row(
        _leads(world.occupations.index[filled], world),
        jobs[filled],
        world.content.to_numpy()[filled],
        reach[:, filled],
        world.activities.loc[world.content.columns, "kind"].to_numpy(),
    )


@once
def _firm_row(context: ClaimContext) -> Row:
    """The jobs of the study's firm.

    context : the study
    """
    firm = firm_of(context).whole
    filled = firm.roles["headcount"].to_numpy(dtype=float) > 0
    helped, done = (by_source(one) for one in (firm.augmentable, firm.automatable))
    kinds = context.world.activities.loc[firm.content.columns, "kind"].to_numpy()
    return Row(
        _leads(pd.Index(firm.roles["occupation"][filled]), context.world),
        firm.roles["headcount"].to_numpy(dtype=float)[filled],
        firm.content.to_numpy()[filled],
        np.minimum(done, helped)[:, filled],
        kinds,
    )


def _leads(codes: pd.Index, world: World) -> npt.NDArray[np.bool_]:
    """Whether people of each occupation manage without being chief executives."""
    home = country(world.country)
    return begins(codes, home.managers) & ~codes.isin(home.chiefs)


def _span(values: Array) -> str:
    """Middle and ends, in words."""
    middle, low, high = interval(values)
    return f"{middle:+.1f}% ({low:+.1f} to {high:+.1f}%)"


def _firm_named(context: ClaimContext) -> str:
    scenario = firm_of(context).scenario
    return scenario.title or scenario.name


CLAIMS = (
    _MostAtRisk("a", "middle managers", "Most at risk: middle management"),
    _MostAtRisk("b", "coordinators", "Most at risk: coordination", "coordinating"),
    _MostAtRisk("c", "basic analysts", "Most at risk: basic analysis", "routine analysis"),
)
