"""The whole error tree: every way reallocate says no, and how it says it.

ReallocateError            anything a user can mend; the command line exits with code 2
├── InputError             a file, flag or value is not what it should be
│   ├── UnknownName        a code, title, key or file that is not known here
│   │   └── NotComputed    a part that a first answer does not have
│   └── InvariantError     figures that contradict each other (rows that do not sum to 1, …)
├── DataError              source data or the shipped figures are missing or altered
├── PlanError              the optimisation gave no plan that may be shown
│   └── InfeasiblePlan     promises and limits that cannot all be kept
└── WorkerError            a worker process ended before its work was done"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

UNSEEN = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f\u200b\u200e\u200f\u061c\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f\ud800-\udfff]"
)
"""Characters that a terminal obeys instead of showing them: control codes, line ends and marks of direction;
and the halves of characters that stand for bytes of a file name that are no text."""


def visible(text: str) -> str:
    """A text in one line whose control characters are written out, such as `\\x1b` for escape.

    text : the name of a file, a header, or any other text that the user did not type for the screen
    """
    return UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, said so that the reader can mend it.

    what : the finding, with the value that was found
    where : file, row, key or label
    remedy : what to do
    why : why the right value is not guessed
    nearest : valid names close to what was found
    """

    what: str
    where: str = ""
    remedy: str = ""
    why: str = ""
    nearest: tuple[str, ...] = ()

    def __str__(self) -> str:
        what = _visible_lines(self.what)
        head = f"{visible(self.where)}: {what}" if self.where else what
        parts = [head if head.endswith((".", "?")) else head + "."]
        if self.why:
            parts.append(_visible_lines(self.why))
        if self.nearest:
            parts.append("Nearest: " + ", ".join(map(visible, self.nearest)) + ".")
        if self.remedy:
            parts.append(_visible_lines(self.remedy))
        return " ".join(parts)


def _visible_lines(text: str) -> str:
    """A sentence of ours that may have several lines and may quote a name."""
    return "\n".join(visible(line) for line in text.split("\n"))


class ReallocateError(Exception):
    """Anything a user can mend; holds every problem found, not only the first.

    problems : one `Problem`, a sentence, or several of either
    """

    def __init__(self, problems: Problem | str | Iterable[Problem | str]) -> None:
        if isinstance(problems, Problem | str):
            problems = [problems]
        self.problems: tuple[Problem, ...] = tuple(
            problem if isinstance(problem, Problem) else Problem(problem) for problem in problems
        )
        super().__init__("\n".join(str(problem) for problem in self.problems))


class InputError(ReallocateError):
    """A file, flag or value is not what it should be."""


class UnknownName(InputError):
    """A code, title, key or file that is not known here."""


class NotComputed(UnknownName):
    """A part that a first answer does not have."""


class InvariantError(InputError):
    """Figures that contradict each other."""


class DataError(ReallocateError):
    """Source data or the shipped figures are missing or altered."""


class PlanError(ReallocateError):
    """The optimisation gave no plan that may be shown."""


class InfeasiblePlan(PlanError):
    """Promises and limits that cannot all be kept; names those in conflict."""


class WorkerError(ReallocateError):
    """A worker process ended before its work was done."""


def nearest(name: str, valid: Iterable[str], limit: int = 3, alike: float = 50) -> tuple[str, ...]:
    """The valid names most like the one given, best first.

    name : what was written
    valid : the names that would have been accepted
    limit : how many to return
    alike : how alike they must be [0–100]
    """
    from rapidfuzz import process

    found = process.extract(name, sorted(valid), limit=limit, score_cutoff=alike)
    return tuple(match for match, _, _ in found)


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
