"""Everything public says what it is, numbers say their axes and units, and no line only repeats a name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

# Rooms that compute: whoever calls them must know the axes and the unit of each number.
LENSES = (
    "firm/model", "market/flow", "market/laws", "market/nation", "market/state", "market/whole_people", "moves", "work",
)  # fmt: skip
# Rooms in which a number may be said briefly.
BRIEF = (*LENSES, "firm", "kernel", "lp", "market")
# The object itself; and what every constraint of the plan is handed alike: model, variables, inputs.
UNNAMED = {"self", "cls", "m", "v", "i"}
NUMERIC = {"int", "float", "NDArray", "Array", "DataArray", "ndarray", "Series", "csr_array"}
LINE = re.compile(r"^([\w, *]+) : (.*(?:\n +.*)*)", flags=re.MULTILINE)
# Axes, units, other names, numbers and signs are news to a reader.
NEWS = re.compile(r"[\[(`\d<>=\"]")
# Words that say nothing of an argument beyond its name.
FILLER = """a all an and any are as asked at be by computed each every for force from given how in is it its made
many meant much name of on one or own reported shown solved that the their these they this those to used what
where which whole whose with written"""


class Described(NamedTuple):
    """A function or class: where it stands, words that its lines need not say again, and types by argument."""

    place: str
    context: str
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    public: bool
    types: dict[str, str]

    @property
    def text(self) -> str:
        return ast.get_docstring(self.node) or ""

    def numeric(self, argument: str) -> bool:
        return bool(NUMERIC & set(re.findall(r"\w+", self.types.get(argument, ""))))

    def stands_in(self, rooms: tuple[str, ...]) -> bool:
        return self.place.partition("/")[2].startswith(rooms)

    def repeated(self) -> list[str]:
        """The argument lines that say no more than name, type and place do; a lens's numbers may be brief."""
        found = []
        for line in LINE.finditer(self.text):
            names = [name.strip(" *") for name in line[1].split(",")]
            if NEWS.search(line[2]) or (self.stands_in(BRIEF) and any(map(self.numeric, names))):
                continue
            types = " ".join(self.types.get(name, "") for name in names)
            if stems(line[2]) <= stems(f"{line[1]} {types} {self.context} {FILLER}"):
                found.append(line[0])
        return found

    def missing(self) -> list[str]:
        """Arguments that hold numbers or arrays and have no line."""
        said = {name.strip(" *") for line in LINE.finditer(self.text) for name in line[1].split(",")}
        return [name for name in self.types if self.numeric(name) and name not in said | UNNAMED]


def stems(text: str) -> set[str]:
    """The words of a text or name, each without its ending: `PlanStudies` gives plan and study."""
    return {
        re.sub(r"ies$", "y", word) if word.endswith("ies") else re.sub(r"(?<=..)(ing|ed|es|s|e)$", "", word)
        for word in (one.lower() for one in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", text))
    }


def described(source: Path) -> Iterator[Described]:
    """Every function and class of a folder of sources, nested ones too."""
    for file in sorted(source.rglob("*.py")):
        place = file.relative_to(source)
        words = " ".join(place.with_suffix("").parts)
        yield from inside(ast.parse(file.read_text("utf-8")), place.as_posix(), words, public=True)


def inside(outer: ast.AST, place: str, context: str, *, public: bool) -> Iterator[Described]:
    for node in ast.iter_child_nodes(outer):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            open_here = public and not node.name.startswith("_")
            names = f"{context} {node.name}"
            yield Described(f"{place}:{node.name}", names, node, open_here, annotations(node))
            yield from inside(node, place, names, public=open_here and isinstance(node, ast.ClassDef))
        else:
            yield from inside(node, place, context, public=False)


def annotations(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> dict[str, str]:
    if isinstance(node, ast.ClassDef):
        fields = [one for one in node.body if isinstance(one, ast.AnnAssign)]
        return {ast.unparse(field.target): ast.unparse(field.annotation) for field in fields}
    every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return {one.arg: ast.unparse(one.annotation) if one.annotation else "" for one in every}


def test_everything_says_what_it_is_its_numbers_too_and_no_line_repeats_a_name(root: Path) -> None:
    everything = list(described(root / "src"))
    openings = {one.place: one.text.split("\n\n")[0].rstrip() for one in everything if one.public}
    assert len(openings) > 1000
    assert not {place: opening for place, opening in openings.items() if not opening.endswith((".", "?"))}
    lenses = [one for one in everything if one.public and one.stands_in(LENSES)]
    functions = [one for one in lenses if not isinstance(one.node, ast.ClassDef)]
    assert not {one.place: missing for one in functions if (missing := one.missing())}
    assert not [f"{one.place}: {line}" for one in everything for line in one.repeated()]


PROBE = '''
def table(name: str, study: PlanStudy, tables: Mapping[str, DataFrame], share: float, seed: int) -> None:
    """A table.

    {line}
    """
'''


@pytest.mark.parametrize(("line", "repeats"), [
    ("study : what is reported", True), ("name, study : given", True), ("study : the study", True),
    ("name : such as `roles`", False), ("study : with the tables history and scores", False),
    ("share : of the plan [share]", False),
])  # fmt: skip
def test_a_repetition_and_a_number_without_its_line_are_found(
    tmp_path: Path, line: str, repeats: bool
) -> None:
    file = tmp_path / "reallocate" / "firm" / "model" / "tables.py"
    file.parent.mkdir(parents=True)
    file.write_text(PROBE.replace("{line}", line))
    (found,) = described(tmp_path)
    assert found.repeated() == [line] * repeats and "seed" in found.missing()
