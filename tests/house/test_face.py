"""The public face: `import reallocate`, what it offers, and that rooms do not hide it."""

from __future__ import annotations

import importlib
import pkgutil
import pydoc
import subprocess
import sys

import reallocate

SCREEN = 40
"""Lines of a terminal."""
FUNCTIONS = [name for name in reallocate.__all__ if name[0].islower() and not name.startswith("_")]


def test_the_face_is_the_one_that_was_decided() -> None:
    """A name that comes or goes is decided here."""
    assert FUNCTIONS == [
        "actuals", "calibrate", "claims", "compare", "cut", "ensemble", "forecast", "job", "jobs", "layoffs", "open",
        "plan", "rerun", "scorecard", "share", "shipped", "simulate", "sweep",
    ]  # fmt: skip
    assert {"Market", "Result", "Roster", "Scenario", "World"} < set(reallocate.__all__)
    assert list(reallocate.__all__) == sorted(set(reallocate.__all__)) == dir(reallocate)


def test_every_public_name_says_what_it_is_and_the_help_of_a_function_fits_two_screens() -> None:
    for name in reallocate.__all__:
        assert name.startswith("__") or (getattr(reallocate, name).__doc__ or "").strip(), name
    for name in FUNCTIONS:
        text = pydoc.plain(pydoc.render_doc(getattr(reallocate, name)))
        assert len(text.splitlines()) <= 2 * SCREEN, name
        assert "command" not in text.split(") ->")[1] and "*args" not in text, name


def test_every_module_can_be_imported_alone_without_a_warning() -> None:
    names = [module.name for module in pkgutil.walk_packages(reallocate.__path__, "reallocate.")]
    assert len(names) > 10
    program = (
        "import reallocate.firm.model.cases\nimport reallocate.claims.ledger\nimport reallocate as ra\n"
        "assert callable(ra.plan) and callable(ra.claims), 'a room hides a function'\n"
        f"import importlib\nfor name in {names!r}:\n    importlib.import_module(name)"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "", "an import prints"
    assert importlib.import_module(names[-1]).__doc__
