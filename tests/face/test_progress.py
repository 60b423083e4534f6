"""What is under way is a line for each stage on stderr, a bar in a terminal or notebook, or nothing."""

from __future__ import annotations

import io
import sys
from types import ModuleType, SimpleNamespace

import pytest

from reallocate.api.progress import counted, executor_name, shown

STAGES = ("Reading the firm", "Baseline", "Baseline", "Plans made: 1 of 2")


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_each_stage_is_a_line_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with shown(True) as say:
        for stage in STAGES:
            say(stage)
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "Reading the firm\nBaseline\nPlans made: 1 of 2\n")


def test_nothing_is_shown_where_nothing_is_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    with shown(False) as say:
        say("Baseline")
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", "")


def test_a_function_is_called_with_each_stage() -> None:
    heard: list[str] = []
    with shown(heard.append) as say:
        for stage in STAGES:
            say(stage)
    assert heard == list(STAGES)


def test_a_terminal_has_a_bar_that_goes_when_the_work_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setenv("TERM", "xterm")
    with pytest.raises(KeyboardInterrupt), shown(True) as say:
        say("Plans made: 1 of 2")
        raise KeyboardInterrupt
    assert "Plans made: 1 of 2" in stream.getvalue()


def test_a_notebook_has_a_bar_that_changes_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[str] = []
    display = ModuleType("IPython.display")
    display.HTML = str  # type: ignore[attr-defined]
    display.display = lambda *_, **__: SimpleNamespace(update=written.append)  # type: ignore[attr-defined]
    ipython = ModuleType("IPython")
    ipython.get_ipython = type("ZMQInteractiveShell", (), {})  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "IPython", ipython)
    monkeypatch.setitem(sys.modules, "IPython.display", display)
    with shown(True) as say:
        say("Plans made: 3 of 40")
    assert written == ['<div><progress value="3" max="40"></progress> Plans made: 3 of 40</div>', ""]


def test_a_stage_that_counts_is_read() -> None:
    assert counted("Plans made: 3 of 1,040") == ("Plans made", 3, 1040)
    assert counted("2,000 of 10,000 draws are made") == (" draws are made", 2000, 10000)
    assert counted("Baseline") is None


def test_workers_are_one_a_core_unless_they_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 64)
    names = [executor_name(number) for number in (None, 0, 3, 1)]
    assert names == ["processes:8", "processes:8", "processes:3", "serial"]
