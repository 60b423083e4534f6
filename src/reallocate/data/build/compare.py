"""Whether tables are what they were: shipped ones against their hashes, built ones against those."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    problems = [found for name, entry in recorded.items() for found in _differences(folder, name, entry)]
    if problems:
        raise DataError(problems)
    return _listed(recorded)


def compare_with_shipped(folder: Path) -> pd.DataFrame:
    """Every table of a folder beside the shipped one.

    folder : as written by `build.write_tables`
    Returns (table) rows, bytes, content_sha256, against_shipped (same, differs or new).
    """
    shipped, built = read_manifest(bundle_folder()), read_manifest(folder)
    table = _listed(built)
    hashes = table["table"].map({name: entry["content_sha256"] for name, entry in shipped.items()})
    verdict = hashes.eq(table["content_sha256"]).map({True: "same", False: "differs"})
    return table.assign(against_shipped=verdict.mask(hashes.isna(), "new"))


def _listed(manifest: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    entries = pd.DataFrame.from_dict(dict(manifest), orient="index").rename_axis("table").reset_index()
    return entries.loc[:, ["table", "rows", "bytes", "content_sha256"]]


def _differences(folder: Path, name: str, entry: Mapping[str, str]) -> Sequence[Problem]:
    try:
        content = content_hash(name, load_tables(folder)[name])
    except DataError as error:
        return error.problems
    if content == entry["content_sha256"]:
        return ()
    what = f"the content's hash is {content}, recorded {entry['content_sha256']}"
    return [Problem(what, str(folder / f"{name}.parquet"))]
