"""Writes the three lock files: versions and hashes for Python 3.11 to 3.14 on every system, no address.

Run it with `make lock` after a change of dependencies in pyproject.toml. `--upgrade` takes newer releases
too; without it the versions already locked are kept where they still fit.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESOLVER = "uv==0.13.9"
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SYSTEMS = (
    "x86_64-unknown-linux-gnu",
    "aarch64-unknown-linux-gnu",
    "aarch64-apple-darwin",
    "x86_64-pc-windows-msvc",
)
TOOLS, TEST, RUN = "requirements-tools.lock", "requirements-test.lock", "requirements.lock"
GROUPS = {RUN: ("build",), TEST: ("build", "test"), TOOLS: ("build", "test", "fuzz", "release", "site")}
"""Of dependencies that each holds; each holds the one before it."""


def main() -> None:
    """Resolve once for the tests, then cut out the run-time part and add the tools, so that all agree."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--upgrade", action="store_true", help="take newer releases too")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        resolver = resolver_in(Path(folder))
        tested, run_time, tools = (Path(folder, name) for name in (TEST, RUN, TOOLS))
        for lock in (tested, tools):
            if not arguments.upgrade and (ROOT / lock.name).exists():
                lock.write_text((ROOT / lock.name).read_text())
        resolve(resolver, tested)
        for lock in (run_time, tools):
            resolve(resolver, lock, "--constraints", str(tested))
        for lock in (tested, run_time, tools):
            check(resolver, lock)
        for lock in (tested, run_time, tools):
            kept = ROOT / lock.name
            if not kept.exists() or kept.read_text() != lock.read_text():
                kept.write_text(lock.read_text())  # unchanged it keeps its time, and .venv stays
            pins = len(re.findall(r"^\S+==", lock.read_text(), flags=re.MULTILINE))
            print(f"{lock.name}: {pins} packages with wheels for Python {', '.join(PYTHONS)}")


def resolver_in(folder: Path) -> list[str]:
    """The command of a resolver installed for this one run, deaf to the machine's own settings."""
    venv.create(folder / "venv", with_pip=True)
    binaries = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    install = [str(binaries / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*install, RESOLVER], check=True)
    options = ["--no-config", "--system-certs", "--quiet", "--cache-dir", str(folder / "cache")]
    return [str(binaries / "uv"), *options, "pip"]


def resolve(resolver: list[str], output: Path, *options: str) -> None:
    """Pin the package's dependencies, its extras and the lock's groups, one version for all Pythons."""
    command = [*resolver, "compile", "pyproject.toml", "--all-extras", "--universal"]
    command += ["--python-version", PYTHONS[0]]
    command += ["--fork-strategy", "fewest", "--only-binary", ":all:", "--generate-hashes"]
    command += ["--no-header", "--no-annotate", "--output-file", str(output), *options]
    for group in GROUPS[output.name]:
        command += ["--group", group]
    run(command)


def check(resolver: list[str], lock: Path) -> None:
    """Stop where a pinned version has no wheel for some Python or system, or where an address slipped in."""
    if re.search(r"://|--(extra-)?index|--find-links", lock.read_text()):
        sys.exit(f"{lock.name} holds an address")
    for python in PYTHONS:
        for system in SYSTEMS:
            command = [*resolver, "install", "--dry-run", "--require-hashes", "--only-binary", ":all:"]
            command += ["--target", str(lock.parent / "nowhere"), "--python-version", python]
            run([*command, "--python-platform", system, "--requirements", str(lock)])


def run(command: list[str]) -> None:
    """Run without the machine's package settings, so that the lock is the same wherever it is made."""
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("UV_", "PIP_"))}
    if subprocess.run(command, cwd=ROOT, env=clean).returncode:
        sys.exit("the locks were not changed")


if __name__ == "__main__":
    main()
