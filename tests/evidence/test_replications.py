"""Each paper on its real data; skipped with the reason where a source file is not here."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reallocate.claims.evidence.context import EvidenceContext
from reallocate.claims.evidence.replications import bls_displaced_2024, davis_von_wachter_2011, market_2024
from reallocate.claims.evidence.replications.bls_displaced_2024 import _Asked
from reallocate.claims.evidence.scorecard import Scorecard, score
from reallocate.claims.evidence.target import Verdict
from reallocate.kernel.parameters import Parameters
from reallocate.market.nation.lost_pay import Slack
from reallocate.work.world import World

FROM_FILES = {
    "acemoglu_2024": 1,
    "eloundou_2023": 16,
    "epoch_2025": 4,
    "feenstra_2015": 6,
    "frey_osborne_2017": 1,
    "gmyrek_2025": 2,
    "handa_2025": 2,
    "patwardhan_2025": 1,
    "tomlinson_2025": 1,
    "del_rio_chanona_2021": 2,
}
"""Paper -> figures that are reproduced from data or by the published laws."""


def scored(world: World, papers: list[str], sources: Path | None = None) -> Scorecard:
    """The scorecard of some papers."""
    return score(EvidenceContext(world, Parameters.default(), sources), papers)


def verdicts(found: Scorecard) -> dict[str, Verdict]:
    """(figure) verdict."""
    return {row.target.id: row.verdict for row in found.rows}


@pytest.mark.parametrize("name", FROM_FILES)
def test_a_paper_is_reproduced_from_its_own_data(world: World, source_data: Path, name: str) -> None:
    found = scored(world, [name], source_data)
    for row in found.rows:
        for file in row.target.needs:
            if not (source_data / file).exists():
                pytest.skip(f"{file} is not among the source files")
    counts = list(verdicts(found).values())
    assert counts.count(Verdict.REPRODUCED) == FROM_FILES[name]
    assert Verdict.MISSED not in counts and Verdict.NOT_AVAILABLE not in counts


def test_what_is_read_back_from_an_appendix_is_an_identity(world: World, source_data: Path) -> None:
    found = verdicts(scored(world, ["felten_2021"], source_data))
    read_back = ("top_aioe", "top_values", "language_top")
    assert all(found[f"felten_2021.{name}"] is Verdict.IDENTITY for name in read_back)
    assert found["felten_2021.ability_exposure"] is Verdict.REPRODUCED


def test_time_horizons_doubled_as_published_since_2023_and_slower_since_2024(
    world: World, source_data: Path
) -> None:
    rows = {row.target.id: row for row in scored(world, ["metr_2026"], source_data).rows}
    assert rows["metr_2026.doubling_since_2023"].verdict is Verdict.REPRODUCED
    missed = rows["metr_2026.doubling_since_2024"]
    assert missed.verdict is Verdict.MISSED and "later revisions" in missed.obtained.says


def test_arithmetic_on_printed_inputs_is_an_identity_and_right(world: World) -> None:
    for row in scored(world, ["wef_2025", "patwardhan_2025.advantage"]).rows:
        assert row.verdict is Verdict.IDENTITY
        assert row.obtained.value is not None and row.target.holds(row.obtained.value), row.target.id


def test_exposure_by_source_agrees_with_the_claim_about_it(world: World) -> None:
    from reallocate.work.history import history_tables

    table = history_tables(world)["history_summary"].set_index("source")
    found = scored(world, ["exposure_2025"])
    assert len(found.rows) == len(world.sources)
    for row in found.rows:
        source = row.target.id.partition(".")[2].replace("_", "-")
        low, difference, high = (float(table.loc[source, name]) for name in ("low", "difference", "high"))
        assert (row.obtained.value, row.obtained.interval) == (difference, (low, high))
        assert (row.verdict is Verdict.REPRODUCED) == (high < 0)


def test_the_forecasts_are_the_ones_of_the_page_on_the_fit(
    world: World, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = json.loads((root / "docs" / "reference" / "market-fit.json").read_text("utf-8"))["tables"]["hindcast"]
    monkeypatch.setattr(market_2024, "hindcasts", lambda *_: {"hindcast": pd.DataFrame(kept)})
    found = market_2024.replicate(EvidenceContext(world, Parameters.default()))
    saved = json.loads((root / "docs" / "reference" / "scorecard.json").read_text("utf-8"))["rows"]
    rows = {row["id"]: row for row in saved if row["id"].startswith("market_2024.")}
    assert len(found) == len(rows) == 8
    for name, one in found.items():
        assert one.value == pytest.approx(rows[f"market_2024.{name}"]["obtained"], rel=5e-3), name


def test_a_lost_job_is_told_with_pay_by_tenure_on_and_off(
    monkeypatch: pytest.MonkeyPatch, world: World
) -> None:
    parts = {
        "months of search": 0.2, "months without search": 0.1, "pay where people find work": 0.1,
        "pay by tenure": 0.9, "all": 1.3,
    }  # fmt: skip
    names = ["exit", "market", "part"]
    index = pd.MultiIndex.from_product([["exit on", "exit off"], ["calm", "slack"], list(parts)], names=names)
    calm = np.array(list(parts.values()))
    lost = np.concatenate([calm, 2 * calm, 3 * calm, 4 * calm])
    table = pd.DataFrame({"lost": lost, "reemployed": np.repeat([0.66, 0.5, 0.8, 0.7], 5)}, index=index)
    for module in (davis_von_wachter_2011, bls_displaced_2024):
        monkeypatch.setattr(module, "lost_jobs", lambda _: table)
    slump = Slack(np.zeros((1, 1)), np.ones(1), 0.09)
    monkeypatch.setattr(bls_displaced_2024, "markets_of", lambda _: {"calm": slump})
    monkeypatch.setattr(bls_displaced_2024, "_market_of", lambda _context, _year: slump)
    monkeypatch.setattr(_Asked, "share", lambda own, **_: (70.0 if own.age else 60.0, 20.0))
    for told in ("_takes", "_as_published", "_in_the_fifties"):
        monkeypatch.setattr(bls_displaced_2024, told, lambda *_: "Not asked here")
    context = EvidenceContext(world, Parameters.default())
    found = davis_von_wachter_2011.replicate(context)
    assert found["lost_calm"].value == 1.3 and found["lost_slack"].value == 2.6
    other_figures = found["lost_calm"].other_figures
    off = [
        other_figures[name] for name in ("pay by tenure and what follows it off", "nobody retiring", "both")
    ]
    assert off == pytest.approx([0.4, 3.9, 1.2])
    assert "0.40" in found["lost_calm"].says and "Nothing was fitted" in found["lost_calm"].says
    every = bls_displaced_2024.replicate(context)
    assert [one.value for one in every.values()] == [66.0, *[70.0] * 3, *[60.0] * 3]
    back = every["reemployed"]
    assert back.value == pytest.approx(66.0)
    assert (
        back.other_figures["at 9% unemployment"],
        back.other_figures["where nobody retires"],
    ) == pytest.approx((50.0, 80.0))


def test_the_funding_table_follows_from_the_plans(world: World) -> None:
    for row in scored(world, ["meta_2026"]).rows:
        assert row.verdict is Verdict.IDENTITY
        assert row.obtained.value is not None and row.target.holds(row.obtained.value), row.target.id
