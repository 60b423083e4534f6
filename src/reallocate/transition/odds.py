"""The odds of getting a job in another occupation in a year, for somebody who tries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from reallocate.errors import DataError
from reallocate.transition.choice import TIERS
from reallocate.transition.distance import Distances, distances
from reallocate.transition.movers import Movers, movers
from reallocate.transition.requirements import (
    Requirements,
    coverage,
    requirements,
    schooled,
)
from reallocate.transition.training import LICENSED
from reallocate.work.parameters import Parameters
from reallocate.work.world import World

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

MONTHS = 12
USUAL = 0.01
HIGHEST_STEP = 1.5
ENOUGH = 0.5
CLOSEST = ("Primary-Short", "Primary-Long")
NOT_ONE_JOB = "All Other"
HALVINGS = 80


@dataclass(frozen=True, eq=False)
class Ground:
    """All that the odds of any worker rest on; computed once.

    occupations : labels
    distances, moved, needs : see there
    hired : (target) [share/month] at which those who look are hired
    open_to : (origin, target) whether a move can be aimed at, as in `aims`
    half : [ratio] lift at which an applicant is hired half as fast as those who look at all
    """

    occupations: pd.Index
    distances: Distances
    moved: Movers
    needs: Requirements
    hired: Array
    open_to: Mask
    half: float


def ground(world: World, parameters: Parameters | None = None) -> Ground:
    """What the odds rest on.

    world : with mobility, skills, knowledge, education, projections and unemployment
    parameters : the numbers in force; the declared ones where none are given
    """
    p = parameters or Parameters.default()
    found = distances(world)
    moved = movers(world, found, p)
    needs = requirements(world)
    hired = hiring(world, moved, p)
    fit = schooled(needs, needs.education)
    open_to = aims(world, moved, fit)
    half = half_lift(world, moved, hired[None, :] * np.where(open_to, fit, 0.0), p["switch_success"])
    return Ground(found.occupations, found, moved, needs, hired, open_to, half)


def hiring(world: World, moved: Movers, p: Parameters) -> Array:
    """How fast people who look for work in each occupation are hired; (occupation) [share/month].

    world : with the tables unemployment and projections
    moved : for openings
    p : the numbers in force
    f[j] = f̄·(θ[j]/θ̄)^e, θ[j] = openings per unemployed: openings ÷ employment over the unemployment
    rate of the major group; θ̄ the same for the nation.
    Source: Petrongolo, Pissarides 2001, J. Econ. Lit. 39:390, DOI 10.1257/jel.39.2.390.
    """
    table = world.table("unemployment")
    latest = table[table["year"] == table["year"].max()].set_index("major_group")["rate"]
    rate = pd.Series(moved.occupations.str[:2] + "-0000").map(latest).to_numpy(float)
    if np.isnan(rate).any():
        raise DataError("the table of unemployment lacks a major group")
    jobs = world.table("projections").set_index("occupation")["employment_2024"]
    employment = jobs.reindex(moved.occupations).to_numpy(float)
    nation = moved.openings.sum() / employment.sum() / float(latest["00-0000"])
    tightness = moved.openings / employment / rate / nation
    found: Array = p["job_finding_per_month"] * tightness ** p["openings_elasticity"]
    return found


def aims(world: World, moved: Movers, fit: Array) -> Mask:
    """Which moves can be aimed at; (origin, target).

    world : with the table related
    moved : for usual moves
    fit : (origin, target) [probability] that the schooling of people in the origin is enough
    Those that at least a hundredth of the origin's movers were seen to make; those that O*NET lists as
    related; those within a minor group. Left out, unless usual, are licensed work from outside its
    broad group or what O*NET relates most closely, or for which fewer than half have the schooling, and
    work more than one job zone up, to the nearest half. A remainder such as "…, All Other" is no job
    to aim at.
    """
    labels = moved.occupations
    known = world.occupations.reindex(labels)
    same = {level: _same(known[f"{level}_group"].to_numpy(str)) for level in ("minor", "broad")}
    usual = moved.observed & (moved.share >= USUAL)
    related, closest = _related(world, labels, TIERS.values()), _related(world, labels, CLOSEST)
    zone = known["job_zone"].to_numpy(float)
    steep = zone[None, :] - zone[:, None] > HIGHEST_STEP
    licensed = known["minor_group"].isin(LICENSED).to_numpy()
    foreign = licensed[None, :] & (~(same["broad"] | closest) | (fit < ENOUGH))
    remainder = known["title"].str.contains(NOT_ONE_JOB).to_numpy()
    allowed: Mask = (usual | ((related | same["minor"]) & ~(steep | foreign))) & ~remainder[None, :]
    np.fill_diagonal(allowed, False)
    return allowed


def _same(group: npt.NDArray[np.str_]) -> Mask:
    same: Mask = group[:, None] == group[None, :]
    return same


def _related(world: World, labels: pd.Index, tiers: Iterable[str]) -> Mask:
    listed = world.table("related")
    listed = listed[listed["tier"].isin(list(tiers))]
    origin, target = (labels.get_indexer(pd.Index(listed[end])) for end in ("occupation", "related"))
    found = np.zeros((len(labels), len(labels)), dtype=bool)
    found[origin, target] = True
    return found


def half_lift(world: World, moved: Movers, speed: Array, success: float) -> float:
    """The lift at which somebody is hired half as fast, such that movers' odds are what is known.

    world : with employment
    moved : lifts and shares of movers
    speed : (origin, target) [share/month] of somebody with no lack of lift
    success : [share/year] mean odds, over people who move and where they move
    Raises `DataError` where no value gives these odds.
    """
    jobs = world.occupations["employment"].reindex(moved.occupations).fillna(0.0).to_numpy(float)
    possible = speed > 0
    weight = ((jobs / jobs.sum())[:, None] * moved.weighed)[possible]
    speed, lift = speed[possible], moved.lift[possible]
    low, high = 1e-4, 1e6
    for _ in range(HALVINGS):
        middle = float(np.sqrt(low * high))
        mean = float(weight @ yearly(speed, lift, middle) / weight.sum())
        low, high = (middle, high) if mean > success else (low, middle)
    if abs(mean - success) > 1e-3:
        raise DataError(f"no half lift gives mean odds of {success:g} a year; the nearest is {mean:g}")
    return middle


def yearly(speed: Array, lift: Array, half: float) -> Array:
    """Odds in a year of trying [probability/year].

    speed : [share/month] at which those who look and qualify are hired
    lift : [ratio] how much more often than by size alone the move is made
    half : [ratio] the lift that halves the speed
    1 − exp(−12·speed·lift/(lift + half))
    """
    odds: Array = 1.0 - np.exp(-MONTHS * speed * lift / (lift + half))
    return odds


def lacking(needs: Requirements, own: Array, p: Parameters) -> Array:
    """Weeks of full-time training before a new job; (occupation) [weeks].

    needs : of all occupations
    own : (element) [0–7] the person's levels of skills and knowledge
    p : the numbers in force
    training_share·(1 − coverage[j])·preparation[j]
    """
    weeks: Array = p["training_share"] * (1.0 - coverage(needs, own)) * needs.preparation
    return weeks
