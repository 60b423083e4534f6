"""Promises that a request makes: which there are, and that no others are named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reallocate.firm.request.promise_keys import PromiseFlag, promise_flags
from reallocate.kernel.errors import Problem, UnknownName, nearest

__all__ = ["PromiseFlag", "known_promises", "promise_flags"]


def known_promises(given: Mapping[str, Any]) -> dict[str, Any]:
    """Promises by name; `UnknownName` where one is no key of `[promises]`."""
    known = [flag.name for flag in promise_flags()]
    if unknown := [name for name in given if name not in known]:
        remedy = f"Promises: {', '.join(known)}."
        raise UnknownName(
            Problem(f"plan has no argument {name!r}", remedy=remedy, nearest=nearest(name, known))
            for name in unknown
        )
    return dict(given)
