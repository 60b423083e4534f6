"""One input to flip, one speed in the slider and one outlook, instead of five, three and several: sooner."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

# In a process of its own, where what the solver writes past Python to the terminal counts.
PROGRAM = """
import sys
from reallocate.cli.main import run
from reallocate.problem.firm import solve as study
study.INPUTS, study.WIDTHS = ("review_hours",), {"medium": 2.0}
study._submit_outlooks = lambda *_: {}
if __name__ == "__main__":
    sys.argv[0] = "reallocate"
    run()
"""


@contextmanager
def fewer_questions(outlooks: bool = False) -> Iterator[None]:
    """Studies made here are asked less."""
    from reallocate.problem.firm import solve

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(solve, "INPUTS", ("review_hours",))
        patch.setattr(solve, "WIDTHS", {"medium": 2.0})
        if not outlooks:
            patch.setattr(solve, "_submit_outlooks", lambda *_: {})
        yield
