"""From the sources in a folder to the shipped tables: read, compute, check, write, compare."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from reallocate.data.build.tables import Tidy, economy_tables, labour_tables, observed_tables
from reallocate.data.build.work_tables import title_keys, work_tables
from reallocate.data.bundle import (
    MANIFEST,
    conform,
    content_hash,
    data_folder,
    has_tables,
    load_tables,
    read_manifest,
    table_folder,
    table_problems,
    tables,
)
from reallocate.data.country import HOME, countries
from reallocate.data.frames import history_tables, weight_year
from reallocate.data.occupations import group_table, listed_groups, occupation_table, text_tables
from reallocate.data.pack import Pack, open_folder, require_files
from reallocate.data.packs import BY_NAME, PACKS
from reallocate.data.packs.bea_io import r_reader
from reallocate.data.places import mobility_bridge, mobility_groups, mobility_table
from reallocate.data.staffing import area_table, industry_table, staffing_table
from reallocate.kernel.disk import replace_folder
from reallocate.kernel.errors import DataError, InputError, Problem
from reallocate.kernel.look import look_at_folder
from reallocate.kernel.marker import must_be_as_listed


def build(folder: Path, out: Path) -> dict[str, object]:
    """Compute every shipped table from the sources in a folder and write them.

    folder : with the sources, or with a folder `open` that holds them
    out : where the tables go; nothing is written unless all of them are right
    Returns the manifest of what was written.
    Raises `DataError` naming every source file that is missing or altered.
    """
    must_hold_tables(out)
    r_reader()
    frames = _bundle_tables(_read_sources(folder))
    parts: dict[str, dict[str, pd.DataFrame]] = {"": {}, HOME: {}}
    for name, frame in frames.items():
        parts[HOME if tables()[name].national else ""][name] = frame
    manifests = [write_tables(part, table_folder(out, code)) for code, part in parts.items()]
    return {"pyarrow": manifests[0]["pyarrow"], "tables": read_manifest(HOME, out)}


def must_hold_tables(out: Path) -> None:
    """Refuse a folder that cannot be written or holds anything but tables as they were built.

    out : where the tables go, one folder of them or several in folders within; raises `InputError`
    """
    look_at_folder(out)
    if out.exists() and not out.is_dir():
        raise InputError(Problem("there is a file of this name", str(out), "Name a folder with --out."))
    listed = dict[str, str]()
    for manifest in sorted(out.rglob(MANIFEST)):
        with suppress(OSError, ValueError, TypeError, KeyError):
            place = manifest.parent.relative_to(out)
            entries = json.loads(manifest.read_bytes())["tables"].items()
            listed |= {(place / f"{name}.parquet").as_posix(): str(of["file_sha256"]) for name, of in entries}
            listed[(place / MANIFEST).as_posix()] = hashlib.sha256(manifest.read_bytes()).hexdigest()
    must_be_as_listed(out, listed, "built tables")


def _read_sources(folder: Path) -> dict[str, dict[str, pd.DataFrame]]:
    """Every source's tidy tables by the name of its file in `packs`.

    folder : with the sources, or with a folder `open` that holds them
    """
    root = open_folder(folder)
    require_files(PACKS, root)
    return {name: module.tidy(root / module.PACK.folder) for name, module in BY_NAME.items()}


def _bundle_tables(tidy: Tidy) -> dict[str, pd.DataFrame]:
    """The shipped tables, rounded, sorted and checked.

    tidy : (source, table) as from `_read_sources`
    Raises `DataError` naming every table that does not hold what `tables.toml` says.
    """
    raw = {table: tidy[name][table] for name, module in BY_NAME.items() for table in module.PACK.as_read}
    raw |= _pay_tables(tidy) | _time_tables(tidy)
    work = work_tables(tidy, raw["occupations"])
    columns = work.pop("occupation_columns")
    raw["occupations"] = raw["occupations"].merge(columns, on="occupation", validate="one_to_one")
    raw |= work | labour_tables(tidy) | {"sources": _source_table(PACKS)}
    raw |= economy_tables(tidy, raw)
    raw |= observed_tables(tidy, raw)
    raw["title_keys"] = title_keys(tidy, raw["titles"], raw["occupations"])
    raw |= text_tables(tidy["onet"], tidy["gpts_are_gpts"]["labels"])
    shaped = {name: conform(name, raw[name]) for name in sorted(tables()) if name in raw}
    problems = [found for name, frame in shaped.items() for found in table_problems(name, frame)]
    if problems:
        raise DataError(problems)
    return shaped


def _pay_tables(tidy: Tidy) -> dict[str, pd.DataFrame]:
    source, national = tidy["oews"], tidy["oews_national"]["national"]
    listed = listed_groups(national)
    occupations = occupation_table(source["occupations"], source["cells"], listed)
    staffing = staffing_table(source["cells"], occupations)
    return {
        "occupations": occupations,
        "groups": group_table(occupations, listed),
        "staffing": staffing,
        "industries": industry_table(source["industries"], source["cells"], staffing),
        "area_employment": area_table(source["cells"], occupations),
        **history_tables(national, tidy["crosswalks"]["soc2010_to_soc2018"], occupations),
    }


def _time_tables(tidy: Tidy) -> dict[str, pd.DataFrame]:
    national = tidy["oews_national"]["national"]
    crosswalk = tidy["crosswalks"]["soc2010_to_soc2018"]
    published = tidy["oews"]["occupations"]
    frame = pd.Index(published.loc[published["level"] == "detailed", "occupation"])
    groups = tidy["us_mobility"]["groups"]
    mobility = mobility_table(tidy["us_mobility"]["edges"])
    return {
        "mobility": mobility,
        "mobility_groups": mobility_groups(groups, mobility),
        "mobility_bridge": mobility_bridge(groups, national, crosswalk, weight_year(national, frame)),
    }


def _source_table(packs: tuple[Pack, ...]) -> pd.DataFrame:
    """One row a source file, with what is known of it.

    packs : the manifests
    """
    about = {"name", "title", "citation", "licence", "vintage", "origin", "conversion_of"}
    rows = [
        pack.model_dump(include=about)
        | {"file": f"{pack.folder}/{file}", "sha256": digest, "used_for": " ".join(sorted(pack.tables))}
        for pack in packs
        for file, digest in pack.files.items()
    ]
    return pd.DataFrame(rows)


def write_tables(frames: Mapping[str, pd.DataFrame], out: Path) -> dict[str, object]:
    """Write tables as Parquet files with a manifest of their hashes, all of them or none.

    frames : (table) as from `conform`
    out : the folder; made where it does not exist
    """
    contents = {name: _parquet_bytes(name, frame) for name, frame in frames.items()}
    manifest: dict[str, object] = {
        "pyarrow": pa.__version__,
        "tables": {
            name: {
                "rows": len(frames[name]),
                "bytes": len(content),
                "content_sha256": content_hash(name, frames[name]),
                "file_sha256": hashlib.sha256(content).hexdigest(),
            }
            for name, content in contents.items()
        },
    }
    written = {f"{name}.parquet": content for name, content in contents.items()}
    written[MANIFEST] = (json.dumps(manifest, indent=1, sort_keys=True) + "\n").encode()
    replace_folder(out, written, partial(must_hold_tables, out), private=False)
    return manifest


def _parquet_bytes(name: str, frame: pd.DataFrame) -> bytes:
    """A table as a Parquet file, the same bytes for the same figures under one pyarrow version.

    name : of the table
    frame : as from `schema.conform`
    """
    kinds = {"text": pa.string(), "number": pa.float64(), "integer": pa.int32(), "flag": pa.bool_()}
    fields = [pa.field(column, kinds[kind.kind]) for column, kind in tables()[name].columns.items()]
    table = pa.Table.from_pandas(frame, schema=pa.schema(fields), preserve_index=False)
    sink = io.BytesIO()
    pq.write_table(
        table.replace_schema_metadata(None),
        sink,
        compression="zstd",
        compression_level=19,
        store_schema=False,
        write_statistics=False,
        row_group_size=len(frame) or 1,
    )
    return sink.getvalue()


def check_tables(folder: Path | None = None) -> pd.DataFrame:
    """Every table of every country in a folder, after its bytes and its content were checked.

    folder : as written by `build`; the shipped one by default
    Returns country (empty for tables of none), table, rows, bytes, content_sha256.
    Raises `DataError` naming every table whose file or content differs from what was recorded.
    """
    root, problems, found = folder or data_folder(), list[Problem](), list[pd.DataFrame]()
    for code in (code for code, one in countries().items() if has_tables(one, root)):
        recorded = read_manifest(code, root)
        kept = {name: of for name, of in recorded.items() if tables()[name].national or code == HOME}
        problems += [one for name, entry in kept.items() for one in _differences(root, code, name, entry)]
        found.append(_listed(kept).assign(country=code))
    if problems:
        raise DataError(problems)
    table = pd.concat(found, ignore_index=True)
    table["country"] = table["country"].where(table["table"].map(lambda name: tables()[name].national), "")
    return table[["country", *table.columns.drop("country")]]


def compare_with_shipped(folder: Path) -> pd.DataFrame:
    """Every table of a folder beside the shipped one.

    folder : as written by `build`
    Returns folder, table, rows, bytes, content_sha256, against_shipped (same, differs or new).
    """
    parts = []
    for manifest in sorted(folder.rglob(MANIFEST)):
        place = manifest.parent.relative_to(folder)
        table, shipped = _listed(_recorded(manifest)), data_folder() / place / MANIFEST
        known = _recorded(shipped) if shipped.is_file() else {}
        hashes = table["table"].map({name: str(entry["content_sha256"]) for name, entry in known.items()})
        verdict = hashes.eq(table["content_sha256"]).map({True: "same", False: "differs"})
        parts.append(table.assign(folder=place.as_posix(), against_shipped=verdict.mask(hashes.isna(),
        "new")))
    every = pd.concat(parts, ignore_index=True)
    return every[["folder", *every.columns.drop("folder")]]


def _recorded(manifest: Path) -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = json.loads(manifest.read_text(encoding="utf-8"))["tables"]
    return tables


def _listed(manifest: Mapping[str, Mapping[str, str]]) -> pd.DataFrame:
    entries = pd.DataFrame.from_dict(dict(manifest), orient="index").rename_axis("table").reset_index()
    return entries.loc[:, ["table", "rows", "bytes", "content_sha256"]]


def _differences(root: Path, code: str, name: str, entry: Mapping[str, str]) -> Sequence[Problem]:
    try:
        content = content_hash(name, load_tables(root, code)[name])
    except DataError as error:
        return error.problems
    if content == entry["content_sha256"]:
        return ()
    what = f"the content's hash is {content}, recorded {entry['content_sha256']}"
    folder = table_folder(root, code if tables()[name].national else "")
    return [Problem(what, str(folder / f"{name}.parquet"))]
