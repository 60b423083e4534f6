"""Writes the example results that ship, for pages that open with an answer; `make docs` runs it."""

from __future__ import annotations

import json
from pathlib import Path

import reallocate
from reallocate.face.shipped import as_shipped

EXAMPLES = Path(__file__).resolve().parent.parent / "src" / "reallocate" / "face" / "examples"
INDUSTRY, PEOPLE, EXITS, TITLE = "insurance carriers", 20_000, "10%", "payroll clerk"


def main() -> None:
    """Compute each example anew and write it."""
    for result in computed():
        file = EXAMPLES / f"{result.kind.name}.json"
        text = json.dumps(as_shipped(result), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
        if not file.is_file() or file.read_text("utf-8") != text:
            file.write_text(text, encoding="utf-8")
            print(f"written: {file.name}")


def computed() -> tuple[reallocate.Result, ...]:
    """The examples: one job, and a cut beside attrition."""
    firm = reallocate.Scenario.from_industry(INDUSTRY, headcount=PEOPLE)
    return reallocate.job(TITLE), reallocate.cut(firm, exits=EXITS, progress=False)


if __name__ == "__main__":
    main()
