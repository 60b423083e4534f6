"""Two plans beside each other: what differs in input and result, and what each difference comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import reallocate
from reallocate.api.spelling import in_python
from reallocate.kernel.errors import Problem, ReallocateError, UnknownName
from reallocate.web.blocks import shown
from reallocate.web.page import NOT_FOUND, Page, filled

_DOOR = "/firm"
_SECTIONS = ("headline", "inputs", "results", "why", "roles", "limits")
_Side = tuple[str, str, str]
"""Name in a link, title, and folder of a plan."""


def page(sides: Sequence[_Side], a: str, b: str) -> Page:
    """The plans to choose from, and the comparison of two of them.

    sides : plans that may be compared
    a, b : names of two of them; "" where none is chosen yet
    """
    known = {name: (title, folder) for name, title, folder in sides}
    if not (a and b):
        return _filled(sides, a, b)
    missing = [name for name in (a, b) if name not in known]
    if missing:
        what = f"there is no plan {missing[0]!r} here"
        problem = Problem(what, "compare", "Choose two of the plans in the list.")
        return _filled(sides, a, b, problems=[str(problem)], status=NOT_FOUND)
    try:
        first, second = (reallocate.open(known[name][1]) for name in (a, b))
        result: Any = reallocate.compare(first, second, progress=False, workers=1)
    except ReallocateError as error:
        status = NOT_FOUND if isinstance(error, UnknownName) else 422
        return _filled(sides, a, b, problems=[in_python(str(one)) for one in error.problems], status=status)
    names = [name for name in _SECTIONS if result.is_whole or name != "limits"]
    head, *others = shown(result.kind.page(result), *names)
    told = [one for one in head.blocks if getattr(one, "sentences", ()) != (result.status.text,)]
    sections = [replace(head, blocks=told), *others]
    return _filled(
        sides, a, b, sections=sections, titles=(known[a][0], known[b][0]), is_first=not result.is_whole
    )


def _filled(
    sides: Sequence[_Side],
    a: str,
    b: str,
    *,
    problems: Sequence[str] = (),
    sections: Sequence[Any] = (),
    titles: tuple[str, ...] = (),
    is_first: bool = False,
    status: int = 200,
) -> Page:
    return filled(
        "compare.html.jinja", _DOOR, status, sides=[(name, title) for name, title, _ in sides], a=a, b=b,
        problems=problems, sections=sections, titles=titles, is_first=is_first,
        python='import reallocate as ra\n\nresult = ra.compare("plan-a", "plan-b")',
        command="reallocate compare plan-a plan-b",
    )  # fmt: skip
