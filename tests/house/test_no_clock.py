"""Nothing that is computed, written or shown asks a clock which day it is, but the door where a roster comes in."""

from __future__ import annotations

import re
from pathlib import Path

CLOCK = re.compile(r"\.today\(|\.now\(|utcnow\(|\btime\.time\(|\blocaltime\(|\bgmtime\(|\bctime\(")
DOOR = "src/reallocate/api/today.py"


def test_no_result_can_depend_on_the_day(root: Path) -> None:
    sources = sorted((root / "src").rglob("*.py"))
    found = {
        f"{file.relative_to(root)}: {line.strip()}"
        for file in sources
        if file != root / DOOR
        for line in file.read_text(encoding="utf-8").splitlines()
        if CLOCK.search(line)
    }
    assert len(sources) > 400 and not found
    assert CLOCK.search((root / DOOR).read_text(encoding="utf-8"))
    assert CLOCK.search("date.today().isoformat()"), "the pattern finds what it looks for"
