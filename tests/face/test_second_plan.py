"""What ships is read once in a process: a second plan reads no table anew, and is the same."""

from __future__ import annotations

from pathlib import Path

import pytest

import reallocate as ra
from reallocate.data.bundle import ShippedTables


def test_a_second_plan_reads_no_table_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "roles.csv").write_text("code,headcount,loaded_cost\n43-4051,400,70000\n15-1252,200,190000\n")
    (tmp_path / "scenario.toml").write_text('name = "two"\nroles = "roles.csv"\nquarters = 1\n')
    first = ra.plan(ra.Scenario.read(tmp_path), quick=True, progress=False)
    monkeypatch.delattr(ShippedTables, "read")
    second = ra.plan(ra.Scenario.read(tmp_path), quick=True, progress=False)
    assert second.to_dict() == first.to_dict()
