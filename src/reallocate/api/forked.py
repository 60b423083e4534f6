"""Imported by the one process that the workers of a plan are forked from: it has loaded what they use."""

from __future__ import annotations

from importlib import import_module

from reallocate.kernel.processes import loading

with loading():
    import_module("reallocate.api.plan")
