"""What is under way: a bar in a terminal or notebook, a line for each stage elsewhere, or nothing."""

from __future__ import annotations

import html
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from reallocate.api.interruption import is_stopped
from reallocate.kernel.executor import PROCESSES, SERIAL

Progress = bool | Callable[[str], None]
"""Whether progress is shown; or a function that is called with each stage."""
_MOST_WORKERS = 8
_COUNT = re.compile(r"(?:(?P<stage>.*?):? )?(?P<done>\d[\d,]*) of (?P<of>\d[\d,]*)(?P<rest>.*)")
_NOTEBOOK = "ZMQInteractiveShell"


def executor_name(workers: int | None) -> str:
    """The executor to use: as many processes as asked for, or one for each core."""
    count = workers if workers is not None and workers > 0 else min(os.cpu_count() or 1, _MOST_WORKERS)
    return SERIAL if count == 1 else f"{PROCESSES}:{count}"


@contextmanager
def shown(progress: Progress) -> Iterator[Callable[[str], None]]:
    """A function to call with each stage.

    progress : `False` shows nothing
    """
    if callable(progress):
        yield progress
    elif not progress:
        yield lambda stage: None
    elif _in_notebook():
        yield from _notebook()
    elif sys.stderr is not None and sys.stderr.isatty():
        yield from _terminal()
    else:
        yield _Lines().write


def counted(stage: str) -> tuple[str, int, int] | None:
    """A stage that counts, as its name, how many are done and of how many; `3 of 12 parts`."""
    found = _COUNT.fullmatch(stage)
    if found is None:
        return None
    done, of = (int(found[name].replace(",", "")) for name in ("done", "of"))
    return ((found["stage"] or "") + found["rest"], done, of) if of else None


class _Lines:
    """One line on stderr for each stage, as it begins."""

    def __init__(self) -> None:
        self._last = ""

    def write(self, stage: str) -> None:
        """Write a stage, unless it is the one before."""
        if stage != self._last and sys.stderr is not None and not is_stopped():
            print(stage, file=sys.stderr, flush=True)
        self._last = stage


def _terminal() -> Iterator[Callable[[str], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    text = TextColumn("{task.description}")
    columns = (SpinnerColumn(), text, BarColumn(bar_width=24), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("Starting", total=None)

        def say(stage: str) -> None:
            count = counted(stage)
            done, of = count[1:] if count is not None else (0, None)
            bars.update(task, description=stage, completed=done, total=of)

        yield say


def _in_notebook() -> bool:
    """Whether this is the kernel of a notebook; IPython is looked at only where it runs already."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return type(shell).__name__ == _NOTEBOOK


def _notebook() -> Iterator[Callable[[str], None]]:
    """A line with a bar that changes in place, and goes when the work is done."""
    display: Any = import_module("IPython.display")
    place = display.display(display.HTML(""), display_id=True)

    def say(stage: str) -> None:
        count = counted(stage)
        bar = f'<progress value="{count[1]}" max="{count[2]}"></progress> ' if count is not None else ""
        place.update(display.HTML(f"<div>{bar}{html.escape(stage)}</div>"))

    try:
        yield say
    finally:
        place.update(display.HTML(""))
