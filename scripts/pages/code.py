"""Pages that repeat the code: command line, maths, parameters, keys of files, data and versions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from scripts.pages.parts import ROOT, passages, tight

GENERATED = "<!-- Made by `make docs` from the code; changes made here are lost. -->"
# From the ground up; sources are described by `reallocate data`, not here.
ROOMS = ("kernel", "work", "data", "moves", "roster", "market", "firm", "jobs", "claims")
NOT_SHOWN = {"help", "install_completion", "show_completion"}
ARGUMENT = re.compile(r"^[a-z_][\w, ]* : ")
LAW = re.compile(r"\(([A-Z]\d+(?:[a-z]|[–-][A-Z]?\d+)?(?:, [A-Z]\d+)*)\)")


def parameters() -> str:
    """The page of everything that is assumed, from the table of parameters and the estimates."""
    from reallocate.claims.estimates.bearing import tested
    from reallocate.claims.estimates.findings import Estimates
    from reallocate.data.bundle import load_world
    from reallocate.kernel.parameters import parameter_table

    rows, known = [], {name: one.words for name, one in tested(Estimates(load_world())).items()}
    for one in parameter_table().to_dict("records"):
        said = [str(one[key]).replace("|", "\\|") for key in ("unit", "grade", "says")]
        size = (f"{one['value']:g}", f"{one['low']:g} to {one['high']:g}")
        test = known.get(one["name"], "")
        rows.append([f"`{one['name']}`", *size, *said, test, f"{one['source']}; {one['vintage']}"])
    return passages(
        "# Parameters",
        GENERATED,
        "Every assumption of the model. A scenario replaces any of them by name under `[parameters]`. "
        "Grades: **A** a filing or primary source; **B** named press, or a primary source at second hand; "
        "**C** secondary; **X** computed from graded figures; **E** estimated here; **J** a judgement of "
        "this project without a source, with a wide range.",
        "Tested: what `reallocate estimates` makes of the range. Excluded: data and range have nothing in "
        "common. Untouched: the data say less than the range. E, estimated here: only where the 10–90% "
        "interval is narrower than the range. Empty: not tested.",
        tight(("name", "value", "range", "unit", "grade", "meaning", "tested", "source"), rows) + "\n",
    )


def keys() -> str:
    """The page of everything that may stand in a scenario, of a firm and of a market."""
    from reallocate.firm.request.written import key_table
    from reallocate.market.published.keys import MarketScenario

    return passages(
        "# Every key of a scenario",
        GENERATED,
        "A scenario is a `.toml` file. Keys that are left out keep their defaults.",
        "## A firm",
        "For `reallocate plan` and `reallocate cut`.",
        key_table().rstrip(),
        "## A market",
        "For `reallocate simulate`.",
        key_table(MarketScenario),
    )


def tables_of_data(text: str) -> str:
    """The page on the sources with the present tables."""
    from reallocate.data.build.describe import with_tables

    return with_tables(text)


def notice() -> str:
    """The attribution of every source."""
    from reallocate.data.build.describe import notice

    return notice()


def command_line() -> str:
    """The page of verbs, from the commands themselves."""
    from typer.main import get_command

    from reallocate.cli.main import app

    def verbs(command: Any, words: str) -> Iterator[tuple[str, Any]]:
        yield words, command
        for name in sorted(getattr(command, "commands", {})):
            yield from verbs(command.commands[name], f"{words} {name}")

    pieces = ["# The command line", GENERATED]
    for words, command in verbs(get_command(app), "reallocate"):
        pieces += [f"## `{words}`", _plain(command.help or "")]
        rows = [row for parameter in command.params if (row := _option(parameter))]
        pieces += [tight(("option", "meaning"), rows)] if rows else []
    return passages(*filter(None, pieces)) + "\n"


def _option(parameter: Any) -> list[str]:
    """One row of a verb's table: what is written, and what it means."""
    if getattr(parameter, "hidden", False) or parameter.name in NOT_SHOWN:
        return []
    names = [*parameter.opts, *parameter.secondary_opts]
    if parameter.param_type_name == "argument":
        names = [str(parameter.metavar or parameter.name).upper()]
    said = _plain(getattr(parameter, "help", None) or "").replace("\n", " ").replace("|", "\\|")
    default = parameter.default
    if isinstance(default, str | int | float) and not isinstance(default, bool) and default != "":
        said = f"{said.rstrip('.')}. Default: {default}.".removeprefix(". ")
    return [", ".join(f"`{name}`" for name in names), said]


