"""Figures kept for the pages on scorecard and claims are judged as they are now stated."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from scripts.pages import claims

from reallocate.claims.evidence.target import published
from reallocate.data.bundle import bundle_folder, read_manifest


def test_claims_that_are_computed_anew_replace_their_own_rows() -> None:
    before = claims.read()
    assert claims.written(before) == claims.LEDGER.read_text("utf-8")
    anew = {name: rows[rows["id" if name == "claims" else "claim"] == "permanent"] for name, rows in before.items()}
    anew["claims"] = anew["claims"].assign(result=0.5)
    merged = claims.merged(before, anew)
    assert {name: len(rows) for name, rows in merged.items()} == {name: len(rows) for name, rows in before.items()}
    changed = merged["claims"].set_index("id")["result"].compare(before["claims"].set_index("id")["result"])
    assert changed.index.tolist() == ["permanent"]


@pytest.fixture(scope="module")
def kept(root: Path) -> dict[str, dict[str, Any]]:
    rows = json.loads((root / "docs" / "reference" / "scorecard.json").read_text("utf-8"))["rows"]
    return {row["id"]: row for row in rows}


def interval_of(row: dict[str, Any]) -> tuple[float, float] | None:
    low, high = row["obtained_low"], row["obtained_high"]
    return None if low is None else (low, high)


def test_every_figure_is_kept_and_judged_as_it_is_now_stated(kept: dict[str, dict[str, Any]]) -> None:
    targets = {one.id: one for paper in published() for one in paper.targets}
    assert set(kept) == set(targets), "stale: python -m scripts.pages.scorecard FOLDER"
    for name, row in kept.items():
        one = targets[name]
        assert (row["published"], row["unit"], row["statement"]) == (one.published, one.unit, one.statement)
        if one.is_identity:
            assert row["verdict"] in ("identity", "not available"), name
        elif row["obtained"] is None:
            assert row["verdict"] == "not available" and row["missing"], name
        else:
            assert row["verdict"] == (
                "reproduced" if one.holds(row["obtained"], interval_of(row)) else "missed"
            ), name


def test_what_was_kept_is_of_the_tables_that_ship(kept: dict[str, dict[str, Any]]) -> None:
    shipped = read_manifest(bundle_folder())
    targets = {one.id: one for paper in published() for one in paper.targets}
    for name, row in kept.items():
        tables = {one["name"]: one["sha256"] for one in row["data"] if one["kind"] == "table"}
        for table, digest in tables.items():
            assert shipped[table]["content_sha256"] == digest, (
                "stale: python -m scripts.pages.scorecard FOLDER"
            )
        if row["obtained"] is not None:
            assert {one["name"] for one in row["data"]} == {*targets[name].needs, *targets[name].tables}


def test_a_miss_is_visible_with_its_cause(kept: dict[str, dict[str, Any]], root: Path) -> None:
    text = (root / "docs" / "reference" / "scorecard.md").read_text("utf-8")
    missed = [row for row in kept.values() if row["verdict"] == "missed"]
    assert missed
    for row in missed:
        assert f"- **{row['id']}**: " in text
        assert "Missed" in row["says"], row["id"]
