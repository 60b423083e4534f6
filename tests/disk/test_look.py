"""What cannot be written is refused before any work, with path and reason, and nothing is left behind."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from pathlib import Path

import pytest

from reallocate.kernel.errors import InputError
from reallocate.kernel.look import look_at_file, look_at_folder, look_for_space


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "file.txt").write_text("mine")
    (tmp_path / "folder" / "deep").mkdir(parents=True)
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    (tmp_path / "to-folder").symlink_to(tmp_path / "folder")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    monkeypatch.chdir(tmp_path / "folder" / "deep")
    return tmp_path


def everything(place: Path) -> list[str]:
    return sorted(str(one) for one in place.rglob("*"))


FOLDERS = [
    ("{0}/file.txt/deep/out", "not a directory"),
    ("{0}/dangling", "this is a link to"),
    ("{0}/dangling/out", "this is a link to"),
    ("{0}/to-folder", "this is a link to"),
    ("{0}/loop/out", "levels of symbolic links"),
    (".", "cannot replace the working folder"),
    ("{0}/folder", "or a folder above it"),
    ("/", "or a folder above it"),
    ("{0}/" + "x" * 300, "name too long"),
    ("{0}/" + "/".join(["y" * 200] * 22), "name too long"),
    ("/proc/out", "no such file"),
    ("{0}/a\0b", "not a valid file name"),
]
FILES = [
    ("{0}/file.txt/out", "not a directory"),
    ("{0}/dangling", "this is a link to"),
    ("{0}/nowhere/card.html", "there is no folder"),
    ("{0}/folder", "a folder has this name"),
    ("/dev/full", "not an ordinary file"),
    ("{0}/" + "x" * 300, "name too long"),
]


@pytest.mark.parametrize(("path", "said"), FOLDERS)
def test_a_folder_that_cannot_be_written(place: Path, path: str, said: str) -> None:
    before = everything(place)
    with pytest.raises(InputError) as no:
        look_at_folder(Path(path.format(place)))
    assert said in str(no.value) and no.value.problems[0].where
    assert everything(place) == before


@pytest.mark.parametrize(("path", "said"), FILES)
def test_a_file_that_cannot_be_written(place: Path, path: str, said: str) -> None:
    before = everything(place)
    with pytest.raises(InputError) as no:
        look_at_file(Path(path.format(place)))
    assert said in str(no.value) and no.value.problems[0].where
    assert everything(place) == before


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EDQUOT])
def test_a_place_where_nothing_can_be_written_says_why_and_what_to_do(
    place: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(dir: Path) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    with pytest.raises(InputError) as no:
        look_at_folder(place / "new" / "deep")
    said = str(no.value)
    assert str(place / "new" / "deep") in said and os.strerror(number).lower() in said.lower()
    assert no.value.problems[0].remedy


def test_what_can_be_written_is_left_as_it_is(place: Path) -> None:
    before = everything(place)
    look_at_folder(place / "new" / "deep")
    look_at_folder(place / "folder" / "deep" / "out")
    look_at_file(place / "file.txt")
    look_at_file(Path("card.html"))
    assert everything(place) == before


def test_a_disk_with_less_space_than_is_needed_is_refused_and_what_lies_there_counts(tmp_path: Path) -> None:
    free = shutil.disk_usage(tmp_path).free
    wanted = 2 * free
    with pytest.raises(
        InputError, match=r"Shards need about [\d.]+ GB here, and [\d.]+ GB are free.*Nothing was"
    ):
        look_for_space(tmp_path / "new" / "folder", wanted, "Shards")
    look_for_space(tmp_path / "new", free // 2, "Shards")
    with open(tmp_path / "sparse", "wb") as sparse:
        sparse.truncate(wanted)
    look_for_space(tmp_path, wanted, "Shards")
