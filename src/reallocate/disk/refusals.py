"""An error of the operating system in words: which path, why, and what to do."""

from __future__ import annotations

import errno
from pathlib import Path

from reallocate.errors import InputError, Problem

REMEDIES = {
    errno.ENOSPC: "Make room, or name a place on another disk.",
    errno.EDQUOT: "Make room within your quota, or name a place on another disk.",
    errno.EFBIG: "Raise the limit on the size of a file (ulimit -f), or name a place on another disk.",
    errno.EACCES: "Name a place where you may write, or have the permission changed.",
    errno.EPERM: "Name a place where you may write, or have the permission changed.",
    errno.EROFS: "Name a place on a disk that may be written.",
    errno.ENOTDIR: "A part of the path is a file; name another path.",
    errno.ENAMETOOLONG: "Take a shorter name.",
    errno.ELOOP: "A part of the path is a link that leads back to itself; name another path.",
    errno.ENOENT: "Look for a slip in the path, or make the folder first.",
    errno.EMFILE: "Raise the limit on open files (ulimit -n), or take fewer --workers.",
}
"""What to do, by the number of the error."""


def problem_of(error: OSError, path: Path | str = "") -> Problem:
    """An error of the operating system as a problem that its reader can mend.

    error : as it was raised
    path : what was read or written, where the error does not name it
    """
    where = str(path) or str(error.filename or "")
    reason = error.strerror or str(error) or type(error).__name__
    remedy = REMEDIES.get(error.errno or 0, "")
    return Problem(f"the operating system refuses: {reason[:1].lower()}{reason[1:]}", where, remedy)


def refusal(error: OSError, path: Path | str = "") -> InputError:
    """The same as an error of the tree.

    error, path : as for `problem_of`
    """
    return InputError(problem_of(error, path))
