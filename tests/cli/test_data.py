"""`reallocate data` lists sources and parameters, checks and rebuilds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from reallocate.cli.data import app
from reallocate.data.packs import PACKS
from reallocate.kernel.errors import DataError

RUNNER = CliRunner()


def test_every_source_is_listed_with_licence_vintage_and_hash() -> None:
    done = RUNNER.invoke(app, [])
    assert done.exit_code == 0
    words = " ".join(done.stdout.split())
    for pack in PACKS:
        assert pack.name in words
        for digest in pack.files.values():
            assert digest[:12] in words


def test_json_is_one_object_with_everything() -> None:
    found = json.loads(RUNNER.invoke(app, ["--json"]).stdout)
    assert found["status"] == "ok"
    listed = {(row["name"], row["file"]): row for row in found["sources"]}
    for pack in PACKS:
        for file, digest in pack.files.items():
            row = listed[pack.name, f"{pack.folder}/{file}"]
            assert row["sha256"] == digest and row["licence"] == pack.licence and row["vintage"] == pack.vintage


def test_every_parameter_is_listed_with_unit_and_range() -> None:
    rows = json.loads(RUNNER.invoke(app, ["--params", "--json"]).stdout)["parameters"]
    assert len(rows) > 20
    assert all(row["unit"] and row["source"] and row["low"] <= row["value"] <= row["high"] for row in rows)
    assert rows[0]["name"] in RUNNER.invoke(app, ["--params"]).stdout


def test_check_passes_on_what_ships() -> None:
    rows = json.loads(RUNNER.invoke(app, ["--check", "--json"]).stdout)["tables"]
    assert {"occupations", "reach", "staffing"} <= {row["table"] for row in rows}


def test_the_attribution_is_printed(root: Path) -> None:
    assert RUNNER.invoke(app, ["--notice"]).stdout.strip() == (root / "NOTICE").read_text(encoding="utf-8").strip()
    assert json.loads(RUNNER.invoke(app, ["--notice", "--json"]).stdout)["status"] == "ok"


def test_build_without_sources_names_them_and_writes_nothing(tmp_path: Path) -> None:
    done = RUNNER.invoke(app, ["build", "--from", str(tmp_path), "--out", str(tmp_path / "out")])
    assert done.exit_code != 0 and not (tmp_path / "out").exists()
    assert isinstance(done.exception, DataError)
    assert "oews_may_2025.parquet" in str(done.exception)


@pytest.mark.parametrize("wrong", [["--parms"], ["build"]])
def test_a_wrong_flag_ends_with_2(wrong: list[str]) -> None:
    assert RUNNER.invoke(app, wrong).exit_code == 2
