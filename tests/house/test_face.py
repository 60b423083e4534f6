"""The public face; everything public says what it is, numbers with axes and units; labels never join by themselves."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import pydoc
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import reallocate

SCREEN = 42
"""Lines of a terminal."""
FUNCTIONS = [name for name in reallocate.__all__ if name[0].islower() and not name.startswith("_")]


def test_the_face_is_the_one_that_was_decided() -> None:
    """A name that comes or goes is decided here."""
    assert FUNCTIONS == [
        "actuals", "calibrate", "claims", "compare", "cut", "ensemble", "estimates", "forecast", "hindcast", "job", "jobs", "layoffs",
        "open",
        "plan", "rerun", "scorecard", "share", "sheet", "shipped", "simulate", "sweep",
    ]  # fmt: skip
    assert {"Market", "Result", "Roster", "Scenario", "World"} < set(reallocate.__all__)
    assert list(reallocate.__all__) == sorted(set(reallocate.__all__)) == dir(reallocate)


def test_every_public_name_says_what_it_is_and_the_help_of_a_function_fits_two_screens() -> None:
    for name in reallocate.__all__:
        assert name.startswith("__") or (getattr(reallocate, name).__doc__ or "").strip(), name
    for name in FUNCTIONS:
        text = pydoc.plain(pydoc.render_doc(getattr(reallocate, name)))
        assert len(text.splitlines()[2:]) <= 2 * SCREEN, name
        assert "command" not in text.split(") ->")[1] and "*args" not in text, name


@pytest.mark.long
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


# Rooms that compute: whoever calls them must know the axes and the unit of each number.
LENSES = (
    "firm/model", "market/flow", "market/laws", "market/nation", "market/state", "market/whole_people", "moves", "work",
)  # fmt: skip
# The object itself; and what every constraint of the plan is handed alike: model, variables, inputs.
UNNAMED = {"self", "cls", "m", "v", "i"}
NUMERIC = {"int", "float", "NDArray", "Array", "ndarray", "Series", "csr_array"}
Node = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def public(outer: ast.AST) -> Iterator[Node]:
    """Functions and classes of a module that others use, and the methods of these classes."""
    for node in ast.iter_child_nodes(outer):
        if isinstance(node, Node) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node)


def unexplained(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """Arguments that hold numbers or arrays and have no line."""
    lines = re.findall(r"^([\w, *]+) : ", ast.get_docstring(node) or "", flags=re.MULTILINE)
    said = {name.strip(" *") for line in lines for name in line.split(",")} | UNNAMED
    every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    types = {one.arg: re.findall(r"\w+", ast.unparse(one.annotation)) for one in every if one.annotation}
    return [name for name, words in types.items() if NUMERIC & set(words) and name not in said]


def test_everything_public_says_what_it_is_and_a_lens_what_its_numbers_are(root: Path) -> None:
    source, everything = root / "src" / "reallocate", list[tuple[str, Node]]()
    for file in sorted(source.rglob("*.py")):
        place = file.relative_to(source).as_posix()
        everything += [(place, node) for node in public(ast.parse(file.read_text("utf-8")))]
    openings = [
        (place, node.name, (ast.get_docstring(node) or "").split("\n\n")[0]) for place, node in everything
    ]
    assert len(openings) > 1000
    assert not [one for one in openings if not one[2].rstrip().endswith((".", "?"))]
    functions = [
        one for one in everything if one[0].startswith(LENSES) and not isinstance(one[1], ast.ClassDef)
    ]
    assert not {
        f"{place}:{node.name}": missing for place, node in functions if (missing := unexplained(node))
    }
    (probe,) = public(ast.parse("def f(a: float, b: int, c: str) -> None:\n    'F.\\n\\na : [share]'"))
    assert unexplained(probe) == ["b"]
