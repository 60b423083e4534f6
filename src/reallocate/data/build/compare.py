"""Whether tables are what they were: shipped ones against their hashes, built ones against those."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd

from reallocate.data.bundle import bundle_folder, load_tables, read_manifest
from reallocate.data.canonical import content_hash
from reallocate.errors import DataError, Problem


def check_tables(folder: Path | None = None) -> pd.DataFrame:
    """Every table of a folder with its size, after its bytes and its content were checked.

    folder : as written by `build.write_tables`; the shipped one by default
    Returns (table) rows, bytes, content_sha256.
    Raises `DataError` naming every table whose file or content differs from what was recorded.
    """
    folder = folder or bundle_folder()
    recorded = read_manifest(folder)
    problems = [found for name, entry in recorded.items() if (found := _difference(folder, name, entry))]
    if problems:
        raise DataError(problems)
    columns = ["rows", "bytes", "content_sha256"]
    return pd.DataFrame(
        [{"table": name, **{key: entry[key] for key in columns}} for name, entry in recorded.items()]
    )


def compare_with_shipped(folder: Path) -> pd.DataFrame:
    """Every table of a folder beside the shipped one.

    folder : as written by `build.write_tables`
    Returns (table) rows, bytes, content_sha256, against_shipped (same, differs or new).
    """
    shipped = read_manifest(bundle_folder())
    rows = []
    for name, entry in read_manifest(folder).items():
        same = name in shipped and shipped[name]["content_sha256"] == entry["content_sha256"]
        verdict = "same" if same else "differs" if name in shipped else "new"
        rows.append(
            {
                "table": name,
                "rows": entry["rows"],
                "bytes": entry["bytes"],
                "content_sha256": entry["content_sha256"],
                "against_shipped": verdict,
            }
        )
    return pd.DataFrame(rows)


def _difference(folder: Path, name: str, entry: dict[str, str]) -> Problem | None:
    path = folder / f"{name}.parquet"
    if not path.is_file():
        return Problem("the file is missing", where=str(path), remedy="Install reallocate again.")
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != entry["file_sha256"]:
        return Problem(
            f"the file was altered: expected sha256 {entry['file_sha256']}, found {found}",
            where=str(path),
            remedy="Install reallocate again.",
        )
    content = content_hash(name, load_tables(folder)[name])
    if content != entry["content_sha256"]:
        return Problem(
            f"the content's hash is {content}, recorded {entry['content_sha256']}", where=str(path)
        )
    return None
