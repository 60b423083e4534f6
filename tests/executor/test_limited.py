"""A task on a foreign file runs in a process that is held to limits, and what ends it is told in words."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from reallocate.kernel import limited
from reallocate.kernel.errors import InputError, Problem, ReallocateError, UnknownName
from reallocate.kernel.limited import _GIGABYTE, Limits, within_limits
from reallocate.kernel.toml import data_and_lines, parsed
from reallocate.market.forecast.record import record_of
from reallocate.render.saving import Saved
from reallocate.roster.file.rows import file_rows, read_text_table
from reallocate.roster.file.sheet import read_sheet
from reallocate.roster.people import read_people

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="only there a process is held to a size"),
    pytest.mark.usefixtures("files_are_read_apart"),
]
ROWS = b"id,Job Title,Department\n1,Actuaries,A\n2,Actuaries,B\n"


def saved(path: Path) -> Saved:
    return Saved(path.parent, "plan", {"result.json": path.read_bytes(), "tables/a.parquet": path.read_bytes()}, 6)


READERS: dict[str, tuple[Callable[[Path], Any], bytes, bytes]] = {
    "toml": (lambda path: parsed(path.read_text(), path.name), b"a = 1\n", b"a = \n"),
    "scenario": (lambda path: data_and_lines(path.read_text(), path)[0], b"quarters = 4\n", b"quarters\n"),
    "table": (lambda path: read_text_table(path).rows, ROWS, b""),
    "rows": (lambda path: file_rows(path, {}), ROWS, b"PAR1"),
    "sheet": (lambda path: read_sheet(path).cells, ROWS, b""),
    "people": (lambda path: read_people(path, {"15-2011": "Actuaries"}, {}).rows, ROWS, b"a,b\n1,2\n"),
    "record": (lambda path: saved(path).json("result.json"), b'{"facts": {}}', b"{"),
    "tables": (lambda path: saved(path).tables()["a"], pd.DataFrame({"a": [1.5]}).to_parquet(), b"PAR1"),
    "forecast": (record_of, b'{"format": 1}', b"{"),
}
"""What reads files within limits -> a file that it reads, and one that it refuses."""


def test_a_task_gives_what_it_returns_and_sees_what_is_loaded_here() -> None:
    seen = {"a": 1}
    assert within_limits(lambda: (seen, os.getpid()), name="a.csv", size=1)[0] == seen
    assert within_limits(os.getpid, name="a.csv", size=1) != os.getpid()


def test_an_error_of_the_task_comes_back_as_it_was() -> None:
    def wrong() -> None:
        raise UnknownName([Problem("there is no such row", "a.csv", nearest=("b",)), "and another"])

    with pytest.raises(UnknownName) as caught:
        within_limits(wrong, name="a.csv", size=1)
    assert [one.what for one in caught.value.problems] == ["there is no such row", "and another"]
    assert caught.value.problems[0].nearest == ("b",) and "Traceback" not in str(caught.value)

    def fault() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError) as wrong_key:
        within_limits(fault, name="a.csv", size=1)
    assert "in fault" in wrong_key.value.__notes__[0], "a fault of the program says where it was"


def test_memory_without_end_is_refused(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(
        InputError, match=r"a\.csv: reading it took more than 0\.8 GB of memory, and was ended"
    ):
        within_limits(lambda: bytearray(2 * _GIGABYTE), name="a.csv", size=1)
    assert capfd.readouterr().err == ""


def test_time_without_end_and_a_process_that_ends_by_itself_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def forever() -> None:
        while True:
            sum(range(1000))

    monkeypatch.setattr(limited, "_LEAST_SECONDS", 1)
    with pytest.raises(InputError, match="reading it took more than 1 seconds"):
        within_limits(forever, name="a.csv", size=1)
    monkeypatch.setattr(limited, "_PATIENCE", 1)
    with pytest.raises(InputError, match="more than 1 seconds"):
        within_limits(time.sleep, 60, name="a.csv", size=1)
    with pytest.raises(InputError, match="was ended"):
        within_limits(os._exit, 5, name="a.csv", size=1)


def test_limits_grow_with_the_file_up_to_four_gigabytes() -> None:
    assert Limits.of(0).memory < _GIGABYTE and Limits.of(10 * 1024**2).memory == 2 * _GIGABYTE
    assert Limits.of(200 * 1024**2) == Limits(4 * _GIGABYTE, 120)


def test_a_task_within_a_task_runs_in_the_same_process_and_all_where_none_is_held_to_a_size(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def outer() -> bool:
        return within_limits(os.getpid, name="b.csv", size=1) == os.getpid()

    assert within_limits(outer, name="a.csv", size=1)
    monkeypatch.setattr(limited, "_STATUS", Path("/nowhere"))
    assert within_limits(os.getpid, name="a.csv", size=1) == os.getpid()


@pytest.mark.parametrize("name", READERS)
def test_a_file_is_read_or_refused_apart_as_it_is_here(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, *contents = READERS[name]
    path = tmp_path / "a.csv"

    def found() -> list[str]:
        said = []
        for content in contents:
            path.write_bytes(content)
            try:
                said.append(str(read(path)))
            except ReallocateError as error:
                said.append(f"{type(error).__name__} {error.problems}")
        return said

    forked, begin = list[int](), limited.start_process
    monkeypatch.setattr(limited, "start_process", lambda *given, **more: forked.append(1) or begin(*given, **more))
    apart = found()
    assert len(forked) == 2 and "Error" not in apart[0] and "Error" in apart[1]
    monkeypatch.setattr(limited._Here, "is_limited", True)
    assert found() == apart and len(forked) == 2
