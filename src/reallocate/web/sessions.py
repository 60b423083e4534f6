"""What a browser asked of a firm: in no link, gone when it is closed, after a day, or with the server."""

from __future__ import annotations

import secrets
import shutil
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from typing import Any

from reallocate.web.page import Page

COOKIE = "reallocate_session"
MOST, LONGEST = 64, 24 * 3600.0
"""Sessions that are kept, and for how long after their last use [seconds]."""
CUT, PLAN = "cut", "plan"
"""The answers that are kept: of cut or wait, and of the plan as far as it is."""


@dataclass
class Session:
    """One browser's firm.

    name : in its cookie
    folder : for its files, for the owner of the server alone
    pages : its last answers
    firm : what is known of the firm that is being planned
    """

    name: str
    folder: Path
    used: float
    pages: dict[str, Page] = field(default_factory=dict)
    firm: Mapping[str, Any] = field(default_factory=dict)

    def open_folder(self) -> Path:
        """The folder, made where it is not there yet."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        return self.folder

    def close_firm(self) -> None:
        """Forget the firm and delete its files."""
        self.firm = {}
        self.pages.pop(PLAN, None)
        shutil.rmtree(self.folder, ignore_errors=True)


class Sessions:
    """The sessions of all browsers.

    folder : in which each has one for its files; what another server left there is deleted
    """

    def __init__(self, folder: Path) -> None:
        self._kept: OrderedDict[str, Session] = OrderedDict()
        self._folder = folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700, parents=True)

    def known(self, name: str) -> Session | None:
        """A session by its name; none where it is not known or too old."""
        self._end_old()
        session = self._kept.get(name)
        if session is not None:
            session.used = monotonic()
            self._kept.move_to_end(name)
        return session

    def open(self, name: str) -> Session:
        """A session, a new one where the name is not known."""
        session = self.known(name)
        if session is None:
            new = secrets.token_urlsafe(24)
            session = self._kept[new] = Session(new, self._folder / new, monotonic())
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)[1].close_firm()
        return session

    def _end_old(self) -> None:
        for name, session in list(self._kept.items()):
            if monotonic() - session.used > LONGEST:
                session.close_firm()
                del self._kept[name]

    def close(self) -> None:
        """Delete every file."""
        self._kept.clear()
        shutil.rmtree(self._folder, ignore_errors=True)
