"""Writes the example results that ship, and the first live page made of them; `make docs` runs it."""

from __future__ import annotations

import json
from pathlib import Path

import reallocate
from reallocate.render.result import as_shipped
from reallocate.web.pages import start

HOUSE = Path(__file__).resolve().parent.parent / "src" / "reallocate"
EXAMPLES, START = HOUSE / "api" / "examples", HOUSE / "web" / "shipped" / "start.html"
INDUSTRY, PEOPLE, EXITS, TITLE = "insurance carriers", 20_000, "10%", "payroll clerk"


def main() -> None:
    """Compute each example anew and write it."""
    for result in computed():
        file = EXAMPLES / f"{result.kind.name}.json"
        text = json.dumps(as_shipped(result), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
        _write(file, text)
    _write(START, start.page().html)


def _write(file: Path, text: str) -> None:
    """Write a file where it would change, and say so."""
    if not file.is_file() or file.read_text("utf-8") != text:
        file.write_text(text, encoding="utf-8")
        print(f"written: {file.name}")


def computed() -> tuple[reallocate.Result, ...]:
    """The examples: one job, and a cut beside attrition."""
    firm = reallocate.Scenario.from_industry(INDUSTRY, headcount=PEOPLE)
    return reallocate.job(TITLE), reallocate.cut(firm, exits=EXITS, progress=False)


if __name__ == "__main__":
    main()
