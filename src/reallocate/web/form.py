"""The blanks of a form, made from the options of a request; `parts.sentences` shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reallocate.kernel.options import Blank, Option, Request, options
from reallocate.web.link import Field

_NARROW = 12
"""Characters of a blank that has no hint and says no size."""
_KEYBOARDS = {"number": "decimal", "whole": "numeric"}
"""Kinds of values for which a phone shows digits."""


def form_options(request: type[Request]) -> list[tuple[Option, Blank]]:
    """The options of a request that a form asks for."""
    return [(one, one.blank) for one in options(request) if one.blank is not None]


def form_fields(request: type[Request]) -> Mapping[str, Field]:
    """(field) what its text is read as."""
    return {one.name: float if one.kind in _KEYBOARDS else str for one, _ in form_options(request)}


def sentences(request: type[Request], panels: Sequence[str | None] | None = None) -> list[dict[str, Any]]:
    """Sentences with their blanks, and what stands beside each.

    panels : headings in the help of a command whose options are taken; all where none are named
    """
    found: list[dict[str, Any]] = []
    for one, blank in form_options(request):
        if panels is not None and one.panel not in panels:
            continue
        if not (blank.goes_on and found):
            found.append({"id": f"{one.name}-help", "help": blank.help or _in_a_form(one.help), "blanks": []})
        found[-1]["blanks"].append(
            {
                "name": one.name, "before": blank.before, "after": blank.after, "label": blank.label,
                "hint": blank.hint, "choices": blank.choices, "longest": blank.longest,
                "size": blank.size or (len(blank.hint) + 2 if blank.hint else _NARROW),
                "keyboard": _KEYBOARDS.get(one.kind, ""),
            }
        )  # fmt: skip
    return found


def _in_a_form(help: str) -> str:
    """What an option is, where several values stand in one blank."""
    return help.replace("repeatable, such as", "several with commas between, such as")
