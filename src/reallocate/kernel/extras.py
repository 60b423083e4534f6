"""What a plain install leaves out, and the one line that adds it."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec

from reallocate.kernel.errors import InputError, Problem

_EXTRAS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "web": ("the live pages need", ("starlette", "uvicorn", "python_multipart")),
    "economy": ("a labour market through time needs", ("numba", "llvmlite")),
    "assistant": ("tools for an assistant need", ("mcp", "starlette", "uvicorn")),
    "data": ("checking and building the shipped tables needs", ("pandera",)),
}
"""Extra -> in words what needs it, and its modules."""


def must_have(extra: str) -> None:
    """Raise `InputError` where modules of an extra are not installed here."""
    if lacking := [name for name in _EXTRAS[extra][1] if find_spec(name) is None]:
        raise _not_installed(extra, lacking)


def not_installed(error: ModuleNotFoundError) -> InputError | None:
    """A module that is not there, as the extra that brings it; none where no extra does."""
    name = (error.name or "").partition(".")[0]
    extra = next((one for one, (_, modules) in _EXTRAS.items() if name in modules), None)
    return None if extra is None else _not_installed(extra, [name])


def _not_installed(extra: str, lacking: list[str]) -> InputError:
    what = f"{_EXTRAS[extra][0]} {', '.join(lacking)}, not installed here"
    return InputError(Problem(what, extra, f'Install it: pip install "reallocate[{extra}]"'))
