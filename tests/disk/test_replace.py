"""Files and folders are written whole or not at all, for their owner alone, and what cannot be written is refused before any work."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import re
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.disk.disturbed import files_below
from tests.golden_pages import Goldens

from reallocate.kernel import disk as replace
from reallocate.kernel.disk import _free_name, is_draft, replace_file, replace_folder, settle
from reallocate.kernel.errors import InputError
from reallocate.kernel.look import look_at_file, look_at_folder, look_for_space
from reallocate.render.saving import save_result

FILES = {"record.json": b"{}", "tables/one.csv": b"1\n", "tables/two.csv": b"2\n"}


def free() -> None:
    """Nothing there may not be replaced."""


@pytest.fixture(params=[0o000, 0o022, 0o777])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


@pytest.mark.usefixtures("umask")
def test_folders_and_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    replace_folder(tmp_path / "results" / "ours", FILES, free)
    replace_file(tmp_path / "results" / "review.csv", b"title\n")
    for entry in (tmp_path / "results", *(tmp_path / "results").rglob("*")):
        assert stat.S_IMODE(entry.stat().st_mode) == (0o700 if entry.is_dir() else 0o600), entry


def test_a_draft_is_for_its_owner_alone_while_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def look(handle: int, content: bytes) -> None:
        seen.extend(stat.S_IMODE(one.stat().st_mode) & 0o077 for one in tmp_path.rglob("*"))

    monkeypatch.setattr(replace, "_write", look)
    replace_folder(tmp_path / "ours", FILES, free)
    assert len(seen) > 5 and not any(seen)


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("call", ["write", "fsync", "rename", "mkdir"])
def test_where_a_step_fails_the_old_stays_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, call: str
) -> None:
    folder = tmp_path / "ours"
    replace_folder(folder, FILES, free)
    real, calls = getattr(os, call), []

    def fails(*given: object, **named: object) -> object:
        calls.append(given)
        if len(calls) == 2:
            raise error
        return real(*given, **named)

    monkeypatch.setattr(os, call, fails)
    with pytest.raises(InputError if isinstance(error, OSError) else KeyboardInterrupt) as no:
        replace_folder(folder, {"record.json": b"new", "deep/one": b"new"}, free)
    monkeypatch.undo()
    assert files_below(folder) == FILES and [one.name for one in tmp_path.iterdir()] == ["ours"]
    if isinstance(error, OSError):
        assert str(folder) in str(no.value) and "no space left" in str(no.value)


def test_a_limit_on_the_size_of_files_is_one_sentence_and_the_old_stays(tmp_path: Path) -> None:
    replace_folder(tmp_path / "ours", FILES, free)
    program = (
        "import resource, sys; from pathlib import Path; from reallocate.kernel.disk import replace_folder\n"
        "from reallocate.kernel.errors import InputError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: replace_folder(Path(sys.argv[1]), {'a': b'x' * 2000}, lambda: None)\n"
        "except InputError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "ours")], capture_output=True, text=True
    )
    assert "ulimit -f" in done.stdout and not done.stderr, done.stderr
    assert files_below(tmp_path / "ours") == FILES and len(list(tmp_path.iterdir())) == 1


def test_what_another_process_writes_and_what_only_looks_like_a_draft_stays(tmp_path: Path) -> None:
    ours = tmp_path / "ours"
    alive, left, other = (
        _free_name(ours, "draft"),
        _free_name(ours, "draft"),
        _free_name(tmp_path / "theirs", "draft"),
    )
    for folder in (alive, left, other, tmp_path / ".reallocate-draft-notes", tmp_path / ".ours-old"):
        folder.mkdir()
    (tmp_path / "elsewhere").mkdir()
    link = _free_name(ours, "draft")
    link.symlink_to(tmp_path / "elsewhere")
    handle = os.open(alive, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    settle(ours)
    os.close(handle)
    stay = {alive.name, other.name, link.name, ".reallocate-draft-notes", ".ours-old", "elsewhere"}
    assert {one.name for one in tmp_path.iterdir()} == stay
    assert is_draft(left) and not is_draft(tmp_path / ".reallocate-draft-notes")


def test_what_was_set_aside_last_is_put_back_only_where_nothing_took_its_place(tmp_path: Path) -> None:
    ours = tmp_path / "ours"
    for content in ({"older": b""}, FILES):
        replace_folder(_free_name(ours, "aside"), content, free)
    for _ in range(2):
        settle(ours)
        assert files_below(ours) == FILES and [one.name for one in tmp_path.iterdir()] == ["ours"]
        replace_folder(_free_name(ours, "aside"), {"older": b""}, free)


def test_a_file_that_may_not_exist_is_never_written_over(tmp_path: Path) -> None:
    file = tmp_path / "forecast.json"
    replace_file(file, b"1", may_exist=False)
    with pytest.raises(InputError, match="file exists"):
        replace_file(file, b"2", may_exist=False)
    assert files_below(tmp_path) == {"forecast.json": b"1"}
    replace_file(file, b"3")
    assert files_below(tmp_path) == {"forecast.json": b"3"}


def kills(root: Path, folder: Path, source: Path, how: str, count: int) -> list[str]:
    """What opened after each kill; the next run has cleared what it left."""
    program = [sys.executable, "-m", "tests.disk.disturbed", str(folder), str(source), how, str(count)]
    done = subprocess.run(program, cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert all(row["left"] == [folder.name] for row in rows)
    return [row["opened"] for row in rows]


# How, how often, and how many kills of a small result there are at least.
PLACES = {"at random moments": ("random", 15, 15), "at every call that changes the disk": ("aimed", 0, 20),
          "two that write the same": ("two", 6, 6)}  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_after_a_kill_the_old_or_the_new_opens_and_nothing_stays(
    place: str, root: Path, tmp_path: Path
) -> None:
    how, count, least = PLACES[place]
    save_result(tmp_path / "source", "plan", "a plan", FILES)
    opened = kills(root, tmp_path / "results" / "ours", tmp_path / "source", how, count)
    assert len(opened) >= least and set(opened) <= {"old", "new"}
    if how == "aimed":
        assert set(opened) == {"old", "new"}
        assert opened == sorted(opened, reverse=True), "the old up to some call, from there on the new"


@pytest.fixture
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
