"""Which day it is: asked once, where a request comes in, and kept with what is made of it."""

from __future__ import annotations

from datetime import date


def today() -> str:
    """The day, as 2026-06-30; nothing below the face asks a clock, and a result keeps the day that it got."""
    return date.today().isoformat()
