"""What cannot be written is refused before any work, with path and reason, and nothing is left behind."""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
from pathlib import Path

import pytest
from tests.golden_pages import Goldens

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


def test_what_cannot_be_written_says_why_as_kept_and_nothing_is_left(place: Path, golden: Goldens) -> None:
    before = everything(place)
    long = {"x": "x" * 300, "y": "/".join(["y" * 200] * 22), "zero": "\0"}

    def refused(asked: str) -> str:
        kind, path = asked.split(" ", 1)
        with pytest.raises(InputError) as no:
            {"folder": look_at_folder, "file": look_at_file}[kind](Path(path.format(place, **long)))
        assert everything(place) == before
        return re.sub(r"[xy/]{40,}", "…", str(no.value).replace(str(place), "{0}"))

    golden.answers("disk/refused", refused)


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
