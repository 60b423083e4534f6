"""Writes the pages that repeat the code: command line, maths, parameters, versions of dependencies.

`make docs` rewrites them; `--check` only says which are stale. tests/docs compares them on each run.
"""

from __future__ import annotations

import argparse
import ast
import re
import runpy
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
GENERATED = "<!-- Made by `make docs` from the code; changes made here are lost. -->"
# From the ground up; sources are described by `reallocate data`, not here.
ROOMS = ("kernel", "work", "data", "moves", "roster", "market", "firm", "jobs", "claims")
FILLED = ("transition", "hindcast-plans", "forecast")
"""Pages of which parts between marks are made, each by `scripts/<name>_page.py`."""
RECKONED = ("history", "market-fit", "forecast-ledger", "scorecard", "claims", "layoffs")
"""Pages of the reference that are made likewise."""
NOT_SHOWN = {"help", "install_completion", "show_completion"}
ARGUMENT = re.compile(r"^[a-z_][\w, ]* : ")
LAW = re.compile(r"\(([A-Z]\d+(?:[a-z]|[–-][A-Z]?\d+)?(?:, [A-Z]\d+)*)\)")


def main() -> None:
    """Rewrite every generated page, or name the stale ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 if a page is stale")
    check = parser.parse_args().check
    stale = 0
    for page, made in pages(ROOT).items():
        text = made()
        if page.exists() and page.read_text("utf-8") == text:
            continue
        stale += 1
        print(f"{'stale' if check else 'written'}: {page.relative_to(ROOT)}")
        if not check:
            page.write_text(text, encoding="utf-8")
    sys.exit(1 if check and stale else 0)


def pages(root: Path) -> dict[Path, Callable[[], str]]:
    """Every generated page, and what makes the text that it should hold."""
    docs, reference = root / "docs", root / "docs" / "reference"
    dependencies, lock = docs / "dependencies.md", root / "requirements-tools.lock"
    return {
        reference / "cli.md": command_line,
        reference / "math.md": lambda: maths(root),
        reference / "parameters.md": parameters,
        **{docs / f"{name}.md": partial(filled_page, docs / f"{name}.md") for name in FILLED},
        **{reference / f"{name}.md": partial(filled_page, reference / f"{name}.md") for name in RECKONED},
        docs / "scenario.md": partial(page_of_keys, docs / "scenario.md"),
        docs / "simulate.md": partial(page_of_keys, docs / "simulate.md"),
        root / "src" / "reallocate" / "render" / "static" / "vega.js": chart_library,
        dependencies: lambda: with_versions(dependencies.read_text("utf-8"), lock),
    }


def chart_library() -> str:
    """The script that draws charts in a page, bundled anew; a page takes it as it ships."""
    import vl_convert

    from reallocate.render.page import vega_lite

    versions = (
        f"Vega {vl_convert.get_vega_version()}, Vega-Lite {vega_lite()}, "
        f"Vega-Embed {vl_convert.get_vega_embed_version()}"
    )
    head = (
        f"/*! {versions}, bundled by vl-convert {vl_convert.__version__}. Copyright University of Washington "
        "Interactive Data Lab; BSD-3-Clause, see vega.LICENSE. */\n"
    )
    bundle = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=vega_lite())
    return head + "(()=>{" + bundle.replace("</script", "<\\/script") + "})();\n"


def parameters() -> str:
    """The page of everything that is assumed, from the table of parameters."""
    from reallocate.kernel.parameters import parameter_table

    parts = [
        "# Parameters",
        GENERATED,
        "Every assumption of the model. A scenario replaces any of them by name under `[parameters]`. "
        "Grades: **A** a filing or primary source; **B** named press, or a primary source at second hand; "
        "**C** secondary; **X** computed from graded figures; **J** a judgement of this project without a "
        "source, with a wide range.",
    ]
    rows = ["| name | value | range | unit | grade | meaning | source |", "|---|---|---|---|---|---|---|"]
    for one in parameter_table().to_dict("records"):
        said = [str(one[key]).replace("|", "\\|") for key in ("unit", "grade", "says")]
        size = f"{one['value']:g} | {one['low']:g} to {one['high']:g}"
        rows.append(f"| `{one['name']}` | {size} | {' | '.join(said)} | {one['source']}; {one['vintage']} |")
    return "\n\n".join([*parts, "\n".join(rows)]) + "\n"


def page_of_keys(page: Path) -> str:
    """The page that lists every key of a scenario, with the present table."""
    from reallocate.firm.request.written import key_table
    from reallocate.market.published.keys import MarketScenario

    table = key_table() if page.stem == "scenario" else key_table(MarketScenario)
    return with_keys(page.read_text("utf-8"), table)


def with_keys(text: str, table: str) -> str:
    """A page with a table of keys in the place of the one that begins alike."""
    head = re.escape(table.splitlines()[0])
    return re.sub(rf"^{head}\n(?:\|.*\n)*", lambda _: table, text, count=1, flags=re.MULTILINE)


def filled_page(page: Path) -> str:
    """A page with its present figures between the marks, by the script that knows them."""
    from reallocate.data.bundle import load_world

    script = runpy.run_path(str(ROOT / "scripts" / f"{page.stem.replace('-', '_')}_page.py"))
    return str(script["with_outcome"](page.read_text("utf-8"), load_world()))


def command_line() -> str:
    """The page of verbs, from the commands themselves."""
    from typer.main import get_command

    from reallocate.cli.main import app

    def verbs(command: Any, words: str) -> Iterator[tuple[str, Any]]:
        yield words, command
        for name in sorted(getattr(command, "commands", {})):
            yield from verbs(command.commands[name], f"{words} {name}")

    parts = ["# The command line", GENERATED]
    for words, command in verbs(get_command(app), "reallocate"):
        parts += [f"## `{words}`", plain(command.help or "")]
        rows = [row for parameter in command.params if (row := option(parameter))]
        if rows:
            parts.append("\n".join(["| option | meaning |", "|---|---|", *rows]))
    return "\n\n".join(part for part in parts if part) + "\n"


def option(parameter: Any) -> str:
    """One row of a verb's table: what is written, and what it means."""
    if getattr(parameter, "hidden", False) or parameter.name in NOT_SHOWN:
        return ""
    names = [*parameter.opts, *parameter.secondary_opts]
    if parameter.param_type_name == "argument":
        names = [str(parameter.metavar or parameter.name).upper()]
    said = plain(getattr(parameter, "help", None) or "").replace("\n", " ").replace("|", "\\|")
    default = parameter.default
    if isinstance(default, str | int | float) and not isinstance(default, bool) and default != "":
        said = f"{said.rstrip('.')}. Default: {default}.".removeprefix(". ")
    return f"| {', '.join(f'`{name}`' for name in names)} | {said} |"


