"""A ledger of claims as a folder: its page and the ledger as one JSON object; written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from reallocate.claims.computed import Entry
from reallocate.claims.ledger import entry_json
from reallocate.result.folder import Kind, save_result
from reallocate.result.manifest import json_bytes

KIND = Kind("claims", "a ledger of claims", "claims.json", "reallocate claims --out")


def save_claims(
    entries: Iterable[Entry], meta: Mapping[str, Any], folder: Path, extra: Mapping[str, bytes] | None = None
) -> Path:
    """Write a ledger into a folder that does not exist yet or holds an earlier one.

    entries : of the ledger
    meta : version, command, draws, seed, set
    folder : where to
    extra : further files by name, such as the page
    Returns the folder. Raises `InputError` where the folder holds something else.
    """
    record = {"meta": dict(meta), "claims": [entry_json(one) for one in entries]}
    return save_result(folder, KIND, {KIND.record: json_bytes(record), **(extra or {})})
