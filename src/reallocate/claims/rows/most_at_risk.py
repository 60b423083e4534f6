"""Rows 3a to 3c: who is most at risk, as a place among all US jobs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.claims.claim import Claim, Measured, Reading, Rule, Verdict
from reallocate.claims.ground import ClaimGround
from reallocate.claims.verdicts import by_sources, interval
from reallocate.work.hours_saved import automatable_hours
from reallocate.work.parameters import Parameters

Array = npt.NDArray[np.float64]

HIGH_PLACE, LOW_PLACE = 75.0, 50.0
TENTH = 0.1
CHIEFS = "11-1011"
RULE = Rule(
    "at or above the 75th percentile under at least 5 of 8 sources",
    "at or below the 50th under at least 5",
    Verdict.MIXED,
    (HIGH_PLACE, LOW_PLACE),
    "it asks for the place inside the firm as well, with coordinating work that follows headcount; here it "
    "is the place among all US jobs alone",
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

    letter : of the row
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
            f"mean place of {who} when all US jobs stand in a row by the share of their hours that AI "
            "could do by itself, from 0 for the least to 100 for the most; a share of hours is not a "
            "chance of losing a job"
        )

    def centre(self, ground: ClaimGround, parameters: Parameters) -> float:
        """The middle of the sources.

        ground : the world
        parameters : not needed: this is a measurement
        """
        return float(np.median(self._places(ground)))

    def measure(self, ground: ClaimGround, parameters: Parameters) -> Measured:
        """The place under every source.

        ground : the world
        parameters : not needed
        """
        places = self._places(ground)
        middle, low, high = interval(places)
        verdict = by_sources(places, lambda x: x >= HIGH_PLACE, lambda x: x <= LOW_PLACE)
        above = int((places >= HIGH_PLACE).sum())
        below = int((places <= LOW_PLACE).sum())
        says = (
            f"{self._group.name.capitalize()} stand at percentile {middle:.0f} of US jobs by the hours "
            f"that AI could do by itself ({low:.0f} to {high:.0f} over the sources): of {len(places)} "
            f"sources {above} put them at {HIGH_PLACE:.0f} or above, and {below} at {LOW_PLACE:.0f} or below."
        )
        by_name = dict(zip(ground.world.sources, (float(place) for place in places), strict=True))
        return Measured(middle, low, high, verdict, says, dict(by_name))

    def readings(self, ground: ClaimGround, parameters: Parameters) -> tuple[Reading, ...]:
        """By augmentable hours, which is another thing.

        ground, parameters : as `measure`
        """
        places = self._places(ground, augmentable=True)
        verdict = by_sources(places, lambda x: x >= HIGH_PLACE, lambda x: x <= LOW_PLACE)
        finding = f"percentile {float(np.median(places)):.0f}"
        return (Reading("hours that AI could help with, not do", finding, verdict),)

    def _places(self, ground: ClaimGround, augmentable: bool = False) -> Array:
        found: Array = ground.once((self.id, augmentable), lambda: self._compute(ground, augmentable))
        return found

    def _compute(self, ground: ClaimGround, augmentable: bool) -> Array:
        world = ground.world
        jobs = world.occupations["employment"].to_numpy(dtype=float)
        content = world.content.transpose("occupation", "activity").to_numpy()
        weight = jobs * self._members(ground, jobs, content)
        places = []
        for source in world.sources:
            cells = (
                world.augmentable.sel(source=source).transpose("occupation", "activity").to_numpy()
                if augmentable
                else automatable_hours(world, source)
            )
            place = _percentile((content * cells).sum(axis=1), jobs)
            places.append(float(weight @ place / weight.sum()))
        return np.array(places)

    def _members(self, ground: ClaimGround, jobs: Array, content: Array) -> Array:
        """Share of each occupation's jobs that belong to the group; (occupation) [share]."""
        world = ground.world
        if not self._group.kind:
            codes = world.occupations.index.to_series().astype(str)
            managers = codes.str.startswith("11-") & (codes != CHIEFS)
            return managers.to_numpy().astype(np.float64)
        kinds = world.activities.loc[world.content.get_index("activity"), "kind"].to_numpy()
        share = (content * (kinds == self._group.kind)[None, :]).sum(axis=1)
        order = np.argsort(-share, kind="stable")
        before = np.cumsum(jobs[order]) - jobs[order]
        members = np.zeros(len(jobs))
        members[order] = np.clip((TENTH * jobs.sum() - before) / jobs[order], 0.0, 1.0)
        return members


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
