"""An error of the operating system in words: which path, why, and what to do."""

from __future__ import annotations

import errno
from pathlib import Path

from reallocate.kernel.errors import InputError, Problem

_REMEDIES = {
    errno.ENOSPC: "Free some space, or name a folder on another disk.",
    errno.EDQUOT: "Free some space in your quota, or name a folder on another disk.",
    errno.EFBIG: "Raise the limit on file size (ulimit -f), or name a folder on another disk.",
    errno.EACCES: "Name a folder where you may write, or change the permission.",
    errno.EPERM: "Name a folder where you may write, or change the permission.",
    errno.EROFS: "Name a folder on a writable disk.",
    errno.ENOTDIR: "Part of the path is a file; name another path.",
    errno.ENAMETOOLONG: "Choose a shorter name.",
    errno.ELOOP: "Part of the path is a link to itself; name another path.",
    errno.ENOENT: "Check the path, or create the folder first.",
    errno.EMFILE: "Raise the limit on open files (ulimit -n), or use fewer --workers.",
}
"""What to do, by the number of the error."""


def problem_of(error: OSError, path: Path | str = "") -> Problem:
    """An error of the operating system as a problem that its reader can mend.

    error : as it was raised
    path : what was read or written, where the error does not name it
    """
    where = str(path) or str(error.filename or "")
    reason = error.strerror or str(error) or type(error).__name__
    remedy = _REMEDIES.get(error.errno or 0, "")
    return Problem(f"the operating system refused: {reason[:1].lower()}{reason[1:]}", where, remedy)


def refusal(error: OSError, path: Path | str = "") -> InputError:
    """The same as an error of the tree.

    error, path : as for `problem_of`
    """
    return InputError(problem_of(error, path))
