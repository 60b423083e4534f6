"""Everything public says what it is, numbers say their axes and units, and no line only repeats a name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

# Rooms that compute: whoever calls them must know the axes and the unit of each number.
LENSES = (
    "firm/model", "market/flow", "market/laws", "market/nation", "market/state", "market/whole_people", "moves", "work",
)
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


@dataclass(frozen=True)
class Described:
    """A function or class, and where it stands.

    context : name, class and path, whose words an argument's line need not say again
    annotations : the type of each argument or field by its name
    """

    place: str
    context: str
    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    public: bool
    annotations: dict[str, str]

    @property
    def text(self) -> str:
        return ast.get_docstring(self.node) or ""

    @property
    def in_lens(self) -> bool:
        return self.place.partition("/")[2].startswith(LENSES)

    @property
    def is_brief(self) -> bool:
        return self.place.partition("/")[2].startswith(BRIEF)

    def numeric(self, argument: str) -> bool:
        return bool(NUMERIC & set(re.findall(r"\w+", self.annotations.get(argument, ""))))

    def repeated(self) -> list[re.Match[str]]:
        """The argument lines that say no more than name, type and place do; a lens's numbers may be brief."""
        lines = []
        for line in LINE.finditer(self.text):
            names = [name.strip(" *") for name in line[1].split(",")]
            if NEWS.search(line[2]) or (self.is_brief and any(self.numeric(name) for name in names)):
                continue
            types = " ".join(self.annotations.get(name, "") for name in names)
            if stems(line[2]) <= stems(f"{line[1]} {types} {self.context} {FILLER}"):
                lines.append(line)
        return lines

    def missing(self) -> list[str]:
        """Arguments that hold numbers or arrays and have no line."""
        lines = [line[1] for line in LINE.finditer(self.text)]
        described = {name.strip(" *") for line in lines for name in line.split(",")}
        return [name for name in self.annotations if self.numeric(name) and name not in described | UNNAMED]


def stems(text: str) -> set[str]:
    """The words of a text or name, each without its ending: `PlanStudies` gives plan and study."""
    return {stem(word.lower()) for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", text)}


def stem(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            return word[: -len(ending)]
    return word


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


@pytest.fixture(scope="module")
def everything(root: Path) -> list[Described]:
    return list(described(root / "src"))


def test_everything_public_begins_with_a_sentence(everything: list[Described]) -> None:
    openings = {one.place: one.text.split("\n\n")[0].rstrip() for one in everything if one.public}
    assert len(openings) > 1000
    assert not {place: opening for place, opening in openings.items() if not opening.endswith((".", "?"))}


def test_every_number_of_a_lens_is_described(everything: list[Described]) -> None:
    functions = [one for one in everything if one.public and one.in_lens and not isinstance(one.node, ast.ClassDef)]
    assert not {one.place: missing for one in functions if (missing := one.missing())}


def test_no_line_only_repeats_its_name(everything: list[Described]) -> None:
    lines = [f"{one.place}: {line[0]}" for one in everything for line in one.repeated()]
    more = len(lines)
    assert more <= 0, "\n".join(lines)


PROBE = '''
def table(name: str, study: PlanStudy, tables: Mapping[str, DataFrame], share: float, seed: int) -> None:
    """A table.

    {line}
    """
'''


def probed(tmp_path: Path, line: str) -> Described:
    (tmp_path / "reallocate" / "firm/model").mkdir(parents=True)
    (tmp_path / "reallocate" / "firm/model" / "tables.py").write_text(PROBE.replace("{line}", line))
    (found,) = described(tmp_path)
    return found


@pytest.mark.parametrize(
    "line",
    ["study : what is reported", "tables : by name", "name : of the table", "study : the study", "name, study : given"],
)
def test_a_repetition_is_found(tmp_path: Path, line: str) -> None:
    assert [match[0] for match in probed(tmp_path, line).repeated()] == [line]


@pytest.mark.parametrize(
    "line",
    ["name : such as `roles`", "study : with the tables history and scores", "share : of the plan [share]", "seed : of it"],
)
def test_what_is_news_stays(tmp_path: Path, line: str) -> None:
    assert not probed(tmp_path, line).repeated()


def test_a_number_without_its_line_is_found(tmp_path: Path) -> None:
    assert probed(tmp_path, "share : [share]").missing() == ["seed"]
