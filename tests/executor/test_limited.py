"""A task on a foreign file runs in a process that is held to limits, and what ends it is told in words."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from reallocate.kernel import limited
from reallocate.kernel.errors import InputError, Problem, UnknownName
from reallocate.kernel.limited import _GIGABYTE, Limits, within_limits

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only there a process is held to a size")


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
