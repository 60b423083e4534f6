"""What leaves the house: pinned, licensed, whole in the wheel, with papers that agree and help that comes at once."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

GROUPS = {
    "requirements.lock": ["build"],
    "requirements-test.lock": ["build", "test"],
    "requirements-tools.lock": ["build", "test", "fuzz", "release", "site"],
}
"""Of dependencies that each lock holds; each lock holds the one before it."""
PIN = re.compile(
    r"(?P<name>[a-z0-9.-]+)==(?P<version>[\w.]+)( ; (?P<marker>[^\\]+?))?(?P<hashes>( --hash=sha256:[0-9a-f]{64})+)"
)


def pins(lock: Path) -> dict[str, tuple[str, str, frozenset[str]]]:
    """Version, marker and hashes by package; every line must be a pin with hashes."""
    logical = lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    found = {}
    for line in logical:
        match = PIN.fullmatch(re.sub(r"\s+", " ", line).strip())
        assert match, f"{lock.name}: not a pin with hashes: {line[:80]}"
        found[match["name"]] = (match["version"], match["marker"] or "", frozenset(match["hashes"].split()))
    assert len(found) == len(logical), f"{lock.name} names a package twice"
    return found


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", GROUPS)
def test_a_lock_holds_pins_with_hashes_and_no_address(root: Path, name: str) -> None:
    assert len(pins(root / name)) > 20
    assert not re.search(
        r"://|\bindex|find-links|trusted-host|@|\.(org|com|net)\b", (root / name).read_text()
    )


def test_the_locks_agree(root: Path) -> None:
    """A tool may need a package on more systems than the tests do."""
    run_time, tested, tools = (pins(root / name) for name in GROUPS)
    assert run_time.items() < tested.items()
    without_markers = ({(name, pin[0], pin[2]) for name, pin in lock.items()} for lock in (tested, tools))
    assert next(without_markers) < next(without_markers)


@pytest.mark.parametrize(("name", "groups"), GROUPS.items())
def test_a_lock_gives_what_the_project_asks_for(
    root: Path, project: dict[str, Any], name: str, groups: list[str]
) -> None:
    asked = list(project["project"]["dependencies"]) + project["build-system"]["requires"]
    for group in groups:
        asked += project["dependency-groups"][group]
    locked = pins(root / name)
    for text in asked:
        requirement = Requirement(text)
        package = canonicalize_name(requirement.name)
        assert package in locked, f"{package} is not in {name}: run `make lock`"
        assert requirement.specifier.contains(locked[package][0]), (
            f"{name} pins {package} too low or too high"
        )


ALLOWED = {
    "0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT",
    "MIT-0", "MIT-CMU", "MPL-2.0", "PSF-2.0", "Unlicense", "Zlib",
}  # fmt: skip
CLASSIFIERS = {
    "Apache Software License": "Apache-2.0", "BSD License": "BSD-3-Clause", "ISC License (ISCL)": "ISC",
    "MIT License": "MIT", "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0", "Python Software Foundation License": "PSF-2.0",
}  # fmt: skip
"""Of packages that name no expression."""
PLAIN = {
    "BSD 2-Clause License": "BSD-2-Clause",
    "ISC License": "ISC",
    "Apache 2.0": "Apache-2.0",
    "BSD": "BSD-3-Clause",
}
"""Of packages that name neither an expression nor a classifier."""
CHOICES = {"pyphen": "MPL 1.1 or LGPL 2.1 or GPL 2.0, at choice; used unchanged by the extra `pdf` alone"}
"""Of packages whose classifiers are a choice that no list of licences holds."""


def licences_of(name: str) -> set[str]:
    """The licences that all apply; of a choice, one that is allowed where there is one."""
    of = metadata(name)
    expression = of.get("License-Expression")
    if expression:
        parts = re.split(r"\s+AND\s+", expression.replace("(", "").replace(")", ""))
        choices = [re.split(r"\s+OR\s+", part) for part in parts]
        return {next((one for one in choice if one in ALLOWED), choice[0]) for choice in choices}
    kinds = [line.split(" :: ")[-1] for line in of.get_all("Classifier") or [] if line.startswith("License")]
    plain = (of.get("License") or "").strip().splitlines()[:1]
    return (
        {CLASSIFIERS.get(kind, kind) for kind in kinds} or {PLAIN.get(one, one) for one in plain} or {"none"}
    )


def test_every_licence_is_allowed(root: Path) -> None:
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    names = re.findall(r"^([A-Za-z0-9._-]+)==", lock, flags=re.MULTILINE)
    found = {}
    for name in names:
        try:
            found[name] = licences_of(name)
        except PackageNotFoundError:
            continue  # for another system or Python
    assert len(found) > 40
    assert {name: of for name, of in found.items() if name not in CHOICES and not of <= ALLOWED} == {}


def test_a_licence_that_asks_for_more_would_be_found() -> None:
    assert not licences_of("pylint") <= ALLOWED


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
    assert size < 16 * 2**20, "the figures that ship, those of 21 countries among them, are at most 12 MB"


def test_every_test_that_is_named_exists(root: Path) -> None:
    page = (root / "docs" / "security.md").read_text(encoding="utf-8")
    rows = page.split("## Promises")[1].split("\n## ")[0]
    named = re.findall(r"^\| .+ \| `(tests/[\w/]+\.py)::(test_\w+)` \|$", rows, flags=re.MULTILINE)
    promises = [
        line for line in rows.splitlines() if line.startswith("| ") and not line.startswith("| promise")
    ]
    assert len(named) == len(promises) >= 20, "each promise has one test"
    for file, name in named:
        tree = ast.parse((root / file).read_text(encoding="utf-8"))
        found = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
        assert name in found, f"{file}::{name}"


def test_changelog_licence_and_citation_are_those_of_the_project(root: Path, project: dict[str, Any]) -> None:
    declared, groups = project["project"], {group for groups in GROUPS.values() for group in groups}
    assert set(project["dependency-groups"]) - groups == {"build-data"}, "it is part of the tests' group"
    heads = re.findall(r"^## (\S+)", (root / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert heads[0] == declared["version"] and len(heads) == len(set(heads))
    assert "Apache License" in (root / "LICENSE").read_text(encoding="utf-8")[:200]
    text = (root / "CITATION.cff").read_text(encoding="utf-8")
    facts = dict(re.findall(r"^([a-z-]+): (.+)$", text, flags=re.MULTILINE))
    assert facts["version"] == declared["version"] and facts["cff-version"] == "1.2.0"
    assert facts["license"] == declared["license"] == "Apache-2.0" and declared["name"] in facts["title"]
    assert re.findall(r"^  - (?!name:)(.+)$", text, flags=re.MULTILINE) == declared["keywords"]


def test_the_paper_agrees_with_the_citation_and_holds_what_it_names(root: Path) -> None:
    paper = (root / "paper" / "paper.md").read_text(encoding="utf-8")
    cited = (root / "CITATION.cff").read_text(encoding="utf-8")
    (title,) = re.findall(r"^title: (.+)$", paper, flags=re.MULTILINE)
    (author,) = re.findall(r"^  - name: (.+)\n    affiliation", paper, flags=re.MULTILINE)
    assert f"title: {title}" in cited and f"- name: {author}" in cited
    known = re.findall(r"^@\w+\{(\w+),", (root / "paper" / "paper.bib").read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert set(re.findall(r"@(\w+)", paper)) == set(known) and len(known) == len(set(known))
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", paper)
    assert pictures and all((root / "paper" / one).is_file() for one in pictures)
    assert 800 <= len(paper.split()) <= 1_250


def test_the_page_of_the_package_has_no_link_that_is_dead_there(wheel: zipfile.ZipFile) -> None:
    (name,) = (one for one in wheel.namelist() if one.endswith("/METADATA"))
    head, _, page = wheel.read(name).decode().partition("\n\n")
    assert "Description-Content-Type: text/markdown" in head and page.startswith("# reallocate")
    assert "](" not in page and "uvx --from" in page and "| 12 |" in page


HELP_PAGES = """
import io, sys
from contextlib import redirect_stdout
from typer.main import get_command
import reallocate
from reallocate.cli.main import app

tree = get_command(app).commands
verbs = [[verb] for verb in sorted(tree)]
verbs += [[verb, one] for verb in sorted(tree) for one in getattr(tree[verb], "commands", {})]
for words in [[], *verbs]:
    with redirect_stdout(io.StringIO()) as text:
        try:
            get_command(app)([*words, "--help"], prog_name="reallocate")
        except SystemExit as end:
            assert end.code == 0, words
    lines = text.getvalue().splitlines()
    assert "Usage" in text.getvalue() and max(map(len, lines)) <= 80, words
print(*{"numpy", "pandas", "pyarrow", "scipy", "highspy", "pandera"} & set(sys.modules))
"""


def test_help_loads_no_scientific_library() -> None:
    env = {**os.environ, "COLUMNS": "80"}
    done = subprocess.run([sys.executable, "-c", HELP_PAGES], capture_output=True, text=True, env=env)
    assert (done.returncode, done.stdout, done.stderr) == (0, "\n", "")
