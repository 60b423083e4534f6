"""A job's study as one object for machines: lists of records, missing values as null."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reallocate.result.plain import plain, records

REACHES = ("automatable", "augmentable")
FACTS = ("version", "market_given", "hashes", "command")
ENDS = {"middle": "", "low": "_low", "high": "_high"}


def as_object(
    meta: Mapping[str, Any], tables: Mapping[str, pd.DataFrame], said: Mapping[str, list[str]]
) -> dict[str, Any]:
    """The study as plain lists, dictionaries, numbers and text.

    meta, tables, said : of the study
    """
    total = tables["hours_total"].iloc[0]
    worker = dict(meta["worker"])
    return {
        "status": meta["status"],
        "job": {
            "asked": meta["asked"]["job"],
            "title": meta["title"],
            "read_as": meta["read_as"],
            "occupations": records(tables["occupations"]),
        },
        "asked": dict(meta["asked"]),
        "worker": worker,
        "hours": {
            "not_a_chance": said["hours"][0],
            "exposure": exposure(total),
            "activities": [_with_exposure(row) for row in records(tables["activities"])],
            "kinds": [_with_exposure(row) for row in records(tables["kinds"])],
            "sources": records(tables["sources"]),
            "by_source": records(tables["reach_by_source"]),
            "people": _side(total, "people"),
            "model": _side(total, "model"),
            "tasks": records(tables["tasks"]) if "tasks" in tables else None,
        },
        "history": {
            "years": records(tables["history"]),
            "exposure_fifths": records(tables["history_fifths"]),
        },
        "pay": {
            "percentiles": records(tables["pay"]),
            "openings_and_separations": records(tables["flows"]),
        },
        "exposure_before": exposure(total),
        "moves": [_move(row) for row in records(tables["moves"])],
        "direction": records(tables["direction"]),
        "skills_to_gain": records(tables["gaps"]),
        "notes": {part: list(lines) for part, lines in said.items()},
        "assumptions": records(tables["assumptions"]),
        "meta": {name: meta[name] for name in FACTS},
    }  # fmt: skip


def _side(total: pd.Series, side: str) -> dict[str, Any]:
    """What people's or a model's labels say of all hours together."""
    return {name: plain(total.get(f"{side}_{name}")) for name in ("augmentable", "direct")}


def exposure(row: Mapping[Any, Any] | pd.Series) -> dict[str, dict[str, float | None]]:
    """The band of each reach: middle, low and high over the sources [share of hours].

    row : with automatable, automatable_low, …
    """
    return {name: {end: plain(row[f"{name}{suffix}"]) for end, suffix in ENDS.items()} for name in REACHES}


def _move(row: dict[str, Any]) -> dict[str, Any]:
    told = _with_exposure(row)
    direction = {width: told.pop(f"direction_{width}") for width in ("narrow", "wide")}
    return {**told, "counted_with": str(told["counted_with"]).split(), "direction": direction}


def _with_exposure(row: dict[str, Any]) -> dict[str, Any]:
    bands = {f"{name}{suffix}" for name in REACHES for suffix in ENDS.values()}
    if not bands <= set(row):
        return row
    return {key: value for key, value in row.items() if key not in bands} | {"exposure": exposure(row)}
