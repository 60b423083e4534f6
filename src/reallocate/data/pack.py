"""What a source is: its citation, licence, vintage and the exact files that were read."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from reallocate.kernel.errors import DataError, Problem


class Pack(BaseModel):
    """The manifest of one source.

    name : short name, also the first column of the list of sources
    folder : the source's folder below the folder of open data
    title : what it is, in a few words
    citation : who published it, when
    licence : the licence as stated where the files were found
    vintage : the period the figures describe
    origin : where it comes from, only where a shared file states it
    conversion_of : what our file was converted from, where it is no original
    files : (file) sha256 of each file that is read
    tables : the shipped tables that carry figures of this source
    as_read : of these, the tables that ship as `tidy` returns them
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    folder: str
    title: str
    citation: str
    licence: str
    vintage: str
    origin: str = ""
    conversion_of: str = ""
    files: dict[str, str]
    tables: tuple[str, ...]
    as_read: tuple[str, ...] = ()

    @field_validator("name", "folder", "title", "citation", "licence", "vintage")
    @classmethod
    def _not_empty(cls, text: str) -> str:
        if not text.strip():
            raise ValueError("must say something")
        return text

    @model_validator(mode="after")
    def _as_read_ships(self) -> Pack:
        if not set(self.as_read) <= set(self.tables):
            raise ValueError("as_read names a table that is not among tables")
        return self

    @field_validator("files")
    @classmethod
    def _hashes(cls, files: dict[str, str]) -> dict[str, str]:
        for name, digest in files.items():
            if len(digest) != 64 or set(digest) - set("0123456789abcdef"):
                raise ValueError(f"{name}: {digest!r} is no sha256")
        return files


def open_folder(folder: Path) -> Path:
    """The folder of open data: the one given, or `open` inside it.

    folder : what the user named
    """
    inside = folder / "open"
    return inside if inside.is_dir() else folder


def sha256_of(path: Path) -> str:
    """The sha256 of a file's bytes, in hexadecimal.

    path : of the file
    """
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _file_problems(pack: Pack, folder: Path) -> list[Problem]:
    """Every file of a source that is missing or altered.

    folder : the source's own folder
    """
    problems: list[Problem] = []
    edition = f"the file of {pack.title} ({pack.vintage})"
    for name, expected in pack.files.items():
        path = folder / name
        found = sha256_of(path) if path.is_file() else ""
        if not found:
            what = f"the file is missing; expected sha256 {expected}"
            problems.append(Problem(what, str(path), f"Put {edition} there."))
        elif found != expected:
            what = f"the file was altered: expected sha256 {expected}, found {found}"
            why = "Figures from another edition would carry the wrong citation and date."
            problems.append(Problem(what, str(path), f"Restore {edition}.", why))
    return problems


def require_files(packs: tuple[Pack, ...], root: Path) -> None:
    """Raise one `DataError` that names every missing or altered file.

    root : the folder of open data
    """
    problems = [found for pack in packs for found in _file_problems(pack, root / pack.folder)]
    if problems:
        raise DataError(problems)
