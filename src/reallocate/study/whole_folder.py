"""A folder of results that is written whole or not at all, and never over something else."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from reallocate.errors import InputError, Problem


def must_be_free(folder: Path, record: str, what: str) -> None:
    """Refuse a folder that holds something else, before anything is computed for it.

    folder : where to write; raises `InputError`
    record : the file by which an earlier result of the same kind is known
    what : such a result, in words
    """
    taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
    if taken and not (folder / record).is_file():
        raise InputError(
            Problem(
                f"there is something else than {what}",
                str(folder),
                "Name another folder with --out; nothing there was touched.",
            )
        )


@contextmanager
def whole_folder(
    folder: Path, record: str, what: str, extra: Mapping[str, bytes] | None = None
) -> Iterator[Path]:
    """An empty folder to write in, which takes the place of the one that was named at the end.

    folder : that does not exist yet, or holds an earlier result of the same kind
    record, what : as for `must_be_free`; raises `InputError` likewise
    extra : further files by name, such as the page
    """
    must_be_free(folder, record, what)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as name:
        made = Path(name) / "made"
        made.mkdir()
        yield made
        for file, content in (extra or {}).items():
            (made / file).write_bytes(content)
        if folder.exists():
            shutil.rmtree(folder)
        made.rename(folder)
