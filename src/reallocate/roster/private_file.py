"""A file that only its owner may read, written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from reallocate.errors import InputError, Problem

OWNER_ONLY = 0o600


def write_private(path: Path, text: str) -> None:
    """Write a text with mode 0600, in place of what is there.

    path : the file
    text : whole
    Raises `InputError` where it cannot be written.
    """
    try:
        handle, partial = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise InputError(Problem(f"the file cannot be written: {error.strerror}", str(path))) from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        os.chmod(partial, OWNER_ONLY)
        os.replace(partial, path)
    except OSError as error:
        Path(partial).unlink(missing_ok=True)
        raise InputError(Problem(f"the file cannot be written: {error.strerror}", str(path))) from None
