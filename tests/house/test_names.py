"""What files are called, what must not stand in them, and that no lines stand twice."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

FORBIDDEN_MODULES = {"utils", "util", "helpers", "helper", "common", "base", "manager", "managers", "misc"}
BINARY = {".webp", ".parquet", ".png", ".ico", ".woff2", ".xlsx", ".zip"}

# Folders that exist on one machine only, as the start of a path.
MACHINE_PATH = re.compile(r"(?<![\w.~/$*)\]}>-])/(home|root|work|tmp|Users|opt|mnt|srv|private)/\w")
REGISTRY = re.compile(
    r"\b(pypi\.(org|python)|(files\.)?pythonhosted\.|conda\.anaconda\.|registry\.(npmjs|yarnpkg)\.|"
    r"proxy\.golang\.|deb\.debian\.|crates\.io|mirrors?\.[a-z]+\.)",
    re.IGNORECASE,
)


def tracked(root: Path) -> list[Path]:
    if not (root / ".git").exists():
        pytest.skip("not a git checkout: which files belong to it is not known")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True)
    return [root / name for name in listed.stdout.split("\0") if name and (root / name).is_file()]


def test_no_file_is_called_by_a_name_that_says_nothing(root: Path) -> None:
    stems = {file: file.stem.lower() for file in tracked(root) if file.suffix in {".py", ".sh"}}
    folders = {part for file in stems for part in file.relative_to(root).parts[:-1]}
    assert not [file for file, stem in stems.items() if stem in FORBIDDEN_MODULES]
    assert not folders & FORBIDDEN_MODULES


@pytest.mark.parametrize(("kind", "pattern"), [("machine path", MACHINE_PATH), ("registry", REGISTRY)])
def test_no_file_names_a_machine_or_a_registry(root: Path, kind: str, pattern: re.Pattern[str]) -> None:
    found = []
    for file in tracked(root):
        if file.suffix in BINARY:
            continue
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            if pattern.search(line):
                found.append(f"{file.relative_to(root)}:{number}: {kind}: {line.strip()[:80]}")
    assert not found


def test_the_patterns_see_what_they_are_for_and_leave_the_rest_alone() -> None:
    for line in ("open('/" + "home/ann/x.csv')", "cd /" + "tmp/x", "https://py" + "pi.org/simple"):
        assert MACHINE_PATH.search(line) or REGISTRY.search(line)
    for line in ("src/reallocate/work/world.py", "USD/home/month", "the /work/ folder of src"):
        assert not MACHINE_PATH.search(line) and not REGISTRY.search(line)


CLOCK = re.compile(r"\.today\(|\.now\(|utcnow\(|\btime\.time\(|\blocaltime\(|\bgmtime\(|\bctime\(")
DOOR = "src/reallocate/api/today.py"


def test_no_result_can_depend_on_the_day(root: Path) -> None:
    sources = sorted((root / "src").rglob("*.py"))
    found = {
        f"{file.relative_to(root)}: {line.strip()}"
        for file in sources
        if file != root / DOOR
        for line in file.read_text(encoding="utf-8").splitlines()
        if CLOCK.search(line)
    }
    assert len(sources) > 400 and not found
    assert CLOCK.search((root / DOOR).read_text(encoding="utf-8"))
    assert CLOCK.search("date.today().isoformat()"), "the pattern finds what it looks for"


IMPORTS = "".join(f"import {name}\n" for name in ("ast", "io", "json", "os", "re", "sys", "time"))
SIGNATURE = "def f(\n" + "".join(f"    argument_{n}: int,\n" for n in range(8)) + ") -> int:\n"
DOCSTRING = '    """Same.\n\n' + "".join(f"    argument_{n} : [people]\n" for n in range(8)) + '    """\n'
WORK = "".join(f"    step_{n} = argument_{n} + {n}\n" for n in range(7))


def found(root: Path, folder: Path, text: str) -> str:
    for name in ("here", "there"):
        (folder / f"{name}.py").write_text(f"{text}    return hash({name!r})\n")
    command = [sys.executable, "-m", "pylint", f"--rcfile={root / 'pyproject.toml'}", "here.py", "there.py"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True).stdout


def test_lines_that_stand_twice_are_found(root: Path, tmp_path: Path) -> None:
    assert "duplicate-code" in found(root, tmp_path, f"def f(argument_0: int) -> int:\n{WORK}")


def test_what_need_not_differ_may_stand_twice(root: Path, tmp_path: Path) -> None:
    assert found(root, tmp_path, IMPORTS + SIGNATURE + DOCSTRING) == ""
