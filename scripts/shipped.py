"""Writes the example of a job that ships, and the first live page; `make docs` runs it."""

from __future__ import annotations

import json
from pathlib import Path

import reallocate
from reallocate.render.result import as_shipped
from reallocate.web.pages import start

HOUSE = Path(__file__).resolve().parent.parent / "src" / "reallocate"
JOB, START = HOUSE / "api" / "examples" / "job.json", HOUSE / "web" / "shipped" / "start.html"
TITLE = "payroll clerk"


def main() -> None:
    """Compute the job anew, and write it and the page."""
    parts = as_shipped(reallocate.job(TITLE))
    _write(JOB, json.dumps(parts, ensure_ascii=False, indent=1, allow_nan=False) + "\n")
    _write(START, start.page().html)


def _write(file: Path, text: str) -> None:
    """Write a file where it would change, and say so."""
    if not file.is_file() or file.read_text("utf-8") != text:
        file.write_text(text, encoding="utf-8")
        print(f"written: {file.name}")


if __name__ == "__main__":
    main()
