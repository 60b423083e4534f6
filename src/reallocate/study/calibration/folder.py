"""A calibration as a folder: tables, values, sentences and facts; written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reallocate.economy.fitted import FILE
from reallocate.result.folder import Kind, save_result
from reallocate.result.manifest import json_bytes
from reallocate.study.calibration.run import Calibration

KIND = Kind("calibration", "a calibration", "calibration.json", "reallocate simulate calibrate --out")


def save_calibration(
    calibration: Calibration, folder: Path, extra: Mapping[str, bytes] | None = None
) -> Path:
    """Write a calibration into a folder that does not exist yet or holds an earlier one.

    calibration : made
    folder : where to
    extra : further files by name, such as charts
    Returns the folder. Raises `InputError` where the folder holds something else.
    """
    record = {
        "meta": dict(calibration.meta),
        "status": calibration.status,
        "said": dict(calibration.said),
    }
    tables = {
        f"{name}.csv": table.to_csv(index=False, lineterminator="\n").encode()
        for name, table in calibration.tables.items()
    }
    contents = {KIND.record: json_bytes(record), FILE: calibration.fitted.encode(), **tables}
    return save_result(folder, KIND, {**contents, **(extra or {})})


def as_object(calibration: Calibration) -> dict[str, Any]:
    """A calibration as one object for machines, with the columns of each table as lists.

    calibration : made
    """
    columns = {
        name: json.loads(table.to_json(orient="split", index=False, double_precision=15))
        for name, table in calibration.tables.items()
    }
    tables = {
        name: dict(zip(table["columns"], map(list, zip(*table["data"], strict=True)), strict=True))
        for name, table in columns.items()
    }
    return {
        "status": calibration.status,
        "meta": dict(calibration.meta),
        "said": dict(calibration.said),
        "tables": tables,
    }
