"""What the package imports is what it declares, no file lies idle, and each dependency is explained."""

from __future__ import annotations

import ast
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from reallocate.api import ahead
from reallocate.claims.evidence.target import published
from reallocate.claims.ledger import _ROWS
from reallocate.cli.main import _VERBS
from reallocate.web.serve.workers import PAGES, READY

IMPORTED_AS = {"python-pptx": "pptx", "python-calamine": "python_calamine", "vl-convert-python": "vl_convert"}
# Comes with the other, in the version that the other sets.
PART_OF_ANOTHER = {
    "pydantic_core": "pydantic",
    "llvmlite": "numba",
    "markupsafe": "jinja2",
    "dask": "distributed",
}
# Not imported by name: pandas reads workbooks through it, starlette forms.
USED_THROUGH_ANOTHER = {"python-calamine": "pandas", "python-multipart": "starlette"}
# Started from outside; verbs, pages, claims and papers are named in a list of theirs and loaded when they are called.
ENTRANCES = {
    "reallocate.__main__",
    "reallocate.cli.main",
    *(f"reallocate.cli.{verb}" for verb in _VERBS),
    *(f"reallocate.web.pages.{name}" for name in PAGES),
    "reallocate.web.pages.site",  # `make site`
    READY,
    ahead.READY,
    "reallocate.market.forecast.monthly",  # the page of the ledger and its benchmark
    *(f"reallocate.claims.rows.{name}" for name in _ROWS),
    *(f"reallocate.claims.evidence.replications.{one.paper.id}" for one in published()),
}


def declared(root: Path) -> list[str]:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = (text for extra in project["optional-dependencies"].values() for text in extra)
    return sorted(Requirement(text).name for text in (*project["dependencies"], *extras))


@pytest.fixture(scope="module")
def imports(root: Path) -> dict[str, set[str]]:
    """Dotted names imported anywhere in each module, `from a import b` giving both a and a.b."""
    found: dict[str, set[str]] = {}
    for file in sorted((root / "src").rglob("*.py")):
        parts = file.relative_to(root / "src").with_suffix("").parts
        module = ".".join(part for part in parts if part != "__init__")
        names = found.setdefault(module, set())
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{module}: relative import"
                names.add(str(node.module))
                names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def test_every_import_is_declared(root: Path, imports: dict[str, set[str]]) -> None:
    own = {"reallocate"} | set(sys.stdlib_module_names)
    allowed = {IMPORTED_AS.get(name, name) for name in declared(root)}
    outside = {name.split(".")[0] for names in imports.values() for name in names} - own
    outside = {PART_OF_ANOTHER.get(name, name) for name in outside}
    assert outside <= allowed, f"not in pyproject.toml: {sorted(outside - allowed)}"


def test_every_dependency_is_used_and_explained(root: Path, imports: dict[str, set[str]]) -> None:
    used = {name.split(".")[0] for names in imports.values() for name in names}
    idle = [
        name
        for name in declared(root)
        if IMPORTED_AS.get(name, name) not in used and USED_THROUGH_ANOTHER.get(name) not in used
    ]
    assert not idle
    text = (root / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert not [name for name in declared(root) if f"`{name}`" not in text]


def test_every_module_is_reached(imports: dict[str, set[str]]) -> None:
    """A file that nothing imports is either dead or a door; doors are listed above."""
    from reallocate import _HOMES

    reached = {name for names in imports.values() for name in names} | set(_HOMES.values()) | ENTRANCES
    rooms = {".".join(module.split(".")[:-1]) for module in imports}
    assert not [module for module in imports if module not in reached and module not in rooms]
