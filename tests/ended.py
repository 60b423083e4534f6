"""Whether a command leaves processes behind."""

from __future__ import annotations

import os
import time

import pytest


def group_ends(group: int, seconds: float) -> None:
    """Fail if a process of the group is there after so long."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    pytest.fail("a process is left")
