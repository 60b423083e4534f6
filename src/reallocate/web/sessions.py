"""What a browser asked of a firm: in no link, gone when it is closed, after a day, or with the server."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from reallocate.kernel.disk import make_folder
from reallocate.kernel.errors import InputError, Problem, refusal
from reallocate.kernel.marker import claim, remove
from reallocate.web.page import Page

MOST, _LONGEST, _IN_USE = 64, 24 * 3600.0, 2 * 3600.0
"""Sessions that are kept; [seconds] after their last use that they are, at most and where all are taken."""
_NAME = re.compile(r"[\w-]{32}")
"""Of a session, as `new_name` makes it."""
_MOST_STEPS = 20
"""Steps of an input that can be undone."""
_SESSION = "session of the live pages"
"""Kind of the folder of a session, as its marker says."""
DRAFT, PLANNED, PINNED, SENT = "draft", "planned", "pinned", "sent"
"""Folders of a step: its first answer, and the plan before what happened; the answer that was pinned; a file
that was sent and is not read yet."""


@dataclass(frozen=True)
class Step:
    """One answer to what was filled in, with its files.

    folder : of its files; none where it has none
    """

    page: Page
    folder: Path | None = None

    @property
    def firm(self) -> Mapping[str, Any]:
        """What is known of the firm."""
        return self.page.firm


@dataclass
class History:
    """The steps of an input, of which the last ones can be undone and done again."""

    steps: list[Step] = field(default_factory=list)
    at: int = -1

    @property
    def now(self) -> Step | None:
        """The step that is shown."""
        return self.steps[self.at] if self.steps else None

    @property
    def can_undo(self) -> bool:
        """Whether there is a step before."""
        return self.at > 0

    @property
    def can_redo(self) -> bool:
        """Whether a step was undone."""
        return self.at + 1 < len(self.steps)

    def add(self, step: Step) -> None:
        """Show a step; those that were undone are forgotten, and the oldest where there are too many."""
        kept = [*self.steps[: self.at + 1], step]
        self._forget([*self.steps[self.at + 1 :], *kept[:-_MOST_STEPS]])
        self.steps = kept[-_MOST_STEPS:]
        self.at = len(self.steps) - 1

    def replace(self, step: Step) -> None:
        """Show a step in place of the one that is shown."""
        if self.steps:
            self._forget([self.steps[self.at]])
            self.steps[self.at] = step
        else:
            self.add(step)

    def move(self, by: int) -> None:
        """Undo or do again: -1 or 1, as far as there are steps."""
        self.at = min(max(self.at + by, 0), len(self.steps) - 1)

    def clear(self) -> None:
        """Forget every step."""
        self._forget(self.steps)
        self.steps, self.at = [], -1

    def _forget(self, steps: list[Step]) -> None:
        for step in steps:
            if step.folder is not None:
                shutil.rmtree(step.folder, ignore_errors=True)


@dataclass
class Session:
    """One browser's firm.

    name : in its cookie
    folder : for its files, for the owner of the server alone
    cut, plan : answers of cut or wait, and of the plan as far as it is
    pinned : title of the first answer that later ones are compared with; "" where none is
    sheet : form of the cut whose sheet was asked for last
    jobs : (folder of a step) number in the queue of the plan that has its further parts
    """

    name: str
    folder: Path
    used: float
    cut: History = field(default_factory=History)
    plan: History = field(default_factory=History)
    pinned: str = ""
    sheet: tuple[tuple[str, str], ...] = ()
    jobs: dict[Path, int] = field(default_factory=dict)
    _made: int = 0

    def new_folder(self) -> Path:
        """A folder for the next step, with the files of the one that is shown, but for its first answer.

        Files are linked: a later step replaces them and alters none.
        """
        claim(self.folder, _SESSION, _SESSION)
        self._made += 1
        folder = self.folder / f"{self._made:04d}"
        before = self.plan.now
        if before is None or before.folder is None:
            folder.mkdir(mode=0o700)
        else:
            ignored = shutil.ignore_patterns(DRAFT, PLANNED, SENT)
            shutil.copytree(before.folder, folder, copy_function=os.link, ignore=ignored)
        return folder

    def keep(self, page: Page, folder: Path | None) -> None:
        """Show a page as the next step of the plan."""
        self.plan.add(Step(page, folder))

    def pin(self, step: Step) -> None:
        """Keep the first answer of a step for comparison."""
        if step.folder is not None:
            shutil.rmtree(self.folder / PINNED, ignore_errors=True)
            shutil.copytree(step.folder / DRAFT, self.folder / PINNED)
            self.pinned = str(step.firm.get("title", ""))

    def close_firm(self) -> None:
        """Forget the firm and delete its files."""
        self.plan.clear()
        self.jobs.clear()
        self.pinned = ""
        remove(self.folder, _SESSION)


class Crowded(Exception):
    """As many sessions as are kept are in use."""


def new_name() -> str:
    """A name that nobody can guess."""
    return secrets.token_urlsafe(24)


class Sessions:
    """The sessions of all browsers.

    folder : in which each has one for its files; those that another server left there are deleted
    """

    def __init__(self, folder: Path) -> None:
        self._kept: OrderedDict[str, Session] = OrderedDict()
        self._folder = folder
        if folder.is_symlink():
            raise InputError(Problem("this is a link; its target may be somebody else's", str(folder)))
        try:
            make_folder(folder)
            self._clear()
        except OSError as error:
            raise refusal(error, folder) from None

    def known(self, name: str) -> Session | None:
        """A session by its name; none where it is not known or too old."""
        self._end_old()
        session = self._kept.get(name)
        if session is not None:
            session.used = monotonic()
            self._kept.move_to_end(name)
        return session

    def open(self, name: str) -> Session:
        """A session, a new one where the name is not known.

        Raises `Crowded` where as many as are kept are in use.
        """
        session = self.known(name)
        if session is None:
            if len(self._kept) >= MOST:
                longest = next(iter(self._kept.values()))
                if monotonic() - longest.used < _IN_USE:
                    raise Crowded
                longest.close_firm()
                del self._kept[longest.name]
            new = name if _NAME.fullmatch(name) else new_name()
            session = self._kept[new] = Session(new, self._folder / new, monotonic())
        return session

    def _end_old(self) -> None:
        for name, session in list(self._kept.items()):
            if monotonic() - session.used > _LONGEST:
                session.close_firm()
                del self._kept[name]

    def close(self) -> None:
        """Delete every file."""
        self._kept.clear()
        self._clear()

    def _clear(self) -> None:
        for left in self._folder.iterdir():
            remove(left, _SESSION)
