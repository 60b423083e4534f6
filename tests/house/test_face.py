"""The public face: `import reallocate` and what it offers."""

from __future__ import annotations

import importlib
import pkgutil
import subprocess
import sys
from importlib.metadata import version

import pytest

import reallocate


def test_the_face_is_sorted_and_whole() -> None:
    assert list(reallocate.__all__) == sorted(reallocate.__all__)
    assert len(set(reallocate.__all__)) == len(reallocate.__all__)
    assert set(reallocate.__all__) <= set(dir(reallocate))


@pytest.mark.parametrize("name", reallocate.__all__)
def test_every_public_name_is_there_and_says_what_it_is(name: str) -> None:
    value = getattr(reallocate, name)
    assert name.startswith("__") or (value.__doc__ or "").strip()


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
