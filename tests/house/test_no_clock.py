"""Nothing that is computed, written or shown asks a clock or a calendar which day it is."""

from __future__ import annotations

import re
from pathlib import Path

CLOCK = re.compile(r"\.today\(|\.now\(|utcnow\(|\btime\.time\(|\blocaltime\(|\bgmtime\(|\bctime\(")


def test_no_result_can_depend_on_the_day(root: Path) -> None:
    sources = sorted((root / "src").rglob("*.py"))
    found = {
        f"{file.relative_to(root)}: {line.strip()}"
        for file in sources
        for line in file.read_text(encoding="utf-8").splitlines()
        if CLOCK.search(line)
    }
    assert len(sources) > 400 and not found
    assert CLOCK.search("date.today().isoformat()"), "the pattern finds what it looks for"
