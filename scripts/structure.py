"""What the house looks like: rooms and their sizes, circles of imports, the longest files and functions.

Run it with `python scripts/structure.py`; tests/house/test_floors.py holds the same figures to limits.
That no room imports one above it is for import-linter (`make lint`).
A room is a folder or file directly in the package. A line of code carries a name, a number or a text:
docstrings, comments, imports, blank lines and lines of brackets or keywords alone do not count.
"""

from __future__ import annotations

import ast
import io
import keyword
import sys
import tokenize
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

ROOT = Path(__file__).resolve().parent.parent
LARGEST = 10
SPEAKING = {tokenize.NAME, tokenize.NUMBER, tokenize.STRING, getattr(tokenize, "FSTRING_MIDDLE", -1)}
BY_NAME = {"import_module", "__import__"}
"""Functions that load a module by its name, which is a text."""
KEYWORDS = set(keyword.kwlist) - {"None", "True", "False"}
Graph = Mapping[str, set[str]]


@dataclass(frozen=True)
class Facts:
    """What a file's text says about itself.

    apart : lines of docstrings and imports
    imports : (module, names taken from it); no names where the module itself is imported
    loaded : modules that are loaded by a text
    functions : lines of each without its docstring, by name; the longest of one name
    """

    apart: frozenset[int]
    imports: tuple[tuple[str, tuple[str, ...]], ...]
    loaded: tuple[str, ...]
    functions: Mapping[str, int]


@dataclass(frozen=True)
class Module:
    """One file of the package."""

    name: str
    file: Path
    text: str

    @property
    def folder(self) -> str:
        """The dotted name of the folder that the file lies in."""
        return self.name if self.file.stem == "__init__" else self.name.rpartition(".")[0]


@dataclass(frozen=True)
class Room:
    """One top folder or file of the package, with everything inside it."""

    name: str
    texts: list[str] = field(repr=False)
    lines: int
    share: float

    @property
    def files(self) -> int:
        """How many there are."""
        return len(self.texts)

    @property
    def code(self) -> int:
        """Lines of code."""
        return sum(map(code_lines, self.texts))


@dataclass(frozen=True)
class Structure:
    """Everything that is measured.

    circles : groups of files that import each other, directly or round about, by name too
    folder_circles : the same of folders, each standing for the files directly in it; a folder whose files
        are loaded from a list hangs on nothing by it
    long_files, long_functions : lines by place, longest first
    """

    rooms: list[Room]
    circles: list[list[str]]
    folder_circles: list[list[str]]
    long_files: dict[str, int] = field(repr=False)
    long_functions: dict[str, int] = field(repr=False)


def structure(package: Path) -> Structure:
    """Measure a package: the folder that is imported by its name."""
    modules = modules_of(package)
    imports = {module.name: imported(module, modules) for module in modules.values()}
    named = {module.name: imported(module, modules, computed=False) for module in modules.values()}
    files = [module.file for module in modules.values()]
    return Structure(
        rooms_of(modules.values()),
        circles(imports),
        circles(folder_graph(modules, named, package.name)),
        file_lengths(package.parent, files),
        function_lengths(package.parent, files),
    )


def modules_of(package: Path) -> dict[str, Module]:
    """Every module of a package by its dotted name."""
    found = {}
    for file in sorted(package.rglob("*.py")):
        words = file.relative_to(package.parent).with_suffix("").parts
        name = ".".join(word for word in words if word != "__init__")
        found[name] = Module(name, file, file.read_text("utf-8"))
    return found