def _plain(text: str) -> str:
    """Help text without the marks of its paragraphs."""
    return re.sub(r"\n{3,}", "\n\n", text.replace("\b", "").replace("\f", "")).strip()


@dataclass
class Equation:
    """One public function or class that states a law: what its docstring says, part by part."""

    name: str
    sentence: str
    arguments: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    source: str = ""

    def shown(self) -> str:
        """A section of the page."""
        body = "\n".join(self.body).strip("\n")
        pieces = [f"### `{self.name}`", self.sentence]
        pieces += [f"```text\n{body}\n```"] if body.strip() else []
        pieces += ["\n".join(map(_argument, self.arguments))] if self.arguments else []
        pieces += [f"*Source: {self.source}*"] if self.source else []
        return passages(*pieces)


def _argument(line: str) -> str:
    names, _, meaning = line.partition(" : ")
    return f"- {', '.join(f'`{name.strip()}`' for name in names.split(','))}: {meaning}"


def maths() -> str:
    """The page of equations, from the docstrings that name a source or carry a law's number."""
    pieces = ["# The maths", GENERATED, "Each equation is a function of that name, grouped by its file."]
    package = ROOT / "src" / "reallocate"
    for file in [file for room in ROOMS for file in sorted((package / room).rglob("*.py"))]:
        if "packs" in file.parts:
            continue
        tree = ast.parse(file.read_text("utf-8"))
        if found := [equation.shown() for equation in _equations(tree)]:
            opening = (ast.get_docstring(tree) or "").split("\n\n")[0].replace("\n", " ")
            pieces += [f"## {file.relative_to(ROOT / 'src').as_posix()}", opening, *found]
    return passages(*pieces) + "\n"


def _equations(tree: ast.Module) -> Iterator[Equation]:
    """The module's public functions and classes whose docstring names its source or a law."""
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        text = ast.get_docstring(node) or ""
        if "Source:" in text or LAW.search(text.split("\n\n")[0]) or re.match(r"[A-Z]\d+[a-z]?[. :]", text):
            yield parsed(node.name, text)


def parsed(name: str, text: str) -> Equation:
    """A docstring taken apart into its sentence, arguments, equation with caveats, and source."""
    sentence, _, rest = text.partition("\n\n")
    equation = Equation(name, sentence.replace("\n", " "))
    kind = "body"
    for line in rest.splitlines():
        if line.startswith("Source:"):
            kind, equation.source = "source", line.removeprefix("Source:").strip()
        elif ARGUMENT.match(line):
            kind = "argument"
            equation.arguments.append(line)
        elif line.startswith(" ") and kind == "argument":
            equation.arguments[-1] += " " + line.strip()
        elif line.strip() and kind == "source" and not re.search(r"[=≤≥]", line):
            equation.source += " " + line.strip()
        else:
            kind = "body"
            equation.body.append(line)
    return equation


def versions(text: str) -> str:
    """The page of dependencies with the locked version, where there is one, in its second column."""
    lock = (ROOT / "requirements-tools.lock").read_text("utf-8")
    locked = dict(re.findall(r"^([\w.-]+)==(\S+)", lock, flags=re.MULTILINE))

    def row(match: re.Match[str]) -> str:
        return f"| `{match[1]}` | {locked[match[1]]} |" if match[1] in locked else match[0]

    return re.sub(r"^\| `([\w-]+)` \| \S+ \|", row, text, flags=re.MULTILINE)
