"""Files and folders that replace earlier ones whole, also where the process is killed meanwhile."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from reallocate.kernel.errors import InputError, Problem, refusal
from reallocate.kernel.manifest import OF_THE_DESKTOP

try:
    import fcntl
except ImportError:  # pragma: no cover
    fcntl = None  # type: ignore[assignment]

_LOCKS: Any = fcntl
_DRAFT, _ASIDE = "draft", "aside"
_OURS = re.compile(r"\.reallocate-(?:draft|aside)-([0-9a-f]{12})-[0-9a-f]{12}")
"""Names of what is written beside a result: kind, mark of the result's name, chance."""
_LONGEST_WAIT = 20.0
"""For another process that is at the same place [seconds]."""
_ATTEMPTS = 100
_DIRECTORY, NO_LINK = getattr(os, "O_DIRECTORY", 0), getattr(os, "O_NOFOLLOW", 0)
_NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.EINVAL, errno.ENOSYS)
"""Errors of a file system without locks."""


def settle(path: Path) -> None:
    """Finish what a killed process left beside a file or folder: put back what it set aside, clear the rest.

    path : as it was to be written
    Only what has a name of ours, is this user's and is held by no process is touched.
    """
    mark, parent = _mark_of(path), path.parent
    if not any(_is_of(entry, mark) for entry in _entries(parent)):
        return
    with _alone(parent) as locked:
        left = [entry for entry in _entries(parent) if _is_of(entry, mark)]
        aside = [entry for entry in left if entry.name.startswith(f".reallocate-{_ASIDE}-")]
        if aside and not os.path.lexists(path):
            latest = max(aside, key=lambda entry: entry.lstat().st_ctime_ns)
            os.rename(latest, path)
            _sync(parent)
            left.remove(latest)
        for entry in left if locked else ():
            _clear(entry, path)


def is_draft(entry: Path) -> bool:
    """Whether something has a name that is given to drafts.

    entry : of a folder
    """
    return _OURS.fullmatch(entry.name) is not None


def _is_of(entry: Path, mark: str) -> bool:
    found = _OURS.fullmatch(entry.name)
    if found is None or found.group(1) != mark:
        return False
    try:
        status = entry.lstat()
    except OSError:
        return False
    mine = _LOCKS is None or status.st_uid == os.geteuid()
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
            _LOCKS.flock(handle, _LOCKS.LOCK_EX | _LOCKS.LOCK_NB)
            if entry.is_dir():
                gone = _free_name(path, _DRAFT)
                os.rename(entry, gone)
                shutil.rmtree(gone)
            else:
                os.unlink(entry)
        finally:
            os.close(handle)


def _mark_of(path: Path) -> str:
    return hashlib.sha256(path.name.encode(errors="surrogateescape")).hexdigest()[:12]


def _free_name(path: Path, kind: str) -> Path:
    """A name beside a result that nothing has yet.

    path : of the result
    kind : draft or aside
    """
    return path.parent / f".reallocate-{kind}-{_mark_of(path)}-{secrets.token_hex(6)}"


def _attempts(path: Path) -> Iterator[int]:
    """A few attempts, as another process may take a draft that is not locked yet for one that was left.

    path : that is written; `InputError` where none of them succeeds
    """
    yield from range(_ATTEMPTS)
    raise InputError(Problem("another process is writing here", str(path), "Wait until it has ended."))


def _lock(handle: int, path: Path) -> bool:
    """Hold a draft while this process writes it; whether it is still there.

    handle : of the draft, open
    path : where it was made
    """
    if _LOCKS is not None:
        try:
            _LOCKS.flock(handle, _LOCKS.LOCK_EX | _LOCKS.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                raise
    try:
        return os.path.samestat(os.stat(path), os.fstat(handle))
    except FileNotFoundError:
        return False


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """Be the only process that swaps something in a folder; whether the file system could say so.

    folder : above what is swapped; `InputError` where another process holds it for long
    """
    if _LOCKS is None:
        yield False
        return
    handle = os.open(folder, os.O_RDONLY | _DIRECTORY)
    try:
        yield _wait_for(handle, folder)
    finally:
        os.close(handle)


def _wait_for(handle: int, folder: Path) -> bool:
    end = time.monotonic() + _LONGEST_WAIT
    while True:
        try:
            _LOCKS.flock(handle, _LOCKS.LOCK_EX | _LOCKS.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                what = "another process is writing here"
                raise InputError(Problem(what, str(folder), "Wait until it has ended.")) from None
            time.sleep(0.01)
        except OSError as error:
            if error.errno in _NO_LOCKS:
                return False
            raise
        else:
            return True


def _sync(folder: Path) -> None:
    """Have the list of a folder's files on the disk, where the file system offers that.

    folder : whose list it is
    """
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | _DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


_GONE = -1
_FOLDER_MODE, _FILE_MODE = 0o700, 0o600
"""Results are for their owner alone, whatever the umask."""


def replace_folder(
    folder: Path, contents: Mapping[str, bytes], must_be_free: Callable[[], None], private: bool = True
) -> None:
    """Make a folder of these files in place of the one of that name.

    folder : where; folders above it are made
    contents : (path within the folder, with /) bytes
    must_be_free : raises where another folder of that name may not be replaced; called before and last
    private : for its owner alone; else as the umask says
    Raises `InputError` with path and reason where the operating system refuses; the old one is there then.
    """
    try:
        make_folder(folder.parent, private)
        settle(folder)
        must_be_free()
        with _draft(folder, private) as draft:
            _fill(draft, contents, private)
            _link_others(folder, draft)
            with _alone(folder.parent):
                must_be_free()
                old = _swap(draft, folder)
        if old is not None:
            _remove(old)
    except OSError as error:
        raise refusal(error, folder) from None


def replace_file(file: Path, content: bytes, may_exist: bool = True) -> None:
    """Write a file for its owner alone, in place of the one of that name.

    file : in a folder that is there
    may_exist : whether one that is there may be replaced
    Raises `InputError` with path and reason where the operating system refuses; the old one is there then.
    """
    try:
        for _ in _attempts(file):
            draft = _free_name(file, _DRAFT)
            handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY | NO_LINK, _FILE_MODE)
            try:
                if not _lock(handle, draft):
                    continue
                _keep_mode(draft, _FILE_MODE)
                _write(handle, content)
                if not may_exist:
                    _take_name(draft, file)
                os.replace(draft, file)
                _sync(file.parent)
            finally:
                os.close(handle)
                with suppress(FileNotFoundError):
                    os.unlink(draft)
            return
    except OSError as error:
        raise refusal(error, file) from None


def _take_name(draft: Path, file: Path) -> None:
    """Take a name that nothing has yet, with the draft itself where the disk has links."""
    try:
        os.link(draft, file)
    except FileExistsError:
        raise
    except OSError:
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY | NO_LINK, _FILE_MODE))


