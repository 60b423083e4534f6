"""A folder as one file that a browser can take."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

CREATED, MODE = (2000, 1, 1, 0, 0, 0), 0o600
"""Date and mode of every file in it."""


def archive(folder: Path, name: str) -> bytes:
    """The files of a folder as a ZIP; the same files give the same bytes, since none has a date.

    name : of the folder in it
    """
    whole = io.BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as made:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                entry = ZipInfo(Path(name, file.relative_to(folder)).as_posix(), CREATED)
                entry.external_attr = MODE << 16
                made.writestr(entry, file.read_bytes(), ZIP_DEFLATED)
    return whole.getvalue()
