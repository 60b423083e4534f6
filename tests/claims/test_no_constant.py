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
OF_FEW_DRAWS = ("12c",)
"""Both of its halves hold in few draws, and in neither of two."""
NOT_OF_THE_WORLD = (
    "nobody reviews what is automated",
    "where 0.25% fewer jobs count already",
    "where 0.1% fewer jobs count already",
)
"""What people do for each automated hour decides the first, not how many can be automated; of two draws as many
have so many fewer jobs in either world."""
SMALL = ("of this mean: severance and notice [USD million]",)
"""Nobody is laid off in either world."""
OF_COUNTS = (
    "smallest effect that shows in four of five cases",
    "smallest change of the share that counts [percentage points]",
    "smallest change of openings within reach that counts [share]",
    "draws with fewer openings within reach [share]",
    "share of draws with more than 0.5% fewer jobs",
    "core asset: smallest change",
    "talent profile: smallest change",
)
"""As many occupations are compared in either world, and published series are the same without reach; in
neither of two draws openings within reach or jobs are fewer by as much as counts."""
CHIPS_LATER = {"2025-06-30": 1.5, "2024-12-31": 1.2, "2025-12-31": 0.9}
"""How many more chips the companies have on their last days [ratio]."""


def perturbed(world: World) -> World:
    """Less is within reach, unevenly; AI is used more; history, pay and the record differ."""
    tables: Mapping[str, pd.DataFrame] = MappingProxyType(
        {
            **world.tables,
            "ai_use": _times(world, "ai_use", "share", 1.5),
            "rehiring": _times(world, "rehiring", "value", 2.0),
            "scores": _turned_over(world.table("scores")),
            "output_series": world.table("output_series").iloc[24:],
            "national_months": _months(world.table("national_months")),
            "market_series": world.table("market_series").iloc[:-12],
            "ai_chips": _chips(world.table("ai_chips")),
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


def _months(months: pd.DataFrame) -> pd.DataFrame:
    young = months["series"].str.startswith(("unemployment_", "hires")) & (months["month"] > "2018")
    return months.assign(value=months["value"].where(~young, 1.1 * months["value"]))


def _chips(chips: pd.DataFrame) -> pd.DataFrame:
    factor = chips["date"].map(CHIPS_LATER).fillna(1.0)
    return chips.assign(**{name: chips[name] * factor for name in ("h100", "h100_low", "h100_high")})


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
def test_every_figure_of_a_claim_moves_with_the_world(
    claim: Claim, contexts: tuple[ClaimContext, ...]
) -> None:
    pair = (contexts[0], contexts[2 if claim.row in WITHOUT_REACH else 1])
    here, there = (claim.measure(context, NOW) for context in pair)
    if claim.row not in OF_FEW_DRAWS:
        assert here.middle != there.middle and (here.low, here.high) != (there.low, there.high)
    assert here.finding != there.finding
    # The first sentence stands alone in README.
    assert len(re.split(r"(?<=[.!?]) (?=[A-Z])", here.finding)[0].split()) <= 40
    still = [name for name in here.figures if here.figures[name] == there.figures.get(name)]
    assert set(still) <= {*SMALL, *OF_COUNTS}, still
    if claim.row == "9":
        return  # Its readings plan many times; tests/claims/test_reversal.py has them.
    told, otherwise = (claim.readings(context, NOW) for context in pair)
    same = [one.reading for one, other in zip(told, otherwise, strict=True) if one.finding == other.finding]
    assert set(same) <= set(NOT_OF_THE_WORLD), same
