"""The cells of each notebook run, and show what is stored with them."""

from __future__ import annotations

import json
import re
import runpy
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def script(root: Path) -> dict[str, Any]:
    return runpy.run_path(str(root / "scripts" / "notebook.py"))


NAMES = ("economy", "first-plan", "one-job")


@pytest.fixture(
    scope="module", params=("economy", pytest.param("first-plan", marks=pytest.mark.long), "one-job")
)
def file(script: dict[str, Any], request: pytest.FixtureRequest) -> Path:
    assert [each.stem for each in script["NOTEBOOKS"]] == list(NAMES)
    return {each.stem: each for each in script["NOTEBOOKS"]}[request.param]


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
    assert ("image/png" in kinds) == (file.stem != "one-job"), "one job has no charts in Python"
    text = json.dumps(without_images(stored))
    assert not re.search(r"/(tmp|home|root|work|Users)/|0x[0-9a-f]{6}", text)
    assert script["as_text"](stored) == file.read_text(encoding="utf-8"), "stored as it is written"


def test_a_cell_shows_what_it_prints_and_its_last_value(script: dict[str, Any]) -> None:
    printed, value = script["run"]("x = 2\nprint('one')\nx + 1", {}, 4)
    assert (printed["name"], printed["text"]) == ("stdout", ["one\n"])
    assert (value["execution_count"], value["data"]) == (4, {"text/plain": ["3"]})
    assert not list(script["run"]("x = 2", {}, 1)), "a statement shows nothing"
