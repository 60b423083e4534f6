"""What a page of docs was computed from, kept so that the page is made without computing it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reallocate.kernel.number import to_figures
from reallocate.kernel.toml import toml_text

_FIGURES = 6
"""Significant figures of each number."""


def record_text(found: Mapping[str, Mapping[str, Any]]) -> str:
    """A record as TOML: a section each, its numbers to six figures."""
    return toml_text({name: _rounded(section) for name, section in found.items()})


def _rounded(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _rounded(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(one) for one in value]
    return to_figures(value, _FIGURES) if isinstance(value, float) else value
