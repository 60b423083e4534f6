"""Estimates from commuting zones: by hand, from the source files, as they ship, and without the files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.page import scorecard_result
from reallocate.claims.evidence.replications.autor_2013 import shipped_estimates
from reallocate.claims.evidence.replications.commuting_zones import (
    FILES,
    SHARES,
    WORKFILE,
    Estimate,
    estimates,
    read_zones,
    two_stage,
)
from reallocate.claims.evidence.scorecard import score
from reallocate.claims.evidence.target import Verdict
from reallocate.kernel.arrays import Array
from reallocate.kernel.parameters import Parameters
from reallocate.render.terminal import summary_text
from reallocate.work.world import World


@pytest.fixture(scope="module")
def found(source_data: Path) -> dict[str, Estimate]:
    """Every estimate by name."""
    if away := [name for name in FILES if not (source_data / name).exists()]:
        pytest.skip(f"{', '.join(away)} not among the source files")
    return {one.estimate: one for one in estimates(read_zones(source_data))}


def test_two_stage_least_squares_by_hand() -> None:
    rng = np.random.default_rng(0)
    z, hidden, noise = rng.normal(size=(3, 400))
    d = z + hidden
    y = 2.0 * d - 3.0 * hidden + 0.1 * noise
    x, w, states = np.ones((400, 1)), rng.uniform(0.5, 2.0, 400), np.arange(400) // 10

    def slope(instrument: Array) -> tuple[float, float]:
        (value,), (error,) = two_stage(y, d[:, None], instrument[:, None], x, w, states)
        return float(value), float(error)

    value, error = slope(z)
    means = [np.average(one, weights=w) for one in (z, y, d)]
    zc, yc, dc = (one - mean for one, mean in zip((z, y, d), means, strict=True))
    assert value == pytest.approx((w * zc) @ yc / ((w * zc) @ dc), rel=1e-9)
    assert abs(value - 2.0) < 3.0 * error and slope(d)[0] < 1.0, "least squares is biased by what is hidden"


def test_estimates_from_the_source_files_are_the_published_and_measured_ones(found: dict[str, Estimate]) -> None:
    for row in pd.read_csv(Path(__file__).with_name("commuting_zones.csv")).itertuples():
        assert found[row.estimate].value == pytest.approx(row.value, abs=row.tolerance), row.estimate


def test_errors_and_the_placebo_from_the_source_files(found: dict[str, Estimate]) -> None:
    phi = found["missing_imports_1990_2007"]
    assert (phi.se_clustered, phi.se_exposure_robust) == pytest.approx((0.23, 0.30), abs=0.01)
    assert (found["factory_jobs"].se_clustered, found["factory_jobs"].se_exposure_robust) == pytest.approx(
        (0.100, 0.126), abs=0.001
    )
    for name in ("before_factory", "before_all"):
        assert abs(found[name].value) < 2.0 * found[name].se_clustered
    life = found["half_life"]
    assert 2.0 < life.low < life.value < life.high < 12.0
    assert {one.areas for one in found.values()} == {722}


def test_what_ships_is_what_the_source_files_give(found: dict[str, Estimate]) -> None:
    shipped = shipped_estimates()
    assert shipped["estimate"].tolist() == list(found)
    for row in shipped.to_dict("records"):
        for column in ("value", "se_clustered", "se_exposure_robust", "low", "high"):
            expected = getattr(found[row["estimate"]], column)
            assert row[column] == pytest.approx(expected, abs=2e-3, nan_ok=True), (row["estimate"], column)


def test_without_the_files_the_published_figures_are_not_available_and_the_shipped_table_stands(
    world: World,
) -> None:
    card = score(EvidenceContext(world, Parameters.default()), ["autor_2013"])
    assert {row.verdict for row in card.rows} == {Verdict.NOT_AVAILABLE}
    assert all(name in card.rows[0].obtained.missing for name in (WORKFILE, SHARES))
    result = scorecard_result(card, Parameters.default(), True)
    text = summary_text(result.title, result.kind.card(result))
    assert "Not available: the estimates were not computed again" in text and "1.3 jobs per job" in text
    assert "Estimated here, from published data" in result.page()
    assert result.table("area_estimates")["computed"].isna().all()


def test_a_paper_without_our_estimates_does_not_show_them(world: World) -> None:
    card = score(EvidenceContext(world, Parameters.default()), ["imf_2024"])
    result = scorecard_result(card, Parameters.default(), True)
    assert "area_estimates" not in result.tables and "Estimated here" not in result.page()
