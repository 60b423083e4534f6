"""Where this user's own data lie: outside of any project, and kept when the program is replaced."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from reallocate.kernel.errors import InputError, Problem

_FOLDER = "reallocate"


def data_folder() -> Path:
    """The folder of this program among the user's data, which may not be there yet.

    Raises `InputError` where this user has no home folder.
    Source: XDG Base Directory Specification 0.8; the standard folders of macOS and Windows.
    """
    if sys.platform == "win32":
        home = Path(os.environ.get("LOCALAPPDATA") or _home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        home = _home() / "Library" / "Application Support"
    else:
        home = Path(os.environ.get("XDG_DATA_HOME") or _home() / ".local" / "share")
    return home / _FOLDER


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:
        raise InputError(Problem("this user has no home folder", "~")) from None
