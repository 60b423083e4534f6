"""What is copied from others is as they published it, with its licence and hash stated."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("file", "licence"),
    [
        ("src/reallocate/web/static/htmx.min.js", "src/reallocate/web/static/htmx.LICENSE"),
        ("tests/web/axe/axe.min.js", "tests/web/axe/LICENSE"),
    ],
)
def test_a_copy_is_whole_and_has_its_licence(root: Path, file: str, licence: str) -> None:
    digest = hashlib.sha256((root / file).read_bytes()).hexdigest()
    stated = (root / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert f"`{file.removeprefix('src/reallocate/')}`" in stated and digest in stated
    assert (root / licence).read_text(encoding="utf-8").strip()
