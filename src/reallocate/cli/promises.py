"""Promises as options of a verb, made from their one declaration."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, signature
from typing import Any

from reallocate.api.promises import promise_flags
from reallocate.cli.options import option

PANEL = "Promises to employees"
BEFORE = "given"
"""The option that they stand before in the help page."""
TYPES: dict[str, Any] = {
    "text": str | None, "number": float | None, "names": list[str] | None, "amounts": list[str] | None,
}  # fmt: skip


def with_promises(verb: Callable[..., None]) -> Callable[..., None]:
    """A verb with an option for each promise, in place of its last argument `**promises`."""
    declared = signature(verb)
    own = [one for one in declared.parameters.values() if one.kind is not Parameter.VAR_KEYWORD]
    made = [
        Parameter(
            flag.name, Parameter.POSITIONAL_OR_KEYWORD, default=option(flag.help, PANEL),
            annotation=TYPES[flag.kind],
        )
        for flag in promise_flags()
    ]  # fmt: skip

    @wraps(verb)
    def call(**given: Any) -> None:
        # An option that may be repeated is an empty list where it is not given.
        verb(**{name: None if value == [] else value for name, value in given.items()})

    at = [one.name for one in own].index(BEFORE)
    parameters = [*own[:at], *made, *own[at:]]
    call.__signature__ = declared.replace(parameters=parameters)  # type: ignore[attr-defined]
    return call
