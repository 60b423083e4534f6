"""Imported by the one process that all others of the live pages are forked from: it has loaded what they use.

It computes nothing else and starts no thread, so that it can be forked at any time.
"""

from __future__ import annotations

from importlib import import_module

from reallocate.kernel.processes import loading
from reallocate.kernel.start import share
from reallocate.web.pages import PAGES


def _load() -> None:
    for page in PAGES:
        import_module(f"reallocate.web.pages.{page}")
    from reallocate.api.ready import get_ready

    get_ready()
    share()


with loading():
    _load()
