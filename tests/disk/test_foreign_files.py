"""What is not ours stays byte for byte and mode for mode, whatever folder or file a command is given."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from tests.golden_pages import cases
from tests.web.test_queue import COMMAND, ROOT, family_of, lives, until
from typer.testing import CliRunner

from reallocate.cli.main import app
from reallocate.data.build.run import must_hold_tables
from reallocate.kernel.ensemble import Folder
from reallocate.kernel.errors import DataError, InputError
from reallocate.kernel.manifest import LIST, list_of
from reallocate.kernel.marker import claim, kind_of, must_be_free, must_be_new, must_be_ours_or_new, remove
from reallocate.kernel.secret import secret
from reallocate.render.saving import open_saved, save_result
from reallocate.web.serve.queue import _LIVE, _LOST, COLUMNS, FINISHED, Queue
from reallocate.web.sessions import Sessions

Put = Callable[[Path], None]
FILES = {"result.json": b'{"facts": {"title": "An insurer"}}', "tables/one.csv": b"1\n"}


def seen(place: Path) -> dict[str, tuple[int, object]]:
    """Every entry below a place with its mode, and what it holds or leads to."""
    return {
        str(one.relative_to(place)): (one.lstat().st_mode, _held(one)) for one in [place, *place.rglob("*")]
    }


def _held(entry: Path) -> object:
    if entry.is_symlink():
        return os.readlink(entry)
    return entry.read_bytes() if entry.is_file() else None


def a_thesis(folder: Path) -> None:
    (folder / "thesis.txt").write_text("mine", encoding="utf-8")
    (folder / "thesis.txt").chmod(0o644)


def many(folder: Path) -> None:
    a_thesis(folder)
    (folder / "photos" / "2019").mkdir(parents=True)
    (folder / "photos" / "2019" / "a.raw").write_bytes(bytes(range(256)))
    (folder / "photos").chmod(0o751)
    (folder / "run.sh").write_text("#!/bin/sh\n", encoding="ascii")
    (folder / "run.sh").chmod(0o4755)
    (folder / "empty").mkdir(mode=0o770)
    (folder / "link").symlink_to("/etc")
    os.mkfifo(folder / "pipe", 0o622)


def hidden(folder: Path) -> None:
    (folder / ".DS_Store").write_bytes(b"desktop")
    (folder / ".git").mkdir()


def parquet(folder: Path) -> None:
    (folder / "sales.parquet").write_bytes(b"PAR1")


def other_list(folder: Path) -> None:
    (folder / LIST).write_text('{"files": ["a.js"]}', encoding="ascii")


def other_database(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "queue.sqlite")) as opened:
        opened.execute("CREATE TABLE jobs (id INTEGER, what TEXT)")


def same_names(folder: Path) -> None:
    """Folders that are called as ours are."""
    for name in ("plans/0001/result", "plans/mine", "uploads/mine", "shards", "tables"):
        (folder / name).mkdir(parents=True)
        (folder / name / "a.txt").write_text(name, encoding="ascii")


def a_result_with_more(folder: Path) -> None:
    """A result of ours, to which somebody added a note, a folder, a link, and altered a file."""
    for name, content in {**FILES, LIST: list_of("plan", FILES)}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    a_thesis(folder)
    (folder / "empty").mkdir()
    (folder / "photos").symlink_to("/etc")
    (folder / "tables" / "one.csv").write_bytes(b"my figures\n")


FOREIGN: tuple[Put, ...] = (
    a_thesis,
    many,
    hidden,
    parquet,
    other_list,
    other_database,
    same_names,
    a_result_with_more,
)


FOLDERS, SINGLE = (lines for _, lines, _ in cases(Path(__file__).with_name("commands.txt")))
INSIDE: Mapping[str, Callable[[Path], None]] = {
    "the plain pages": lambda folder: refused(must_be_free, folder, "site", "plain pages"),
    "built tables": lambda folder: refused(must_hold_tables, folder),
    "a copy for sharing": lambda folder: refused(must_be_free, folder, "share", "a copy for sharing"),
    "a folder to work in": lambda folder: refused(claim, folder, "share", "a copy for sharing"),
}


def run(command: str, place: Path) -> None:
    """The program with this place, or with a file of its name."""
    done = CliRunner().invoke(app, [word.format(place=place, above=place.parent) for word in command.split()])
    assert done.exit_code == 2, (command, done.output)
    assert done.stdout == "" and "Traceback" not in done.stderr and done.stderr.startswith(("Error", "2 problems"))


def refused(function: Callable[..., Any], *given: object) -> None:
    with pytest.raises(InputError):
        function(*given)


@pytest.mark.parametrize("put", FOREIGN, ids=lambda put: put.__name__)
@pytest.mark.parametrize("command", [*FOLDERS, *INSIDE])
def test_a_folder_with_other_files_is_refused_before_any_work(tmp_path: Path, command: str, put: Put) -> None:
    folder = tmp_path / "mine"
    folder.mkdir(mode=0o755)
    put(folder)
    before = seen(tmp_path)
    INSIDE.get(command, partial(run, command))(folder)
    assert seen(tmp_path) == before


def an_ensemble(folder: Path) -> None:
    with (shards := Folder(folder, {"a": 1}, "runs")).alone():
        shards.open()
        shards.keep("00000-0123456789ab.parquet", b"1")


def test_an_ensemble_with_other_files_is_not_gone_on_with_and_gives_up_only_its_own(tmp_path: Path) -> None:
    folder = tmp_path / "runs"
    an_ensemble(folder)
    many(folder)
    before = seen(folder)
    with pytest.raises(
        InputError, match=r"do not belong to it: empty, link, photos/2019/a\.raw, pipe, run\.sh, thesis\.txt"
    ):
        an_ensemble(folder)
    assert seen(folder) == before
    shutil.rmtree(folder)
    with (shards := Folder(folder, {"a": 1}, "runs")).alone():
        shards.open()
        shards.keep("00000-0123456789ab.parquet", b"1")
        parquet(folder / "shards")
        shards.remove()
    assert [one.name for one in folder.rglob("*")] == ["shards", "sales.parquet"]


@pytest.fixture
def live(tmp_path: Path) -> Path:
    folder = tmp_path / "live"
    folder.mkdir(mode=0o755)
    queue = Queue(folder)
    Sessions(folder / "uploads")
    queue.close()
    a_plan(folder, "0001")
    with closing(sqlite3.connect(folder / "queue.sqlite", isolation_level=None)) as opened:
        opened.execute(f"INSERT INTO jobs ({COLUMNS}) VALUES (1, 'An insurer', 'finished', '', 1, 1, 2, '')")
    return folder


def a_plan(folder: Path, number: str) -> None:
    save_result(folder / "plans" / number / "result", "plan", "a plan", FILES)


def put_everywhere(folder: Path) -> list[Path]:
    """Places in a results folder in which somebody keeps files."""
    places = [
        folder / name for name in ("theirs", "plans/mine", "plans/0007", "plans/0001/notes", "uploads/mine")
    ]
    for place in places:
        place.mkdir(parents=True, mode=0o755)
        many(place)
    return places


def started_and_stopped(folder: Path) -> list[tuple[str, str]]:
    """What the queue lists after a start; it computes nothing."""
    queue = Queue(folder)
    try:
        sessions = Sessions(folder / "uploads")
        sessions.open("").new_folder()
        sessions.close()
        return [(job.title, job.state) for job in queue.jobs()]
    finally:
        queue.close()


@pytest.mark.long
def test_other_files_in_a_results_folder_outlive_start_run_stop_kill_and_start(
    live: Path, tmp_path: Path
) -> None:
    mode = stat.S_IMODE(live.stat().st_mode)
    places = put_everywhere(live)
    before = [seen(place) for place in places]
    assert started_and_stopped(live) == [("An insurer", FINISHED)]
    draft = tmp_path / "draft"
    draft.mkdir()
    (draft / "a.txt").write_text("first", encoding="ascii")
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND, str(live), str(draft)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as server:
        assert server.stdout is not None and server.stdout.readline() == "ready\n"
        until((live / "plans" / "0002" / "scratch" / "half.txt").exists)
        assert not (live / "plans" / "0007" / "draft").exists()
        children = family_of(server.pid)
        server.kill()
    until(lambda: not any(map(lives, children)), 5)
    assert [state for _, state in started_and_stopped(live)] == [_LOST, _LOST, _LOST, FINISHED]
    assert [seen(place) for place in places] == before and stat.S_IMODE(live.stat().st_mode) == mode
    assert sorted(one.name for one in (live / "plans").iterdir()) == ["0001", "0007", "mine"]


@pytest.mark.parametrize(
    "lost", ["the line of the list", "the state in the list", "the list", "list and marker"]
)
def test_a_whole_plan_whose_line_is_lost_is_found_again_and_other_files_stay(live: Path, lost: str) -> None:
    if lost == "the line of the list":
        with closing(sqlite3.connect(live / "queue.sqlite", isolation_level=None)) as opened:
            opened.execute("DELETE FROM jobs")
    elif lost == "the state in the list":
        with closing(sqlite3.connect(live / "queue.sqlite", isolation_level=None)) as opened:
            opened.execute("UPDATE jobs SET state = 'lost'")
    else:
        (live / "queue.sqlite").unlink()
    if lost == "list and marker":
        (live / LIST).unlink()
    places = put_everywhere(live)
    before = [seen(place) for place in places]
    assert started_and_stopped(live) == [("An insurer", FINISHED)]
    assert open_saved(live / "plans" / "0001" / "result").files == FILES
    assert [seen(place) for place in places] == before and kind_of(live) == _LIVE
    queue = Queue(live)
    queue.forget(1)
    queue.close()
    assert not (live / "plans" / "0001" / "result").exists(), "what is ours goes where its owner says so"
    assert [seen(place) for place in places] == before


def test_a_damaged_plan_is_not_taken_back_and_stays(live: Path) -> None:
    (live / "queue.sqlite").unlink()
    (live / "plans" / "0001" / "result" / "tables" / "one.csv").write_bytes(b"2\n")
    before = seen(live / "plans")
    assert started_and_stopped(live) == []
    assert seen(live / "plans") == before


def test_a_folder_of_an_earlier_version_is_marked_once(live: Path) -> None:
    (live / LIST).unlink()
    places = [*put_everywhere(live), live / "uploads" / "left-over"]
    (live / "uploads" / "left-over").mkdir()
    before = [seen(place) for place in places]
    assert started_and_stopped(live) == [("An insurer", FINISHED)]
    marker = (live / LIST).stat().st_mtime_ns
    assert kind_of(live) == _LIVE and started_and_stopped(live) == [("An insurer", FINISHED)]
    assert (live / LIST).stat().st_mtime_ns == marker and [seen(place) for place in places] == before


def test_what_was_added_to_a_plan_stays_when_it_is_deleted(live: Path) -> None:
    queue = Queue(live)
    a_thesis(live / "plans" / "0001" / "result")
    (live / "plans" / "0001" / "result" / "photos").symlink_to("/etc")
    queue.forget(1)
    queue.close()
    left = sorted(str(one.relative_to(live)) for one in (live / "plans").rglob("*") if one.name != LIST)
    assert left == [
        "plans/0001",
        "plans/0001/result",
        "plans/0001/result/photos",
        "plans/0001/result/thesis.txt",
    ]


@pytest.mark.parametrize("name", ["plans", "uploads", "queue.sqlite"])
def test_a_link_in_place_of_a_part_is_not_followed(live: Path, tmp_path: Path, name: str) -> None:
    (live / name).rename(tmp_path / "moved")
    (live / name).symlink_to(tmp_path / "moved")
    before = seen(tmp_path / "moved")
    with pytest.raises(InputError):
        started_and_stopped(live)
    assert seen(tmp_path / "moved") == before


@pytest.mark.parametrize("command", SINGLE)
def test_a_file_of_somebody_else_is_not_written_over(tmp_path: Path, command: str) -> None:
    file = tmp_path / command.split("{place}")[-1].replace(".", "mine.")
    file.write_text("title\nhow firms reallocate 0.2 of their work\n", encoding="ascii")
    file.chmod(0o644)
    before = seen(tmp_path)
    run(command, tmp_path / "mine")
    assert seen(tmp_path) == before


def test_files_that_say_that_they_are_ours_are_written_again(tmp_path: Path) -> None:
    page, table = tmp_path / "a.html", tmp_path / "a.csv"
    page.write_text('<meta name="generator" content="reallocate 0.1.0">', encoding="ascii")
    table.write_text("row,column,fault\n", encoding="ascii")
    must_be_ours_or_new(page)
    must_be_ours_or_new(table, b"row,column,fault\n")
    with pytest.raises(InputError, match="exists already"):
        must_be_new(page)


def test_what_was_added_to_a_result_is_named_when_it_opens(tmp_path: Path) -> None:
    folder = save_result(tmp_path / "ours", "plan", "a plan", FILES)
    many(folder)
    with pytest.raises(DataError) as no:
        open_saved(folder)
    added = {Path(problem.where).relative_to(folder).as_posix() for problem in no.value.problems}
    assert added == {"empty", "link", "photos/2019/a.raw", "pipe", "run.sh", "thesis.txt"}
    assert all("does not belong to the result" in problem.what for problem in no.value.problems)


@pytest.fixture(params=["file", "link", "pipe", "folder", "socket"])
def odd_key(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    key = tmp_path / "key"
    with socket.socket(socket.AF_UNIX) as opened:
        make: dict[str, Callable[[], object]] = {
            "file": lambda: key.write_text("a note", encoding="ascii"), "link": lambda: key.symlink_to("/etc/hostname"),
            "pipe": lambda: os.mkfifo(key), "folder": key.mkdir, "socket": lambda: opened.bind(str(key)),
        }  # fmt: skip
        make[request.param]()
        yield key


def test_what_is_no_token_is_refused_without_waiting(odd_key: Path) -> None:
    before = odd_key.lstat()
    with pytest.raises(InputError):
        secret(odd_key)
    after = odd_key.lstat()
    assert (before.st_mode, before.st_size, before.st_mtime_ns) == (
        after.st_mode,
        after.st_size,
        after.st_mtime_ns,
    )


def test_a_result_takes_the_place_of_itself_and_what_a_file_manager_left_stays(tmp_path: Path) -> None:
    folder = save_result(tmp_path / "ours", "plan", "a plan", FILES)
    for place in (folder, folder / "tables"):
        (place / ".DS_Store").write_bytes(b"desktop")
        (place / ".DS_Store").chmod(0o640)
    before = seen(folder)
    save_result(folder, "plan", "a plan", FILES)
    assert seen(folder) == before and open_saved(folder).files == FILES


def test_a_folder_is_claimed_once_and_gives_up_what_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir(mode=0o750)
    claim(folder, "test", "a test")
    claim(folder, "test", "a test")
    assert kind_of(folder) == "test" and stat.S_IMODE(folder.stat().st_mode) == 0o750
    with pytest.raises(InputError, match="something other than a plan"):
        claim(folder, "plan", "a plan")
    (folder / "ours").mkdir()
    a_thesis(folder)
    (tmp_path / "link").symlink_to(folder)
    remove(folder, "plan")
    remove(tmp_path / "link", "test", ("ours",))
    assert (folder / "ours").is_dir(), "another kind stays, and where a link leads"
    remove(folder, "test", ("ours",))
    assert sorted(one.name for one in folder.iterdir()) == [LIST, "thesis.txt"]
    (folder / "thesis.txt").unlink()
    remove(folder, "test", ("ours",))
    assert not folder.exists()
