"""The secret of a machine that moves the figures of copies to hand on: made once, for its owner alone."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import sys
from pathlib import Path

from reallocate.disk.refusals import problem_of
from reallocate.errors import InputError, Problem, visible

KEY_FILE = "REALLOCATE_KEY_FILE"
"""Environment variable with the path of the key, to share one between machines."""
FOLDER, NAME, BYTES, MODE = "reallocate", "roster.key", 32, 0o600
WRITTEN = re.compile(rf"[0-9a-f]{{{2 * BYTES}}}")
MOST_READ = 1_000


def own_key() -> bytes:
    """The key of this user's copies; made at random where there is none.

    Without it nobody who has a roster and its copy can repeat how figures were moved.
    Raises `InputError` where it cannot be read or made: another key would give other figures.
    """
    path = key_path()
    try:
        if not path.exists():
            _make(path)
        with path.open(encoding="ascii", errors="replace") as file:
            text = file.read(MOST_READ).strip()
    except OSError as error:
        raise InputError(_not_had(path, problem_of(error).what)) from None
    if not WRITTEN.fullmatch(text):
        raise InputError(_not_had(path, f"it does not hold {2 * BYTES} hexadecimal digits"))
    return bytes.fromhex(text)


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
        home = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        home = Path.home() / "Library" / "Application Support"
    else:
        home = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return home / FOLDER / NAME


def _make(path: Path) -> None:
    """Write a new key unless another process does so first; whole under its name, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{secrets.token_hex(BYTES)}\n")
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        except OSError:
            # Some network disks have no links.
            draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _not_had(path: Path, why: str) -> Problem:
    return Problem(
        f"the key that protects people cannot be used: {why}",
        visible(str(path)),
        f"Let {KEY_FILE} name a file that you can read, or a new one in a folder where you can write. An "
        "earlier key gives the earlier copies; restore it from a copy if you have one.",
        "With another key the same plan gives another copy, and two copies say more than one.",
    )
