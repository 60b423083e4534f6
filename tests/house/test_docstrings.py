"""Everything public says what it is, and in the rooms that compute every argument says what it holds."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

# The object itself; and what every constraint of the plan is handed alike: model, variables, inputs.
UNNAMED = {"self", "cls", "m", "v", "i"}
# Rooms that speak and draw: their arguments are what they are called.
WITHOUT_AXES = ("cli", "report", "web")


def public_functions(root: Path) -> Iterator[tuple[str, ast.FunctionDef]]:
    for file in sorted((root / "src" / "reallocate").rglob("*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            inside = node.body if isinstance(node, ast.ClassDef) and not node.name.startswith("_") else [node]
            for one in inside:
                if isinstance(one, ast.FunctionDef) and not one.name.startswith("_"):
                    yield f"{file.relative_to(root / 'src').as_posix()}:{one.name}", one


def undescribed(function: ast.FunctionDef) -> list[str]:
    """Arguments that no line of the docstring has on the left of ` : `."""
    every = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    text = ast.get_docstring(function) or ""
    lines = re.findall(r"^([\w, *]+) : ", text, flags=re.MULTILINE)
    described = {name.strip(" *") for line in lines for name in line.split(",")}
    return [argument.arg for argument in every if argument.arg not in described | UNNAMED]


def test_every_public_function_has_a_docstring(root: Path) -> None:
    functions = dict(public_functions(root))
    assert len(functions) > 50
    assert not [name for name, function in functions.items() if not ast.get_docstring(function)]


def test_every_first_line_is_a_sentence(root: Path) -> None:
    openings = {name: (ast.get_docstring(function) or "").split("\n\n")[0] for name, function in public_functions(root)}
    assert not {name: opening for name, opening in openings.items() if not opening.rstrip().endswith((".", "?"))}


def test_every_argument_is_described(root: Path) -> None:
    missing = {
        name: found
        for name, function in public_functions(root)
        if name.split("/")[1] not in WITHOUT_AXES and (found := undescribed(function))
    }
    assert not missing
