"""A disk that is full, read-only, gone or damaged: the old result or the new one is whole, and nothing else is there."""

from __future__ import annotations

import errno
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.disk.disturbed import CHANGING, at_call, fails, files_below, full, save
from tests.disk.test_replace import kills

from reallocate.kernel.disk import replace_file
from reallocate.kernel.ensemble import Folder
from reallocate.kernel.errors import ReallocateError
from reallocate.render.saving import open_saved

pytestmark = [pytest.mark.apart]
REFUSALS = ("mkdir", "open", "write", "fsync", "rename")
"""Calls that a full disk may refuse."""
MOST_CALLS = 2000
KILLS = 200
FLIPS = 12
"""In each file, besides its first and last bytes."""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "results" / "ours"
    folder.parent.mkdir()
    return folder


def mark_of(folder: Path) -> str:
    return open_saved(folder).files["mark.txt"].decode()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO], ids=errno.errorcode.get)
@pytest.mark.parametrize("before", [True, False], ids=["an older result is there", "nothing is there"])
def test_a_call_that_fails_leaves_the_old_or_the_new(
    place: Path, contents: Mapping[str, bytes], before: bool, number: int
) -> None:
    failed = 0
    for step in range(1, MOST_CALLS):
        shutil.rmtree(place, ignore_errors=True)
        if before:
            save(place, contents, "old")
        refused = False
        with at_call(step, fails(number), REFUSALS) as calls:
            try:
                save(place, contents, "new")
            except ReallocateError as error:
                refused = True
                assert os.strerror(number)[1:] in str(error) and str(place) in str(error)
        left = sorted(entry.name for entry in place.parent.iterdir())
        if refused and not before:
            assert left == [] or mark_of(place) == "new", (step, left)
        else:
            assert mark_of(place) in ({"old", "new"} if refused else {"new"}), step
        assert left in ([], ["ours"]), (step, calls[-1])
        failed += refused
        if len(calls) < step:
            break
    assert failed > len(contents), "files, folders and renames were refused"


def test_a_shard_on_a_full_disk_is_made_again_and_the_rest_is_kept(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "shards", {"market": "small"})
    with folder.alone():
        folder.open()
        folder.keep("00000-one.parquet", b"1" * 5000)
        for step in range(1, 40):
            with at_call(step, full, REFUSALS) as calls:
                try:
                    folder.keep("00001-two.parquet", b"2" * 5000)
                except ReallocateError as error:
                    assert "No space left"[1:] in str(error)
            assert "00000-one.parquet" not in folder.missing(["00000-one.parquet"])
            assert not list((tmp_path / "shards").rglob(".reallocate-*"))
            if len(calls) < step:
                break
    assert json.loads((tmp_path / "shards" / "ensemble.json").read_text())["shards"].keys() == {
        "00000-one.parquet", "00001-two.parquet",
    }  # fmt: skip


@pytest.mark.parametrize("gone", ["the folder above", "the result"])
def test_a_folder_that_vanishes_ends_in_words_or_in_the_new_result(
    place: Path, contents: Mapping[str, bytes], gone: str
) -> None:
    for step in range(1, MOST_CALLS):
        place.parent.mkdir(exist_ok=True)
        shutil.rmtree(place, ignore_errors=True)
        save(place, contents, "old")
        victim = place.parent if gone == "the folder above" else place

        def vanish(name: str, victim: Path = victim) -> None:
            subprocess.run(["rm", "-rf", str(victim)], check=True)

        with at_call(step, vanish) as calls:
            try:
                save(place, contents, "new")
                assert len(calls) < step or not place.exists() or mark_of(place) == "new", step
            except ReallocateError as error:
                assert str(place.parent) in str(error)
        if place.parent.exists():
            assert {entry.name for entry in place.parent.iterdir()} <= {"ours"}, step
        if len(calls) < step:
            break
    else:
        raise AssertionError("saving never ended")


@pytest.mark.parametrize(("how", "count"), [("random", KILLS), ("aimed", 0), ("two", 20)])
def test_kills_of_a_whole_result(
    root: Path, place: Path, contents: Mapping[str, bytes], how: str, count: int
) -> None:
    source = place.parent.parent / "source"
    save(source, contents, "source")
    opened = kills(root, place, source, how, count)
    assert len(opened) >= max(count, 10) and set(opened) <= {"old", "new"}
    if how == "aimed":
        assert set(opened) == {"old", "new"} and opened == sorted(opened, reverse=True)


def flipped(content: bytes, at: int) -> bytes:
    return content[: at // 8] + bytes([content[at // 8] ^ 1 << at % 8]) + content[at // 8 + 1 :]


def test_a_flipped_bit_in_any_file_is_found_on_opening(place: Path, contents: Mapping[str, bytes]) -> None:
    save(place, contents, "whole")
    chance = random.Random(11)
    for name, content in files_below(place).items():
        bits = len(content) * 8
        ends = range(bits) if name == "files.json" and bits < 4000 else (*range(16), *range(bits - 16, bits))
        for at in {
            *(bit for bit in ends if 0 <= bit < bits),
            *(chance.randrange(bits) for _ in range(FLIPS)),
        }:
            (place / name).write_bytes(flipped(content, at))
            with pytest.raises(ReallocateError) as found:
                open_saved(place)
            assert name in str(found.value) or str(place) in str(found.value), (name, at)
        (place / name).write_bytes(content)
    assert mark_of(place) == "whole"


def test_a_flipped_bit_anywhere_in_the_list_of_files_is_found(place: Path) -> None:
    save(place, {"result.json": b"{}"}, "whole")
    content = (place / "files.json").read_bytes()
    for at in range(len(content) * 8):
        (place / "files.json").write_bytes(flipped(content, at))
        with pytest.raises(ReallocateError):
            open_saved(place)


def readonly(place: Path) -> str:
    """What a user without rights is told who saves there."""
    program = (
        "import os, sys\nfrom pathlib import Path\nfrom reallocate.kernel.errors import InputError\n"
        "from reallocate.kernel.disk import replace_file\nfrom reallocate.render.saving import save_result\n"
        "if os.geteuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "for write in (lambda: save_result(Path(sys.argv[1]), 'plan', 'a plan', {'result.json': b'{}'}),\n"
        "              lambda: replace_file(Path(sys.argv[1] + '.csv'), b'1')):\n"
        "    try: write(); print('written')\n"
        "    except InputError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", program, str(place)], capture_output=True, text=True)
    assert done.returncode == 0 and done.stderr == "", done.stderr
    return done.stdout


def test_a_read_only_folder_is_refused_in_words() -> None:
    with tempfile.TemporaryDirectory() as shut:
        folder = Path(shut)
        folder.chmod(0o555)
        said = readonly(folder / "ours").splitlines()
        assert len(said) == 2 and all("ermission denied" in line and shut in line for line in said)
        assert not list(folder.iterdir())


def test_a_single_file_is_replaced_whole_or_not(tmp_path: Path) -> None:
    file = tmp_path / "faults.csv"
    for step in range(1, 60):
        file.write_bytes(b"old")
        with at_call(step, full, CHANGING) as calls:
            try:
                replace_file(file, b"new")
            except ReallocateError:
                assert file.read_bytes() in (b"old", b"new")
        assert [entry.name for entry in tmp_path.iterdir()] == ["faults.csv"] or calls[-1] == "unlink", (
            step,
            calls,
        )
        for left in tmp_path.glob(".reallocate-*"):
            left.unlink()
        if len(calls) < step:
            break
    assert file.read_bytes() == b"new"