def plain(text: str) -> str:
    """Help text without the marks of its paragraphs."""
    return re.sub(r"\n{3,}", "\n\n", text.replace("\b", "").replace("\f", "")).strip()


@dataclass
class Equation:
    """One public function or class that states a law: what its docstring says, part by part."""

    name: str
    place: str
    sentence: str
    arguments: list[str] = field(default_factory=list)
    body: list[str] = field(default_factory=list)
    source: str = ""


def maths(root: Path) -> str:
    """The page of equations, from the docstrings that name a source or carry a law's number."""
    parts = ["# The maths", GENERATED, "Each equation is a function of that name, grouped by its file."]
    package = root / "src" / "reallocate"
    for file in [file for room in ROOMS for file in sorted((package / room).rglob("*.py"))]:
        if "packs" in file.parts:
            continue
        tree = ast.parse(file.read_text("utf-8"))
        found = list(equations(tree, file.relative_to(root / "src").as_posix()))
        if not found:
            continue
        opening = (ast.get_docstring(tree) or "").split("\n\n")[0].replace("\n", " ")
        parts += [f"## {found[0].place}", opening]
        parts += [shown(equation) for equation in found]
    return "\n\n".join(parts) + "\n"


def equations(tree: ast.Module, place: str) -> Iterator[Equation]:
    """The module's public functions and classes whose docstring names its source or a law."""
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        text = ast.get_docstring(node) or ""
        if "Source:" in text or LAW.search(text.split("\n\n")[0]) or re.match(r"[A-Z]\d+[a-z]?[. :]", text):
            yield parsed(node.name, place, text)


def parsed(name: str, place: str, text: str) -> Equation:
    """A docstring taken apart into its sentence, arguments, equation with caveats, and source."""
    sentence, _, rest = text.partition("\n\n")
    equation = Equation(name, place, sentence.replace("\n", " "))
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


def shown(equation: Equation) -> str:
    """One equation as a section of the page."""
    parts = [f"### `{equation.name}`", equation.sentence]
    body = "\n".join(equation.body).strip("\n")
    if body.strip():
        parts.append(f"```text\n{body}\n```")
    if equation.arguments:
        parts.append("\n".join(f"- {argument_shown(line)}" for line in equation.arguments))
    if equation.source:
        parts.append(f"*Source: {equation.source}*")
    return "\n\n".join(parts)


def argument_shown(line: str) -> str:
    """An argument's line with its name set apart."""
    names, _, meaning = line.partition(" : ")
    return f"{', '.join(f'`{name.strip()}`' for name in names.split(','))}: {meaning}"


def with_versions(text: str, lock: Path) -> str:
    """The page of dependencies with the locked version, where there is one, in its second column."""
    locked = dict(re.findall(r"^([\w.-]+)==(\S+)", lock.read_text("utf-8"), flags=re.MULTILINE))

    def row(match: re.Match[str]) -> str:
        return f"| `{match[1]}` | {locked[match[1]]} |" if match[1] in locked else match[0]

    return re.sub(r"^\| `([\w-]+)` \| \S+ \|", row, text, flags=re.MULTILINE)


if __name__ == "__main__":
    main()
