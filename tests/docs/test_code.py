"""What README, docs and notebooks tell a reader to run, runs."""

from __future__ import annotations

import json
import re
import runpy
import shlex
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from tests.report import synthetic
from tests.report.conftest import plan_of

from reallocate.data.bundle import load_world
from reallocate.firm.request.read import load_scenario
from reallocate.market.nation.batches import PATH_TABLE
from reallocate.market.simulate.page import KIND as NATION
from reallocate.render.result import Result

FENCE = re.compile(r"^```(?P<language>\w*)[^\n]*\n(?P<code>.*?)^```", flags=re.MULTILINE | re.DOTALL)
SHELL = {"sh", "shell", "bash", "console"}


def pages(root: Path) -> list[Path]:
    return [
        root / "README.md",
        *sorted((root / "docs").rglob("*.md")),
        *sorted((root / "studies").rglob("*.md")),
    ]


def blocks(page: Path, languages: set[str]) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return [match["code"] for match in FENCE.finditer(text) if match["language"] in languages]


def commands(root: Path) -> list[list[str]]:
    """Each command line of a shell block, split into words, without its prompt and comment."""
    lines = [
        line.removeprefix("$ ").strip()
        for page in pages(root)
        for code in blocks(page, SHELL)
        for line in code.splitlines()
    ]
    return [
        words
        for line in lines
        if line and not line.startswith("#")
        if (words := shlex.split(line, comments=True))
    ]


@pytest.fixture
def in_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes minutes is answered with a made-up plan and market; arguments are checked as ever."""
    plan = plan_of(synthetic.tables(), synthetic.FACTS, synthetic.TEXT)
    plan = replace(plan, facts={**plan.facts, "options": {"within": 0.02, "implied": None}})
    codes = load_world().occupations.index
    rows = [(code, year, 1.0, 1.0) for year in range(11) for code in codes]
    path = pd.DataFrame(rows, columns=["occupation", "year", "pay", "job_finding"])
    market = Result(
        NATION, {"title": "A market", "version": "0"}, {PATH_TABLE: path}, {"headline": ["As today."]}
    )
    compared = replace(plan, text={"headline": ["Nothing differs."]})
    for name, made in {
        "plan.plan_study": plan,
        "plan.whole_study": plan,
        "plan.scenario_of": load_scenario("insurer"),
        "simulate.simulate_adopters": market,
        "simulate.economy_study": market,
        "compare.solved_sides": (plan, plan),
        "compare.compare_studies": compared,
        "compare.comparison_result": compared,
    }.items():
        monkeypatch.setattr(f"reallocate.api.{name}", lambda *_, made=made, **__: made, raising=False)


@pytest.mark.long
def test_python_blocks_run(
    root: Path, tmp_path: Path, in_no_time: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for page in pages(root):
        namespace: dict[str, object] = {"__name__": page.stem}
        monkeypatch.chdir(tmp_path if page.name == "python.md" else root)
        for code in blocks(page, {"python", "py"}):
            exec(compile(code, str(page.relative_to(root)), "exec", dont_inherit=True), namespace)


def test_make_targets_exist(root: Path) -> None:
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, flags=re.MULTILINE))
    papers = [(root / name).read_text(encoding="utf-8") for name in PAPERS]
    named = {words[1] for words in commands(root) if words[0] == "make" and len(words) > 1}
    named |= {name for text in papers for name in re.findall(r"(?:^|`)make ([a-z-]+)", text, re.MULTILINE)}
    assert {"demo", "test"} <= named <= targets


def test_verbs_and_options_exist(root: Path) -> None:
    import typer.main

    from reallocate.cli.main import app

    group = typer.main.get_command(app)
    for words in commands(root):
        if words[0] != "reallocate" or len(words) == 1:
            continue
        verb = group.commands.get(words[1])  # type: ignore[attr-defined]
        assert verb is not None, f"no such verb: {' '.join(words)}"
        options = {option for parameter in verb.params for option in parameter.opts} | {"--help"}
        given = {word.split("=")[0] for word in words[2:] if re.match(r"--?[a-z]", word)}
        nested = getattr(verb, "commands", {})
        assert given <= options or nested, f"no such option: {sorted(given - options)} in {' '.join(words)}"


PAPERS = (
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/README.md",
    "docs/extending.md",
    "docs/convention.md",
)


def test_links_inside_the_repository_lead_somewhere(root: Path) -> None:
    for page in (*(root / name for name in PAPERS), *sorted((root / "docs").glob("*.md"))):
        for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if "://" not in target and not target.startswith("mailto:"):
                assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.fixture(scope="module")
def script(root: Path) -> dict[str, Any]:
    return runpy.run_path(str(root / "scripts" / "notebook.py"))


@pytest.fixture(
    scope="module", params=("economy", pytest.param("first-plan", marks=pytest.mark.long), "one-job")
)
def file(script: dict[str, Any], request: pytest.FixtureRequest) -> Path:
    found = {each.stem: each for each in script["NOTEBOOKS"]}
    assert list(found) == ["economy", "first-plan", "one-job"]
    return found[request.param]


@pytest.fixture(scope="module")
def stored(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def without_images(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """Its cells, of an image only that there is one: fonts differ between machines."""
    cells: list[dict[str, Any]] = json.loads(json.dumps(notebook["cells"]))
    for cell in cells:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                output["data"]["image/png"] = "an image"
    return cells


def test_the_cells_show_what_is_stored(script: dict[str, Any], stored: dict[str, Any]) -> None:
    fresh = script["executed"](stored)
    assert without_images(fresh) == without_images(stored), "stale: run `make docs`"


def test_it_holds_tables_charts_and_no_folder_of_a_machine(
    script: dict[str, Any], stored: dict[str, Any], file: Path
) -> None:
    kinds = {
        kind for cell in stored["cells"] for one in cell.get("outputs", []) for kind in one.get("data", {})
    }
    assert {"text/html", "text/plain"} <= kinds
    assert ("image/svg+xml" in kinds) == (file.stem != "one-job"), "one job has no charts in Python"
    text = json.dumps(without_images(stored))
    assert not re.search(r"/(tmp|home|root|work|Users)/|0x[0-9a-f]{6}", text)
    assert script["as_text"](stored) == file.read_text(encoding="utf-8"), "stored as it is written"


def test_a_cell_shows_what_it_prints_and_its_last_value(script: dict[str, Any]) -> None:
    printed, value = script["run"]("x = 2\nprint('one')\nx + 1", {}, 4)
    assert (printed["name"], printed["text"]) == ("stdout", ["one\n"])
    assert (value["execution_count"], value["data"]) == (4, {"text/plain": ["3"]})
    assert not list(script["run"]("x = 2", {}, 1)), "a statement shows nothing"
