"""The figures that a shipped study comes to, kept beside it: compared, or renewed where that is asked for."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest

RENEW = "REALLOCATE_RENEW"
EXACT = {"present_value": 1e-9}
"""Figures that are known better than others, and how much they may differ."""

Figures = dict[str, dict[str, float]]


def as_toml(header: str, figures: Figures) -> str:
    lines = [header.rstrip()]
    for name, values in figures.items():
        lines += ["", f'["{name}"]', *(f"{_key(key)} = {value!r}" for key, value in values.items())]
    return "\n".join(lines) + "\n"


def _key(name: str) -> str:
    return name if name.isidentifier() else f'"{name}"'


def assert_golden(file: Path, header: str, found: Figures, close: float) -> None:
    """The figures are the kept ones, in their order.

    header : written above them
    close : how much they may differ, relative and absolute
    """
    if os.environ.get(RENEW):
        file.write_text(as_toml(header, found), encoding="utf-8")
    expected = tomllib.loads(file.read_text(encoding="utf-8"))
    assert list(found) == list(expected)
    for name, values in expected.items():
        assert list(found[name]) == list(values), name
        for key, value in values.items():
            near = EXACT.get(key, close)
            assert found[name][key] == pytest.approx(value, rel=near, abs=close), (name, key)
