"""The public face: `import reallocate`, what it offers, and that rooms do not hide it."""

from __future__ import annotations

import importlib
import pkgutil
import pydoc
import subprocess
import sys
from importlib.metadata import version

import pytest

import reallocate

SCREEN = 40
"""Lines of a terminal."""
FUNCTIONS = [name for name in reallocate.__all__ if name[0].islower() and not name.startswith("_")]


def test_the_face_is_sorted_and_dir_shows_it_alone() -> None:
    assert list(reallocate.__all__) == sorted(reallocate.__all__)
    assert len(set(reallocate.__all__)) == len(reallocate.__all__)
    assert dir(reallocate) == reallocate.__all__


def test_the_face_is_the_one_that_was_decided() -> None:
    """A name that comes or goes is decided here."""
    assert FUNCTIONS == [
        "actuals", "calibrate", "claims", "compare", "cut", "ensemble", "forecast", "job", "jobs", "layoffs", "open",
        "plan", "rerun", "scorecard", "share", "shipped", "simulate", "sweep",
    ]  # fmt: skip
    assert {"Market", "Result", "Roster", "Scenario", "World"} < set(reallocate.__all__)


@pytest.mark.parametrize("name", reallocate.__all__)
def test_every_public_name_is_there_and_says_what_it_is(name: str) -> None:
    value = getattr(reallocate, name)
    assert name.startswith("__") or (value.__doc__ or "").strip()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_help_of_a_function_fits_two_screens(name: str) -> None:
    text = pydoc.plain(pydoc.render_doc(getattr(reallocate, name)))
    lines = text.splitlines()
    assert len(lines) <= 2 * SCREEN, f"{len(lines)} lines"
    assert "command" not in text.split(") ->")[1] and "*args" not in text


def test_a_room_of_the_same_name_does_not_hide_a_function() -> None:
    program = (
        "import reallocate.firm.model.cases\nimport reallocate.claims.ledger\nimport reallocate as ra\n"
        "assert callable(ra.plan) and callable(ra.claims)\n"
        "from reallocate.firm.model import cases\nfrom reallocate import jobs, plan\n"
        "assert plan is ra.plan and cases.__name__ == 'reallocate.firm.model.cases'\n"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'wrold'"):
        _ = reallocate.wrold  # type: ignore[attr-defined]


def test_the_version_is_the_installed_one() -> None:
    assert reallocate.__version__ == version("reallocate")


def test_every_module_can_be_imported_alone_without_a_warning() -> None:
    names = [module.name for module in pkgutil.walk_packages(reallocate.__path__, "reallocate.")]
    assert len(names) > 10
    program = f"import importlib\nfor name in {names!r}:\n    importlib.import_module(name)"
    done = subprocess.run([sys.executable, "-W", "error", "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "", "an import prints"
    assert importlib.import_module(names[-1]).__doc__
