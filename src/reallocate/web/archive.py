"""A folder as one file that a browser can take."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile


def archive(folder: Path, name: str) -> bytes:
    """The files of a folder as a ZIP.

    name : of the folder in it
    """
    whole = io.BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as made:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                made.write(file, Path(name, file.relative_to(folder)))
    return whole.getvalue()
