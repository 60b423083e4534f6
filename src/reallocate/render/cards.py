"""Summaries that ship: as rows of JSON, and what they rest on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from importlib import resources
from typing import Any

from reallocate.kernel.blocks import Block, Bullets, Grid, Head, Heading, Prose

_MANIFESTS = ("bundle/manifest.json", "countries/us/tables/manifest.json")
_PARAMETERS = ("parameters.toml", "parameter_reads.toml")
_KINDS: Mapping[str, type[Prose | Bullets | Heading | Grid]] = {
    one.__name__.lower(): one for one in (Prose, Bullets, Heading, Grid)
}


def files_in_force(tables: Iterable[str]) -> str:
    """A digest of some shipped tables and of the assumptions on which summaries rest.

    tables : names
    """
    data, kernel = resources.files("reallocate.data"), resources.files("reallocate.kernel")
    recorded: dict[str, Any] = {}
    for name in _MANIFESTS:
        if (file := data.joinpath(name)).is_file():
            recorded |= json.loads(file.read_bytes())["tables"]
    found = sha256(json.dumps({name: recorded.get(name) for name in tables}, sort_keys=True).encode())
    for name in _PARAMETERS:
        found.update(kernel.joinpath(name).read_bytes())
    return found.hexdigest()


def as_rows(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Blocks of a summary as JSON has them."""
    return [{"kind": block.kind, **asdict(block)} for block in blocks]


def from_rows(rows: Iterable[Mapping[str, Any]]) -> list[Block]:
    """The blocks again."""
    return [_block(row) for row in rows]


def _block(row: Mapping[str, Any]) -> Block:
    fields = {name: value for name, value in row.items() if name != "kind"}
    if row["kind"] == Grid.__name__.lower():
        fields["heads"] = tuple(Head(**head) for head in fields["heads"])
        fields["rows"] = tuple(map(tuple, fields["rows"]))
    return _KINDS[row["kind"]](**fields)