@cache
def facts(text: str) -> Facts:
    """Read one file; a copy of it costs nothing."""
    apart: set[int] = set()
    imports: list[tuple[str, tuple[str, ...]]] = []
    functions: dict[str, int] = {}
    tree = ast.parse(text)
    for node in statements(tree):
        if isinstance(node, ast.Import):
            imports += [(alias.name, ()) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            imports.append((node.module or "", tuple(alias.name for alias in node.names)))
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            start = node.body[0].end_lineno if ast.get_docstring(node) else node.lineno
            lines = (node.end_lineno or 0) - (start or 0) + 1
            functions[node.name] = max(functions.get(node.name, 0), lines)
        if isinstance(node, ast.Import | ast.ImportFrom | ast.Expr) and not is_work(node):
            apart.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    loaded = tuple(by_name(tree)) if any(name in text for name in BY_NAME) else ()
    return Facts(frozenset(apart), tuple(imports), loaded, functions)


def statements(tree: ast.Module) -> list[ast.AST]:
    """Every statement of a file, those inside others too."""
    found: list[ast.AST] = [tree]
    for node in found:
        for block in ("body", "orelse", "finalbody", "handlers", "cases"):
            found += getattr(node, block, ())
    return found


@cache
def code_lines(text: str) -> int:
    """Lines of code of one file."""
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    speaking = {one.start[0] for one in tokens if one.type in SPEAKING and one.string not in KEYWORDS}
    return len(speaking - facts(text).apart)


def by_name(tree: ast.Module) -> Iterator[str]:
    """Names of modules that a file loads by a text: of the call, of its function, or of a constant it reads.

    One whose last word is computed ends in `*`.
    """
    constants = {
        target.id: node
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    for function in (one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)):
        calls = [one for one in ast.walk(function) if isinstance(one, ast.Call) and called(one) in BY_NAME]
        if calls:
            read = {one.id for call in calls for one in ast.walk(call) if isinstance(one, ast.Name)}
            for node in (function, *(constants[name] for name in read & set(constants))):
                yield from dotted(node)


def called(call: ast.Call) -> str:
    """The bare name of what is called."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def dotted(tree: ast.AST) -> Iterator[str]:
    """Texts that may be names of modules; `*` stands for a last word that is computed."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
            yield f"{node.values[0].value}*"


def is_work(node: ast.stmt) -> bool:
    """Whether a statement is an expression and more than a text, which every docstring is."""
    value = node.value if isinstance(node, ast.Expr) else None
    return value is not None and not (isinstance(value, ast.Constant) and isinstance(value.value, str))


def imported(module: Module, modules: Mapping[str, Module], computed: bool = True) -> set[str]:
    """Modules of the package that a module imports: at its top, in a function, for types alone, or by name.

    computed : those too whose name is computed from a list
    """
    targets: set[str] = set()
    told = facts(module.text)
    for origin, names in (*told.imports, *((name, ()) for name in told.loaded)):
        if origin.endswith(".*") and computed:
            inside = (name for name in modules if name.rpartition(".")[0] == origin[:-2])
            targets |= {name for name in inside if not name.endswith(".__main__")}
        inside = {f"{origin}.{name}" for name in names} & set(modules)
        targets |= inside
        if len(inside) < len(names) or not names:
            targets.add(origin)
    return (targets & set(modules)) - {module.name}


def rooms_of(modules: Iterable[Module]) -> list[Room]:
    """The rooms, largest first; what lies directly in the package is a room of its own."""
    lines, texts = Counter[str](), dict[str, list[str]]()
    for module in modules:
        name = module.name.split(".")[1] if "." in module.name else "__init__"
        lines[name] += len(module.text.splitlines())
        texts.setdefault(name, []).append(module.text)
    return [Room(name, texts[name], n, n / lines.total()) for name, n in lines.most_common()]


def folder_graph(modules: Mapping[str, Module], imports: Graph, package: str) -> Graph:
    """Which folder imports which, the package's own `__init__` and `__main__` left aside."""
    graph: dict[str, set[str]] = {}
    for name, targets in imports.items():
        if name not in (package, f"{package}.__main__"):
            folders = {modules[target].folder for target in targets - {package}}
            graph.setdefault(modules[name].folder, set()).update(folders - {modules[name].folder})
    return graph


def circles(graph: Graph) -> list[list[str]]:
    """Groups in which each reaches every other along the arrows, largest first."""
    names = list(graph)
    at = {name: place for place, name in enumerate(names)}
    arrows = [(at[name], at[target]) for name, targets in graph.items() for target in targets if target in at]
    rows, columns = zip(*arrows, strict=True) if arrows else ((), ())
    matrix = coo_array((np.ones(len(rows)), (rows, columns)), shape=(len(names), len(names)))
    count, group = connected_components(matrix, connection="strong")
    found = [[name for name, one in zip(names, group, strict=True) if one == place] for place in range(count)]
    return sorted((sorted(one) for one in found if len(one) > 1), key=lambda one: (-len(one), one))


def file_lengths(root: Path, files: Iterable[Path]) -> dict[str, int]:
    """Lines of each file by its path below the root, longest first."""
    lengths = {file.relative_to(root).as_posix(): len(file.read_text("utf-8").splitlines()) for file in files}
    return longest_first(lengths)


def function_lengths(root: Path, files: Iterable[Path]) -> dict[str, int]:
    """Lines of each function without its docstring by "file:name", longest first."""
    by_file = {file: facts(file.read_text("utf-8")).functions for file in files}
    return longest_first(
        {
            f"{file.relative_to(root).as_posix()}:{name}": lines
            for file, functions in by_file.items()
            for name, lines in functions.items()
        }
    )


def longest_first(lengths: Mapping[str, int]) -> dict[str, int]:
    """The same, sorted."""
    return dict(sorted(lengths.items(), key=lambda item: (-item[1], item[0])))


def described(found: Structure) -> Iterator[str]:
    """The lines that are printed."""
    yield f"{'room':<14}{'files':>7}{'lines':>9}{'code':>9}{'share':>8}"
    for room in found.rooms:
        yield f"{room.name:<14}{room.files:>7,}{room.lines:>9,}{room.code:>9,}{room.share:>8.1%}"
    whole = [sum(getattr(room, key) for room in found.rooms) for key in ("files", "lines", "code")]
    yield "{:<14}{:>7,}{:>9,}{:>9,}".format("in all", *whole)
    for title, groups in (("files", found.circles), ("folders", found.folder_circles)):
        yield f"\nCircles of {title}: {len(groups)}"
        yield from (f"  {', '.join(group)}" for group in groups)
    for title, lengths in (("files", found.long_files), ("functions", found.long_functions)):
        yield f"\nLongest {title}"
        yield from (f"{lines:>6}  {place}" for place, lines in list(lengths.items())[:LARGEST])


def main() -> None:
    """Print the structure of the package beside this script, or of the checkout that is named."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT
    print("\n".join(described(structure(root / "src" / "reallocate"))))


if __name__ == "__main__":
    main()
