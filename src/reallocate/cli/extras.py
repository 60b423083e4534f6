"""What a plain install leaves out, and the one line that adds it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec

from reallocate.kernel.errors import InputError, Problem

EXTRAS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "web": ("the live pages need", ("starlette", "uvicorn", "python_multipart")),
    "economy": ("a labour market through time needs", ("numba",)),
    "assistant": ("tools for an assistant need", ("mcp", "starlette", "uvicorn")),
}
"""Extra -> words, and its modules."""


def must_have(extra: str) -> None:
    """Raise `InputError` where modules of an extra are not installed here."""
    words, modules = EXTRAS[extra]
    if lacking := [name for name in modules if find_spec(name) is None]:
        what = f"{words} {', '.join(lacking)}, not installed here"
        raise InputError(Problem(what, extra, f'Install it: pip install "reallocate[{extra}]"'))
