"""Copilot applicability: the published scores follow from the published parts."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from reallocate.data.packs import working_with_ai as source

MOST_USED = 0.0005


@pytest.fixture(scope="module")
def tidy(source_data: Path) -> dict[str, pd.DataFrame]:
    return source.tidy(source_data / "open" / source.PACK.folder)


def test_sizes(tidy: dict[str, pd.DataFrame]) -> None:
    assert len(tidy["scores"]) == 785
    assert tidy["intermediate"].groupby("side").size().to_dict() == {"ai": 332, "user": 332}
    assert tidy["weights"]["occupation"].nunique() == 785
    assert (tidy["weights"]["weight"] > 0).all()


def test_equation_1_gives_all_785_scores(tidy: dict[str, pd.DataFrame]) -> None:
    """Tomlinson et al. 2025, Eq. 1: ½ Σ_side Σ_i w_i·1[share > .0005]·completion·scope, Σ_i w_i = 1."""
    parts = tidy["intermediate"]
    value = (parts["completion"] * parts["impact_scope"]).where(parts["share"] > MOST_USED, 0.0)
    value = value.fillna(0.0).groupby(parts["intermediate"]).sum() / 2
    weights = tidy["weights"].copy()
    weights["weight"] /= weights.groupby("occupation")["weight"].transform("sum")
    found = (weights["weight"] * weights["intermediate"].map(value)).groupby(weights["occupation"]).sum()
    published = tidy["scores"].set_index("occupation")["score"]
    assert (found - published).abs().max() < 1e-12
    assert found.index.equals(published.sort_index().index)
