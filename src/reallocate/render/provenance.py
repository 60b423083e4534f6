"""From what and by what a result was computed, so that it can be repeated; its tables as JSON holds them."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import metadata
from typing import Any

import numpy as np
import pandas as pd

from reallocate.kernel.blocks import Facts, Section
from reallocate.kernel.money import money_of
from reallocate.kernel.number import NOT_AVAILABLE, sentence

CREATED = datetime.datetime(2000, 1, 1)
"""The time that every workbook and slide gives, so that the same result gives the same bytes."""


def unrecognised(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """How many people's job title is not recognised, in words; none where all are.

    facts : of a result
    """
    told = facts.get("unrecognised")
    return (str(told["sentence"]),) if told else ()


def provenance(
    request: Any,
    bundle: Mapping[str, Any],
    libraries: Iterable[str],
    command: str,
    seed: int = 0,
    **more: str,
) -> dict[str, Any]:
    """The facts that every result has: version, seed, hashes and command.

    request : all that was requested, as JSON holds it
    bundle : manifest of the data that ship
    libraries : whose version may move a digit
    more : further hashes by name
    """
    return {
        "version": version("reallocate"),
        "seed": seed,
        "hashes": {
            "request": digest(request),
            "bundle": digest(bundle),
            **more,
            "libraries": ", ".join(f"{name} {version(name)}" for name in libraries),
        },
        "command": command,
    }


@cache
def version(library: str) -> str:
    """The installed version of a library, looked up once a process."""
    return metadata.version(library)


def how_to_repeat(
    facts: Mapping[str, Any], *settings: tuple[str, str], request: str = "Scenario"
) -> Section:
    """The section of a page that says what a result was computed from.

    settings : further pairs of what and which
    request : name of what was requested
    """
    hashes = facts["hashes"]
    requested = [(request, str(hashes["request"]))] if "request" in hashes else []
    pairs = (
        ("Made by", f"reallocate {facts['version']}"),
        ("Command", facts["command"] or NOT_AVAILABLE),
        *settings,
        *requested,
        ("Data that ship", str(hashes["bundle"])),
        ("Libraries", str(hashes["libraries"])),
    )
    return Section("repeat", "How to repeat it", (Facts(pairs),))


def origins(facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Where the figures of a country are from, with grades, and the rate of its money; none at home."""
    about = facts.get("country")
    if not about:
        return ()
    said = "; ".join(f"{name}: {source}" for name, source in about["sources"].items())
    rate = money_of(facts.get("money")).rate
    return (f"Sources for {about['name']}. {sentence(said)}.", *([rate] if rate else []))


def digest(content: Any) -> str:
    """The SHA-256 of bytes, or of what JSON writes of an object."""
    data = content if isinstance(content, bytes) else json.dumps(content, sort_keys=True).encode()
    return "sha256:" + hashlib.sha256(data).hexdigest()


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """A table as a list of rows.

    table : to tell
    """
    return [{str(key): plain(value) for key, value in row.items()} for row in table.to_dict("records")]


def plain(value: Any) -> Any:
    """A value that JSON can hold; what is missing is null.

    value : a number, text, or a dictionary of them
    """
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, np.generic):
        value = value.item()
    if value is pd.NA:
        return None
    if isinstance(value, float):
        # A minus before a zero is what rounding leaves.
        return value + 0.0 if np.isfinite(value) else None
    return value
