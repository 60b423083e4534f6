"""Which data a figure is computed from, with hashes that another copy can be held against."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial

from reallocate.data.bundle import ShippedTables
from reallocate.data.canonical import content_hash
from reallocate.data.manifest import sha256_of
from reallocate.evidence.context import EvidenceContext
from reallocate.evidence.target import Target

SHORT = 8
FILE, TABLE = "file", "table"


@dataclass(frozen=True)
class Used:
    """One file or shipped table that a figure is computed from.

    kind : file, hashed byte by byte, or table, hashed by its content
    name : its place under the sources' folder, or the table's name
    sha256 : in hexadecimal
    """

    kind: str
    name: str
    sha256: str


def data_used(context: EvidenceContext, target: Target) -> tuple[Used, ...]:
    """Files and shipped tables of a figure, as they are at hand.

    context : the sources' folder and the world
    target : names them
    A file that is not available is left out; a figure of parameters alone has none.
    """
    files = [
        Used(FILE, name, context.once(f"sha256 of {name}", partial(sha256_of, path)))
        for name in target.needs
        if (path := context.file(name)) is not None
    ]
    tables = [Used(TABLE, name, _of_table(context, name)) for name in target.tables]
    return (*files, *tables)


def fingerprint(used: tuple[Used, ...]) -> str:
    """All hashes as eight digits; nothing where nothing was used.

    used : files and tables
    One file's or table's own hash begins with it; of several it is that of the lines `name sha256`.
    """
    if not used:
        return ""
    if len(used) == 1:
        return used[0].sha256[:SHORT]
    lines = "".join(f"{one.name} {one.sha256}\n" for one in used)
    return hashlib.sha256(lines.encode("utf-8")).hexdigest()[:SHORT]


def _of_table(context: EvidenceContext, name: str) -> str:
    tables = context.world.tables
    if isinstance(tables, ShippedTables):
        return tables.content_sha256(name)
    return context.once(f"sha256 of table {name}", lambda: content_hash(name, context.world.table(name)))
