"""Estimates: what public data say of AI, hires, separations, unemployment and pay."""

from __future__ import annotations

from functools import cache
from typing import Any

import reallocate
from reallocate.kernel.glossary import GRADES
from reallocate.web.blocks import ready
from reallocate.web.link import Call
from reallocate.web.page import Page, filled

_DOOR, _PLACE = "/answers", "/estimates"
_FILES = ("outcomes", "young", "bounds", "tested", "power")
"""Tables that can be taken along as CSV."""


@cache
def _made() -> Any:
    """The estimates, computed once by a process; nobody alters them."""
    return reallocate.estimates(progress=False)


def page() -> Page:
    """Every part of the estimates."""
    result = _made()
    call = Call("estimates")
    headline, *parts = result.kind.page(result)
    return filled(
        "estimates.html.jinja", _DOOR,
        tables={f"{name}.csv": result.table(name).to_csv(index=False) for name in _FILES},
        headline=ready(headline), sections=[ready(one) for one in parts], files=_FILES, grades=GRADES,
        link=_PLACE, python=call.python(), command=call.command(),
    )  # fmt: skip
