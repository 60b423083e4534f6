"""Installs the lowest versions that pyproject.toml allows, with the wheel, and asks every kind of question.

`make lowest` runs it, some minutes with the package registry at hand. A bound that is too low fails here.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.lock import ROOT, resolver_in

_FIRM = ("--industry", "insurance carriers", "--headcount", "500")
_STAFF = "title,salary\n" + 60 * "Underwriter,90000\nClaims Adjuster,70000\n"
QUESTIONS = (
    ("job", "bookkeeper", "--age", "45", "--out", "job"),
    ("jobs", "--industry", "insurance carriers"),
    ("cut", *_FIRM, "--exits", "10%", "--out", "cut"),
    ("plan", *_FIRM, "--quick", "--out", "plan", "--slides", "plan.pptx"),
    ("roster", "staff.csv"),
    ("cut", "--roster", "staff.csv", "--industry", "insurance carriers", "--exits", "10%", "--quick"),
    ("simulate", "nation", "--years", "1"),
    ("claims", "10"),
    ("forecast", "--date", "2026-11-25"),
    ("rerun", "job"),
    ("sheet", "cut", "--reader", "council"),
    ("country", "new", "utopia", "NZ"),
)
"""Commands, each of which must end well."""
_LOADED = ("reallocate.web.serve.app", "reallocate.assistant.server", "pandera.pandas", "distributed")
"""What the extras bring, loaded at least."""


def main() -> int:
    """Print each question and whether it was answered; 1 where one was not."""
    parser = argparse.ArgumentParser(prog="python -m scripts.lowest", description=__doc__)
    parser.add_argument("--python", default=sys.executable, help="that the versions are installed for")
    given = parser.parse_args().python
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        python = _installed(folder, given)
        (folder / "staff.csv").write_text(_STAFF, encoding="utf-8")
        asked = [("-m", "reallocate", *words) for words in QUESTIONS]
        asked += [("-c", f"import {name}") for name in _LOADED]
        return max(_ends_well([str(python), *words], folder) for words in asked)


def _installed(folder: Path, given: str) -> Path:
    """A Python of its own with the lowest versions and the wheel."""
    resolver, lock = resolver_in(folder), folder / "lowest.txt"
    subprocess.run([given, "-m", "venv", "--without-pip", str(folder / "lowest")], check=True)
    python = folder / "lowest" / ("Scripts" if os.name == "nt" else "bin") / "python"
    compiled = ["--all-extras", "--resolution", "lowest-direct", "--only-binary", ":all:", "--no-annotate"]
    compiled += ["--no-header", "--python", str(python), "--output-file", str(lock)]
    subprocess.run([*resolver, "compile", str(ROOT / "pyproject.toml"), *compiled], check=True)
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, check=True, cwd=ROOT)
    install = [*resolver, "install", "--only-binary", ":all:", "--python", str(python)]
    subprocess.run([*install, "--requirement", str(lock)], check=True)
    subprocess.run([*install, "--no-deps", *map(str, folder.glob("*.whl"))], check=True)
    pins = lock.read_text(encoding="utf-8").count("==")
    print(f"{pins} packages at the lowest versions that are allowed, for {given}", flush=True)
    return python


def _ends_well(command: list[str], folder: Path) -> int:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    words = " ".join(command[1:])
    print(f"{'ok' if done.returncode == 0 else 'FAILED'}: {words[:100]}", flush=True)
    if done.returncode:
        print(done.stderr[-600:])
    return int(done.returncode != 0)


if __name__ == "__main__":
    raise SystemExit(main())