def _swap(draft: Path, folder: Path) -> Path | None:
    """Put the draft in its place; returns where the old one waits to be deleted."""
    aside = None
    if os.path.lexists(folder):
        aside = _free_name(folder, _ASIDE)
        os.rename(folder, aside)
    try:
        os.rename(draft, folder)
    except BaseException:
        if aside is not None:
            os.rename(aside, folder)
        raise
    _sync(folder.parent)
    if aside is None:
        return None
    gone = _free_name(folder, _DRAFT)
    try:
        os.rename(aside, gone)
    except OSError:  # the new one stands: what cannot be renamed is deleted under the name that it has
        return aside
    return gone


@contextmanager
def _draft(folder: Path, private: bool) -> Iterator[Path]:
    """A locked folder beside the one that is to be replaced; removed where it did not take its place."""
    for _ in _attempts(folder):
        draft = _free_name(folder, _DRAFT)
        os.mkdir(draft, _FOLDER_MODE if private else 0o777)
        handle = _locked(draft, private)
        if handle != _GONE:
            break
    try:
        yield draft
    finally:
        _remove(draft)
        if handle is not None:
            os.close(handle)


def _locked(draft: Path, private: bool) -> int | None:
    """A handle that locks a draft, none where there are no locks, GONE where another process cleared it."""
    handle = None
    try:
        if private:
            _keep_mode(draft, _FOLDER_MODE)
        if _LOCKS is None:
            return None
        handle = os.open(draft, os.O_RDONLY | _DIRECTORY | NO_LINK)
        if _lock(handle, draft):
            return handle
    except FileNotFoundError:
        pass
    except BaseException:
        _remove(draft)
        raise
    if handle is not None:
        os.close(handle)
    return _GONE


def _fill(draft: Path, contents: Mapping[str, bytes], private: bool) -> None:
    """Write files with all their bytes on the disk, then the folders that list them."""
    folders = {draft}
    for name, content in contents.items():
        file = draft / name
        if file.parent not in folders:
            make_folder(file.parent, private)
            folders.update(one for one in file.parents if one.is_relative_to(draft))
        handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY | NO_LINK, 0o600 if private else 0o666)
        try:
            if private:
                _keep_mode(file, _FILE_MODE)
            _write(handle, content)
        finally:
            os.close(handle)
    for made in folders:
        _sync(made)


def _link_others(folder: Path, draft: Path) -> None:
    """Take along what a file manager put into the old folder."""
    for file in [one for name in OF_THE_DESKTOP for one in folder.rglob(name)]:
        with suppress(OSError):
            os.link(file, draft / file.relative_to(folder))


def _remove(folder: Path) -> None:
    """Delete a folder, once more where a call was refused; `settle` deletes what is left then."""
    for _ in range(2):
        shutil.rmtree(folder, ignore_errors=True)
        if not os.path.lexists(folder):
            return


def _keep_mode(path: Path, mode: int) -> None:
    """Give the owner back what a umask took; a file system without such modes is not asked for any."""
    if os.stat(path).st_mode & mode != mode:
        os.chmod(path, mode)


def _make_one(folder: Path, private: bool) -> None:
    os.mkdir(folder, _FOLDER_MODE if private else 0o777)
    if private:
        _keep_mode(folder, _FOLDER_MODE)


def make_folder(folder: Path, private: bool = True) -> None:
    """Make a folder and those above it, where they are not there.

    private : for its owner alone; else as the umask says
    """
    if folder.is_dir():
        return
    make_folder(folder.parent, private)
    with suppress(FileExistsError):
        _make_one(folder, private)


def _write(handle: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(handle, view) :]
    os.fsync(handle)
