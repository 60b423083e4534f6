"""The shipped figures: complete, small, guarded by hashes and quick to load."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from reallocate.data.build.run import check_tables
from reallocate.data.bundle import bundle_folder, dense, load_tables, load_world, tables
from reallocate.kernel.errors import DataError, ReallocateError
from reallocate.work.world import World

LARGEST = 8 * 2**20


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(bundle_folder(), tmp_path / "copy"))


def test_everything_declared_ships_and_fits_in_eight_megabytes() -> None:
    files = list(bundle_folder().iterdir())
    assert {file.name for file in files} == {f"{name}.parquet" for name in tables()} | {"manifest.json"}
    assert sum(file.stat().st_size for file in files) <= LARGEST


@pytest.mark.parametrize("folder", ["no such folder", 7, ["a"], b"x"])
def test_what_is_no_folder_of_tables_is_refused_in_words(folder: Any) -> None:
    for load in (load_world, load_tables):
        with pytest.raises(ReallocateError, match="no built tables|not a folder of tables"):
            load(folder)


def test_bytes_and_content_are_the_recorded_ones() -> None:
    assert set(check_tables()["table"]) == set(tables())


def test_the_frame_is_that_of_oews_2025(world: World) -> None:
    assert len(world.occupations) == 830 and len(world.activities) == 37
    assert len(world.sources) == 8
    assert world.occupations["employment"].sum() == 155_481_840
    filled = world.occupations[world.occupations["content_status"] == "filled"]
    assert len(filled) == 59
    assert filled["employment"].sum() / 155_481_840 == pytest.approx(0.075, abs=0.001)
    paid = world.occupations[world.occupations["wage_status"] == "filled"].index
    assert list(paid) == ["27-2011", "27-2031", "27-2042", "27-2091", "27-2099"]


def test_arrays_hold_the_tables_cells(world: World) -> None:
    shares = load_tables()["content"]
    total = shares.groupby("occupation")["share"].sum()
    assert np.allclose(total, 1.0, atol=1e-9)
    assert np.count_nonzero(world.content) == len(shares)
    reach = load_tables()["reach"]
    row = reach[(reach["source"] == "gpt4") & (reach["augmentable"] > 0)].iloc[7]
    labels = {"source": "gpt4", "occupation": row["occupation"], "activity": row["activity"]}
    assert world.augmentable.sel(labels).item() == row["augmentable"]
    assert world.automatable.sel(labels).item() == row["automatable"]
    no_hours = (world.content == 0).values
    assert not world.augmentable.values[:, no_hours].any()


def test_tables_are_read_when_asked_for() -> None:
    world = load_world()
    assert set(world.tables) == set(tables()) and len(world.tables) == len(tables())
    assert world.table("staffing") is world.table("staffing")
    with pytest.raises(KeyError):
        world.tables["stafing"]


def test_an_altered_or_missing_table_is_an_error_that_names_it(copy: Path) -> None:
    path = copy / "content.parquet"
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    with pytest.raises(DataError, match=r"content\.parquet.*expected sha256"):
        load_world(copy)
    (copy / "groups.parquet").unlink()
    with pytest.raises(DataError) as raised:
        check_tables(copy)
    assert [("content" in str(p), "groups" in str(p)) for p in raised.value.problems] == [(True, False), (False, True)]


def test_a_folder_without_tables_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no built tables"):
        load_world(tmp_path)


def test_an_unknown_label_is_named_with_its_neighbours() -> None:
    table = pa.table({"occupation": pa.array(["11-1011", "11-1012"]).dictionary_encode(), "share": [0.5, 0.5]})
    with pytest.raises(DataError, match=r"'11-1012' is not a known occupation.*11-1011"):
        dense(table, ["share"], {"occupation": pd.Index(["11-1011"])})
