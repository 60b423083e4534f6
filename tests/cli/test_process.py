"""What the program writes fits the terminal, and a stage is a line where there is none."""

from __future__ import annotations

import io
import json
import sys

import pytest

from reallocate.cli.process import fit_output
from reallocate.cli.results import print_object


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("ascii", "-2% 9,210-12,880 FTE 1 x 2 ... Zurich -> ?"),
        ("cp1252", "-2% 9,210–12,880 FTE 1 × 2 … Zürich -> ?"),
    ],
)
def test_signs_that_an_encoding_lacks_are_written_plainly(
    monkeypatch: pytest.MonkeyPatch, encoding: str, written: str
) -> None:
    kept = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(kept, encoding=encoding))
    fit_output()
    print("−2% 9,210–12,880 FTE 1 × 2 … Zürich → 王", end="")
    sys.stdout.flush()
    assert kept.getvalue().decode(encoding) == written


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_an_object_for_machines_is_the_same_in_any_encoding(
    monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    kept = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(kept, encoding=encoding))
    fit_output()
    print_object({"says": "−2%, 王"})
    sys.stdout.flush()
    assert json.loads(kept.getvalue().decode(encoding)) == {"says": "−2%, 王"}
