"""Drafts beside a result while it is replaced: their names, their locks, and what a killed process leaves.

A draft is locked by the process that writes it; the lock ends with the process, however that ends.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from reallocate.errors import InputError, Problem

try:
    import fcntl
except ImportError:  # pragma: no cover
    fcntl = None  # type: ignore[assignment]

LOCKS: Any = fcntl
DRAFT, ASIDE = "draft", "aside"
OURS = re.compile(r"\.reallocate-(?:draft|aside)-([0-9a-f]{12})-[0-9a-f]{12}")
"""Names of what is written beside a result: kind, mark of the result's name, chance."""
LONGEST_WAIT = 20.0
"""For another process that is at the same place [seconds]."""
ATTEMPTS = 100
DIRECTORY, NO_LINK = getattr(os, "O_DIRECTORY", 0), getattr(os, "O_NOFOLLOW", 0)
NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.EINVAL, errno.ENOSYS)
"""Errors of a file system without locks."""


def settle(path: Path) -> None:
    """Finish what a killed process left beside a file or folder: put back what it set aside, clear the rest.

    path : as it was to be written
    Only what has a name of ours, is this user's and is held by no process is touched.
    """
    mark, parent = _mark_of(path), path.parent
    if not any(_is_of(entry, mark) for entry in _entries(parent)):
        return
    with alone(parent) as locked:
        left = [entry for entry in _entries(parent) if _is_of(entry, mark)]
        aside = [entry for entry in left if entry.name.startswith(f".reallocate-{ASIDE}-")]
        if aside and not os.path.lexists(path):
            latest = max(aside, key=lambda entry: entry.lstat().st_ctime_ns)
            os.rename(latest, path)
            sync(parent)
            left.remove(latest)
        for entry in left if locked else ():
            _clear(entry, path)


def is_draft(entry: Path) -> bool:
    """Whether something has a name that is given to drafts.

    entry : of a folder
    """
    return OURS.fullmatch(entry.name) is not None


def _is_of(entry: Path, mark: str) -> bool:
    found = OURS.fullmatch(entry.name)
    if found is None or found.group(1) != mark:
        return False
    try:
        status = entry.lstat()
    except OSError:
        return False
    mine = LOCKS is None or status.st_uid == os.geteuid()
    return mine and not stat.S_ISLNK(status.st_mode)


def _entries(parent: Path) -> list[Path]:
    try:
        return list(parent.iterdir())
    except OSError:
        return []


def _clear(entry: Path, path: Path) -> None:
    """Remove one that a killed process left; one that is in use stays."""
    with suppress(OSError):
        handle = os.open(entry, os.O_RDONLY | NO_LINK)
        try:
            LOCKS.flock(handle, LOCKS.LOCK_EX | LOCKS.LOCK_NB)
            if entry.is_dir():
                gone = beside(path, DRAFT)
                os.rename(entry, gone)
                shutil.rmtree(gone)
            else:
                os.unlink(entry)
        finally:
            os.close(handle)


def _mark_of(path: Path) -> str:
    return hashlib.sha256(path.name.encode(errors="surrogateescape")).hexdigest()[:12]


def beside(path: Path, kind: str) -> Path:
    """A name beside a result that nothing has yet.

    path : of the result
    kind : draft or aside
    """
    return path.parent / f".reallocate-{kind}-{_mark_of(path)}-{secrets.token_hex(6)}"


def attempts(path: Path) -> Iterator[int]:
    """A few attempts, as another process may take a draft that is not locked yet for one that was left.

    path : that is written; `InputError` where none of them succeeds
    """
    yield from range(ATTEMPTS)
    raise InputError(Problem("another process is writing here", str(path), "Wait until it has ended."))


def lock(handle: int, path: Path) -> bool:
    """Hold a draft while this process writes it; whether it is still there.

    handle : of the draft, open
    path : where it was made
    """
    if LOCKS is not None:
        try:
            LOCKS.flock(handle, LOCKS.LOCK_EX | LOCKS.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in NO_LOCKS:
                raise
    try:
        return os.path.samestat(os.stat(path), os.fstat(handle))
    except FileNotFoundError:
        return False


@contextmanager
def alone(folder: Path) -> Iterator[bool]:
    """Be the only process that swaps something in a folder; whether the file system could say so.

    folder : above what is swapped; `InputError` where another process holds it for long
    """
    if LOCKS is None:
        yield False
        return
    handle = os.open(folder, os.O_RDONLY | DIRECTORY)
    try:
        yield _wait_for(handle, folder)
    finally:
        os.close(handle)


def _wait_for(handle: int, folder: Path) -> bool:
    end = time.monotonic() + LONGEST_WAIT
    while True:
        try:
            LOCKS.flock(handle, LOCKS.LOCK_EX | LOCKS.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                what = "another process is writing here"
                raise InputError(Problem(what, str(folder), "Wait until it has ended.")) from None
            time.sleep(0.01)
        except OSError as error:
            if error.errno in NO_LOCKS:
                return False
            raise
        else:
            return True


def sync(folder: Path) -> None:
    """Have the list of a folder's files on the disk, where the file system offers that.

    folder : whose list it is
    """
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
