"""One input to flip, one speed in the slider and one outlook, instead of five, three and several: sooner."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

# In a process of its own, where what the solver writes past Python to the terminal counts.
PROGRAM = f"""
import sys
sys.path.insert(0, {str(Path(__file__).parents[1])!r})
from reallocate.cli.main import run
from tests.fewer_questions import ask_less
ask_less()
if __name__ == "__main__":
    sys.argv[0] = "reallocate"
    run()
"""


@contextmanager
def fewer_questions(outlooks: bool = False) -> Iterator[None]:
    """Studies made here are asked less."""
    with pytest.MonkeyPatch.context() as patch:
        ask_less(outlooks, patch.setattr)
        yield


def ask_less(outlooks: bool = False, put: Callable[[Any, str, Any], None] = setattr) -> None:
    """Ask studies less from now on."""
    from reallocate.firm.report import questions

    put(questions, "INPUTS", ("review_hours",))
    put(questions, "MIDPOINTS", {"medium": 6.0})
    if not outlooks:
        fewer = tuple(
            replace(one, is_requested=lambda setup: False) if one.name == "outlooks" else one
            for one in questions.QUESTIONS
        )
        put(questions, "QUESTIONS", fewer)
