"""No result is a constant: in a perturbed world every claim's finding, sentence, figures and readings move."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from tests.claims.conftest import context_of

from reallocate.claims.basis.claim import Claim
from reallocate.claims.basis.context import ClaimContext
from reallocate.claims.ledger import claims
from reallocate.kernel.parameters import Parameters
from reallocate.work.world import World

NOW = Parameters.default()

WITHOUT_REACH = ("5", "10", "12c")
"""Rows that count draws or rows of a table: a little less reach may leave a count as it is, none cannot."""


def perturbed(world: World) -> World:
    """Less is within reach, unevenly; AI is used more; history, pay and the record differ."""
    chips = world.table("ai_chips")
    tables: Mapping[str, pd.DataFrame] = MappingProxyType(
        {
            **world.tables,
            "ai_use": _times(world, "ai_use", "share", 1.5),
            "rehiring": _times(world, "rehiring", "value", 2.0),
            "scores": _turned_over(world.table("scores")),
            "output_series": world.table("output_series").iloc[24:],
            "national_months": _times(world, "national_months", "value", 1.1),
            "market_series": world.table("market_series").iloc[:-12],
            "ai_chips": chips.assign(
                **{name: chips[name] ** 1.1 for name in chips if name.startswith("h100")}
            ),
        }
    )
    reach = {name: _uneven(getattr(world, name)) for name in ("automatable", "augmentable")}
    zones = world.occupations.assign(job_zone=6 - world.occupations["job_zone"])
    return replace(world, occupations=zones, tables=tables, **reach)


def without_reach(world: World) -> World:
    """Nothing is within reach of AI, and the record is shorter."""
    reach = {name: 0.0 * getattr(world, name) for name in ("automatable", "augmentable")}
    tables = {**world.tables, "output_series": world.table("output_series").iloc[24:]}
    return replace(world, tables=MappingProxyType(tables), **reach)


def _times(world: World, table: str, column: str, factor: float) -> pd.DataFrame:
    found = world.table(table)
    return found.assign(**{column: found[column] * factor})


def _turned_over(scores: pd.DataFrame) -> pd.DataFrame:
    return scores.assign(score=scores.groupby("source")["score"].transform(lambda one: one.to_numpy()[::-1]))


def _uneven(reach: xr.DataArray) -> xr.DataArray:
    """Whatever is within reach less than a third, not at all; the rest by a factor that differs by activity."""
    factor = xr.DataArray(np.linspace(0.3, 0.9, reach.sizes["activity"]), dims="activity")
    return (reach * factor).where(reach > 1 / 3, 0.0).transpose(*reach.dims)


@pytest.fixture(scope="module")
def contexts(world: World, tmp_path_factory: pytest.TempPathFactory) -> tuple[ClaimContext, ...]:
    """The small firm in each world; in the second it has other years behind it and more power."""
    folder = tmp_path_factory.mktemp("perturbed")
    return (
        context_of(world, folder / "as-is"),
        context_of(perturbed(world), folder / "other", capex=55e6, megawatts=20.0),
        context_of(without_reach(world), folder / "without"),
    )


@pytest.mark.long
@pytest.mark.parametrize("claim", claims(), ids=lambda claim: claim.row)
def test_every_finding_moves_with_the_world(claim: Claim, contexts: tuple[ClaimContext, ...]) -> None:
    pair = (contexts[0], contexts[2 if claim.row in WITHOUT_REACH else 1])
    here, there = (claim.measure(context, NOW) for context in pair)
    assert here.finding != there.finding
    # Both halves of 12c hold in few draws, and in neither of two.
    if claim.row != "12c":
        assert here.middle != there.middle and (here.low, here.high) != (there.low, there.high)
    # The first sentence stands alone in README.
    assert len(re.split(r"(?<=[.!?]) (?=[A-Z])", here.finding)[0].split()) <= 40
