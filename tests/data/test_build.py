"""A build from the sources gives the shipped tables; a wrong one gives nothing."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from reallocate.data.build import run as building
from reallocate.data.build.run import build, compare_with_shipped, parquet_bytes, write_tables
from reallocate.data.bundle import bundle_folder, conform, load_tables
from reallocate.kernel.errors import DataError, InputError


@pytest.fixture(scope="module")
def rebuilt(source_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("rdata", reason="the group build-data of pyproject.toml is not installed")
    out = tmp_path_factory.mktemp("rebuilt")
    build(source_data, out)
    return out


@pytest.mark.long
def test_the_shipped_content_is_rebuilt_from_the_sources(rebuilt: Path) -> None:
    compared = compare_with_shipped(rebuilt)
    assert compared.loc[compared["against_shipped"] != "same", "table"].tolist() == []


@pytest.mark.long
def test_the_shipped_bytes_too_under_the_same_pyarrow(rebuilt: Path) -> None:
    shipped = json.loads((bundle_folder() / "manifest.json").read_text())
    if shipped["pyarrow"] != pa.__version__:
        pytest.skip(f"the shipped files were written by pyarrow {shipped['pyarrow']}, here is {pa.__version__}")
    for file in bundle_folder().iterdir():
        assert (rebuilt / file.name).read_bytes() == file.read_bytes(), file.name


def test_no_source_file_and_no_task_sentence_ships(source_data: Path) -> None:
    tasks = pd.read_excel(
        source_data / "open" / "onet-30.1" / "Task Statements.xlsx", engine="calamine", usecols=["Task"]
    )["Task"]
    sentences = set(tasks.str.lower().str.rstrip("."))
    for name, frame in load_tables().items():
        for column in frame.select_dtypes("str"):
            assert not set(frame[column].str.lower().str.rstrip(".")) & sentences, f"{name}.{column}"


def test_missing_sources_are_all_named_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(DataError) as raised:
        build(tmp_path, tmp_path / "out")
    assert len(raised.value.problems) > 30
    assert not (tmp_path / "out").exists()


def test_a_failure_while_writing_leaves_the_old_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "built"
    frames = {"groups": conform("groups", load_tables()["groups"])}
    write_tables(frames, out)
    before = {file.name: file.read_bytes() for file in out.iterdir()}

    def broken(name: str, frame: pd.DataFrame) -> str:
        raise OSError("disk full")

    monkeypatch.setattr(building, "content_hash", broken)
    with pytest.raises(OSError, match="disk full"):
        write_tables({"groups": frames["groups"].head(3)}, out)
    assert {file.name: file.read_bytes() for file in out.iterdir()} == before


def test_a_folder_with_other_files_is_refused_before_any_source_is_read(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "letter.txt").write_text("dear")
    with pytest.raises(InputError, match="holds something other than built tables"):
        build(tmp_path, tmp_path / "papers")
    assert [one.name for one in (tmp_path / "papers").iterdir()] == ["letter.txt"]


def test_the_same_figures_give_the_same_bytes() -> None:
    frame = conform("groups", load_tables()["groups"])
    shuffled = conform("groups", frame.sample(frac=1.0, random_state=os.getpid()))
    assert parquet_bytes("groups", frame) == parquet_bytes("groups", shuffled)
