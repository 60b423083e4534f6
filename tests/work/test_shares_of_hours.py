"""Shares of hours that docs/work.md states, computed from the shipped tables."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from reallocate.work.hours import activity_set
from reallocate.work.world import World

DESKS = ("11", "13", "15", "23", "41", "43")
TECHNOLOGY = ("513200", "516200", "518200", "519200")
MONITORING = "4.A.1.a.2"


def employed(world: World, *industries: str) -> pd.Series:
    """People by occupation, in the nation or in some industries."""
    nation = world.occupations["employment"]
    if not industries:
        return nation
    staff = world.table("staffing").dropna(subset="employment")
    people = staff[staff["industry"].isin(industries)].groupby("occupation")["employment"].sum()
    return people.reindex(nation.index, fill_value=0)


def hours(world: World, people: pd.Series) -> xr.DataArray:
    """Hours of these people by occupation and activity."""
    return world.content * xr.DataArray.from_series(people)


def by_activity(world: World, people: pd.Series) -> pd.Series:
    """Share of each activity in all hours of these people [%]."""
    total = hours(world, people).sum("occupation").to_series()
    return 100 * total / total.sum()


def test_kinds_of_work(world: World) -> None:
    shares = by_activity(world, employed(world)).groupby(world.activities["kind"]).sum().round()
    assert shares.to_dict() == {
        "managing": 9, "coordinating": 12, "routine analysis": 16, "specialist": 32, "hands-on": 32,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "width", "everywhere", "in_technology"),
    [
        ("coordination", "narrow", 12.9, 23.6),
        ("coordination", "wide", 19.2, 25.9),
        ("direction", "narrow", 8.6, 16.6),
        ("direction", "wide", 30.0, 42.2),
    ],
)
def test_coordination_and_direction(
    world: World, name: str, width: str, everywhere: float, in_technology: float
) -> None:
    chosen = activity_set(name, width)
    for people, share in ((employed(world), everywhere), (employed(world, *TECHNOLOGY), in_technology)):
        assert round(by_activity(world, people)[chosen].sum(), 1) == share


def test_hands_on_work_at_a_desk(world: World) -> None:
    hands_on = world.activities.index[world.activities["kind"] == "hands-on"].tolist()
    insurer = hours(world, employed(world, "524100")).sel(activity=hands_on)
    nation = hours(world, employed(world)).sel(activity=hands_on)
    for part, shares in ((nation, (0.03, 0.04, 0.02)), (insurer, (0.25, 0.32, 0.13))):
        for source, share in zip(("people", "gpt4", "gpt4-second-automation"), shares, strict=True):
            alone, at_all = (reach.sel(source=source) for reach in (world.automatable, world.augmentable))
            reached = part * np.minimum(alone, at_all).sel(activity=hands_on)
            assert round(float(reached.sum() / part.sum()), 2) == share
    desks = [code for code in world.occupations.index if code.startswith(DESKS)]
    assert round(float(insurer.sel(occupation=desks).sum() / insurer.sum()), 2) == 0.75
    assert round(float(insurer.sel(activity=MONITORING).sum() / insurer.sum()), 2) == 0.44


@pytest.mark.parametrize(("beginning", "first", "second"), [("", 0.27, 0.18), ("15-", 0.44, 0.13)])
def test_two_automation_labellings(world: World, beginning: str, first: float, second: float) -> None:
    codes = [code for code in world.occupations.index if code.startswith(beginning)]
    part = hours(world, employed(world)).sel(occupation=codes)
    for source, share in (("gpt4", first), ("gpt4-second-automation", second)):
        reach = world.automatable.sel(source=source, occupation=codes)
        assert round(float((part * reach).sum() / part.sum()), 2) == share
