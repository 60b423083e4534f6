"""The wheel holds the whole package and nothing else."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(build, cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return zipfile.ZipFile(next(folder.glob("*.whl")))


def test_every_file_of_the_package_travels(root: Path, wheel: zipfile.ZipFile) -> None:
    # What lies beside src and travels inside the package: a folder or a file.
    declared = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    beside = declared["tool"]["hatch"]["build"]["targets"]["wheel"]["force-include"]
    homes = {root / "src" / "reallocate": "reallocate", **{root / path: to for path, to in beside.items()}}
    here = {to for home, to in homes.items() if home.is_file()} | {
        f"{place}/{file.relative_to(home).as_posix()}"
        for home, place in homes.items()
        for file in home.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    }
    packed = {name for name in wheel.namelist() if not name.startswith("reallocate-")}
    assert packed == here


def test_licence_and_command_travel(wheel: zipfile.ZipFile) -> None:
    extra = {Path(name).name for name in wheel.namelist() if ".dist-info/" in name}
    assert {"LICENSE", "METADATA", "entry_points.txt"} <= extra
    size = sum(entry.compress_size for entry in wheel.infolist())
    assert size < 12 * 2**20, "the figures that ship are at most 8 MB"
