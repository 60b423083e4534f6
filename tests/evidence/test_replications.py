"""Each paper computed anew gives the figures of the scorecard; skipped where a source file is not here."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.page import scorecard_result
from reallocate.claims.evidence.replications import market_2024
from reallocate.claims.evidence.scorecard import score
from reallocate.claims.evidence.target import Published, published
from reallocate.kernel.parameters import Parameters
from reallocate.work.world import World

SLOW = ("bls_displaced_2024", "brynjolfsson_2025", "davis_von_wachter_2011", "goldman_2025", "market_2024", "svanberg_2024")
PAPERS = [
    pytest.param(one, marks=pytest.mark.long if one.paper.id in SLOW else (), id=one.paper.id)
    for one in published()
]


@pytest.mark.parametrize("paper", PAPERS)
def test_a_paper_computed_anew_gives_the_figures_of_the_scorecard(
    world: World, root: Path, request: pytest.FixtureRequest, paper: Published
) -> None:
    needed = {name for one in paper.targets for name in one.needs}
    sources = request.getfixturevalue("source_data") if needed else None
    for name in needed:
        if not (sources / name).exists():
            pytest.skip(f"{name} is not among the source files")
    found = score(EvidenceContext(world, Parameters.default(), sources), [paper.paper.id])
    rows = scorecard_result(found, Parameters.default(), False).to_dict()["tables"]["figures"]
    kept = json.loads((root / "docs" / "reference" / "scorecard.json").read_text("utf-8"))["rows"]
    before = {row["id"]: row for row in kept}
    assert {row["id"] for row in rows} == {one.id for one in paper.targets}
    for row in rows:
        was = before[row["id"]]
        for name in row.keys() & was.keys():
            # Svanberg's scale is found to a thousandth.
            value = row[name]
            assert was[name] == (pytest.approx(value, rel=2e-3) if isinstance(value, float) else value), name


def test_the_forecasts_are_the_ones_of_the_page_on_the_fit(
    world: World, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = json.loads((root / "docs" / "reference" / "market-fit.json").read_text("utf-8"))["tables"][
        "hindcast"
    ]
    monkeypatch.setattr(market_2024, "hindcasts", lambda *_: {"hindcast": pd.DataFrame(kept)})
    found = market_2024.replicate(EvidenceContext(world, Parameters.default()))
    saved = json.loads((root / "docs" / "reference" / "scorecard.json").read_text("utf-8"))["rows"]
    rows = {row["id"]: row for row in saved if row["id"].startswith("market_2024.")}
    assert len(found) == len(rows) == 8
    for name, one in found.items():
        assert one.value == pytest.approx(rows[f"market_2024.{name}"]["obtained"], rel=5e-3), name
