"""The secret of a machine that moves the figures of copies to hand on: made once, for its owner alone."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

from reallocate.disk.secret import secret
from reallocate.errors import InputError, Problem, visible

KEY_FILE = "REALLOCATE_KEY_FILE"
"""Environment variable with the path of the key, to share one between machines."""
FOLDER, NAME = "reallocate", "roster.key"


def own_key() -> bytes:
    """The key of this user's copies; made at random where there is none.

    Without it nobody who has a roster and its copy can repeat how figures were moved.
    Raises `InputError` where it cannot be read or made: another key would give other figures.
    """
    path = key_path()
    try:
        return bytes.fromhex(secret(path))
    except InputError as error:
        raise InputError(_not_had(path, error.problems[0].what)) from None


def mark_of(key: bytes) -> str:
    """Eight digits by which a key is told from another, and from which it cannot be had.

    key : as from `own_key`
    Source: Aumasson, Neves, Wilcox-O'Hearn and Winnerlein, BLAKE2, RFC 7693, 2015, section 2.9 (keyed hash).
    """
    return hashlib.blake2b(b"which key", key=key, digest_size=4).hexdigest()


def key_path() -> Path:
    """Where the key lies: the file that the environment names, else in the user's folder of data."""
    if given := os.environ.get(KEY_FILE):
        return Path(given)
    if sys.platform == "win32":
        home = Path(os.environ.get("LOCALAPPDATA") or _home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        home = _home() / "Library" / "Application Support"
    else:
        home = Path(os.environ.get("XDG_DATA_HOME") or _home() / ".local" / "share")
    return home / FOLDER / NAME


def _home() -> Path:
    try:
        return Path.home()
    except RuntimeError:
        raise InputError(_not_had(Path("~"), "this user has no home folder")) from None


def _not_had(path: Path, why: str) -> Problem:
    return Problem(
        f"the key that protects people cannot be used: {why}",
        visible(str(path)),
        f"Let {KEY_FILE} name a file that you alone can read (chmod 600), or a new one in a folder where you "
        "can write. An earlier key gives the earlier copies; restore it from a copy if you have one.",
        "With another key the same plan gives another copy, and two copies say more than one.",
    )
